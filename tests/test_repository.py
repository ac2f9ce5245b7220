"""The repository itself: what stands in it, and what must not."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.publications import ROOT


def listed(*options: str) -> list[str]:
    """What git says of files of this checkout; skips the test where this is none."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no checkout of git")
    return subprocess.run(
        [git, "ls-files", *options], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()


def test_git_keeps_nothing_that_it_is_told_to_ignore() -> None:
    assert listed("--cached", "--ignored", "--exclude-standard") == []
    assert "README.md" in listed("--cached")


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    tests = re.findall(r"`(tests/[\w/]+\.py)`", text)
    modules = re.findall(r"`(?!tests/)((?:\w+/)*\w+\.py)`", text)

    assert [name for name in tests if not (ROOT / name).is_file()] == []
    assert [name for name in modules if not list((ROOT / "src/codepub").rglob(name))] == []
    assert page.name != "reliability.md" or len(tests) > 10
