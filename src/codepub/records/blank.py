"""A file in which nothing is known yet: every field states so, with a comment that says what belongs there.

Below a list and a group of fields an example of one row stands as a comment, so that its shape is seen.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pydantic.fields import FieldInfo

from codepub.origin import CodeSystem
from codepub.records.availability import Frozen
from codepub.records.example_rows import has_rows, write_example
from codepub.records.kinds import CODE_SUMMARY, Kind
from codepub.records.shape import fields_below, may_be_unavailable


def write_blank_record(system: CodeSystem, code: str, today: date) -> str:
    """Write a record for a code as YAML; the edition is the year of ``today``."""
    known = {
        "system": system,
        "code": f'"{code}"',
        "title": "Untitled",
        "edition": str(today.year),
        "effective": f"{today.year}-01-01",
        "status": "draft",
        "audience": "national",
        "tags": "[]",
        "sources": "[]",
    }
    return write_blank_file(CODE_SUMMARY, known)


def write_blank_file(kind: Kind[Any], known: Mapping[str, str]) -> str:
    """Write a file of a kind as YAML; ``known`` are the values that some of its keys have, as YAML.

    Of what is neither known nor can be left out or be unavailable, an example stands there.
    """
    schema = f"# yaml-language-server: $schema=../../schemas/{kind.schema_file}"
    return "\n".join([schema, *_write_fields(kind.model, known, ""), ""])


def _write_fields(model: type[Frozen], known: Mapping[str, str], margin: str) -> Iterator[str]:
    models_below = dict(fields_below(model))
    for name, field in model.model_fields.items():
        key = field.alias or name
        below = models_below[key]
        is_group = field.is_required() and field.annotation is below
        if key in known:
            yield from _write_comment(field, margin)
            yield f"{margin}{key}: {known[key]}"
            if below is not None:
                yield from _write_example(model, key, margin)
        elif may_be_unavailable(model, key):
            yield from _write_comment(field, margin)
            yield f"{margin}{key}: {{unavailable: not-asked}}"
            yield from _write_example(model, key, margin)
        elif is_group and below is not None:
            yield ""
            yield f"{margin}{key}:"
            yield from _write_fields(below, known, f"{margin}  ")
        elif field.is_required():
            yield from _write_comment(field, margin)
            yield f"{margin}{key}: {json.dumps((field.examples or [''])[0], ensure_ascii=False)}"


def _write_example(model: type[Frozen], key: str, margin: str) -> Iterator[str]:
    """Write one row of what a list or a group holds as a comment; it is in its place without the signs."""
    if has_rows(model, key):
        yield from (f"{margin}  # {line}" for line in write_example(model, key))


def _write_comment(field: FieldInfo, margin: str) -> Iterator[str]:
    width = 100 - len(margin)
    return (f"{margin}# {line}" for line in textwrap.wrap(field.description or "", width))
