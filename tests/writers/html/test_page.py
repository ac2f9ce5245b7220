from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.diagnostics import CallError
from codepub.document.nodes import (
    Citation,
    CodeReference,
    Column,
    ColumnKind,
    Document,
    Link,
    List,
    Paragraph,
    RowGroup,
    RunningMatter,
    Strong,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.origin import Origin, RecordId
from codepub.workspace.templates import load_theme
from codepub.writers.html.page import write_html
from codepub.writers.theme import Theme
from tests.publications import UNKNOWN, changed, composed, full, samples, theme, wording, workspace
from tests.writers.documents import (
    RECORD,
    ROOT,
    SPECIFICATIONS,
    Headed,
    as_deep_as,
    document,
    figure,
    leaves_of_every_kind,
    paragraph,
    table_of,
    table_with,
    text,
    unavailable,
)
from tests.writers.page_reader import Page, read_page, references, words

TITLE = Headed(1, text("A title"), Derived((ROOT / "title",)))


def write_page(whole: Document, looks: Theme | None = None) -> Page:
    rendered = write_html(whole, looks or theme())
    assert rendered.diagnostics == ()
    return read_page(rendered.content)


def write_blocks(*blocks: Any) -> Page:
    return write_page(document(TITLE, *blocks))


DOCUMENTS = {
    "by hand": leaves_of_every_kind(),
    "every part": composed(full(system="CPT", code="32120"), Publisher("Example Health Press")),
    "gaps": composed(
        full(
            specifications__diagnoses=UNKNOWN,
            specifications__taxonomies=[],
            specifications__modifiers__0__when_to_use=UNKNOWN,
            payment__team=UNKNOWN,
            summary__meaning="One.\n\n- two\n  1. three\n- four[^second]\n\nFive [J95.830](icd-10-cm:J95.830).",
        )
    ),
}
every_document = pytest.mark.parametrize("whole", DOCUMENTS.values(), ids=DOCUMENTS)


@every_document
def test_a_page_breaks_no_rule_that_the_parser_of_the_standard_knows(whole: Document) -> None:
    assert write_page(whole).errors == []


@every_document
def test_a_page_says_its_language_and_its_title_and_has_one_heading_of_level_1(whole: Document) -> None:
    page = write_page(whole)

    assert page.root.get("lang") == whole.language
    assert words(page.one("title")) == whole.title
    assert len(page.all("h1")) == 1
    assert page.all("meta")[0].get("charset") == "utf-8"


HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@every_document
def test_headings_skip_no_level(whole: Document) -> None:
    levels = [int(str(heading.tag)[1]) for heading in write_page(whole).all(*HEADINGS)]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_heading_deeper_than_html_can_has_the_deepest_level() -> None:
    page = write_page(as_deep_as(8))

    assert [heading.tag for heading in page.all(*HEADINGS)] == [*HEADINGS, "h6", "h6"]
    assert page.errors == []


def test_a_style_speaks_of_deep_headings_only_where_there_are_some() -> None:
    assert "h5, h6 {" not in words(write_page(as_deep_as(4)).one("style"))
    assert "h5, h6 {" in words(write_page(as_deep_as(5)).one("style"))


@every_document
def test_no_id_is_empty_or_there_twice(whole: Document) -> None:
    ids = write_page(whole).ids

    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][\w-]*", name) for name in ids)


@every_document
def test_every_link_inside_a_page_leads_to_a_place_in_it(whole: Document) -> None:
    page = write_page(whole)
    inside = [target[1:] for tag, target in references(page) if target.startswith("#")]

    assert inside
    assert set(inside) <= set(page.ids)


@every_document
def test_a_page_needs_no_other_file(whole: Document) -> None:
    """What a reader may follow is an ``a``; a browser by itself loads nothing."""
    content = write_html(whole, theme()).content.decode()
    page = read_page(content)

    assert {tag for tag, _ in references(page)} == {"a"}
    assert page.all("script", "link", "img", "iframe", "object", "embed", "base", "form") == []
    style = words(page.one("style"))
    assert all(target.startswith("data:font/woff2;base64,") for target in re.findall(r"url\(([^)]*)", style))
    assert "@import" not in style


@every_document
def test_a_page_fits_the_screen_it_is_read_on(whole: Document) -> None:
    (viewport,) = (meta for meta in write_page(whole).all("meta") if meta.get("name") == "viewport")

    assert viewport.get("content") == "width=device-width, initial-scale=1"


