"""The repository itself: what stands in it, and what must not."""

from __future__ import annotations

import shutil
import subprocess

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
