"""The manifest of a folder of results: every file that builds made there, by which to tell that it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, Final

from codepub.building.ledger import Ledger
from codepub.diagnostics import CallError, printable
from codepub.document.digest import digest
from codepub.files.reading import UnreadableFileError, open_plain_file, read_plain_file
from codepub.files.writing import write_file

MANIFEST: Final = "manifest.json"
_MAX_BYTES: Final = 64 * 1024**2
"""The most bytes of a manifest that are read; one of 40,000 files has some 15 MB."""
_PIECE_BYTES: Final = 1024**2
"""Bytes of a file that are in memory at a time."""
_OTHERS: Final = (MANIFEST, ".gitkeep", ".gitignore")
"""Files of a folder of results that are none."""


def write_manifest(output: Path, ledger: Ledger) -> None:
    """Write the manifest of a folder: what was made there and was not deleted, in the order of paths.

    Where nothing was ever made, none is written.

    Raises:
        MachineError: It cannot be written.
    """
    tools, files = dict[str, object](), list[object]()
    for path, record, format_, receipt in ledger.list_below(output):
        tool = digest(format_, receipt.versions)[:12]
        engine = receipt.versions[1] if len(receipt.versions) > 1 else receipt.versions[0]
        tools[tool] = {"format": format_, "engine": engine, "versions": receipt.versions}
        files.append(
            {
                "path": path,
                "record": record,
                "format": format_,
                "sha256": receipt.sha256,
                "size": receipt.size,
                "digest": receipt.approval,
                "status": receipt.standing,
                "tools": tool,
            }
        )
    if not files and not (output / MANIFEST).exists():
        return
    lines = ",\n".join(f"    {json.dumps(one)}" for one in files)
    head = json.dumps({"codepub": version("codepub"), "tools": dict(sorted(tools.items()))}, indent=2)
    text = "".join((head.removesuffix("\n}"), ',\n  "files": [\n', lines, "\n  ]\n}\n"))
    write_file(output / MANIFEST, text.encode())


@dataclass(frozen=True, slots=True)
class Verified:
    """What a folder was found to hold beside its manifest: counts of sound files, and the paths of all others."""

    sound: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    unlisted: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether each file of the manifest is there as it was made."""
        return not (self.missing or self.changed)


def verify(folder: Path) -> Verified:
    """Compare the files of a folder with its manifest, by their SHA-256.

    Raises:
        CallError: There is no manifest, or it is none.
        MachineError: A file cannot be read.
    """
    listed = _read_manifest(folder / MANIFEST)
    missing = [path for path in listed if not (folder / path).is_file()]
    there = [path for path in listed if path not in set(missing)]
    changed = [path for path in there if _hash(folder / path) != listed[path]]
    unlisted = sorted(path for path in _list_files(folder) if path not in listed)
    return Verified(len(there) - len(changed), tuple(missing), tuple(changed), tuple(unlisted))


def _read_manifest(file: Path) -> Mapping[str, str]:
    """Read the paths and the SHA-256 of a manifest."""
    try:
        data = json.loads(read_plain_file(file, _MAX_BYTES))
        return dict(map(_read_entry, data["files"]))
    except UnreadableFileError as error:
        raise CallError(f"{printable(file)}: {error.fact} Name a folder that `codepub build` wrote to.") from None
    except (ValueError, TypeError, KeyError, RecursionError):
        raise CallError(
            f"{printable(file)} is no manifest of codepub. Build once more, or name another folder."
        ) from None


def _read_entry(entry: Mapping[str, Any]) -> tuple[str, str]:
    path = PurePosixPath(entry["path"])
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError("a path that leads out of the folder")
    return str(path), str(entry["sha256"])


def _hash(file: Path) -> str:
    hasher = sha256()
    with open_plain_file(file) as stream:
        while piece := stream.read(_PIECE_BYTES):
            hasher.update(piece)
    return hasher.hexdigest()


def _list_files(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*"):
        if file.is_file() and file.name not in _OTHERS:
            yield file.relative_to(folder).as_posix()
