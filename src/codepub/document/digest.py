"""The digest of frozen data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256


def digest(*parts: object) -> str:
    """Return the SHA-256 of frozen data, hexadecimal: equal for equal content, on every machine and in every run."""
    hasher = sha256()
    for part in parts:
        _feed(hasher.update, part)
    return hasher.hexdigest()


def _feed(update: Callable[[bytes], None], part: object) -> None:
    """Write a value to a hash so that no two values write the same: its kind, its size, its members."""
    kind: type = type(part)
    names = _field_names(kind)
    if names is not None:
        members = [getattr(part, name) for name in names]
    elif isinstance(part, tuple):
        members = list(part)
    else:
        text = f"{kind.__name__}:{part}".encode()
        update(f"{len(text)}:".encode() + text)
        return
    update(f"{kind.__name__}({len(members)}".encode())
    for member in members:
        _feed(update, member)


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
