"""A record in which nothing is known yet: every field states so, with a comment that says what belongs there."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date

from pydantic.fields import FieldInfo

from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import CodeSystem
from codepub.records.shape import may_be_unavailable, model_at

_SCHEMA_LINE = "# yaml-language-server: $schema=../../schemas/code-summary.schema.json"


def blank_record(system: CodeSystem, code: str, today: date) -> str:
    """Write a record for a code as YAML; the edition is the year of ``today``."""
    known = {
        "system": system,
        "code": f'"{code}"',
        "title": "Untitled",
        "edition": str(today.year),
        "effective": f"{today.year}-01-01",
        "audience": "national",
        "tags": "[]",
        "sources": "[]",
    }
    return "\n".join([_SCHEMA_LINE, *_fields(CodeSummary, known, ""), ""])


def _fields(model: type[Frozen], known: Mapping[str, str], margin: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        below = model_at(CodeSummary, (key,)) if model is CodeSummary else model
        if key in known:
            yield from _comment(field, margin)
            yield f"{margin}{key}: {known[key]}"
        elif may_be_unavailable(model, key):
            yield from _comment(field, margin)
            yield f"{margin}{key}: {{unavailable: not-asked}}"
        elif field.is_required():
            yield ""
            yield f"{margin}{key}:"
            yield from _fields(below, known, f"{margin}  ")


def _comment(field: FieldInfo, margin: str) -> Iterator[str]:
    width = 100 - len(margin)
    return (f"{margin}# {line}" for line in textwrap.wrap(field.description or "", width))
