"""The programs of others that some tests ask, and where they are."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NODE_PROGRAMS = Path(sys.prefix) / "node" / "node_modules" / ".bin"


class MissingProgramError(Exception):
    """A program that a test asks is not on this machine."""


def program(name: str) -> str:
    """Return the path of a program, on the search path or among those that npm put beside the virtual environment.

    Raises:
        MissingProgramError: It is in neither place.
    """
    found = shutil.which(name) or shutil.which(name, path=os.fspath(NODE_PROGRAMS))
    if found is None:
        raise MissingProgramError(f"{name} is not installed; `make conformance` installs it")
    return found
