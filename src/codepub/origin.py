"""The one address: a record, and a path of fields in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from pathlib import Path

CodeSystem = Literal["CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS"]
CODE_SYSTEMS: Final[tuple[CodeSystem, ...]] = get_args(CodeSystem)

FieldPath = tuple[str | int, ...]


class RecordId(NamedTuple):
    """The name of a record: its code system in lower case, as in folder names, and its code.

    >>> str(RecordId("cpt", "32120"))
    'cpt:32120'
    """

    system: str
    code: str

    def __str__(self) -> str:
        return f"{self.system}:{self.code}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece of content comes from: a record and the path of a field in it."""

    record: RecordId
    path: FieldPath = ()

    def __truediv__(self, step: str | int) -> Origin:
        """Return the origin of what stands below: a field by its name, a row by its index from 0."""
        return Origin(self.record, (*self.path, step))


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of one line of a file; line and column count from 1, width counts characters."""

    file: Path
    line: int
    column: int
    width: int = 1


def list_fields(path: FieldPath) -> tuple[str, ...]:
    """List the fields that a path goes through, without the rows."""
    return tuple(step for step in path if isinstance(step, str))


def format_path(path: FieldPath) -> str:
    """Write a path as authors speak of it, rows from 1: ``specifications.modifiers[2].when_to_use``."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def parse_path(text: str) -> FieldPath:
    """Return the path that authors speak of, as `format_path` writes it.

    >>> parse_path("specifications.modifiers[2].when_to_use")
    ('specifications', 'modifiers', 1, 'when_to_use')

    Raises:
        ValueError: The text is no path.
    """
    steps = list[str | int]()
    for step in text.split("."):
        key, *rows = step.split("[")
        numbers = [row.removesuffix("]") for row in rows]
        is_sound = key.isidentifier() and all(row.endswith("]") for row in rows)
        if not is_sound or not all(one.isdecimal() and one.isascii() and int(one) > 0 for one in numbers):
            raise ValueError(f"{text!r} is no path of a field")
        steps += [key, *(int(one) - 1 for one in numbers)]
    return tuple(steps)
