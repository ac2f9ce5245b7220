"""Completeness as text for a terminal and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from codepub.library.completeness.matrix import (
    MEANINGS,
    STATES,
    Completeness,
    Recheck,
    Tally,
    tally,
    tally_all,
    tally_columns,
)
from codepub.library.completeness.symbols import (
    OVERDUE,
    PARTLY,
    SYMBOLS,
    choose_symbol,
    describe_cell,
    write_percentage,
)
from codepub.origin import format_path


def completeness_text(matrix: Completeness) -> str:
    """Return the fields with their shares, the matrix with a sign for each field, the rechecks overdue, the total."""
    tables = [_write_fields(matrix), _write_matrix(matrix), _write_legend(), _write_overdue(matrix)]
    parts = [*tables, [_write_summary(matrix)]]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part)))


def _write_fields(matrix: Completeness) -> Iterator[str]:
    width = max(len(format_path(column.path)) for column in matrix.columns)
    for number, (column, counted) in enumerate(zip(matrix.columns, tally_columns(matrix), strict=True), start=1):
        share = write_percentage(counted.percent) if counted.fields else "–"
        yield f"{number:>3}  {format_path(column.path):<{width}}  {share:>6}  {_write_counts(counted)}"


def _write_counts(counted: Tally) -> str:
    counts = [f"{count:,} {state}" for state in STATES if (count := counted.states.get(state, 0))]
    return ", ".join([*counts, f"{counted.overdue:,} overdue"] if counted.overdue else counts)


def _write_matrix(matrix: Completeness) -> Iterator[str]:
    names = [str(row.record.id) for row in matrix.rows]
    width = max(map(len, names), default=0)
    numbers = range(1, len(matrix.columns) + 1)
    yield f"{'':<{width}}  {''.join(str(n // 10) if n % 10 == 0 else ' ' for n in numbers)}".rstrip()
    yield f"{'':<{width}}  {''.join(str(n % 10) for n in numbers)}"
    for name, row in zip(names, matrix.rows, strict=True):
        yield f"{name:<{width}}  {''.join(map(choose_symbol, row.cells))}  {write_percentage(tally(row.cells).percent)}"


def _write_legend() -> Iterator[str]:
    for state in STATES:
        yield f"{SYMBOLS[state]} {state}: {MEANINGS[state]}"
        if state == "value":
            yield f"{PARTLY} value, with single values in it not given"
    yield f"{OVERDUE} a recheck is overdue"


def _write_overdue(matrix: Completeness) -> Iterator[str]:
    for recheck in matrix.overdue:
        yield f"{recheck.origin.record} {format_path(recheck.origin.path)}: {_describe_due(recheck)}"


def _describe_due(recheck: Recheck) -> str:
    owner = f", {recheck.why.owner}" if recheck.why.owner else ""
    return f"recheck was due by {recheck.why.recheck_by}{owner}"


def _write_summary(matrix: Completeness) -> str:
    counted = tally_all(matrix)
    fields = f"{counted.given:,} of {counted.fields:,} fields of {len(matrix.rows):,} records"
    return f"{write_percentage(counted.percent)} complete: {fields} have a value or are known to be none."


def completeness_csv(matrix: Completeness) -> str:
    """Return one line for each record: its name, its share, and each field in words (RFC 4180, lines end with LF)."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(
        ("system", "code", "title", "edition", "percent", *(format_path(column.path) for column in matrix.columns))
    )
    for record, cells in matrix.rows:
        share = write_percentage(tally(cells).percent).rstrip("%")
        named = (record.system, record.code, _disarm_formula(record.title), str(record.edition), share)
        table.writerow((*named, *map(describe_cell, cells)))
    return written.getvalue().removesuffix("\n")


def _disarm_formula(text: str) -> str:
    """Keep a spreadsheet from taking a title for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t")) else text
