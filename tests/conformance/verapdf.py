"""What veraPDF says of a PDF file; its engine runs beside the tests, started when it is first asked."""

from __future__ import annotations

import functools
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from tests.conformance.verapdf_engine import PACKAGES, Profile
from tests.programs import MissingProgramError

ROOT = Path(__file__).parents[2]


def verapdf_failures(path: Path, profile: Profile) -> list[str]:
    """Return the rules of a standard that a file breaks, a line each: clause, how often, what, and where first.

    Raises:
        MissingProgramError: The packages that carry the engine are not installed.
    """
    process = engine()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps({"path": str(path), "profile": profile}) + "\n")
    process.stdin.flush()
    told: list[str] = json.loads(process.stdout.readline())
    return told


@functools.cache
def engine() -> subprocess.Popen[str]:
    """Start the engine; it ends with the tests, which close its input."""
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            raise MissingProgramError(f"{package} is not installed; `make conformance` installs it")
    command = [sys.executable, "-m", "tests.conformance.verapdf_engine"]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
