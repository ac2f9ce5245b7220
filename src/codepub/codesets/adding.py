"""Adding published files to the store: recognized, read row by row, and all of a call or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from codepub.codesets.code_set import (
    FAMILIES,
    MAX_NAME_LENGTH,
    TITLES,
    Entry,
    Release,
    ReleasePart,
    SetName,
    find_lacking_parts,
    join_parts,
    parts_text,
)
from codepub.codesets.looking_up import sets_of
from codepub.codesets.published.files import PublishedPart, open_parts
from codepub.codesets.published.identification import (
    NOTHING_STATED,
    IdentifiedList,
    StatedRelease,
    check_label,
    choose_services,
    identify_list,
    write_options,
)
from codepub.codesets.published.recognition import ReadingPosition, RecognizedList, read_entries, recognize_lists
from codepub.codesets.published.set_layouts import LAYOUTS
from codepub.codesets.published.unreadable import DamagedError, UnreadableError
from codepub.codesets.published.vintage import find_later_release
from codepub.codesets.store import DuplicateEntryError, Store
from codepub.codesets.terms import TERMS
from codepub.diagnostics import CallError, printable
from codepub.records.codes import DENTAL

_WITH_DENTAL: Final = frozenset[SetName](("hcpcs", "mpfs", "opps", *FAMILIES["ncci-ptp"], *FAMILIES["ncci-mue"]))

_NO_LIST: Final = re.compile(
    r"addenda|layout|readme|corrections|trans(action)?[ _]*report|\.(pdf|docx?|zip)$", re.IGNORECASE
)
"""What the files beside the lists in published zips are called."""

MAX_FILES: Final = 200
"""How many files one call may name: each stays open until all are added, and macOS lets a process have 256 open."""

_MAX_NAMED: Final = 3
"""How many lists of a zip one message names."""


@dataclass(frozen=True, slots=True)
class AddedRelease:
    """A release that was added, or parts of it.

    ``entries`` and ``dental`` count the entries that came and the dental codes that were left out; ``parts`` are the
    numbers of the parts that came; ``replaced`` says that the release, or one of the parts, was there before; ``notes``
    are sentences for the user.
    """

    release: Release
    entries: int
    dental: int
    replaced: bool
    parts: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


class _NothingError(ValueError):
    """A list has headings and no codes."""


def add_files(store: Store, files: Sequence[Path], stated: StatedRelease = NOTHING_STATED) -> list[AddedRelease]:
    """Add the releases that files hold; parts of one release, such as the files of NCCI's pairs, add up.

    A part joins those that are there, in place of the same part; a whole release replaces what was there of it.

    Raises:
        CallError: A list cannot be read, with the file, the row and the fault; nothing is added then.
    """
    if stated.label is not None:
        check_label(stated.label)
    if (count := len(set(files))) > MAX_FILES:
        raise CallError(f"These are {count:,} files, and at most {MAX_FILES} are added at once. Add them in turns.")
    releases: dict[tuple[SetName, str], list[IdentifiedList]] = {}
    with ExitStack() as opened:
        for file in dict.fromkeys(files):
            for one in _identify_lists(file, opened.enter_context(open_parts(file)), stated):
                releases.setdefault((one.found.layout.set, one.vintage.label), []).append(one)
        return _add_releases(store, list(releases.values()))


def _add_releases(store: Store, releases: Sequence[Sequence[IdentifiedList]]) -> list[AddedRelease]:
    with store.all_or_nothing():
        added = [(_add_unless_empty(store, lists), lists) for lists in releases]
        read = {one.file for release, lists in added if release is not None for one in lists}
        for file in sorted({one.file for _, lists in added for one in lists} - read):
            raise CallError(f"{printable(file)} has headings and no codes. Download it again.")
    return [release for release, _ in added if release is not None]


def _identify_lists(file: Path, parts: Sequence[PublishedPart], stated: StatedRelease) -> list[IdentifiedList]:
    """Find the release of each list of a file, and note what of the file could not be read."""
    found, left_out = _recognize_lists(parts, stated)
    lists = [identify_list(file, one, stated) for one in _choose_lists(file, found, left_out, stated)]
    notes = [f"{printable(file)}: left out: {reason}" for reason in left_out]
    return [replace(one, notes=(*one.notes, *notes)) for one in lists]


def _recognize_lists(parts: Sequence[PublishedPart], stated: StatedRelease) -> tuple[list[RecognizedList], list[str]]:
    """Find all lists of a file; beside others in a zip, what is no list is left out, and told by its reason."""
    lists = [part for part in parts if not _NO_LIST.search(part.name)] if len(parts) > 1 else parts
    found: list[RecognizedList] = []
    left_out: dict[str, list[str]] = {}
    for part in lists:
        try:
            found += recognize_lists(part, stated.only_set)
        except UnreadableError as fault:
            if len(lists) == 1 or isinstance(fault, DamagedError):
                raise CallError(f"{printable(part.place)}: {fault}") from None
            left_out.setdefault(str(fault), []).append(printable(part.name))
    return found, [f"{_name_some(names)}: {fault}" for fault, names in left_out.items()]


def _name_some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"{', '.join(names[:_MAX_NAMED])}{more}"


def _choose_lists(
    file: Path, found: Sequence[RecognizedList], left_out: Sequence[str], stated: StatedRelease
) -> list[RecognizedList]:
    """Choose the lists of a file; of a zip, the best layout of each set.

    Raises:
        CallError: There is none.
    """
    wanted = [one for one in found if one.layout.set in sets_of(stated.set)]
    if wanted:
        return _choose_best(file, choose_services(file, wanted, stated))
    reasons = "".join(f" Left out: {reason}" for reason in left_out)
    if found:
        titles = " and ".join(dict.fromkeys(TITLES[one.layout.set] for one in found))
        asked = " or ".join(TITLES[name] for name in sets_of(stated.set))
        raise CallError(f"{printable(file)} holds {titles}, not {asked}. Mend --set.{reasons}")
    raise CallError(
        f"{printable(file)} is not a list that codepub knows. docs/code-sets.md names the files and their columns."
        f"{reasons}"
    )


def _choose_best(file: Path, found: list[RecognizedList]) -> list[RecognizedList]:
    """Keep one list of each set, that of the better layout; of several alike, all parts of NCCI's pairs."""
    chosen: list[RecognizedList] = []
    for name in dict.fromkeys(one.layout.set for one in found):
        ranked = sorted((one for one in found if one.layout.set == name), key=_rank)
        alike = [one for one in ranked if _rank(one) == _rank(ranked[0])]
        if len(alike) > 1 and name not in FAMILIES["ncci-ptp"]:
            names = _name_some([printable(one.part.name) for one in alike])
            raise CallError(
                f"{printable(file)} holds several lists of {TITLES[name]}: {names}. Unpack it and add one of them."
            )
        chosen += alike
    return chosen


