"""What changed between two texts: ``[-…-]`` is deleted, ``{+…+}`` inserted."""

from __future__ import annotations

import pytest

from codepub.document.nodes import Citation, Deleted, Emphasis, Inlines, Inserted, Link, Superscript, Text
from codepub.document.text import plain_text
from codepub.redlining.words import redline_words
from tests.redlining.test_redline import CHANGE
from tests.writers.documents import SOURCES


def told(old: Inlines, new: Inlines) -> str:
    return _write(redline_words(old, new, CHANGE))


def _write(content: Inlines) -> str:
    return "".join(map(_write_one, content))


def _write_one(inline: object) -> str:
    match inline:
        case Inserted(content):
            return f"{{+{_write(content)}+}}"
        case Deleted(content):
            return f"[-{_write(content)}-]"
        case Emphasis(content):
            return f"*{_write(content)}*"
        case Link(_, content):
            return f"<{_write(content)}>"
        case Text() | Citation() | Superscript():
            return plain_text(inline)
        case _:
            raise AssertionError(inline)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The quick brown fox.", "The quick red fox.", "The quick [-brown-]{+red+} fox."),
        ("a b c", "a c", "a [-b -]c"),
        ("b", "a b", "{+a +}b"),
        ("a b.", "a b, or c.", "a b{+, or c+}."),
        ("It costs $1,234.50 now.", "It costs $1,230.00 now.", "It costs [-$1,234.50-]{+$1,230.00+} now."),
        ("Report J95.830 first.", "Report J95.831 first.", "Report [-J95.830-]{+J95.831+} first."),
        ("On 2026-01-01 it began.", "On 2026-02-01 it began.", "On [-2026-01-01-]{+2026-02-01+} it began."),
        ("Codes A0425, A0426 apply", "Codes A0427, A0428 apply", "Codes [-A0425, A0426-]{+A0427, A0428+} apply"),
        (
            "What one surgeon did in the room of others was billed then.",
            "What two physicians reported in the chart or file was billed then.",
            "What [-one surgeon did in the room of others-]{+two physicians reported in the chart or file+}"
            " was billed then.",
        ),
        ("nothing of this stayed", "all was written anew", "[-nothing of this stayed-]{+all was written anew+}"),
    ],
)
def test_words_numbers_and_codes_change_as_a_whole(old: str, new: str, expected: str) -> None:
    assert told((Text(old),), (Text(new),)) == expected


def test_a_change_within_emphasis_or_a_link_leaves_it_whole() -> None:
    old = (Text("see "), Emphasis((Text("the old book"),)), Link("u", (Text("or this page"),)))
    new = (Text("see "), Emphasis((Text("the new book"),)), Link("u", (Text("or that page"),)))
    assert told(old, new) == "see *the [-old-]{+new+} book*<or [-this-]{+that+} page>"


def test_words_that_lead_elsewhere_now_are_changed() -> None:
    old, new = (Text("see "), Link("a", (Text("page"),))), (Text("see "), Link("b", (Text("page"),)))
    assert told(old, new) == "see [-<page>-]{+<page>+}"


def test_of_a_citation_whose_source_has_another_number_the_number_is_changed() -> None:
    old = (Text("It is so"), Citation(1, SOURCES / 0, "a"), Text("."))
    new = (Text("It is so"), Citation(2, SOURCES / 1, "a"), Text("."))
    assert told(old, new) == "It is so[-[1]-]{+[2]+}."


def test_how_places_of_a_document_are_named_is_no_change() -> None:
    old, new = (Citation(1, SOURCES / 0, "a"),), (Citation(1, SOURCES / 7, "a"),)
    assert redline_words(old, new, CHANGE) == new
