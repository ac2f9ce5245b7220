"""The command that shows what changed between two versions of a record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from tests.files.test_revisions import commit, git
from tests.publications import SAMPLES
from tests.record_texts import record_text, write_record

pytestmark = pytest.mark.needs("git")


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record in two versions: the older is committed."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text())
    git(tmp_path, "init", "-q")
    commit(tmp_path, "Ada", "2026-01-02T10:00:00Z")
    write_record(tmp_path / "content", record_text(("payers: [Aetna, Medicare]", "payers: [Aetna, Cigna, Medicare]")))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["redline", *arguments], catch_exceptions=False)


def test_a_revision_is_compared_with_the_file_as_it_is(library: Path) -> None:
    result = run("32120", "--from", "HEAD", "--md")

    assert (result.exit_code, result.stdout) == (0, "wrote output/cpt/32120-redline.md\n")
    text = (library / "output/cpt/32120-redline.md").read_text("utf-8")
    assert "Key payers discussed are Aetna<ins>, Cigna,</ins> and Medicare." in text
    assert "redline" in text.splitlines()[1]
    assert "Redline from HEAD" in text
    assert "the file as it is now" in text


def test_two_revisions_bear_who_made_the_newer_and_when(library: Path) -> None:
    commit(library, "Bea Editor", "2026-02-03T10:00:00Z")
    run("32120", "--from", "HEAD~1", "--to", "HEAD", "--md", "--output", "made")
    assert ", Bea Editor, February 3, 2026." in (library / "made/cpt/32120-redline.md").read_text("utf-8")


def test_two_files_are_compared_outside_of_git(library: Path) -> None:
    (library / "old.yaml").write_text(record_text(), "utf-8")
    result = run("--from", "old.yaml", "--to", "content/cpt/32120.yaml", "--md", "-q")

    assert (result.exit_code, result.stdout) == (0, "")
    assert "Aetna<ins>, Cigna,</ins> and" in (library / "output/cpt/32120-redline.md").read_text("utf-8")


def test_what_did_not_change_is_left_out(library: Path) -> None:
    run("32120", "--from", "HEAD", "--md", "--changed-only")
    text = (library / "output/cpt/32120-redline.md").read_text("utf-8")

    assert "Aetna<ins>, Cigna,</ins> and" in text
    assert "Modifiers" not in text
    assert "American Medical Association" in text


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        (("32120", "--from=--help"), "is no revision", 2),
        (("32120", "--from", "gone"), "There is no revision 'gone'", 2),
        (("--from", "HEAD"), "A revision is one of a record. Name its code", 2),
        (("--from", "content/cpt/32120.yaml"), "What is newer than this file?", 2),
        (("32120", "--from", "none.yaml"), "none.yaml: The file cannot be read: No such file", 3),
        (("32120", "--from", "bad.yaml"), "In bad.yaml, the file cannot be read as a record. Name another", 1),
        (("32120", "--from", "other.yaml"), "other.yaml is cpt:32110, and the file as it is now is cpt:32120", 2),
        (("99999", "--from", "HEAD"), "There is no record for 99999", 2),
    ],
)
def test_what_cannot_be_compared_is_told_and_nothing_is_written(
    library: Path, arguments: tuple[str, ...], told: str, code: int
) -> None:
    (library / "bad.yaml").write_text("code: [")
    (library / "other.yaml").write_text(record_text(('code: "32120"', 'code: "32110"')), "utf-8")
    result = run(*arguments)

    assert told in result.stderr
    assert result.exit_code == code
    assert not (library / "output").exists()


def test_a_source_that_is_not_listed_is_told(library: Path) -> None:
    text = SAMPLES["cpt:32120"].read_text("utf-8")
    assert "source: rvu25d" in text
    write_record(library / "content", text.replace("source: rvu25d", "source: no-such", 1))
    result = run("32120", "--from", "HEAD")

    assert "the record names the source “no-such”, which is not in its list" in result.stderr
    assert result.exit_code == 1
