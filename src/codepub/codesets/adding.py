"""Adding published files to the store: recognized, read row by row, and all of a call or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from codepub.codesets.choosing import identify_lists
from codepub.codesets.code_set import (
    FAMILIES,
    MAX_NAME_LENGTH,
    Entry,
    Release,
    ReleasePart,
    SetName,
    find_lacking_parts,
    join_parts,
    parts_text,
)
from codepub.codesets.published.files import PublishedPart, open_parts
from codepub.codesets.published.identification import (
    NOTHING_STATED,
    IdentifiedList,
    StatedRelease,
    check_label,
    write_options,
)
from codepub.codesets.published.recognition import ReadingPosition, RecognizedList, read_entries
from codepub.codesets.published.unreadable import UnreadableError
from codepub.codesets.published.vintage import find_later_release
from codepub.codesets.store import DuplicateEntryError, Store
from codepub.codesets.terms import TERMS
from codepub.diagnostics import CallError, printable
from codepub.records.codes import DENTAL

_WITH_DENTAL: Final = frozenset[SetName](("hcpcs", "mpfs", "opps", *FAMILIES["ncci-ptp"], *FAMILIES["ncci-mue"]))

MAX_FILES: Final = 200
"""How many files one call may name: each stays open until all are added, and macOS lets a process have 256 open."""


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
            for one in identify_lists(file, opened.enter_context(open_parts(file)), stated):
                releases.setdefault((one.found.layout.set, one.vintage.label), []).append(one)
        return _add_releases(store, list(releases.values()))


def _add_releases(store: Store, releases: Sequence[Sequence[IdentifiedList]]) -> list[AddedRelease]:
    with store.all_or_nothing():
        added = [(_add_unless_empty(store, lists), lists) for lists in releases]
        read = {one.file for release, lists in added if release is not None for one in lists}
        for file in sorted({one.file for _, lists in added for one in lists} - read):
            raise CallError(f"{printable(file)} has headings and no codes. Download it again.")
    return [release for release, _ in added if release is not None]


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
    _refuse_other_division(lists, release, known)
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
    if reading.turned > reading.count:
        raise CallError(
            f"{_place_of(lists[0])}: most of its rows end before they begin. Are their days turned round? "
            "Write them as 2026-01-31, or download the file again. Nothing was imported."
        )
    if reading.count == 0:
        raise _NothingError
    replaced = known is not None and (not there or len(_drop_parts(there, came)) < len(there))
    notes = tuple(dict.fromkeys(note for one in lists for note in (*one.notes, *reading.notes)))
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


def _refuse_other_division(lists: Sequence[IdentifiedList], release: Release, known: Release | None) -> None:
    """Raise `CallError` where a part would replace a release that is here in one, or one in all that is in parts."""
    if known is None or known.sha256 == release.sha256 or bool(known.parts) == bool(release.parts):
        return
    here = f"here in {len(known.parts)} parts" if known.parts else "here as a whole"
    came = "all of it" if known.parts else "a part of it"
    raise CallError(
        f"{_place_of(lists[0])} is {came}, and {known} is {here}, from {known.file}, which it would replace. "
        f"Where that is meant, remove it first: `codepub codes remove {known.set} {known.label}`. Nothing was imported."
    )


_MAX_TURNED_SHOWN: Final = 3
"""How many entries that end before they begin one note names."""


class _Reading:
    """Reads the entries of lists one after another, and knows where it is: to count, and to tell mistakes by.

    An entry whose last day lies before its first never holds: it is left out, and told.
    """

    def __init__(self) -> None:
        self.count = 0
        self.dental = 0
        self._position = ReadingPosition()
        self._part: PublishedPart | None = None
        self._turned: list[str] = []

    def read_entries(self, found: RecognizedList) -> Iterator[Entry]:
        """Read the entries of a list, without dental codes."""
        self._part, with_dental = found.part, found.layout.set in _WITH_DENTAL
        for entry in read_entries(found, self._position):
            self._position.entry = entry
            if with_dental and (DENTAL.fullmatch(entry.code) or DENTAL.fullmatch(entry.qualifier)):
                self.dental += 1
            elif entry.starts is not None and entry.ends is not None and entry.ends < entry.starts:
                self._turned.append(f"{_name_entry(entry)} in row {self._position.row} of {printable(found.part.name)}")
            else:
                self.count += 1
                yield entry

    @property
    def turned(self) -> int:
        """How many entries end before they begin."""
        return len(self._turned)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what was left out."""
        if not self._turned:
            return ()
        more = len(self._turned) - _MAX_TURNED_SHOWN
        named = f"{', '.join(self._turned[:_MAX_TURNED_SHOWN])}{f' and {more:,} more' if more > 0 else ''}"
        return (f"Left out, since the last day lies before the first: {named}.",)

    def describe_fault(self, fault: UnreadableError | DuplicateEntryError) -> str:
        """Describe a fault with the file and the row that are being read."""
        fact = f"{fault}" if isinstance(fault, UnreadableError) else _describe_duplicate(self._position.entry)
        place = printable(self._part.place) if self._part is not None else ""
        return f"{place}:{self._position.row}: {fact}"


def _describe_duplicate(entry: Entry | None) -> str:
    name = _name_entry(entry) if entry else "The code"
    return f"{name} stands twice. Take one of the rows out, or download the file again."


def _name_entry(entry: Entry) -> str:
    return " with ".join(name for name in (entry.code, entry.qualifier) if name)


def added_text(added: AddedRelease) -> str:
    """Write what was added in a sentence, what was left out, and which parts are there and which are not."""
    release = added.release
    entries = write_number(added.entries, "entry", "entries")
    files = dict.fromkeys(part.file for part in release.parts if part.number in added.parts)
    text = f"{release}: {entries}, effective {release.effective}, from {', '.join(files) or release.file}."
    if added.dental:
        codes = write_number(added.dental, "dental code", "dental codes")
        text += f" Left out: {codes} (D), which belong to the American Dental Association."
    if added.replaced:
        text += (
            " It replaces what was there of this release." if not added.parts else " It replaces what was there of it."
        )
    return f"{text}{f' {parts_text(release)}' if release.parts else ''}"


def write_number(count: int, one: str, several: str) -> str:
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
