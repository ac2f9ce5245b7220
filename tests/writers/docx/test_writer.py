from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import docx
import pytest

from codepub.diagnostics import CallError, ContentError, Severity
from codepub.document.nodes import (
    Citation,
    CodeReference,
    Column,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    FlowBlock,
    Link,
    List,
    Paragraph,
    Role,
    RowGroup,
    Spread,
    Strong,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.document.text import plain_text, texts
from codepub.document.walk import leaves
from tests.writers.documents import (
    RECORD,
    ROOT,
    SOURCES,
    THEME,
    Headed,
    as_deep_as,
    document,
    fact,
    leaves_of_every_kind,
    nested_list,
    paragraph,
    rich_inlines,
    sign,
    table_of,
    table_with,
    text,
    unavailable,
    unnest,
)
from tests.writers.word_reader import (
    R,
    W,
    bookmarks,
    paragraph_style,
    paragraphs,
    part,
    relationships,
    style,
    val,
    words,
)
from tests.writers.writing import write_docx

HOSTILE = [
    "{{ title }}",
    "<b>bold</b>",
    "]]>",
    "&amp; & &#x41;",
    "a" * 900,
    "  two  spaces  ",
    "\u200b\u00a0—é β ≥",
    "${x} %s",
]


def write_blocks(*blocks: FlowBlock | Headed) -> bytes:
    return write_docx(document(*blocks), THEME).content


def reading_order(block: FlowBlock | Headed) -> str:
    match block:
        case Headed(_, content):
            return plain_text(content)
        case DefinitionList(items, Spread.LINE):
            terms = (plain_text(item.term) for item in items)
            return "".join((*terms, *(plain_text(each) for item in items for each in item.description)))
        case _:
            return "".join(texts(block))


def whole() -> bytes:
    return write_docx(leaves_of_every_kind(), THEME).content


# Text --------------------------------------------------------------------------------------------------------------


def test_every_text_of_the_document_stands_in_the_body_once_and_in_order_but_that_facts_follow_their_terms() -> None:
    facts = DefinitionList((fact("Edition", paragraph("2026")), fact("Effective", paragraph("January"))), Spread.LINE)
    assert [words(each) for each in part(write_blocks(facts)).iter(f"{W}tr")] == ["EditionEffective", "2026January"]

    in_order = unnest(leaves_of_every_kind())
    expected = "".join(map(reading_order, in_order))
    body = "".join(words(each) for each in part(whole()).iter(f"{W}p")).replace("↑", "")
    assert re.sub(r"\s", "", body) == re.sub(r"\s", "", expected)


def test_python_docx_reads_the_same_rows_as_were_written() -> None:
    table = table_of(60)
    (read,) = docx.Document(BytesIO(write_blocks(table))).tables
    rows = [[cell.text for cell in row.cells] for row in read.rows]
    assert rows[0] == ["Modifier", "Description", "When to Use"]
    assert rows[1:] == [[" ".join(texts(cell)) for cell in row] for row in table.rows]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stands_as_typed(hostile: str) -> None:
    content = write_blocks(
        Headed(1, text(hostile), Derived((ROOT,))),
        table_with((paragraph(hostile),), columns=(Column(hostile),), name=hostile),
        DefinitionList((Definition(text(hostile), (paragraph(hostile),)),)),
    )
    assert [words(each) for each in part(content).iter(f"{W}p")] == [hostile] * 3 + [""] + [hostile] * 2 + [""]


def test_a_character_that_xml_cannot_hold_is_refused_at_its_origin() -> None:
    place = ROOT / "summary" / "meaning"
    with pytest.raises(ContentError) as caught:
        write_blocks(paragraph("fine"), paragraph("not\x08so", place))
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.origin == place
    assert "U+0008" in diagnostic.message


def test_a_character_that_xml_cannot_hold_is_refused_in_the_imprint_too() -> None:
    with pytest.raises(ContentError, match=r"U\+FFFF"):
        write_docx(document(footer=("a\uffff",)), THEME)


@pytest.mark.parametrize("family", ["a\0b", "a\x1bb", "a\uffffb", "a\ud800b"])
def test_a_font_that_xml_cannot_name_is_refused_at_its_setting(family: str) -> None:
    theme = replace(THEME, typography=replace(THEME.typography, serif=family))
    with pytest.raises(CallError, match=r"^`serif` of \[typography\] in theme\.toml: U\+[0-9A-F]{4} in “a\ufffdb”"):
        write_docx(document(), theme)


def test_a_publisher_that_xml_cannot_name_is_refused_at_its_setting() -> None:
    with pytest.raises(CallError, match=r"^`publisher` in codepub\.toml: U\+0000 in “a\ufffdb”"):
        write_docx(replace(document(paragraph("no\0t")), publisher="a\0b"), THEME)


@pytest.mark.parametrize(
    ("whole", "field"),
    [
        (document(title="a\0b"), "title"),
        (document(footer=("a\0b",)), "imprint"),
        (replace(document(), keywords=("a\0b",)), "keywords"),
        (replace(document(), imprint=replace(document().imprint, numbering=("a\0b", "", ""))), "imprint"),
    ],
)
def test_a_text_without_an_origin_that_xml_cannot_hold_is_refused_by_its_field(whole: Document, field: str) -> None:
    with pytest.raises(ContentError) as caught:
        write_docx(whole, THEME)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.message == f"In the {field} of the publication, U+0000 in “a\ufffdb” cannot stand in a Word file."


# Headings and styles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_a_heading_has_the_style_and_the_outline_level_of_its_level(level: int) -> None:
    content = write_docx(leaves_of_every_kind(), THEME).content
    expected = [
        plain_text(each.content)
        for each in unnest(leaves_of_every_kind())
        if isinstance(each, Headed) and each.level == level
    ]
    assert paragraphs(content, "Title" if level == 1 else f"Heading{level}") == expected
    assert val(style(content, f"heading {level}").find(f"{W}pPr/{W}outlineLvl")) == str(level - 1)
    assert style(content, f"heading {level}").find(f"{W}pPr/{W}keepNext") is not None


def test_headings_have_styles_as_deep_as_they_lie_and_what_lies_deeper_than_word_can_has_the_deepest() -> None:
    content = write_docx(as_deep_as(11), THEME).content

    assert paragraphs(content, "Heading5") == ["Level 5"]
    assert paragraphs(content, "Heading9") == ["Level 9", "Level 10", "Level 11"]
    assert val(style(content, "heading 9").find(f"{W}pPr/{W}outlineLvl")) == "8"


def test_a_document_has_no_styles_of_headings_deeper_than_its_own() -> None:
    names = {
        val(each.find(f"{W}name"))
        for each in part(write_docx(as_deep_as(5), THEME).content, "word/styles.xml").iter(f"{W}style")
    }

    assert {f"heading {level}" for level in range(1, 6)} <= names
    assert "heading 6" not in names


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (paragraph("x"), "BodyText"),
        (paragraph("x", role=Role.KNOWN_NONE), "KnownNone"),
        (paragraph("x", role=Role.SOURCE), "SourceLine"),
        (paragraph("x", role=Role.RIGHTS), "Rights"),
        (unavailable(ROOT), "Notice"),
        (List(True, ((paragraph("x"),),)), "ListNumber"),
        (List(False, ((paragraph("x"),),)), "ListBullet"),
        (List(True, ((paragraph("x", role=Role.SOURCE),),)), "SourceEntry"),
    ],
)
def test_every_kind_of_paragraph_has_a_style_of_its_own(block: FlowBlock, expected: str) -> None:
    (written_paragraph,) = part(write_blocks(block)).iter(f"{W}p")
    assert paragraph_style(written_paragraph) == expected


