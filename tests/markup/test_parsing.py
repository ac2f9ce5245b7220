from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inline,
    Link,
    List,
    Paragraph,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Value
from codepub.markup.parsing import (
    ReferenceTargets,
    parse_phrase,
    parse_prose,
)
from codepub.origin import Origin, RecordId

HERE = Origin(RecordId("cpt", "32120"), ("summary", "meaning"))
BARE = ReferenceTargets()


def prose(text: str) -> tuple[Paragraph | List, ...]:
    return parse_prose(text, HERE, BARE)


def phrase(text: str) -> tuple[Inline, ...]:
    return tuple(parse_phrase(text, BARE))


def words(blocks: Iterable[object]) -> str:
    """Give the characters that a reader sees."""
    told = ""
    for block in blocks:
        match block:
            case Text(text):
                told += text
            case Paragraph(content=content) | Emphasis(content) | Strong(content) | Link(_, content):
                told += words(content)
            case Superscript(content) | Subscript(content) | CodeReference(_, content):
                told += words(content)
            case List(items=items):
                told += "".join(words(item) for item in items)
    return told


# --- blocks -------------------------------------------------------------------------------------------------------


def test_empty_lines_part_paragraphs_and_line_ends_are_spaces() -> None:
    assert prose("One\ntwo.\n\nThree.\n") == (
        Paragraph((Text("One two."),), Value(HERE)),
        Paragraph((Text("Three."),), Value(HERE)),
    )


def test_dashes_make_a_list_whose_items_hold_paragraphs() -> None:
    assert prose("- one\n- two") == (
        List(False, ((Paragraph((Text("one"),), Value(HERE)),), (Paragraph((Text("two"),), Value(HERE)),)), 1),
    )


def test_numbers_make_an_ordered_list_that_starts_where_it_says() -> None:
    (found,) = prose("3. three\n4. four")
    assert isinstance(found, List)
    assert (found.ordered, found.start, len(found.items)) == (True, 3, 2)


def test_a_list_may_start_at_zero() -> None:
    (found,) = prose("0. zero")
    assert isinstance(found, List)
    assert found.start == 0


def test_lists_nest() -> None:
    (outer,) = prose("- one\n  1. two\n     - three\n- four")
    assert isinstance(outer, List)
    (first, second) = outer.items
    (paragraph, inner) = first
    assert paragraph == Paragraph((Text("one"),), Value(HERE))
    assert isinstance(inner, List)
    assert inner.ordered
    (innermost,) = (block for block in inner.items[0] if isinstance(block, List))
    assert innermost.items == ((Paragraph((Text("three"),), Value(HERE)),),)
    assert second == (Paragraph((Text("four"),), Value(HERE)),)


def test_an_item_holds_several_paragraphs() -> None:
    (found,) = prose("- one\n\n  two")
    assert isinstance(found, List)
    assert found.items == ((Paragraph((Text("one"),), Value(HERE)), Paragraph((Text("two"),), Value(HERE))),)


def test_paragraphs_and_lists_follow_each_other() -> None:
    assert [type(block) for block in prose("One:\n\n- two\n\nThree.")] == [Paragraph, List, Paragraph]


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_prose_without_words_has_no_blocks(text: str) -> None:
    assert prose(text) == ()


# --- inlines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("plain", (Text("plain"),)),
        ("*a* b", (Emphasis((Text("a"),)), Text(" b"))),
        ("_a_", (Emphasis((Text("a"),)),)),
        ("**a**", (Strong((Text("a"),)),)),
        ("***a***", (Emphasis((Strong((Text("a"),)),)),)),
        ("**a *b* c**", (Strong((Text("a "), Emphasis((Text("b"),)), Text(" c"))),)),
        ("H~2~O", (Text("H"), Subscript((Text("2"),)), Text("O"))),
        ("10^6^", (Text("10"), Superscript((Text("6"),)))),
        ("[CMS](https://www.cms.gov/)", (Link("https://www.cms.gov/", (Text("CMS"),)),)),
        ("[*CMS*](mailto:a@b.org)", (Link("mailto:a@b.org", (Emphasis((Text("CMS"),)),)),)),
        ("one\ntwo", (Text("one two"),)),
        ("one  \ntwo", (Text("one two"),)),
        ("one\\\ntwo", (Text("one two"),)),
        (r"\*a\* \[b\] \^c\^", (Text("*a* [b] ^c^"),)),
    ],
)
def test_the_markup_of_a_phrase_is_read(text: str, inlines: tuple[Inline, ...]) -> None:
    assert phrase(text) == inlines


