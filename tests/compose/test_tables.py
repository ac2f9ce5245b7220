"""Where values of a table are not given: a short sign in the cell, and below the table why."""

from __future__ import annotations

from typing import Any

import pytest

from codepub.document.nodes import AbsenceSign, DefinitionList, Document, Spread, Table
from codepub.document.provenance import Absent, Derived
from codepub.document.text import plain_text
from codepub.origin import Origin, RecordId
from tests.publications import UNKNOWN, changed, composed, flow_of, full, notices, tables

RECORD = RecordId("hcpcs", "A0425")
CELLS = {
    "specifications.modifiers.0.description": "Description",
    "specifications.modifiers.0.when_to_use": "When to Use",
    "specifications.diagnoses.0.rationale": "Rationale",
    "specifications.taxonomies.0.provider": "Provider",
    "specifications.taxonomies.0.role": "Role",
    "specifications.related_codes.0.relationship": "Relationship",
    "edits.ptp.0.rationale": "Rationale",
    "crosswalks.anesthesia.0.description": "Description",
    "crosswalks.ms_drg.0.groups.0.description": "Description",
    "coverage.0.number": "Number",
    "coverage.0.effective": "Effective",
    "coverage.0.says": "What It Says",
    "denials.0.rarc": "RARC",
    "denials.0.prevention": "Prevention",
    "benchmarks.0.p10": "10th Percentile",
    "benchmarks.0.count": "Rates Counted",
}
"""Cells of tables, and the headers above them."""
ROW = {"modifier": "22", "description": "More work", "when_to_use": "Rarely"}


def table_of(document: Document, name: str) -> Table:
    (found,) = (table for table in tables(document) if table.name == name)
    return found


def signs(table: Table) -> list[tuple[str, str]]:
    return [(cell.sign, cell.mark) for row in table.rows for cell in row if isinstance(cell, AbsenceSign)]


def notes(table: Table) -> list[tuple[str, str]]:
    return [(note.mark, plain_text(note.content)) for note in table.notes]


@pytest.mark.parametrize(("path", "header"), CELLS.items())
def test_a_cell_without_a_value_bears_a_sign_and_a_note_below_names_its_column(path: str, header: str) -> None:
    document = composed(changed(full(), {path: UNKNOWN}))
    place = Origin(RECORD, tuple(int(step) if step.isdigit() else step for step in path.split(".")))
    (table,) = (table for table in tables(document) if table.notes)

    assert notices(document) == []
    assert [cell for row in table.rows for cell in row if isinstance(cell, AbsenceSign)] == [
        AbsenceSign("unknown", "not given", "a", Absent(place))
    ]
    assert notes(table) == [("a", f"{header}: Not available in the source material.")]
    assert table.notes[0].source == Derived((place,))


@pytest.mark.parametrize(
    ("why", "sign"),
    [
        (UNKNOWN, "not given"),
        ({"unavailable": "asked-unknown", "since": "2026-09-01"}, "not published"),
        ({"unavailable": "temp-unknown", "recheck_by": "2027-01-15"}, "pending"),
        ({"unavailable": "not-asked"}, "not researched"),
        ({"unavailable": "masked"}, "withheld"),
        ({"unavailable": "not-applicable"}, "n/a"),
        ({"unavailable": "as-text", "note": "Clinical Context"}, "in the text"),
    ],
)
def test_each_reason_has_its_sign(why: dict[str, str], sign: str) -> None:
    assert signs(table_of(composed(full(denials__0__rarc=why)), "Denials")) == [(sign, "a")]


def with_modifiers(*rows: dict[str, Any]) -> Table:
    return table_of(composed(full(specifications__modifiers=[{**ROW, **row} for row in rows])), "Modifiers")


def test_what_is_said_alike_of_several_cells_is_said_once() -> None:
    table = with_modifiers({"when_to_use": UNKNOWN}, {"description": UNKNOWN}, {"when_to_use": UNKNOWN})
    modifiers = Origin(RECORD, ("specifications", "modifiers"))

    assert [mark for _, mark in signs(table)] == ["a", "a", "a"]
    assert notes(table) == [("a", "When to Use and Description: Not available in the source material.")]
    assert table.notes[0].source.origins == (
        modifiers / 0 / "when_to_use",
        modifiers / 1 / "description",
        modifiers / 2 / "when_to_use",
    )


