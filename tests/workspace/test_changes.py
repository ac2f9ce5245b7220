from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, SimpleQueue

import pytest

from codepub.diagnostics import MachineError
from codepub.workspace.changes import Changes, follow_changes
from codepub.workspace.scaffold import begin_workspace
from codepub.workspace.settings import read_settings

RECORD = Path("content/cpt/32120.yaml")
OTHER = Path("content/hcpcs/A0425.yaml")
PATIENCE_SECONDS = 30
QUIET_SECONDS = 0.6
"""Longer than a save and the wait for its end take."""


class Follower:
    """Changes of a workspace as they are told, by a thread."""

    def __init__(self, changes: Iterator[Changes], root: Path) -> None:
        self._told = SimpleQueue[Changes]()
        self._root = root
        self.thread = threading.Thread(target=self._follow, args=(changes,), daemon=True)
        self.thread.start()

    def _follow(self, changes: Iterator[Changes]) -> None:
        for one in changes:
            self._told.put(one)

    def read(self) -> tuple[list[str], list[str]]:
        told = self._told.get(timeout=PATIENCE_SECONDS)
        return [self._name(file) for file in told.records], [self._name(file) for file in told.others]

    def is_quiet(self) -> bool:
        try:
            self._told.get(timeout=QUIET_SECONDS)
        except Empty:
            return True
        return False

    def wait_until_quiet(self) -> None:
        while not self.is_quiet():
            pass

    def _name(self, file: Path) -> str:
        return file.relative_to(self._root).as_posix()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    begin_workspace(folder)
    (folder / "templates").mkdir()
    (folder / "assets").mkdir()
    return folder


@pytest.fixture
def follower(root: Path) -> Iterator[Follower]:
    ended = threading.Event()
    follower = Follower(follow_changes(read_settings(root), root / "assets" / "made", ended=ended), root)
    yield follower
    ended.set()
    follower.thread.join(PATIENCE_SECONDS)
    assert not follower.thread.is_alive()


def save_whole(file: Path, text: str) -> None:
    """Save as most editors do: a new file takes the place of the old one."""
    fresh = file.with_name(f".{file.name}.swp")
    fresh.write_text(text)
    fresh.replace(file)


def test_a_record_that_is_saved_is_told_however_it_is_saved(root: Path, follower: Follower) -> None:
    save_whole(root / RECORD, "one: 1\n")
    assert follower.read() == ([RECORD.as_posix()], [])

    (root / RECORD).write_text("two: 2\n")  # in two steps, emptied and filled, which may be told one by one
    assert follower.read() == ([RECORD.as_posix()], [])
    follower.wait_until_quiet()

    save_whole(root / RECORD, "six: 6\n")
    assert follower.read() == ([RECORD.as_posix()], [])


def test_what_changed_before_anybody_listened_is_told(root: Path) -> None:
    changes = follow_changes(read_settings(root))
    save_whole(root / RECORD, "one: 1\n")

    assert next(changes) == Changes((root / RECORD,), ())


def test_a_workspace_that_is_gone_is_followed_no_more(root: Path) -> None:
    changes = follow_changes(read_settings(root))
    root.rename(root.with_name("elsewhere"))

    with pytest.raises(MachineError, match="library is gone"):
        next(changes)


def test_a_record_in_a_new_folder_is_told_and_so_is_its_next_save(root: Path, follower: Follower) -> None:
    (root / OTHER).parent.mkdir()
    save_whole(root / OTHER, "one: 1\n")
    assert follower.read() == ([OTHER.as_posix()], [])

    save_whole(root / OTHER, "two: 2\n")
    assert follower.read() == ([OTHER.as_posix()], [])


@pytest.mark.parametrize("name", ["codepub.toml", "templates/wording.toml", "assets/logo.svg"])
def test_what_concerns_every_record_is_told_apart(name: str, root: Path, follower: Follower) -> None:
    save_whole(root / name, "# mine\n")

    assert follower.read() == ([], [name])


def test_a_record_that_is_taken_away_concerns_the_others(root: Path, follower: Follower) -> None:
    (root / RECORD).unlink()

    assert follower.read() == ([], [RECORD.as_posix()])


def test_settings_that_name_another_content_folder_are_heeded(root: Path, follower: Follower) -> None:
    (root / "mine/cpt").mkdir(parents=True)
    save_whole(root / "codepub.toml", '[folders]\ncontent = "mine"\n')
    follower.read()
    follower.wait_until_quiet()
    save_whole(root / "mine/cpt/99214.yaml", "one: 1\n")

    assert follower.read() == (["mine/cpt/99214.yaml"], [])


def test_settings_at_fault_end_nothing(root: Path, follower: Follower) -> None:
    save_whole(root / "codepub.toml", "[folders\n")
    assert follower.read() == ([], ["codepub.toml"])

    save_whole(root / RECORD, "one: 1\n")
    assert follower.read() == ([RECORD.as_posix()], [])


def test_what_is_written_meanwhile_is_not_looked_at(root: Path, follower: Follower) -> None:
    for name in ("output/cpt/32120.pdf", "assets/made/cpt/32120.pdf", "content/cpt/.32120.yaml.swp", "content/a.txt"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("made\n")

    assert follower.is_quiet()
