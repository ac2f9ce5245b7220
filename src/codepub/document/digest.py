"""The digest of frozen data."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256


def digest(*parts: object) -> str:
    """Return the SHA-256 of frozen data, hexadecimal: equal for equal content, on every machine and in every run."""
    written: list[bytes] = []
    for part in parts:
        _add(written, part)
    return sha256(b"".join(written)).hexdigest()


def _add(written: list[bytes], part: object) -> None:
    """Write a value so that no two values are written alike: its kind, its size, its members."""
    kind: type = type(part)
    names = _field_names(kind)
    if names is not None:
        members = [getattr(part, name) for name in names]
    elif isinstance(part, tuple):
        members = list(part)
    else:
        text = f"{kind.__name__}:{part}".encode()
        written.append(b"%d:%b" % (len(text), text))
        return
    written.append(f"{kind.__name__}({len(members)}".encode())
    for member in members:
        _add(written, member)


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
