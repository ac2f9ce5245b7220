"""codepub.lock: which releases of code sets a workspace is checked with, for people to read and to commit.

It is written in the store's own transaction, just before that ends (`importing`), so that it and the store change
together, and only one process at a time changes them. Where a process is killed between the two, the lock names files
that the store does not have: `codepub codes list` tells them (`find_missing`, `find_differing`), and adding them again
mends it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import chain
from pathlib import Path
from typing import Any, Final, cast

from codepub.codesets.code_set import (
    MAX_NAME_LENGTH,
    MAX_PARTS,
    SET_NAMES,
    Release,
    ReleasePart,
    SetName,
    find_current_name,
    join_parts,
)
from codepub.codesets.shipped_sets import is_shipped
from codepub.conflicts import CONFLICT_FACT, CONFLICT_WAY_OUT, find_conflict
from codepub.diagnostics import CallError, printable
from codepub.files.reading import TooLargeError, UnreadableFileError, read_plain_file
from codepub.toml_files import find_deep_key

LOCK: Final = "codepub.lock"

MAX_LOCK_BYTES: Final = 1024**2
"""How many bytes a lock may hold: those of some 5,000 files, and a workspace has a few dozen."""

_HEAD: Final = """\
# The releases of code sets that this workspace is checked with. Written by `codepub codes add`; commit it.
# .codepub/codes.sqlite is made from these files and can be deleted: add them again.
"""

Releases = Sequence[tuple[Release, int]]
"""Releases, each with the number of its entries."""

ReleaseName = tuple[SetName, str]
"""What tells releases apart: their set and their label."""


@dataclass(frozen=True, slots=True)
class Lock:
    """What a lock names: releases, and entries of sets that this version of codepub does not know, as they stand."""

    releases: Releases = ()
    unknown: tuple[Mapping[str, Any], ...] = ()


def read_lock(root: Path) -> Lock:
    """Read the lock of a workspace; one that is not there names nothing.

    Raises:
        CallError: It is no lock; all mistakes are told, with the line where there is one.
        UnreadableFileError: It cannot be read.
    """
    file = root / LOCK
    if not file.exists():
        return Lock()
    try:
        content = read_plain_file(file, MAX_LOCK_BYTES)
    except UnreadableFileError as error:
        if file.is_file() and not isinstance(error, TooLargeError):
            raise
        raise CallError(f"{LOCK}: {error.fact} {error.way_out}") from None
    try:
        return parse_lock(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CallError(f"{LOCK}:{line}: This is not UTF-8. {_WAY_OUT}") from None


_WAY_OUT: Final = "Mend it, or take back what git has of it, or delete it and add the code sets again."
_NEWER: Final = "Did a newer codepub write it? Then update yours."


def lock_text(releases: Iterable[tuple[Release, int]], unknown: Iterable[Mapping[str, Any]] = ()) -> str:
    """Write releases as TOML, in order; the same releases give the same bytes."""
    ordered = sorted(releases, key=lambda row: (row[0].set, row[0].effective, row[0].label))
    tables = (_write_table(_make_table(release, entries)) for release, entries in ordered)
    return "\n".join([_HEAD, *tables, *map(_write_table, unknown)])


def merge_lock(lock: Lock, in_store: Releases, came: Mapping[ReleaseName, Sequence[int]]) -> Releases:
    """Return what a lock has to name after an import: what came, with the parts that did, and all that it named before.

    What a colleague has imported stays, be it missing here or from another file here; what ships is as it is here.
    """
    named = {_name_of(release): (release, entries) for release, entries in lock.releases if not is_shipped(release)}
    rows = (_merge_row(row, named.get(_name_of(row[0])), came.get(_name_of(row[0]))) for row in in_store)
    return [*rows, *find_missing(lock.releases, in_store)]


def without_releases(lock: Lock, gone: Sequence[Release]) -> Lock:
    """Return a lock that does not name some releases any more."""
    names = set(map(_name_of, gone))
    return replace(lock, releases=[row for row in lock.releases if _name_of(row[0]) not in names])


def _merge_row(
    here: tuple[Release, int], named: tuple[Release, int] | None, came: Sequence[int] | None
) -> tuple[Release, int]:
    if named is None:
        return here
    own, locks = here[0].parts, named[0].parts
    if not own or not locks:
        return named if came is None else here
    staying = [part for part in locks if part.number not in (came or ())]
    parts = {part.number: part for part in (*own, *staying)}
    return join_parts(here[0], parts.values()), sum(part.entries for part in parts.values())


def _find_lacking_parts(in_lock: Release, in_store: Release) -> list[ReleasePart]:
    """List the parts that a lock names of a release that is there in parts, and that are not there."""
    here = {part.number for part in in_store.parts}
    return [part for part in in_lock.parts if part.number not in here] if here else []


def find_missing(in_lock: Releases, in_store: Releases) -> Releases:
    """Find what a lock names and a store lacks: a colleague's import, or a killed one, or a deleted store's."""
    here = {_name_of(release) for release, _ in in_store}
    return [(release, entries) for release, entries in in_lock if _name_of(release) not in here]


def find_missing_parts(in_lock: Releases, in_store: Releases) -> list[tuple[Release, ReleasePart]]:
    """Find the parts that a lock names and a store lacks of releases that it has in parts."""
    named = {_name_of(release): release for release, _ in in_lock}
    pairs = ((release, named.get(_name_of(release))) for release, _ in in_store)
    return [(one, part) for one, other in pairs if other is not None for part in _find_lacking_parts(other, one)]


def find_differing(in_lock: Releases, in_store: Releases) -> list[Release]:
    """Find the releases, as a lock names them, that a store has from another file."""
    here = {_name_of(release): release for release, _ in in_store}
    named = [one for one, _ in in_lock if _name_of(one) in here and not is_shipped(one)]
    return [one for one in named if is_another_file(here[_name_of(one)], [(one, 0)])]


def is_another_file(release: Release, in_lock: Releases) -> bool:
    """Tell whether a lock names another file for a release, or for a part of it, than the one it was read from."""
    known = next((one for one, _ in in_lock if _name_of(one) == _name_of(release)), release)
    here, there = _sums_of(release), _sums_of(known)
    if None in here or None in there:
        return known.sha256 != release.sha256
    return any(here[number] != there[number] for number in here.keys() & there.keys())


def _sums_of(release: Release) -> dict[int | None, str]:
    return {part.number: part.sha256 for part in release.parts} or {None: release.sha256}


def _name_of(release: Release) -> ReleaseName:
    return release.set, release.label


def _make_table(release: Release, entries: int) -> dict[str, Any]:
    of_file = {} if release.parts else {"file": release.file, "sha256": release.sha256}
    parts = [
        {"number": part.number, "file": part.file, "sha256": part.sha256, "entries": part.entries}
        for part in release.parts
    ]
    named = {"set": release.set, "release": release.label, "effective": release.effective}
    return {**named, **of_file, "entries": entries, **({"part": parts} if parts else {})}


# --- Writing TOML 1.0: the standard library reads it only


def _write_table(table: Mapping[str, Any], name: str = "release") -> str:
    """Write a table of an array, and below it the arrays of tables that it holds."""
    below = {key: value for key, value in table.items() if _is_tables(value)}
    own = [f"{_write_key(key)} = {_write_value(value)}\n" for key, value in table.items() if key not in below]
    tables = (f"\n{_write_table(one, f'{name}.{_write_key(key)}')}" for key, value in below.items() for one in value)
    return "".join([f"[[{name}]]\n", *own, *tables])


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def _write_value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return _write_string(value)
        case date() | time():  # a date with a time is one
            return value.isoformat()
        case list():
            return f"[{', '.join(map(_write_value, value))}]"
        case dict():
            return f"{{{', '.join(f'{_write_key(key)} = {_write_value(one)}' for key, one in value.items())}}}"
        case _:
            return str(value)


def _write_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _write_string(key)


def _write_string(value: str) -> str:
    """Write a basic string of TOML 1.0, whose escapes are those of JSON and one character more."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


