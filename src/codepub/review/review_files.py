"""The review file of a record: read, added to, and written in place, so that what people wrote in it stays."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from os.path import lexists
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from codepub.characters import UNFIT
from codepub.diagnostics import CodepubError, ContentError, Diagnostic, Severity, printable
from codepub.files.writing import NewFile, Rewrite
from codepub.loading.content_files import read_file, review_file
from codepub.loading.load_file import CheckContext, load_content
from codepub.loading.saving import write_unless_saved
from codepub.origin import FieldPath, RecordId, format_path
from codepub.patterns import compile_late
from codepub.records.availability import Frozen
from codepub.records.kinds import REVIEW
from codepub.records.review_file import Cell, Copy, Proposal, Receipt, Remark, ReviewFile, Thread
from codepub.review.edits import (
    FieldEdit,
    ReturnedRemark,
    ReturnedThread,
    RowAdded,
    RowRemoved,
    Unplaced,
    ValueEdit,
    ValueRemoved,
)
from codepub.yaml.editing.editing import edit_text
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace
from codepub.yaml.editing.writing import write_block, write_inline, write_row
from codepub.yaml.rules import MAX_BYTES

_Model = TypeVar("_Model", bound=Frozen)

_UNFIT: Final = compile_late(f"[{UNFIT}]")
_LINE_END: Final = compile_late("\r\n?")
_MOMENT: Final = compile_late(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?")
_MARK: Final = compile_late(r"/(t\d+)$")
"""What stands behind the initials of a comment that was sent out: the id of its thread."""
_UNKNOWN: Final = "new"
"""The id of a comment that has none yet."""
_HEAD: Final = f"""\
# yaml-language-server: $schema=../../schemas/{REVIEW.schema_file}
# The review of the record beside this file. `codepub review` writes it; comments of your own stay.
"""


@dataclass(frozen=True, slots=True)
class StoredReview:
    """A review file: where it lies, what it holds, and the bytes that say so; None where there is no file yet."""

    content: Path
    file: Path
    raw: bytes | None
    review: ReviewFile


def read_review(content: Path, record: RecordId) -> ReviewFile:
    """Read the review file of a record; an empty one where there is none.

    Raises:
        ContentError: It has mistakes, or cannot be read.
    """
    return open_review(content, record).review


def open_review(content: Path, record: RecordId) -> StoredReview:
    """Read the review file of a record so that it can be written again; an empty one where there is none.

    Raises:
        ContentError: It has mistakes, or cannot be read.
    """
    file = review_file(content, record)
    raw = read_file(content, file) if lexists(file) else None
    if isinstance(raw, Diagnostic):
        raise ContentError(raw)
    return StoredReview(content, file, raw, _parse(content, file, raw) if raw is not None else ReviewFile())


def plan_review(stored: StoredReview, review: ReviewFile) -> Rewrite | NewFile | None:
    """Plan what the file of a review is to hold, in place where it is there; None where it holds that already.

    Raises:
        UneditableError: It cannot be changed without touching what stands around it.
        CodepubError: It would be too large.
    """
    if review == stored.review:
        return None
    before = stored.raw.decode() if stored.raw is not None else None
    after = (_write_new(review) if before is None else _edit(before, stored.review, review)).encode()
    if len(after) > MAX_BYTES:
        fact = f"{printable(stored.file)} would be larger than {MAX_BYTES:,} bytes, and was left as it is."
        raise CodepubError(f"{fact} Take out of it what is settled.")
    if _parse(stored.content, stored.file, after) != review:
        raise CodepubError(f"{printable(stored.file)} would then say something else. Edit the file by hand.")
    return NewFile(stored.file, after) if stored.raw is None else Rewrite(stored.file, stored.raw, after)


def write_review(stored: StoredReview, review: ReviewFile) -> None:
    """Write a review into its file, which is made where it is not there.

    Raises:
        SavedMeanwhileError: The file was saved since it was read.
        UneditableError: It cannot be changed without touching what stands around it.
        MachineError: It cannot be written.
    """
    rewrite = plan_review(stored, review)
    if rewrite is not None:
        write_unless_saved(stored.content, [rewrite])


def write_moment(when: datetime) -> str:
    """Write an instant as review files do: in UTC, to the second."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def add_copy(
    review: ReviewFile, identifier: str, reviewer: str | None, sent: datetime, digest: str | None = None
) -> ReviewFile:
    """Add a review copy that goes out; ``digest`` is the approval digest of the record as it is sent."""
    stated = _leave_out_none(id=identifier, reviewer=reviewer or None, sent=write_moment(sent), digest=digest)
    copy = Copy.model_validate(stated)
    return _replace(review, copies=(*review.copies, copy))