def test_every_style_that_is_used_is_defined_once() -> None:
    content = whole()
    defined = [val(each, "styleId") for each in part(content, "word/styles.xml").iter(f"{W}style")]
    used = {val(each) for kind in ("pStyle", "rStyle", "tblStyle") for each in part(content).iter(W + kind)}
    assert used <= set(defined)
    assert len(defined) == len(set(defined))


def test_the_theme_gives_colours_fonts_and_sizes() -> None:
    theme = replace(
        THEME,
        palette=replace(THEME.palette, accent="#aa0011"),
        typography=replace(THEME.typography, sans="Example Sans", heading_2=17.5),
    )
    letters = style(write_docx(document(), theme).content, "heading 2").find(f"{W}rPr")
    assert letters is not None
    assert val(letters.find(f"{W}color")) == "AA0011"
    assert val(letters.find(f"{W}sz")) == "35"
    assert val(letters.find(f"{W}rFonts"), "ascii") == "Example Sans"


def test_the_code_in_the_title_is_bold_and_coloured() -> None:
    content = write_blocks(Headed(1, (Strong(text("CPT 1:")), Text(" A title")), Derived((ROOT,))))
    code, name = docx.Document(BytesIO(content)).paragraphs[0].runs
    assert (code.text, code.bold, code.style.name) == ("CPT 1:", True, "Title Code")
    assert (name.text, name.bold, name.style.name) == (" A title", None, "Default Paragraph Font")


