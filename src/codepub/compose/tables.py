"""Tables: their columns, and their rows with short signs where values are not given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from codepub.compose.context import ComposeContext, Described
from codepub.compose.signs import NamedAbsence, make_notes, mark_reasons, sign, sign_heading
from codepub.document.nodes import AbsenceNotice, Column, ColumnKind, RowGroup, Section, Table
from codepub.origin import Origin
from codepub.records.availability import Unavailable

Row = TypeVar("Row")


class DescribedGroup(NamedTuple):
    """Rows that belong together, before the signs of a table are set, and what they have in common."""

    heading: Described | None
    rows: tuple[tuple[Described, ...], ...]


def table_part(
    context: ComposeContext,
    key: str,
    value: tuple[Row, ...] | Unavailable,
    kinds: Sequence[ColumnKind],
    cells: Callable[..., tuple[Described, ...]],
    *path: str | int,
) -> Section:
    """Make a part of one table, of the statement that it is empty, or of why it is not given."""
    if isinstance(value, Unavailable):
        return context.section(key, (context.notice(value, *path),), *path)
    if not value:
        return context.section(key, (context.known_none(key, *path),), *path)
    rows = tuple(cells(context, row, *path, index) for index, row in enumerate(value))
    columns = list_columns(context, key, kinds)
    return context.section(key, (make_table(context, key, columns, (DescribedGroup(None, rows),), *path),), *path)


def list_columns(context: ComposeContext, key: str, kinds: Sequence[ColumnKind]) -> tuple[Column, ...]:
    """Make the columns of a table, by what their cells hold, with the headers of the wording."""
    headers = context.wording.columns(key, len(kinds))
    return tuple(Column(header, kind) for header, kind in zip(headers, kinds, strict=True))


def make_table(
    context: ComposeContext, key: str, columns: Sequence[Column], groups: Sequence[DescribedGroup], *path: str | int
) -> Table:
    """Make a table: where a value is not given, a sign with a mark, and below the table a note for each mark."""
    absences = tuple(_list_absences(columns, groups))
    marks = mark_reasons(absences)
    rows = tuple(_sign_group(context, group, marks) for group in groups)
    notes = make_notes(context, absences, marks)
    return Table(context.wording.say("headings", key), tuple(columns), rows, context.origin(*path), notes)


def _list_absences(columns: Sequence[Column], groups: Sequence[DescribedGroup]) -> Iterator[NamedAbsence]:
    """List the values that are not given, each with the header of its column; the heading of a group has none."""
    for group in groups:
        if isinstance(group.heading, AbsenceNotice):
            yield NamedAbsence(None, group.heading)
        for row in group.rows:
            for column, cell in zip(columns, row, strict=True):
                if isinstance(cell, AbsenceNotice):
                    yield NamedAbsence(column.header, cell)


def _sign_group(context: ComposeContext, group: DescribedGroup, marks: Mapping[Origin, str]) -> RowGroup:
    rows = tuple(tuple(sign(context, cell, marks) for cell in row) for row in group.rows)
    return RowGroup(None if group.heading is None else sign_heading(group.heading, marks), rows)
