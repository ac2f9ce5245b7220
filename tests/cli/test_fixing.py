"""`codepub validate --fix`: what it shows, when it asks, what it writes, and what it reports then."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli import fixing
from codepub.cli.commands import main
from tests.record_texts import record_text, write_record

FILE = "content/cpt/32120.yaml"
UNQUOTED = ('code: "32120"', "code: 32120  # the code")
UNKNOWN = ("edition: 2026", "edition: soon")


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record with two mistakes, of which one has one right answer."""
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text(UNQUOTED, UNKNOWN))
    put_code_sets(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["validate", *arguments], input=typed, catch_exceptions=False)


@pytest.mark.usefixtures("library")
def test_a_report_tells_what_can_be_fixed() -> None:
    said = run().stdout
    assert f"{FILE}:2:7: error[wrong-type] [*]: Here belongs text" in said
    assert "error[wrong-type]: Here belongs a whole number" in said
    assert said.endswith("[*] 1 of 2 can be fixed with `codepub validate --fix`.\n")


def test_changes_are_shown_written_and_what_is_left_is_reported(library: Path) -> None:
    result = run("--fix")
    before, after = result.stdout.split("\nFixed 1 mistake in 1 file.\n\n")
    assert before.startswith(f"--- {FILE}\n+++ {FILE}\n@@ ")
    assert '\n-code: 32120  # the code\n+code: "32120"  # the code\n' in before
    assert after.startswith(f"{FILE}:")
    assert after.endswith("1 record validated: 1 error.\n")
    assert result.exit_code == 1
    assert (library / FILE).read_text() == record_text(('code: "32120"', 'code: "32120"  # the code'), UNKNOWN)


def test_a_second_time_there_is_nothing_to_fix(library: Path) -> None:
    run("--fix")
    written = (library / FILE).read_bytes()
    assert run("--fix").stdout.startswith("There is nothing to fix.\n\n")
    assert (library / FILE).read_bytes() == written


@pytest.mark.parametrize(("typed", "is_written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_nothing_is_written_before_it_is_wanted(
    library: Path, monkeypatch: pytest.MonkeyPatch, typed: str, is_written: bool
) -> None:
    monkeypatch.setattr(fixing, "_is_at_terminal", lambda: True)
    before = (library / FILE).read_bytes()
    result = run("--fix", typed=typed)
    assert "+code: " in result.stdout.split("Fix 1 mistake in 1 file? [y/N]:")[0]
    assert ((library / FILE).read_bytes() != before) is is_written
    assert ("No file was changed." in result.stdout) is not is_written
    assert result.exit_code == 1


def test_a_file_that_is_saved_while_somebody_thinks_is_left_as_it_is(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = record_text(UNQUOTED)

    def save_and_agree(_: str) -> bool:
        (library / FILE).write_text(saved)
        return True

    monkeypatch.setattr(fixing, "_is_wanted", save_and_agree)
    result = CliRunner().invoke(main, ["validate", "--fix"])
    assert result.exit_code == 1
    assert result.stderr.endswith("32120.yaml: saved meanwhile. Nothing was written; give the command again.\n")
    assert (library / FILE).read_text() == saved


@pytest.mark.usefixtures("library")
def test_quietly_only_the_changes_and_what_is_wrong_are_said() -> None:
    said = run("--fix", "-q").stdout
    assert "+code: " in said
    assert "Fixed" not in said
    assert "validated" not in said


@pytest.mark.parametrize("other", [["--watch"], ["--format", "json"]])
def test_what_does_not_go_with_it_is_refused(library: Path, other: list[str]) -> None:
    before = (library / FILE).read_bytes()
    result = run("--fix", *other)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Leave one out." in result.stderr
    assert (library / FILE).read_bytes() == before


@pytest.mark.usefixtures("library")
def test_programs_are_told_what_to_type() -> None:
    fixes = [one["fix"] for one in json.loads(run("--format", "json").stdout)]
    assert {"line": 2, "column": 7, "end_column": 12, "text": '"32120"'} in fixes
    assert None in fixes