def test_the_page_has_the_size_and_the_margins_of_the_theme() -> None:
    theme = replace(THEME, page=replace(THEME.page, size="a4", inner=25.4))
    content = part(write_docx(document(), theme).content)
    size, margins = content.find(f".//{W}pgSz"), content.find(f".//{W}pgMar")
    assert [round(int(val(size, side)) / 1440 * 25.4) for side in ("w", "h")] == [210, 297]
    assert [val(margins, side) for side in ("left", "right")] == ["1440", str(round(22 / 25.4 * 1440))]


@pytest.mark.parametrize(("inner", "mirrored"), [(22, False), (30, True)])
def test_facing_pages_are_mirrored_where_inner_and_outer_margins_differ(inner: float, mirrored: bool) -> None:
    theme = replace(THEME, page=replace(THEME.page, inner=inner))
    settings = part(write_docx(document(), theme).content, "word/settings.xml")
    assert (settings.find(f"{W}mirrorMargins") is not None) is mirrored


# Tables ------------------------------------------------------------------------------------------------------------


def test_the_header_row_alone_is_repeated_and_no_row_splits() -> None:
    rows = list(part(write_blocks(table_of(60))).iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * 60
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_table_marks_its_first_row_and_column_and_names_itself() -> None:
    properties = part(write_blocks(table_of(2))).find(f".//{W}tblPr")
    assert properties is not None
    look = properties.find(f"{W}tblLook")
    assert (val(look, "firstRow"), val(look, "firstColumn"), val(look)) == ("1", "1", "06A0")
    assert val(properties.find(f"{W}tblCaption")) == "Modifiers"
    assert val(properties.find(f"{W}tblDescription")) == "Modifiers: Modifier, Description, When to Use"


def test_tables_of_one_name_are_told_apart() -> None:
    body = part(write_blocks(table_of(1), table_of(2)))

    assert [val(each) for each in body.iter(f"{W}tblCaption")] == ["Modifiers, 1", "Modifiers, 2"]


def test_a_sign_in_a_cell_has_a_style_of_its_own_and_the_note_with_its_mark_follows_the_table() -> None:
    content = write_blocks(table_of(7), paragraph("after"))
    body = part(content).find(f"{W}body")
    assert body is not None

    assert paragraphs(content, "TableNotice") == ["pendinga"]
    assert paragraphs(content, "TableNote") == ["a Pending."]
    assert [child.tag.removeprefix(W) for child in body] == ["tbl", "p", "p", "sectPr"]


def test_what_a_group_of_rows_has_in_common_stands_in_one_cell_across_the_table() -> None:
    table = table_of(2)
    groups = (RowGroup(paragraph("In common"), table.rows), RowGroup(sign(ROOT), table.rows))
    rows = list(part(write_blocks(replace(table, groups=groups))).iter(f"{W}tr"))

    assert [len(row.findall(f"{W}tc")) for row in rows] == [3, 1, 3, 3, 1, 3, 3]
    assert val(next(rows[1].iter(f"{W}gridSpan"))) == "3"


@pytest.mark.parametrize("second", [table_of(1), paragraph("after"), List(False, ())])
def test_nothing_touches_a_table_and_a_paragraph_ends_the_document(second: FlowBlock) -> None:
    body = part(write_blocks(table_of(1), second)).find(f"{W}body")
    assert body is not None
    tags = [child.tag.removeprefix(W) for child in body]
    assert ("tbl", "tbl") not in set(pairwise(tags))
    assert tags[-1] == "sectPr"


def test_a_document_that_ends_with_a_table_has_a_paragraph_after_it() -> None:
    body = part(write_blocks(table_of(1))).find(f"{W}body")
    assert body is not None
    assert [child.tag.removeprefix(W) for child in body] == ["tbl", "p", "sectPr"]


# Lists ---------------------------------------------------------------------------------------------------------------


def numbers_of(content: bytes) -> list[tuple[str, str]]:
    """Of each list item, the identifier of its list and its level."""
    return [(val(each.find(f"{W}numId")), val(each.find(f"{W}ilvl"))) for each in part(content).iter(f"{W}numPr")]


def test_each_ordered_list_begins_at_one() -> None:
    content = write_blocks(nested_list(ROOT), paragraph("between"), nested_list(ROOT))
    numbering = part(content, "word/numbering.xml")
    restarts = {
        val(each, "numId"): val(each.find(f"{W}lvlOverride"), "ilvl")
        for each in numbering.iter(f"{W}num")
        if each.find(f"{W}lvlOverride/{W}startOverride") is not None
    }
    used = numbers_of(content)
    ordered = [(number, level) for number, level in used if number in restarts]
    assert len(set(ordered)) == 4
    assert all(restarts[number] == level for number, level in ordered)


@pytest.mark.parametrize(("start", "typed"), [(32_766, ""), (32_767, "32767.\t"), (99_213, "99213.\t")])
def test_a_list_that_counts_higher_than_word_does_has_its_numbers_typed(start: int, typed: str) -> None:
    content = write_blocks(List(True, ((paragraph("Office visit"),), (paragraph("another"),)), start))
    first, _ = paragraphs(content, "ListNumber")
    assert first == f"{typed}Office visit"
    assert len(numbers_of(content)) == (0 if typed else 2)
    assert [words for _, words in bookmarks(content)] == ["Office visit", "another"]


def test_nested_lists_lie_one_level_deeper() -> None:
    assert [level for _, level in numbers_of(write_blocks(nested_list(ROOT)))] == ["0", "0", "1", "1", "0", "1", "1"]


def test_a_list_deeper_than_word_can_lies_at_the_deepest_level() -> None:
    block = List(False, ((paragraph("leaf"),),))
    for _ in range(11):
        block = List(False, ((paragraph("x"), block),))
    assert max(int(level) for _, level in numbers_of(write_blocks(block))) == 8


def test_a_second_paragraph_of_an_item_has_no_sign() -> None:
    content = write_blocks(nested_list(ROOT))
    assert paragraphs(content, "ListContinue") == ["It goes on through all that follows."]


# Links and bookmarks -----------------------------------------------------------------------------------------------


def test_every_leaf_lies_in_a_bookmark_of_its_own_that_holds_its_text() -> None:
    assert [held for _, held in bookmarks(whole())] == [plain_text(leaf) for leaf in leaves(leaves_of_every_kind())]


def test_the_names_of_bookmarks_are_unique_and_ones_that_word_takes() -> None:
    names = [name for name, _ in bookmarks(whole())]
    assert len({name.casefold() for name in names}) == len(names) == len(list(leaves(leaves_of_every_kind())))
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)


