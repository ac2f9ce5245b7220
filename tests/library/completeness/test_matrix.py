from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.library.completeness.matrix import (
    Completeness,
    MatrixCell,
    State,
    Tally,
    measure_completeness,
    tally,
    tally_all,
)
from codepub.origin import format_path
from codepub.records.availability import REASONS
from tests.record_texts import TODAY, VOLATILE, sound_record

TAXONOMIES = "taxonomies:\n    - {taxonomy: 208G00000X, provider: Surgeon, role: Operates}"


def matrix_of(content: Path, *replaced: tuple[str, str], day: date = TODAY) -> Completeness:
    return measure_completeness([sound_record(content, *replaced)], day)


def cell_of(matrix: Completeness, field: str) -> MatrixCell:
    (row,) = matrix.rows
    return next(
        cell for column, cell in zip(matrix.columns, row.cells, strict=True) if format_path(column.path) == field
    )


def test_a_field_with_a_value_is_a_value(tmp_path: Path) -> None:
    assert cell_of(matrix_of(tmp_path), "summary.meaning") == MatrixCell("value")


def test_an_empty_list_is_known_to_be_none(tmp_path: Path) -> None:
    matrix = matrix_of(tmp_path, (TAXONOMIES, "taxonomies: []"))
    assert cell_of(matrix, "specifications.taxonomies") == MatrixCell("none")


BESIDE = {"asked-unknown": ", since: 2026-01-01", "temp-unknown": ", recheck_by: 2030-01-01", "as-text": ", note: X"}


@pytest.mark.parametrize("reason", REASONS)
def test_an_unavailable_field_is_in_the_state_of_its_reason(tmp_path: Path, reason: State) -> None:
    stated = f"taxonomies: {{unavailable: {reason}{BESIDE.get(reason, '')}}}"
    matrix = matrix_of(tmp_path, (TAXONOMIES, stated))
    assert cell_of(matrix, "specifications.taxonomies").state == reason


def test_an_optional_field_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    assert cell_of(matrix_of(tmp_path), "payment") == MatrixCell("left-out")


def test_a_value_counts_what_is_not_given_within_it(tmp_path: Path) -> None:
    assert cell_of(matrix_of(tmp_path), "specifications.modifiers") == MatrixCell("value", gaps=1)


def test_a_group_has_a_cell_for_each_of_its_fields(tmp_path: Path) -> None:
    matrix = matrix_of(tmp_path, ('    pos: ["21"]', "    pos: []"))
    assert cell_of(matrix, "overview.site_of_service.text").state == "value"
    assert cell_of(matrix, "overview.site_of_service.pos").state == "none"


def test_a_group_that_is_unavailable_gives_its_reason_to_each_of_its_fields(tmp_path: Path) -> None:
    matrix = matrix_of(tmp_path, ("sources:", "edits: {unavailable: masked}\nsources:"))
    assert (cell_of(matrix, "edits.ptp").state, cell_of(matrix, "edits.mue").state) == ("masked", "masked")


def test_values_that_need_more_than_a_state_are_one_field(tmp_path: Path) -> None:
    edits = f"edits:\n  ptp: []\n  mue: {{units: 1, adjudication: '3', rationale: Data, {VOLATILE}}}\nsources:"
    matrix = matrix_of(tmp_path, ("sources:", edits))
    assert cell_of(matrix, "edits.mue") == MatrixCell("value")
    assert not any(column.path[-1] == "units" for column in matrix.columns)


def due(day: str) -> tuple[str, str]:
    return TAXONOMIES, f"taxonomies: {{unavailable: not-asked, recheck_by: {day}, owner: coding desk}}"


def test_a_recheck_is_overdue_on_the_day_after_its_own(tmp_path: Path) -> None:
    on_time = matrix_of(tmp_path, due("2026-11-23"))
    late = matrix_of(tmp_path, due("2026-11-23"), day=date(2026, 11, 24))
    assert cell_of(on_time, "specifications.taxonomies").overdue == 0
    assert cell_of(late, "specifications.taxonomies").overdue == 1
    assert [(str(one.origin.record), one.why.owner) for one in late.overdue] == [("cpt:32120", "coding desk")]


def test_the_share_counts_values_and_known_nones_of_the_fields_that_are_there() -> None:
    counted = tally(
        [
            MatrixCell("value"),
            MatrixCell("none"),
            MatrixCell("unknown"),
            MatrixCell("not-applicable"),
            MatrixCell("left-out"),
        ]
    )
    assert (counted.given, counted.fields, counted.percent) == (2, 4, 50.0)


def test_of_no_fields_nothing_is_given() -> None:
    assert Tally({}, 0).percent == 0.0


def test_the_whole_is_the_sum_of_its_records(tmp_path: Path) -> None:
    record = sound_record(tmp_path)
    one, two = (
        tally_all(measure_completeness([record], TODAY)),
        tally_all(measure_completeness([record, record], TODAY)),
    )
    assert (two.given, two.fields) == (2 * one.given, 2 * one.fields)
