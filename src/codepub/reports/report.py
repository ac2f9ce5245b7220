"""What a report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codepub.diagnostics import Diagnostic, Rule, Severity, printable


@dataclass(frozen=True, slots=True)
class Report:
    """What was validated, by which rules, and what was found."""

    diagnostics: Sequence[Diagnostic]
    files: Sequence[Path]
    rules: Sequence[Rule]


def count_kinds(files: Sequence[Path]) -> str:
    """Count files by what they are, the files of reviews apart from records: "12 records, 1 review"."""
    reviews = sum(file.stem.endswith(".review") for file in files)
    counts = ((len(files) - reviews, "record"), (reviews, "review"))
    return ", ".join(write_count(count, what) for count, what in counts if count)


def count_severity(diagnostics: Sequence[Diagnostic], severity: Severity) -> int:
    """Count the diagnostics of a severity."""
    return sum(diagnostic.severity is severity for diagnostic in diagnostics)


def count_fixable(diagnostics: Sequence[Diagnostic]) -> int:
    """Count the diagnostics that have one right answer."""
    return sum(diagnostic.fix is not None for diagnostic in diagnostics)


def join_message(diagnostic: Diagnostic) -> str:
    """Join the fact and the way out, in one line that nothing in them can break or turn."""
    return printable(f"{diagnostic.message} {diagnostic.hint}" if diagnostic.hint else diagnostic.message)


def write_file_name(file: Path) -> str:
    """Write a file's name, with slashes, as every program and terminal can show it."""
    return printable(file.as_posix())


def write_count(count: int, what: str) -> str:
    """Write a number with its noun: "1 record", "2,000 records"."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
