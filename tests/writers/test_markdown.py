from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Column,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FlowBlock,
    Inlines,
    Link,
    List,
    Paragraph,
    Role,
    RowGroup,
    Spread,
    Strong,
    Subscript,
    Superscript,
    TableNote,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.document.text import plain_text, texts
from codepub.document.walk import leaves
from codepub.writers.markdown import write_markdown
from tests.writers.documents import (
    RECORD,
    ROOT,
    SOURCES,
    THEME,
    Headed,
    as_deep_as,
    document,
    fact,
    figure,
    leaves_of_every_kind,
    nested_list,
    paragraph,
    sign,
    table_of,
    table_with,
    text,
    unavailable,
)

HOSTILE = [
    *(
        "# no heading",
        "(1) no item",
        "(a) no item",
        "i. no item",
        "iv) no item",
        "p. 35",
        "A) no item",
        "E.  coli",
        "E. coli",
        "#. no item",
        "(@) no example",
        "@nobody, -@nobody and [@nobody, p. 3]",
        "####",
        "- no item",
        "+ no item",
        "-",
        "1. no item",
        "12) no item",
        "> no quotation",
        "===",
        "---",
    ),
    *(
        "*stars* and **more**",
        "under_scores_ and __more__",
        "`ticks` and ``more``",
        "[a](b)",
        "![a](b)",
        "[^1]",
        "[x]: y",
    ),
    *("<b>tags</b>", "<!-- none -->", "<https://example.org>", "https://example.org and www.example.org", "a | b | c"),
    *(
        "~~struck~~",
        "2*3*4 cm, 2**3**4, T_max_2, (a)*(b)*(c), ~10~20, a^2+b^2, .../a*b*c",
        "H~2~O x^2^",
        "$x$ and $$y$$",
        "&amp; &copy; &#65; & A&B",
        ":smile: and :: and 8:30",
        "{{ title }} {% x %}",
    ),
    *("C:\\path\\*", "ends with \\", ": a definition", "~~~", "```", "]]>", "a" * 900, "# ends with #", "é β ≥ 2", "|"),
]


def write_blocks(*blocks: FlowBlock | Headed) -> str:
    """The Markdown of blocks, without its head and its footer."""
    content = write_markdown(document(*blocks, footer=()), THEME).content.decode()
    return content.partition("\n---\n\n")[2].removesuffix("\n")


def write_inlines(*content: Any) -> str:
    return write_blocks(Paragraph(content, Value(ROOT)))


# What it looks like ------------------------------------------------------------------------------------------------


def test_a_document_reads_as_it_stands() -> None:
    assert write_blocks(
        Headed(2, text("Codes"), Derived((ROOT,))),
        DefinitionList((fact("Edition", paragraph("2026")), fact("Audience", paragraph("National"))), Spread.LINE),
        DefinitionList(
            (fact("Type", paragraph("Supply"), paragraph("Other")), fact("Site", unavailable(ROOT, "Why.")))
        ),
        nested_list(ROOT),
        unavailable(ROOT),
        paragraph("No codes.", role=Role.KNOWN_NONE),
        table_with(
            (paragraph("22"), sign(ROOT)),
            columns=(Column("Code"), Column("Use")),
            notes=(TableNote("a", text("Use: Why."), Derived()),),
        ),
    ) == (
        "## Codes\n\n"
        "**Edition:** 2026 · **Audience:** National\n\n"
        "**Type:** Supply\n\nOther\n\n**Site:** *Unavailable: Why.*\n\n"
        "1. Resuscitation\n\n   It goes on through all that follows.\n\n"
        "2. Assessment of\n\n   - Blood pressure\n   - Drain output\n\n"
        "3. Care\n\n   1. intensive\n   2. step-down\n\n"
        "> **Unavailable.** Not available in the source material.\n\n"
        "*No codes.*\n\n"
        "| Code | Use |\n"
        "| ----- | ------------------------------------------------------- |\n"
        "| 22 | not given<sup>a</sup> |\n\n"
        "<sup>a</sup> Use: Why."
    )


