"""Adding published files to the store: recognized, read row by row, and all of a call or nothing."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from codepub.codesets.code_set import TITLES, Entry, Release, SetName
from codepub.codesets.layouts import LAYOUTS
from codepub.codesets.published_files import DamagedError, Part, UnreadableError, parts_of, sha256_of
from codepub.codesets.recognition import Found, Place, entries_of, found_in
from codepub.codesets.store import DuplicateEntryError, Store
from codepub.codesets.terms import TERMS
from codepub.codesets.vintage import Vintage, vintage_of
from codepub.diagnostics import CallError

_DENTAL: Final = re.compile(r"D\d{4}", re.ASCII)
"""CDT belongs to the American Dental Association; its codes are left out."""

_WITH_DENTAL: Final = frozenset[SetName](("hcpcs", "mpfs", "opps", "ncci-ptp", "ncci-mue"))

_ASIDE: Final = re.compile(
    r"addenda|layout|readme|corrections|trans(action)?[ _]*report|\.(pdf|docx?|zip)$", re.IGNORECASE
)
"""What stands beside the lists in published zips."""

_TOLD: Final = 3


@dataclass(frozen=True, slots=True)
class Stated:
    """What a call says of its files, where they do not say it themselves."""

    set: SetName | None = None
    label: str | None = None
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A release that was added: how many entries it has, and how many dental codes were left out."""

    release: Release
    entries: int
    dental: int
    replaced: bool


def add_files(store: Store, files: Sequence[Path], stated: Stated = Stated()) -> list[Added]:
    """Add the releases that files hold; parts of one release, such as the files of NCCI's pairs, become one.

    Raises `CallError` with the file, the row and the fault, and adds nothing then.
    """
    releases: dict[tuple[SetName, str], list[tuple[Path, Found, Vintage]]] = {}
    for file in dict.fromkeys(files):
        for found in _lists_in(file, stated):
            vintage = _vintage(file, found, stated)
            releases.setdefault((found.layout.set, vintage.label), []).append((file, found, vintage))
    with store.all_or_nothing():
        added = [_add(store, parts) for parts in releases.values()]
        empty = [one for one in added if one.entries == 0]
        for one in empty:
            store.forget(one.release)
        full = [one for one in added if one.entries]
        if {one.release.file for one in empty} - {one.release.file for one in full}:
            raise CallError(f"{empty[0].release.file} has headings and no codes. Download it again.")
    return full


def _lists_in(file: Path, stated: Stated) -> list[Found]:
    """Find the lists of a file; of a zip, the best layout of each set. Raises `CallError` where there is none."""
    parts = parts_of(file)
    lists = [part for part in parts if not _ASIDE.search(part.name)] if len(parts) > 1 else parts
    found = [one for part in lists for one in _found(part, stated, tolerant=len(lists) > 1)]
    chosen = _best(file, [one for one in found if stated.set in (None, one.layout.set)])
    if chosen:
        return chosen
    if found:
        titles = " and ".join(dict.fromkeys(TITLES[one.layout.set] for one in found))
        raise CallError(f"{file} holds {titles}, not {TITLES[stated.set or found[0].layout.set]}. Mend --set.")
    raise CallError(f"{file} is not a list that codepub knows. docs/code-sets.md names the files and their columns.")


def _found(part: Part, stated: Stated, *, tolerant: bool) -> list[Found]:
    try:
        return found_in(part, stated.set)
    except UnreadableError as fault:
        if tolerant and not isinstance(fault, DamagedError):
            return []
        raise CallError(f"{part.place}: {fault}") from None


def _best(file: Path, found: list[Found]) -> list[Found]:
    """Keep one list of each set, that of the better layout; of several alike, all parts of NCCI's pairs."""
    chosen: list[Found] = []
    for name in dict.fromkeys(one.layout.set for one in found):
        ranked = sorted((one for one in found if one.layout.set == name), key=_rank)
        alike = [one for one in ranked if _rank(one) == _rank(ranked[0])]
        if len(alike) > 1 and name != "ncci-ptp":
            names = ", ".join(one.part.name for one in alike[:_TOLD])
            raise CallError(f"{file} holds several lists of {TITLES[name]}: {names}. Unpack it and add one of them.")
        chosen += alike
    return chosen


