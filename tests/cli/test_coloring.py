"""Colours on terminals, and nowhere else."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from codepub.cli.commands import main
from codepub.workspace.scaffold import begin_workspace
from tests.publications import CONTENT

ESCAPE = "\x1b"
RED, CYAN = "\x1b[31m", "\x1b[36m"


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a record that has an error, and a sound one, for which code sets are missing."""
    begin_workspace(tmp_path)
    put_code_sets(tmp_path)
    file = tmp_path / "content/cpt/32120.yaml"
    (tmp_path / "content/cpt/99214.yaml").write_bytes((CONTENT / "cpt/99214.yaml").read_bytes())
    file.write_text(file.read_text("utf-8").replace("\ntitle: ", "\ntitel: ", 1), "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def validate(*options: str, **environment: str) -> str:
    return CliRunner(env=environment).invoke(main, ["validate", *options], catch_exceptions=False).stdout


def validate_on_terminal(library: Path, **environment: str) -> str:
    """What a terminal gets; the process sees one on its standard output."""
    mine, theirs = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", "codepub", "validate"], cwd=library, stdout=theirs, env={**os.environ, **environment}
    )
    os.close(theirs)
    told = b""
    try:
        while read := os.read(mine, 65536):
            told += read
    except OSError:  # the other end is closed
        pass
    os.close(mine)
    assert started.wait(60) == 1
    return told.decode()


@pytest.mark.usefixtures("library")
def test_errors_and_notes_have_colours_where_they_are_asked_for() -> None:
    told = validate("--color", "always")

    assert f"{RED}\x1b[1merror[" in told
    assert f"{CYAN}\x1b[1mnote[" in told
    assert re.search(r"\| +\x1b\[31m\x1b\[1m\^+\x1b\[0m", told)
    assert click.unstyle(told) == validate()


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("options", "environment", "is_colored"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (("--color", "auto"), {"FORCE_COLOR": "1"}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_what_is_no_terminal_gets_colours_only_where_somebody_wants_them(
    options: tuple[str, ...], environment: dict[str, str], is_colored: bool
) -> None:
    assert (ESCAPE in validate(*options, **environment)) is is_colored


@pytest.mark.parametrize(
    ("environment", "is_colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colours_unless_it_wants_none(
    environment: dict[str, str], is_colored: bool, library: Path
) -> None:
    assert (ESCAPE in validate_on_terminal(library, **environment)) is is_colored


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("report", ["json", "github", "sarif", "junit"])
def test_what_programs_read_has_no_colours(report: str) -> None:
    told = validate("--format", report, "--color", "always")

    assert ESCAPE not in told
    assert report != "json" or json.loads(told)


def test_what_a_record_holds_colours_nothing(library: Path) -> None:
    file = library / "content/cpt/32120.yaml"
    file.write_text(file.read_text("utf-8") + "\nother: \x1b[32mgreen\n", "utf-8")

    assert "\x1b[32m" not in validate("--color", "always")


@pytest.mark.usefixtures("library")
def test_what_fails_in_a_build_is_coloured_too() -> None:
    ran = CliRunner().invoke(main, ["build", "32120", "--md", "--color", "always"])

    assert RED in ran.stderr
    assert ESCAPE not in CliRunner().invoke(main, ["build", "32120", "--md"]).stderr