def test_a_section_holds_each_part_of_level_2_with_all_below_it() -> None:
    page = write_page(DOCUMENTS["every part"])
    sections = page.all("section")

    assert [words(section.find("h2") or section[0]) for section in sections] == [
        "Summary & Overview",
        "Billing Code Overview",
        "Clinical & Coding Specifications",
        "Payment & Policy",
        "Sources",
        "About this publication",
    ]
    assert [len(section.findall("h2")) for section in sections] == [1] * 6
    assert len(page.one("main").findall("section")) == 6


def test_a_table_has_headers_that_say_what_they_are_of_and_a_name() -> None:
    page = write_blocks(table_of(3))
    table = page.one("table")

    assert [cell.get("scope") for cell in table.iter("th")] == ["col"] * 3 + ["row"] * 3
    assert [words(cell) for cell in table.findall("thead/tr/th")] == ["Modifier", "Description", "When to Use"]
    assert [len(row.findall("td")) for row in table.findall("tbody/tr")] == [2, 2, 2]
    assert table.get("aria-label") == "Modifiers"
    shares = [float(str(column.get("style")).removeprefix("width:").removesuffix("%")) for column in table.iter("col")]
    assert len(shares) == 3
    assert sum(shares) == pytest.approx(100, abs=0.1)


def test_a_cell_that_bears_a_sign_is_described_by_the_note_with_its_mark() -> None:
    page = write_blocks(table_of(7))
    (cell,) = (cell for cell in page.all("td") if cell.get("aria-describedby"))
    (note,) = (each for each in page.all("p") if each.get("class") == "table-note")

    assert words(cell).strip() == "pendinga"
    assert cell.get("aria-describedby") == note.get("id")
    assert words(note) == "a Pending."


def test_what_a_group_of_rows_has_in_common_heads_them() -> None:
    table = table_of(2)
    page = write_blocks(replace(table, groups=(RowGroup(paragraph("In common"), table.rows), *table.groups)))
    first, second = page.one("table").findall("tbody")
    heading = first[0][0]

    assert (heading.tag, heading.get("scope"), heading.get("colspan")) == ("th", "rowgroup", "3")
    assert [len(first), len(second)] == [3, 2]


def test_a_cell_says_what_its_column_holds() -> None:
    columns = (Column("Code", ColumnKind.CODE), Column("Units", ColumnKind.NUMBER))
    page = write_blocks(table_with((paragraph("22"), paragraph("1.5")), columns=columns))

    assert [cell.get("class") for cell in [*page.all("th"), *page.all("td")]] == ["code", "number", "code", "number"]


def test_the_colon_of_a_title_can_be_left_out_where_its_code_has_a_line_of_its_own() -> None:
    heading = write_blocks(Headed(1, (Strong(text("CPT 32120")), Text(": "), Text("A title")), Derived())).all("h1")[-1]

    assert words(heading) == "CPT 32120: A title"
    assert [(each.tag, each.get("class")) for each in heading] == [("strong", None), ("span", "joint")]
    assert heading.get("data-running") == "CPT 32120: A title"


def test_an_address_may_break_after_a_slash_or_before_a_mark_and_never_before_its_host_is_told() -> None:
    address = "https://www.cms.gov/medicare/files.aspx?year=2026"
    page = write_blocks(Paragraph((Link(address, text(address)),), Value(ROOT)))
    link = next(element for element in page.all("a") if element.get("href") == address)
    host, *breaks = link

    assert words(link) == address
    assert (host.get("class"), words(host)) == ("host", "https://www.cms.gov/")
    assert [(place.tag, place.tail) for place in breaks] == [("wbr", "files"), ("wbr", ".aspx"), ("wbr", "?year=2026")]


def test_a_heading_that_is_long_beside_its_part_says_how_many_lines_it_takes() -> None:
    short, long = (
        write_blocks(Headed(4, text(words), Derived())).one("h4")
        for words in ("Payment", "NCCI Procedure-to-Procedure Edits")
    )

    assert short.get("class") is None
    assert long.get("class") == "lines-2"


def test_a_table_of_many_columns_can_be_scrolled_from_the_keyboard_and_says_that_it_is() -> None:
    columns = tuple(Column(name) for name in "ABCDEFGH")
    (held,) = write_blocks(table_with(tuple(map(paragraph, "12345678")), columns=columns)).all("div")

    assert (held.get("tabindex"), held.get("role")) == ("0", "group")
    assert held.get("aria-label") == "This table scrolls sideways."


def test_a_table_of_few_columns_is_no_stop_for_the_keyboard_and_tells_a_style_its_headers() -> None:
    page = write_blocks(table_of(1))
    (held,) = page.all("div")

    assert set(held.attrib) == {"class"}
    assert page.one("table").get("style") == '--1:"Modifier";--2:"Description";--3:"When to Use"'


