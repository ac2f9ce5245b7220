"""What a record holds, listed: its texts in markup and its unavailable values, each with its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from codepub.origin import FieldPath
from codepub.records.availability import Frozen, Unavailable
from codepub.records.text import Marked


@dataclass(frozen=True, slots=True)
class Passage:
    """A text in the small markup; ``blocks`` tells whether paragraphs and lists may stand in it."""

    path: FieldPath
    text: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Absence:
    """A value that is not given, at its path."""

    path: FieldPath
    why: Unavailable


def contents(model: Frozen) -> Iterator[Passage | Absence]:
    """List texts and absences below a model, in the order of its fields."""
    return _walk(model, ())


def absences(model: Frozen) -> tuple[Absence, ...]:
    """List the values that are not given."""
    return tuple(found for found in _walk(model, ()) if isinstance(found, Absence))


def _walk(model: Frozen, path: FieldPath) -> Iterator[Passage | Absence]:
    for name, key, marked in _fields(type(model)):
        value = getattr(model, name)
        if value is not None:
            yield from _below(value, (*path, key), marked)


def _below(value: object, path: FieldPath, marked: Marked | None) -> Iterator[Passage | Absence]:
    if isinstance(value, str):
        if marked is not None:
            yield Passage(path, value, marked.blocks)
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _below(member, (*path, index), marked)
    elif isinstance(value, Unavailable):
        yield Absence(path, value)
        if value.note is not None:
            yield Passage((*path, "note"), value.note, blocks=False)
    elif isinstance(value, Frozen):
        yield from _walk(value, path)


@cache
def _fields(model: type[Frozen]) -> tuple[tuple[str, str, Marked | None], ...]:
    """List a model's fields: attribute, key in YAML, and how its text is marked."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        (name, field.alias or name, next(_marks(hints[name]), None)) for name, field in model.model_fields.items()
    )


def _marks(hint: Any) -> Iterator[Marked]:
    yield from (mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Marked))
    for argument in get_args(hint):
        if argument is not Unavailable:
            yield from _marks(argument)
