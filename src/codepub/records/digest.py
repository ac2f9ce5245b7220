"""The approval digest: what a signature is bound to, the data that an author wrote and nothing around it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Final

from pydantic import BaseModel

from codepub.records.code_summary import CodeSummary
from codepub.records.sections import FRONT_MATTER

SCHEME: Final = 1
"""The number of these rules; a digest begins with it, so that one of later rules is not taken for another content."""

_FRONT: Final = frozenset(
    {"system", "code", "title", "edition", "effective", "ends", "supersedes", "replaced_by", "audience"}
)
_OUTSIDE: Final = frozenset({"status", "published", "tags"})
"""Fields that say how the publication stands and where it is filed, not what is approved."""
_UNPUBLISHED: Final = frozenset({"owner"})
"""Keys of any depth that no reader sees: whose task it is to look again."""


def approval_digest(record: CodeSummary, section: str | None = None) -> str:
    """Return the digest of what the author of a record wrote, of all or of one section.

    It is ``1:`` and the SHA-256, in 64 hexadecimal digits, of canonical JSON (RFC 8785) of the keys that stand in the
    record, all values as texts: a field that is left out is not in it, nor one that the model gets later. That of a
    section covers the system and the code of the record, too; one that the record lacks has a digest as well.

    Raises:
        ValueError: There is no such section.
    """
    content = json.dumps(_select_covered(record, section), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _number_digest(content)


def collection_digest(records: Iterable[CodeSummary]) -> str:
    """Return the digest of several records in their order, made from the digest of each.

    It is ``1:`` and the SHA-256, in 64 hexadecimal digits, of the records' digests, one a line: whoever has these can
    make it, and no record's own digest changes with the company that it is in.
    """
    return _number_digest("".join(f"{approval_digest(record)}\n" for record in records))


def _number_digest(content: str) -> str:
    return f"{SCHEME}:{sha256(content.encode()).hexdigest()}"


def _select_covered(record: CodeSummary, section: str | None) -> dict[str, object]:
    written = {key: value for key, value in _list_written(record) if key not in _OUTSIDE}
    if section is None:
        return written
    if section == FRONT_MATTER:
        return {key: value for key, value in written.items() if key in _FRONT}
    if section not in type(record).model_fields or section in _FRONT | _OUTSIDE:
        raise ValueError(f"{section} is no section of a record")
    return {key: value for key, value in written.items() if key in ("system", "code", section)}


def _list_written(model: BaseModel) -> Iterator[tuple[str, object]]:
    """Yield the keys of a model that stand in its record, as authors spell them, with their values as texts."""
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if name in model.model_fields_set and name not in _UNPUBLISHED and value is not None:
            yield field.alias or name, _spell(value)


def _spell(value: object) -> object:
    match value:
        case BaseModel():
            return dict(_list_written(value))
        case tuple():
            return [_spell(member) for member in value]
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case str() | int():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no spelling in a digest")