@pytest.mark.parametrize("spread", Spread)
def test_a_note_stands_below_its_facts_however_these_are_spread(spread: Spread) -> None:
    why = TableNote("a", text("Edition: Why."), Derived())

    assert write_blocks(DefinitionList((fact("Edition", sign(ROOT)),), spread, (why,))) == (
        "**Edition:** not given<sup>a</sup>\n\n<sup>a</sup> Edition: Why."
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((Emphasis(text("a")), Text(" "), Strong(text("b"))), "*a* **b**"),
        ((Strong((Text("a "), Emphasis(text("b")))),), "**a *b***"),
        ((Emphasis((Emphasis(text("a")),)),), "*a*"),
        ((Emphasis(text(" a ")), Text("b")), " *a* b".strip()),
        ((Text("re"), Emphasis(text("entry"))), "re<em>entry</em>"),
        ((Strong(text("a")), Strong(text("b"))), "<strong>a</strong>**b**"),
        ((Text("CPT"), Superscript(text("®")), Text(" m"), Superscript(text("2"))), "CPT® m<sup>2</sup>"),
        ((Text("H"), Subscript(text("2")), Text("O")), "H<sub>2</sub>O"),
        ((Link("https://example.org/a(b)|c", text("[x]")),), "[\\[x\\]](https://example.org/a%28b%29%7Cc)"),
        ((Text("No!"), Link("https://example.org/", text("x"))), "No\\![x](https://example.org/)"),
        ((Citation(1, SOURCES / 0, "manual"),), "\\[1\\]"),
        ((CodeReference(str(RECORD), text("A4341")),), "A4341"),
        ((Link("https://example.org/", (CodeReference(str(RECORD), text("x"), ROOT),)),), "[x](https://example.org/)"),
    ],
)
def test_inlines_are_marked(content: Inlines, expected: str) -> None:
    assert re.sub(r"<a id.*?></a>", "", write_inlines(*content)) == expected


def test_a_citation_leads_to_the_anchor_of_its_source() -> None:
    shown = write_blocks(
        Paragraph((Text("so"), Citation(1, SOURCES / 0, "manual")), Value(ROOT)),
        paragraph("A file.", SOURCES / 0, Role.SOURCE),
    )
    assert shown == 'so[[1]](#hcpcs-a4341-sources-1)\n\n<a id="hcpcs-a4341-sources-1"></a>A file.'


def test_a_heading_is_not_marked_as_strong_once_more() -> None:
    assert write_blocks(Headed(1, (Strong(text("CPT 1:")), Text(" A title")), Derived((ROOT,)))) == "# CPT 1: A title"


def test_a_heading_deeper_than_markdown_can_has_the_deepest_level() -> None:
    lines = write_markdown(as_deep_as(8), THEME).content.decode().splitlines()
    marks = [line.split()[0] for line in lines if line.startswith("#")]

    assert [len(mark) for mark in marks] == [1, 2, 3, 4, 5, 6, 6, 6]


def test_an_anchor_stands_once_where_several_leaves_have_one_origin() -> None:
    shown = write_blocks(
        Paragraph((Citation(1, SOURCES / 0, "manual"),), Value(ROOT)), *[paragraph("A file.", SOURCES / 0)] * 2
    )
    assert shown.count("<a id=") == 1


def test_a_figure_is_left_out_since_the_table_beside_it_has_its_numbers() -> None:
    assert write_blocks(paragraph("told"), figure(), paragraph("after")) == "told\n\nafter"


def test_lists_with_a_figure_between_them_stay_two_lists() -> None:
    lists = [List(True, ((paragraph(words),),)) for words in ("one", "two")]
    assert write_blocks(lists[0], figure(), lists[1]) == "1. one\n\n<!-- -->\n\n1. two"


def test_lists_that_touch_stay_two_lists() -> None:
    lists = [List(True, ((paragraph(words),),)) for words in ("one", "two")]
    assert write_blocks(*lists) == "1. one\n\n<!-- -->\n\n1. two"


def test_the_imprint_stands_at_the_end() -> None:
    content = write_markdown(document(paragraph("x"), footer=("One *line*.", "1. two")), THEME).content.decode()
    assert content.endswith("x\n\n---\n\nOne \\*line\\*.\n\n1\\. two\n")


def test_two_runs_give_the_same_bytes() -> None:
    assert write_markdown(leaves_of_every_kind(), THEME) == write_markdown(leaves_of_every_kind(), THEME)


# What others read --------------------------------------------------------------------------------------------------


def tokens_of(markdown: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)


def read(markdown: str) -> tuple[list[str], list[str]]:
    """The kinds of blocks and of inlines, and the texts of paragraphs, cells and headings, by markdown-it."""
    tokens = tokens_of(markdown)
    inlines = [child for token in tokens for child in token.children or ()]
    kinds = [token.type for token in (*tokens, *inlines) if token.type not in ("inline", "text", "text_special")]
    texts = [join_words(token.children or []) for token in tokens if token.type == "inline"]
    return kinds, texts


