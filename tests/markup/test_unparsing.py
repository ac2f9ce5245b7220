from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import yaml
from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inline,
    Inlines,
    Link,
    List,
    Paragraph,
    Role,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.markup.parsing import ReferenceTargets, parse_phrase, parse_prose
from codepub.markup.unparsing import unparse
from codepub.origin import Origin, RecordId

HERE = Origin(RecordId("cpt", "32120"), ("summary", "meaning"))
CITED = {name: Citation(number, HERE / number, name) for number, name in enumerate(["a", "rvu25d", "x.y", "n*m_o"], 1)}
KNOWN = ReferenceTargets(CITED, {RecordId("cpt", "32110"): HERE / "row"})
CONTENT = Path(__file__).parents[2] / "content"


def prose(text: str) -> tuple[Paragraph | List, ...]:
    return parse_prose(text, HERE, KNOWN)


def phrase(text: str) -> Inlines:
    return parse_phrase(text, KNOWN)


def paragraph(*inlines: Inline) -> Paragraph:
    return Paragraph(inlines, Value(HERE))


# --- as typed -----------------------------------------------------------------------------------------------------

AS_TYPED = [
    "It measured 2*3*4 cm, or 2 × 3 × 4 cm; 5 * 3 * 2 is 30.",
    "Codes 99202-99215 and 99213 - 25 are E/M, at 5 mg/kg.",
    "It says so [sic], and [x] is not (y).",
    "snake_case_name, a_b_c, T_max_2 and _unclosed",
    "*unclosed, **unclosed, ^unclosed, ~unclosed, [unclosed, [unclosed](https://cms.gov",
    "~10 to ~20, x^2 and y^2, a^2+b^2=c^2",
    "p < .05 (*), p < .001 (**)",
    "See https://example.org/a_b_c*d/~jones?x=1&y=2#top, or mail a_b@x.org.",
    "Emoji 👩‍⚕️ 😀, שלום עולם (abc), soft\u00adhyphen, no\u00a0break, naïve",
    "# no heading",
    "> no quote",
    "| no | table |",
    "<b>no</b> &amp; `code` -- ... 'c' \"d\" C:\\dir\\x",
    "+5 and -5 at 1.x",
    "2026: a year",
    "*E. coli*-positive, non-*E. coli*, (*both*), “*one*”",
    "***both***, **one *in* another**, *one **in** another*",
    "*Said so[^a]* and so[^rvu25d][^x.y].",
    "H~2~O, SO~4~^2-^, 10^6^/L, ^99m^Tc",
    '[a](https://x.org/(a)), [b](<https://x.org/a)>), [*c*](mailto:a@x.org) and [d](https://x.org "The \\"title\\"")',
    "[32110](cpt:32110), [J95.830](ICD-10-CM:J95.830)",
    "[a [b] c](https://x.org)",
    "One.\n\nTwo.",
    "- one\n- two\n  - three\n    1. four\n- five",
    "7. seven\n8. eight",
    "0. zero",
    "One:\n\n- two\n\nThree.",
    "- a\n\n  b\n- c",
    "- a\n\n  7. b",
    "- a\n* b\n- c".replace("\n", "\n\n"),
    "- a 2\n  - 3\n".replace("\n  ", "\n\n  ").strip(),
    r"\- no item",
    r"1\. no item",
    r"\[^a] is no citation, and \*this* no emphasis",
    r"H\~2~O is typed",
    r"\[a](b)",
    "a\\\\*",
]


@pytest.mark.parametrize("text", AS_TYPED)
def test_what_is_typed_comes_back(text: str) -> None:
    assert unparse(prose(text)) == text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("One\ntwo  \nthree\\\nfour.", "One two three four."),
        ("One.\n\n\n\nTwo.\n", "One.\n\nTwo."),
        ("One:\n- two\n\n- three", "One:\n\n- two\n- three"),
        ("+ a\n+ b", "- a\n- b"),
        ("3) a\n3) b", "3. a\n4. b"),
        ("-    a\n\n     b", "- a\n\n  b"),
        ("_a_ and __b__", "*a* and **b**"),
        ("*a*_b_", "*a*_b_"),
        ("*_a_*", "*_a_*"),
        (r"\a \# \*both\*", r"\a # \*both*"),
        ("[a](<https://x.org> 'T')", '[a](https://x.org "T")'),
        ("[a](https://x.org/é)", "[a](https://x.org/%C3%A9)"),
        ("*\\\na*", "*\\\na*"),
    ],
)
def test_what_is_written_in_one_way_only(typed: str, written: str) -> None:
    assert unparse(prose(typed)) == written
    assert prose(written) == prose(typed)


def texts(value: Any) -> Iterator[str]:
    """Give all texts of a record, as authors typed them."""
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield from texts(member)
    elif isinstance(value, str):
        yield value.strip()


def flowed(text: str) -> str:
    """Give text with the lines of each paragraph and item in one."""
    return re.sub(r"(?<!\n)\n(?!\n| *(?:-|\d+\.) ) *", " ", text)


