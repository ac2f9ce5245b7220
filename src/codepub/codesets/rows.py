"""The rows of the store: values of code sets as SQLite keeps them, and back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from codepub.codesets.code_set import MAX_PARTS, SET_NAMES, Entry, Release, ReleasePart


def read_release(row: tuple[Any, ...], parts: tuple[ReleasePart, ...]) -> Release:
    """Read a row of releases; its parts are given.

    Raises:
        ValueError: It holds what codepub did not write.
    """
    name, label, effective, file, sha256, terms, ends, *_ = row
    _refuse_unless_text(label, file, sha256, terms)
    if name not in SET_NAMES:
        raise ValueError(name)
    return Release(name, label, date.fromisoformat(effective), file, sha256, terms, read_day(ends), parts)


def read_part(row: tuple[Any, ...]) -> ReleasePart:
    """Read a row of parts.

    Raises:
        ValueError: It holds what codepub did not write.
    """
    number, file, sha256, entries = row
    _refuse_unless_text(file, sha256)
    if number not in range(1, MAX_PARTS + 1):
        raise ValueError(number)
    return ReleasePart(int(number), file, sha256, int(entries))


def read_entry(row: tuple[Any, ...]) -> Entry:
    """Read a row of entries.

    Raises:
        ValueError: It holds what codepub did not write.
    """
    code, description, qualifier, billable, starts, ends, replaced_by, facts = row
    read = json.loads(facts)
    _refuse_unless_text(code, description, qualifier, replaced_by or "", *read.keys(), *read.values())
    return Entry(code, description, qualifier, bool(billable), read_day(starts), read_day(ends), replaced_by, read)


def _refuse_unless_text(*values: object) -> None:
    """Raise `ValueError` where a value is no text: SQLite keeps any value in any column."""
    if not all(isinstance(value, str) for value in values):
        raise ValueError(values)


def write_entry(number: int, part: int, entry: Entry) -> tuple[object, ...]:
    """Return the row of an entry; ``number`` is that of its release, ``part`` that of its part."""
    return (
        number,
        entry.code,
        entry.qualifier,
        write_day(entry.starts) or "",
        write_day(entry.ends),
        entry.billable,
        entry.replaced_by,
        entry.description,
        json.dumps(entry.facts, ensure_ascii=False) if entry.facts else "{}",
        part,
    )


def write_day(day: date | None) -> str | None:
    """Return a day as the store keeps it: as text of ISO 8601."""
    return day.isoformat() if day is not None else None


def read_day(text: str | None) -> date | None:
    """Return the day that a text of the store says, if any."""
    return date.fromisoformat(text) if text else None
