"""The assets of a workspace: names are listed beforehand, and bytes are read when a style names them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from codepub.files.reading import UnreadableFileError, read_plain_file
from codepub.writers.assets import MAX_ASSET_BYTES, Asset, Assets


def list_assets(folder: Path) -> Assets:
    """List what a style may name: the files below a folder, and the links that do not lead out of it."""
    top = folder.resolve()
    files = _walk_files(top, top, frozenset({top}))
    return {file.relative_to(top).as_posix(): Asset(partial(_read_asset, file, top)) for file in files}


def _walk_files(folder: Path, top: Path, above: frozenset[Path]) -> Iterator[Path]:
    """Yield the files below a folder, in any order; a folder is not entered from within itself."""
    with suppress(OSError), os.scandir(folder) as entries:  # of a folder that cannot be read nothing can be named
        for entry in entries:
            file = folder / entry.name
            if entry.is_symlink() and not _find_target(file).is_relative_to(top):
                continue
            if not file.is_dir():
                yield file
            elif (inner := file.resolve()) not in above:
                yield from _walk_files(file, top, above | {inner})


def _find_target(file: Path) -> Path:
    """Find where a name leads; one in a circle of links leads to itself, which is told when it is read."""
    try:
        return file.resolve()
    except (OSError, RuntimeError):  # Python before 3.13 has a RuntimeError for links in a circle
        return file


def _read_asset(file: Path, top: Path) -> bytes:
    """Read an asset.

    Raises:
        ValueError: It cannot be read, has no end, or has become a link that leads out.
    """
    target = _find_target(file)
    if not target.is_relative_to(top):
        raise ValueError("it leads out of the workspace's assets folder")
    try:
        return read_plain_file(target, MAX_ASSET_BYTES, follow_links=False)
    except UnreadableFileError as error:
        raise ValueError(f"{error.fact} {error.way_out}") from None
