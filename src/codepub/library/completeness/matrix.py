"""The matrix of records by fields: what is given, what is known to be none, and what is unavailable and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from codepub.origin import FieldPath, Origin
from codepub.records.availability import REASONS, Frozen, Reason, Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import Absence, absences
from codepub.records.shape import fields_below, keys_of, may_be_unavailable

State = Literal["value", "none", "left-out"] | Reason
STATES: Final[tuple[State, ...]] = ("value", "none", *REASONS, "left-out")

MEANINGS: Final[Mapping[State, str]] = {
    "value": "given",
    "none": "known to be none",
    "unknown": "the source does not give it",
    "asked-unknown": "searched for, nothing published",
    "temp-unknown": "expected later; blocks a release",
    "not-asked": "nobody looked yet; blocks a release",
    "masked": "withheld",
    "not-applicable": "has no meaning for the code",
    "as-text": "told in the prose",
    "left-out": "optional, and not in the record; counts for nothing",
}


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A field that records have, and its name for people."""

    path: tuple[str, ...]
    title: str


class MatrixCell(NamedTuple):
    """A field of a record; ``gaps`` counts the values below it that are not given, ``overdue`` the rechecks due."""

    state: State
    gaps: int = 0
    overdue: int = 0


class MatrixRow(NamedTuple):
    """A record: a cell for each column."""

    record: CodeSummary
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Recheck:
    """A value that was to be looked at again by a day that has passed."""

    origin: Origin
    why: Unavailable


@dataclass(frozen=True, slots=True)
class Completeness:
    """The matrix, and the rechecks that are overdue on its day."""

    day: date
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]
    overdue: tuple[Recheck, ...]


class Tally(NamedTuple):
    """How many fields are in which state; ``overdue`` counts rechecks."""

    states: Mapping[State, int]
    overdue: int

    @property
    def fields(self) -> int:
        """Count the fields; what is left out is none."""
        return sum(count for state, count in self.states.items() if state != "left-out")

    @property
    def given(self) -> int:
        """Count the fields that have a value or are known to be none."""
        return self.states.get("value", 0) + self.states.get("none", 0)

    @property
    def percent(self) -> float:
        """Return the share of fields that are given, from 0 to 100; of no fields, 0."""
        return 100 * self.given / self.fields if self.fields else 0.0


def measure_completeness(records: Sequence[CodeSummary], day: date) -> Completeness:
    """Make the matrix of records; a recheck is overdue on a day after its own."""
    found = [(record, absences(record)) for record in records]
    rows = tuple(MatrixRow(record, tuple(_make_cells(record, absent, day))) for record, absent in found)
    overdue = tuple(
        Recheck(Origin(record.id, absence.path), absence.why)
        for record, absent in found
        for absence in absent
        if _is_overdue(absence, day)
    )
    return Completeness(day, list_columns(), rows, overdue)


def tally(cells: Sequence[MatrixCell]) -> Tally:
    """Count cells by their states."""
    return Tally(Counter(cell.state for cell in cells), sum(cell.overdue for cell in cells))


def tally_columns(matrix: Completeness) -> tuple[Tally, ...]:
    """Count the states of each column, in the order of the columns."""
    return tuple(tally([row.cells[index] for row in matrix.rows]) for index in range(len(matrix.columns)))


def tally_all(matrix: Completeness) -> Tally:
    """Count the states of the whole matrix."""
    return tally([cell for row in matrix.rows for cell in row.cells])


@cache
def list_columns() -> tuple[MatrixColumn, ...]:
    """List the fields of records that have a state of their own, in the order of the record."""
    return tuple(_list_columns_below(CodeSummary, (), ()))


def _list_columns_below(model: type[Frozen], path: tuple[str, ...], titles: tuple[str, ...]) -> Iterator[MatrixColumn]:
    for key, below in fields_below(model):
        title = next(field.title or key for name, field in model.model_fields.items() if key in (name, field.alias))
        if below is not None and _is_group(model, key, below):
            grouped = titles if model is CodeSummary and not may_be_unavailable(model, key) else (*titles, title)
            yield from _list_columns_below(below, (*path, key), grouped)
        elif may_be_unavailable(model, key):
            yield MatrixColumn((*path, key), ": ".join((*titles, title)))


def _is_group(model: type[Frozen], key: str, below: type[Frozen]) -> bool:
    """Tell whether a field only gathers others, each of which has a state of its own."""
    is_part = model.model_fields[key].annotation is below if key in model.model_fields else False
    return is_part or all(may_be_unavailable(below, one) for one in keys_of(below))


def _make_cells(record: CodeSummary, absent: tuple[Absence, ...], day: date) -> Iterator[MatrixCell]:
    for column in list_columns():
        path = column.path
        touching = [absence for absence in absent if _touches(absence.path, path)]
        gaps = sum(len(absence.path) > len(path) for absence in touching)
        yield MatrixCell(_find_state(record, path), gaps, sum(_is_overdue(absence, day) for absence in touching))


def _touches(absence: FieldPath, column: FieldPath) -> bool:
    """Tell whether an absence is of a column, within it, or of the group that holds it."""
    shared = min(len(absence), len(column))
    return absence[:shared] == column[:shared]


def _find_state(record: CodeSummary, path: tuple[str, ...]) -> State:
    value: Any = record
    for key in path:
        value = getattr(value, key)
        if value is None:
            return "left-out"
        if isinstance(value, Unavailable):
            return value.reason
    return "none" if value == () else "value"


def _is_overdue(absence: Absence, day: date) -> bool:
    return absence.why.recheck_by is not None and absence.why.recheck_by < day
