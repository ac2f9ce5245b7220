"""The fields of the record that was sent: what their authors had typed, and how an author would type new words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal, NamedTuple

from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.availability import Frozen, Unavailable
from codepub.records.kinds import CODE_SUMMARY
from codepub.records.numbers import PLAIN_NUMBER
from codepub.records.shape import (
    field_of,
    find_field,
    holds_day,
    holds_list,
    holds_number,
    is_marked,
    is_optional,
    keys_of,
    model_at,
    takes_blocks,
)
from codepub.yaml.reading import read

FieldKind = Literal["prose", "phrase", "plain", "number", "day", "several"]
"""How a field is written: in markup, as plain words, or as several values."""


class Written(NamedTuple):
    """Words as an author would type them; ``doubt`` says why they may not be what was meant."""

    text: str
    doubt: str | None = None


class SentFields:
    """The record as it was sent."""

    def __init__(self, text: str) -> None:
        reading = read(Path("sent.yaml"), text.encode(), CODE_SUMMARY.shape)
        self._data: object = reading.data or {}
        self._model: type[Frozen] = CODE_SUMMARY.model

    def find_typed(self, path: FieldPath) -> str | None:
        """Return what the author had typed for a value; None where it is not given."""
        value = self._data
        for step in path:
            value = _step_into(value, step)
        if isinstance(value, str):
            return value.strip()
        return None if value is None or isinstance(value, list | dict) else str(value)

    def find_kind(self, path: FieldPath) -> FieldKind:
        """Tell how the value at a path is written."""
        model, key = self._find(path)
        is_whole_list = holds_list(model, key) and path[-1] == key
        if is_whole_list or (path[-1] == key and _has_fields(model, key)):
            return "several"
        if is_marked(model, key):
            return "prose" if takes_blocks(model, key) else "phrase"
        if holds_day(model, key):
            return "day"
        return "number" if holds_number(model, key) else "plain"

    def is_listed_text(self, path: FieldPath) -> bool:
        """Tell whether a path is that of a text in a list."""
        return isinstance(path[-1], int) and not _has_fields(*self._find(path))

    def may_go(self, path: FieldPath) -> bool:
        """Tell whether a value may be taken out with its key."""
        return self.is_listed_text(path) or is_optional(*self._find(path))

    def list_needed(self, rows: FieldPath) -> list[str]:
        """List the keys that no row of a list can do without."""
        model = model_at(self._model, rows)
        return [key for key in keys_of(model) if not is_optional(model, key)]

    def _find(self, path: FieldPath) -> tuple[type[Frozen], str]:
        model, key = find_field(self._model, path)
        return (model, key) if field_of(model, key) is not None else (Unavailable, key)


def _step_into(value: object, step: str | int) -> object:
    if isinstance(value, Mapping) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def _has_fields(model: type[Frozen], key: str) -> bool:
    return model_at(model, (key,)) is not model


# As authors type ---------------------------------------------------------------------------------------------------


def write_plain(kind: FieldKind, shown: str) -> Written:
    """Write words that are no markup as an author would type them."""
    words = " ".join(shown.split())
    match kind:
        case "number":
            return _write_number(words)
        case "day":
            return _write_day(words)
        case _:
            return Written(words)


_SHOWN_NUMBER: Final = compile_late(
    r"\$?\s?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?:RVUs?|USD|units?)?", re.ASCII
)


def _write_number(words: str) -> Written:
    """Write a number in plain digits, without its unit and without separators of thousands."""
    found = _SHOWN_NUMBER.fullmatch(words)
    plain = found[1].replace(",", "") if found else words
    if PLAIN_NUMBER.fullmatch(plain):
        return Written(str(Decimal(plain)))
    return Written(words, "This is not a number in plain digits.")


_DAYS: Final = ("%Y-%m-%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%B %d %Y", "%b. %d, %Y")


def _write_day(words: str) -> Written:
    for shape in _DAYS:
        day = _read_day(words, shape)
        if day is not None:
            return Written(day.isoformat())
    return Written(words, "This is not a day that can be read for certain: write it as 2026-01-01.")


def _read_day(words: str, shape: str) -> date | None:
    try:
        return datetime.strptime(words, shape).date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        return None
