"""What belongs in a list or a group of fields, as an example in YAML: one row, with every field that it can have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from codepub.patterns import compile_late
from codepub.records.availability import Frozen
from codepub.records.shape import field_of, fields_below, holds_list

_PLAIN: Final = compile_late(r"[A-Za-z][\w+-][\w .;()/–—’-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}|https://\S+")
"""Text that YAML reads as it stands, and days and addresses, which records have without quotes."""
_LIKE_OTHERS: Final = frozenset({"no", "yes", "on", "off", "true", "false", "null"})


def has_rows(model: type[Frozen], key: str) -> bool:
    """Tell whether a field holds a list, or a group of fields."""
    return holds_list(model, key) or dict(fields_below(model))[key] is not None


def write_example(model: type[Frozen], key: str) -> list[str]:
    """Write an example of what stands below a key, as lines of YAML that begin at its margin."""
    return list(_write_value(_make_example(model, key)))


def _make_example(model: type[Frozen], key: str) -> Any:
    below, own = dict(fields_below(model))[key], _find_example(model, key)
    if below is None:
        return own
    row = {name: _make_example(below, name) for name, _ in fields_below(below)}
    if not holds_list(model, key):
        return row
    return [row | _name_code(own[0])] if own and isinstance(own, list) else [row]


def _find_example(model: type[Frozen], key: str) -> Any:
    field = field_of(model, key)
    return (field.examples or [""])[0] if field else ""


def _name_code(row: dict[str, Any]) -> dict[str, Any]:
    """Return the code of a row and what it reports: tables with rows of one kind hold codes of several systems."""
    return {key: row[key] for key in ("code", "description")} if "code" in row else {}


def _write_value(value: Any) -> Iterator[str]:
    """Write a list or a group as a block: a row, or a field, a line or more."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _write_field(key, member)
    else:
        for row in value:
            lines = list(_write_value(row)) if isinstance(row, dict) else [_write_scalar(row)]
            yield f"- {lines[0]}"
            yield from (f"  {line}" for line in lines[1:])


def _write_field(key: str, value: Any) -> Iterator[str]:
    if (isinstance(value, dict) and value.keys() != {"unavailable"}) or (value and _holds_rows(value)):
        yield f"{key}:"
        yield from (f"  {line}" for line in _write_value(value))
    else:
        yield f"{key}: {_write_scalar(value)}"


def _holds_rows(value: Any) -> bool:
    return isinstance(value, list) and isinstance(value[0], dict)


def _write_scalar(value: Any) -> str:
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {_write_scalar(member)}' for key, member in value.items())}}}"
        case list():
            return f"[{', '.join(map(_write_scalar, value))}]"
        case float():
            return f"{value:.2f}"
        case str() if _PLAIN.fullmatch(value) and value.lower() not in _LIKE_OTHERS:
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)
