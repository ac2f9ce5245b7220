"""Where the words of a document come from: what may be edited in their place, and what may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from codepub.origin import Origin


@dataclass(frozen=True, slots=True)
class Value:
    """The words are a field's own value, nothing added: an edit of them replaces the value at ``origin``.

    A value of several paragraphs lies in neighbouring leaves, all with the same ``Value``.
    """

    origin: Origin


@dataclass(frozen=True, slots=True)
class Absent:
    """The words state that the field at ``origin`` has no value: over them one may be given."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class Derived:
    """The words are made from the fields at ``origins``, or from none, and are not edited where they stand.

    The first origin names their place. Values that stand among such words are spans of their own.
    """

    origins: tuple[Origin, ...] = ()


Provenance = Value | Absent | Derived


def list_origins(source: Provenance) -> tuple[Origin, ...]:
    """Return the fields that words hold, state or are made from; the first names their place."""
    match source:
        case Value(origin) | Absent(origin):
            return (origin,)
        case Derived(origins):
            return origins
        case _:
            assert_never(source)


def naming_origin(source: Provenance) -> Origin | None:
    """Return the origin that names the place of words; none where they are made from no field."""
    return next(iter(list_origins(source)), None)