@pytest.mark.parametrize(
    "text",
    [
        "a * b * c",
        "snake_case_name",
        "*unclosed",
        "**unclosed",
        "[unclosed",
        "[unclosed](https://cms.gov",
        "[a][b]",
        "[ ]",
        "~unclosed",
        "^unclosed",
        "x^2 and y^2",
        "~10 to ~20",
        "~ a ~",
        "`code`",
        "~~struck~~",
        "# heading",
        "> quote",
        "---",
        "<b>bold</b> <script>alert(1)</script> <!-- c -->",
        "&amp; &copy; &#65; &nbsp;",
        "5 < 6 > 4 & 3",
        "https://www.cms.gov",
        "<https://www.cms.gov>",
        "| a | b |",
        "a -- b ... 'c' \"d\"",
        "[^]",
        "[^a b]",
    ],
)
def test_what_is_no_markup_of_ours_stands_as_typed(text: str) -> None:
    assert phrase(text) == (Text(text),)


FIGURES = [
    "The mass measured 2*3*4 cm, the graft 10*15*2 mm.",
    "0.5*2*3 mg",
    "2**3**4",
    "5 * 3 * 2",
    "2* 3* 4",
    "2 *3 *4",
    "50%*2*3%",
    "(2)*3*(4) and (a)*(b)*(c)",
    "$5*$3*$2",
    ".5*.3*.2",
    "H*influenzae*type",
    "T_max_2 and (T)_max_(2)",
    "naive\u0301*b\u0301*c",
    "p < .05 (*), p < .001 (**), more (*)",
    '"*" means x, "*" means y',
    "32120* and 32124*",
    "https://example.org/a*b*c",
    "https://example.org/*/a/*/b",
    "http://example.org/~smith/~jones",
    "HTTPS://example.org/_a_/^b^/*c*d",
    "~10~20",
    "~5~ mg (~7~)",
    "5^2 and 3^2",
    "2^3*4^2",
    "a^2+b^2=c^2",
    "a^n+b^m",
    "5 mg*kg^-1*min^-1",
    "5 mL.kg^-1.h^-1",
    "5 mL⋅kg^−1⋅h^−1",
    "mg/kg^-1/d^-1",
    "10^2^3",
    "5~10~ mm and 2~3~",
    "**p < .01; see x*",
    "The code is **meant*.",
    "The code is *meant**.",
    "S27.* and J95.*",
    "CYP2D6*4, HLA-B*57:01 and HLA-B*58",
    "*p<0.05 for all *",
    "99*** and 5*",
    "^1 and ^2, ~5 mm and ~7 mm",
    "1600 Main St * Suite 5 * Floor 2",
]


@pytest.mark.parametrize("text", FIGURES)
def test_figures_measures_and_addresses_lose_no_character(text: str) -> None:
    assert phrase(text) == (Text(text),)
    assert prose(text) == (Paragraph((Text(text),), Value(HERE)),)


@pytest.mark.parametrize("text", ["2*3*4 cm", "https://example.org/a*b*c"])
def test_a_text_with_too_many_brackets_for_links_keeps_its_figures_too(text: str) -> None:
    assert words(phrase("[" * 501 + text)) == "[" * 501 + text


@pytest.mark.parametrize(
    ("text", "inlines"),
    [
        ("*E. coli*-positive", (Emphasis((Text("E. coli"),)), Text("-positive"))),
        ("non-*E. coli*", (Text("non-"), Emphasis((Text("E. coli"),)))),
        (
            "and/*or* (*both*)",
            (Text("and/"), Emphasis((Text("or"),)), Text(" ("), Emphasis((Text("both"),)), Text(")")),
        ),
        (
            "“*one*”, *two*[^x]",
            (Text("“"), Emphasis((Text("one"),)), Text("”, "), Emphasis((Text("two"),)), Text("[^x]")),
        ),
        ("**2*3**", (Strong((Text("2*3"),)),)),
        ("*2*3 cm*", (Emphasis((Text("2*3 cm"),)),)),
        ("*https://example.org/a*b*", (Emphasis((Text("https://example.org/a*b"),)),)),
        ("10^3^-10^4^", (Text("10"), Superscript((Text("3"),)), Text("-10"), Superscript((Text("4"),)))),
        ("^99m^Tc", (Superscript((Text("99m"),)), Text("Tc"))),
        ("SO~4~^2-^", (Text("SO"), Subscript((Text("4"),)), Superscript((Text("2-"),)))),
        ("C~6~H~12~", (Text("C"), Subscript((Text("6"),)), Text("H"), Subscript((Text("12"),)))),
    ],
)
def test_marks_at_the_edges_of_words_are_read(text: str, inlines: tuple[Inline, ...]) -> None:
    assert phrase(text) == inlines


