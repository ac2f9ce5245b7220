"""Records as their authors wrote them, not yet checked: for what looks at a library whether or not it is sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from codepub.loading.files import read_file, record_files
from codepub.loading.yaml_reading import Reading, read
from codepub.records.code_summary import CodeSummary


class Modelled(NamedTuple):
    """A record and the reading of its file, which tells where its values stand."""

    record: CodeSummary
    reading: Reading


def modelled_files(content: Path) -> Iterator[tuple[Path, Modelled | None]]:
    """Give the files below a content folder one at a time, each read as `modelled` reads it."""
    return ((file, modelled(content, file)) for file in record_files(content))


def modelled(content: Path, file: Path) -> Modelled | None:
    """Read one file as a record, whatever checks would say of its codes; None where it cannot be read as one.

    A record that names a deleted code is at fault for `validate`; it is the very one that is looked for here.
    """
    raw = read_file(content, file)
    if not isinstance(raw, bytes):
        return None
    reading = read(file, raw)
    try:
        return Modelled(CodeSummary.model_validate(reading.data), reading)
    except ValidationError:
        return None
