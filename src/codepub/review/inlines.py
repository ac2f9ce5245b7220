"""Inlines as JSON: a list for each, its kind first, so that what was sent can be kept and compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.origin import Origin, RecordId


def write_inlines(content: Inlines) -> list[object]:
    """Return inlines as what JSON can hold; a text is itself."""
    return [_write_inline(inline) for inline in content]


def _write_inline(inline: Inline) -> object:
    match inline:
        case Text(text):
            return text
        case Emphasis(content):
            return ["emphasis", write_inlines(content)]
        case Strong(content):
            return ["strong", write_inlines(content)]
        case Superscript(content):
            return ["superscript", write_inlines(content)]
        case Subscript(content):
            return ["subscript", write_inlines(content)]
        case Link(target, content, title):
            return ["link", target, title, write_inlines(content)]
        case CodeReference(target, content, place, title):
            led = None if place is None else _write_origin(place)
            return ["code", target, title, led, write_inlines(content)]
        case Citation(number, place, id):
            return ["citation", number, _write_origin(place), id]
        case Span(content, Value(origin)):
            return ["value", _write_origin(origin), write_inlines(content)]
        case Span(content, Derived(origins)):
            return ["derived", [_write_origin(origin) for origin in origins], write_inlines(content)]
        case Span():
            raise TypeError("a span has a value or derived words")
        case _:
            assert_never(inline)


def _write_origin(origin: Origin) -> list[object]:
    return [*origin.record, *origin.path]


def read_inlines(kept: object) -> Inlines:
    """Read inlines from what JSON held.

    Raises:
        TypeError, ValueError: They are not what `write_inlines` returns.
    """
    return tuple(map(_read_inline, _require(list, kept)))


def _read_inline(kept: object) -> Inline:
    match kept:
        case str():
            return Text(kept)
        case ["emphasis", content]:
            return Emphasis(read_inlines(content))
        case ["strong", content]:
            return Strong(read_inlines(content))
        case ["superscript", content]:
            return Superscript(read_inlines(content))
        case ["subscript", content]:
            return Subscript(read_inlines(content))
        case ["link", str(target), str(title), content]:
            return Link(target, read_inlines(content), title)
        case ["code", str(target), str(title), place, content]:
            return CodeReference(target, read_inlines(content), None if place is None else _read_origin(place), title)
        case ["citation", int(number), place, str(id)]:
            return Citation(number, _read_origin(place), id)
        case ["value", origin, content]:
            return Span(read_inlines(content), Value(_read_origin(origin)))
        case ["derived", origins, content]:
            return Span(read_inlines(content), Derived(tuple(map(_read_origin, _require(list, origins)))))
        case _:
            raise ValueError("an inline was expected")


def _read_origin(kept: object) -> Origin:
    system, code, *path = _require(list, kept)
    steps: Sequence[Any] = (system, code, *path)
    if not isinstance(system, str) or not isinstance(code, str):
        raise TypeError("the name of a record was expected")
    if not all(isinstance(step, str | int) for step in steps):
        raise TypeError("the path of a field was expected")
    return Origin(RecordId(system, code), tuple(path))


def _require(kind: type[list[Any]], value: object) -> list[Any]:
    if not isinstance(value, kind):
        raise TypeError("a list was expected")
    return value
