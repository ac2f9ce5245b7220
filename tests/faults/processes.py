"""Commands as processes of their own, within bounds; and the workspaces that they are let loose on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from codepub.codesets import shipped_sets
from codepub.codesets.code_set import Entry, Release
from codepub.codesets.store import STORE, open_store
from codepub.files.writing import TEMPORARY_NAMES
from codepub.workspace.scaffold import begin_workspace
from tests.publications import ROOT, SAMPLES

MOST_MEMORY = 4 * 1024**3
MOST_SECONDS = 60
"""A command that takes longer hangs: the slowest takes two seconds on a quiet machine."""

START = "from codepub.__main__ import main; main()"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    def must_be_told(self) -> None:
        """Fail where it ended in a way that no user should see."""
        assert self.code in (0, 1, 2, 3), f"exit code {self.code}: {self.err[-2000:]}"
        assert "Traceback" not in self.err, self.err[-2000:]
        assert "does not foresee" not in self.out + self.err, self.err[-2000:]
        assert "\x1b" not in self.out + self.err


def bounded() -> None:
    """Bound what a process may take: its memory, its time, the size of a file it writes."""
    import resource  # Windows has none

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024**3, 1024**3))


def started(
    folder: Path, *arguments: str | bytes, program: Sequence[str] = ("-c", START), **environment: str
) -> subprocess.Popen[bytes]:
    """Start a command in a folder."""
    return subprocess.Popen(
        [sys.executable, *program, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=None if os.name == "nt" else bounded,  # noqa: PLW1509 -- limits of the process itself
    )


def ended(running: subprocess.Popen[bytes]) -> Ended:
    """Wait for a command; one that hangs is killed and fails the test."""
    try:
        out, err = running.communicate(timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        running.kill()
        running.communicate()
        raise
    return Ended(running.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))


def run(folder: Path, *arguments: str | bytes, **environment: str) -> Ended:
    """Run a command in a folder to its end."""
    return ended(started(folder, *arguments, **environment))


def library(folder: Path, *names: str) -> Path:
    """Begin a workspace that has samples, by name such as ``hcpcs:A0425``, beside the one that each workspace has.

    Its store has small sets under the labels of the shipped ones, so that none has to be made ready.
    """
    begin_workspace(folder)
    for name in names:
        target = folder / "content" / SAMPLES[name].relative_to(ROOT / "content")
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(SAMPLES[name], target)
    with open_store(folder) as store:
        label, effective, ends = shipped_sets.ICD_10_CM
        codes = [Entry("J9583", "Bleeding", billable=False), Entry("J95830", "Bleeding after a procedure")]
        store.add(Release("icd-10-cm", label, effective, "made by hand", "0" * 64, ends=ends), codes)
        store.add(*shipped_sets._make_places())
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Give the files of a folder by name, but for the store, which is a database."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.relative_to(folder).parts[0] != STORE.parts[0]
    }


def leftovers(folder: Path) -> list[Path]:
    """List the files that somebody was writing."""
    return list(folder.rglob(TEMPORARY_NAMES))