@pytest.mark.parametrize(
    ("text", "read"),
    [("It measured 2 * 3\n* 4 cm", "It measured 2 * 3 * 4 cm"), ("from 5\n- 10 mmol", "from 5 - 10 mmol")],
)
def test_a_sign_between_two_figures_begins_no_list_where_the_line_is_broken_before_it(text: str, read: str) -> None:
    assert prose(text) == (Paragraph((Text(read),), Value(HERE)),)


@pytest.mark.parametrize("text", ["Three:\n- 5 mg\n- 6 mg", "- grade 1\n- 2 of 3\n- 4", "a\n\n* 1\n* 2"])
def test_items_that_begin_with_figures_are_items(text: str) -> None:
    (found,) = (block for block in prose(text) if isinstance(block, List))
    assert len(found.items) == text.count("- ") + text.count("* ")


@pytest.mark.parametrize(
    "text",
    [
        "# heading",
        "> quote",
        "```\ncode\n```",
        "---",
        "<div>\nraw\n</div>",
        "| a | b |\n|---|---|",
        "[a]: https://cms.gov",
        "Title\n=====",
        "&lt; &amp;",
    ],
)
def test_blocks_that_publications_do_not_use_are_paragraphs_as_typed(text: str) -> None:
    (found,) = prose(text)
    assert found == Paragraph((Text(text.replace("\n", " ")),), Value(HERE))


def test_text_that_is_indented_is_a_paragraph_and_no_code() -> None:
    assert prose("    four spaces") == (Paragraph((Text("four spaces"),), Value(HERE)),)


def test_an_image_is_no_picture_but_its_link() -> None:
    assert phrase("![a](https://cms.gov/a.png)") == (Text("!"), Link("https://cms.gov/a.png", (Text("a"),)))


def test_a_citation_stands_for_its_source() -> None:
    cited = Citation(1, HERE, "a")
    references = ReferenceTargets({"rvu25d": cited}, {})
    assert tuple(parse_phrase("As told[^rvu25d].", references)) == (Text("As told"), cited, Text("."))


def test_a_citation_of_no_source_stands_as_typed() -> None:
    assert phrase("As told[^nowhere].") == (Text("As told[^nowhere]."),)


def test_a_citation_may_be_followed_by_brackets() -> None:
    cited = Citation(1, HERE, "a")
    assert tuple(parse_phrase("x[^a](see there)", ReferenceTargets({"a": cited}, {}))) == (
        Text("x"),
        cited,
        Text("(see there)"),
    )


def test_a_link_to_a_code_keeps_the_code_as_typed_and_refers_to_where_the_document_tells_of_it() -> None:
    record = RecordId("icd-10-cm", "J95.830")
    place = HERE / "diagnoses"
    assert phrase("[bleeding](icd-10-cm:J95.830)") == (CodeReference("icd-10-cm:J95.830", (Text("bleeding"),), None),)
    assert tuple(parse_phrase("[bleeding](ICD-10-CM:J95.830)", ReferenceTargets({}, {record: place}))) == (
        CodeReference("ICD-10-CM:J95.830", (Text("bleeding"),), place),
    )


@pytest.mark.parametrize("target", ["https://cms.gov", "cpt:32120"])
def test_the_title_of_a_link_is_kept_in_one_line(target: str) -> None:
    (link,) = phrase(f'[a]({target} "All\nof it")')
    assert isinstance(link, Link | CodeReference)
    assert (link.target, link.title) == (target, "All of it")


# --- whatever is typed --------------------------------------------------------------------------------------------

SIGNS = "*_^~[]()!<>&#`|\\-+.:;, \t\n1234 abcäβ漢😀\u00a0"
TYPED = st.text(st.sampled_from(SIGNS), max_size=60)


@settings(max_examples=400, deadline=None)
@given(st.one_of(TYPED, st.text(max_size=40)))
def test_anything_is_read_as_prose_and_as_a_phrase(text: str) -> None:
    assert isinstance(prose(text), tuple)
    assert isinstance(phrase(text), tuple)


@settings(max_examples=400, deadline=None)
@given(st.one_of(TYPED, st.text(max_size=40)))
def test_no_letter_and_no_digit_of_what_is_read_is_lost(text: str) -> None:
    assume("](" not in text)  # the target of a link is not read
    assert [sign for sign in words(phrase(text)) if sign.isalnum()] == [sign for sign in text if sign.isalnum()]


