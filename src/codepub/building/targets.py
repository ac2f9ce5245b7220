"""Targets: which file is made of which record, and what all publications of a workspace are made with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from codepub.compose.choices import PARTS, Part
from codepub.compose.publisher import Publisher
from codepub.compose.wording import Wording
from codepub.origin import RecordId
from codepub.records.codes import file_stem
from codepub.records.standing import Standing
from codepub.writers.choices import Format
from codepub.writers.options import Options
from codepub.writers.theme import Theme


@dataclass(frozen=True, slots=True)
class Publishing:
    """What every publication of a workspace is made with; ``standings`` tell how each stands.

    One that is not among them stands as its status says.
    """

    wording: Wording
    publisher: Publisher
    theme: Theme
    options: Options = field(default_factory=Options)
    parts: tuple[Part, ...] = PARTS["full"]
    standings: Mapping[RecordId, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """A file to make: a record in a format."""

    record: RecordId
    format: Format
    file: Path

    def __str__(self) -> str:
        return f"{self.record} ({self.format})"


def list_targets(records: Iterable[RecordId], formats: Sequence[Format], output: Path) -> list[Target]:
    """List the files to make: ``output/<system>/<code>.<format>``."""
    return [
        Target(record, format_, output / record.system / f"{file_stem(record)}.{format_}")
        for record in records
        for format_ in formats
    ]
