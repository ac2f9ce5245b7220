"""Records as their authors wrote them: read and modelled, and not checked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Generic, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from codepub.diagnostics import Diagnostic
from codepub.loading.content_files import UNREADABLE, ContentFiles, list_record_files, read_file
from codepub.loading.unforeseen import attempt
from codepub.origin import Position
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY, KINDS, Kind, Model, kind_at
from codepub.yaml.reading import Reading, read
from codepub.yaml.rules import BIDI_CHARACTER, CONTROL_CHARACTER

_UNSHOWABLE_RULES: Final = {CONTROL_CHARACTER.id, BIDI_CHARACTER.id}


class UncheckedRecord(NamedTuple, Generic[Model]):
    """A record and the reading of its file, which tells where its values stand."""

    record: Model
    reading: Reading


class UnfitFile(NamedTuple):
    """The reading of a file that does not fit the model of its kind, and why; without reasons where it is no YAML."""

    reading: Reading
    errors: tuple[ErrorDetails, ...] = ()


def model_file(kind: Kind[Model], content: Path, file: Path) -> UncheckedRecord[Model] | UnfitFile | Diagnostic:
    """Read one file below a content folder, and model what it holds; a diagnostic where it cannot be opened."""
    raw = read_file(content, file)
    return raw if isinstance(raw, Diagnostic) else model_content(kind, file, raw)


def model_content(kind: Kind[Model], file: Path, raw: bytes) -> UncheckedRecord[Model] | UnfitFile:
    """Model what a file holds, or may be going to hold."""
    reading = read(file, raw, kind.shape)
    if reading.data is None:
        return UnfitFile(reading)
    try:
        return UncheckedRecord(kind.model.model_validate(reading.data), reading)
    except ValidationError as error:
        return UnfitFile(reading, tuple(error.errors(include_url=False)))


def list_summary_files(content: Path) -> ContentFiles:
    """List the files of code summaries below a content folder, without those of other kinds.

    Raises:
        MachineError: The content folder itself cannot be read.
    """
    files, unread = list_record_files(content)
    return ContentFiles(tuple(one for one in files if kind_at(one.relative_to(content), KINDS) is CODE_SUMMARY), unread)


def read_all_unchecked(content: Path) -> Iterator[UncheckedRecord[CodeSummary] | Diagnostic]:
    """Read the code summaries below a content folder, one at a time, unchecked; last, tell what could not be read.

    Raises:
        MachineError: The content folder itself cannot be read.
    """
    files, unread = list_summary_files(content)
    for file in files:
        yield attempt(lambda file: read_unchecked(CODE_SUMMARY, content, file), file)
    yield from unread


def read_unchecked(kind: Kind[Model], content: Path, file: Path) -> UncheckedRecord[Model] | Diagnostic:
    """Read one file as a record, whatever checks would say of its codes; a diagnostic where it cannot be read as one.

    A record that names a deleted code is at fault for `validate`; it is the very one that is looked for here. One that
    holds characters which no text may hold is none: they would reach whoever is shown its title.
    """
    found = model_file(kind, content, file)
    match found:
        case UncheckedRecord() if any(one.rule in _UNSHOWABLE_RULES for one in found.reading.diagnostics):
            return _report_no_record(file)
        case UnfitFile():
            return _report_no_record(file)
        case _:
            return found


def _report_no_record(file: Path) -> Diagnostic:
    fact = "The file cannot be read as a record, and is left out."
    way_out = "Run `codepub validate` to see why."
    return Diagnostic(UNREADABLE.id, UNREADABLE.severity, fact, Position(file, 1, 1), way_out)
