"""What a record holds, listed: its texts in markup and its unavailable values, each with its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from codepub.origin import FieldPath
from codepub.records.availability import Frozen, Unavailable
from codepub.records.text import Marked


class Passage(NamedTuple):
    """A text in the small markup; ``blocks`` tells whether paragraphs and lists may stand in it."""

    path: FieldPath
    text: str
    blocks: bool


class Absence(NamedTuple):
    """A value that is not given, at its path."""

    path: FieldPath
    why: Unavailable


@dataclass(frozen=True, slots=True)
class Contents:
    """What a record holds, each list in the order of the record's fields."""

    passages: tuple[Passage, ...]
    absences: tuple[Absence, ...]


def contents(model: Frozen) -> Contents:
    """List texts and absences below a model."""
    passages: list[Passage] = []
    absent: list[Absence] = []
    _list_model(model, (), passages, absent)
    return Contents(tuple(passages), tuple(absent))


def absences(model: Frozen) -> tuple[Absence, ...]:
    """List the values that are not given."""
    return contents(model).absences


def _list_model(model: Frozen, path: FieldPath, passages: list[Passage], absent: list[Absence]) -> None:
    values = model.__dict__
    for name, key, marked in _fields(type(model)):
        value = values[name]
        if type(value) is str:
            if marked is not None:
                passages.append(Passage((*path, key), value, marked.blocks))
        elif value is not None:
            _list_value(value, (*path, key), marked, passages, absent)


def _list_value(
    value: object, path: FieldPath, marked: Marked | None, passages: list[Passage], absent: list[Absence]
) -> None:
    if isinstance(value, str):
        if marked is not None:
            passages.append(Passage(path, value, marked.blocks))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            _list_value(member, (*path, index), marked, passages, absent)
    elif isinstance(value, Unavailable):
        absent.append(Absence(path, value))
        if value.note is not None:
            passages.append(Passage((*path, "note"), value.note, blocks=False))
    elif isinstance(value, Frozen):
        _list_model(value, path, passages, absent)


@cache
def _fields(model: type[Frozen]) -> tuple[tuple[str, str, Marked | None], ...]:
    """List the fields of a model that may hold what is listed: attribute, key in YAML, and how its text is marked."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(
        (name, field.alias or name, next(_marks(hints[name]), None))
        for name, field in model.model_fields.items()
        if _may_hold(hints[name])
    )


def _may_hold(hint: Any) -> bool:
    """Tell whether a value of a type can be or hold a text in markup, or a value that is not given."""
    if get_origin(hint) is None and isinstance(hint, type) and issubclass(hint, Frozen):
        return hint is Unavailable or bool(_fields(hint))
    return isinstance(hint, Marked) or any(map(_may_hold, (*get_args(hint), *getattr(hint, "__metadata__", ()))))


def _marks(hint: Any) -> Iterator[Marked]:
    yield from (mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Marked))
    for argument in get_args(hint):
        if argument is not Unavailable:
            yield from _marks(argument)
