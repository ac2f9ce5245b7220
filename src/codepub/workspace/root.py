"""Where a workspace begins: the folder of its ``codepub.toml``. Importing this costs next to nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from codepub.diagnostics import CallError, printable

SETTINGS_FILE: Final = "codepub.toml"


def find_root(start: Path) -> Path:
    """Find the root of the workspace that a folder lies in: the nearest folder, upwards, that has a ``codepub.toml``.

    Its settings are not read: a pipe or a link to nowhere of that name will do, and reading it tells what is wrong.

    Raises:
        CallError: There is none.
    """
    for folder in (start, *start.parents):
        if os.path.lexists(folder / SETTINGS_FILE):
            return folder
    raise CallError(
        f"{printable(start)} is not in a workspace: no {SETTINGS_FILE} here or above. Run `codepub init` to begin one."
    )
