"""Commands start fast because they import what is heavy only where they need it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.publications import ROOT

PROGRAM = """
import sys
from codepub.cli.commands import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""
FORMATS = {"weasyprint", "docx", "pikepdf", "fontTools"}
"""The libraries of formats: half a second and more."""
WATCHING = {"watchfiles", "anyio"}
"""What only a command that watches needs."""


def list_modules(*arguments: str, folder: Path = ROOT) -> set[str]:
    """The modules that a process has imported when a command ends; told by the process itself."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    found = set(ran.stderr.splitlines()[-1].split())
    assert {"click", "codepub"} <= found, ran.stderr
    return found


def list_imported(*arguments: str, folder: Path = ROOT) -> set[str]:
    """The packages of these modules."""
    return {name.partition(".")[0] for name in list_modules(*arguments, folder=folder)}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("build", "--help"), ("new", "-h"), ("nonsense",)])
def test_help_imports_nothing_that_reads_records(arguments: tuple[str, ...]) -> None:
    assert list_imported(*arguments).isdisjoint(FORMATS | WATCHING | {"pydantic", "yaml", "jinja2", "markdown_it"})


@pytest.mark.parametrize("arguments", [("validate", "32120"), ("list", "--json"), ("rules",), ("schema", "--check")])
def test_what_makes_no_publication_imports_no_library_of_a_format(arguments: tuple[str, ...]) -> None:
    assert list_imported(*arguments).isdisjoint(FORMATS | WATCHING)


@pytest.mark.parametrize("arguments", [("validate", "32120"), ("list",)])
def test_what_checks_or_lists_records_imports_nothing_that_fills_templates(arguments: tuple[str, ...]) -> None:
    assert "jinja2" not in list_imported(*arguments)


@pytest.mark.parametrize("arguments", [("validate", "32120"), ("list",), ("build", "32120", "--md", "-o", "-")])
def test_where_no_reviews_are_asked_for_their_models_are_not_imported(arguments: tuple[str, ...]) -> None:
    assert "codepub.records.review_file" not in list_modules(*arguments)


def test_a_format_imports_its_own_library_and_no_other(tmp_path: Path) -> None:
    output = str(tmp_path)

    assert list_imported("build", "32120", "--md", "--html", "--output", output).isdisjoint(FORMATS)
    assert list_imported("build", "32120", "--docx", "--output", output) & FORMATS == {"docx"}


@pytest.mark.parametrize(("format_", "drawing"), [("--docx", "PIL"), ("--html", "codepub.writers.charts.svg")])
def test_a_publication_without_a_chart_imports_nothing_that_draws_one(
    format_: str, drawing: str, tmp_path: Path
) -> None:
    drawers = {"codepub.writers.charts", drawing}

    assert list_modules("build", "32120", format_, "--output", str(tmp_path)).isdisjoint(drawers)
    assert list_modules("build", "99214", format_, "--output", str(tmp_path)) >= drawers


def test_the_watch_sees_what_it_watches_for(tmp_path: Path) -> None:
    assert list_imported("build", "32120", "--pdf", "--output", str(tmp_path)) >= FORMATS - {"docx"} | {
        "pydantic",
        "yaml",
    }
