"""The store of code sets: one SQLite file for each workspace, which can be made anew from the published files."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from codepub.codesets.code_set import Entry, Release, SetName, stored
from codepub.diagnostics import CallError, MachineError

STORE: Final = Path(".codepub/codes.sqlite")
"""Where the store lies, below the root of a workspace."""

SETTINGS: Final = "codepub.toml"
"""The file whose folder is the root of a workspace."""

_VERSION: Final = 1
"""Stamped into the file as ``user_version``; raised with every change of the tables below."""

_WAIT: Final = 30
"""So many seconds one codepub waits for another that writes."""

_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS release (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL, effective TEXT NOT NULL, ends TEXT,
  file TEXT NOT NULL, sha256 TEXT NOT NULL, terms TEXT NOT NULL, entries INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, label)
);
CREATE TABLE IF NOT EXISTS entry (
  release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE, code TEXT NOT NULL, beside TEXT NOT NULL,
  starts TEXT NOT NULL, ends TEXT, billable INTEGER NOT NULL, replaced_by TEXT, description TEXT NOT NULL,
  facts TEXT NOT NULL, PRIMARY KEY (release, code, beside, starts)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (description, code UNINDEXED, release UNINDEXED);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
_COLUMNS: Final = (
    "entry.code, entry.description, beside, billable, starts, entry.ends, replaced_by, facts"  # as `_entry` takes them
)


class DuplicateEntryError(ValueError):
    """A release names a code twice, with the same second half and the same first day."""


class Store:
    """An open store. All that is found is by release; which release holds on a day, `release_on` tells.

    Every method raises `MachineError` where the file is damaged, locked or on a full disk.
    """

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._file = file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def releases(self, name: SetName | None = None) -> list[tuple[Release, int]]:
        """List the releases of a set, or of all, oldest first, with the number of their entries."""
        where = "" if name is None else "WHERE name = :name "
        rows = self._rows(
            f"SELECT name, label, effective, file, sha256, terms, ends, entries FROM release {where}"  # noqa: S608
            "ORDER BY name, effective, label",
            {"name": name},
        )
        return [(_release(row), row[7]) for row in rows]

    def release_on(self, name: SetName, day: date) -> Release | None:
        """Find the release that holds on a day, the latest of several; where none does, the nearest in time."""
        known = [release for release, _ in self.releases(name)]
        return min(reversed(known), key=lambda release: _days_from(release, day), default=None)

    def find(self, release: Release, code: str, beside: str = "") -> Entry | None:
        """Find a code in a release; the last of several stretches of time."""
        found = self._select(release, "code = ? AND beside = ? ORDER BY starts DESC LIMIT 1", stored(code), beside)
        return next(found, None)

    def find_all(self, release: Release, code: str) -> list[Entry]:
        """Find all entries of a code in a release: each modifier of the fee schedule, each edit."""
        return list(self._select(release, "code = ? ORDER BY beside, starts", stored(code)))

    def find_any(self, release: Release, codes: Sequence[str]) -> list[Entry]:
        """Find those of many codes that a release has, in their order there."""
        marks = ", ".join("?" * len(codes))
        return list(self._select(release, f"code IN ({marks}) ORDER BY code, beside", *map(stored, codes)))

    def below(self, release: Release, code: str) -> Iterator[Entry]:
        """Give the codes that begin with a code, without itself, in order."""
        start = stored(code)
        return self._select(release, "code > ? AND code < ? ORDER BY code", start, f"{start}\U0010ffff")

    def entries(self, release: Release) -> Iterator[Entry]:
        """Give all entries of a release in the order of their codes, one at a time."""
        return self._select(release, "1 ORDER BY code, beside, starts")

    def search(self, release: Release, words: str, most: int) -> list[Entry]:
        """Find the entries whose description holds all words or their beginnings, the best first."""
        asked = [word for word in re.split(r'[\s"\x00]+', words) if any(map(str.isalnum, word))]
        if not asked:
            return []
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM words JOIN entry ON entry.release = words.release AND entry.code = words.code "  # noqa: S608
            "AND entry.description = words.description "
            "WHERE words MATCH :query AND words.release = :release ORDER BY rank, entry.code LIMIT :most",
            {"query": " ".join(f'"{word}"*' for word in asked), "release": self._number(release), "most": most},
        )
        return [_entry(row) for row in rows]

    def add(self, release: Release, entries: Iterable[Entry]) -> int:
        """Add a release, in place of one of the same label; gives the number of entries.

        Everything or nothing: where ``entries`` raises, the store stays as it was. Memory does not grow with the list.
        Raises `DuplicateEntryError` where a code stands twice.
        """
        with self.all_or_nothing():
            self._forget(release)
            number = self._begin(release)
            self._fill(number, entries)
            self._run(
                "INSERT INTO words (description, code, release) SELECT DISTINCT description, code, release FROM entry "
                "WHERE release = ? AND description != ''",
                (number,),
            )
            ((count,),) = self._rows("SELECT count(*) FROM entry WHERE release = ?", (number,))
            self._run("UPDATE release SET entries = ? WHERE number = ?", (count, number))
        return int(count)

    def forget(self, release: Release) -> None:
        """Take a release out of the store."""
        with self.all_or_nothing():
            self._forget(release)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Hold what is added within together: where something raises, the store stays as it was before."""
        if self._connection.in_transaction:
            begin, end, undo = "SAVEPOINT within", "RELEASE within", "ROLLBACK TO within; RELEASE within"
        else:  # immediate, or two that write would wait for each other
            begin, end, undo = "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"
        self._run(begin)
        try:
            yield
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled everything back already
                for statement in undo.split(";"):
                    self._connection.execute(statement)
            raise
        self._run(end)

    def _begin(self, release: Release) -> int:
        values = (release.set, release.label, release.effective.isoformat(), _text(release.ends))
        cursor = self._run(
            "INSERT INTO release (name, label, effective, ends, file, sha256, terms) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, release.file, release.sha256, release.terms),
        )
        return cursor.lastrowid or 0

    def _fill(self, number: int, entries: Iterable[Entry]) -> None:
        with _told(self._file):
            try:
                self._connection.executemany(
                    "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (_row(number, entry) for entry in entries)
                )
            except sqlite3.IntegrityError:
                raise DuplicateEntryError("the code stands twice") from None

    def _forget(self, release: Release) -> None:
        named = (release.set, release.label)
        for (number,) in list(self._rows("SELECT number FROM release WHERE name = ? AND label = ?", named)):
            self._run("DELETE FROM words WHERE release = ?", (number,))
            self._run("DELETE FROM release WHERE number = ?", (number,))

    def _number(self, release: Release) -> int:
        named = (release.set, release.label)
        ((number,),) = self._rows("SELECT number FROM release WHERE name = ? AND label = ?", named)
        return int(number)

    def _select(self, release: Release, where: str, *values: str) -> Iterator[Entry]:
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM entry WHERE release = ? AND {where}",  # noqa: S608 -- `where` is this module's own
            (self._number(release), *values),
        )
        return map(_entry, rows)

    def _rows(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> Iterator[tuple[Any, ...]]:
        with _told(self._file):
            yield from self._connection.execute(query, values)

    def _run(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        with _told(self._file):
            return self._connection.execute(statement, values)


def find_root(start: Path) -> Path:
    """Find the root of the workspace that a folder lies in, without reading its settings.

    Raises `CallError` where there is none.
    """
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return folder
    raise CallError(f"{start} is not in a workspace: no {SETTINGS} here or above. Run `codepub init` to begin one.")


def open_store(root: Path) -> Store:
    """Open the store of a workspace by its root, made where it is not there yet."""
    file = root / STORE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MachineError(f"{file.parent} cannot be made: {error.strerror}. Mend that and try again.") from None
    return _opened(file)


def read_store(root: Path) -> Store | None:
    """Open the store of a workspace for looking things up; None where there is none, and none is made."""
    file = root / STORE
    return _opened(file) if file.is_file() and file.stat().st_size else None


def _opened(file: Path) -> Store:
    with _told(file):
        connection = sqlite3.connect(file, timeout=_WAIT, isolation_level=None)
        try:
            _prepare(connection, file)
        except BaseException:
            connection.close()
            raise
    return Store(connection, file)


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        connection.executescript(_SCHEMA)
    elif version != _VERSION:
        raise MachineError(f"{file} was written by another version of codepub. {_ANEW}")


_ANEW: Final = "Delete it and import the code sets again: codepub.lock lists them."


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Tell what SQLite raises as what a user can do about it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise MachineError(f"{file} is in use by another codepub. Wait until it is done.") from None
        raise MachineError(f"{file}: {error}. Make room or mend its access, or: {_ANEW}") from None
    except sqlite3.DatabaseError as error:
        raise MachineError(f"{file} is damaged ({error}). {_ANEW}") from None


def _days_from(release: Release, day: date) -> int:
    """Count the days by which a day lies outside of a release."""
    if day < release.effective:
        return (release.effective - day).days
    return max(0, (day - release.ends).days) if release.ends is not None else 0


def _release(row: tuple[Any, ...]) -> Release:
    name, label, effective, file, sha256, terms, ends, *_ = row
    return Release(name, label, date.fromisoformat(effective), file, sha256, terms, _date(ends))


def _entry(row: tuple[Any, ...]) -> Entry:
    code, description, beside, billable, starts, ends, replaced_by, facts = row
    return Entry(code, description, beside, bool(billable), _date(starts), _date(ends), replaced_by, json.loads(facts))


def _row(number: int, entry: Entry) -> tuple[object, ...]:
    return (
        number,
        entry.code,
        entry.beside,
        _text(entry.starts) or "",
        _text(entry.ends),
        entry.billable,
        entry.replaced_by,
        entry.description,
        json.dumps(entry.facts, ensure_ascii=False) if entry.facts else "{}",
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
