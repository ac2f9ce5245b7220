"""Whatever reviewers do to any words of any document, what comes back is exactly that, and nothing is lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codepub.document.text import plain_text
from codepub.markup.parsing import ReferenceTargets, parse_phrase
from codepub.ooxml.reading.letters import Paragraph
from codepub.ooxml.reading.word_file import read_word_file
from codepub.origin import FieldPath
from codepub.review.edits import ReturnedCopy, ValueEdit, ValueRemoved, WordChange
from tests.publications import bare
from tests.review.comparing.reviewers import ADA, BEN, Returned, Sent, sample, written

_WORD = st.text("abcdefgh", min_size=1, max_size=6)
_WORDS = st.lists(_WORD, min_size=1, max_size=6).map(" ".join)
_MARKED = st.one_of(
    _WORDS,
    _WORDS.map(lambda words: f"*{words}*"),
    _WORDS.map(lambda words: f"**{words}**"),
    _WORDS.map(lambda words: f"[{words}](https://example.org/a)"),
    _WORDS.map(lambda words: f"[{words}](cpt:32551)"),
)
_PHRASE = st.lists(_MARKED, min_size=1, max_size=4).map(" ".join)
_TYPED = st.text("abc *_[]1.-", min_size=1, max_size=8)


@st.composite
def _records(draw: st.DrawFn) -> Sent:
    data = bare(
        summary__meaning=draw(_PHRASE),
        summary__scope=draw(_PHRASE),
        overview__service_type=draw(_PHRASE),
        specifications__modifiers=[
            {"modifier": code, "description": draw(_PHRASE), "when_to_use": draw(_PHRASE)} for code in ("22", "59")
        ],
        documentation_tips=draw(st.lists(_PHRASE, min_size=1, max_size=3)),
    )
    return written(data)


_OPEN = (
    "v/summary/meaning/1",
    "v/summary/scope/1",
    "v/overview/service_type/1",
    "v/specifications/modifiers/1/description/1",
    "v/specifications/modifiers/2/when_to_use/1",
    "v/documentation_tips/1/1",
)
"""Controls of phrases, in the body, in definitions, cells and lists."""


def _shown(markup: str) -> str:
    return " ".join(plain_text(parse_phrase(markup, ReferenceTargets())).split())


def _find_path(sent: Sent, tag: str) -> FieldPath:
    return next(leaf.path for leaf in sent.copy.leaves if leaf.tag == tag)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(_records(), st.data(), st.booleans())
def test_a_random_edit_of_a_random_record_comes_back_as_that_edit(
    sent: Sent, data: st.DataObject, is_recorded: bool
) -> None:
    returned, expected = Returned(sent), dict[FieldPath, str]()
    returned.is_recorded = is_recorded
    for tag in data.draw(st.lists(st.sampled_from(_OPEN), unique=True, max_size=3)):
        text = returned.text(tag)
        start = data.draw(st.integers(0, len(text)))
        stop = data.draw(st.integers(start, len(text)))
        words = data.draw(st.one_of(st.just(""), _TYPED))
        returned.change(tag, start, stop, words)
        new = " ".join((text[:start] + words + text[stop:]).split())
        if new != text:
            expected[_find_path(sent, tag)] = new
    found = {
        edit.path: "" if isinstance(edit, ValueRemoved) else _shown(edit.new)
        for edit in returned.read().edits
        if isinstance(edit, ValueEdit | ValueRemoved) and _is_change(edit)
    }
    assert found == expected


def _is_change(edit: ValueEdit | ValueRemoved) -> bool:
    return isinstance(edit, ValueRemoved) or edit.old is None or _shown(edit.new) != _shown(edit.old)


# Nothing is lost ---------------------------------------------------------------------------------------------------


def _count_letters(changes: list[WordChange]) -> tuple[Counter[str], Counter[str]]:
    old, new = Counter[str](), Counter[str]()
    for change in changes:
        old.update(_visible(change.old))
        new.update(_visible(change.new))
    return old, new


def _visible(text: str) -> str:
    return "".join(text.split()).replace("|", "")


def _count_marked(paragraphs: tuple[Paragraph, ...]) -> tuple[Counter[str], Counter[str]]:
    letters = [letter for paragraph in paragraphs for letter in paragraph.letters]
    old = (one.text for one in letters if one.deleted and not one.inserted)
    new = (one.text for one in letters if one.inserted and not one.deleted and one.text != "\u200d")
    return Counter(_visible("".join(old))), Counter(_visible("".join(new)))


def _list_changes(copy: ReturnedCopy) -> list[WordChange]:
    return [*(change for edit in copy.edits for change in edit.changes), *(one.change for one in copy.unplaced)]


_SAMPLE = "cpt:32120"


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_every_letter_that_was_put_in_or_taken_out_is_told_once(data: st.DataObject) -> None:
    sent = sample(_SAMPLE)
    returned = Returned(sent)
    count = len(returned.paragraphs())
    for number in data.draw(st.lists(st.integers(0, count - 1), unique=True, min_size=1, max_size=6)):
        returned.author = data.draw(st.sampled_from((ADA, BEN)))
        act = data.draw(st.sampled_from(("change", "delete", "type over", "split", "join")))
        paragraph = returned.paragraphs()[number]
        length = sum(len(run.findtext("{*}t") or "") for run in returned.runs(paragraph))
        start = data.draw(st.integers(0, length))
        stop = data.draw(st.integers(start, length))
        if act == "join":
            returned.join_paragraph(paragraph)
        elif act == "split":
            returned.split_paragraph(paragraph, start)
        else:
            whole = act == "type over"
            words = "" if act == "delete" else data.draw(_TYPED)
            returned.change_in(paragraph, 0 if whole else start, length if whole else stop, words)
    file = read_word_file(returned.content())
    assert _count_letters(_list_changes(returned.read())) == _count_marked(file.paragraphs)
