"""The store and codepub.lock change together: killed at any moment, failing at any moment, several at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from codepub.codesets import importing
from codepub.codesets.importing import import_files
from codepub.codesets.lock import LOCK, find_differing, find_missing, read_lock
from codepub.codesets.published.identification import NOTHING_STATED
from codepub.codesets.store import Store, open_store
from codepub.diagnostics import CallError, MachineError
from tests.codesets.small_lists import MPFS_HEADING, fee_row, write_list

PATIENCE = 60
"""So many seconds a process may take, which takes one."""

BEGIN = """
import os, signal, sys
from pathlib import Path
from codepub.codesets import importing, store
from codepub.codesets.published.identification import NOTHING_STATED
from codepub.diagnostics import CodepubError
write, begun = importing.write_file, store.Store.releases
"""
IMPORT = """
try:
    importing.import_files(Path(sys.argv[1]), [Path(sys.argv[2])], NOTHING_STATED)
except CodepubError as error:
    sys.exit(str(error))
"""
WAITING = """
def paused(file, content):
    print("at the lock", flush=True)
    sys.stdin.readline()
    write(file, content)
importing.write_file = paused
"""
KILLED = {
    "before the lock": """
def killed(file, content):
    os.kill(os.getpid(), signal.SIGKILL)
importing.write_file = killed
""",
    "between the lock and the store": """
def killed(file, content):
    write(file, content)
    os.kill(os.getpid(), signal.SIGKILL)
importing.write_file = killed
""",
    "while entries are read": """
def killed(self, *values):
    os.kill(os.getpid(), signal.SIGKILL)
store.Store._finish = killed
""",
    "after the store": """
IMPORTED = importing.ImportResult
def killed(*values):
    os.kill(os.getpid(), signal.SIGKILL)
