"""What a browser and axe-core say of web pages, at three widths and in three kinds of colours."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.programs import NODE_PROGRAMS, MissingProgramError, program

JUDGE = Path(__file__).with_name("judge_pages.mjs")
LIBRARIES = ("axe-core", "puppeteer-core")


def judge_pages(files: Sequence[Path]) -> dict[Path, list[str]]:
    """Return what is wrong with each page, a line each: the width of the window, the colours, and what is found.

    Raises:
        MissingProgramError: Chromium, Node.js or a library of npm is not installed.
        CalledProcessError: The judge failed.
    """
    modules = NODE_PROGRAMS.parent
    for library in LIBRARIES:
        if not (modules / library).is_dir():
            raise MissingProgramError(f"{library} is not installed; `make conformance` installs it")
    command = list(map(str, (program("node"), JUDGE, modules.resolve(), program("chromium"), *files)))
    ran = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    return {Path(file): found for file, found in json.loads(ran.stdout).items()}
