"""The store of code sets: one SQLite file for each workspace, which can be made anew from the published files."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from codepub.codesets.code_set import Entry, Release, ReleasePart, SetName, find_current_name, normalize_code
from codepub.codesets.in_force import ask_releases
from codepub.codesets.rows import read_entry, read_part, read_release, write_day, write_entry
from codepub.diagnostics import MachineError, printable

STORE: Final = Path(".codepub/codes.sqlite")
"""Where the store lies, below the root of a workspace."""

_VERSION: Final = 3
"""Stamped into the file as ``user_version``; raised with every change of the tables below."""

_TIMEOUT_SECONDS: Final = 30
"""How long one codepub that writes waits for another that does; an import of a large list takes 20 seconds."""

_PART_TABLE: Final = """\
CREATE TABLE IF NOT EXISTS part (
  release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE, number INTEGER NOT NULL,
  file TEXT NOT NULL, sha256 TEXT NOT NULL, entries INTEGER NOT NULL, PRIMARY KEY (release, number)
) WITHOUT ROWID"""

_SCHEMA: Final = f"""
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS release (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL, effective TEXT NOT NULL, ends TEXT,
  file TEXT NOT NULL, sha256 TEXT NOT NULL, terms TEXT NOT NULL, entries INTEGER NOT NULL DEFAULT 0,
  UNIQUE (name, label)
);
{_PART_TABLE};
CREATE TABLE IF NOT EXISTS entry (
  release INTEGER NOT NULL REFERENCES release ON DELETE CASCADE, code TEXT NOT NULL, qualifier TEXT NOT NULL,
  starts TEXT NOT NULL, ends TEXT, billable INTEGER NOT NULL, replaced_by TEXT, description TEXT NOT NULL,
  facts TEXT NOT NULL, part INTEGER NOT NULL, PRIMARY KEY (release, code, qualifier, starts)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (description, code UNINDEXED, release UNINDEXED);
PRAGMA user_version = {_VERSION};
COMMIT;
"""
_UNDIVIDED: Final = 0
"""The part of entries whose release is one file."""

_COLUMNS: Final = (
    "entry.code, entry.description, qualifier, billable, starts, entry.ends, replaced_by, facts"  # for `read_entry`
)


class DuplicateEntryError(ValueError):
    """A release names a code twice, with the same qualifier and the same first day."""


class Store:
    """An open store. Codes are looked up in one release; `release_on` tells which is asked of a day.

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
        rows = self._query(
            f"SELECT name, label, effective, file, sha256, terms, ends, entries, number FROM release {where}"  # noqa: S608 -- `where` is one of two texts
            "ORDER BY name, effective, label",
            {"name": name},
        )
        with _explain_damage(self._file):
            return [(read_release(row, self._read_parts(row[8])), int(row[7])) for row in list(rows)]

    def release_on(self, name: SetName, day: date) -> Release | None:
        """Find the release that is asked of a day, the last that had begun by then; None where all begin later.

        Whether it holds on that day, or is only the nearest older one, `ask_releases` tells.
        """
        asked = ask_releases([release for release, _ in self.releases(name)], day)
        return asked.release if asked is not None else None

    def find(self, release: Release, code: str, qualifier: str = "") -> Entry | None:
        """Find a code in a release; the last of several stretches of time."""
        found = self._select(
            release, "code = ? AND qualifier = ? ORDER BY starts DESC LIMIT 1", normalize_code(code), qualifier
        )
        return next(found, None)

    def find_all(self, release: Release, code: str) -> list[Entry]:
        """Find all entries of a code in a release: each modifier of the fee schedule, each edit."""
        return list(self._select(release, "code = ? ORDER BY qualifier, starts", normalize_code(code)))

    def find_any(self, release: Release, codes: Sequence[str]) -> list[Entry]:
        """Find those of many codes that a release has, in their order there."""
        marks = ", ".join("?" * len(codes))
        return list(self._select(release, f"code IN ({marks}) ORDER BY code, qualifier", *map(normalize_code, codes)))

    def find_below(self, release: Release, code: str) -> Iterator[Entry]:
        """Find the codes that begin with a code, without itself, in order."""
        start = normalize_code(code)
        return self._select(release, "code > ? AND code < ? ORDER BY code", start, f"{start}\U0010ffff")

    def entries(self, release: Release) -> Iterator[Entry]:
        """Yield all entries of a release in the order of their codes."""
        return self._select(release, "1 ORDER BY code, qualifier, starts")

    def search(self, release: Release, words: str, most: int) -> list[Entry]:
        """Find the entries whose description holds all words or their beginnings, the best first."""
        asked = [word for word in re.split(r'[\s"\x00]+', words) if any(map(str.isalnum, word))]
        if not asked:
            return []
        rows = self._query(
            f"SELECT {_COLUMNS} FROM words JOIN entry ON entry.release = words.release AND entry.code = words.code "  # noqa: S608 -- columns are named here
            "AND entry.description = words.description "
            "WHERE words MATCH :query AND words.release = :release ORDER BY rank, entry.code LIMIT :most",
            {"query": " ".join(f'"{word}"*' for word in asked), "release": self._find_number(release), "most": most},
        )
        with _explain_damage(self._file):
            return [read_entry(row) for row in rows]

    def add(self, release: Release, entries: Iterable[Entry]) -> int:
        """Add a release, in place of one of the same label, and return the number of its entries.

        Everything or nothing: where ``entries`` raises, the store stays as it was. Memory does not grow with the list.

        Raises:
            DuplicateEntryError: A code stands twice.
        """
        with self.all_or_nothing():
            self._forget(release)
            number = self._begin_release(release)
            count = self._fill(number, _UNDIVIDED, entries)
            self._finish(number, count)
        return count

    def add_parts(self, release: Release, entries: Mapping[int, Iterable[Entry]]) -> Release:
        """Add parts to a release, and return the release, whose parts have the number of their entries.

        ``entries`` holds the entries of the parts that are new, by the number of the part. The other parts of
        ``release`` stay as they are; what is there of any further part goes. Everything or nothing, as in `add`.

        Raises:
            DuplicateEntryError: A code stands twice, in one part or in two.
        """
        staying = [part for part in release.parts if part.number not in entries]
        with self.all_or_nothing():
            if not staying:
                self._forget(release)
            number = self._renew(release, staying) if staying else self._begin_release(release)
            counts = {part: self._fill(number, part, rows) for part, rows in entries.items()}
            parts = [replace(part, entries=counts.get(part.number, part.entries)) for part in release.parts]
            self._run_many(
                "INSERT INTO part VALUES (?, ?, ?, ?, ?)",
                [(number, part.number, part.file, part.sha256, part.entries) for part in parts],
            )
            self._finish(number, sum(part.entries for part in parts))
        return replace(release, parts=tuple(parts))

    def forget(self, release: Release) -> None:
        """Take a release out of the store."""
        with self.all_or_nothing():
            self._forget(release)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Make all that is added within one change: where something raises, the store stays as it was before."""
        if self._connection.in_transaction:
            begin, end, undo = "SAVEPOINT within", "RELEASE within", "ROLLBACK TO within; RELEASE within"
        else:  # immediate, or two that write would wait for each other
            begin, end, undo = "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK"
        self._run(begin)
        try:
            yield
            self._run(end)
        except BaseException:
            with suppress(sqlite3.Error):  # a full disk has rolled everything back already
                for statement in undo.split(";"):
                    self._connection.execute(statement)
            raise

    def _begin_release(self, release: Release) -> int:
        values = (release.set, release.label, release.effective.isoformat(), write_day(release.ends))
        cursor = self._run(
            "INSERT INTO release (name, label, effective, ends, file, sha256, terms) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*values, release.file, release.sha256, release.terms),
        )
        return cursor.lastrowid or 0

    def _renew(self, release: Release, staying: Sequence[ReleasePart]) -> int:
        """Take all parts out of a release but those that stay, write its row anew, and return its number."""
        number = self._find_number(release)
        marks = ", ".join("?" * len(staying))
        numbers = [part.number for part in staying]
        self._run(f"DELETE FROM entry WHERE release = ? AND part NOT IN ({marks})", (number, *numbers))  # noqa: S608 -- question marks only
        self._run("DELETE FROM part WHERE release = ?", (number,))
        self._run("DELETE FROM words WHERE release = ?", (number,))
        self._run(
            "UPDATE release SET effective = ?, ends = ?, file = ?, sha256 = ?, terms = ? WHERE number = ?",
            (
                release.effective.isoformat(),
                write_day(release.ends),
                release.file,
                release.sha256,
                release.terms,
                number,
            ),
        )
        return number

    def _fill(self, number: int, part: int, entries: Iterable[Entry]) -> int:
        try:
            return self._run_many(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (write_entry(number, part, entry) for entry in entries),
            )
        except sqlite3.IntegrityError:
            raise DuplicateEntryError("the code stands twice") from None

    def _finish(self, number: int, entries: int) -> None:
        self._run(
            "INSERT INTO words (description, code, release) SELECT DISTINCT description, code, release FROM entry "
            "WHERE release = ? AND description != ''",
            (number,),
        )
        self._run("UPDATE release SET entries = ? WHERE number = ?", (entries, number))

    def _forget(self, release: Release) -> None:
        named = (release.set, release.label)
        for (number,) in list(self._query("SELECT number FROM release WHERE name = ? AND label = ?", named)):
            self._run("DELETE FROM words WHERE release = ?", (number,))
            self._run("DELETE FROM release WHERE number = ?", (number,))

    def _find_number(self, release: Release) -> int:
        named = (release.set, release.label)
        ((number,),) = self._query("SELECT number FROM release WHERE name = ? AND label = ?", named)
        return int(number)

    def _select(self, release: Release, where: str, *values: str) -> Iterator[Entry]:
        rows = self._query(
            f"SELECT {_COLUMNS} FROM entry WHERE release = ? AND {where}",  # noqa: S608 -- `where` is this module's own
            (self._find_number(release), *values),
        )
        with _explain_damage(self._file):
            for row in rows:
                yield read_entry(row)

    def _read_parts(self, number: int) -> tuple[ReleasePart, ...]:
        rows = self._query(
            "SELECT number, file, sha256, entries FROM part WHERE release = ? ORDER BY number", (number,)
        )
        return tuple(read_part(row) for row in rows)

    def _query(self, query: str, values: Sequence[object] | Mapping[str, object] = ()) -> Iterator[tuple[Any, ...]]:
        with _explain_faults(self._file):
            for row in self._connection.execute(query, values):  # noqa: UP028 -- would close a cursor of a closed store
                yield row

    def _run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> int:
        with _explain_faults(self._file):
            return self._connection.executemany(statement, rows).rowcount

    def _run(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        with _explain_faults(self._file):
            return self._connection.execute(statement, values)


def open_store(root: Path) -> Store:
    """Open the store of a workspace by its root; it is made where it is not there yet."""
    file = root / STORE
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        kind = "a link that leads nowhere" if not file.parent.exists() else "no folder"
        raise MachineError(
            f"{printable(file.parent)} is {kind}, and code sets are kept in a folder of this name. Move it away."
        ) from None
    except OSError as error:
        raise MachineError(
            f"{printable(file.parent)} cannot be made: {error.strerror}. Mend that and try again."
        ) from None
    _refuse_unless_plain(file)
    return _connect(file, to_write=True)


def read_store(root: Path) -> Store | None:
    """Open the store of a workspace for looking things up. Return None where there is none; none is made."""
    file = root / STORE
    _refuse_unless_plain(file)
    return _connect(file) if file.is_file() and file.stat().st_size else None


def _refuse_unless_plain(file: Path) -> None:
    """Raise `MachineError` where something else stands in the place of the store or of its journals.

    SQLite would wait for a pipe, and write to a device.
    """
    for one in (file, file.with_name(f"{file.name}-journal"), file.with_name(f"{file.name}-wal")):
        if one.is_symlink() and not one.exists():
            raise MachineError(f"{printable(one)} is a link that leads nowhere. Move it away.")
        if one.exists() and not one.is_file():
            raise MachineError(f"{printable(one)} is no plain file, and code sets are kept in one. Move it away.")


def _connect(file: Path, *, to_write: bool = False) -> Store:
    with _explain_faults(file):
        try:
            return Store(_open(file, str(file), to_write=to_write), file)
        except sqlite3.OperationalError as error:
            if not _is_sealed(error, file, to_write=to_write):
                raise
            return Store(_open(file, f"{file.absolute().as_uri()}?immutable=1"), file)


def _open(file: Path, address: str, *, to_write: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(address, timeout=_TIMEOUT_SECONDS, isolation_level=None, uri=True)
    try:
        _prepare(connection, file)
        if to_write:
            _let_readers_pass(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_sealed(error: sqlite3.OperationalError, file: Path, *, to_write: bool) -> bool:
    """Tell whether a store lies where nothing can be written, and nobody is writing: SQLite wants files beside it."""
    journal, kind = file.with_name(f"{file.name}-wal"), error.sqlite_errorcode & _PRIMARY_BITS
    is_shut = kind in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
    is_on_full_disk = kind == sqlite3.SQLITE_IOERR and not to_write
    return (is_shut or is_on_full_disk) and file.is_file() and not (journal.exists() and journal.stat().st_size)


def _let_readers_pass(connection: sqlite3.Connection) -> None:
    """Have changes written to a journal beside the store ("Write-Ahead Logging", sqlite.org), which readers do not see.

    The file remembers it. Where another is in the way, it stays as it is: the next one to open it does this.
    """
    connection.execute("PRAGMA busy_timeout = 0")
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute(f"PRAGMA busy_timeout = {1000 * _TIMEOUT_SECONDS}")


def _prepare(connection: sqlite3.Connection, file: Path) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    version = _read_version(connection)
    if version == 0:
        connection.executescript(_SCHEMA)
    elif version < _VERSION:
        _convert(connection, file)
    elif version > _VERSION:
        raise MachineError(f"{printable(file)} was written by a newer codepub. Update yours, or: {_ANEW}")


def _read_version(connection: sqlite3.Connection) -> int:
    ((version,),) = connection.execute("PRAGMA user_version")
    return int(version)


def _convert(connection: sqlite3.Connection, file: Path) -> None:
    """Make a store of an older version one of today, or leave it as it is."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _read_version(connection)  # another process may have been first
        if version < 2:
            _convert_to_parts(connection)
        if version < 3:
            connection.execute("ALTER TABLE entry RENAME COLUMN beside TO qualifier")
            connection.execute("PRAGMA user_version = 3")
        connection.execute("COMMIT")
    except BaseException as error:
        with suppress(sqlite3.Error):  # a full disk has rolled everything back already
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.IntegrityError):  # two releases that would have one name now
            raise MachineError(f"{printable(file)} was written by an older codepub. {_ANEW}") from None
        raise


