"""Diagnostics for people: the place, the fact, the line with a caret under the value, the way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

from codepub.diagnostics import Diagnostic, Severity, printable
from codepub.origin import Position
from codepub.reports.report import Report, counted, write_count

_WIDEST: Final = 100


def report_text(report: Report) -> str:
    """Give every diagnostic and, last, a line that counts them."""
    return "\n".join([*map(diagnostic_text, report.diagnostics), _summary(report)])


def diagnostic_text(diagnostic: Diagnostic) -> str:
    """Give one diagnostic, with an empty line after it."""
    return "\n".join([*_lines(diagnostic), ""])


def _lines(diagnostic: Diagnostic) -> Iterator[str]:
    position, headline = diagnostic.position, f"{diagnostic.severity}[{diagnostic.rule}]: {diagnostic.message}"
    if position is None:
        yield printable(f"{diagnostic.origin.record}: {headline}" if diagnostic.origin else headline)
    else:
        yield printable(f"{position.file}:{position.line}:{position.column}: {headline}")
        if diagnostic.excerpt:
            yield from _excerpt(position, diagnostic.excerpt)
    if diagnostic.hint:
        yield f"  {printable(diagnostic.hint)}"


def _excerpt(position: Position, line: str) -> Iterator[str]:
    start = max(0, min(position.column - 1, len(line)) - _WIDEST // 2)
    shown = line[start : start + _WIDEST]
    before = shown[: position.column - 1 - start]
    width = max(1, min(position.width, len(shown) - len(before)))
    margin = " " * len(str(position.line))
    padding = "".join("\t" if character == "\t" else " " * _columns(character) for character in before)
    carets = "^" * max(1, sum(map(_columns, shown[len(before) : len(before) + width])))
    yield f"  {position.line} | {shown}"
    yield f"  {margin} | {padding}{carets}"


def _columns(character: str) -> int:
    """Count the columns of a terminal that a character takes."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _summary(report: Report) -> str:
    if not report.files:
        return "There are no records here: nothing was validated."
    files = write_count(len(report.files), "record")
    counts = [
        write_count(count, severity.value) for severity in Severity if (count := counted(report.diagnostics, severity))
    ]
    return f"{files} validated: {', '.join(counts) if counts else 'all sound'}."