def test_links_inside_lead_to_bookmarks_that_are_there() -> None:
    anchors = {
        words(each): val(each, "anchor") for each in part(whole()).iter(f"{W}hyperlink") if f"{W}anchor" in each.attrib
    }
    held = dict(bookmarks(whole()))
    assert {shown: held[anchor] for shown, anchor in anchors.items()} == {
        "[1]": "An agency. A file of fees. 2025.",
        "A4342": "A4342",
        "↑": plain_text(rich_inlines()),
    }


def test_words_that_lead_to_a_place_the_document_lacks_stand_without_a_link() -> None:
    content = write_blocks(
        Paragraph(
            (Citation(3, SOURCES / 2, "manual"), CodeReference(str(RECORD), text("A1"), ROOT / "nowhere")),
            Value(SOURCES),
        )
    )
    assert paragraphs(content, "BodyText") == ["[3]A1"]
    assert not list(part(content).iter(f"{W}hyperlink"))


def test_a_link_outside_is_a_relationship_and_one_address_is_one_relationship() -> None:
    link = Link("https://example.org/a b?q={x}&é", text("words"))
    content = write_blocks(Paragraph((link, link), Value(ROOT)))
    targets = [relationships(content)[each.attrib[R + "id"]] for each in part(content).iter(f"{W}hyperlink")]
    assert targets == ["https://example.org/a%20b?q=%7Bx%7D&é"] * 2
    assert list(relationships(content).values()).count(targets[0]) == 1


