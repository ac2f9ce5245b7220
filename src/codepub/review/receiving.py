"""Files that came back: each is known by its identifier, compared with what was sent, and laid upon its record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from os.path import lexists
from pathlib import Path
from typing import Any, Final

from codepub.diagnostics import CodepubError, ContentError, Diagnostic, printable
from codepub.files.reading import read_plain_file
from codepub.files.writing import NewFile, Rewrite
from codepub.loading.content_files import read_file, record_file
from codepub.loading.load_file import CheckContext, load_content
from codepub.loading.saving import write_unless_saved
from codepub.ooxml.reading.letters import WordFile
from codepub.ooxml.reading.word_file import read_word_file
from codepub.origin import FieldPath, RecordId
from codepub.records.kinds import CODE_SUMMARY
from codepub.records.review_file import ReviewFile
from codepub.reports.report import join_message
from codepub.review.applying import apply
from codepub.review.comparing.compare import compare
from codepub.review.copies import SentCopy
from codepub.review.edits import FieldEdit, ReturnedCopy, ReturnedThread, RowAdded
from codepub.review.kept_copies import UnknownCopyError, find_copy
from codepub.review.merging.judging import find_index
from codepub.review.merging.merged import OPEN_FATES, Fate, MergedEdit, MergedWords, count_read
from codepub.review.merging.merging import Returned, merge
from codepub.review.merging.rows import Counterparts
from codepub.review.recalling import heed_waiting, recall, recall_unplaced
from codepub.review.review_files import (
    Unmade,
    add_copy,
    add_proposals,
    add_receipt,
    add_threads,
    add_unplaced,
    has_received,
    open_review,
    plan_review,
)
from codepub.writers.docx.review_copy import PROPERTY
from codepub.yaml.reading import read

_MAX_BYTES: Final = 64 * 1024**2
"""The most bytes of a file that comes back."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that came back, what it was when it was sent, and what it says. ``is_known``: it was received before."""

    file: Path
    digest: str
    sent: SentCopy
    copy: ReturnedCopy
    is_known: bool = False


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that is left alone, and why."""

    file: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ReceivedRecord:
    """What came back for one record: its files, what becomes of each edit, and what its own files are to hold."""

    record: RecordId
    file: Path
    files: tuple[ReceivedFile, ...]
    merged: tuple[MergedEdit, ...]
    unplaced: tuple[MergedWords, ...]
    plans: tuple[Rewrite | NewFile, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """All that came back in one call."""

    records: tuple[ReceivedRecord, ...]
    refused: tuple[RefusedFile, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many changes were read, and what becomes of them; what was received before counts as applied."""
        merged = [one for record in self.records for one in record.merged]
        waiting = [one for record in self.records for one in record.unplaced if not one.is_settled]
        settled = sum(len(record.unplaced) for record in self.records) - len(waiting)
        return {
            "read": sum(file.copy.read for record in self.records for file in record.files),
            "applied": count_read(merged, Fate.APPLIED, Fate.RECEIVED) + settled,
            "proposed": count_read(merged, Fate.PROPOSED),
            "conflicting": count_read(merged, Fate.CONFLICTING),
            "unplaced": len(waiting),
        }

    @property
    def is_settled(self) -> bool:
        """Whether nobody has to decide, or to look for, anything."""
        counts = self.counts
        return not self.refused and not any(counts[name] for name in ("proposed", "conflicting", "unplaced"))


def receive(root: Path, content: Path, files: Iterable[Path], context: CheckContext) -> Received:
    """Read files that came back and say what becomes of what they say; nothing is written.

    A file that cannot be used is refused, and the others go on.

    Args:
        root: The folder of the workspace, in which copies are kept.
        content: The folder of its records.
        files: Word files.
        context: What records are checked against.
    """
    by_record: dict[RecordId, list[ReceivedFile]] = {}
    refused = list[RefusedFile]()
    for file in files:
        try:
            received = _read_file(root, file)
        except CodepubError as error:
            refused.append(RefusedFile(file, _explain(error)))
        else:
            by_record.setdefault(received.sent.record, []).append(received)
    records = list[ReceivedRecord]()
    for record, received_files in by_record.items():
        try:
            records.append(_receive_record(content, record, received_files, context))
        except CodepubError as error:
            refused.extend(RefusedFile(one.file, _explain(error)) for one in received_files)
    return Received(tuple(records), tuple(refused))


def _explain(error: CodepubError) -> str:
    """Say what is wrong, with the place of each mistake where it is one of a file of the workspace."""
    if not isinstance(error, ContentError):
        return str(error)
    return "\n".join(
        f"{printable(one.position.file)}:{one.position.line}: {join_message(one)}"
        if one.position
        else join_message(one)
        for one in error.diagnostics
    )


def write_received(content: Path, received: Received) -> tuple[Path, ...]:
    """Write what was received into the records and their review files, all or nothing; return the files written.

    Raises:
        SavedMeanwhileError: One of them was saved since it was read; none is written then.
        MachineError: One cannot be written; those before it are put back.
    """
    plans = [plan for record in received.records for plan in record.plans]
    write_unless_saved(content, plans)
    return tuple(plan.file for plan in plans)