def _rank(found: RecognizedList) -> tuple[int, bool, bool]:
    """Put the better layout first, text before workbooks, and the fee schedule of most physicians before the other.

    From 2026 on the fee schedule is published twice, with the conversion factor of qualifying participants (QPP) and
    without; all that is kept is the same in both.
    """
    name = found.part.name.lower()
    place = LAYOUTS.index(found.layout) if found.layout in LAYOUTS else len(LAYOUTS)
    return place, name.endswith(".xlsx"), "qpp" in name and "nonqpp" not in name


def _add_unless_empty(store: Store, lists: Sequence[IdentifiedList]) -> AddedRelease | None:
    try:
        with store.all_or_nothing():
            return _add(store, lists)
    except _NothingError:
        return None


def _add(store: Store, lists: Sequence[IdentifiedList]) -> AddedRelease:
    """Add the lists of one release: one list that is all of it, or parts of it."""
    release, reading = _make_release(lists), _Reading()
    known = next((one for one, _ in store.releases(release.set) if one.label == release.label), None)
    _refuse_guess(lists[0], release, known)
    came = tuple(part.number for part in release.parts)
    there = known.parts if known is not None and lists[0].part is not None else ()
    try:
        if came:
            release = _add_parts(
                store, join_parts(release, [*_drop_parts(there, came), *release.parts]), lists, reading
            )
        else:
            store.add(release, reading.read_entries(lists[0].found))
    except (UnreadableError, DuplicateEntryError) as fault:
        raise CallError(f"{reading.describe_fault(fault)} Nothing was imported.") from None
    if reading.count == 0:
        raise _NothingError
    replaced = known is not None and (not there or len(_drop_parts(there, came)) < len(there))
    notes = tuple(dict.fromkeys(note for one in lists for note in one.notes))
    return AddedRelease(release, reading.count, reading.dental, replaced, came, notes)


def _drop_parts(parts: Sequence[ReleasePart], came: Sequence[int]) -> list[ReleasePart]:
    return [part for part in parts if part.number not in came]


def _add_parts(store: Store, release: Release, lists: Sequence[IdentifiedList], reading: _Reading) -> Release:
    by_number = dict(zip(_number_parts(lists), lists, strict=True))
    added = store.add_parts(release, {number: reading.read_entries(one.found) for number, one in by_number.items()})
    for part in added.parts:
        if part.entries == 0:
            raise CallError(f"{_place_of(by_number[part.number])} has headings and no codes. Download it again.")
    return added


