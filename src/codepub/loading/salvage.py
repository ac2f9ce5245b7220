"""What can be salvaged of a record that has mistakes, so that its other mistakes are told in the same run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic

from pydantic import ValidationError

from codepub.origin import FieldPath
from codepub.records.availability import Frozen, Unavailable
from codepub.records.kinds import Model
from codepub.records.shape import is_optional, keys_of, may_be_unavailable, model_at


@dataclass(frozen=True, slots=True)
class SoundPart(Generic[Model]):
    """A record in which the places at fault are taken out or stated as unavailable; never one to publish."""

    record: Model
    mended: frozenset[FieldPath]

    def holds(self, path: FieldPath) -> bool:
        """Tell whether a place is as its author wrote it."""
        return not any(path[: len(place)] == place for place in self.mended)


def salvage(root: type[Model], data: dict[str, Any], faults: Iterable[FieldPath]) -> SoundPart[Model] | None:
    """Return what is sound of a record's data; None where no record is left without what is at fault.

    ``faults`` are the paths of what is wrong: a value, a field that is missing, or a field that is not known.
    """
    mended = _keep_highest(_find_mendable(root, fault) for fault in faults)
    copy = deepcopy(data)
    for place in mended:
        _mend(root, copy, place)
    try:
        return SoundPart(root.model_validate(copy), mended)
    except ValidationError:
        return None


def _find_mendable(root: type[Frozen], fault: FieldPath) -> FieldPath:
    """Find the nearest place, at a fault or above it, that a record can do without; the fault where there is none."""
    for length in range(len(fault), 0, -1):
        key, model = fault[length - 1], model_at(root, fault[: length - 1])
        if not isinstance(key, str) or _is_of_statement(model, key):
            continue
        if may_be_unavailable(model, key) or is_optional(model, key):
            return fault[:length]
    return fault


def _is_of_statement(model: type[Frozen], key: str) -> bool:
    """Tell whether a key belongs to a statement of unavailability, which is sound as a whole or not at all."""
    return key in keys_of(Unavailable) and key not in keys_of(model)


def _keep_highest(places: Iterable[FieldPath]) -> frozenset[FieldPath]:
    """Leave out the places that lie below others."""
    every = set(places)
    return frozenset(place for place in every if not any(place[:length] in every for length in range(len(place))))


def _find_holder(data: Any, steps: Sequence[str | int]) -> Any:
    """Find what stands at a place; None where nothing does, as where a misnamed key was meant for a field below it."""
    for step in steps:
        try:
            data = data[step]
        except (IndexError, KeyError, TypeError):
            return None
    return data


def _mend(root: type[Frozen], data: dict[str, Any], place: FieldPath) -> None:
    """State the value at a place as unavailable where it may be, take it out, or, a code without quotes, quote it."""
    *above, last = place
    holder = _find_holder(data, above)
    if not isinstance(holder, dict):
        return
    model, key = model_at(root, tuple(above)), str(last)
    if may_be_unavailable(model, key):
        holder[key] = {"unavailable": "unknown"}
    elif is_optional(model, key):
        holder.pop(key, None)
    elif isinstance(holder.get(key), int | Decimal):
        holder[key] = str(holder[key])
