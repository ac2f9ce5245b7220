"""Review files beside their records: what does not fit, and what is approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from os.path import lexists
from pathlib import Path
from typing import NamedTuple

from codepub.checks.review_rules import REVIEW_ALONE, UNAPPROVED
from codepub.checks.reviews import check_beside_record
from codepub.diagnostics import Diagnostic, Finding
from codepub.loading.content_files import record_at, record_file, review_file, reviewed_record
from codepub.loading.load_file import CheckContext, LoadedFile
from codepub.loading.placing import place_findings
from codepub.loading.unchecked import UncheckedRecord, read_all_unchecked, read_unchecked
from codepub.loading.unforeseen import attempt
from codepub.origin import Origin, RecordId
from codepub.records.approvals import describe_missing, find_standing, judge_roles
from codepub.records.approvers import Approvers
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY, REVIEW
from codepub.records.review_file import ReviewFile
from codepub.records.standing import Standing
from codepub.yaml.reading import read_for_places


class ReadReview(NamedTuple):
    """A record, whether or not checks accept it, and its review."""

    record: CodeSummary
    review: ReviewFile


class ReadReviews(NamedTuple):
    """Records with their reviews, and what is wrong with the files that cannot be read."""

    read: tuple[ReadReview, ...]
    unread: tuple[Diagnostic, ...]


def read_reviews(content: Path, files: Sequence[Path] | None = None) -> ReadReviews:
    """Read the records of files, or of a whole content folder, and the review of each.

    Raises:
        MachineError: The content folder cannot be read.
    """
    if files is None:
        found = list(read_all_unchecked(content))
    else:
        found = [attempt(lambda file: read_unchecked(CODE_SUMMARY, content, file), file) for file in files]
    read, unread = list[ReadReview](), list[Diagnostic]()
    for one in found:
        review = find_review(content, one.record.id) if isinstance(one, UncheckedRecord) else one
        if isinstance(one, UncheckedRecord) and isinstance(review, ReviewFile):
            read.append(ReadReview(one.record, review))
        elif isinstance(review, Diagnostic):
            unread.append(review)
    return ReadReviews(tuple(read), tuple(unread))


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
        yield _diagnose(
            found, missing, f"Have it signed: `codepub review approve {found.record.id} --role ROLE --as NAME`."
        )


def find_standings(content: Path, records: Iterable[CodeSummary], approvers: Approvers) -> dict[RecordId, Standing]:
    """Find how records stand; one whose review file cannot be read is approved by nobody."""
    return {record.id: _find_standing(content, record, approvers) for record in records}


def _find_standing(content: Path, record: CodeSummary, approvers: Approvers) -> Standing:
    review = find_review(content, record.id)
    return find_standing(record, ReviewFile() if isinstance(review, Diagnostic) else review, approvers)


def _diagnose(found: UncheckedRecord[CodeSummary], fact: str, way_out: str) -> Diagnostic:
    where = found.reading.locate(("status",))
    return replace(
        found.reading.source.diagnose(UNAPPROVED, where, fact, way_out), origin=Origin(found.record.id, ("status",))
    )
