"""Checks between records: what a record refers to must still stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codepub.checks.check import Subject
from codepub.diagnostics import Finding, Rule, Severity
from codepub.markup.targets import parse_code_target
from codepub.origin import FieldPath, RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import record_id
from codepub.records.corpus import Corpus

ENDED_REFERENCE = Rule(
    "reference-ended",
    Severity.WARNING,
    "A reference to a record whose code had ended.",
    'related code "32100", whose own record ends before',
)


class RecordReference(NamedTuple):
    """A record that another refers to, and where it does."""

    path: FieldPath
    record: RecordId


def list_references(subject: Subject) -> Iterator[RecordReference]:
    """List the records that a record refers to, in rows and in links of prose; not all need be in the library."""
    own = subject.record.id
    for path, system, code in subject.codes:
        if (other := record_id(system, code)) != own and path != ("supersedes",):  # that one has ended by right
            yield RecordReference(path, other)
    for path, target in subject.links:
        linked = parse_code_target(target)
        if linked is not None and linked != own:
            yield RecordReference(path, linked)


def find_ended_references(
    record: CodeSummary, references: Iterable[RecordReference], corpus: Corpus
) -> Iterator[Finding]:
    """Find references to records of the library that had ended before this one is effective."""
    for path, other in references:
        target = corpus.records.get(other)
        if target is not None and target.ends is not None and target.ends < record.effective:
            hint = f"Refer to {target.replaced_by}." if target.replaced_by else "Take the reference out."
            yield Finding(ENDED_REFERENCE, path, f"{target.system} {target.code} ended on {target.ends}.", hint)