importing.ImportResult = killed
""",
}
"""Moments, and how a process is killed at each."""


def write_fees(root: Path, month: str, codes: Iterable[str] = ("32120",)) -> Path:
    return write_list(root / f"PPRRVU2025_{month}.csv", MPFS_HEADING + "".join(map(fee_row, codes)))


def start_process(root: Path, file: Path, steps: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", BEGIN + steps + IMPORT, str(root), str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def read_labels(root: Path) -> tuple[list[str], list[str]]:
    """List the releases of the store and those of the lock."""
    with open_store(root) as store:
        here = [release.label for release, _ in store.releases()]
    return here, [release.label for release, _ in read_lock(root).releases]


def test_what_is_imported_stands_in_the_store_and_in_the_lock(tmp_path: Path) -> None:
    import_files(tmp_path, [write_fees(tmp_path, "Jan"), write_fees(tmp_path, "Oct")], NOTHING_STATED)
    assert read_labels(tmp_path) == (["January 2025", "October 2025"], ["January 2025", "October 2025"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("moment", KILLED)
def test_killed_at_any_moment_the_store_is_whole_and_the_next_import_mends_the_rest(
    tmp_path: Path, moment: str
) -> None:
    import_files(tmp_path, [write_fees(tmp_path, "Jan")], NOTHING_STATED)
    killed = start_process(tmp_path, write_fees(tmp_path, "Oct"), KILLED[moment])
    killed.communicate(timeout=PATIENCE)
    assert killed.returncode == -signal.SIGKILL
    here, named = read_labels(tmp_path)
    assert len(here) == (2 if moment == "after the store" else 1)
    assert set(here) <= set(named)  # never is there what the lock does not name
    import_files(tmp_path, [write_fees(tmp_path, "Oct")], NOTHING_STATED)
    assert read_labels(tmp_path) == (["January 2025", "October 2025"], ["January 2025", "October 2025"])


def test_an_import_that_was_killed_between_lock_and_store_is_told_by_the_lock(tmp_path: Path) -> None:
    import_files(tmp_path, [write_fees(tmp_path, "Jan"), write_fees(tmp_path, "Oct")], NOTHING_STATED)
    both = [write_fees(tmp_path, "Jan", ["32124"]), write_fees(tmp_path, "Jul")]
    with start_process(tmp_path, both[0], KILLED["between the lock and the store"]) as killed:
        killed.communicate(timeout=PATIENCE)
    with start_process(tmp_path, both[1], KILLED["between the lock and the store"]) as killed:
        killed.communicate(timeout=PATIENCE)
    with open_store(tmp_path) as store:
        here, named = store.releases(), read_lock(tmp_path).releases
    assert [release.label for release, _ in find_missing(named, here)] == ["July 2025"]
    assert [release.label for release in find_differing(named, here)] == ["January 2025"]


def test_of_two_imports_at_once_none_is_lost(tmp_path: Path) -> None:
    first = start_process(tmp_path, write_fees(tmp_path, "Jan"), WAITING)
    assert first.stdout is not None
    assert first.stdout.readline() == "at the lock\n"
    refused = start_process(tmp_path, write_fees(tmp_path, "Oct"), "store._WAIT = 0")
    assert "is in use by another codepub" in refused.communicate(timeout=PATIENCE)[1]
    waiting = start_process(tmp_path, write_fees(tmp_path, "Oct"), "print('begun', flush=True)")
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == "begun\n"
    assert first.communicate("go\n", timeout=PATIENCE)[1] == ""
    assert waiting.communicate(timeout=PATIENCE)[1] == ""
    assert read_labels(tmp_path) == (["January 2025", "October 2025"], ["January 2025", "October 2025"])


@pytest.mark.parametrize("content", ["[[release]]\nset = 'pos'\n", "a = [", "<<<<<<< HEAD\n=======\n>>>>>>> x\n"])
def test_a_broken_lock_is_refused_before_anything_is_imported(tmp_path: Path, content: str) -> None:
    (tmp_path / LOCK).write_text(content)
    with pytest.raises(CallError, match=r"codepub\.lock"):
        import_files(tmp_path, [write_fees(tmp_path, "Jan")], NOTHING_STATED)
    with open_store(tmp_path) as store:
        assert store.releases() == []
    assert (tmp_path / LOCK).read_text() == content


def test_a_file_at_fault_changes_neither(tmp_path: Path) -> None:
    import_files(tmp_path, [write_fees(tmp_path, "Jan")], NOTHING_STATED)
    before = (tmp_path / LOCK).read_bytes()
    with pytest.raises(CallError, match="stands twice"):
        import_files(
            tmp_path, [write_fees(tmp_path, "Jul"), write_fees(tmp_path, "Oct", ["32120", "32120"])], NOTHING_STATED
        )
    assert read_labels(tmp_path)[0] == ["January 2025"]
    assert (tmp_path / LOCK).read_bytes() == before


def test_a_lock_that_cannot_be_written_changes_neither(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(file: Path, content: bytes) -> None:  # noqa: ARG001 -- stands for `write_file`
        raise MachineError("The disk is full.")

    monkeypatch.setattr(importing, "write_file", full)
    with pytest.raises(MachineError, match="full"):
        import_files(tmp_path, [write_fees(tmp_path, "Jan")], NOTHING_STATED)
    assert read_labels(tmp_path) == ([], [])


@pytest.mark.parametrize("months", [[], ["Jan"]], ids=["no lock", "a lock"])
def test_where_the_store_cannot_be_written_the_lock_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, months: Sequence[str]
) -> None:
    for month in months:
        import_files(tmp_path, [write_fees(tmp_path, month)], NOTHING_STATED)
    before = read_lock(tmp_path)
    run = Store._run

    def full(self: Store, statement: str, values: Sequence[object] = ()) -> object:
        if statement == "COMMIT":
            assert read_lock(tmp_path) != before
            raise MachineError("The disk is full.")
        return run(self, statement, values)

    monkeypatch.setattr(Store, "_run", full)
    with pytest.raises(MachineError, match="full"):
        import_files(tmp_path, [write_fees(tmp_path, "Oct")], NOTHING_STATED)
    monkeypatch.undo()
    assert read_lock(tmp_path) == before
    assert (tmp_path / LOCK).exists() == bool(months)
    assert len(read_labels(tmp_path)[0]) == len(months)
