"""How the review of a library stands: measured for each record, told as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from codepub.records.approvals import Lapsed, RoleApproval, find_standing, judge_roles, name_sections
from codepub.records.approvers import Approvers
from codepub.records.code_summary import CodeSummary
from codepub.records.review_file import Rejection, ReviewFile, Signature
from codepub.records.standing import STANDINGS, Standing
from codepub.reports.report import write_count
from codepub.review.waiting import Waiting, find_waiting, name_change


@dataclass(frozen=True, slots=True)
class RecordStatus:
    """How the review of one record stands."""

    record: CodeSummary
    standing: Standing
    waiting: Waiting
    roles: tuple[RoleApproval, ...]


def measure_status(record: CodeSummary, review: ReviewFile, approvers: Approvers) -> RecordStatus:
    """Tell how the review of a record stands."""
    standing, roles = find_standing(record, review, approvers), judge_roles(record, review, approvers)
    return RecordStatus(record, standing, find_waiting(review), roles)


def status_text(statuses: Sequence[RecordStatus]) -> str:
    """Write how reviews stand for people: a line for each record and what waits below it; last, the counts."""
    return "\n".join([*(line for one in statuses for line in _write_record(one)), summarize(statuses)])


def _write_record(one: RecordStatus) -> Iterator[str]:
    yield f"{one.record.id}  {one.record.title}: {one.standing}"
    yield from (f"  {label}: {'; '.join(told)}" for label, told in list_waiting(one) if told)
    yield from (f"  {role.role}: {describe_role(role)}" for role in one.roles)


def list_waiting(one: RecordStatus) -> list[tuple[str, list[str]]]:
    """List what waits, below its label; nothing below one of which nothing does."""
    copies, proposals, conflicts, threads = one.waiting
    return [
        ("out for review", [f"{copy.reviewer or 'somebody'} since {copy.sent[:10]}" for copy in copies]),
        ("changes waiting", list(map(name_change, proposals))),
        ("conflicts", list(map(name_change, conflicts))),
        ("comments open", list(map(name_change, threads))),
    ]


def describe_role(role: RoleApproval) -> str:
    """Say how a role stands to a record: approved, rejected, lapsed or not approved, with names and days."""
    told = [
        *(f"rejected by {_name(one)}: {' '.join(one.reason.split())}" for one in role.rejections),
        *(f"approved by {_name(one)}" for one in role.holding),
        *(_describe_lapsed(one) for one in role.lapsed if not role.is_approved),
    ]
    if role.lacking and role.holding:
        told.append(f"not approved: {name_sections(role.lacking)}")
    return "; ".join(told) or "not approved"


def _name(one: Signature | Rejection) -> str:
    return f"{one.name} on {one.date[:10]}{f' ({one.section})' if one.section else ''}"


def _describe_lapsed(one: Lapsed) -> str:
    changed = name_sections(one.changed) if one.changed else "what it says"
    return f"lapsed: {one.signature.name} approved it on {one.signature.date[:10]}, and {changed} changed since"


def summarize(statuses: Sequence[RecordStatus]) -> str:
    """Write the counts in a line, such as ``12 records: 11 draft, 1 released; 2 out for review``."""
    counts = Counter(one.standing for one in statuses)
    standings = ", ".join(f"{counts[standing]:,} {standing}" for standing in STANDINGS if counts[standing])
    out = sum(bool(one.waiting.copies) for one in statuses)
    waiting = [
        f"{out:,} out for review" if out else "",
        _count([len(one.waiting.proposals) for one in statuses], "change waiting", "changes waiting"),
        _count([len(one.waiting.conflicts) for one in statuses], "conflict", "conflicts"),
        _count([len(one.waiting.threads) for one in statuses], "comment open", "comments open"),
    ]
    return "; ".join(
        filter(None, [f"{write_count(len(statuses), 'record')}: {standings}", ", ".join(filter(None, waiting))])
    )


def _count(counts: Sequence[int], one: str, many: str) -> str:
    total = sum(counts)
    return f"{total:,} {one if total == 1 else many}" if total else ""


def status_json(statuses: Sequence[RecordStatus]) -> str:
    """Return one JSON array with an object for each record."""
    return json.dumps([_describe(one) for one in statuses], ensure_ascii=False, indent=2)


def _describe(one: RecordStatus) -> dict[str, Any]:
    copies, proposals, conflicts, threads = one.waiting
    return {
        "record": str(one.record.id),
        "title": one.record.title,
        "edition": one.record.edition,
        "standing": one.standing,
        "out": [{"copy": copy.id, "reviewer": copy.reviewer, "since": copy.sent} for copy in copies],
        "changes_waiting": [{"id": change.id, "field": change.field} for change in proposals],
        "conflicts": [{"id": change.id, "field": change.field} for change in conflicts],
        "comments_open": [{"id": thread.id, "field": thread.field} for thread in threads],
        "roles": [_describe_approval(role) for role in one.roles],
    }


def _describe_approval(role: RoleApproval) -> dict[str, Any]:
    return {
        "role": role.role,
        "is_approved": role.is_approved,
        "signatures": [_describe_judgement(one) for one in role.holding],
        "lapsed": [{**_describe_judgement(one.signature), "changed": list(one.changed)} for one in role.lapsed],
        "rejections": [{**_describe_judgement(one), "reason": one.reason} for one in role.rejections],
        "lacking": list(role.lacking),
    }


def _describe_judgement(one: Signature | Rejection) -> dict[str, Any]:
    return {"name": one.name, "date": one.date, "section": one.section}
