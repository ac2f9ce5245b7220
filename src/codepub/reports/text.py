"""Diagnostics for people: the place, the fact, the line with a caret under the value, the way out."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from codepub.diagnostics import Diagnostic, Severity, legible, printable
from codepub.origin import Position
from codepub.reports.report import Report, count_fixable, count_kinds, count_severity, write_count

_MAX_EXCERPT: Final = 100
"""So many characters of a line are shown; lines of data can be any length, and terminals wrap."""


_FIXABLE: Final = "[*]"
"""The mark of a diagnostic that has one right answer, as linters have it."""

Paint = Callable[[Severity, str], str]
"""How words that weigh as much as a severity are shown, in a colour of a terminal for example."""


def leave_plain(severity: Severity, words: str) -> str:  # noqa: ARG001 -- it is a `Paint`
    """Return words as they are."""
    return words


def report_text(report: Report, paint: Paint = leave_plain) -> str:
    """Report every diagnostic and, last, a line that counts them.

    Nothing in it, but what ``paint`` adds, is obeyed by a terminal.
    """
    described = [describe_diagnostic(diagnostic, paint) for diagnostic in report.diagnostics]
    return "\n".join([*described, _summarize(report)])


def describe_diagnostic(diagnostic: Diagnostic, paint: Paint = leave_plain) -> str:
    """Describe one diagnostic in lines, with an empty one at the end."""
    return "\n".join([*_write_lines(diagnostic, paint), ""])


def count_found(diagnostics: Sequence[Diagnostic]) -> str:
    """Count what was found by its severity: "1 error, 2 warnings", or "all sound"."""
    counts = [
        write_count(count, severity.value) for severity in Severity if (count := count_severity(diagnostics, severity))
    ]
    return ", ".join(counts) if counts else "all sound"


def _write_lines(diagnostic: Diagnostic, paint: Paint) -> Iterator[str]:
    position, severity = diagnostic.position, diagnostic.severity
    mark = f" {_FIXABLE}" if diagnostic.fix is not None else ""
    headline = f"{paint(severity, f'{severity}[{printable(diagnostic.rule)}]')}{mark}: {printable(diagnostic.message)}"
    if position is None:
        yield f"{printable(diagnostic.origin.record)}: {headline}" if diagnostic.origin else headline
    else:
        yield f"{printable(position.file)}:{position.line}:{position.column}: {headline}"
        if diagnostic.excerpt:
            yield from _show_excerpt(position, diagnostic.excerpt, lambda carets: paint(severity, carets))
    if diagnostic.hint:
        yield f"  {printable(diagnostic.hint)}"


def _show_excerpt(position: Position, line: str, paint: Callable[[str], str]) -> Iterator[str]:
    start = max(0, min(position.column - 1, len(line)) - _MAX_EXCERPT // 2)
    shown = line[start : start + _MAX_EXCERPT]
    before = shown[: position.column - 1 - start]
    width = max(1, min(position.width, len(shown) - len(before)))
    margin = " " * len(str(position.line))
    padding = "".join("\t" if character == "\t" else " " * _count_columns(character) for character in before)
    carets = "^" * max(1, sum(map(_count_columns, shown[len(before) : len(before) + width])))
    yield f"  {position.line} | {legible(shown)}"
    yield f"  {margin} | {padding}{paint(carets)}"


def _count_columns(character: str) -> int:
    """Count the columns of a terminal that a character takes."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _summarize(report: Report) -> str:
    if not report.files:
        return "There are no records here: nothing was validated."
    summary = f"{count_kinds(report.files)} validated: {count_found(report.diagnostics)}."
    fixable = count_fixable(report.diagnostics)
    if not fixable:
        return summary
    can = f"{_FIXABLE} {fixable:,} of {len(report.diagnostics):,} can be fixed with `codepub validate --fix`."
    return f"{summary}\n{can}"
