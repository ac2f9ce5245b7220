"""What a file lacks that is no list: the layout it comes nearest to, which columns were looked for, which are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from codepub.codesets.published.files import PublishedPart, PublishedRow
from codepub.codesets.published.layout_kinds import ListLayout, TableLayout, clean
from codepub.codesets.published.recognition import TableHead, read_heads, split_head
from codepub.diagnostics import printable

_MAX_HEADINGS: Final = 12
"""How many headings of a file one message names."""
_MAX_HEADING_LENGTH: Final = 40
"""How many characters of a heading one message shows."""


@dataclass(frozen=True, slots=True)
class NearestLayout:
    """The layout that a table comes nearest to, which of its needed columns are missing, and the row of headings."""

    layout: TableLayout
    missing: tuple[str, ...]
    row: PublishedRow


def describe_lack(part: PublishedPart, layouts: Sequence[ListLayout]) -> str:
    """Say which columns some layouts have that a part lacks, and what stands in it in their place.

    Raises:
        UnreadableError: The part is not a list at all.
    """
    if part.name.lower().startswith("pprrvu") and part.name.lower().endswith(".txt"):
        return (
            "It is the fee schedule as text, in other columns than codepub knows: add the csv or xlsx of the same zip."
        )
    nearest = min(_rank_layouts(part, layouts), key=_count_missing, default=None)
    if nearest is None:
        tables = [layout for layout in layouts if isinstance(layout, TableLayout)]
        wanted = f"Looked for the columns {_name_wanted(tables)}. " if tables else ""
        return f"{wanted}{_describe_first_row(part)}."
    headings = ", ".join(nearest.layout.needed.values())
    missing = ", ".join(nearest.missing)
    return (
        f"It comes nearest to {nearest.layout.title}, with the columns {headings}: "
        f"{missing} {'is' if len(nearest.missing) == 1 else 'are'} missing; "
        f"row {nearest.row.number} has {_name_headings(nearest.row)}."
    )


def _name_wanted(tables: Sequence[TableLayout]) -> str:
    return "; or ".join(dict.fromkeys(", ".join(layout.needed.values()) for layout in tables))


def _rank_layouts(part: PublishedPart, layouts: Sequence[ListLayout]) -> Iterator[NearestLayout]:
    """Find how near each layout of a table is, in each sheet; one that shares a single column is not near."""
    for _, head in read_heads(part):
        for table in split_head(head):
            for layout in layouts:
                if isinstance(layout, TableLayout) and (near := _measure(layout, table)) is not None:
                    yield near


def _measure(layout: TableLayout, table: TableHead) -> NearestLayout | None:
    rows = ((row, table.find_columns(layout, at)) for at, row in enumerate(table.rows))
    row, columns = max(rows, key=lambda found: sum(name in found[1] for name in layout.needed), default=(None, {}))
    missing = tuple(heading for name, heading in layout.needed.items() if name not in columns)
    here = len(layout.needed) - len(missing)
    return NearestLayout(layout, missing, row) if row is not None and here > 1 else None


def _count_missing(near: NearestLayout) -> float:
    return len(near.missing) / len(near.layout.needed)


def _describe_first_row(part: PublishedPart) -> str:
    """Describe the first row that looks like headings: that of the most cells, split as most cells come of it."""
    tables = (table for _, head in read_heads(part) for table in split_head(head))
    rows = [row for table in tables for row in table.rows if any(map(clean, row.cells))]
    widest = max(rows, key=lambda row: len(list(filter(clean, row.cells))), default=None)
    return f"Row {widest.number} has {_name_headings(widest)}" if widest is not None else "It has no row"


def _name_headings(row: PublishedRow) -> str:
    names = [printable(clean(cell))[:_MAX_HEADING_LENGTH] for cell in row.cells if clean(cell)]
    more = f" and {len(names) - _MAX_HEADINGS} more" if len(names) > _MAX_HEADINGS else ""
    return f"{', '.join(names[:_MAX_HEADINGS])}{more}"
