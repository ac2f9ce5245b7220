"""Tables of Word: as wide as their columns need, not torn over pages, and told apart by screen readers."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from codepub.document.nodes import Column, ColumnKind, Paragraph, Role, Table
from codepub.document.provenance import Derived
from codepub.writers.column_widths import UNHYPHENATED, share_width
from tests.writers.documents import (
    ROOT,
    SPECIFICATIONS,
    THEME,
    Headed,
    document,
    paragraph,
    sign,
    table_of,
    table_with,
    text,
)
from tests.writers.word_reader import W, paragraph_style, part, style, val, words
from tests.writers.writing import write_docx

CODES = (Column("Code", ColumnKind.CODE), Column("Description"))
SOURCE = paragraph("Source: a list, retrieved yesterday.", ROOT / "sources", Role.SOURCE)


def rows_of(content: bytes) -> list[ET.Element]:
    return list(part(content).iter(f"{W}tr"))


def kept(element: ET.Element) -> bool:
    """Whether all paragraphs of an element, in themselves or by their styles, keep to the next."""
    return all(each.find(f"{W}pPr/{W}keepNext") is not None for each in element.iter(f"{W}p"))


def write(*blocks: Table | Paragraph | Headed) -> bytes:
    return write_docx(document(*blocks), THEME).content


def short_table(rows: int) -> Table:
    each = ((paragraph(f"{row:05}"), paragraph("What it is")) for row in range(rows))
    return table_with(*each, columns=CODES, name="Related Codes")


def test_columns_have_the_shares_that_they_have_in_every_format() -> None:
    content = write(table_of(3))
    widths = [int(val(each, "w")) for each in part(content).iter(f"{W}gridCol")]
    whole = 12240 - 2 * round(22 / 25.4 * 1440)
    assert sum(widths) == whole
    shares = share_width(table_of(3), whole / 20 / THEME.typography.table, UNHYPHENATED)
    assert widths == pytest.approx([share * whole for share in shares], abs=1)
    assert [int(val(each, "w")) for each in part(content).iter(f"{W}tcW")] == widths * 4


def test_no_column_is_narrower_than_a_word_that_would_get_a_hyphen_elsewhere() -> None:
    word = "esophagogastroduodenoscopies"
    long = "a description that runs on for as long as anybody is likely to read it, and on " * 3
    table = table_with((paragraph(word), paragraph(long), paragraph(long)), columns=tuple(Column(c) for c in "ABC"))
    first, *_ = (int(val(each, "w")) for each in part(write(table)).iter(f"{W}gridCol"))

    assert first / 20 > len(word) * 0.45 * THEME.typography.table


def test_a_short_table_stands_on_one_page() -> None:
    rows = rows_of(write(short_table(6)))

    assert [kept(row) for row in rows] == [True] * 6 + [False]


def test_of_a_long_table_neither_the_first_row_nor_the_last_stands_alone() -> None:
    rows = rows_of(write(short_table(40)))

    assert [at for at, row in enumerate(rows) if kept(row)] == [0, 1, 39]


@pytest.mark.parametrize("rows", [3, 40])
def test_the_line_of_its_source_stands_on_the_page_where_a_table_ends(rows: int) -> None:
    assert kept(rows_of(write(short_table(rows), SOURCE))[-1])
    assert not kept(rows_of(write(short_table(rows), paragraph("Something else.")))[-1])


@pytest.mark.parametrize(("after", "expected"), [(SOURCE, True), (paragraph("Something else."), False)])
def test_so_do_the_notes_of_a_table_and_the_line_of_its_source_on_that_of_the_notes(
    after: Paragraph, expected: bool
) -> None:
    content = write(table_of(7), after)
    notes = [each for each in part(content).iter(f"{W}p") if paragraph_style(each) == "TableNote"]

    assert kept(rows_of(content)[-1])
    assert [kept(note) for note in notes] == [expected]


def test_the_numbers_of_a_column_align_at_their_decimal_points_below_a_header_at_the_right() -> None:
    columns = (Column("Rate"), Column("Median", ColumnKind.NUMBER))
    numbers = ("$92.405", "1840", "7.5")
    table = table_with(
        *((paragraph("A rate"), paragraph(number)) for number in numbers),
        (paragraph("Another"), sign(ROOT / "benchmarks")),
        columns=columns,
    )
    head, *rows = rows_of(write(table))
    cells = [list(row.iter(f"{W}p"))[1] for row in rows]
    width = int(val(list(head.iter(f"{W}tcW"))[1], "w"))

    (stop,) = {int(val(cell.find(f"{W}pPr/{W}tabs/{W}tab"), "pos")) for cell in cells[:3]}
    margin = int(val(style(write(table), "Publication Table").find(f".//{W}tblCellMar/{W}right"), "w"))
    assert {val(cell.find(f"{W}pPr/{W}tabs/{W}tab")) for cell in cells[:3]} == {"decimal"}
    assert stop == width - margin - round((0.25 + len("405") * 0.5) * THEME.typography.table * 20)
    assert val(list(head.iter(f"{W}p"))[1].find(f"{W}pPr/{W}jc")) == "right"
    assert val(cells[3].find(f"{W}pPr/{W}jc")) == "right"


def test_words_with_a_point_among_the_numbers_of_a_column_move_no_decimal_point() -> None:
    columns = (Column("Code", ColumnKind.CODE), Column("Rate", ColumnKind.NUMBER))

    def stops_of(*rates: str) -> set[str]:
        rows = ((paragraph("99214"), paragraph(rate)) for rate in rates)
        return {val(each, "pos") for each in part(write(table_with(*rows, columns=columns))).iter(f"{W}tab")}

    assert stops_of("14.50", "by report. ask") == stops_of("14.50", "by report, ask")


def test_a_column_of_text_has_no_stops() -> None:
    assert not list(part(write(table_of(3))).iter(f"{W}tabs"))


def names_of(content: bytes) -> list[str]:
    return [val(each) for each in part(content).iter(f"{W}tblCaption")]


def test_tables_of_one_name_are_told_apart_by_the_part_that_they_are_in_or_by_a_number() -> None:
    def below(*headings: str) -> list[Headed | Table]:
        heads = [Headed(level, text(words), Derived((ROOT,))) for level, words in enumerate(headings, 2)]
        return [*heads, table_with((paragraph("163"),), columns=(Column("MS-DRG"),), name="MS-DRG")]

    title = Headed(1, text("Title"), Derived((ROOT,)))
    content = write(
        title, *below("First", "Crosswalks"), *below("Second", "Crosswalks"), *below("Third"), *below("Third")
    )
    in_one_part = write(title, *below("First"), *below(), *below())

    assert names_of(content) == [
        *("MS-DRG, First", "MS-DRG, Second", "MS-DRG, Third, 1", "MS-DRG, Third, 2"),
    ]
    assert names_of(in_one_part) == ["MS-DRG, 1", "MS-DRG, 2", "MS-DRG, 3"]
    assert names_of(write(title, *below("First"))) == ["MS-DRG"]


def test_the_words_of_a_row_stand_in_the_order_of_its_columns() -> None:
    assert [words(row) for row in rows_of(write(short_table(2)))] == [
        "CodeDescription",
        "00000What it is",
        "00001What it is",
    ]


def test_the_first_cell_of_a_row_is_bold_and_so_is_what_a_group_has_in_common() -> None:
    content = write(table_of(1, SPECIFICATIONS))
    for name in ("Table Row Heading", "Table Group Heading", "Table Heading"):
        assert style(content, name).find(f"{W}rPr/{W}b") is not None
