"""The command that releases, the list that tells what is released, and builds that make nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from tests.record_texts import record_text, write_record

OTHER = (('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A record that may be released, and one that may not."""
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text())
    pending = ("payers: [Aetna, Medicare]", "payers: {unavailable: not-asked}")
    write_record(tmp_path / "content", record_text(*OTHER, pending), "cpt/32110.yaml")
    put_code_sets(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def test_a_record_is_released_once_and_withdrawn_once(library: Path) -> None:
    file = library / "content/cpt/32120.yaml"
    said = [
        run("release", *words) for words in (["32120"], ["32120"], ["--withdraw", "32120"], ["--withdraw", "32120"])
    ]

    assert [result.stdout for result in said] == [
        "content/cpt/32120.yaml: status: released\n",
        "content/cpt/32120.yaml: was released already\n",
        "content/cpt/32120.yaml: status: draft\n",
        "content/cpt/32120.yaml: was a draft already\n",
    ]
    assert {result.exit_code for result in said} == {0}
    assert "status: draft\n" in file.read_text()


def test_a_refusal_tells_place_fact_and_way_out_and_changes_nothing(library: Path) -> None:
    before = (library / "content/cpt/32120.yaml").read_bytes()
    result = run("release", "32120", "content/cpt/32110.yaml")

    assert result.exit_code == 1
    assert "content/cpt/32110.yaml:9:" in result.stderr
    assert "error[blocks-release]: `summary.payers` is not-asked, which only a draft may say." in result.stderr
    assert "a reason that may stay: unknown, asked-unknown, masked, not-applicable, as-text." in result.stderr
    assert result.stderr.endswith("No status was changed.\n")
    assert (library / "content/cpt/32120.yaml").read_bytes() == before


def test_the_list_tells_and_filters_the_status(library: Path) -> None:  # noqa: ARG001 -- the current folder
    run("release", "32120")

    assert [line.split("  ")[0] for line in run("list", "--status", "released").stdout.splitlines()] == ["CPT 32120"]
    assert [line.split("  ")[0] for line in run("list", "--status", "draft").stdout.splitlines()] == ["CPT 32110"]
    assert "  released  " in run("list").stdout


def test_a_final_build_makes_what_is_released_and_tells_why_the_others_are_not_made(library: Path) -> None:
    run("release", "32120")
    result = run("build", "--all", "--final", "--md")

    assert result.exit_code == 1
    assert [file.name for file in (library / "output").rglob("*.md")] == ["32120.md"]
    assert "error[draft]" in result.stderr
    assert "Release it first: `codepub release cpt:32110`" in result.stderr
    assert "error[blocks-release]: `summary.payers`" in result.stderr
    assert run("build", "32120", "--final", "--md").exit_code == 0


def test_a_final_build_prints_no_draft(library: Path) -> None:  # noqa: ARG001 -- the current folder
    result = run("build", "32120", "--final", "--md", "--output", "-")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[draft]" in result.stderr


def test_a_new_record_is_a_draft_that_cannot_be_released(library: Path) -> None:  # noqa: ARG001 -- the current folder
    run("new", "31622")
    result = run("release", "31622")

    assert result.exit_code == 1
    assert "`Untitled` is left over from a new record." in result.stderr
    assert result.stderr.count("error[blocks-release]") > 10
    assert "**DRAFT" in run("build", "31622", "--md", "--output", "-").stdout
