"""The ledger of a workspace: what was made, of what, and what its file was then; a file that is lost is no harm."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, Self

from codepub.building.making import Before
from codepub.building.outcomes import Made, Receipt
from codepub.building.targets import Target
from codepub.diagnostics import Diagnostic, Severity

_VERSION: Final = 1
"""The number of this form; a ledger of another is begun anew, and all is made once more."""
_TIMEOUT_SECONDS: Final = 10
"""How long one build waits for another to write."""
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS made (file TEXT PRIMARY KEY, record TEXT, format TEXT, receipt TEXT, said TEXT)"
)

DELETED: Final = "it was deleted"
CHANGED: Final = "it was changed since it was made"


class Ledger:
    """The ledger of one workspace; what cannot be kept is made again the next time, which is all that it costs."""

    def __init__(self, file: Path) -> None:
        self._base = _open(file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(sqlite3.Error):
            self._base.commit()
        self._base.close()

    def look_up(self, targets: Iterable[Target]) -> dict[Target, Before]:
        """Return what is known of targets from before, and what happened to their files since."""
        found = ((target, self._find(target)) for target in targets)
        return {target: before for target, before in found if before is not None}

    def note(self, made: Made) -> None:
        """Note what was made, in place of what was known of its file."""
        if made.receipt is None:
            return
        target = made.target
        said = [[one.rule, one.severity, one.message, one.hint] for one in made.diagnostics]
        row = (
            _name(target.file),
            str(target.record),
            target.format,
            json.dumps(asdict(made.receipt)),
            json.dumps(said),
        )
        with suppress(sqlite3.Error):
            self._base.execute("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?, ?)", row)

    def list_below(self, folder: Path) -> Iterator[tuple[str, str, str, Receipt]]:
        """Yield the files that were made in a folder and are there, whatever was done to them since.

        Each with its path below the folder, the name of its record, its format, and its receipt; in the order of paths.
        """
        root = _name(folder).rstrip("/") + "/"
        for file, record, format_, receipt in self._select(
            "SELECT file, record, format, receipt FROM made WHERE substr(file, 1, ?) = ? ORDER BY file", len(root), root
        ):
            read = _read_receipt(receipt)
            if read is not None and _find_damage(Path(file), read) != DELETED:
                yield file.removeprefix(root), record, format_, read

    def _find(self, target: Target) -> Before | None:
        for receipt, said in self._select("SELECT receipt, said FROM made WHERE file = ?", _name(target.file)):
            read, diagnostics = _read_receipt(receipt), _read_diagnostics(said)
            if read is not None and diagnostics is not None:
                return Before(read, diagnostics, _find_damage(target.file, read))
        return None

    def _select(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            return self._base.execute(query, values).fetchall()
        except sqlite3.Error:
            return []


def _open(file: Path) -> sqlite3.Connection:
    """Open the file of a ledger; one that is damaged is begun anew, and where none can be, one in memory will do."""
    for _ in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(file, timeout=_TIMEOUT_SECONDS)
            if base.execute("PRAGMA user_version").fetchone()[0] not in (0, _VERSION):
                base.execute("DROP TABLE IF EXISTS made")
            base.execute("PRAGMA synchronous = OFF")
            base.execute(_TABLE)
            base.execute(f"PRAGMA user_version = {_VERSION}")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                break
            with suppress(OSError):
                file.unlink(missing_ok=True)
        except OSError:
            break
        else:
            return base
    base = sqlite3.connect(":memory:")
    base.execute(_TABLE)
    return base


def _name(file: Path) -> str:
    return file.absolute().as_posix()


def _find_damage(file: Path, receipt: Receipt) -> str | None:
    try:
        found = file.stat()
    except OSError:
        return DELETED
    return None if (found.st_size, found.st_mtime_ns) == (receipt.size, receipt.modified) else CHANGED


def _read_receipt(text: str) -> Receipt | None:
    try:
        data = json.loads(text)
        causes = tuple((str(name), str(found)) for name, found in data.pop("causes"))
        return Receipt(causes=causes, versions=tuple(map(str, data.pop("versions"))), **data)
    except (ValueError, TypeError, KeyError):
        return None


def _read_diagnostics(text: str) -> tuple[Diagnostic, ...] | None:
    try:
        return tuple(
            Diagnostic(str(rule), Severity(severity), str(message), hint=hint if hint is None else str(hint))
            for rule, severity, message, hint in json.loads(text)
        )
    except (ValueError, TypeError):
        return None