def _make_release(lists: Sequence[IdentifiedList]) -> Release:
    first = lists[0]
    files = {one.file: one.found.part.file for one in lists}
    sums = {path: file.sha256() for path, file in files.items()}
    name, vintage = first.found.layout.set, first.vintage
    file = _shorten_name(first.file)
    whole = Release(name, vintage.label, vintage.effective, file, sums[first.file], TERMS[name], vintage.ends)
    if len(lists) == 1 and first.part is None:
        return whole
    numbers = _number_parts(lists)
    parts = (
        ReleasePart(number, _shorten_name(one.file), sums[one.file]) for number, one in zip(numbers, lists, strict=True)
    )
    return join_parts(whole, parts)


def _shorten_name(file: Path) -> str:
    name = printable(file.name)
    return name if len(name) <= MAX_NAME_LENGTH else f"{name[: MAX_NAME_LENGTH - 1]}…"


def _number_parts(lists: Sequence[IdentifiedList]) -> list[int]:
    """Number the parts of a release as their names do, or, where none does, as they are given."""
    numbers = [one.part for one in lists if one.part is not None]
    if not numbers:
        return list(range(1, len(lists) + 1))
    if len(numbers) < len(lists):
        unnamed = next(one for one in lists if one.part is None)
        raise CallError(
            f"{_place_of(unnamed)} does not say which part it is, as the others do. Give it the published name."
        )
    for number, times in Counter(numbers).items():
        if times > 1:
            places = " and ".join(_place_of(one) for one in lists if one.part == number)
            raise CallError(f"Part {number} is given {times} times: {places}. Give it once.")
    return numbers


def _place_of(one: IdentifiedList) -> str:
    return printable(one.found.part.place)


def _refuse_guess(one: IdentifiedList, release: Release, known: Release | None) -> None:
    """Raise `CallError` where a list that says the year only would replace another one of that year."""
    later = find_later_release(release.set, one.vintage) if one.is_guessed else None
    if later is None or known is None or known.sha256 == release.sha256:
        return
    raise CallError(
        f"{_place_of(one)} says the year only, and {known} is here from another file, {known.file}. State which "
        f"release it is: {write_options(one.vintage)} replaces that one, and another, such as {write_options(later)}, "
        "goes beside it. Nothing was imported."
    )


class _Reading:
    """Reads the entries of lists one after another, and knows where it is: to count, and to tell mistakes by."""

    def __init__(self) -> None:
        self.count = 0
        self.dental = 0
        self._position = ReadingPosition()
        self._part: PublishedPart | None = None

    def read_entries(self, found: RecognizedList) -> Iterator[Entry]:
        """Read the entries of a list, without dental codes."""
        self._part, with_dental = found.part, found.layout.set in _WITH_DENTAL
        for entry in read_entries(found, self._position):
            self._position.entry = entry
            if with_dental and (DENTAL.fullmatch(entry.code) or DENTAL.fullmatch(entry.qualifier)):
                self.dental += 1
            else:
                self.count += 1
                yield entry

    def describe_fault(self, fault: UnreadableError | DuplicateEntryError) -> str:
        """Describe a fault with the file and the row that are being read."""
        fact = f"{fault}" if isinstance(fault, UnreadableError) else _describe_duplicate(self._position.entry)
        place = printable(self._part.place) if self._part is not None else ""
        return f"{place}:{self._position.row}: {fact}"


def _describe_duplicate(entry: Entry | None) -> str:
    names = " with ".join(name for name in (entry.code, entry.qualifier) if name) if entry else "The code"
    return f"{names} stands twice. Take one of the rows out, or download the file again."


def added_text(added: AddedRelease) -> str:
    """Write what was added in a sentence, what was left out, and which parts are there and which are not."""
    release = added.release
    entries = _write_number(added.entries, "entry", "entries")
    files = dict.fromkeys(part.file for part in release.parts if part.number in added.parts)
    text = f"{release}: {entries}, effective {release.effective}, from {', '.join(files) or release.file}."
    if added.dental:
        codes = _write_number(added.dental, "dental code", "dental codes")
        text += f" Left out: {codes} (D), which belong to the American Dental Association."
    if added.replaced:
        text += (
            " It replaces what was there of this release." if not added.parts else " It replaces what was there of it."
        )
    return f"{text}{f' {parts_text(release)}' if release.parts else ''}"


def _write_number(count: int, one: str, several: str) -> str:
    """Write a number with its noun."""
    return f"{count:,} {one if count == 1 else several}"


def describe_added(added: AddedRelease) -> dict[str, object]:
    """Return what was added as an object of JSON."""
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
        "parts": [part.number for part in release.parts],
        "missing_parts": find_lacking_parts(release),
        "notes": list(added.notes),
    }
