"""Releasing records and taking that back: all that are named, or none of them."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.files.writing import Rewrite, rewrite_files
from codepub.loading.content_files import read_file
from codepub.loading.load import Loaded
from codepub.loading.unchecked import UncheckedRecord, read_unchecked
from codepub.origin import Origin
from codepub.records.approvers import NOBODY, Approvers
from codepub.records.code_summary import CodeSummary, Status
from codepub.records.kinds import CODE_SUMMARY
from codepub.releasing.blocks import DRAFT, report_blocks, report_draft, report_left_over, report_unsigned
from codepub.releasing.status_line import set_status

T = TypeVar("T")

UNSETTABLE: Final = Rule(
    "status-by-hand", Severity.ERROR, "A status that cannot be set by changing one line.", '"status": "dr\\x61ft"'
)
CHANGED: Final = Rule(
    "saved-meanwhile",
    Severity.ERROR,
    "A file that was saved while it was judged.",
    "an editor saves a record while `codepub release` reads it",
)
RELEASE_RULES: Final[tuple[Rule, ...]] = (DRAFT, UNSETTABLE, CHANGED)
"""The rules of releasing a record; those of its content are among the rules of validation."""


@dataclass(frozen=True, slots=True)
class StatusSet:
    """The files whose status was set, and those that had it before and were left as they are."""

    changed: tuple[Path, ...]
    unchanged: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed, and every reason why."""

    reasons: tuple[Diagnostic, ...]


def release(content: Path, loaded: Loaded, approvers: Approvers = NOBODY) -> StatusSet | Refused:
    """Release the records that were loaded, all or none.

    Refused is what has errors, lacks what a release may not, or is not approved by the roles whose approval it takes.

    Raises:
        MachineError: A file cannot be written; those before it are put back.
    """
    read = [read_unchecked(CODE_SUMMARY, content, file) for file in loaded.files]
    found, unread = _divide(read)
    reasons = list(loaded.errors)
    if not reasons:
        reasons = [*unread, *(_report_changed(one) for one in found if one.record not in loaded.records)]
    blocks = (block for one in found for block in report_blocks(one))
    unsigned = (lack for one in found for lack in report_unsigned(content, one, approvers))
    return _set_all(content, found, "released", [*reasons, *report_left_over(loaded.diagnostics), *blocks, *unsigned])


def withdraw(content: Path, files: Iterable[Path]) -> StatusSet | Refused:
    """Make drafts of records again, all or none, whatever is wrong with what they say.

    Raises:
        MachineError: A file cannot be written; those before it are put back.
    """
    found, unread = _divide([read_unchecked(CODE_SUMMARY, content, file) for file in files])
    return _set_all(content, found, "draft", unread)


def keep_released(content: Path, loaded: Loaded, approvers: Approvers = NOBODY) -> Loaded:
    """Leave out of what was loaded each record that is a draft, is not approved or may be no release, and tell why.

    What is told are errors, beside those that were found before.
    """
    found, _ = _divide([read_unchecked(CODE_SUMMARY, content, file) for file in loaded.files])
    kept = [one for one in found if one.record in loaded.records]
    refusals = {one.record.id: tuple(_refuse_unreleased(content, one, loaded, approvers)) for one in kept}
    held = tuple(one for one in loaded.held if not (isinstance(one, CodeSummary) and refusals.get(one.id, True)))
    reasons = [reason for refusal in refusals.values() for reason in refusal]
    told = {(one.rule, one.position) for one in reasons}
    others = (one for one in loaded.diagnostics if (one.rule, one.position) not in told)
    return replace(loaded, held=held, diagnostics=(*others, *_in_order(reasons)))


def _refuse_unreleased(
    content: Path, found: UncheckedRecord[CodeSummary], loaded: Loaded, approvers: Approvers
) -> Iterator[Diagnostic]:
    if found.record.status == "draft":
        yield report_draft(found)
    yield from report_left_over(loaded.diagnostics, found.record.id)
    yield from report_blocks(found)
    yield from report_unsigned(content, found, approvers)


def _divide(read: Sequence[T | Diagnostic]) -> tuple[list[T], list[Diagnostic]]:
    return [one for one in read if not isinstance(one, Diagnostic)], [
        one for one in read if isinstance(one, Diagnostic)
    ]


def _set_all(
    content: Path, records: Sequence[UncheckedRecord[CodeSummary]], status: Status, reasons: Sequence[Diagnostic]
) -> StatusSet | Refused:
    wanting = [one for one in records if one.record.status != status]
    edits, refused = _divide([_make_edit(content, one, status) for one in wanting])
    if reasons or refused:
        return Refused(_in_order([*reasons, *refused]))
    rewrite_files(edits)
    changed = tuple(edit.file for edit in edits)
    return StatusSet(changed, tuple(one.reading.file for one in records if one.reading.file not in changed))


def _make_edit(content: Path, found: UncheckedRecord[CodeSummary], status: Status) -> Rewrite | Diagnostic:
    reading = found.reading
    raw = read_file(content, reading.file)
    if isinstance(raw, Diagnostic):
        return raw
    mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    if raw != mark + reading.text.encode():
        return _report_changed(found)
    text = set_status(reading, status)
    if text is None:
        fact = "The status cannot be set here without touching other lines."
        way_out = f"Write it yourself: `status: {status}`, on a line of its own."
        return _report(found, UNSETTABLE, fact, way_out)
    return Rewrite(reading.file, raw, mark + text.encode())


def _report_changed(found: UncheckedRecord[CodeSummary]) -> Diagnostic:
    return _report(found, CHANGED, "The file was saved while it was being judged.", "Give the command again.")


def _report(found: UncheckedRecord[CodeSummary], rule: Rule, fact: str, way_out: str) -> Diagnostic:
    placed = found.reading.source.diagnose(rule, found.reading.locate(("status",)), fact, way_out)
    return replace(placed, origin=Origin(found.record.id, ("status",)))


def _in_order(reasons: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(reasons, key=_find_place))


def _find_place(reason: Diagnostic) -> tuple[str, int, int]:
    position = reason.position
    return (str(position.file), position.line, position.column) if position else ("", 0, 0)
