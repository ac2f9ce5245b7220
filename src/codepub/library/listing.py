"""A library at a glance: each record's code, title, edition and status, and what is unavailable and why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import absences
from codepub.records.standing import Standing

_UNKNOWN: Final[Mapping[RecordId, Standing]] = {}


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One line of the list; ``unavailable`` counts values by reason, those of single cells too.

    ``status`` is how the publication stands; where roles are set, also whether it is approved, or that has lapsed.
    """

    system: str
    code: str
    title: str
    edition: int
    status: Standing
    unavailable: dict[str, int]


def list_entries(records: Sequence[CodeSummary], standings: Mapping[RecordId, Standing]) -> list[ListEntry]:
    """Make the entries of records; each stands as its status says where no standing is known."""
    return [
        ListEntry(
            record.system,
            record.code,
            record.title,
            record.edition,
            standings.get(record.id, record.status),
            dict(Counter(absence.why.reason for absence in absences(record))),
        )
        for record in records
    ]


def library_json(records: Sequence[CodeSummary], standings: Mapping[RecordId, Standing] = _UNKNOWN) -> str:
    """Return one JSON array with an object for each record."""
    return json.dumps([asdict(entry) for entry in list_entries(records, standings)], ensure_ascii=False, indent=2)


def library_text(records: Sequence[CodeSummary], standings: Mapping[RecordId, Standing] = _UNKNOWN) -> str:
    """Return one line of text for each record, in columns."""
    entries = list_entries(records, standings)
    rows = [
        (f"{e.system} {e.code}", e.title, str(e.edition), e.status, _describe_unavailable(e.unavailable))
        for e in entries
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    return "\n".join("  ".join((*map(str.ljust, row, widths), row[4])).rstrip() for row in rows)


def _describe_unavailable(unavailable: dict[str, int]) -> str:
    if not unavailable:
        return "complete"
    reasons = ", ".join(f"{count} {reason}" for reason, count in unavailable.items())
    return f"{sum(unavailable.values())} unavailable: {reasons}"
