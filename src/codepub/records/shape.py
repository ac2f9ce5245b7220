"""Which fields may stand at a place of what authors write, and what may stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, Final, Literal, get_args, get_origin, get_type_hints

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.availability import REASONS, Frozen, Unavailable
from codepub.records.examples import describe_field
from codepub.records.text import Marked, Said

_BEGINS_WITH_DAY: Final = compile_late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=[Tt\s])")
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

    def is_quoted(self, path: FieldPath) -> bool:
        """Tell whether the value at a path is what somebody said, which may be anything."""
        return isinstance(path[-1], str) and is_quoted(model_at(self.model, path[:-1]), path[-1])

    def takes_text(self, path: FieldPath, typed: str) -> bool:
        """Tell whether a field is known at a path, and nothing but a text such as the typed one may stand there."""
        model, key = find_field(self.model, path)
        if field_of(model, key) is None:
            model = Unavailable
        is_list = holds_list(model, key) and path[-1] == key
        is_more = holds_day(model, key) or holds_number(model, key)
        return not (is_list or is_more) and takes_text(model, key, typed)

    def suggest_instead(self, path: FieldPath, typed: str) -> str | None:
        """Say what to write at a path where a typed text will not do in quotes; None where it will."""
        if path[-1] == self.absence_key:
            return self.suggest_answers(path)
        model, key = find_field(self.model, path)
        if field_of(model, key) is None:
            model = Unavailable
        field = field_of(model, key)
        if field is None:
            return None
        if holds_day(model, key):
            day = _BEGINS_WITH_DAY.match(typed)
            return f"Write {day[0]}, without the time." if day else describe_field(field)
        if holds_number(model, key):
            return f"Write the number in plain digits, without quotes. {describe_field(field)}"
        if not takes_text(model, key, typed):
            return describe_field(field)
        return f'Write ["{typed}"].' if holds_list(model, key) and path[-1] == key else None

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


def find_field(model: type[Frozen], path: FieldPath) -> tuple[type[Frozen], str]:
    """Find the field at a path, or the one whose row or member is there: the model that has it, and its key."""
    last = max(index for index, step in enumerate(path) if isinstance(step, str))
    return model_at(model, path[:last]), str(path[last])


@cache
def is_marked(model: type[Frozen], key: str) -> bool:
    """Tell whether a field holds text in the small markup."""
    return any(isinstance(member, Marked) for member in _members_of(model, key))


@cache
def takes_blocks(model: type[Frozen], key: str) -> bool:
    """Tell whether paragraphs and lists may stand in a field in the small markup."""
    return any(isinstance(member, Marked) and member.blocks for member in _members_of(model, key))


@cache
def is_quoted(model: type[Frozen], key: str) -> bool:
    """Tell whether a field holds what somebody said."""
    return any(isinstance(member, Said) for member in _members_of(model, key))


@cache
def may_be_unavailable(model: type[Frozen], key: str) -> bool:
    """Tell whether a field may be stated as unavailable."""
    return Unavailable in _members_of(model, key)


def is_optional(model: type[Frozen], key: str) -> bool:
    """Tell whether a model can do without a key: with an optional field, and with one it does not know."""
    return all(key != (field.alias or name) or not field.is_required() for name, field in model.model_fields.items())


def is_unstated(model: type[Frozen], key: str) -> bool:
    """Tell whether a record without a key says nothing in its place: it is optional, and no default stands for it."""
    return any(
        key == (field.alias or name) and not field.is_required() and field.default is None
        for name, field in model.model_fields.items()
    )


def holds_list(model: type[Frozen], key: str) -> bool:
    """Tell whether a field's value is a list, which can be known to be empty."""
    return any(get_origin(member) is tuple for member in _members_of(model, key))


@cache
def holds_day(model: type[Frozen], key: str) -> bool:
    """Tell whether a field's value is a day."""
    return date in _members_of(model, key)


@cache
def holds_number(model: type[Frozen], key: str) -> bool:
    """Tell whether a field's value is a number."""
    return not {int, Decimal}.isdisjoint(member for member in _members_of(model, key) if isinstance(member, type))


def takes_text(model: type[Frozen], key: str, text: str) -> bool:
    """Tell whether a field, or a list that it holds, takes a text: by its form, or as one of its choices."""
    members = _members_of(model, key)
    choices = [choice for member in members if get_origin(member) is Literal for choice in get_args(member)]
    if choices:
        return text in choices
    patterns = [pattern for pattern in map(_pattern_of, members) if pattern is not None]
    return str in members and all(re.search(pattern, text) for pattern in patterns)


def _pattern_of(member: Any) -> str | re.Pattern[str] | None:
    if isinstance(member, StringConstraints):
        return member.pattern
    extra = member.json_schema_extra if isinstance(member, FieldInfo) else None
    return str(extra["pattern"]) if isinstance(extra, dict) and "pattern" in extra else None


@cache
def _members_of(model: type[Frozen], key: str) -> tuple[Any, ...]:
    """List what the type of a field is made of; nothing where there is no such field."""
    hints = get_type_hints(model, include_extras=True)
    name = next((name for name, field in model.model_fields.items() if (field.alias or name) == key), None)
    return tuple(_members(hints[name])) if name else ()


def takes(model: type[Frozen], key: str, value: object) -> bool:
    """Tell whether a field takes a value as it was read; this is slow when it is first asked of a field."""
    try:
        _adapter_of(model, key).validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def _adapter_of(model: type[Frozen], key: str) -> TypeAdapter[Any]:
    return TypeAdapter(_members_of(model, key)[0])


@cache
def list_places(model: type[Frozen]) -> tuple[FieldPath, ...]:
    """List the places below a model whose fields are written once, which those of rows are not; the model's first."""
    below = [(key, one) for key, one in fields_below(model) if one is not None and not holds_list(model, key)]
    return ((), *((key, *path) for key, one in below for path in list_places(one)))


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


def find_value(record: Frozen, path: FieldPath) -> object:
    """Find what a record says at a path; None where it says nothing."""
    value: object = record
    for step in path:
        if isinstance(step, int):
            value = value[step] if isinstance(value, tuple) and step < len(value) else None
        else:
            value = _find_below(value, step)
    return value


def _find_below(value: object, key: str) -> object:
    fields = type(value).model_fields.items() if isinstance(value, Frozen) else ()
    name = next((name for name, field in fields if (field.alias or name) == key), None)
    return getattr(value, name) if name else None
