"""Telling which list a file holds by what stands in it, and reading its entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from codepub.characters import BYTE_ORDER_MARK, CONTROLS, LINE_SEPARATORS, TURNING
from codepub.codesets.code_set import Entry, SetName
from codepub.codesets.published.files import LONGEST_ROW, Part, Row, rows_of, table_rows
from codepub.codesets.published.layout import (
    Cells,
    Layout,
    LineLayout,
    TableLayout,
    cleaned,
    columns_of,
    headings_of,
    stacked,
)
from codepub.codesets.published.layouts import LAYOUTS, plain_layout
from codepub.codesets.published.unreadable import UnreadableError

_HEAD: Final = 60
"""So many rows may stand before the first entry: titles, notices of copyright, headings. HCPCS has 11."""
_HEAD_CELLS: Final = 3_000
"""So many cells these rows have in all; 60 rows of the widest published list, HCPCS with 48 columns, have 2,880."""

_BLANK: Final = " \t\r\n\xa0\x1a"
"""What an empty row may hold; older files end with the mark of DOS."""

_UNWANTED: Final = re.compile(f"[{CONTROLS}{LINE_SEPARATORS}{BYTE_ORDER_MARK}{TURNING}]")
"""What no row may hold. Other unfit characters are let through: a list is kept as it was published, damage and all."""


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
    with closing(rows_of(part)) as rows:
        head = list(_head_of(rows))
    in_lines = [] if any(row.cells for row in head) else list(_line_layouts(part, head))
    found = in_lines or _table_layouts(part, head, declared)
    return list({one.layout.set: one for one in reversed(found)}.values())[::-1]


def _head_of(rows: Iterator[Row]) -> Iterator[Row]:
    """Take the rows that tell a list: `_HEAD` of them, `_HEAD_CELLS`, or as much as a row may have of characters."""
    size = cells = 0
    for row in islice(rows, _HEAD):
        yield row
        size += len(row.text) + sum(map(len, row.cells))
        cells += len(row.cells) or 1 + row.text.count(",") + row.text.count("\t")
        if size > LONGEST_ROW or cells > _HEAD_CELLS:
            return


def _line_layouts(part: Part, head: list[Row]) -> Iterator[Found]:
    first = next((row.text.rstrip("\r\n") for row in head if row.text.strip()), "")
    for layout in LAYOUTS:
        if isinstance(layout, LineLayout) and layout.line.fullmatch(first):
            yield Found(layout, part)


def _table_layouts(part: Part, head: list[Row], declared: SetName | None) -> list[Found]:
    """Find the layouts of a table; one with tabs may still be CSV, whose cells hold them."""
    delimiters = "\t," if any("\t" in row.text for row in head) else ","
    found = (list(_layouts_with(delimiter, part, head, declared)) for delimiter in delimiters)
    return next(filter(None, found), [])


def _layouts_with(delimiter: str, part: Part, head: list[Row], declared: SetName | None) -> Iterator[Found]:
    rows = _sound(table_rows(head, delimiter))
    headings = list(map(headings_of, rows))
    tables = [layout for layout in LAYOUTS if isinstance(layout, TableLayout)]
    for layout in [*tables, *([plain_layout(declared)] if declared else [])]:
        found = _headed(layout, part, delimiter, rows, headings, any(row.cells for row in head))
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


def _headed(
    layout: TableLayout, part: Part, delimiter: str, rows: list[Row], headings: list[list[str]], is_sheet: bool
) -> Found | None:
    """Find the heading of a layout: the first row that, with those it is stacked on, has what is needed."""
    for at, row in enumerate(rows):
        depths = range(1, min(layout.stacked, at + 1) + 1)
        columns = max((columns_of(layout, stacked(headings[at + 1 - depth : at + 1])) for depth in depths), key=len)
        if all(name in columns for name in layout.needed):
            above = " ".join(cleaned(" ".join(before.cells)) for before in rows[:at])
            found = Found(layout, part, delimiter, row.number, columns, above, is_sheet)
            first = next(_cells(found, iter(rows), Place()), None)
            return found if first is None or layout.fits(first) else None
    return None


def entries_of(found: Found, place: Place) -> Iterator[Entry]:
    """Read the entries of a part; ``place`` follows the row. Raises `UnreadableError` at the row that is at fault."""
    rows: Iterator[Row] = rows_of(found.part)
    if isinstance(found.layout, LineLayout):
        return found.layout.read(_matches(found.layout, _legible(found, rows, place), place))
    rows = _legible(found, table_rows(rows, found.delimiter), place)
    return found.layout.read(_cells(found, rows, place))


def _legible(found: Found, rows: Iterable[Row], place: Place) -> Iterator[Row]:
    """Refuse rows that hold, in what is kept of them, a character that no publication can hold."""
    for row in rows:
        place.row = row.number
        kept = row.text or "\n".join(row.cells[at] for at in found.columns.values() if at < len(row.cells))
        if row.number > found.heading and kept.strip(_BLANK):
            _refuse_unwanted(kept)
        yield row


def _refuse_unwanted(text: str) -> None:
    if unwanted := _UNWANTED.search(text):
        name = unicodedata.name(unwanted[0], "CONTROL CHARACTER")
        raise UnreadableError(
            f"U+{ord(unwanted[0]):04X} {name} stands here, which no text may hold.",
            "Take it out, or download the file again.",
        )


def _matches(layout: LineLayout, rows: Iterable[Row], place: Place) -> Iterator[re.Match[str]]:
    for row in rows:
        place.row = row.number
        text = row.text.replace("\xa0", " ").rstrip("\r\n")
        if not text.strip(_BLANK):
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
        if not any(cell.strip(_BLANK) for cell in row.cells) or (not begun and not cells["code"]):
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