def test_the_parts_of_a_table_say_what_they_are_where_a_style_shows_them_otherwise() -> None:
    page = write_blocks(table_of(1))
    roles = {(element.tag, element.get("scope"), element.get("role")) for element in page.one("table").iter()}

    assert {(tag, role) for tag, scope, role in roles if scope is None and tag not in ("colgroup", "col", "p")} == {
        ("table", "table"),
        ("thead", "rowgroup"),
        ("tbody", "rowgroup"),
        ("tr", "row"),
        ("td", "cell"),
    }
    assert {(scope, role) for _, scope, role in roles if scope} == {("col", "columnheader"), ("row", "rowheader")}


def test_tables_of_one_name_are_told_apart() -> None:
    headed = (Headed(2, text("Payment"), Derived()), Headed(2, text("Edits"), Derived()))
    page = write_blocks(headed[0], table_of(1), table_of(1), headed[1], table_of(2))

    assert [table.get("aria-label") for table in page.all("table")] == [
        "Modifiers, Payment, 1",
        "Modifiers, Payment, 2",
        "Modifiers, Edits",
    ]


def test_a_section_is_named_by_its_heading() -> None:
    page = write_page(DOCUMENTS["every part"])

    assert len(page.all("section")) == 6
    for section in page.all("section"):
        assert page.with_id(str(section.get("aria-labelledby"))) is section.find("h2")


def test_the_list_of_contents_names_the_parts_of_two_levels_and_leads_to_them() -> None:
    page = write_page(DOCUMENTS["every part"])
    contents = page.one("nav")
    listed = [(words(page.with_id(link.attrib["href"][1:])), words(link)) for link in contents.iter("a")]

    assert contents.get("aria-label") == "Contents"
    assert [link for _, link in listed] == [words(heading) for heading in page.all("h2", "h3")]
    assert all(heading == link for heading, link in listed)
    assert page.one("main")[1] is contents


def test_a_page_of_few_parts_has_no_list_of_contents() -> None:
    assert write_blocks(Headed(2, text("One"), Derived()), Headed(2, text("Two"), Derived())).all("nav") == []


def test_a_citation_says_what_it_is_and_its_source_leads_back() -> None:
    page = write_page(DOCUMENTS["every part"])
    citations = [link for link in page.all("a") if link.get("role") == "doc-noteref"]
    back = [link for link in page.all("a") if link.get("role") == "doc-backlink"]

    assert len(citations) > 3
    for citation in citations:
        assert citation.get("aria-label") == f"Source {words(citation).strip('[]')}"
    assert sorted(str(link.get("href")) for link in back) == sorted(f"#{citation.get('id')}" for citation in citations)
    for entry in page.all("li"):
        for place, link in enumerate(entry.findall("p[@class='source']/a[@class='back']"), start=1):
            citation = page.with_id(link.attrib["href"][1:])
            assert citation.get("href") == f"#{entry[0].get('id')}"
            assert link.get("aria-label") == f"Back to citation {place} of source {words(citation).strip('[]')}"


def test_a_draft_is_one_on_every_printed_page_of_a_browser_and_in_view_on_screen() -> None:
    draft, released = (write_page(composed(full(status=status))) for status in ("draft", "released"))

    assert draft.one("body").get("data-draft") == "DRAFT"
    assert '@right-middle { content: "DRAFT";' in words(draft.one("style"))
    assert "@right-middle" not in words(released.one("style"))


def test_running_heads_that_browsers_print_are_strings_whatever_they_hold() -> None:
    imprint = RunningMatter('"} *', "a\\b </style>", ("one", "two"))
    page = write_page(replace(leaves_of_every_kind(), imprint=imprint))
    style = words(page.one("style"))

    assert page.errors == []
    assert r'content: "\22 \7d  \2a " "  ·  " "a\5c b \3c \2f style\3e ";' in style
    assert r'content: "one\a two";' in style


def test_a_figure_is_one_picture_with_a_name_and_its_letters_are_not_read_beside_it() -> None:
    page = write_blocks(figure())
    picture = page.one("{http://www.w3.org/2000/svg}svg")

    assert (picture.get("role"), picture.get("aria-label")) == ("img", figure().alternative)
    assert "Commercial" in words(picture)
    assert {each.tag.rpartition("}")[2] for each in picture} == {"rect", "circle", "text"}


