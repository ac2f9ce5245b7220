"""Words that a reviewer typed become values: of the kind that their field has, in lines as its author had them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from codepub.origin import FieldPath
from codepub.records.availability import state_of
from codepub.records.code_summary import CodeSummary
from codepub.records.shape import (
    field_of,
    find_field,
    holds_list,
    is_marked,
    is_optional,
    is_unstated,
    keys_of,
    model_at,
    takes,
    takes_blocks,
)
from codepub.review.merging.line_breaks import keep_line_breaks, reads_alike
from codepub.review.merging.rows import MISSING
from codepub.yaml.editing.edits import Value
from codepub.yaml.plain_scalars import read_plain

_LONG: Final = 100
"""Characters of a text from which on it stands in lines of its own."""


def make_value(path: FieldPath, typed: str, old: Any = MISSING) -> Value:
    """Make the value of a field of what was typed for it, in place of an old one.

    A number or a day is one where the field takes it and the old value was no text.
    """
    model, key = find_field(CodeSummary, path)
    if not isinstance(old, str):
        plain = read_plain(typed.strip())
        given = [plain] if isinstance(path[-1], int) else plain
        if isinstance(plain, int | Decimal | date) and not isinstance(plain, bool) and takes(model, key, given):
            return plain
    if not is_marked(model, key):
        return typed.strip()
    if isinstance(old, str):
        has_lines = "\n" in old.strip() or "\n" in typed
        return keep_line_breaks(old, typed) if has_lines else typed + "\n" * old.endswith("\n")
    is_long = "\n" in typed or (len(typed) > _LONG and takes_blocks(model, key))
    return keep_line_breaks("\n", typed) if is_long else typed


def says(path: FieldPath, value: Any, typed: str) -> bool:
    """Tell whether a field says already what was typed for it."""
    if isinstance(value, Mapping | list) or value is MISSING:
        return False
    if isinstance(value, str) and is_marked(*find_field(CodeSummary, path)):
        return reads_alike(value, typed)
    return write_plainly(value).strip() == typed.strip()


def is_same(path: FieldPath, one: Any, other: Any) -> bool:
    """Tell whether what stands at a path says the same as before, in values and in kinds; lines may end elsewhere."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(is_same((*path, key), one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(is_same((*path, 0), *pair) for pair in pairs)
    if isinstance(one, str) and isinstance(other, str) and is_marked(*find_field(CodeSummary, path)):
        return reads_alike(one, other)
    return type(one) is type(other) and one == other


def write_plainly(value: Any) -> str:
    """Write a value in words, for whoever compares it: a row by its cells, an absence by its reason."""
    match value:
        case Mapping():
            return "; ".join(f"{key}: {write_plainly(below)}" for key, below in value.items())
        case list():
            return "; ".join(map(write_plainly, value))
        case Decimal():
            return f"{value:f}"
        case None:
            return ""
        case _ if value is MISSING:
            return ""
        case _:
            return str(value).strip()


def is_absent(value: Any) -> bool:
    """Tell whether no value is given, with a reason or by leaving the field out."""
    return value is MISSING or value is None or state_of(value) == "unavailable"


def is_single(path: FieldPath) -> bool:
    """Tell whether the value at a path is one, and no list or mapping."""
    model, key = find_field(CodeSummary, path)
    is_table = holds_list(model, key) and not isinstance(path[-1], int)
    return field_of(model, key) is not None and not is_table and model_at(CodeSummary, path) is model


def can_be_left_out(path: FieldPath) -> bool:
    """Tell whether a record can do without the value at a path, and then says nothing in its place."""
    model, key = find_field(CodeSummary, path)
    return isinstance(path[-1], int) or is_unstated(model, key)


def make_row(table: FieldPath, cells: Mapping[str, str]) -> Value:
    """Make a row, or a text of a list, of what was typed in its cells, in the order of its fields."""
    if "" in cells:
        return make_value((*table, 0), cells[""])
    known = keys_of(model_at(CodeSummary, table))
    return {key: make_value((*table, 0, key), cells[key]) for key in known if cells.get(key, "").strip()}


def list_lacking(table: FieldPath, cells: Mapping[str, str]) -> list[str]:
    """List what a row cannot do without and nobody typed: its fields, or the words of a text."""
    if "" in cells:
        return [] if cells[""].strip() else ["words"]
    model = model_at(CodeSummary, table)
    return [
        key
        for key in keys_of(model)
        if (not is_optional(model, key) and not cells.get(key, "").strip())
        or (key in cells and not is_single((*table, 0, key)))
    ]


def list_unknown(table: FieldPath, cells: Mapping[str, str]) -> list[str]:
    """List the cells that no field of a row is called as."""
    known = keys_of(model_at(CodeSummary, table))
    return [key for key in cells if key and key not in known]