LONG = f"https://example.org/{'a' * 3000}"


@pytest.mark.parametrize(
    "target",
    [
        *("https://", "http://a b/", "http://host:port/", "mailto:", "ftp://x/"),
        *("http://host:65536/", "http://a..b/", "http://.b/", f"http://{'a' * 64}.org/"),
    ],
)
def test_an_address_that_word_cannot_open_is_told_and_its_words_stay(target: str) -> None:
    rendered = write_docx(document(Paragraph((Link(target, text("words")),), Value(ROOT))), THEME)
    (diagnostic,) = rendered.diagnostics
    assert (diagnostic.severity, target in diagnostic.message) == (Severity.WARNING, True)
    assert paragraphs(rendered.content, "BodyText") == ["words"]


@pytest.mark.parametrize("target", [LONG, f"https://example.org/{'é' * 400}", f"mailto:{'a' * 3000}@example.org"])
def test_an_address_longer_than_word_opens_is_told_in_short_and_its_words_stay(target: str) -> None:
    rendered = write_docx(document(Paragraph((Link(target, text("words")),), Value(ROOT))), THEME)
    (diagnostic,) = rendered.diagnostics
    assert target[:100] in diagnostic.message
    assert len(diagnostic.message) < 250
    assert paragraphs(rendered.content, "BodyText") == ["words"]


def test_an_address_as_long_as_word_opens_is_a_link() -> None:
    content = write_blocks(Paragraph((Link(LONG[:2079], text("words")),), Value(ROOT)))
    assert LONG[:2079] in relationships(content).values()


def test_a_reference_inside_a_link_is_no_second_link() -> None:
    inner = CodeReference(str(RECORD), text("A4341"), ROOT)
    content = write_blocks(Paragraph((Link("https://example.org", (Text("see "), inner)),), Value(ROOT)))
    assert [words(each) for each in part(content).iter(f"{W}hyperlink")] == ["see A4341"]


def test_nested_marks_are_marks_of_one_run() -> None:
    content = write_blocks(Paragraph((Strong((Emphasis(text("both")),)), Text(" none")), Value(ROOT)))
    both, none = docx.Document(BytesIO(content)).paragraphs[0].runs
    assert (both.text, both.bold, both.italic) == ("both", True, True)
    assert (none.text, none.bold, none.italic) == (" none", None, None)


# Header, footer, properties ----------------------------------------------------------------------------------------


def fields_of(content: bytes, name: str) -> list[str]:
    return [(each.text or "").strip() for each in part(content, name).iter(f"{W}instrText")]


