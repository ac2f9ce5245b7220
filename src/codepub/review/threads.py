"""Comments of reviewers: listed, answered, settled; and proposals that somebody has decided about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from codepub.diagnostics import CallError, quote_text
from codepub.origin import RecordId, parse_path
from codepub.records.code_summary import CodeSummary
from codepub.records.review_file import Proposal, Remark, ReviewFile, Thread
from codepub.records.shape import find_value
from codepub.review.review_files import keep_words, open_review, write_moment, write_review

_MAX_NAME: Final = 120
"""The most characters of the name of somebody who answers."""


class Settled(NamedTuple):
    """A comment or a proposal, and what it was made: open, resolved, taken or declined."""

    id: str
    status: str


def reply(content: Path, record: RecordId, thread: str, author: str, text: str, now: datetime) -> Path:
    """Answer a comment, and return the review file.

    Raises:
        CallError: There is no such comment, or nothing is said.
        ContentError: The review file has mistakes.
        SavedMeanwhileError: It was saved meanwhile.
    """
    if not text.strip():
        raise CallError("Say something, or settle the comment: codepub review resolve.")
    if not author.strip() or not author.isprintable() or len(author) > _MAX_NAME:
        raise CallError(f"{quote_text(author)} is no name of somebody who answers.")
    stored = open_review(content, record)
    _find([thread], record, [one.id for one in stored.review.threads])
    said = Remark(author=author.strip(), date=write_moment(now), text=keep_words(text.strip()))
    threads = tuple(
        one.model_copy(update={"remarks": (*one.remarks, said)}) if one.id == thread else one
        for one in stored.review.threads
    )
    write_review(stored, stored.review.model_copy(update={"threads": threads}))
    return stored.file


def settle(content: Path, record: RecordId, ids: Sequence[str], beside: CodeSummary | None) -> list[Settled]:
    """Settle comments and proposals by their ids, all or none.

    A proposal is taken where the record says by now what it proposes, and else declined; ``beside`` is the record.

    Raises:
        CallError: There is no such comment or proposal.
        ContentError: The review file has mistakes.
        SavedMeanwhileError: It was saved meanwhile.
    """
    return _change(content, record, ids, is_open=False, beside=beside)


def reopen(content: Path, record: RecordId, ids: Sequence[str]) -> list[Settled]:
    """Open comments and proposals again by their ids, all or none.

    Raises:
        CallError: There is no such comment or proposal.
        ContentError: The review file has mistakes.
        SavedMeanwhileError: It was saved meanwhile.
    """
    return _change(content, record, ids, is_open=True, beside=None)


def _change(
    content: Path, record: RecordId, ids: Sequence[str], *, is_open: bool, beside: CodeSummary | None
) -> list[Settled]:
    stored = open_review(content, record)
    review = stored.review
    _find(ids, record, [*(one.id for one in review.threads), *(one.id for one in review.proposals)])
    settled = dict(_decide(review, ids, is_open=is_open, beside=beside))
    threads = tuple(
        one.model_copy(update={"status": settled[one.id]}) if one.id in settled else one for one in review.threads
    )
    proposals = tuple(
        one.model_copy(update={"status": settled[one.id]}) if one.id in settled else one for one in review.proposals
    )
    changed = review.model_copy(update={"threads": threads} if threads != review.threads else {})
    changed = changed.model_copy(update={"proposals": proposals} if proposals != review.proposals else {})
    write_review(stored, changed)
    return [Settled(one, settled[one]) for one in ids]


def _decide(
    review: ReviewFile, ids: Sequence[str], *, is_open: bool, beside: CodeSummary | None
) -> Iterator[tuple[str, str]]:
    yield from ((one.id, "open" if is_open else "resolved") for one in review.threads if one.id in ids)
    for one in review.proposals:
        if one.id in ids:
            decided = "taken" if beside is not None and _is_said(beside, one) else "declined"
            yield one.id, "open" if is_open else decided


def _find(wanted: Sequence[str], record: RecordId, known: Sequence[str]) -> None:
    for one in wanted:
        if one not in known:
            there = f"There are: {', '.join(known)}." if known else "It has none."
            raise CallError(f"The review of {record} has no {quote_text(one)}. {there}")


def _is_said(record: CodeSummary, proposal: Proposal) -> bool:
    """Tell whether a record says at the field of a proposal what that proposes."""
    if proposal.field is None or proposal.new is None or proposal.before is not None:
        return False
    value = find_value(record, parse_path(proposal.field))
    return value is not None and str(value).split() == proposal.new.split()


def list_threads_text(record: RecordId, threads: Sequence[Thread]) -> str:
    """Write comments for people: each with its id, its field, the words it stands on, and what was said."""
    return "\n\n".join("\n".join(_write_thread(record, thread)) for thread in threads)


def _write_thread(record: RecordId, thread: Thread) -> Iterator[str]:
    place = thread.field or (f"below “{thread.near}”" if thread.near else "on no field")
    yield f"{record} {thread.id} ({thread.status}) {place}"
    if thread.quoted:
        yield f"  on “{' '.join(thread.quoted.split())}”"
    for remark in thread.remarks:
        when = f", {remark.date[:10]}" if remark.date else ""
        first, *others = remark.text.split("\n")
        yield f"  {remark.author or 'somebody'}{when}: {first}"
        yield from (f"    {line}".rstrip() for line in others)