# --- Reading, with all mistakes


def parse_lock(text: str) -> Lock:
    """Read what a lock names.

    Raises:
        CallError: It is no lock; all mistakes are told, with the line where there is one.
    """
    conflict = find_conflict(text)
    if conflict is not None:
        raise CallError(f"{LOCK}:{conflict.start}: {CONFLICT_FACT} {CONFLICT_WAY_OUT}")
    tables, lines = _read_tables(text), _Lines(text)
    faults = list(chain.from_iterable(_find_faults(table, index, lines) for index, table in enumerate(tables)))
    faults += _find_duplicates(tables, lines) if not faults else []
    if faults:
        raise CallError("\n".join([f"{LOCK} cannot be read. {_WAY_OUT}", *faults]))
    known = [table for table in map(_rename, tables) if table["set"] in SET_NAMES]
    return Lock(
        tuple(map(_read_release, known)), tuple(table for table in tables if _rename(table)["set"] not in SET_NAMES)
    )


def _read_tables(text: str) -> list[dict[str, Any]]:
    import tomllib

    if deep := find_deep_key(text):
        raise CallError(f"{LOCK} cannot be read: its line {deep:,} is nested too deep. {_WAY_OUT}")
    try:
        document = tomllib.loads(text)
    except RecursionError:
        raise CallError(f"{LOCK} cannot be read: it is nested too deep. {_WAY_OUT}") from None
    except tomllib.TOMLDecodeError as error:
        raise CallError(f"{LOCK} cannot be read: {printable(error)}. {_WAY_OUT}") from None
    except ValueError:  # a number of more digits than Python reads (CVE-2020-10735)
        raise CallError(f"{LOCK} cannot be read: it holds a number that is too long. {_WAY_OUT}") from None
    others = [printable(key) for key in document if key != "release"]
    if others:
        raise CallError(f"{LOCK} cannot be read: it holds {', '.join(others)} beside releases. {_NEWER} {_WAY_OUT}")
    tables = document.get("release", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise CallError(f"{LOCK} cannot be read: `release` is no list of tables, [[release]]. {_WAY_OUT}")
    return tables


class _Lines:
    """The lines of a lock on which its releases and their keys stand, from 1, where they are written as tables."""

    def __init__(self, text: str) -> None:
        self._keys: list[dict[str, int]] = []
        for number, line in enumerate(text.splitlines(), start=1):
            if re.match(r"\s*\[\[\s*release\s*\]\]", line):
                self._keys.append({"": number})
            elif self._keys and (found := re.match(r"\s*([A-Za-z0-9_-]+)\s*=", line)):
                self._keys[-1].setdefault(found[1], number)

    def name_place(self, index: int, key: str = "") -> str:
        """Name the place of a release, or of its key; the file alone where the line is not known."""
        keys = self._keys[index] if index < len(self._keys) else {}
        number = keys.get(key, keys.get(""))
        return f"{LOCK}:{number}" if number else LOCK


_ValueCheck = Callable[[object], bool]


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_NAME_LENGTH and printable(value) == value


def _is_names(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_LOCK_BYTES and printable(value) == value


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_PARTS


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _is_parts(value: object) -> bool:
    return _is_tables(value)


_A_NAME: Final = f"a text of 1 to {MAX_NAME_LENGTH} characters that can be shown"
_RELEASE_KEYS: Final[Mapping[str, tuple[_ValueCheck, str]]] = {
    "set": (_is_name, _A_NAME),
    "release": (_is_name, _A_NAME),
    "effective": (_is_day, "a day, such as 2026-01-31, without quotes"),
    "entries": (_is_count, "a whole number"),
}
_FILE_KEYS: Final[Mapping[str, tuple[_ValueCheck, str]]] = {
    "file": (_is_names, "the name of a file"),
    "sha256": (_is_sha256, "64 digits of 0 to 9 and a to f"),
}
_PART_KEYS: Final[Mapping[str, tuple[_ValueCheck, str]]] = {
    "number": (_is_number, f"a whole number from 1 to {MAX_PARTS:,}"),
    "file": (_is_name, "the name of a file"),
    "sha256": _FILE_KEYS["sha256"],
    "entries": _RELEASE_KEYS["entries"],
}
_PARTED_KEYS: Final[Mapping[str, tuple[_ValueCheck, str]]] = {"part": (_is_parts, "a list of tables, [[release.part]]")}


def _find_faults(table: Mapping[str, Any], index: int, lines: _Lines) -> Iterator[str]:
    """Tell what is wrong with a release; of one whose set is not known, only what makes it one is asked."""
    if isinstance(table.get("set"), str) and _rename(table)["set"] not in SET_NAMES:
        return
    keys = {**_RELEASE_KEYS, **(_PARTED_KEYS if "part" in table else _FILE_KEYS)}
    found = list(_find_wrong_keys(table, keys))
    for key, fact in found:
        yield f"{lines.name_place(index, key)}: {fact}"
    if not _is_parts(table.get("part")):
        return
    for part in table["part"]:
        for _, fact in _find_wrong_keys(part, _PART_KEYS):
            yield f"{lines.name_place(index)}: In a part: {fact}"


def _find_wrong_keys(
    table: Mapping[str, Any], keys: Mapping[str, tuple[_ValueCheck, str]]
) -> Iterator[tuple[str, str]]:
    """Tell each key that is missing, has what it cannot have, or is none."""
    for key, (is_right, wanted) in keys.items():
        if key not in table:
            yield "", f"`{key}` is missing: {wanted}."
        elif not is_right(table[key]):
            yield key, f"`{key}` has to be {wanted}."
    for key in table:
        if key not in keys:
            yield key, f"`{printable(key)}` is none of {', '.join(keys)}. {_NEWER}"


def _find_duplicates(tables: Sequence[Mapping[str, Any]], lines: _Lines) -> Iterator[str]:
    first: dict[tuple[object, object], int] = {}
    for index, table in enumerate(map(_rename, tables)):
        name = (table["set"], str(table.get("release")))
        if name in first:
            there = lines.name_place(first[name])
            yield f"{lines.name_place(index)}: {name[0]} {name[1]} stands at {there}, too. Keep one of them."
        numbers = [part.get("number") for part in table.get("part", ()) if isinstance(part, dict)]
        if len(numbers) > len({str(number) for number in numbers}) and table["set"] in SET_NAMES:
            yield f"{lines.name_place(index)}: A part stands twice. Keep one of them."
        first.setdefault(name, index)


def _rename(table: Mapping[str, Any]) -> Mapping[str, Any]:
    if not isinstance(table.get("release"), str):
        return table
    name, label = find_current_name(table["set"], table["release"])
    return {**table, "set": name, "release": label}


def _read_release(table: Mapping[str, Any]) -> tuple[Release, int]:
    name = cast("SetName", table["set"])
    release = Release(name, table["release"], table["effective"], table.get("file", ""), table.get("sha256", ""))
    parts = [
        ReleasePart(part["number"], part["file"], part["sha256"], part["entries"]) for part in table.get("part", ())
    ]
    return (join_parts(release, parts) if parts else release), table["entries"]
