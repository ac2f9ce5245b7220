"""`--watch`: a command runs, and runs again whenever a file is saved, until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

import pytest
from click.testing import CliRunner

from codepub.cli.commands import main
from codepub.workspace.scaffold import begin_workspace
from tests.publications import CONTENT

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console")
PATIENCE_SECONDS = 60
QUIET_SECONDS = 1.0
WAITING = "Waiting for changes. Ctrl-C ends."
Start = Callable[..., "Running"]


def heed_interrupts() -> None:
    """Let Ctrl-C end a process; a shell has those in the background pass over it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """A command that watches, and what it says, line by line."""

    def __init__(self, folder: Path, arguments: tuple[str, ...]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "codepub", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            preexec_fn=None if os.name == "nt" else heed_interrupts,  # noqa: PLW1509 -- a signal only
        )
        assert self.process.stdout is not None
        self._lines = SimpleQueue[str]()
        self._reader = threading.Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def _read(self, output: IO[str]) -> None:
        for line in output:
            self._lines.put(line.rstrip("\n"))

    def read_run(self) -> str:
        """The line of the next run, without its time; what is told in detail before it is passed over."""
        while True:
            line = self._lines.get(timeout=PATIENCE_SECONDS)
            if timed := re.fullmatch(r"\d\d:\d\d:\d\d (.*)", line):
                return timed[1]

    def wait_until_it_waits(self) -> None:
        while self._lines.get(timeout=PATIENCE_SECONDS) != WAITING:
            pass

    def is_quiet(self) -> bool:
        try:
            self._lines.get(timeout=QUIET_SECONDS)
        except Empty:
            return True
        return False

    def interrupt(self) -> tuple[int, list[str]]:
        """Press Ctrl-C; return the exit code and all that is said yet."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join(PATIENCE_SECONDS)
        rest = [self._lines.get() for _ in range(self._lines.qsize())]
        return code, rest


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    begin_workspace(tmp_path)
    put_code_sets(tmp_path)
    (tmp_path / "content" / "hcpcs").mkdir()
    (tmp_path / "content" / "hcpcs" / "A0425.yaml").write_bytes((CONTENT / "hcpcs" / "A0425.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def start(library: Path) -> Iterator[Start]:
    started: list[Running] = []

    def start_one(*arguments: str) -> Running:
        started.append(Running(library, arguments))
        return started[-1]

    yield start_one
    for one in started:
        one.process.kill()
        one.process.wait(PATIENCE_SECONDS)
        if one.process.stdout is not None:
            one._reader.join(PATIENCE_SECONDS)
            one.process.stdout.close()


def change(file: Path, before: str, after: str) -> None:
    """Save a file as most editors do: a new one takes the place of the old one."""
    fresh = file.with_name(f".{file.name}.new")
    text = file.read_text("utf-8")
    assert before in text
    fresh.write_text(text.replace(before, after, 1), "utf-8")
    fresh.replace(file)


@POSIX
def test_validate_checks_what_is_saved_and_ends_quietly(start: Start, library: Path) -> None:
    running = start("validate", "--watch")
    assert running.read_run() == "2 records: all sound"
    running.wait_until_it_waits()

    change(library / "content/cpt/32120.yaml", "\ntitle: ", "\ntitel: ")
    assert re.fullmatch(r"32120: \d errors?", running.read_run())

    change(library / "content/cpt/32120.yaml", "\ntitel: ", "\ntitle: ")
    assert running.read_run() == "32120: all sound"
    assert running.interrupt() == (0, [])


@POSIX
def test_build_makes_what_is_saved_again_and_looks_at_nothing_it_writes(start: Start, library: Path) -> None:
    running = start("build", "32120", "--md", "--watch")
    assert running.read_run() == "32120: wrote output/cpt/32120.md"
    running.wait_until_it_waits()
    assert running.is_quiet()

    change(library / "content/cpt/32120.yaml", "\ntitle: Thoracotomy", "\ntitle: Another Thoracotomy")
    assert running.read_run() == "32120: wrote output/cpt/32120.md"
    assert "Another Thoracotomy" in (library / "output/cpt/32120.md").read_text("utf-8")

    change(library / "content/hcpcs/A0425.yaml", "\ntitle: ", "\ntitle: Another ")
    assert running.is_quiet()

    (library / "content/cpt/32120.review.yaml").write_text("threads: []\n", "utf-8")
    assert running.read_run() == "32120: nothing to make"
    assert running.interrupt() == (0, [])


@POSIX
def test_templates_and_settings_concern_all_that_is_named_and_may_be_wrong_for_a_while(
    start: Start, library: Path
) -> None:
    running = start("build", "--all", "--watch", "-q")
    running.read_run()
    running.wait_until_it_waits()
    settings = library / "codepub.toml"

    change(settings, '# formats = ["pdf", "docx"]', 'formats = ["md"]')
    assert running.read_run() == "2 records: wrote output/cpt/32120.md, output/hcpcs/A0425.md"

    change(settings, 'formats = ["md"]', 'formats = ["mud"]')
    assert running.read_run().startswith("Error: ")

    change(settings, 'formats = ["mud"]', 'formats = ["html"]')
    assert running.read_run() == "2 records: wrote output/cpt/32120.html, output/hcpcs/A0425.html"
    assert running.interrupt()[0] == 0


@POSIX
def test_a_quiet_watch_says_one_line_a_run(start: Start, library: Path) -> None:
    running = start("validate", "32120", "--watch", "--quiet")
    assert running.read_run() == "32120: all sound"
    running.wait_until_it_waits()
    change(library / "content/cpt/32120.yaml", "\ntitle: ", "\ntitel: ")

    assert re.fullmatch(r"\d\d:\d\d:\d\d 32120: \d errors?", running._lines.get(timeout=PATIENCE_SECONDS))
    assert running.interrupt() == (0, [])


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", ["validate", "build"])
def test_a_call_that_is_at_fault_is_not_watched(command: str) -> None:
    ran = CliRunner().invoke(main, [command, "99999", "--watch"])

    assert ran.exit_code == 2
    assert "There is no record for 99999" in ran.stderr


@pytest.mark.usefixtures("library")
def test_reports_for_programs_are_not_watched() -> None:
    ran = CliRunner().invoke(main, ["validate", "--format", "json", "--watch"])

    assert ran.exit_code == 2
    assert "--watch reports to people, and --format json to programs." in ran.stderr
