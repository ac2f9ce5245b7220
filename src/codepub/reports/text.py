"""Diagnostics for people: the place, the fact, the line with a caret under the value, the way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from codepub.diagnostics import Diagnostic, Severity, printable
from codepub.origin import Position
from codepub.reports.report import Report, count_severity, write_count

_MAX_EXCERPT: Final = 100
"""So many characters of a line are shown; lines of data can be any length, and terminals wrap."""


def report_text(report: Report) -> str:
    """Report every diagnostic and, last, a line that counts them."""
    return "\n".join([*map(describe_diagnostic, report.diagnostics), _summarize(report)])


def describe_diagnostic(diagnostic: Diagnostic) -> str:
    """Describe one diagnostic in lines, with an empty one at the end."""
    return "\n".join([*_write_lines(diagnostic), ""])


def _write_lines(diagnostic: Diagnostic) -> Iterator[str]:
    position, headline = diagnostic.position, f"{diagnostic.severity}[{diagnostic.rule}]: {diagnostic.message}"
    if position is None:
        yield printable(f"{diagnostic.origin.record}: {headline}" if diagnostic.origin else headline)
    else:
        yield printable(f"{position.file}:{position.line}:{position.column}: {headline}")
        if diagnostic.excerpt:
            yield from _show_excerpt(position, diagnostic.excerpt)
    if diagnostic.hint:
        yield f"  {printable(diagnostic.hint)}"


def _show_excerpt(position: Position, line: str) -> Iterator[str]:
    start = max(0, min(position.column - 1, len(line)) - _MAX_EXCERPT // 2)
    shown = line[start : start + _MAX_EXCERPT]
    before = shown[: position.column - 1 - start]
    width = max(1, min(position.width, len(shown) - len(before)))
    margin = " " * len(str(position.line))
    padding = "".join("\t" if character == "\t" else " " * _count_columns(character) for character in before)
    carets = "^" * max(1, sum(map(_count_columns, shown[len(before) : len(before) + width])))
    yield f"  {position.line} | {shown}"
    yield f"  {margin} | {padding}{carets}"


def _count_columns(character: str) -> int:
    """Count the columns of a terminal that a character takes."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _summarize(report: Report) -> str:
    if not report.files:
        return "There are no records here: nothing was validated."
    files = write_count(len(report.files), "record")
    counts = [
        write_count(count, severity.value)
        for severity in Severity
        if (count := count_severity(report.diagnostics, severity))
    ]
    return f"{files} validated: {', '.join(counts) if counts else 'all sound'}."
