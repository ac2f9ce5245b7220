"""Signatures and rejections: who judges what a record says now, and what they should know when they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from codepub.diagnostics import CallError, quote_text
from codepub.records.approvals import describe_missing, digest_sections, judge_roles, name_sections
from codepub.records.approvers import Approvers
from codepub.records.code_summary import CodeSummary
from codepub.records.digest import approval_digest
from codepub.records.review_file import Rejection, ReviewFile, Signature
from codepub.records.sections import Section
from codepub.review.review_files import keep_words, open_review, write_moment, write_review
from codepub.review.waiting import find_waiting, name_change

_MAX_NAME: Final = 120
"""The most characters of a name with its credentials."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Who judges, as whom, and what of a record: one section, or all of it."""

    role: str
    name: str
    section: Section | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a judgement: the review file, the digest it is bound to, what to know, what a release still lacks.

    ``since`` is when the same was signed before, so that nothing was written; None where it was written now.
    """

    file: Path
    digest: str
    notes: tuple[str, ...]
    lacking: str
    since: str | None = None


def approve(content: Path, record: CodeSummary, judge: Judge, approvers: Approvers, now: datetime) -> Judged:
    """Write a signature into the review file of a record; one that holds already is not written again.

    Raises:
        CallError: There is no such role, the person may not sign for it, or the record lacks the section.
        ContentError: The review file has mistakes.
        SavedMeanwhileError: It was saved meanwhile.
    """
    _refuse(record, judge, approvers)
    if not approvers.may_sign(judge.role, judge.name):
        raise CallError(_describe_stranger(judge, approvers))
    stored = open_review(content, record.id)
    before, digest = stored.review, approval_digest(record, judge.section)
    (of_role,) = judge_roles(record, before, Approvers((judge.role,), approvers.signers))
    held = [one for one in of_role.holding if (one.name, one.section) == (judge.name, judge.section)]
    signed = () if held else (_sign(record, judge, digest, now),)
    after = before.model_copy(update={"signatures": (*before.signatures, *signed)})
    notes = (*_list_notes(record, before, judge, approvers), *_tell_rejections(record, after, approvers))
    if signed:
        write_review(stored, after)
    since = held[-1].date if held else None
    return Judged(stored.file, digest, notes, _list_lacking(record, after, approvers), since)


def reject(
    content: Path, record: CodeSummary, judge: Judge, reason: str, approvers: Approvers, now: datetime
) -> Judged:
    """Write into the review file of a record that somebody does not approve what it says now, and why.

    Raises:
        CallError: There is no such role, the person may not sign for it, or the record lacks the section.
        ContentError: The review file has mistakes.
        SavedMeanwhileError: It was saved meanwhile.
    """
    _refuse(record, judge, approvers)
    if not approvers.may_sign(judge.role, judge.name):
        raise CallError(_describe_stranger(judge, approvers))
    if not reason.strip():
        raise CallError('Say what has to change: --reason "…".')
    stored = open_review(content, record.id)
    digest = approval_digest(record, judge.section)
    stated = {**_state_judge(judge, digest, now), "reason": keep_words(reason.strip())}
    rejections = (*stored.review.rejections, Rejection.model_validate(stated))
    write_review(stored, stored.review.model_copy(update={"rejections": rejections}))
    return Judged(stored.file, digest, (), "")


def _sign(record: CodeSummary, judge: Judge, digest: str, now: datetime) -> Signature:
    sections = {} if judge.section else {"sections": digest_sections(record)}
    return Signature.model_validate({**_state_judge(judge, digest, now), **sections})


def _state_judge(judge: Judge, digest: str, now: datetime) -> dict[str, object]:
    section = {"section": judge.section} if judge.section else {}
    return {"role": judge.role, "name": judge.name, "date": write_moment(now), **section, "digest": digest}


def _refuse(record: CodeSummary, judge: Judge, approvers: Approvers) -> None:
    for words, option in ((judge.role, "--role"), (judge.name, "--as")):
        if not words.strip() or words != words.strip() or not words.isprintable() or len(words) > _MAX_NAME:
            raise CallError(f"{quote_text(words)} cannot be signed with. Write {option} in one line of plain words.")
    if approvers.roles and judge.role not in approvers.roles:
        near = get_close_matches(judge.role.lower(), approvers.roles, n=1)
        meant = f"Did you mean {near[0]}?" if near else "Add it to [review] roles in codepub.toml if it is one."
        raise CallError(f"There is no role {quote_text(judge.role)}: {', '.join(approvers.roles)}. {meant}")
    if judge.section is not None and judge.section not in (there := digest_sections(record)):
        raise CallError(f"{record.id} has no {judge.section}. Its sections are: {', '.join(there)}.")


def _describe_stranger(judge: Judge, approvers: Approvers) -> str:
    listed = approvers.signers[judge.role]
    near = get_close_matches(judge.name, listed, n=1)
    meant = f'Did you mean "{near[0]}"?' if near else "Whoever may is listed in [review] signers of codepub.toml."
    return f"{quote_text(judge.name)} may not sign as {judge.role}. {meant}"


def _list_lacking(record: CodeSummary, review: ReviewFile, approvers: Approvers) -> str:
    return describe_missing(judge_roles(record, review, approvers)) if approvers.roles else ""


# --- what to know when one signs ----------------------------------------------------------------------------------


def _list_notes(record: CodeSummary, review: ReviewFile, judge: Judge, approvers: Approvers) -> Iterator[str]:
    waiting = find_waiting(review)
    if waiting.conflicts:
        yield f"Conflicts wait: {', '.join(map(name_change, waiting.conflicts))}."
    if waiting.proposals:
        yield f"Changes wait: {', '.join(map(name_change, waiting.proposals))}."
    if waiting.threads:
        yield f"Comments are open: {', '.join(one.id for one in waiting.threads)}."
    yield from _tell_copies(record, review)
    for role in judge_roles(record, review, approvers):
        for lapsed in role.lapsed:
            if role.role == judge.role and lapsed.changed:
                signed = f"{lapsed.signature.name} signed as {role.role} on {lapsed.signature.date[:10]}"
                yield f"{signed}; since then {name_sections(lapsed.changed)} changed."


def _tell_rejections(record: CodeSummary, review: ReviewFile, approvers: Approvers) -> Iterator[str]:
    for role in judge_roles(record, review, approvers):
        yield from (f"{one.name} ({role.role}) rejected it: {one.reason}" for one in role.rejections)


def _tell_copies(record: CodeSummary, review: ReviewFile) -> Iterator[str]:
    digest = approval_digest(record)
    for copy in find_waiting(review).copies:
        yield f"A review copy is out with {copy.reviewer or 'nobody in particular'} since {copy.sent[:10]}."
    last = {copy.reviewer: copy for copy in review.copies}
    for reviewer, copy in last.items():
        if copy.digest is not None and copy.digest != digest:
            whose = f" of {reviewer}" if reviewer else ""
            yield f"The review copy{whose} of {copy.sent[:10]} says something else than the record does now."
