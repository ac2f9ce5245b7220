"""Tables: their columns, and short signs where values are not given, with one note below for all that agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import NamedTuple, TypeVar

from codepub.compose.context import ComposeContext, Described
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Cell,
    Column,
    ColumnKind,
    Inlines,
    Paragraph,
    RowGroup,
    Section,
    Span,
    Table,
    TableNote,
    Text,
)
from codepub.document.provenance import Derived, list_origins
from codepub.document.text import join_texts
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
    marks = _mark_reasons(absences)
    rows = tuple(_sign_group(context, group, marks) for group in groups)
    notes = tuple(_make_note(context, mark, absences, marks) for mark in dict.fromkeys(marks.values()))
    return Table(context.wording.say("headings", key), tuple(columns), rows, context.origin(*path), notes)


class _CellAbsence(NamedTuple):
    """A value of a table that is not given, and the header of its column; the heading of a group has none."""

    header: str | None
    notice: AbsenceNotice


def _list_absences(columns: Sequence[Column], groups: Sequence[DescribedGroup]) -> Iterator[_CellAbsence]:
    for group in groups:
        if isinstance(group.heading, AbsenceNotice):
            yield _CellAbsence(None, group.heading)
        for row in group.rows:
            for column, cell in zip(columns, row, strict=True):
                if isinstance(cell, AbsenceNotice):
                    yield _CellAbsence(column.header, cell)


def _mark_reasons(absences: Sequence[_CellAbsence]) -> Mapping[Origin, str]:
    """Give each absence its mark: the same where the reason and the statement are the same."""
    said = [(absence.notice.reason, _drop_sources(absence.notice.statement)) for absence in absences]
    marks = {one: _letter(place) for place, one in enumerate(dict.fromkeys(said))}
    return {absence.notice.source.origin: marks[one] for absence, one in zip(absences, said, strict=True)}


def _letter(place: int) -> str:
    """Return the mark at a place, from 0: a to z, then aa, bb and so on."""
    times, at = divmod(place, len(ascii_lowercase))
    return ascii_lowercase[at] * (times + 1)


def _drop_sources(content: Inlines) -> Inlines:
    """Return the words of a statement as such, wherever they come from."""
    return join_texts(
        part for inline in content for part in (inline.content if isinstance(inline, Span) else (inline,))
    )


def _sign_group(context: ComposeContext, group: DescribedGroup, marks: Mapping[Origin, str]) -> RowGroup:
    say = context.wording.say
    rows = tuple(
        tuple(_sign(cell, marks, lambda notice: say("signs", notice.reason)) for cell in row) for row in group.rows
    )
    return RowGroup(None if group.heading is None else _sign(group.heading, marks, lambda notice: notice.label), rows)


def _sign(cell: Described, marks: Mapping[Origin, str], word: Callable[[AbsenceNotice], str]) -> Cell:
    match cell:
        case Paragraph():
            return cell
        case AbsenceNotice(reason, _, _, source):
            return AbsenceSign(reason, word(cell), marks[source.origin], source)


def _make_note(
    context: ComposeContext, mark: str, absences: Sequence[_CellAbsence], marks: Mapping[Origin, str]
) -> TableNote:
    """Say why the values with a mark are not given, and in which columns they stand."""
    marked = [absence for absence in absences if marks[absence.notice.source.origin] == mark]
    headers = tuple(dict.fromkeys(absence.header for absence in marked if absence.header is not None))
    lead = Text(context.wording.say("sentences", "table_note", columns=headers))
    first, *others = (absence.notice for absence in marked)
    if not others:
        return TableNote(mark, join_texts((lead, *first.statement)), Derived((first.source.origin,)))
    values = tuple(notice.source.origin for notice in (first, *others))
    words = tuple(origin for notice in (first, *others) for origin in _list_word_origins(notice.statement))
    return TableNote(mark, join_texts((lead, *_drop_sources(first.statement))), Derived((*values, *words)))


def _list_word_origins(statement: Inlines) -> Iterator[Origin]:
    for inline in statement:
        if isinstance(inline, Span):
            yield from list_origins(inline.source)
