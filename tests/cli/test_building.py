"""What a build does beside writing files: it keeps what is right, says what is due, works in several processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from tests.record_texts import record_text, write_record

CODES = [f"321{number}" for number in range(20, 32)]


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with a dozen records."""
    (tmp_path / "codepub.toml").touch()
    for code in CODES:
        write_record(tmp_path / "content", record_text(('code: "32120"', f'code: "{code}"')), f"cpt/{code}.yaml")
    put_code_sets(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


@pytest.mark.usefixtures("library")
def test_a_second_build_writes_nothing_and_says_so() -> None:
    call("build", "32120", "32121", "--md")
    again = call("build", "32120", "32121", "--md")

    assert again.exit_code == 0
    assert "wrote" not in again.stdout
    assert again.stdout.rstrip().endswith("; up to date: 2 files")


@pytest.mark.usefixtures("library")
def test_force_makes_what_is_up_to_date() -> None:
    call("build", "32120", "--md")

    assert "wrote output/cpt/32120.md" in call("build", "32120", "--md", "--force").stdout


def test_a_comment_in_a_record_makes_nothing_due(library: Path) -> None:
    call("build", "32120", "--md")
    file = library / "content/cpt/32120.yaml"
    file.write_text(f"# Looked at twice.\n{file.read_text()}")

    assert "up to date: 1 file" in call("build", "32120", "--md").stdout


def test_a_dry_run_says_what_would_be_made_and_why_and_writes_nothing(library: Path) -> None:
    call("build", "32120", "32121", "--md")
    file = library / "content/cpt/32120.yaml"
    file.write_text(file.read_text().replace("title: ", "title: Another ", 1))
    before = {one: one.read_bytes() for one in (library / "output").rglob("*.*")}

    told = call("build", "32120", "32121", "32122", "--md", "--dry-run")

    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        "would write output/cpt/32120.md: the record changed",
        "would write output/cpt/32122.md: it is new",
        "2 files would be written; up to date: 1 file",
    ]
    assert {one: one.read_bytes() for one in (library / "output").rglob("*.*")} == before


@pytest.mark.usefixtures("library")
def test_a_dry_run_of_one_named_file_is_refused() -> None:
    told = call("build", "32120", "-o", "x.md", "--dry-run")

    assert told.exit_code == 2
    assert "A file that a call names is always made." in told.stderr


def test_verify_tells_what_is_missing_and_what_was_changed(library: Path) -> None:
    call("build", "32120", "32121", "32122", "--md")
    assert call("verify").stdout == "3 files as made; missing: 0; changed: 0\n"

    (library / "output/cpt/32120.md").unlink()
    (library / "output/cpt/32121.md").write_text("something else")
    told = call("verify")

    assert told.exit_code == 1
    assert told.stderr == "missing: cpt/32120.md\nchanged: cpt/32121.md\n"
    assert told.stdout == "1 file as made; missing: 1; changed: 1\n"


@pytest.mark.usefixtures("library")
def test_verify_names_a_folder_that_no_build_wrote_to() -> None:
    told = call("verify", "content")

    assert told.exit_code == 2
    assert "content/manifest.json" in told.stderr


@pytest.mark.usefixtures("library")
def test_several_processes_say_the_same_as_one() -> None:
    together = call("build", "--all", "--html", "--jobs", "2", "--output", "two")
    alone = call("build", "--all", "--html", "--jobs", "1", "--output", "one")

    assert together.exit_code == alone.exit_code == 0
    assert together.stdout.replace("two/", "one/").splitlines()[:-1] == alone.stdout.splitlines()[:-1]
    assert together.stdout.splitlines()[-1].startswith("12 files, 12 records, ")


def heed_interrupts() -> None:
    """Let Ctrl-C end a process; a shell has those in the background pass over it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.skipif(os.name == "nt", reason="Windows interrupts in another way")
def test_ctrl_c_ends_a_build_by_several_processes_and_leaves_whole_files(library: Path) -> None:
    building = subprocess.Popen(
        [sys.executable, "-m", "codepub", "build", "--all", "--pdf", "--jobs", "2"],
        cwd=library,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        process_group=0,
        preexec_fn=heed_interrupts,  # noqa: PLW1509 -- a signal only
    )
    assert building.stdout is not None
    assert building.stdout.readline() == "wrote output/cpt/32120.pdf\n"

    os.killpg(building.pid, signal.SIGINT)  # as a terminal does: to every process
    _, told = building.communicate(timeout=60)

    made = [file for file in (library / "output").rglob("*") if file.is_file() and file.name != "manifest.json"]
    assert building.returncode == 130
    assert told.strip() == "Interrupted."
    assert all(file.suffix == ".pdf" and file.read_bytes().rstrip().endswith(b"%%EOF") for file in made)
    assert call("verify").exit_code == 0