def add_receipt(review: ReviewFile, identifier: str, sha256: str, received: datetime) -> ReviewFile:
    """Add to a review copy that a file of it came back; one that came back before is not added again."""
    if has_received(review, sha256):
        return review
    receipt = Receipt(sha256=sha256, date=write_moment(received))
    copies = (
        _replace(copy, received=(*copy.received, receipt)) if copy.id == identifier else copy for copy in review.copies
    )
    return _replace(review, copies=tuple(copies))


def has_received(review: ReviewFile, sha256: str) -> bool:
    """Tell whether a file came back before."""
    return any(receipt.sha256 == sha256 for copy in review.copies for receipt in copy.received)


def add_threads(review: ReviewFile, threads: Iterable[ReturnedThread]) -> ReviewFile:
    """Add comments that came back; of one that is there already, the replies that are new, and that it is resolved."""
    known = list(review.threads)
    for returned in (_make_thread(one) for one in threads if one.remarks):
        place = next((place for place, thread in enumerate(known) if _is_same_thread(thread, returned)), None)
        if place is None:
            known.append(_replace(returned, id=_next_id("t", known)))
        else:
            known[place] = _continue_thread(known[place], returned)
    return _replace(review, threads=tuple(known)) if known != list(review.threads) else review


class Unmade(NamedTuple):
    """An edit that was not made: in which copy it came back, why, and what stands against it in a conflict."""

    edit: FieldEdit
    copy: str
    why: str
    against: str | None = None


def add_proposals(review: ReviewFile, unmade: Iterable[Unmade]) -> ReviewFile:
    """Add edits that were not made, to be decided about; one that is there already is not added again."""
    known = list(review.proposals)
    for one in unmade:
        proposal = _make_proposal(_next_id("p", known), one)
        if not any(_is_same_proposal(other, proposal) for other in known):
            known.append(proposal)
    return _replace(review, proposals=tuple(known)) if len(known) > len(review.proposals) else review


def add_unplaced(review: ReviewFile, copy: str, unplaced: Iterable[Unplaced]) -> ReviewFile:
    """Add words of a copy that belong to no field, to be decided about; those that are there are not added again."""
    known = list(review.proposals)
    for one in unplaced:
        if find_unplaced(known, copy, one) is None:
            known.append(_make_unplaced(_next_id("p", known), copy, one))
    return _replace(review, proposals=tuple(known)) if len(known) > len(review.proposals) else review


def find_unplaced(proposals: Iterable[Proposal], copy: str, unplaced: Unplaced) -> Proposal | None:
    """Find what is kept of words of a copy that belong to no field."""
    words = _describe_unplaced(copy, unplaced)
    return next((one for one in proposals if all(getattr(one, key) == value for key, value in words.items())), None)


def keep_words(text: str) -> str:
    """Return words as a review file can hold them: what no text may hold is spelled out, as ``[U+F0B7]``."""
    return _UNFIT.sub(lambda found: f"[U+{ord(found[0]):04X}]", _LINE_END.sub("\n", text))


def _parse(content: Path, file: Path, raw: bytes) -> ReviewFile:
    loaded = load_content(REVIEW, content, file, raw, CheckContext(date.today()))
    if loaded.record is None:
        raise ContentError(*(one for one in loaded.diagnostics if one.severity is Severity.ERROR))
    return loaded.record


def _replace(model: _Model, **changes: object) -> _Model:
    """Return a model with other values in some fields, which then stand in its file."""
    return model.model_copy(update=changes)


