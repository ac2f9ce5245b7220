"""What was made, shown in the program that the system has for it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import click

from codepub.cli.edge import complain
from codepub.cli.printing import shorten
from codepub.diagnostics import printable


def open_in_viewer(files: Sequence[Path]) -> None:
    """Open a file, or the folder that several lie in; where there is no program for it, say so and go on."""
    if not files:
        return
    shown = files[0] if len(files) == 1 else Path(os.path.commonpath([file.absolute().parent for file in files]))
    if click.launch(str(shown)) != 0:
        complain(f"No program of this machine opens {printable(shorten(shown))}. Open it by hand.")