def _rank(found: Found) -> tuple[int, bool, bool]:
    """Put the better layout first, text before workbooks, and the fee schedule of most physicians before the other.

    From 2026 on the fee schedule is published twice, with the conversion factor of qualifying participants (QPP) and
    without; all that is kept is the same in both.
    """
    name = found.part.name.lower()
    place = LAYOUTS.index(found.layout) if found.layout in LAYOUTS else len(LAYOUTS)
    return place, name.endswith(".xlsx"), "qpp" in name and "nonqpp" not in name


def _vintage(file: Path, found: Found, stated: Stated) -> Vintage:
    name = found.layout.set
    said = next(
        (vintage for text in (found.part.name, file.name) if (vintage := vintage_of(name, text, found.above))), None
    )
    label = stated.label or (said.label if said else None)
    effective = stated.effective or (said.effective if said else None)
    missing = [option for option, value in (("--release", label), ("--effective", effective)) if not value]
    if label is None or effective is None:
        raise CallError(f"{found.part.place} ({TITLES[name]}) does not say its release. Add {' and '.join(missing)}.")
    same = said is not None and said.effective == effective
    return Vintage(label, effective, said.ends if said and same else None)


def _add(store: Store, parts: Sequence[tuple[Path, Found, Vintage]]) -> Added:
    _, found, vintage = parts[0]
    name = found.layout.set
    files = list(dict.fromkeys(file for file, _, _ in parts))
    label, file = vintage.label, ", ".join(one.name for one in files)
    release = Release(name, label, vintage.effective, file, _sha256(files), TERMS[name], vintage.ends)
    replaced = any(known.label == label for known, _ in store.releases(name))
    left_out: Counter[str] = Counter()
    place, reading = Place(), [found for _, found, _ in parts]
    current: list[Part] = []
    try:
        count = store.add(release, _entries(reading, place, current, left_out))
    except (UnreadableError, DuplicateEntryError) as fault:
        fact = f"{fault}" if isinstance(fault, UnreadableError) else _twice(place)
        raise CallError(f"{current[-1].place}:{place.row}: {fact} Nothing was imported.") from None
    return Added(release, count, left_out["dental"], replaced)


def _entries(found: Sequence[Found], place: Place, current: list[Part], left_out: Counter[str]) -> Iterator[Entry]:
    for one in found:
        current.append(one.part)
        for entry in entries_of(one, place):
            place.entry = entry
            if one.layout.set in _WITH_DENTAL and (_DENTAL.fullmatch(entry.code) or _DENTAL.fullmatch(entry.beside)):
                left_out["dental"] += 1
            else:
                yield entry


def _twice(place: Place) -> str:
    entry = place.entry
    names = " with ".join(name for name in (entry.code, entry.beside) if name) if entry else "The code"
    return f"{names} stands twice. Take one of the rows out, or download the file again."


def _sha256(files: Sequence[Path]) -> str:
    """Give the SHA-256 of a file; of several, that of their SHA-256s, one to a line, as ``sha256sum`` prints them."""
    sums = [sha256_of(file) for file in files]
    return sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()


def added_text(added: Added) -> str:
    """Tell what was added in a sentence, and what was left out."""
    dental = ""
    if added.dental:
        codes = counted(added.dental, "dental code", "dental codes")
        dental = f" Left out: {codes} (D), which belong to the American Dental Association."
    again = " It replaces what was there of this release." if added.replaced else ""
    release = added.release
    entries = counted(added.entries, "entry", "entries")
    return f"{release}: {entries}, effective {release.effective}, from {release.file}.{dental}{again}"


def counted(count: int, one: str, several: str) -> str:
    """Write a number with its noun."""
    return f"{count:,} {one if count == 1 else several}"


def added_json(added: Added) -> dict[str, object]:
    """Give what was added as plain data."""
    release = added.release
    return {
        "set": release.set,
        "release": release.label,
        "effective": release.effective.isoformat(),
        "entries": added.entries,
        "dental_left_out": added.dental,
        "replaced": added.replaced,
        "file": release.file,
        "sha256": release.sha256,
    }