def _next_id(letter: str, known: Sequence[Thread] | Sequence[Proposal]) -> str:
    numbers = [int(one.id[1:]) for one in known if one.id[:1] == letter and one.id[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


# --- comments ----------------------------------------------------------------------------------------------------


def _make_thread(returned: ReturnedThread) -> Thread:
    """Make a thread of one that came back; its id is that of the one that was sent, where it bears a mark."""
    mark = _MARK.search(returned.remarks[0].initials)
    return Thread.model_validate(
        _leave_out_none(
            id=mark[1] if mark is not None else _UNKNOWN,
            field=format_path(returned.path) if returned.path is not None else None,
            near=keep_words(returned.near) or None,
            quoted=keep_words(returned.quoted) or None,
            status="resolved" if returned.is_resolved else "open",
            remarks=tuple(map(_make_remark, returned.remarks)),
        )
    )


def _make_remark(remark: ReturnedRemark) -> Remark:
    return Remark.model_validate(
        _leave_out_none(
            author=keep_words(remark.hand.author) if remark.hand.author else None,
            date=_keep_moment(remark.hand.when),
            initials=keep_words(_MARK.sub("", remark.initials)) or None,
            text=keep_words(remark.text),
        )
    )


def _keep_moment(when: str | None) -> str | None:
    """Return a point in time as the file had it; None where it has none that can be read."""
    return when if when is not None and _MOMENT.fullmatch(when) else None


def _is_same_thread(thread: Thread, returned: Thread) -> bool:
    """Tell whether a comment that came back is known: by its mark, or by what was said first, and its field or time."""
    if thread.id == returned.id:
        return True
    first, other = thread.remarks[0], returned.remarks[0]
    is_of_one_time = first.date is not None and first.date == other.date
    return _words_of(first) == _words_of(other) and (is_of_one_time or thread.field == returned.field)


def _continue_thread(thread: Thread, returned: Thread) -> Thread:
    """Add to a thread what is said in it since; what one person said twice counts twice."""
    said = Counter(map(_words_of, thread.remarks))
    new = list[Remark]()
    for remark in returned.remarks:
        said[_words_of(remark)] -= 1
        if said[_words_of(remark)] < 0:
            new.append(remark)
    if new:
        thread = _replace(thread, remarks=(*thread.remarks, *new))
    is_settled = returned.status == "resolved" and thread.status == "open"
    return _replace(thread, status="resolved") if is_settled else thread


def _words_of(remark: Remark) -> tuple[str, tuple[str, ...]]:
    return remark.author or "", tuple(remark.text.split())


# --- changes that wait -------------------------------------------------------------------------------------------


def _make_proposal(identifier: str, unmade: Unmade) -> Proposal:
    edit = unmade.edit
    hands = [change.hand for change in edit.changes]
    authors = dict.fromkeys(keep_words(hand.author) for hand in hands if hand.author)
    moments = (moment for hand in hands if (moment := _keep_moment(hand.when)))
    return Proposal.model_validate(
        _leave_out_none(
            id=identifier,
            field=format_path(edit.path),
            **_describe_edit(edit),
            against=keep_words(unmade.against) if unmade.against is not None else None,
            by=", ".join(authors) or None,
            date=next(moments, None),
            copy=unmade.copy,
            why=keep_words(unmade.why),
            status="open",
        )
    )


def _make_unplaced(identifier: str, copy: str, unplaced: Unplaced) -> Proposal:
    hand, words = unplaced.change.hand, _describe_unplaced(copy, unplaced)
    return Proposal.model_validate(
        _leave_out_none(
            id=identifier,
            **{("copy" if key == "copy_" else key): value for key, value in words.items()},
            by=keep_words(hand.author) if hand.author else None,
            date=_keep_moment(hand.when),
            why=keep_words(unplaced.why),
            status="open",
        )
    )


def _describe_unplaced(copy: str, unplaced: Unplaced) -> dict[str, str | None]:
    """Describe words that belong to no field by what tells them apart."""
    near, around, change = unplaced.near, unplaced.around, unplaced.change
    kept = {"near": near, "around": around, "old": change.old, "new": change.new}
    return {"field": None, **{key: keep_words(words) or None for key, words in kept.items()}, "copy_": copy}


def _describe_edit(edit: FieldEdit) -> dict[str, object]:
    match edit:
        case ValueEdit(old=old, new=new):
            return {"old": keep_words(old) if old is not None else None, "new": keep_words(new)}
        case ValueRemoved(old=old) | RowRemoved(old=old):
            return {"old": keep_words(old)}
        case RowAdded(before=before, cells=cells) if list(cells) == [""]:
            return {"before": before + 1, "new": keep_words(cells[""])}
        case RowAdded(before=before, cells=cells):
            written = tuple(Cell(field=name, new=keep_words(words)) for name, words in cells.items())
            return {"before": before + 1, "cells": written}


def _is_same_proposal(one: Proposal, other: Proposal) -> bool:
    beside = {"id", "status", "date", "why"}
    return one.model_dump(exclude=beside) == other.model_dump(exclude=beside)


def _leave_out_none(**values: object) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


# --- writing -----------------------------------------------------------------------------------------------------


def _to_data(review: ReviewFile) -> dict[str, Any]:
    """Make the data of a review as it stands in a file: without what is left out there."""
    return review.model_dump(exclude_unset=True, exclude_none=True, by_alias=True)


def _write_new(review: ReviewFile) -> str:
    return "\n".join([_HEAD.rstrip("\n"), *write_block(_to_data(review), 0), ""])


class _Append(NamedTuple):
    """Put rows behind the last of a list, all at once: each edit reads the whole text."""

    path: FieldPath
    place: int
    rows: tuple[Any, ...]


def _edit(text: str, before: ReviewFile, after: ReviewFile) -> str:
    for one in _compare(_to_data(before), _to_data(after), ()):
        text = _append(text, one) if isinstance(one, _Append) else edit_text(text, [one])
    return text


def _append(text: str, rows: _Append) -> str:
    """Append rows: the editor finds the place for one, which all of them take."""
    stand_in = f"rows-{secrets.token_hex(16)}"
    placed = edit_text(text, [Insert((*rows.path, rows.place), stand_in)])
    before, _, after = placed.partition(stand_in)
    margin = before[before.rfind("\n") + 1 :]
    if margin.strip() != "-":  # between brackets
        return f"{before}{', '.join(write_inline(row, in_flow=True) for row in rows.rows)}{after}"
    column, line_end = margin.index("-"), "\r\n" if after.startswith("\r") else "\n"
    lines = [line for row in rows.rows for line in write_row(row, column)]
    return f"{before.removesuffix(margin)}{line_end.join(lines)}{after}"


def _compare(old: Any, new: Any, path: FieldPath) -> Iterator[Edit | _Append]:
    """Yield the edits that make new data of old, each at the deepest place that holds the change."""
    match old, new:
        case dict(), dict() if new:
            yield from _compare_fields(old, new, path)
        case tuple(), tuple() if old and new:
            yield from _compare_rows(old, new, path)
        case _ if old != new:
            yield Replace(path, new)


def _compare_fields(old: dict[str, Any], new: dict[str, Any], path: FieldPath) -> Iterator[Edit | _Append]:
    above: str | None = None
    for key, value in new.items():
        if key in old:
            yield from _compare(old[key], value, (*path, key))
        else:
            yield Insert((*path, key), value, after=above)
        above = key
    yield from (Delete((*path, key)) for key in old if key not in new)


def _compare_rows(old: tuple[Any, ...], new: tuple[Any, ...], path: FieldPath) -> Iterator[Edit | _Append]:
    """Yield edits of rows by their index: rows are only added at the end of what a review file lists."""
    for index, (one, other) in enumerate(zip(old, new, strict=False)):
        yield from _compare(one, other, (*path, index))
    if len(new) > len(old):
        yield _Append(path, len(old), new[len(old) :])
    yield from (Delete((*path, index)) for index in reversed(range(len(new), len(old))))
