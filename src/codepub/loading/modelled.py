"""Records as their authors wrote them, not yet checked: for what looks at a library whether or not it is sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import ValidationError

from codepub.diagnostics import Diagnostic
from codepub.loading.files import UNREADABLE, read_file, record_files
from codepub.loading.unforeseen import attempted
from codepub.origin import Position
from codepub.records.code_summary import CodeSummary
from codepub.records.shape import Shape
from codepub.yaml.reading import Reading, read
from codepub.yaml.rules import BIDI_CHARACTER, CONTROL_CHARACTER

_NOT_SHOWN: Final = {CONTROL_CHARACTER.id, BIDI_CHARACTER.id}


class Modelled(NamedTuple):
    """A record and the reading of its file, which tells where its values stand."""

    record: CodeSummary
    reading: Reading


def modelled_files(content: Path) -> Iterator[Modelled | Diagnostic]:
    """Give what is below a content folder one file at a time, each read as `modelled` reads it; last, what is unread.

    Raises:
        MachineError: The content folder itself cannot be read.
    """
    files, unread = record_files(content)
    for file in files:
        yield attempted(lambda file: modelled(content, file), file)
    yield from unread


def modelled(content: Path, file: Path) -> Modelled | Diagnostic:
    """Read one file as a record, whatever checks would say of its codes; a diagnostic where it cannot be read as one.

    A record that names a deleted code is at fault for `validate`; it is the very one that is looked for here. One that
    holds characters which no text may hold is none: they would reach whoever is shown its title.
    """
    raw = read_file(content, file)
    if isinstance(raw, Diagnostic):
        return raw
    reading = read(file, raw, Shape(CodeSummary))
    if any(one.rule in _NOT_SHOWN for one in reading.diagnostics):
        return _no_record(file)
    try:
        return Modelled(CodeSummary.model_validate(reading.data), reading)
    except ValidationError:
        return _no_record(file)


def _no_record(file: Path) -> Diagnostic:
    fact = "The file cannot be read as a record, and is left out."
    way_out = "Run `codepub validate` to see why."
    return Diagnostic(UNREADABLE.id, UNREADABLE.severity, fact, Position(file, 1, 1), way_out)