def _convert_to_parts(connection: sqlite3.Connection) -> None:
    """Convert what version 1 wrote, which knew no parts and had other names for sets."""
    connection.execute("ALTER TABLE entry ADD COLUMN part INTEGER NOT NULL DEFAULT 0")
    connection.execute(_PART_TABLE)
    for number, name, label in list(connection.execute("SELECT number, name, label FROM release")):
        connection.execute(
            "UPDATE release SET name = ?, label = ? WHERE number = ?", (*find_current_name(name, label), number)
        )


_ANEW: Final = "Delete it and import the code sets again: codepub.lock lists them."
_UNTOUCHED: Final = "The store is as it was."

_EXPLANATIONS: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_BUSY: "is in use by another codepub. Wait until it is done.",
    sqlite3.SQLITE_LOCKED: "is in use by another codepub. Wait until it is done.",
    sqlite3.SQLITE_FULL: f"has no room: the disk is full. Make room, then try again. {_UNTOUCHED}",
    sqlite3.SQLITE_READONLY: f"is read-only, or its disk is. Mend its access, then try again. {_UNTOUCHED}",
    sqlite3.SQLITE_PERM: f"cannot be used: access is denied. Mend its access, then try again. {_UNTOUCHED}",
    sqlite3.SQLITE_CANTOPEN: f"cannot be opened. Look at its folder and its access, then try again. {_UNTOUCHED}",
    sqlite3.SQLITE_IOERR: f"cannot be read or written. Look at its disk, then try again, or: {_ANEW}",
    sqlite3.SQLITE_NOMEM: f"needs more memory than there is. Make room, then try again. {_UNTOUCHED}",
}
"""What SQLite's primary result codes mean for a user; all others mean damage."""


@contextmanager
def _explain_faults(file: Path) -> Iterator[None]:
    """Raise what SQLite raises as a `MachineError` that says what a user can do about it."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise  # the entries are at fault, which whoever adds them tells
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)  # none where Python's own part raises
        kind = sqlite3.SQLITE_FULL if code == sqlite3.SQLITE_IOERR_SHMSIZE else code & _PRIMARY_BITS
        told = _EXPLANATIONS.get(kind, f"is damaged ({error}). {_ANEW}")
        raise MachineError(f"{printable(file)} {told}") from None


_PRIMARY_BITS: Final = 0xFF
"""The bits of a result code that say its kind ("Result Codes", sqlite.org)."""


@contextmanager
def _explain_damage(file: Path) -> Iterator[None]:
    """Raise `MachineError` for values that codepub did not write, but damage or another program."""
    try:
        yield
    except (ValueError, TypeError, RecursionError, AttributeError):
        raise MachineError(f"{printable(file)} is damaged: it holds values that are none. {_ANEW}") from None
