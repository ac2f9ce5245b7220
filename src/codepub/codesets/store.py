"""The store of code sets: one SQLite file for each workspace, which can be made anew from the published files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from codepub.codesets.code_set import Entry, Release, SetName, stored

STORE: Final = Path(".codepub/codes.sqlite")
"""Where the store lies, below the root of a workspace."""

_SCHEMA: Final = """
CREATE TABLE release (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL, effective TEXT NOT NULL, ends TEXT,
  file TEXT NOT NULL, sha256 TEXT NOT NULL, terms TEXT NOT NULL, entries INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, label)
);
CREATE TABLE entry (
  release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE, code TEXT NOT NULL, beside TEXT NOT NULL,
  starts TEXT NOT NULL, ends TEXT, billable INTEGER NOT NULL, replaced_by TEXT, description TEXT NOT NULL,
  facts TEXT NOT NULL, PRIMARY KEY (release, code, beside, starts)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (description, code UNINDEXED, release UNINDEXED);
"""
_COLUMNS: Final = "code, description, beside, billable, starts, ends, replaced_by, facts"


class Store:
    """An open store. All that is found is by release; which release holds on a day, `release_on` tells."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def releases(self, name: SetName | None = None) -> list[tuple[Release, int]]:
        """List the releases of a set, or of all, oldest first, with the number of their entries."""
        where = "" if name is None else "WHERE name = :name "
        rows = self._connection.execute(
            f"SELECT name, label, effective, file, sha256, terms, ends, entries FROM release {where}"  # noqa: S608
            "ORDER BY name, effective, label",
            {"name": name},
        )
        return [(_release(row), row[7]) for row in rows]

    def release_on(self, name: SetName, day: date) -> Release | None:
        """Find the release that holds on a day: the last that is effective by then, or else the first there is."""
        known = [release for release, _ in self.releases(name)]
        by_then = [release for release in known if release.effective <= day]
        return by_then[-1] if by_then else next(iter(known), None)

    def find(self, release: Release, code: str, beside: str = "") -> Entry | None:
        """Find a code in a release; the last of several stretches of time."""
        found = self._select(release, "code = ? AND beside = ? ORDER BY starts DESC LIMIT 1", stored(code), beside)
        return next(found, None)

    def find_all(self, release: Release, code: str) -> list[Entry]:
        """Find all entries of a code in a release: each modifier of the fee schedule, each edit."""
        return list(self._select(release, "code = ? ORDER BY beside, starts", stored(code)))

    def below(self, release: Release, code: str) -> Iterator[Entry]:
        """Give the codes that begin with a code, without itself, in order."""
        start = stored(code)
        return self._select(release, "code > ? AND code < ? ORDER BY code", start, f"{start}\U0010ffff")

    def entries(self, release: Release) -> Iterator[Entry]:
        """Give all entries of a release in the order of their codes, one at a time."""
        return self._select(release, "1 ORDER BY code, beside, starts")

    def search(self, release: Release, words: str, most: int) -> list[Entry]:
        """Find the entries whose description holds all words or their beginnings, the best first."""
        query = " ".join(f'"{word}"*' for word in words.replace('"', " ").split())
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE release = :release AND code IN "  # noqa: S608
            "(SELECT code FROM words WHERE words MATCH :query AND release = :release ORDER BY rank LIMIT :most)",
            {"query": query, "release": self._number(release), "most": most},
        )
        return [_entry(row) for row in rows]

    def add(self, release: Release, entries: Iterable[Entry]) -> int:
        """Add a release, in place of one of the same label; gives the number of entries.

        Everything or nothing: where ``entries`` raises, the store stays as it was. Memory does not grow with the list.
        """
        with self._transaction():
            self._forget(release)
            number = self._connection.execute(
                "INSERT INTO release (name, label, effective, ends, file, sha256, terms) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    release.set,
                    release.label,
                    release.effective.isoformat(),
                    _text(release.ends),
                    release.file,
                    release.sha256,
                    release.terms,
                ),
            ).lastrowid
            self._connection.executemany(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (_row(number, entry) for entry in entries)
            )
            self._connection.execute(
                "INSERT INTO words (description, code, release) SELECT DISTINCT description, code, release FROM entry "
                "WHERE release = ? AND description != ''",
                (number,),
            )
            (count,) = self._connection.execute("SELECT count(*) FROM entry WHERE release = ?", (number,)).fetchone()
            self._connection.execute("UPDATE release SET entries = ? WHERE number = ?", (count, number))
        return int(count)

    def _forget(self, release: Release) -> None:
        for (number,) in self._connection.execute(
            "SELECT number FROM release WHERE name = ? AND label = ?", (release.set, release.label)
        ).fetchall():
            self._connection.execute("DELETE FROM words WHERE release = ?", (number,))
            self._connection.execute("DELETE FROM release WHERE number = ?", (number,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _number(self, release: Release) -> int:
        (number,) = self._connection.execute(
            "SELECT number FROM release WHERE name = ? AND label = ?", (release.set, release.label)
        ).fetchone()
        return int(number)

    def _select(self, release: Release, where: str, *values: str) -> Iterator[Entry]:
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entry WHERE release = ? AND {where}",  # noqa: S608 -- `where` is this module's own
            (self._number(release), *values),
        )
        return map(_entry, rows)


def open_store(root: Path) -> Store:
    """Open the store of a workspace by its root, made where it is not there yet."""
    file = root / STORE
    is_new = not file.exists()
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    if is_new:
        connection.executescript(_SCHEMA)
    return Store(connection)


def _release(row: tuple[str, ...]) -> Release:
    name, label, effective, file, sha256, terms, ends, *_ = row
    return Release(name, label, date.fromisoformat(effective), file, sha256, terms, _date(ends))  # type: ignore[arg-type]


def _entry(row: tuple[str, ...]) -> Entry:
    code, description, beside, billable, starts, ends, replaced_by, facts = row
    return Entry(code, description, beside, bool(billable), _date(starts), _date(ends), replaced_by, json.loads(facts))


def _row(number: int | None, entry: Entry) -> tuple[object, ...]:
    return (
        number,
        entry.code,
        entry.beside,
        _text(entry.starts) or "",
        _text(entry.ends),
        entry.billable,
        entry.replaced_by,
        entry.description,
        json.dumps(entry.facts, ensure_ascii=False),
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
