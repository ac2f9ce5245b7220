"""Importing published files into a workspace: its store and codepub.lock change together, or neither does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from codepub.codesets.adding import AddedRelease, add_files
from codepub.codesets.lock import LOCK, Lock, lock_text, merge_lock, read_lock
from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.store import open_store
from codepub.diagnostics import MachineError
from codepub.files.writing import remove_leftovers, write_file


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What was added, and what the lock named before."""

    added: tuple[AddedRelease, ...]
    lock_before: Lock


def import_files(root: Path, files: Sequence[Path], stated: StatedRelease) -> ImportResult:
    """Add files to the store of a workspace, and write its lock.

    All happens in one transaction of the store, which only one process at a time can have, and which ends with the
    process, however it ends: the lock is read, the files are added, the lock is moved into its place, the transaction
    is committed. Killed before the move, nothing has changed. Killed after it and before the commit, the lock names
    what the store does not have, which `codepub codes list` tells and adding the files again mends; never the other
    way round, where a store would check records with releases that no reviewer sees. Where the commit fails, the lock
    is put back.

    Raises:
        CallError: The lock or a file is at fault; nothing has changed then.
    """
    remove_leftovers([root])
    with open_store(root) as store:
        before = after = None
        try:
            with store.all_or_nothing():
                lock, before = read_lock(root), _read_lock_bytes(root)
                added = add_files(store, files, stated)
                came = {(one.release.set, one.release.label): one.parts for one in added}
                after = lock_text(merge_lock(lock, store.releases(), came), lock.unknown).encode()
                write_file(root / LOCK, after)
        except BaseException:
            if after is not None:
                _put_back(root, before, after)
            raise
    return ImportResult(tuple(added), lock)


def _read_lock_bytes(root: Path) -> bytes | None:
    file = root / LOCK
    return file.read_bytes() if file.exists() else None


def _put_back(root: Path, before: bytes | None, after: bytes) -> None:
    """Write the lock as it was before, unless another import has written it since."""
    if _read_lock_bytes(root) != after:
        return
    with suppress(MachineError, OSError):  # what led here is told, and `codes list` tells the difference
        if before is None:
            (root / LOCK).unlink()
        else:
            write_file(root / LOCK, before)
