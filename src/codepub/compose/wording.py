"""The words that a publication adds to its record: Jinja2 strings, rendered in a sandbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from codepub.diagnostics import CallError
from codepub.sandbox import Sandbox, UnfilledError

_BLANK: Final = "\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words by table and key, as in ``wording.toml``; ``source`` names the file for errors."""

    words: Mapping[str, Mapping[str, str | tuple[str, ...]]]
    source: str

    def say(self, table: str, key: str, **values: object) -> str:
        """Render a string; raises `CallError` where it is not there, is not a string or fails."""
        text = self._find(table, key)
        if not isinstance(text, str):
            raise CallError(f"{self.source}: [{table}] {key} must be text in quotes.")
        try:
            return _sandbox().filled(text, values)
        except UnfilledError as error:
            raise CallError(f"{self.source}: [{table}] {key} cannot be rendered: {error}. Mend the string.") from error

    def divided(self, table: str, key: str, *blanks: str, **values: object) -> tuple[str, ...]:
        """Render a string and divide it where the blanks stand: what fills them is no plain text."""
        return tuple(self.say(table, key, **values, **dict.fromkeys(blanks, _BLANK)).split(_BLANK))

    def columns(self, key: str, count: int) -> tuple[str, ...]:
        """Give the headers of a table; raises `CallError` where there are not ``count`` of them."""
        headers = self._find("columns", key)
        if not isinstance(headers, tuple) or len(headers) != count:
            raise CallError(f"{self.source}: [columns] {key} must be a list of {count} headers.")
        return headers

    def _find(self, table: str, key: str) -> str | tuple[str, ...]:
        try:
            return self.words[table][key]
        except KeyError:
            raise CallError(f"{self.source}: [{table}] {key} is missing. Add it.") from None


def long_date(day: date) -> str:
    """Write a date as American readers do: January 1, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def listed(members: Sequence[str]) -> str:
    """Join names as a sentence does, with the serial comma; members that hold commas are set off by semicolons."""
    separator = "; " if any("," in member for member in members) else ", "
    if len(members) < 3:
        return " and ".join(members)
    return f"{separator.join(members[:-1])}{separator}and {members[-1]}"


def capitalized(text: str) -> str:
    """Raise the first letter and leave the others."""
    return text[:1].upper() + text[1:]


@cache
def _sandbox() -> Sandbox:
    # Words become text of the document, which every writer escapes for its format: escaping here would do it twice.
    sandbox = Sandbox(autoescape=False)
    sandbox.filters.update(listed=listed, capitalized=capitalized)
    return sandbox
