"""The values of a record that say where and when they were read, each with its path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from codepub.origin import FieldPath
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.parts import Volatile


class NamedSource(NamedTuple):
    """A value of a vintage, and the path of it."""

    path: FieldPath
    value: Volatile


def named_sources(record: CodeSummary) -> Iterator[NamedSource]:
    """List what the optional parts hold that was read in a source, in the order of the record's fields."""
    for key in ("payment", "edits", "crosswalks", "coverage", "denials", "benchmarks"):
        part = getattr(record, key)
        if part is not None:
            yield from _list_below(part, (key,))


def _list_below(value: object, path: FieldPath) -> Iterator[NamedSource]:
    if isinstance(value, Volatile):
        yield NamedSource(path, value)
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from _list_below(member, (*path, index))
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _list_below(getattr(value, name), (*path, name))
