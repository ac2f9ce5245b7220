"""Terms and what is said of them: real tables, each value in a paragraph of its own, and columns that never touch."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from codepub.document.nodes import DefinitionList, FlowBlock, Role, Spread
from codepub.document.provenance import Derived
from codepub.writers.column_widths import UNHYPHENATED, find_line_widths
from tests.writers.documents import ROOT, THEME, Headed, document, fact, paragraph, text, unavailable
from tests.writers.word_reader import W, bookmarks, paragraph_style, part, val, words
from tests.writers.writing import write_docx

AMOUNTS = DefinitionList(
    (fact("Work RVU", paragraph("14.39")), fact("Malpractice RVU", paragraph("3"))), Spread.COLUMNS
)
INDICATORS = DefinitionList((fact("Global Days", paragraph("090 – three months")),))
FACTS = DefinitionList(
    (
        fact("Code System", paragraph("CPT")),
        fact("Site", paragraph("Inpatient Hospital (21)")),
        fact("Ends", unavailable(ROOT, "why.")),
    ),
    Spread.LINE,
)


def write(*blocks: FlowBlock) -> bytes:
    return write_docx(document(*blocks), THEME).content


def tables_of(content: bytes) -> list[list[list[list[str]]]]:
    """The words of each paragraph of each cell of each row of each table."""
    return [
        [[list(map(words, cell.iter(f"{W}p"))) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in part(content).iter(f"{W}tbl")
    ]


def styles_of(content: bytes) -> list[str]:
    return [paragraph_style(each) for each in part(content).iter(f"{W}p") if words(each)]


def look_of(content: bytes) -> tuple[str, str]:
    look = part(content).find(f".//{W}tblLook")
    return val(look, "firstRow"), val(look, "firstColumn")


def test_a_term_is_the_head_of_a_row_and_each_thing_that_is_said_of_it_a_paragraph() -> None:
    described = fact("Term", paragraph("one"), unavailable(ROOT, "why."), paragraph("none", role=Role.KNOWN_NONE))
    content = write(DefinitionList((described,)))

    assert tables_of(content) == [[[["Term"], ["one", "Unavailable why.", "none"]]]]
    assert styles_of(content) == ["DefinitionTerm", "DefinitionText", "DefinitionNotice", "DefinitionText"]
    assert look_of(content) == ("0", "1")
    assert part(content).find(f".//{W}tblHeader") is None
    assert [held for _, held in bookmarks(content)] == ["one", "Unavailable why.", "none"]


def test_lists_between_which_nothing_stands_are_one_table() -> None:
    apart = write(AMOUNTS, paragraph("between"), INDICATORS)

    assert len(tables_of(write(AMOUNTS, INDICATORS))) == 1
    assert [len(table) for table in tables_of(apart)] == [2, 1]


def test_short_values_align_at_their_decimal_points() -> None:
    content = write(AMOUNTS, INDICATORS)
    stops = {
        paragraph_style(each): (val(stop), val(stop, "pos"))
        for each in part(content).iter(f"{W}p")
        if (stop := each.find(f"{W}pPr/{W}tabs/{W}tab")) is not None
    }

    assert [(name, kind) for name, (kind, _) in stops.items()] == [("DefinitionNumber", "decimal")]


def test_the_longest_of_short_values_begins_where_other_values_do() -> None:
    def stop(*numbers: str) -> int:
        facts = tuple(fact(f"Rate {number}", paragraph(number)) for number in numbers)
        (found,) = {
            int(val(tab, "pos") or 0) for tab in part(write(DefinitionList(facts, Spread.COLUMNS))).iter(f"{W}tab")
        }
        return found

    assert stop("1.92", "0.83") == pytest.approx(0.54 * THEME.typography.table * 20, abs=1)
    assert stop("1.14", "179.53") == pytest.approx(3 * stop("1.92"), abs=2)


def test_the_rows_stand_on_one_page_together_with_the_line_of_their_source() -> None:
    def kept(*blocks: FlowBlock) -> list[bool]:
        rows = part(write(*blocks)).iter(f"{W}tr")
        return [all(each.find(f"{W}pPr/{W}keepNext") is not None for each in row.iter(f"{W}p")) for row in rows]

    assert kept(AMOUNTS, INDICATORS) == [True, True, False]
    assert kept(AMOUNTS, INDICATORS, paragraph("Source: there.", role=Role.SOURCE)) == [True] * 3


def test_a_table_of_definitions_has_the_name_of_the_heading_above() -> None:
    whole = document(Headed(1, text("Title"), Derived()), FACTS, Headed(2, text("Payment"), Derived()), AMOUNTS)
    properties = list(part(write_docx(whole, THEME).content).iter(f"{W}tblPr"))

    assert [val(each.find(f"{W}tblCaption")) for each in properties] == ["Title", "Payment"]
    assert val(properties[1].find(f"{W}tblDescription")) == "Payment: Work RVU, Malpractice RVU"


# Facts -----------------------------------------------------------------------------------------------------------


def test_facts_stand_in_a_table_of_one_row_below_their_terms() -> None:
    content = write(FACTS)

    assert tables_of(content) == [
        [[["Code System"], ["Site"], ["Ends"]], [["CPT"], ["Inpatient Hospital (21)"], ["Unavailable why."]]]
    ]
    assert styles_of(content) == ["FactHeading"] * 3 + ["FactValue"] * 2 + ["DefinitionNotice"]
    assert look_of(content) == ("1", "0")
    first, second = part(content).iter(f"{W}tr")
    assert (first.find(f"{W}trPr/{W}tblHeader") is None, second.find(f"{W}trPr/{W}tblHeader") is None) == (False, True)


def grid_of(content: bytes) -> list[int]:
    return [int(val(each, "w")) for each in part(content).iter(f"{W}gridCol")]


def twips_of_lines(*row: str) -> list[float]:
    """The width of each word or line of words, with the space behind it, in twentieths of a point."""
    return [width * THEME.typography.table * 20 for width in find_line_widths([[*map(paragraph, row)]], UNHYPHENATED)]


def test_each_fact_has_room_for_its_line_and_a_space_behind_it() -> None:
    wanted = twips_of_lines("Code System", "Inpatient Hospital (21)")

    assert all(width >= least - 1 for width, least in zip(grid_of(write(FACTS)), wanted, strict=False))


def test_a_long_fact_takes_lines_and_leaves_the_others_theirs() -> None:
    site = fact("Site", paragraph("Telehealth Provided Other than in Patient's Home (02), " * 4))
    facts = (FACTS.items[0], site, fact("Status", paragraph("Active")))
    code, _, status = grid_of(write(DefinitionList(facts, Spread.LINE)))
    least = twips_of_lines("Code System", "Active")

    assert code >= least[0] - 1
    assert status >= least[1] - 1


def test_facts_that_lack_the_room_stand_below_each_other() -> None:
    many = tuple(fact(f"Characteristics{number}", paragraph("Gastroenterology")) for number in range(9))

    assert tables_of(write(DefinitionList(many, Spread.LINE)))[0] == [
        [[f"Characteristics{number}"], ["Gastroenterology"]] for number in range(9)
    ]


@pytest.mark.parametrize("spread", list(Spread))
def test_a_list_without_definitions_is_no_table(spread: Spread) -> None:
    assert tables_of(write(DefinitionList((), spread))) == []


def test_no_two_tables_touch_where_facts_and_definitions_follow_each_other() -> None:
    body: ET.Element = part(write(FACTS, AMOUNTS, FACTS))[0]
    tags = [child.tag.removeprefix(W) for child in body]

    assert ("tbl", "tbl") not in pairwise(tags)
    assert tags.count("tbl") == 3