def test_every_page_has_the_footer_with_the_imprint_and_the_page_number() -> None:
    content = whole()
    lines = [words(each) for each in part(content, "word/footer.xml").iter(f"{W}p")]
    assert lines == ["Licensed example text.\tPage 1 of 1", "Edition 2026 · 7f3a 91c2"]
    assert fields_of(content, "word/footer.xml") == ["PAGE", "NUMPAGES"]
    used = {
        val(each, "type"): relationships(content)[each.attrib[R + "id"]]
        for each in part(content).iter(f"{W}footerReference")
    }
    assert used == {"default": "footer.xml", "first": "footer.xml"}


def test_a_document_without_an_imprint_line_still_numbers_its_pages() -> None:
    content = write_docx(document(footer=()), THEME).content
    assert [words(each) for each in part(content, "word/footer.xml").iter(f"{W}p")] == ["\tPage 1 of 1"]


def test_the_running_head_names_the_publication_and_the_part_that_a_page_is_in() -> None:
    section = docx.Document(BytesIO(whole())).sections[0]
    assert section.different_first_page_header_footer
    assert [each.text for each in section.header.paragraphs] == [
        "HCPCS A4341 · An example of a supply\tSummary & Overview"
    ]
    assert fields_of(whole(), "word/header.xml") == ["STYLEREF 2"]


def test_a_document_without_parts_has_no_field_for_them_in_its_running_head() -> None:
    content = write_blocks(paragraph("alone"))
    assert words(part(content, "word/header.xml")) == "HCPCS A4341 · An example of a supply"
    assert fields_of(content, "word/header.xml") == []


@pytest.mark.parametrize("publisher", ["Example Health Press", ""])
def test_the_first_page_names_the_publisher_where_a_running_head_would_stand(publisher: str) -> None:
    content = write_docx(replace(leaves_of_every_kind(), publisher=publisher), THEME).content
    section = docx.Document(BytesIO(content)).sections[0]
    assert [each.text for each in section.first_page_header.paragraphs] == [publisher]


def test_the_language_of_the_document_is_that_of_its_styles_settings_and_properties() -> None:
    content = write_docx(replace(document(), language="es-MX"), THEME).content
    assert [val(each) for each in part(content, "word/styles.xml").iter(f"{W}lang")] == ["es-MX"]
    assert val(part(content, "word/settings.xml").find(f"{W}themeFontLang")) == "es-MX"
    assert docx.Document(BytesIO(content)).core_properties.language == "es-MX"


def test_the_properties_are_those_of_the_publication() -> None:
    properties = docx.Document(BytesIO(whole())).core_properties
    assert (properties.title, properties.subject) == ("A4341: é ≥ β", "HCPCS A4341")
    assert (properties.author, properties.last_modified_by) == ("Example Health Press",) * 2
    assert (properties.keywords, properties.identifier) == ("HCPCS, supplies", "7f3a91c2" * 8)
    assert properties.created == properties.modified
    assert f"{properties.created:%Y-%m-%d %H:%M}" == "2026-01-01 00:00"


def test_a_property_is_no_longer_than_word_shows() -> None:
    long = replace(document(title="t" * 300), publisher="p" * 255)
    properties = docx.Document(BytesIO(write_docx(long, THEME).content)).core_properties
    assert properties.title == f"{'t' * 254}…"
    assert properties.author == "p" * 255


def test_no_part_speaks_of_the_library_that_made_it() -> None:
    with ZipFile(BytesIO(whole())) as package:
        assert not [name for name in package.namelist() if b"python-docx" in package.read(name)]


def test_two_runs_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = whole()
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert whole() == first
    with ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"


# The publisher's own file ------------------------------------------------------------------------------------------


def make_reference(change: Callable[[docx.document.Document], None] = lambda _: None) -> bytes:
    """A publisher's file: python-docx's default, with a sentence, a footer and whatever is changed."""
    own, stream = docx.Document(), BytesIO()
    own.add_paragraph("A sentence of the publisher's file.")
    own.sections[0].footer.paragraphs[0].text = "The publisher's footer"
    change(own)
    own.save(stream)
    return stream.getvalue()


def write_by_reference(content: bytes, whole: Document) -> bytes:
    return write_docx(whole, THEME, content).content