def remarked(inlines: Iterable[object]) -> str:
    """Give inlines with the marks that made them what they are, all marks of emphasis being stars."""
    told = ""
    for inline in inlines:
        match inline:
            case Text(text):
                told += text
            case Emphasis(content):
                told += f"*{remarked(content)}*"
            case Strong(content):
                told += f"**{remarked(content)}**"
    return told


@settings(max_examples=600, deadline=None)
@given(st.text(st.sampled_from("123ab*_.× "), max_size=24))
def test_every_character_that_is_no_mark_of_emphasis_is_printed(text: str) -> None:
    assert remarked(phrase(text)).replace("_", "*") == text.replace("_", "*")


PIECES = [*"x%()/- ", "2", "3.5", "0.05", "10", "cm", "kg", "p<", "S27.", "CYP2C19", "J95.830", "snake"]
MARKS = ["*", "**", "***", "_", "__", "~", "^", " ", " ", "×"]


def with_marks(inlines: Iterable[object]) -> str:
    """Give inlines with the marks that made them what they are: stars, tildes and carets."""
    told = ""
    for inline in inlines:
        match inline:
            case Text(text):
                told += text
            case Emphasis(content):
                told += f"*{with_marks(content)}*"
            case Strong(content):
                told += f"**{with_marks(content)}**"
            case Superscript(content):
                told += f"^{with_marks(content)}^"
            case Subscript(content):
                told += f"~{with_marks(content)}~"
    return told


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)), min_size=1, max_size=10))
def test_figures_units_and_codes_lose_no_character_but_the_marks_around_words(typed: list[tuple[str, str]]) -> None:
    text = "".join(f"{piece}{mark}" for piece, mark in typed)
    assert with_marks(phrase(text)).replace("_", "*") == text.replace("_", "*")


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)), min_size=1, max_size=10))
def test_only_a_closed_mark_around_words_is_read_as_emphasis(typed: list[tuple[str, str]]) -> None:
    text = "".join(f"{piece}{mark}" for piece, mark in typed)
    inlines = phrase(text)
    for before, inline, after in zip((Text(" "), *inlines[:-1]), inlines, (*inlines[1:], Text(" ")), strict=True):
        if isinstance(inline, Emphasis | Strong):
            inside = words([inline])
            assert inside == inside.strip()
            assert not (isinstance(before, Text) and before.text[-1:].isalnum())
            assert not (isinstance(after, Text) and after.text[:1].isalnum())
        if isinstance(inline, Subscript) and isinstance(before, Text) and before.text[-1].isdigit():
            assert not words([inline])[0].isdigit()


@settings(max_examples=400, deadline=None)
@given(st.lists(st.text("0123456789.a", min_size=1, max_size=4), min_size=2, max_size=6), st.sampled_from(["*", "**"]))
def test_stars_between_figures_are_printed(figures: list[str], star: str) -> None:
    text = "x" + star.join(f"1{figure}1" for figure in figures)
    assert phrase(text) == (Text(text),)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=12))
def test_plain_words_stay_as_they_are(typed: list[str]) -> None:
    text = "a " + " ".join(typed)
    assert prose(text) == (Paragraph((Text(text),), Value(HERE)),)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.text("abc", min_size=1, max_size=4)), min_size=1, max_size=12))
def test_no_word_of_nested_lists_is_lost(items: list[tuple[int, str]]) -> None:
    text = "\n".join(f"{'  ' * depth}- {word}" for depth, word in items)
    assert sorted(words(prose(text)).replace(" ", "").replace("-", "")) == sorted("".join(word for _, word in items))


@pytest.mark.parametrize("levels", [8, 30, 200, 5000])
def test_lists_nested_however_deep_lose_no_word(levels: int) -> None:
    assert words(prose("- " * levels + "end")).endswith("end")
    assert "end" in words(prose("\n".join(f"{'  ' * level}- x" for level in range(min(levels, 200))) + " end"))


@pytest.mark.parametrize("mark", ["*", "**", "_", "[", "](", "^", "~", "[^", "\\", "<", "`", "> ", "![", "*a **b "])
def test_marks_repeated_however_often_are_read(mark: str) -> None:
    text = mark * 2000 + "word" + mark * 2000
    assert "word" in words(prose(text))
    assert "word" in words(phrase(text))


def test_emphasis_nested_however_deep_loses_no_word() -> None:
    assert words(phrase("*a **b " * 500 + "c" + "** d*" * 500)).count("a") == 500


def test_a_very_long_text_is_read_whole() -> None:
    text = "Word after *word* and [link](https://cms.gov) " * 5000
    assert words(prose(text)).count("Word") == 5000