@pytest.mark.parametrize("file", sorted(CONTENT.rglob("*.yaml")), ids=lambda file: file.stem)
def test_the_texts_of_the_samples_come_back_as_they_were_typed(file: Path) -> None:
    data = yaml.load(file.read_text("utf-8"), yaml.BaseLoader)
    known = ReferenceTargets({source["id"]: Citation(0, HERE, source["id"]) for source in data["sources"]})
    for text in texts(data):
        assert unparse(parse_prose(text, HERE, known)) == flowed(text)


def renamed(block: Any, old: str, new: str) -> Any:
    """Put a word in the place of another, wherever it is a word of a text."""
    match block:
        case Text(text):
            return Text(re.sub(rf"\b{old}\b", new, text))
        case Emphasis(content) | Strong(content):
            return type(block)(renamed(content, old, new))
        case Link(target, content, title):
            return Link(target, renamed(content, old, new), title)
        case Paragraph(content, source):
            return Paragraph(renamed(content, old, new), source)
        case List(ordered, items, start):
            return List(ordered, renamed(items, old, new), start)
        case tuple():
            return tuple(renamed(member, old, new) for member in block)
        case _:
            return block


@pytest.mark.parametrize("text", [text for text in AS_TYPED if re.search(r"\ba\b|\bone\b|\bno\b", text)])
@pytest.mark.parametrize("word", ["a", "one", "no"])
def test_a_word_that_is_changed_is_all_that_changes(text: str, word: str) -> None:
    before, after = (
        re.findall(r"\w+|\W", unparse(blocks)) for blocks in (prose(text), renamed(prose(text), word, "Ödem"))
    )
    changes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    assert all((before[a:b], after[c:d]) == ([word], ["Ödem"]) for kind, a, b, c, d in changes if kind != "equal")


# --- blocks and inlines -------------------------------------------------------------------------------------------


def test_inlines_are_written_as_the_paragraph_that_they_are() -> None:
    assert unparse((Text("- "), Strong((Text("a"),)))) == "\\- **a**"
    assert phrase("\\- **a**") == (Text("- "), Strong((Text("a"),)))


@pytest.mark.parametrize("nothing", [(), prose(""), phrase("")])
def test_nothing_is_written_as_nothing(nothing: Inlines) -> None:
    assert unparse(nothing) == ""


def test_lists_that_touch_stay_apart() -> None:
    lists = tuple(List(ordered, ((paragraph(Text("a")),),)) for ordered in (False, False, False, True, True))
    assert unparse(lists) == "- a\n\n* a\n\n- a\n\n1. a\n\n1) a"


def test_items_may_hold_nothing() -> None:
    found = (List(False, ((), (paragraph(Text("a")), List(True, ((), ()), 999_999_999)))),)
    assert unparse(found) == "-\n- a\n\n  999999999.\n  999999999."
    assert prose(unparse(found)) == found


def test_what_belongs_to_the_publication_is_not_written() -> None:
    cited = Citation(7, HERE, "a")
    assert unparse((Paragraph((Text("x"), cited), Value(HERE), Role.SOURCE),)) == "x[^a]"
    assert unparse((CodeReference("cpt:1", (Text("x"),), HERE),)) == "[x](cpt:1)"


@pytest.mark.parametrize(
    "content",
    [
        (Text("re"), Emphasis((Text("operation"),))),
        (Emphasis((Text("re"),)), Text("operation")),
        (Emphasis(()),),
        (Text(""),),
        (Text("one "), Text("two")),
        (Text("a "),),
        (Text("one\ntwo"),),
        (Text("one\x07"),),
        (Text("one\u2028two"),),
        (Text("one\ud800"),),
        (Superscript((Text("a b"),)),),
        (Subscript((Text("2"),)),),
        (Link("cpt:32110", (Text("a"),)),),
        (Link("a b", (Text("a"),)),),
        (Link("https://x.org", (Link("https://y.org", (Text("a"),)),)),),
        (Paragraph((), Value(HERE)),),
        (Paragraph((Text("a"),), Value(HERE)), List(False, ())),
        (Text("CPT"), Span((Text("®"),), Derived())),
    ],
)
def test_what_the_markup_cannot_say_is_refused(content: Inlines) -> None:
    with pytest.raises(ValueError, match="cannot write"):
        unparse(content)


# --- whatever there is --------------------------------------------------------------------------------------------

SIGNS = "*_^~[]()!<>&#`|\\-+.:;,%'\" 1234 abcäβ漢😀"
TYPED = st.text(st.sampled_from(SIGNS + "\t\n\u00a0"), max_size=40)
PARTS = ["*", "**", "_", "__", "***", "^2^", "~2~", "[", "](cpt:32110)", "](x)", '](<a)b> "t")', "[^a]", "\\", "\\*"]
PARTS += ["\n", "\\\n", "\n\n", "- ", "\n- ", "\n  - ", "\n* ", "7. ", "\n1) "]
PARTS += ["https://a/", " ", "a", "b2", "5", ".", '"', "%"]
MARKED = st.lists(st.sampled_from(PARTS), max_size=16).map("".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"))

WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=12).map(str.strip).filter(bool)
RAISED = st.text("ab12+-.*_\\", min_size=1, max_size=3).map(lambda text: text + "a")
TARGETS = [
    "https://x.org",
    "https://x.org/a(b)",
    "https://x.org/(",
    "mailto:a@x.org",
    "x?a=1&copy;=2",
    "",
    "cpt:1",
    "cpt:32110",
]