def test_a_statement_for_what_is_unavailable_is_a_note_with_its_label() -> None:
    (note,) = write_blocks(unavailable(SPECIFICATIONS)).one("main").findall(".//p")

    assert note.get("role") == "note"
    assert note.get("class") == "notice unknown"
    assert words(note) == "Unavailable Not available in the source material."


def test_lists_are_lists_and_begin_with_their_number() -> None:
    items = ((paragraph("three"), List(False, ((paragraph("inner"),),))), (paragraph("four"),))
    page = write_blocks(List(True, items, start=3))
    outer = page.one("ol")

    assert outer.get("start") == "3"
    assert [words(item.find("p") or item[0]) for item in outer.findall("li")] == ["three", "four"]
    assert words(page.one("ul")).strip() == "inner"


def test_definitions_are_terms_with_descriptions() -> None:
    page = write_page(leaves_of_every_kind())

    assert [words(term) for term in page.all("dt")][:3] == ["Edition", "Effective", "Not available"]
    assert {listed.get("class") for listed in page.all("dl")} == {"line", "rows", "columns"}
    assert all([child.tag for child in pair] == ["dt", "dd"] for listed in page.all("dl") for pair in listed)


def test_every_inline_has_its_element() -> None:
    found = write_page(leaves_of_every_kind()).with_id("hcpcs-a4341-summary-meaning")

    assert [(each.tag, words(each)) for each in found.iter() if each is not found] == [
        ("strong", "urgent and grave"),
        ("em", "grave"),
        ("a", "the manual"),
        ("em", "manual"),
        ("span", "says[1]"),
        ("span", "[1]"),
        ("a", "[1]"),
        ("a", "A4342"),
        ("sub", "2"),
        ("sup", "2"),
    ]


def test_a_link_to_a_row_lands_in_its_first_cell() -> None:
    page = write_page(leaves_of_every_kind())
    (link,) = (link for link in page.all("a") if words(link) == "A4342")

    assert link.get("href") == "#hcpcs-a4341-specifications-related_codes-1-code"
    assert words(page.with_id("hcpcs-a4341-specifications-related_codes-1-code")) == "A4342"


def test_a_reference_that_leads_nowhere_in_this_page_is_its_words() -> None:
    lost = CodeReference(str(RECORD), text("A4342"), Origin(RecordId("cpt", "99214"), ("elsewhere",)))
    page = write_blocks(Paragraph((lost,), Value(ROOT / "summary")))

    assert page.all("a") == []
    assert "A4342" in words(page.one("main"))


HOSTILE = (
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd" onerror="alert(1)">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    "{{ 7 * 7 }}{% for i in range(9) %}",
    "</style></title></main><h1>x</h1>",
    "\" onmouseover='alert(1)' data-x=\"",
    "&lt;b&gt; &amp; &#60;",
    "]]> --> <!-- <![CDATA[ ${x} <%= x %>",
)


def write_everywhere(typed: str, in_markup: str) -> Page:
    """A page with what an author typed in its title, a payer's name, a cell of prose, a source, a tag and the like."""
    data = full(
        title=typed,
        summary__payers=[typed],
        denials__0__reason=in_markup,
        sources__0__title=typed,
        tags=[typed],
        audience=typed,
    )
    return write_page(composed(data, Publisher(typed)))


def list_tags(page: Page) -> list[str]:
    """The tags of a page, but for what keeps words in one line."""
    return [element.tag for element in page.root.iter() if element.get("class") != "kept"]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_authors_type_is_shown_as_typed_and_is_never_markup(typed: str) -> None:
    page = write_everywhere(typed, re.sub(r"([\[\]*&!^~])", r"\\\1", typed))

    assert page.errors == []
    assert list_tags(page) == list_tags(write_everywhere("words", "words"))
    assert {name for element in page.root.iter() for name in element.attrib} == {
        name for element in write_everywhere("words", "words").root.iter() for name in element.attrib
    }
    assert words(page.one("h1")).endswith(typed)
    assert words(page.one("title")).endswith(typed)
    assert words(page.one("main")).count(typed) == 7
    assert {meta.get("name"): meta.get("content") for meta in page.all("meta")}["author"] == typed


def test_the_address_of_a_link_cannot_leave_its_attribute() -> None:
    address = "https://example.org/?a=1&b=\"'><script>"
    (link,) = write_blocks(Paragraph((Link(address, text("there")),), Value(ROOT / "summary"))).all("a")

    assert link.get("href") == address
    assert set(link.attrib) == {"href"}


def test_a_value_of_the_theme_cannot_leave_the_style() -> None:
    looks = replace(theme(), palette=replace(theme().palette, ink="</style><script>alert(1)</script>"))

    assert write_page(leaves_of_every_kind(), looks).all("script") == []


