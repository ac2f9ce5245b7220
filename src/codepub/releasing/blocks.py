"""What holds a release back: values that only a draft may lack, and words left over from writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from codepub.checks.left_over import left_overs
from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.unchecked import UncheckedRecord
from codepub.origin import FieldPath, Origin, RecordId, format_path
from codepub.records.availability import BLOCKS_RELEASE, REASONS
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import Absence, absences

BLOCKED: Final = Rule(
    "blocks-release",
    Severity.ERROR,
    "A value that a draft may lack and a release may not.",
    "payment: {unavailable: not-asked}",
)
DRAFT: Final = Rule("draft", Severity.ERROR, "A draft, where only releases are made.", "status: draft")

_LASTING: Final = ", ".join(reason for reason in REASONS if reason not in BLOCKS_RELEASE)


def find_blocks(found: UncheckedRecord[CodeSummary]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each value that a record lacks and that holds its release back."""
    for absence in absences(found.record):
        if absence.why.reason in BLOCKS_RELEASE:
            yield _diagnose_absence(found, absence)


def report_draft(found: UncheckedRecord[CodeSummary]) -> Diagnostic:
    """Make the diagnostic of a record that is no release."""
    way_out = f"Release it first: `codepub release {found.record.id}`"
    return _diagnose(found, DRAFT, ("status",), "This is a draft, and only releases are made.", way_out)


def find_left_over(diagnostics: Iterable[Diagnostic], record: RecordId | None = None) -> Iterator[Diagnostic]:
    """Yield the warnings of words that are left over, of one record or of all: a draft may have them."""
    for one in diagnostics:
        if one.rule == left_overs.rule.id and (record is None or (one.origin and one.origin.record == record)):
            yield replace(one, severity=Severity.ERROR)


def _diagnose_absence(found: UncheckedRecord[CodeSummary], absence: Absence) -> Diagnostic:
    message = f"`{format_path(absence.path)}` is {absence.why.reason}, which only a draft may say."
    return _diagnose(found, BLOCKED, absence.path, message, f"Write the value, or a reason that may stay: {_LASTING}.")


def _diagnose(found: UncheckedRecord[CodeSummary], rule: Rule, path: FieldPath, message: str, hint: str) -> Diagnostic:
    placed = found.reading.source.diagnose(rule, found.reading.locate(path), message, hint)
    return replace(placed, origin=Origin(found.record.id, path))
