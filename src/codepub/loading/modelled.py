"""Records as their authors wrote them, not yet checked: what a comparison of code sets looks at."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from codepub.loading.files import read_file
from codepub.loading.yaml_reading import Reading, read
from codepub.records.code_summary import CodeSummary


class Modelled(NamedTuple):
    """A record and the reading of its file, which tells where its values stand."""

    record: CodeSummary
    reading: Reading


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
