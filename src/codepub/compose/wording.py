"""The words that a publication adds to its record: Jinja2 strings, rendered in a sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain
from typing import Final

from codepub.diagnostics import CallError
from codepub.document.nodes import Inline, Inlines, Text
from codepub.document.text import join_texts, plain_text
from codepub.patterns import compile_late
from codepub.sandbox import Sandbox, UnfilledError

_BLANK: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What stands where a string is divided."""
_OPEN, _BETWEEN, _CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
"""Characters that no text holds, since Unicode sets them apart for use inside programs (Unicode 16.0, 23.7)."""
_MARKED: Final = compile_late(f"{_OPEN}(\\d+){_BETWEEN}([^{_OPEN}{_CLOSE}]*){_CLOSE}")

Words = str | int | None | Inlines | list[Inlines]
"""What a string may be filled with: plain values, the inlines of one value, or those of several."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words by table and key, as in ``wording.toml``; ``source`` names the file for errors."""

    words: Mapping[str, Mapping[str, str | tuple[str, ...]]]
    source: str

    def say(self, table: str, key: str, **values: object) -> str:
        """Render a string.

        Raises:
            CallError: It is not there, is not a string, or fails.
        """
        text = self._find(table, key)
        if not isinstance(text, str):
            raise CallError(f"{self.source}: [{table}] {key} must be text in quotes.")
        try:
            return _sandbox().fill(text, values)
        except UnfilledError as error:
            raise CallError(f"{self.source}: [{table}] {key} cannot be rendered: {error}. Mend the string.") from error

    def find(self, table: str, key: str) -> str | None:
        """Render a string, where there is one.

        Raises:
            CallError: It is not a string, or fails.
        """
        return self.say(table, key) if key in self.words.get(table, {}) else None

    def inlines(self, table: str, key: str, **values: Words) -> Inlines:
        """Render a string in which what is given as inlines stays inlines, once, where the string prints it unchanged.

        It is rendered twice: as it is, and with marks around what is given as inlines. Where both say the same, the
        marks tell what came from where; where a string asks or changes what it is given, all of it is text.
        """
        given: list[Inlines] = []
        marks = {name: _fill(value, lambda one: _mark(one, given)) for name, value in values.items()}
        marked = self.say(table, key, **marks)
        if not given:
            return (Text(marked),)
        text = self.say(table, key, **{name: _fill(value, plain_text) for name, value in values.items()})
        return join_texts(_restore(marked, given)) if _MARKED.sub(r"\2", marked) == text else (Text(text),)

    def divide(self, table: str, key: str, *blanks: str, **values: object) -> tuple[str, ...]:
        """Render a string and divide it where the blanks stand: what fills them is no plain text."""
        return tuple(self.say(table, key, **values, **dict.fromkeys(blanks, _BLANK)).split(_BLANK))

    def columns(self, key: str, count: int) -> tuple[str, ...]:
        """Return the headers of a table.

        Raises:
            CallError: There are not ``count`` of them.
        """
        headers = self._find("columns", key)
        if not isinstance(headers, tuple) or len(headers) != count:
            raise CallError(f"{self.source}: [columns] {key} must be a list of {count} headers.")
        return headers

    def _find(self, table: str, key: str) -> str | tuple[str, ...]:
        try:
            return self.words[table][key]
        except KeyError:
            raise CallError(f"{self.source}: [{table}] {key} is missing. Add it.") from None


def _fill(value: Words, write: Callable[[Inlines], str]) -> object:
    """Return what fills a string: what is given as inlines is written, the rest stays."""
    match value:
        case tuple():
            return write(value)
        case list():
            return tuple(write(one) for one in value)
        case _:
            return value


def _mark(content: Inlines, given: list[Inlines]) -> str:
    given.append(content)
    return f"{_OPEN}{len(given) - 1}{_BETWEEN}{plain_text(content)}{_CLOSE}"


def _restore(marked: str, given: Sequence[Inlines]) -> Iterator[Inline]:
    """Put inlines back where marks stand; each once, since a value stands in one place."""
    used, at = set[int](), 0
    for mark in _MARKED.finditer(marked):
        number, written = int(mark[1]), mark[2]
        is_whole = number not in used and written == plain_text(given[number])
        yield Text(marked[at : mark.start()])
        yield from given[number] if is_whole else (Text(written),)
        used.add(number)
        at = mark.end()
    yield Text(marked[at:])


def long_date(day: date) -> str:
    """Write a date as American readers do: January 1, 2026."""
    return f"{day:%B} {day.day}, {day.year}"


def long_month(month: str) -> str:
    """Write a month, given as in ``2026-09``, in words: September 2026."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def join_names(members: Sequence[str]) -> str:
    """Join names as a sentence does, with the serial comma; members that hold commas are set off by semicolons."""
    separator = "; " if any("," in member for member in members) else ", "
    if len(members) < 3:
        return " and ".join(members)
    return f"{separator.join(members[:-1])}{separator}and {members[-1]}"


def capitalize(text: str) -> str:
    """Raise the first letter and leave the others."""
    return text[:1].upper() + text[1:]


def join_sentences(sentences: Iterable[Inlines]) -> Inlines:
    """Set sentences one after the other."""
    (_, *content) = chain.from_iterable((Text(" "), *sentence) for sentence in sentences)
    return join_texts(content)


@cache
def _sandbox() -> Sandbox:
    # Words become text of the document, which every writer escapes for its format: escaping here would do it twice.
    sandbox = Sandbox(autoescape=False)
    sandbox.filters.update(listed=join_names, capitalized=capitalize)
    return sandbox
