"""Diagnostics and reports made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.origin import FieldPath, Origin, Position, RecordId
from codepub.reports.report import Report

FILE = Path("content/cpt/32120.yaml")
RECORD = RecordId("cpt", "32120")
PLACE = Position(FILE, 3, 7, 5)
RULES = (
    Rule("wrong-type", Severity.ERROR, "Another type than belongs there.", "code: 32120"),
    Rule("prose-code", Severity.WARNING, "A code that tables lack.", "See 32110."),
)


def make_diagnostic(
    rule: str = "wrong-type",
    severity: Severity = Severity.ERROR,
    message: str = "Here belongs text.",
    position: Position | None = PLACE,
    hint: str | None = "Quote it.",
    path: FieldPath | None = ("code",),
    excerpt: str | None = "code: 32120",
) -> Diagnostic:
    """Make a make_diagnostic; what is not said is usual."""
    origin = None if path is None else Origin(RECORD, path)
    return Diagnostic(rule, severity, message, position, hint, origin, excerpt)


def make_report(*diagnostics: Diagnostic, files: Sequence[Path] = (FILE,)) -> Report:
    """Make a report."""
    return Report(diagnostics, files, RULES)