def join_words(inlines: list[Token]) -> str:
    return "".join(each.content for each in inlines if each.type != "html_inline")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_of_a_text_is_read_as_markup(hostile: str) -> None:
    assert read(write_blocks(paragraph(hostile))) == (["paragraph_open", "paragraph_close"], [hostile])
    assert read(write_blocks(Headed(2, text(hostile), Derived((ROOT,))))) == (
        ["heading_open", "heading_close"],
        [hostile],
    )
    assert read(write_blocks(List(False, ((paragraph(hostile),),))))[1] == [hostile]
    table = table_with((paragraph(hostile), paragraph("b")), columns=(Column(hostile), Column("b")))
    assert read(write_blocks(table))[1] == [hostile, "b", hostile, "b"]


LETTERS = st.text(st.sampled_from("ab1 .*_#-+>|[](){}<!&;:`~^$\\=/é"), min_size=1, max_size=12)


@given(LETTERS)
def test_any_text_is_read_back_as_written(words: str) -> None:
    expected = words.strip()
    assert read(write_blocks(paragraph(words))) == (
        (["paragraph_open", "paragraph_close"], [expected]) if expected else ([], [])
    )


@given(st.lists(st.tuples(st.sampled_from([Emphasis, Strong, None]), LETTERS), max_size=4))
def test_emphasis_is_read_back_as_emphasis_of_the_same_words(pieces: list[tuple[Any, str]]) -> None:
    content = tuple(Text(words) if mark is None else mark(text(words)) for mark, words in pieces)
    _, texts = read(write_inlines(Text("x "), *content, Text(" y")))
    assert texts == [f"x {plain_text(content)} y"]


def read_by_pandoc(content: bytes, reading: str) -> Any:
    try:
        ran = subprocess.run(["pandoc", "-f", reading, "-t", "json"], input=content, capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("pandoc is not installed")
    return json.loads(ran.stdout)


def gather_pandoc_text(part: Any) -> str:
    """The characters of pandoc's syntax tree, its spaces dropped."""
    if isinstance(part, list):
        return "".join(map(gather_pandoc_text, part))
    if isinstance(part, dict):
        if part.get("t") in ("Link", "Span"):
            return gather_pandoc_text(part["c"][1])
        return part["c"] if part.get("t") == "Str" else gather_pandoc_text(part.get("c", []))
    return ""


def gather_characters(whole: Document) -> str:
    """The characters of a document as Markdown says them, without spaces; it has no pictures."""
    pictures = {leaf.alternative for leaf in leaves(whole) if isinstance(leaf, Figure)}
    said = "".join(text for text in texts(whole) if text not in pictures)
    return re.sub(r"\s", "", said)


@pytest.mark.parametrize("reading", ["gfm", "markdown-smart"])
def test_pandoc_reads_the_same_text(reading: str) -> None:
    whole = leaves_of_every_kind()
    tree = read_by_pandoc(write_markdown(whole, THEME).content, reading)
    imprint = "".join(whole.imprint.footer)
    read_back = re.sub(r"\s|[:·]|(?<=Unavailable)\.", "", gather_pandoc_text(tree["blocks"]))
    assert read_back == re.sub(r"\s|[:·]", "", gather_characters(whole) + imprint)


@pytest.mark.parametrize("reading", ["gfm", "markdown-smart"])
def test_pandoc_reads_hostile_text_as_typed(reading: str) -> None:
    tree = read_by_pandoc(write_markdown(document(*map(paragraph, HOSTILE), footer=()), THEME).content, reading)
    assert [block["t"] for block in tree["blocks"]] == ["Para"] * len(HOSTILE)
    assert [gather_pandoc_text(block) for block in tree["blocks"]] == [words.replace(" ", "") for words in HOSTILE]


def test_pandoc_reads_title_language_and_date() -> None:
    content = write_markdown(document(title='A "title": with *stars* & é'), THEME).content
    meta = {key: gather_pandoc_text(value) for key, value in read_by_pandoc(content, "gfm")["meta"].items()}
    assert meta == {"title": 'A"title":with*stars*&é', "lang": "en-US", "date": "2026-01-01"}


def test_pandoc_reads_a_row_of_the_table_for_each_row() -> None:
    table, *_ = read_by_pandoc(write_markdown(document(table_of(60), footer=()), THEME).content, "gfm")["blocks"]
    assert len(table["c"][4][0][3]) == 60


def test_what_a_group_of_rows_has_in_common_is_a_row_before_them() -> None:
    table = table_with((paragraph("22"), paragraph("use")), columns=(Column("Code"), Column("Use")))
    grouped = replace(table, groups=(RowGroup(paragraph("In common"), table.rows),))

    assert write_blocks(grouped).splitlines()[2:] == ["| **In common** |  |", "| 22 | use |"]


def test_a_term_may_hold_markup() -> None:
    term = Definition((Strong(text("a")), Text(" b")), (paragraph("c"),))
    assert write_blocks(DefinitionList((term,))) == "**a b:** c"
