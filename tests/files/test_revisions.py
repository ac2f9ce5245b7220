"""Files as git keeps them, in a repository made for each test."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from codepub.diagnostics import CallError, MachineError
from codepub.files.reading import TooLargeError
from codepub.files.revisions import read_committed_file

pytestmark = pytest.mark.needs("git")

MOST = 100


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in two commits of two people; in the first there is no other, in the second a link."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    git(tmp_path, "init", "-q", "-b", "main")
    file = tmp_path / "content" / "a b.yaml"
    file.parent.mkdir()
    file.write_bytes(b"one\r\n")
    commit(tmp_path, "Ada", "2026-01-02T10:00:00+02:00")
    git(tmp_path, "tag", "v1")
    file.write_bytes(b"two\n")
    (file.parent / "link.yaml").symlink_to("/etc/passwd")
    (file.parent / "long.yaml").write_bytes(b"-" * (MOST + 1))
    commit(tmp_path, "Bea \x1b[31m", "2026-01-03T10:00:00Z")
    (tmp_path / "other.txt").write_text("other")
    commit(tmp_path, "Cid", "2026-01-04T10:00:00Z")
    return file


def git(folder: Path, *arguments: str, **environment: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **environment}, check=True)


def commit(folder: Path, author: str, date: str) -> None:
    git(folder, "add", "-A")
    names = {"GIT_AUTHOR_NAME": author, "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": date}
    committer = {"GIT_COMMITTER_NAME": author, "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_COMMITTER_DATE": date}
    git(folder, "commit", "-q", "-m", "more", **names, **committer)


@pytest.mark.parametrize("revision", ["v1", "HEAD~2", "main~2", "HEAD@{0}~2"])
def test_a_file_is_read_as_it_was_to_the_byte_with_who_changed_it_and_when(file: Path, revision: str) -> None:
    found = read_committed_file(file, revision, MOST)
    assert (found.content, found.author) == (b"one\r\n", "Ada")
    assert found.date == datetime(2026, 1, 2, 8, 0, tzinfo=UTC)


def test_who_changed_a_file_last_is_not_who_changed_another_one_later(file: Path) -> None:
    assert read_committed_file(file, "HEAD", MOST).author == "Bea \\x1b[31m"


@pytest.mark.parametrize("revision", ["--help", "-1", "", "HEAD\0", "--output=x"])
def test_what_could_be_an_option_is_no_revision(file: Path, revision: str) -> None:
    with pytest.raises(CallError, match=r"is no revision\. Name a commit"):
        read_committed_file(file, revision, MOST)


@pytest.mark.parametrize("revision", ["nowhere", "HEAD:content/a b.yaml", "HEAD~9", "$(touch x)", "v1;ls"])
def test_a_revision_that_there_is_not_is_told(file: Path, revision: str) -> None:
    with pytest.raises(CallError, match=r"There is no revision .* `git log --oneline` lists some"):
        read_committed_file(file, revision, MOST)


def test_a_file_that_was_not_there_then_is_told(file: Path) -> None:
    with pytest.raises(CallError, match=r"link.yaml was not there in 'v1' \([0-9a-f]{10}\). Name a later revision"):
        read_committed_file(file.with_name("link.yaml"), "v1", MOST)


def test_a_link_is_not_followed(file: Path) -> None:
    with pytest.raises(CallError, match="was no plain file in 'HEAD'"):
        read_committed_file(file.with_name("link.yaml"), "HEAD", MOST)


def test_a_file_that_held_more_than_may_be_read_is_not_read(file: Path) -> None:
    with pytest.raises(TooLargeError, match="101 bytes; at most 100"):
        read_committed_file(file.with_name("long.yaml"), "HEAD", MOST)


def test_outside_of_a_checkout_two_files_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(CallError, match=r"lies in no git checkout.*--from OLD\.yaml --to NEW\.yaml"):
        read_committed_file(tmp_path / "a.yaml", "HEAD", MOST)


def test_a_machine_without_git_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MachineError, match="git is not there"):
        read_committed_file(file, "HEAD", MOST)
