"""What can be done to a YAML text: each edit names a field path and, unless it deletes, the value that is to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from codepub.origin import FieldPath

Scalar = str | int | bool | Decimal | date | None
Value = Scalar | Sequence["Value"] | Mapping[str, "Value"]
"""Plain data, as `codepub.yaml.reading` reads it."""


@dataclass(frozen=True, slots=True)
class Replace:
    """Put a value in the place of the one at a path."""

    path: FieldPath
    value: Value


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a value where none is: a row before the one that has its index, or behind the last; a field behind another.

    ``after`` is the key of that field; without it the field comes last.
    """

    path: FieldPath
    value: Value
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Take out the value at a path, with its key or its dash; a list or a mapping that loses all is left empty."""

    path: FieldPath


Edit = Replace | Insert | Delete
