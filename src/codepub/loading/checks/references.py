"""Checks between records: what a record refers to must still stand."""

from __future__ import annotations

from collections.abc import Iterator

from codepub.diagnostics import Rule, Severity
from codepub.loading.checks.check import Finding
from codepub.loading.checks.named_codes import named_codes
from codepub.markup import code_target, link_targets
from codepub.origin import FieldPath, RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import record_id
from codepub.records.contents import Passage
from codepub.records.corpus import Corpus

ENDED_REFERENCE = Rule(
    "reference-ended",
    Severity.WARNING,
    "A reference to a record whose code had ended.",
    'related code "32100", whose own record ends before',
)


def referred(record: CodeSummary, passages: tuple[Passage, ...]) -> Iterator[tuple[FieldPath, RecordId]]:
    """List the records that a record refers to, in rows and in links of prose; not all need be in the library."""
    own = record_id(record.system, record.code)
    for path, system, code in named_codes(record):
        if (other := record_id(system, code)) != own:
            yield path, other
    for passage in passages:
        for target in link_targets(passage.text) if "](" in passage.text else ():
            linked = code_target(target)
            if linked is not None and linked != own:
                yield passage.path, linked


def ended_references(record: CodeSummary, passages: tuple[Passage, ...], corpus: Corpus) -> Iterator[Finding]:
    """Find references to records of the library that had ended before this one is effective."""
    for path, other in referred(record, passages):
        target = corpus.records.get(other)
        if target is not None and target.ends is not None and target.ends < record.effective:
            hint = f"Refer to {target.replaced_by}." if target.replaced_by else "Take the reference out."
            yield Finding(path, f"{target.system} {target.code} ended on {target.ends}.", hint)
