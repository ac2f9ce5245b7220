"""Where dated values were read, in which release and when: said once for all that were read alike.

A table whose rows were read alike has one line below it, and several such tables of a part one line at its end. Where
the rows of a table differ, a column tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Generic, NamedTuple, TypeVar

from codepub.compose.context import ComposeContext, Described
from codepub.compose.tables import DescribedGroup, list_columns, make_table, table_part
from codepub.compose.wording import long_date
from codepub.document.nodes import Block, ColumnKind, Heading, Inlines, Paragraph, Role, Section, Text
from codepub.document.provenance import Derived
from codepub.document.text import join_texts, plain_text
from codepub.origin import FieldPath, Origin
from codepub.records.availability import Unavailable
from codepub.records.parts import Volatile

Row = TypeVar("Row", bound=Volatile)
Read_co = TypeVar("Read_co", bound=Volatile, covariant=True)

_FIELDS: Final = ("source", "vintage", "retrieved")
"""The fields that tell where a value was read, in which release and when."""
_AS_OF: Final = ColumnKind.TEXT
"""The column that tells it of each row."""


class Reading(NamedTuple, Generic[Read_co]):
    """What was read together, with the fields that tell where, in which release and when, at its path."""

    volatile: Read_co
    path: FieldPath

    @property
    def told(self) -> tuple[str, str, date]:
        """What readers are told of it."""
        return self.volatile.source, self.volatile.vintage, self.volatile.retrieved


@dataclass(frozen=True, slots=True)
class DatedSection:
    """A section, and the readings of what it holds where they agree and it does not tell them itself."""

    section: Section
    readings: tuple[Reading[Volatile], ...] = ()


def group_readings(readings: Iterable[Reading[Read_co]]) -> list[tuple[Reading[Read_co], ...]]:
    """Gather what was read in one release of one source on one day, in the order of the first of each."""
    groups: dict[tuple[str, str, date], list[Reading[Read_co]]] = {}
    for reading in readings:
        groups.setdefault(reading.told, []).append(reading)
    return [tuple(group) for group in groups.values()]


def source_line(
    context: ComposeContext, readings: Sequence[Reading[Volatile]], sections: Sequence[Section] = ()
) -> Paragraph:
    """Make the line that tells readings that agree; it names sections where it does not stand in the one it is of."""
    names = [plain_text(section.heading) for section in sections if isinstance(section.heading, Heading)]
    lead = Text(context.wording.say("sentences", "source_line", parts=names))
    content = join_texts((lead, *_tell(context, readings, "as_of")))
    return Paragraph(content, Derived(tuple(_list_origins(context, readings, *_FIELDS))), Role.SOURCE)


def dated_table(
    context: ComposeContext,
    key: str,
    value: tuple[Row, ...] | Unavailable,
    kinds: Sequence[ColumnKind],
    cells: Callable[..., tuple[Described, ...]],
    *path: str | int,
) -> DatedSection:
    """Make a part of one table of dated rows, of the statement that it is empty, or of why it is not given."""
    if isinstance(value, Unavailable) or not value:
        return DatedSection(table_part(context, key, value, kinds, cells, *path))
    rows = [cells(context, row, *path, index) for index, row in enumerate(value)]
    readings = tuple(Reading(row, (*path, index)) for index, row in enumerate(value))
    columns = list_columns(context, key, (*kinds, _AS_OF))
    if len(group_readings(readings)) == 1:
        table = make_table(context, key, columns[:-1], (DescribedGroup(None, tuple(rows)),), *path)
        return DatedSection(context.section(key, (table,), *path), readings)
    dated = tuple((*row, cell) for row, cell in zip(rows, _as_of_cells(context, readings), strict=True))
    table = make_table(context, key, columns, (DescribedGroup(None, dated),), *path)
    return DatedSection(context.section(key, (table, *_retrieved_line(context, readings)), *path))


def state_source(context: ComposeContext, dated: DatedSection) -> Section:
    """Return a section that ends with the line of its source, where it does not tell that itself."""
    line = (source_line(context, dated.readings),) if dated.readings else ()
    return replace(dated.section, blocks=(*dated.section.blocks, *line))


def state_sources(context: ComposeContext, parts: Sequence[DatedSection]) -> Iterator[Block]:
    """Yield the sections of a part, each with the line of its source; where several share one, it ends the part."""
    shared = [group for group in _group_by_reading(parts) if len(group) > 1]
    for part in parts:
        yield part.section if any(part in group for group in shared) else state_source(context, part)
    for group in shared:
        readings = [reading for part in group for reading in part.readings]
        yield source_line(context, readings, [part.section for part in group])


def _group_by_reading(parts: Sequence[DatedSection]) -> list[list[DatedSection]]:
    """Gather the sections that share a source, in the order of the first of each."""
    groups: dict[tuple[str, str, date], list[DatedSection]] = {}
    for part in parts:
        if part.readings:
            groups.setdefault(part.readings[0].told, []).append(part)
    return list(groups.values())


def _as_of_cells(context: ComposeContext, readings: Sequence[Reading[Volatile]]) -> Iterator[Paragraph]:
    """Yield the cell of each row; the day stands in it only where the rows were not all read on one day."""
    key = "as_of_day" if len(_list_days(readings)) > 1 else "as_of_cell"
    fields = _FIELDS if key == "as_of_day" else _FIELDS[:-1]
    for reading in readings:
        origins = Derived(tuple(_list_origins(context, (reading,), *fields)))
        yield Paragraph(_tell(context, (reading,), key), origins)


def _retrieved_line(context: ComposeContext, readings: Sequence[Reading[Volatile]]) -> Iterator[Paragraph]:
    """Yield the line that tells the day on which all rows of a table were read, where there is one."""
    days = _list_days(readings)
    if len(days) == 1:
        text = context.wording.say("sentences", "retrieved", retrieved=long_date(days.pop()))
        origins = Derived(tuple(_list_origins(context, readings, "retrieved")))
        yield Paragraph((Text(text),), origins, Role.SOURCE)


def _list_days(readings: Sequence[Reading[Volatile]]) -> set[date]:
    return {reading.volatile.retrieved for reading in readings}


def _tell(context: ComposeContext, readings: Sequence[Reading[Volatile]], key: str) -> Inlines:
    """Tell readings that agree, and cite their source; the release is a field's value where only one says it."""
    (volatile, path), *others = readings
    vintage: Inlines = (Text(volatile.vintage),) if others else context.field(volatile.vintage, *path, "vintage")
    told = context.wording.inlines("sentences", key, vintage=vintage, retrieved=long_date(volatile.retrieved))
    return (*told, context.references.sources[volatile.source])


def _list_origins(context: ComposeContext, readings: Sequence[Reading[Volatile]], *fields: str) -> Iterator[Origin]:
    for reading in readings:
        yield from (context.origin(*reading.path, field) for field in fields)
