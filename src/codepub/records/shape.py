"""Which fields may stand at a place of what authors write, and what may stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Final, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo

from codepub.origin import FieldPath
from codepub.records.availability import REASONS, Frozen, Unavailable
from codepub.records.text import Marked

_REASONS: Final = f"{', '.join(REASONS[:-1])} or {REASONS[-1]}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of what is written to a model, as the reading of its YAML asks for them (`codepub.yaml.hints`)."""

    absence_key: ClassVar[str] = "unavailable"
    reasons: ClassVar[tuple[str, ...]] = REASONS

    model: type[Frozen]

    def is_field(self, path: FieldPath) -> bool:
        """Tell whether the last step of a path is a field that may stand there."""
        return field_of(model_at(self.model, path[:-1]), path[-1]) is not None

    def is_prose(self, path: FieldPath) -> bool:
        """Tell whether the value at a path is text in the small markup."""
        key = next(step for step in reversed(path) if isinstance(step, str))
        return is_marked(model_at(self.model, path[:-1]), key) or is_marked(Unavailable, key)

    def suggest_answers(self, path: FieldPath) -> str:
        """Say what may be written at a path: a value; and, where the field takes them, an empty list or a reason."""
        key = path[-1]
        if key == self.absence_key:
            return f"Write a reason: {_REASONS}."
        model = model_at(self.model, path[:-1]) if self.is_field(path) else Unavailable
        is_known = field_of(model, key) is not None
        none = "" if is_known and not holds_list(model, str(key)) else " or `[]` if it is known that there are none;"
        if not is_known or may_be_unavailable(model, str(key)):
            return f"Write the value;{none} or `{self.absence_key}:` with a reason: {_REASONS}."
        return "Write the value, or remove the line." if is_optional(model, str(key)) else "Write the value."


def model_at(model: type[Frozen], path: FieldPath) -> type[Frozen]:
    """Find the model whose fields stand at a path below a model, or the nearest one above it."""
    for step in path:
        if isinstance(step, str):
            model = _models_below(model).get(step, model)
    return model


def keys_of(model: type[Frozen]) -> tuple[str, ...]:
    """List the keys that authors may write for a model."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def field_of(model: type[Frozen], key: str | int) -> FieldInfo | None:
    """Find the field of a model by the key that authors write."""
    return next((field for name, field in model.model_fields.items() if (field.alias or name) == key), None)


@cache
def is_marked(model: type[Frozen], key: str) -> bool:
    """Tell whether a field holds text in the small markup."""
    hints = get_type_hints(model, include_extras=True)
    return any(isinstance(member, Marked) for member in _members(hints.get(key)))


@cache
def may_be_unavailable(model: type[Frozen], key: str) -> bool:
    """Tell whether a field may be stated as unavailable."""
    hints = get_type_hints(model, include_extras=True)
    return any(member is Unavailable for member in _members(hints.get(key)))


def is_optional(model: type[Frozen], key: str) -> bool:
    """Tell whether a model can do without a key: with an optional field, and with one it does not know."""
    return all(key != (field.alias or name) or not field.is_required() for name, field in model.model_fields.items())


def holds_list(model: type[Frozen], key: str) -> bool:
    """Tell whether a field's value is a list, which can be known to be empty."""
    hints = get_type_hints(model, include_extras=True)
    return any(get_origin(member) is tuple for member in _members(hints.get(key)))


def fields_below(model: type[Frozen]) -> Iterator[tuple[str, type[Frozen] | None]]:
    """List a model's keys and, for each, the model of what stands below it, where that has fields of its own."""
    below = _models_below(model)
    return ((key, below.get(key)) for key in keys_of(model))


@cache
def _models_below(model: type[Frozen]) -> dict[str, type[Frozen]]:
    hints = get_type_hints(model, include_extras=True)
    found: dict[str, type[Frozen]] = {}
    for name, field in model.model_fields.items():
        for member in _members(hints[name]):
            if isinstance(member, type) and issubclass(member, Frozen) and member is not Unavailable:
                found[field.alias or name] = member
    return found


def _members(hint: Any) -> Iterator[Any]:
    yield hint
    for argument in get_args(hint):
        yield from _members(argument)
