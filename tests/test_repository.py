"""The repository itself: what stands in it, and what must not."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.publications import ROOT


def list_git_files(*options: str) -> list[str]:
    """What git says of files of this checkout; skips the test where this is none."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    return subprocess.run(
        [git, "ls-files", *options], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()


def test_git_keeps_nothing_that_it_is_told_to_ignore() -> None:
    assert list_git_files("--cached", "--ignored", "--exclude-standard") == []
    assert "README.md" in list_git_files("--cached")


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    tests = re.findall(r"`(tests/[\w/]+\.py)`", text)
    modules = re.findall(r"`(?!tests/)((?:\w+/)*\w+\.py)`", text)

    assert [name for name in tests if not (ROOT / name).is_file()] == []
    assert [name for name in modules if not list((ROOT / "src/codepub").rglob(name))] == []
    assert page.name != "reliability.md" or len(tests) > 10


def read_drawing(begins: str) -> list[str]:
    """The lines of a drawing of docs/architecture.md, without its first."""
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    drawing: str
    (drawing,) = re.findall(rf"^```\n{re.escape(begins)}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return drawing.splitlines()


def test_the_rooms_that_are_drawn_are_the_rooms_that_there_are() -> None:
    there = {path.name + "/" * path.is_dir() for path in (ROOT / "src/codepub").iterdir()}
    rooms = [re.split(r"  +", line.strip(), maxsplit=1) for line in read_drawing("src/codepub/")]

    assert sorted(name for name, _ in rooms) == sorted(there - {"__pycache__/", "py.typed"})
    assert all(sentence for _, sentence in rooms)


def test_the_floors_that_are_drawn_are_those_that_imports_are_held_to() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (layers,) = [one["layers"] for one in settings["tool"]["importlinter"]["contracts"] if one["type"] == "layers"]

    assert ["__main__", *read_drawing("__main__")] == layers


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "docs/architecture.md"]
)
def test_the_pages_that_a_page_links_to_are_there(page: str) -> None:
    file = ROOT / page
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", file.read_text("utf-8"))

    assert [name for name in linked if not (file.parent / name).is_file()] == []


def test_the_hooks_of_the_project_run_tools_of_its_gate() -> None:
    hooks = re.findall(
        r"^ +entry: \.venv/bin/(\S+)", (ROOT / ".pre-commit-config.yaml").read_text("utf-8"), re.MULTILINE
    )
    gate = (ROOT / "Makefile").read_text("utf-8")

    assert len(hooks) > 3
    assert [tool for tool in hooks if f"$(BIN)/{tool}" not in gate] == []


SOURCES = sorted((ROOT / "src" / "codepub").rglob("*.py"))


def test_no_module_has_more_than_450_lines() -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in SOURCES}

    assert {str(file): length for file, length in lengths.items() if length > 450} == {}
    assert max(lengths.values()) > 100


def test_no_function_has_more_than_45_lines() -> None:
    functions = [
        (f"{file.name}:{node.name}", node.end_lineno or 0, node.lineno)
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]

    assert [name for name, last, first in functions if last - first >= 45] == []
    assert len(functions) > 500
