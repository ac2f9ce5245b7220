"""How a Word file looks where its styles are ours: what is read in lines, what is small, what is kept together."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.anchors import bookmark
from codepub.document.nodes import Citation, FlowBlock, List, Paragraph, Role
from codepub.document.provenance import Derived, Value
from tests.publications import samples, wording
from tests.writers.documents import (
    ROOT,
    SOURCES,
    THEME,
    Headed,
    document,
    leaves_of_every_kind,
    nested_list,
    paragraph,
    table_of,
    text,
)
from tests.writers.word_reader import W, bookmarks, paragraph_style, part, style, val, words
from tests.writers.writing import write_docx

TEXT_TWIPS = 12240 - 2 * round(22 / 25.4 * 1440)
MEASURED = (
    *("Body Text", "List Bullet", "List Number", "List Continue"),
    *("Notice", "Source Line", "Small Print", "Rights"),
)


def write(*blocks: FlowBlock | Headed) -> bytes:
    return write_docx(document(*blocks), THEME).content


def size_of(content: bytes, name: str) -> float:
    return int(val(style(content, name).find(f"{W}rPr/{W}sz"))) / 2


@pytest.mark.parametrize("name", MEASURED)
def test_what_is_read_in_lines_leaves_room_at_the_right(name: str) -> None:
    side = style(write(), name).find(f"{W}pPr/{W}ind")
    measure = TEXT_TWIPS - int(val(side, "right"))

    # Running text of ten points: a character of Source Serif takes some 4.9 points.
    assert 60 < measure / 20 / 4.9 < 82


def test_on_a_narrow_page_text_takes_all_the_width_there_is() -> None:
    narrow = replace(THEME, page=replace(THEME.page, inner=60, outer=60))
    side = style(write_docx(document(), narrow).content, "Body Text").find(f"{W}pPr/{W}ind")

    assert val(side, "right") == "0"


def test_the_last_item_of_a_list_has_space_after_it_as_a_paragraph_has() -> None:
    content = write(nested_list(ROOT), paragraph("after"))
    body = int(val(style(content, "Body Text").find(f"{W}pPr/{W}spacing"), "after"))
    for name in ("List Bullet", "List Number", "List Continue"):
        spaced = style(content, name).find(f"{W}pPr")
        assert spaced is not None
        assert int(val(spaced.find(f"{W}spacing"), "after")) >= body
        assert spaced.find(f"{W}contextualSpacing") is not None


def test_what_stands_below_a_table_keeps_off_it_and_the_line_of_its_source_less() -> None:
    def before(block: FlowBlock) -> int:
        spaced = part(write(table_of(1), block)).find(f"{W}body/{W}p/{W}pPr/{W}spacing")
        return int(val(spaced, "before"))

    assert before(paragraph("x")) > before(paragraph("x", role=Role.SOURCE)) > 0


def test_headings_grow_smaller_level_by_level_and_the_last_is_stronger_than_the_head_of_a_table() -> None:
    content = write_docx(leaves_of_every_kind(), THEME).content
    sizes = [size_of(content, name) for name in (*(f"heading {level}" for level in range(1, 5)), "Table Heading")]

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == len(sizes)


def test_what_a_publication_says_of_itself_is_small_print_on_one_page() -> None:
    about = (
        Headed(2, text("About this publication"), Derived()),
        paragraph("Published by somebody.", ROOT),
        paragraph("All rights.", ROOT, Role.RIGHTS),
    )
    content = write(Headed(2, text("Summary"), Derived((ROOT / "summary",))), paragraph("Text"), *about)
    summary, body, heading, imprint, rights = part(content)[0].findall(f"{W}p")

    assert [paragraph_style(each) for each in (summary, heading)] == ["Heading2"] * 2
    assert [val(each) for each in heading.iter(f"{W}rStyle")] == ["ColophonTitle"]
    assert [paragraph_style(each) for each in (body, imprint, rights)] == ["BodyText", "SmallPrint", "Rights"]
    assert size_of(content, "Small Print") == size_of(content, "Rights") < size_of(content, "Normal")
    assert size_of(content, "Colophon Title") < size_of(content, "heading 2")
    assert [each.find(f"{W}pPr/{W}keepNext") is not None for each in (body, imprint, rights)] == [False, True, False]


def test_entries_in_the_list_of_sources_are_larger_than_the_line_below_a_table() -> None:
    content = write()

    assert size_of(content, "Source Entry") > size_of(content, "Source Line")


def test_a_notice_has_no_ground_and_is_quiet() -> None:
    notice = style(write(), "Notice")

    assert notice.find(f"{W}pPr/{W}shd") is None
    assert val(notice.find(f"{W}rPr/{W}color")) == THEME.palette.quiet.removeprefix("#").upper()


def test_the_mark_of_a_draft_is_larger_than_the_running_head() -> None:
    content = write()

    assert size_of(content, "Draft Mark") > 1.5 * size_of(content, "Running Head")


# Citations -------------------------------------------------------------------------------------------------------


def cite(entry: str, at: int = 0) -> ET.Element:
    """The link of a citation of the only source."""
    source = List(True, ((paragraph(entry, SOURCES / 0, Role.SOURCE),),))
    cited = Paragraph((Citation(1, SOURCES / at, "manual"),), Value(ROOT / "summary"))
    return next(part(write(cited, source)).iter(f"{W}hyperlink"))


def test_a_citation_names_its_source_where_it_is_pointed_at() -> None:
    link = cite("An agency. A file of fees. 2025.")

    assert words(link) == "[1]"
    assert val(link, "tooltip") == "1. An agency. A file of fees. 2025."
    assert [val(each) for each in link.iter(f"{W}rStyle")] == ["Citation"]


def test_a_source_leads_back_to_where_it_is_cited_first_and_names_the_heading_there() -> None:
    entry = (paragraph("An agency.", SOURCES / 0, Role.SOURCE),)
    unread = (paragraph("Another.", SOURCES / 1, Role.SOURCE),)
    first, second = (
        Paragraph((Citation(1, SOURCES / 0, "manual"),), Value(ROOT / name)) for name in ("summary", "overview")
    )
    heading = Headed(2, text("Summary"), Derived((ROOT / "summary",)))
    content = write(Headed(1, text("Title"), Derived()), heading, first, second, List(True, (entry, unread)))
    read, uncited = (each for each in part(content).iter(f"{W}p") if paragraph_style(each) == "SourceEntry")
    (link,) = read.iter(f"{W}hyperlink")

    assert (words(link), val(link, "tooltip")) == ("↑", "Summary")
    assert dict(bookmarks(content))[val(link, "anchor")] == "[1]"
    assert val(link, "anchor") == bookmark(ROOT / "summary")
    assert words(uncited) == "Another."


def test_the_name_of_a_source_is_no_longer_than_word_shows() -> None:
    tip = val(cite("A long title " * 40), "tooltip")

    assert (len(tip), tip[-1]) == (255, "…")


def test_the_last_sources_stay_with_the_small_print_that_follows_them() -> None:
    content = write_docx(compose(samples()["cpt:32120"], wording(), Publisher()), THEME).content
    entries = [each for each in part(content)[0].findall(f"{W}p") if paragraph_style(each) == "SourceEntry"]
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in entries]

    assert len(entries) > 4
    assert kept == [False] * (len(entries) - 4) + [True] * 4
