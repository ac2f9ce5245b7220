"""What the keys that records do not have were meant for: a field of another name, or one of another level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Final, NamedTuple

from codepub.origin import FieldPath
from codepub.records.availability import NEEDED_BESIDE, Frozen, Unavailable
from codepub.records.shape import (
    field_of,
    fields_below,
    holds_list,
    is_optional,
    keys_of,
    list_places,
    may_be_unavailable,
    model_at,
    takes,
)
from codepub.yaml.reading import Reading

_Likeness = Callable[["Holder", str, Sequence[str]], str | None]
"""Finds the one of some keys that a name is like, in one way of being so."""


class Meant(NamedTuple):
    """The path of the field that a key was probably meant for, and whether that stands on another level."""

    path: FieldPath
    is_elsewhere: bool = False


@dataclass(frozen=True)  # without slots: the fields that lack are kept
class Holder:
    """The mapping that unknown keys stand in: its path, the model of its fields, its keys, and what it holds."""

    root: type[Frozen]
    path: FieldPath
    model: type[Frozen]
    known: tuple[str, ...]
    held: Mapping[str, object]

    @cached_property
    def absent(self) -> tuple[str, ...]:
        """The fields that it could have and has not."""
        return tuple(key for key in self.known if key not in self.held)

    def title_of(self, key: str) -> str:
        """The title of a field, as an author might make a key of it."""
        field = field_of(self.model, key)
        return _fold(field.title or "") if field else ""

    def attribute_of(self, key: str) -> str:
        """The name that the program has for a field."""
        fields = {**Unavailable.model_fields, **self.model.model_fields}
        return next((name for name, field in fields.items() if (field.alias or name) == key), "")


def hold(root: type[Frozen], path: FieldPath, reading: Reading, *, states: bool) -> Holder:
    """Describe the mapping at a path; ``states`` tells that it is a statement that a value is unavailable."""
    held = reading.value_at(path)
    model = Unavailable if states else model_at(root, path)
    known = keys_of(model)
    if not states and path and isinstance(path[-1], str) and may_be_unavailable(model_at(root, path[:-1]), path[-1]):
        known = (*known, "unavailable")
    return Holder(root, path, model, known, held if isinstance(held, dict) else {})


def guess_meant(holder: Holder, names: Sequence[str], reading: Reading) -> dict[str, Meant]:
    """Guess what the unknown keys of one mapping were meant for; without those that nobody can guess."""
    renamed = _match_alike(holder, names, {}, _STRONG_LIKENESSES)
    moved = _find_columns(holder, [name for name in names if name not in renamed])
    renamed = _match_alike(holder, [name for name in names if name not in moved], renamed, _LIKENESSES)
    rest = [name for name in names if name not in renamed and name not in moved]
    higher = {name: path for name in rest if (path := _find_elsewhere(holder, name, reading))}
    lacking = [key for key in holder.absent if key not in renamed.values() and _is_required(holder, key)]
    if not moved:
        renamed |= _match_in_order(holder, rest, lacking) or _match_in_order(
            holder, [name for name in rest if name not in higher], lacking
        )
    renamed |= _match_by_value(holder, [name for name in rest if name not in higher], renamed)
    moved |= {name: path for name, path in higher.items() if name not in renamed}
    meant = {name: Meant((*holder.path, key)) for name, key in renamed.items()}
    return meant | {name: Meant(path, is_elsewhere=True) for name, path in moved.items()}


def _match_alike(
    holder: Holder, names: Sequence[str], before: Mapping[str, str], likenesses: Iterable[_Likeness]
) -> dict[str, str]:
    """Match keys, beside those that have been matched before, with absent fields of a like name: first the likest."""
    matched = dict(before)
    for find in likenesses:
        for name in names:
            left = [key for key in holder.absent if key not in matched.values()]
            if name not in matched and (key := find(holder, _fold(name), left)):
                matched[name] = key
    return matched


def _match_in_order(holder: Holder, names: Sequence[str], lacking: Sequence[str]) -> dict[str, str]:
    """Match keys with as many required fields that lack, in their order, where each takes its value."""
    pairs = dict(zip(names, lacking, strict=False))
    fits = len(names) == len(lacking) and all(takes(holder.model, pairs[name], holder.held.get(name)) for name in names)
    return pairs if fits else {}


def _match_by_value(holder: Holder, names: Sequence[str], before: Mapping[str, str]) -> dict[str, str]:
    """Match keys with the one absent field that takes the value; not where it is mere words, which many take."""
    matched = dict(before)
    for name in names:
        value, left = holder.held.get(name), [key for key in holder.absent if key not in matched.values()]
        is_telling = isinstance(value, date | list | dict) or (isinstance(value, str) and "://" in value)
        if name not in matched and is_telling and value:
            fitting = [key for key in left if field_of(holder.model, key) and takes(holder.model, key, value)]
            if len(fitting) == 1:
                matched[name] = fitting[0]
    return matched


def _is_required(holder: Holder, key: str) -> bool:
    if holder.model is Unavailable:
        return any(
            key == needed for reason, needed in NEEDED_BESIDE.items() if reason == holder.held.get("unavailable")
        )
    return field_of(holder.model, key) is not None and not is_optional(holder.model, key)


def _fold(name: str) -> str:
    """Return a key as records write them: `Place of service` and `place-of-service:x` as `place_of_service`."""
    return "_".join(name.partition(":")[0].casefold().replace("-", " ").replace("_", " ").split())


def _find_slip(_: Holder, name: str, keys: Sequence[str]) -> str | None:
    return next(iter(get_close_matches(name, keys, n=1, cutoff=0.8)), None)


def _find_misspelt(_: Holder, name: str, keys: Sequence[str]) -> str | None:
    return next(iter(get_close_matches(name, keys, n=1)), None)


def _find_attribute(holder: Holder, name: str, keys: Sequence[str]) -> str | None:
    return next((key for key in keys if holder.attribute_of(key) == name), None)


def _find_sharing_word(_: Holder, name: str, keys: Sequence[str]) -> str | None:
    words = set(name.split("_"))
    return _get_only([key for key in keys if words & set(key.split("_")) or _begins(key, name)])


def _find_titled(holder: Holder, name: str, keys: Sequence[str]) -> str | None:
    titles = {title: key for key in keys if (title := holder.title_of(key))}
    near = get_close_matches(name, titles, n=1)
    return titles[near[0]] if near else None


def _begins(key: str, name: str) -> bool:
    return min(len(key), len(name)) > 2 and (key.startswith(name) or name.startswith(key))


def _get_only(keys: Sequence[str]) -> str | None:
    return keys[0] if len(keys) == 1 else None


_STRONG_LIKENESSES: Final[tuple[_Likeness, ...]] = (_find_slip, _find_attribute)
_LIKENESSES: Final[tuple[_Likeness, ...]] = (
    _find_misspelt,
    _find_sharing_word,
    _find_titled,
)


def _find_columns(holder: Holder, names: Sequence[str]) -> dict[str, FieldPath]:
    """Find keys that are columns of the one table which the mapping could have, and has not."""
    tables = {
        (*holder.path, key, 0): set(keys_of(row))
        for key, row in fields_below(holder.model)
        if row is not None and holds_list(holder.model, key) and holder.held.get(key) is None
    }
    found = {name: [path for path, columns in tables.items() if _fold(name) in columns] for name in names}
    chosen = {paths[0] for paths in found.values() if len(paths) == 1}
    if len(chosen) != 1:
        return {}
    (table,) = chosen
    return {name: (*table, _fold(name)) for name, paths in found.items() if table in paths}


def _find_elsewhere(holder: Holder, name: str, reading: Reading) -> FieldPath | None:
    """Find the one place on another level that lacks a field of this name, required fields before others."""
    key = _fold(name)
    every = [place for place in list_places(holder.root) if place != holder.path]
    lacking = [place for place in every if _lacks(holder.root, place, key, reading)]
    required = [place for place in lacking if not is_optional(model_at(holder.root, place), key)]
    found = required or lacking
    return (*found[0], key) if len(found) == 1 else None


def _lacks(root: type[Frozen], place: FieldPath, key: str, reading: Reading) -> bool:
    """Tell whether a place that is there, or must be, has a field of this name, and lacks it."""
    if key not in keys_of(model_at(root, place)):
        return False
    held = reading.value_at(place)
    if isinstance(held, dict):
        return key not in held
    above = reading.value_at(place[:-1])
    is_there = isinstance(above, dict) and place[-1] in above
    return is_there or not is_optional(model_at(root, place[:-1]), str(place[-1]))
