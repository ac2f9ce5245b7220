"""Files of a content folder are written only while they still hold what was read."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import lexists
from pathlib import Path

from codepub.diagnostics import CodepubError, printable
from codepub.files.writing import NewFile, Rewrite, rewrite_files
from codepub.loading.content_files import read_file


class SavedMeanwhileError(CodepubError):
    """Files were saved while they were being changed."""


def make_saved_error(*files: Path, undone: str = "Nothing was written") -> SavedMeanwhileError:
    """Make the error that names files that were saved, and says what was not done therefore."""
    names = ", ".join(str(printable(file)) for file in files)
    return SavedMeanwhileError(f"{names}: saved meanwhile. {undone}; give the command again.")


def list_saved(content: Path, rewrites: Sequence[Rewrite | NewFile]) -> list[Path]:
    """List the files that hold something else than when they were read, or are there and were not."""
    return [one.file for one in rewrites if not _is_as_read(content, one)]


def write_unless_saved(content: Path, rewrites: Sequence[Rewrite | NewFile]) -> None:
    """Write files, all or none, unless one of them was saved since it was read.

    Raises:
        SavedMeanwhileError: One of them was saved since; none is written then.
        MachineError: One cannot be written; those before it are put back.
    """
    if saved := list_saved(content, rewrites):
        raise make_saved_error(*saved)
    rewrite_files(rewrites)


def _is_as_read(content: Path, rewrite: Rewrite | NewFile) -> bool:
    now = read_file(content, rewrite.file) if lexists(rewrite.file) else None
    return now == (rewrite.before if isinstance(rewrite, Rewrite) else None)