def test_the_same_document_gives_the_same_bytes() -> None:
    one, other = (write_html(composed(full()), theme()).content for _ in range(2))

    assert one == other


def test_the_footer_of_the_page_says_what_the_footer_of_paper_says() -> None:
    footer = write_page(leaves_of_every_kind()).one("footer")

    assert [words(line) for line in footer.findall("p")] == ["Licensed example text.", "Edition 2026 · 7f3a 91c2"]


def test_a_workspaces_own_page_and_style_take_the_place_of_the_shipped_ones(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    (templates / "publication.html").write_text(
        "<!doctype html><html lang=en><title>{{ document.title }}</title><style>{{ style }}</style>{{ content }}"
    )
    (templates / "publication.css").write_text("h1 { color: {{ palette.accent }} }")
    page = write_page(leaves_of_every_kind(), load_theme(workspace(tmp_path)))

    assert words(page.one("style")) == f"h1 {{ color: {theme().palette.accent} }}"
    assert page.all("h2")


@pytest.mark.parametrize("name", ["publication.html", "publication.css"])
@pytest.mark.parametrize("broken", ["{{ nonsense }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ 1 // 0 }}"])
def test_a_template_that_fails_is_told_by_its_name(name: str, broken: str, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / name).write_text(broken)

    with pytest.raises(CallError, match=rf"^templates/{re.escape(name)} cannot be rendered: "):
        write_html(leaves_of_every_kind(), load_theme(workspace(tmp_path)))


def test_no_template_reaches_a_file_of_its_own_accord(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "publication.html").write_text("{% include '/etc/passwd' %}")

    with pytest.raises(CallError, match=r"publication\.html cannot be rendered"):
        write_html(leaves_of_every_kind(), load_theme(workspace(tmp_path)))


def test_a_document_may_be_a_title_alone() -> None:
    page = write_page(document(Headed(1, (Text("Alone"),), Derived((ROOT / "title",)))))

    assert words(page.one("h1")) == "Alone"
    assert page.all("section") == []


def test_ids_and_links_are_told_apart_where_a_page_holds_many_records() -> None:
    documents = [compose(each, wording(), Publisher()) for each in samples().values()]
    sections = tuple(section for each in documents for section in each.sections)
    page = write_page(replace(documents[0], sections=sections))
    ids = page.ids
    inside = {(link.get("href") or "")[1:] for link in page.all("a") if (link.get("href") or "").startswith("#")}

    assert len(ids) > 1000
    assert len(set(ids)) == len(ids)
    assert inside <= set(ids)


def test_numbers_of_a_column_align_on_their_points_and_their_text_stays_the_number() -> None:
    page = write_page(composed(full(payment__work_rvu=14.39, payment__malpractice_rvu=3)))
    padded = [(words(each).strip(), each.get("data-padding")) for each in page.all("p") if each.get("data-padding")]

    assert padded == [("3", ".00")]


def test_a_fact_that_bears_a_sign_is_tied_to_the_note_that_says_why() -> None:
    page = write_page(composed(changed(full(), {"payment.work_rvu": UNKNOWN})))
    (described,) = (value for value in page.all("dd") if value.get("aria-describedby"))
    (note,) = (part for part in page.all("p") if part.get("id") == described.get("aria-describedby"))

    assert words(note) == "a Work RVU: Not available in the source material."


def test_what_is_kept_in_one_line_is_marked_for_the_styles() -> None:
    page = write_blocks(paragraph("A dose of 0.1 mg again.", ROOT / "summary"))

    assert [words(part) for part in page.all("span") if part.get("class") == "kept"] == ["0.1 mg"]


def test_citations_stand_in_one_line_with_the_word_that_they_follow() -> None:
    first, second = (Citation(number, ROOT / "sources" / number, "") for number in (1, 2))
    page = write_blocks(Paragraph((Text("It is (status I)"), first, second, Text(". More "), first), Value(ROOT)))

    assert [words(part) for part in page.all("span") if part.get("class") == "kept"] == ["I)[1][2]"]


def test_what_stands_beside_a_heading_of_several_lines_is_told_to_be_as_high() -> None:
    headings = [Headed(level, text("Where all of it was read"), Derived((ROOT / str(level),))) for level in (2, 3, 4)]
    page = write_blocks(*headings, Headed(4, text("Short"), Derived((ROOT / "short",))))

    assert [page.one(tag).get("class") for tag in ("h2", "h3")] == ["lines-2", "lines-2"]
    assert [heading.get("class") for heading in page.all("h4")] == ["lines-2", None]
