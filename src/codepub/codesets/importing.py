"""Importing published files into a workspace: its store and codepub.lock change together, or neither does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from codepub.codesets.adding import AddedRelease, add_files
from codepub.codesets.lock import LOCK, Lock, ReleaseName, lock_text, merge_lock, read_lock
from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.store import Store, open_store
from codepub.diagnostics import MachineError
from codepub.files.writing import remove_leftovers, write_file


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was added, and what the lock named before."""

    added: tuple[AddedRelease, ...]
    lock_before: Lock


def import_files(root: Path, files: Sequence[Path], stated: StatedRelease) -> ImportResult:
    """Add files to the store of a workspace, and write its lock.

    Raises:
        CallError: The lock or a file is at fault; nothing has changed then.
    """
    with changing_lock(root) as change:
        added = add_files(change.store, files, stated)
        change.write(change.lock, {(one.release.set, one.release.label): one.parts for one in added})
    return ImportResult(tuple(added), change.lock)


class LockChange:
    """A change of a workspace's store and its lock that is under way; ``lock`` is what the lock named before."""

    def __init__(self, root: Path, store: Store) -> None:
        self.store = store
        self.lock = read_lock(root)
        self._root = root
        self._before = _read_lock_bytes(root)
        self._after = b""

    def write(self, lock: Lock, came: Mapping[ReleaseName, Sequence[int]]) -> None:
        """Write the lock: what ``lock`` names and what the store has; ``came`` are the parts that are new."""
        self._after = lock_text(merge_lock(lock, self.store.releases(), came), lock.unknown).encode()
        write_file(self._root / LOCK, self._after)

    def put_back(self) -> None:
        """Write the lock as it was before, unless another process has written it since."""
        if self._after and _read_lock_bytes(self._root) == self._after:
            _put_back(self._root, self._before)


@contextmanager
def changing_lock(root: Path) -> Iterator[LockChange]:
    """Change the store of a workspace and its lock together.

    All happens in one transaction of the store, which only one process at a time can have, and which ends with the
    process, however it ends: the lock is read, the store is changed, the lock is moved into its place, the transaction
    is committed. Killed before the move, nothing has changed. Killed after it and before the commit, the lock names
    what the store does not have, which `codepub codes list` tells and adding the files again mends; never the other
    way round, where a store would check records with releases that no reviewer sees (but for a removal, which is then
    to be made again). Where the commit fails, the lock is put back.

    Raises:
        CallError: The lock is at fault.
    """
    remove_leftovers([root])
    with open_store(root) as store:
        change = None
        try:
            with store.all_or_nothing():
                change = LockChange(root, store)
                yield change
        except BaseException:
            if change is not None:
                change.put_back()
            raise


def _read_lock_bytes(root: Path) -> bytes | None:
    file = root / LOCK
    return file.read_bytes() if file.exists() else None


def _put_back(root: Path, before: bytes | None) -> None:
    with suppress(MachineError, OSError):  # what led here is told, and `codes list` tells the difference
        if before is None:
            (root / LOCK).unlink()
        else:
            write_file(root / LOCK, before)