def test_what_is_said_otherwise_has_a_mark_of_its_own_in_the_order_of_the_cells() -> None:
    table = with_modifiers(
        {"when_to_use": {**UNKNOWN, "note": "Ask the desk."}},
        {"description": UNKNOWN},
        {"when_to_use": {**UNKNOWN, "note": "Ask the desk."}},
    )

    assert [mark for _, mark in signs(table)] == ["a", "b", "a"]
    assert notes(table) == [
        ("a", "When to Use: Not available in the source material. Ask the desk."),
        ("b", "Description: Not available in the source material."),
    ]
    assert Origin(RECORD, ("specifications", "modifiers", 2, "when_to_use", "note")) in table.notes[0].source.origins


def test_there_are_marks_for_more_cells_than_there_are_letters() -> None:
    table = with_modifiers(*({"when_to_use": {**UNKNOWN, "note": f"Note {at}."}} for at in range(28)))

    assert [note.mark for note in table.notes][24:] == ["y", "z", "aa", "bb"]


def test_a_group_whose_condition_is_not_given_says_so_in_its_heading() -> None:
    table = table_of(composed(full(crosswalks__ms_drg__0__condition=UNKNOWN)), "MS-DRG")
    condition = Origin(RECORD, ("crosswalks", "ms_drg", 0, "condition"))

    assert table.groups[0].heading == AbsenceSign("unknown", "Condition: unavailable", "a", Absent(condition))
    assert notes(table) == [("a", "Not available in the source material.")]


def test_a_table_that_is_whole_has_no_notes() -> None:
    assert [table.notes for table in tables(composed(full()))] == [()] * len(tables(composed(full())))


def facts_of(document: Document, spread: Spread) -> DefinitionList:
    """The facts of the part Payment that lie so; those of the overview lie in rows, too, and stand before it."""
    *_, found = (
        block for _, block in flow_of(document) if isinstance(block, DefinitionList) and block.spread is spread
    )
    return found


def test_facts_that_are_not_given_bear_signs_and_one_note_names_all_that_lack_a_value_for_the_same_reason() -> None:
    amounts = ("work_rvu", "practice_expense_rvu_facility", "malpractice_rvu")
    none = {"unavailable": "not-applicable"}
    other = {"unavailable": "not-applicable", "note": "Paid by units."}
    payment = {f"payment.{key}": none for key in amounts} | {"payment.practice_expense_rvu_nonfacility": other}
    facts = facts_of(composed(changed(full(), payment)), Spread.COLUMNS)
    signs = [value for item in facts.items for value in item.description if isinstance(value, AbsenceSign)]

    assert [(sign.sign, sign.mark, sign.source.origin.path[-1]) for sign in signs] == [
        ("n/a", "a", "work_rvu"),
        ("n/a", "a", "practice_expense_rvu_facility"),
        ("n/a", "b", "practice_expense_rvu_nonfacility"),
        ("n/a", "a", "malpractice_rvu"),
    ]
    assert [(note.mark, plain_text(note.content)) for note in facts.notes] == [
        (
            "a",
            "Work RVU; Practice Expense RVU, Facility; and Malpractice RVU: Does not apply to this code.",
        ),
        ("b", "Practice Expense RVU, Non-facility: Does not apply to this code. Paid by units."),
    ]


@pytest.mark.parametrize(
    ("key", "term", "spread"),
    [
        ("work_rvu", "Work RVU", Spread.COLUMNS),
        ("global_days", "Global Days", Spread.ROWS),
        ("team", "Team Surgery Indicator", Spread.ROWS),
    ],
)
def test_a_fact_that_is_not_given_has_its_own_place_and_a_note_that_names_it(
    key: str, term: str, spread: Spread
) -> None:
    document = composed(changed(full(), {f"payment.{key}": UNKNOWN}))
    facts = [
        block
        for _, block in flow_of(document)
        if isinstance(block, DefinitionList) and block.spread is spread and block.notes
    ]
    (signs,) = (
        [value for item in each.items for value in item.description if isinstance(value, AbsenceSign)] for each in facts
    )

    assert notices(document) == []
    assert signs == [AbsenceSign("unknown", "not given", "a", Absent(Origin(RECORD, ("payment", key))))]
    assert [plain_text(note.content) for each in facts for note in each.notes] == [
        f"{term}: Not available in the source material."
    ]
