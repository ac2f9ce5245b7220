"""Review files beside their records: what does not fit, and what is approved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from os.path import lexists
from pathlib import Path

from codepub.checks.review_rules import REVIEW_ALONE, UNAPPROVED
from codepub.checks.reviews import check_beside_record
from codepub.diagnostics import Diagnostic, Finding
from codepub.loading.content_files import record_at, record_file, review_file, reviewed_record
from codepub.loading.load_file import CheckContext, LoadedFile
from codepub.loading.placing import place_findings
from codepub.loading.unchecked import UncheckedRecord, read_unchecked
from codepub.origin import Origin, RecordId
from codepub.records.approvals import describe_missing, judge_roles
from codepub.records.approvers import Approvers
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY, REVIEW
from codepub.records.review_file import ReviewFile
from codepub.yaml.reading import read_for_places


def find_review(content: Path, record: RecordId) -> ReviewFile | Diagnostic:
    """Find what is known of the review of a record: nothing where it has no review file."""
    file = review_file(content, record)
    if not lexists(file):
        return ReviewFile()
    found = read_unchecked(REVIEW, content, file)
    return found if isinstance(found, Diagnostic) else found.record


def check_review_file(content: Path, loaded: LoadedFile[Frozen], context: CheckContext) -> Iterator[Diagnostic]:
    """Find what does not fit between a review file and its record."""
    review, name = loaded.record, record_at(loaded.file.relative_to(content))
    if not isinstance(review, ReviewFile) or loaded.text is None:
        return
    file = record_file(content, reviewed_record(name))
    reading = read_for_places(loaded.file, loaded.text)
    if not lexists(file):
        fact = f"There is no record beside this file: {file.name} does not exist."
        way_out = "Name the file after its record, or take it out where the record is gone."
        yield from place_findings([Finding(REVIEW_ALONE, (), fact, way_out)], name, reading)
        return
    beside = read_unchecked(CODE_SUMMARY, content, file)
    if isinstance(beside, UncheckedRecord):
        yield from place_findings(check_beside_record(review, beside.record, context.approvers), name, reading)


def report_unapproved(content: Path, file: Path, approvers: Approvers) -> Iterator[Diagnostic]:
    """Yield what a record lacks to be released: the approval of roles, as far as that is asked for."""
    found = read_unchecked(CODE_SUMMARY, content, file) if approvers.roles else None
    if not isinstance(found, UncheckedRecord):
        return
    review = find_review(content, found.record.id)
    if isinstance(review, Diagnostic):
        yield review
        return
    missing = describe_missing(judge_roles(found.record, review, approvers))
    if missing:
        yield _diagnose(found, missing, f"Sign it: `codepub review approve {found.record.id} --role ROLE --as NAME`.")


def _diagnose(found: UncheckedRecord[CodeSummary], fact: str, way_out: str) -> Diagnostic:
    where = found.reading.locate(("status",))
    return replace(
        found.reading.source.diagnose(UNAPPROVED, where, fact, way_out), origin=Origin(found.record.id, ("status",))
    )
