"""What a record holds, listed: its texts in markup and its unavailable values, each with its path, and other texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

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
    """What a record holds, each list in the order of the record's fields; ``names`` are its texts without markup."""

    passages: tuple[Passage, ...]
    absences: tuple[Absence, ...]
    names: tuple[str, ...]


def contents(model: Frozen) -> Contents:
    """List texts and absences below a model."""
    found = _Found([], [], [])
    _list_model(model, (), found)
    return Contents(tuple(found.passages), tuple(found.absences), tuple(found.names))


def absences(model: Frozen) -> tuple[Absence, ...]:
    """List the values that are not given."""
    return contents(model).absences


@dataclass(slots=True)
class _Found:
    """What has been found so far."""

    passages: list[Passage]
    absences: list[Absence]
    names: list[str]


def _list_model(model: Frozen, path: FieldPath, found: _Found) -> None:
    values = model.__dict__
    for name, step, marked in _fields(type(model)):
        value = values[name]
        if marked is None and type(value) is str:  # half of all values, of which no path is asked
            found.names.append(value)
        elif value is not None:
            _list_value(value, path + step, marked, found)


def _list_value(value: object, path: FieldPath, marked: Marked | None, found: _Found) -> None:
    if isinstance(value, str):
        if marked is None:
            found.names.append(value)
        else:
            found.passages.append(Passage(path, value, marked.blocks))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            _list_value(member, (*path, index), marked, found)
    elif type(value) is Unavailable:  # to ask pydantic's classes of instances takes five times as long
        found.absences.append(Absence(path, value))
        if value.note is not None:
            found.passages.append(Passage((*path, "note"), value.note, blocks=False))
        if value.owner is not None:
            found.names.append(value.owner)
    elif isinstance(value, Frozen):
        _list_model(value, path, found)


@cache
def _fields(model: type[Frozen]) -> tuple[tuple[str, FieldPath, Marked | None], ...]:
    """List the fields of a model that may hold what is listed: attribute, step of a path, how a text is marked."""
    return tuple(
        (name, (field.alias or name,), next(_marks(field.annotation, field.metadata), None))
        for name, field in model.model_fields.items()
        if _may_hold(field.annotation)
    )


def _may_hold(hint: Any) -> bool:
    """Tell whether a value of a type can be or hold a text, one of a few words excepted, or what is not given."""
    if get_origin(hint) is None and isinstance(hint, type) and issubclass(hint, Frozen):
        return hint is Unavailable or bool(_fields(hint))
    return hint is str or any(map(_may_hold, (*get_args(hint), *getattr(hint, "__metadata__", ()))))


def _marks(hint: Any, metadata: Iterable[object]) -> Iterator[Marked]:
    yield from (mark for mark in metadata if isinstance(mark, Marked))
    for argument in get_args(hint):
        if argument is not Unavailable:
            yield from _marks(argument, getattr(argument, "__metadata__", ()))