def link(target: str, content: Inlines, title: str) -> Inline:
    """Make a link to a page, or to a code."""
    if target.startswith("cpt:"):
        return CodeReference(target, content, HERE / "row" if target == "cpt:32110" else None, title)
    return Link(target, content, title)


def spaced(parts: list[Inlines]) -> Inlines:
    """Make inlines of words and marks with spaces between; neighbouring texts are one."""
    joined: list[Inline] = []
    for inline in [inline for part in parts for inline in (Text(" "), *part)][1:]:
        if isinstance(inline, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + inline.text)
        else:
            joined.append(inline)
    return tuple(joined)


def inlines(marks: bool = True, links: bool = True) -> st.SearchStrategy[Inlines]:
    """Make the inlines of a paragraph, or of what stands in one."""
    words = WORDS.filter(lambda text: marks or text[-1].isalnum())
    parts: list[st.SearchStrategy[Inlines]] = [words.map(lambda text: (Text(text),))]
    parts += [RAISED.map(lambda text: (Text("m"), Superscript((Text(text),))))]
    parts += [RAISED.map(lambda text: (Text("H"), Subscript((Text(text),))))]
    if links:
        inner = st.deferred(lambda: inlines(links=False))
        parts += [st.builds(link, st.sampled_from(TARGETS), inner, st.text(SIGNS, max_size=5)).map(lambda one: (one,))]
        parts += [st.sampled_from(sorted(CITED)).map(lambda name: (Text("so"), CITED[name]))]
    if marks:
        within = st.deferred(lambda: inlines(marks=False, links=links))
        parts += [st.builds(lambda mark, content: (mark(content),), st.sampled_from([Emphasis, Strong]), within)]
        parts += [within.map(lambda content: (Strong((Emphasis(content),)),))]
        parts += [within.map(lambda content: (Emphasis((Strong(content), Text(" end"))),))]
    return st.lists(st.one_of(parts), min_size=1, max_size=4).map(spaced)


PARAGRAPHS = inlines().map(lambda content: Paragraph(content, Value(HERE)))
BLOCKS = st.recursive(
    st.lists(PARAGRAPHS, min_size=1, max_size=2).map(tuple),
    lambda blocks: st.lists(
        st.one_of(
            PARAGRAPHS,
            st.builds(
                List,
                st.just(True),
                st.lists(st.one_of(st.just(()), blocks), min_size=1, max_size=3).map(tuple),
                st.sampled_from([0, 1, 2, 7, 98, 999_999_999]),
            ),
            st.builds(
                List, st.just(False), st.lists(st.one_of(st.just(()), blocks), min_size=1, max_size=3).map(tuple)
            ),
        ),
        max_size=3,
    ).map(tuple),
    max_leaves=4,
)


@settings(max_examples=2000, deadline=None)
@given(inlines())
def test_inlines_that_are_written_are_read_as_they_were(content: Inlines) -> None:
    text = unparse(content)
    assert phrase(text) == content
    assert prose(text) == (Paragraph(content, Value(HERE)),)


@settings(max_examples=600, deadline=None)
@given(BLOCKS)
def test_blocks_that_are_written_are_read_as_they_were(blocks: tuple[Paragraph | List, ...]) -> None:
    assert prose(unparse(blocks)) == blocks


@settings(max_examples=1500, deadline=None)
@given(st.one_of(TYPED, MARKED, ANYTHING))
def test_whatever_is_typed_is_written_and_read_as_it_was(text: str) -> None:
    blocks, content = prose(text), phrase(text.strip())
    assert prose(unparse(blocks)) == blocks
    assert phrase(unparse(content)) == content


@settings(max_examples=500, deadline=None)
@given(st.one_of(TYPED, MARKED))
def test_what_is_written_stays_in_yaml_as_it_is(text: str) -> None:
    written = unparse(prose(text))
    assume(written)
    block = "text: |-\n" + "\n".join(f"  {line}".rstrip() for line in written.split("\n"))
    assert yaml.safe_load(block) == {"text": written}


@pytest.mark.parametrize("mark", ["*", "**", "_", "[", "](", "^", "~", "[^", "\\", "`", "> ", "![", "*a **b "])
def test_marks_repeated_however_often_are_written(mark: str) -> None:
    blocks = prose(mark * 500 + "word" + mark * 500)
    assert prose(unparse(blocks)) == blocks


@pytest.mark.parametrize("levels", [8, 30])
def test_lists_nested_however_deep_are_written(levels: int) -> None:
    blocks = prose("- " * levels + "end")
    assert prose(unparse(blocks)) == blocks
