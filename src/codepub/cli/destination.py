"""Where a build writes to: a folder, one file, or standard output."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, assert_never

from codepub.diagnostics import CallError, quote_text

if TYPE_CHECKING:
    from codepub.writers.choices import Format

STANDARD_OUTPUT: Final = "-"
_OTHER_DOCUMENTS: Final = frozenset({".doc", ".htm", ".markdown", ".odt", ".rtf", ".txt"})
"""Endings of files that a call may well mean, and that are none of ours."""
_WHAT_TO_NAME: Final = "Name a folder, or a .pdf, .docx, .html or .md."


@dataclass(frozen=True, slots=True)
class ToFolder:
    """A folder to write to; that of the settings where it has no path."""

    path: Path | None


@dataclass(frozen=True, slots=True)
class ToFile:
    """One file, in the format of its name."""

    path: Path
    format: Format


@dataclass(frozen=True, slots=True)
class ToStandardOutput:
    """One file, on standard output, in a format."""

    format: Format


Destination = ToFolder | ToFile | ToStandardOutput


def read_destination(output: str | None, named: Sequence[Format], usual: Sequence[Format]) -> Destination:
    """Read where to write to; ``named`` are the formats of the call, ``usual`` those of the settings.

    Raises:
        CallError: The name is that of a file in no format, or not in the one that is asked for; or several files
            would go to standard output.
    """
    if output is None:
        return ToFolder(None)
    if output == STANDARD_OUTPUT:
        return ToStandardOutput(_choose_one(named or usual))
    path, suffix = Path(output), Path(output).suffix.lower()
    if path.is_dir() or output.endswith(tuple(filter(None, (os.sep, os.altsep)))):
        return ToFolder(path)
    found = _find_format(suffix)
    if found is not None:
        return ToFile(path, _agree(output, found, named))
    if suffix in _OTHER_DOCUMENTS:
        raise CallError(f"{quote_text(output)}: codepub makes no {suffix} files. {_WHAT_TO_NAME}")
    if path.exists():
        raise CallError(f"{quote_text(output)} is a file, and no folder. {_WHAT_TO_NAME}")
    return ToFolder(path)


def refuse_several(destination: Destination, records: int) -> None:
    """Refuse to write the publications of several records to one file.

    Raises:
        CallError: There are several.
    """
    match destination:
        case ToFolder():
            return
        case ToFile(path, _):
            what, instead = quote_text(str(path)), f"Name one code, or a folder such as {path.with_suffix('')}{os.sep}"
        case ToStandardOutput():
            what, instead = "Standard output", "Name one code, or a folder"
        case _:
            assert_never(destination)
    if records > 1:
        raise CallError(f"{what} takes one file, and {records:,} would be made. {instead}.")


def _choose_one(formats: Sequence[Format]) -> Format:
    if len(formats) > 1:
        raise CallError(
            f"Standard output takes one file, and {' and '.join(formats)} would be made. "
            "Name one format, such as --pdf, or a folder."
        )
    return formats[0]


def _find_format(suffix: str) -> Format | None:
    from codepub.writers.choices import FORMATS

    return next((one for one in FORMATS if suffix == f".{one}"), None)


def _agree(output: str, found: Format, named: Sequence[Format]) -> Format:
    if any(one != found for one in named):
        asked = " ".join(f"--{one}" for one in named)
        raise CallError(
            f"{quote_text(output)} names a file of the format {found}, and {asked} is asked for. "
            f"Say --{found} or nothing, or name a folder."
        )
    return found
