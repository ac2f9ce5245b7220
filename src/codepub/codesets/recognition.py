"""Telling which list a file holds by what stands in it, and reading its entries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from codepub.codesets.code_set import Entry, SetName
from codepub.codesets.layout import Cells, Layout, LineLayout, TableLayout, cleaned, columns_of, heading_of
from codepub.codesets.layouts import LAYOUTS, plain_layout
from codepub.codesets.published_files import Part, Row, rows_of, table_rows
from codepub.codesets.unreadable import UnreadableError

_HEAD: Final = 80
"""So many rows may stand before the first entry: titles, notices of copyright, headings."""


@dataclass(frozen=True, slots=True)
class Found:
    """A layout found in a part: which row its heading ends in, 0 for none, where its columns are, what stands above."""

    layout: Layout
    part: Part
    delimiter: str = ","
    heading: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    above: str = ""
    is_sheet: bool = False


@dataclass(slots=True)
class Place:
    """Where a reader is, the row and the entry it gave last: what changes while a list is read, to tell mistakes by."""

    row: int = 0
    entry: Entry | None = None


def found_in(part: Part, declared: SetName | None = None) -> list[Found]:
    """Find the layouts of a part: none, one, or one for each set it holds.

    ``declared`` lets a list with a code and a description through, which does not tell its set. Raises
    `UnreadableError` where the part is not a list at all.
    """
    head = list(islice(rows_of(part), _HEAD))
    in_lines = [] if any(row.cells for row in head) else list(_line_layouts(part, head))
    found = in_lines or list(_table_layouts(part, head, declared))
    return list({one.layout.set: one for one in reversed(found)}.values())[::-1]


def _line_layouts(part: Part, head: list[Row]) -> Iterator[Found]:
    first = next((row.text.rstrip("\r\n") for row in head if row.text.strip()), "")
    for layout in LAYOUTS:
        if isinstance(layout, LineLayout) and layout.line.fullmatch(first):
            yield Found(layout, part)


def _table_layouts(part: Part, head: list[Row], declared: SetName | None) -> Iterator[Found]:
    delimiter = "\t" if any(row.text.count("\t") for row in head) else ","
    rows = _sound(table_rows(head, delimiter))
    tables = [layout for layout in LAYOUTS if isinstance(layout, TableLayout)]
    for layout in [*tables, *([plain_layout(declared)] if declared else [])]:
        found = _headed(layout, part, delimiter, rows, any(row.cells for row in head))
        if found is not None:
            yield found


def _sound(rows: Iterator[Row]) -> list[Row]:
    """Take rows up to the first that is no CSV, which may be a title, or a row that the head cut through."""
    sound = []
    try:
        for row in rows:
            sound.append(row)
    except UnreadableError:
        return sound
    return sound


def _headed(layout: TableLayout, part: Part, delimiter: str, rows: list[Row], is_sheet: bool) -> Found | None:
    """Find the heading of a layout: the first row that, with those it is stacked on, has what is needed."""
    for at, row in enumerate(rows):
        depths = range(1, min(layout.stacked, at + 1) + 1)
        headings = [heading_of(rows[at + 1 - depth : at + 1], len(row.cells)) for depth in depths]
        columns = max((columns_of(layout, heading) for heading in headings), key=len)
        if all(name in columns for name in layout.needed):
            above = " ".join(cleaned(" ".join(before.cells)) for before in rows[:at])
            found = Found(layout, part, delimiter, row.number, columns, above, is_sheet)
            first = next(_cells(found, iter(rows), Place()), None)
            return found if first is None or layout.fits(first) else None
    return None


def entries_of(found: Found, place: Place) -> Iterator[Entry]:
    """Read the entries of a part; ``place`` follows the row. Raises `UnreadableError` at the row that is at fault."""
    if isinstance(found.layout, LineLayout):
        return found.layout.read(_matches(found.layout, rows_of(found.part), place))
    rows = table_rows(rows_of(found.part), found.delimiter)
    return found.layout.read(_cells(found, rows, place))


def _matches(layout: LineLayout, rows: Iterable[Row], place: Place) -> Iterator[re.Match[str]]:
    for row in rows:
        place.row = row.number
        text = row.text.replace("\xa0", " ").rstrip("\r\n")
        if not text.strip(" \x1a"):  # older files end with the mark of DOS
            continue
        match = layout.line.fullmatch(text)
        if match is None:
            raise UnreadableError(
                f"This is not a line of the layout {layout.title!r}.", "Is the file cut off, or another list?"
            )
        yield match


def _cells(found: Found, rows: Iterator[Row], place: Place) -> Iterator[Cells]:
    """Give the rows below the heading by column; notes below the last entry are passed over."""
    begun = False
    for row in rows:
        place.row = row.number
        if row.number <= found.heading:
            continue
        cells = {name: cleaned(row.cells[at]) if at < len(row.cells) else "" for name, at in found.columns.items()}
        if not any(row.cells) or not any(map(str.strip, row.cells)) or (not begun and not cells["code"]):
            continue
        if _is_note(row):
            continue
        _check_width(found, row)
        begun = True
        yield cells


def _is_note(row: Row) -> bool:
    """Tell a note from a row: words in one cell and nothing else."""
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) == 1 and len(filled[0].split()) > 1


def _check_width(found: Found, row: Row) -> None:
    layout = found.layout
    needed = layout.needed if isinstance(layout, TableLayout) else ()
    lacking = [name for name in needed if found.columns[name] >= len(row.cells)]
    if lacking and not found.is_sheet:  # a sheet leaves out what is empty at a row's end
        raise UnreadableError(f"The row ends before its column {lacking[0]!r}.", "Is the file cut off?")