def _read_file(root: Path, file: Path) -> ReceivedFile:
    raw = read_plain_file(file, _MAX_BYTES)
    word = read_word_file(raw)
    kept = find_copy(root, _find_identifier(word))
    return ReceivedFile(file, sha256(raw).hexdigest(), kept.copy, compare(kept.copy, read_word_file(kept.file), word))


def _find_identifier(word: WordFile) -> str:
    """Find the identifier that a review copy carries, in the places that programs keep, the surest first."""
    found = word.properties.get(PROPERTY) or word.identifier or word.variables.get(PROPERTY)
    if not found:
        fact = "This is no review copy: it carries no identifier of one."
        raise UnknownCopyError(f"{fact} Look for the file that came back, or send a copy with `codepub review send`.")
    return found


def _receive_record(
    content: Path, record: RecordId, files: Sequence[ReceivedFile], context: CheckContext
) -> ReceivedRecord:
    file = record_file(content, record)
    raw = _read_record(content, file, record)
    stored = open_review(content, record)
    files = [replace(one, is_known=has_received(stored.review, one.digest)) for one in files]
    now, text = _read_data(file, raw), raw.decode()
    recalled = [
        recall(Returned(one.copy, _read_sent(one.sent)), now, stored.review, is_received=one.is_known) for one in files
    ]
    applied = apply(
        text,
        heed_waiting(merge(now, [one.fresh for one in recalled]), stored.review),
        lambda changed: load_content(CODE_SUMMARY, content, file, changed.encode(), context).diagnostics,
    )
    after = applied.text.encode()
    review = _keep(stored.review, files, applied.merged, _read_data(file, after))
    plan = plan_review(stored, review)
    plans = [Rewrite(file, raw, after)] if after != raw else []
    merged = (*applied.merged, *(known for one in recalled for known in one.known))
    unplaced = tuple(words for one in files for words in recall_unplaced(one.copy, stored.review))
    return ReceivedRecord(record, file, tuple(files), merged, unplaced, (*plans, *([plan] if plan else [])))


def _read_record(content: Path, file: Path, record: RecordId) -> bytes:
    if not lexists(file):
        fact = f"The record {record} that this is a copy of is gone: there is no file {printable(file)}."
        raise CodepubError(f"{fact} Get it back from git, and receive the copy again.")
    raw = read_file(content, file)
    if isinstance(raw, Diagnostic):
        raise ContentError(raw)
    return raw


def _read_data(file: Path, raw: bytes) -> Mapping[str, Any]:
    reading = read(file, raw, CODE_SUMMARY.shape)
    if reading.data is None:
        fact = f"{printable(file)}, the record that this is a copy of, cannot be read."
        raise CodepubError(f"{fact} Run `codepub validate` to see why, and receive the copy again.")
    return reading.data


def _read_sent(sent: SentCopy) -> Mapping[str, Any]:
    return _read_data(Path(f"{sent.identifier}.json"), sent.text.encode())


def _keep(
    review: ReviewFile, files: Sequence[ReceivedFile], merged: Sequence[MergedEdit], after: Mapping[str, Any]
) -> ReviewFile:
    """Add to a review what came back: comments, edits that wait, and that the files were received."""
    records = {one.copy.identifier: Counterparts(_read_sent(one.sent), after) for one in files}
    waiting = [
        Unmade(
            _move_edit(voice.edit, records[voice.copy.identifier]), voice.copy.identifier, one.why or "", one.against
        )
        for one in merged
        if one.fate in OPEN_FATES
        for voice in one.voices
    ]
    review = add_proposals(review, waiting)
    moment = datetime.now(UTC)
    for one in files:
        if all(copy.id != one.sent.identifier for copy in review.copies):
            review = add_copy(review, one.sent.identifier, one.sent.reviewer or None, one.sent.sent)
        review = add_unplaced(review, one.sent.identifier, one.copy.unplaced)
        if not one.is_known:
            threads = [_move_thread(thread, records[one.copy.identifier]) for thread in one.copy.threads]
            review = add_receipt(add_threads(review, threads), one.sent.identifier, one.digest, moment)
    return review


def _move_edit(edit: FieldEdit, record: Counterparts) -> FieldEdit:
    """Give an edit the path that its field has now, or that of what is left of it."""
    moved = replace(edit, path=_move(edit.path, record))
    return (
        replace(moved, before=find_index(edit, record))
        if isinstance(edit, RowAdded) and isinstance(moved, RowAdded)
        else moved
    )


def _move_thread(thread: ReturnedThread, record: Counterparts) -> ReturnedThread:
    return thread if thread.path is None else replace(thread, path=_move(thread.path, record))


def _move(path: FieldPath, record: Counterparts) -> FieldPath:
    moved = (record.find(path[:length]) for length in range(len(path), 0, -1))
    return next((place for place in moved if place is not None), path)
