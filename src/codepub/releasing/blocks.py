"""What holds a release back: values that only a draft may lack, words left over, signatures that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from codepub.checks.released import blocked_releases, find_blocks, weigh_for_release
from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.unchecked import UncheckedRecord
from codepub.origin import FieldPath, Origin, RecordId
from codepub.records.approvers import Approvers
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import absences

DRAFT: Final = Rule("draft", Severity.ERROR, "A draft, where only releases are made.", "status: draft")


def report_blocks(found: UncheckedRecord[CodeSummary]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each value that a draft lacks and that holds its release back.

    Of what is released, loading has told them.
    """
    if found.record.status == "draft":
        for block in find_blocks(absences(found.record)):
            yield _diagnose(found, blocked_releases.rule, block.path, block.message, block.hint)


def report_draft(found: UncheckedRecord[CodeSummary]) -> Diagnostic:
    """Make the diagnostic of a record that is no release."""
    way_out = f"Release it first: `codepub release {found.record.id}`"
    return _diagnose(found, DRAFT, ("status",), "This is a draft, and only releases are made.", way_out)


def report_unsigned(content: Path, found: UncheckedRecord[CodeSummary], approvers: Approvers) -> Iterator[Diagnostic]:
    """Yield as an error what a record lacks of the approval that its release takes."""
    if approvers.roles:
        from codepub.loading.reviews import report_unapproved

        for one in report_unapproved(content, found.reading.file, approvers):
            yield replace(one, severity=Severity.ERROR)


def report_left_over(diagnostics: Iterable[Diagnostic], record: RecordId | None = None) -> Iterator[Diagnostic]:
    """Yield as errors the warnings that only a draft may have, of one record or of all."""
    for one in diagnostics:
        weighed = weigh_for_release(one)
        if weighed.severity is not one.severity and (record is None or (one.origin and one.origin.record == record)):
            yield weighed


def _diagnose(found: UncheckedRecord[CodeSummary], rule: Rule, path: FieldPath, message: str, hint: str) -> Diagnostic:
    placed = found.reading.source.diagnose(rule, found.reading.locate(path), message, hint)
    return replace(placed, origin=Origin(found.record.id, path))
