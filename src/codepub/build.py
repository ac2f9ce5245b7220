"""Targets and their making: a record in a format becomes a file, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from codepub.compose.closing import Publisher
from codepub.compose.compose import compose
from codepub.compose.wording import Wording
from codepub.diagnostics import Diagnostic
from codepub.files.writing import write_file
from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import file_stem, record_id
from codepub.writers.table import Format, writer
from codepub.writers.theme import Theme


@dataclass(frozen=True, slots=True)
class House:
    """What every publication of a workspace is made with."""

    wording: Wording
    publisher: Publisher
    theme: Theme


@dataclass(frozen=True, slots=True)
class Target:
    """A file to make: a record in a format."""

    record: RecordId
    format: Format
    file: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """A target that was made, and what its format could not express."""

    target: Target
    diagnostics: tuple[Diagnostic, ...]


def targets(records: Iterable[RecordId], formats: Sequence[Format], output: Path) -> list[Target]:
    """List the files to make: ``output/<system>/<code>.<format>``."""
    return [
        Target(record, format_, output / record.system / f"{file_stem(record)}.{format_}")
        for record in records
        for format_ in formats
    ]


def build(records: Sequence[CodeSummary], formats: Sequence[Format], output: Path, house: House) -> Iterator[Outcome]:
    """Make the publications of records, one file after the other.

    Raises `MachineError` where a library is missing or a file cannot be written; files made before stay.
    """
    for record in records:
        document = compose(record, house.wording, house.publisher)
        for target in targets([record_id(record.system, record.code)], formats, output):
            rendered = writer(target.format)(document, house.theme)
            write_file(target.file, rendered.content)
            yield Outcome(target, rendered.diagnostics)