def test_styles_of_the_publishers_file_stay_and_ours_are_added() -> None:
    def own_heading(own: docx.document.Document) -> None:
        own.styles["Heading 2"].font.name = "Example Grotesk"

    content = write_by_reference(make_reference(own_heading), leaves_of_every_kind())
    read = docx.Document(BytesIO(content))
    assert read.styles["Heading 2"].font.name == "Example Grotesk"
    assert read.styles["Notice"].font.name == "Source Sans Pro"


def test_page_and_theme_are_those_of_the_publishers_file_and_its_content_is_not() -> None:
    def wide(own: docx.document.Document) -> None:
        own.sections[0].left_margin = docx.shared.Inches(2)

    content = write_by_reference(make_reference(wide), leaves_of_every_kind())
    assert docx.Document(BytesIO(content)).sections[0].left_margin == docx.shared.Inches(2)
    with ZipFile(BytesIO(content)) as package:
        assert "word/theme/theme1.xml" in package.namelist()
        assert not [name for name in package.namelist() if b"publisher's" in package.read(name)]


def test_the_imprint_is_on_every_page_whatever_the_publishers_file_says() -> None:
    content = write_by_reference(make_reference(), leaves_of_every_kind())
    section = docx.Document(BytesIO(content)).sections[0]
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text.startswith("Licensed example text.")


@pytest.mark.parametrize(("name", "expected"), [("footer", "Imprint"), ("header", "RunningHead")])
def test_what_ends_a_line_of_the_margins_stands_at_the_right_whatever_tab_stops_the_publishers_file_has(
    name: str, expected: str
) -> None:
    margin = part(write_by_reference(make_reference(), leaves_of_every_kind()), f"word/{name}.xml")
    assert paragraph_style(margin[0]) == expected
    assert [val(each) for each in margin[0].iter(f"{W}tab") if each.attrib] == ["right"]


def test_lists_keep_their_signs_beside_the_numbering_of_the_publishers_file() -> None:
    content = write_by_reference(make_reference(), document(nested_list(ROOT)))
    numbering = part(content, "word/numbering.xml")
    tags = [child.tag.removeprefix(W) for child in numbering]
    assert tags == sorted(tags)
    definitions = {val(each, "numId"): val(each.find(f"{W}abstractNumId")) for each in numbering.iter(f"{W}num")}
    formats = {
        val(each, "abstractNumId"): val(each.find(f"{W}lvl/{W}numFmt")) for each in numbering.iter(f"{W}abstractNum")
    }
    assert [formats[definitions[number]] for number, _ in numbers_of(content)] == [
        *("decimal", "decimal", "bullet", "bullet", "decimal", "decimal", "decimal")
    ]


def test_the_language_of_the_publishers_file_yields_to_that_of_the_document() -> None:
    content = write_by_reference(make_reference(), replace(document(), language="es-MX"))
    assert {val(each) for each in part(content, "word/styles.xml").iter(f"{W}lang")} == {"es-MX"}


def test_a_translated_word_knows_styles_by_name_not_by_identifier() -> None:
    def translated(own: docx.document.Document) -> None:
        own.styles["Heading 2"].element.set(f"{W}styleId", "berschrift2")

    content = write_by_reference(make_reference(translated), document(Headed(2, text("Part"), Derived((ROOT,)))))
    assert paragraphs(content, "berschrift2") == ["Part"]


def test_the_title_is_a_heading_even_where_the_publishers_title_style_is_none() -> None:
    content = write_by_reference(make_reference(), document(Headed(1, text("Title"), Derived((ROOT,)))))
    (title,) = (each for each in part(content).iter(f"{W}p") if val(each.find(f"{W}pPr/{W}pStyle")) == "Title")
    assert val(title.find(f"{W}pPr/{W}outlineLvl")) == "0"


def test_two_runs_with_the_publishers_file_give_the_same_bytes() -> None:
    own = make_reference()
    assert write_by_reference(own, leaves_of_every_kind()) == write_by_reference(own, leaves_of_every_kind())
