"""What a list is of, told by all names it has and by what the call says: its service, its release, its part."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from codepub.codesets.code_set import FAMILIES, MAX_NAME_LENGTH, TITLES, Family, SetName
from codepub.codesets.looking_up import sets_of
from codepub.codesets.published.recognition import RecognizedList
from codepub.codesets.published.vintage import (
    ContradictionError,
    Vintage,
    find_later_release,
    is_bare_month,
    read_stated_vintage,
    reconcile,
)
from codepub.diagnostics import CallError, printable, quote_text
from codepub.patterns import compile_late

_SERVICES: Final[Mapping[SetName, str]] = {
    "ncci-ptp-practitioner": "ccipra|practitioner",
    "ncci-ptp-hospital": "ccioph|ccioup|hospital|outpatient",
    "ncci-mue-practitioner": "practitioner",
    "ncci-mue-outpatient": "outpatient|hospital",
    "ncci-mue-dme": "dme|supplier",
}
"""What CMS's names of files say of the service: MCR_MUE_DMESupplierServices_Eff_10-01-2026, ccipra-v323r0."""

_PART_NUMBER: Final = compile_late(r"[-_]f([1-9]\d?)(?!\d)", re.IGNORECASE)
"""The part in a name such as ccipra-v323r0-f1."""


@dataclass(frozen=True, slots=True)
class StatedRelease:
    """The release that a call says its files are of; ``assumed`` is that of files that do not say theirs."""

    set: SetName | Family | None = None
    label: str | None = None
    effective: date | None = None
    assumed: Vintage | None = None

    @property
    def only_set(self) -> SetName | None:
        """The set, where one and no family is stated."""
        names = sets_of(self.set) if self.set is not None else ()
        return names[0] if len(names) == 1 else None


NOTHING_STATED: Final = StatedRelease()


class UnclearReleaseError(CallError):
    """The release of a file is not clear: the fact, and the options of `codes add` that make it so."""

    def __init__(self, fact: str, way_out: str) -> None:
        super().__init__(f"{fact} {way_out}")
        self.fact = fact


@dataclass(frozen=True, slots=True)
class IdentifiedList:
    """A list, and the release that it is of.

    ``part`` is its number where the release comes in several parts; ``is_guessed`` says that its names say no more than
    a year, in which several releases begin; ``notes`` are sentences for the user.
    """

    file: Path
    found: RecognizedList
    vintage: Vintage
    part: int | None = None
    is_guessed: bool = False
    notes: tuple[str, ...] = ()


def check_label(label: str) -> None:
    """Raise `CallError` where a stated name of a release is none: nothing, too long, or with what cannot be shown."""
    if not label.strip():
        raise CallError("--release has no text. Write what the release is called.")
    if len(label) > MAX_NAME_LENGTH:
        raise CallError(
            f"--release has {len(label):,} characters; at most {MAX_NAME_LENGTH} are kept. Write a shorter one."
        )
    if printable(label) != label:
        raise CallError(f"--release '{printable(label)}' holds what cannot be shown. Write it in letters and digits.")


def choose_services(file: Path, found: Sequence[RecognizedList], stated: StatedRelease) -> list[RecognizedList]:
    """Keep of each list the service it is for: of all of a family have the same columns, its names tell which.

    Raises:
        CallError: Names contradict each other or the heading, or nothing tells the service.
    """
    kept = [one for one in found if not _family_of(one.layout.set)]
    for family in FAMILIES.values():
        for part in dict.fromkeys(one.part for one in found if one.layout.set in family):
            alike = [one for one in found if one.part is part and one.layout.set in family]
            kept += _choose_service(file, alike, stated)
    return kept


def _family_of(name: SetName) -> tuple[SetName, ...]:
    return next((sets for sets in FAMILIES.values() if name in sets), ())


def _choose_service(file: Path, alike: Sequence[RecognizedList], stated: StatedRelease) -> list[RecognizedList]:
    if stated.only_set is not None:
        return [one for one in alike if one.layout.set == stated.only_set] or list(alike)
    possible, place = list(alike), printable(alike[0].part.place)
    for name in _list_names(file, alike[0]):
        if said := _find_services(name, _family_of(alike[0].layout.set)):
            possible = [one for one in possible if one.layout.set in said]
    if not possible:
        raise CallError(f"{place}: its names and its heading say different services. State it with --set.")
    if len(possible) > 1:
        choices = " or ".join(f"--set {one.layout.set}" for one in possible)
        raise CallError(f"{place} does not say for which service it is. Add {choices}.")
    return possible


def _note_other_services(file: Path, found: RecognizedList) -> Iterator[str]:
    """Note the names that say another service than the one that is stated."""
    name = found.layout.set
    for text in _list_names(file, found):
        said = _find_services(text, _family_of(name))
        if said and name not in said:
            yield f"'{printable(text)}' says {TITLES[said[0]]}; it was taken for {TITLES[name]}, as stated."
            return


def _find_services(name: str, family: Sequence[SetName]) -> list[SetName]:
    return [one for one in family if re.search(_SERVICES[one], name, re.IGNORECASE)]


def _list_names(file: Path, found: RecognizedList) -> tuple[str, ...]:
    """List the names a list has, the nearest first: its own, the folders it lies in, its zip's."""
    return found.part.name, found.part.folder[-MAX_NAME_LENGTH:], file.name


def identify_list(file: Path, found: RecognizedList, stated: StatedRelease) -> IdentifiedList:
    """Find the release, and the part of it, that a list is of.

    What is stated holds, and is noted where names say something else.

    Raises:
        UnclearReleaseError: Neither the call nor the names say the release, or names contradict each other and the call
            does not decide.
        CallError: Its names say two parts.
    """
    name, place = found.layout.set, printable(found.part.place)
    said, against = _read_names(file, found)
    is_stated = stated.label is not None or stated.effective is not None
    vintage = _complete_stated(name, stated, said) if is_stated else said
    if vintage is None and against is None and not is_stated:
        vintage = stated.assumed
    if vintage is None:
        raise _make_unclear_error(place, name, stated, against)
    later = find_later_release(name, vintage) if vintage is said else None
    notes = (
        *_note_other_services(file, found),
        *_note_contradiction(place, vintage, said, against),
        *_note_guess(place, vintage, later),
    )
    return IdentifiedList(file, found, vintage, _find_part_number(file, found), later is not None, notes)


def _read_names(file: Path, found: RecognizedList) -> tuple[Vintage | None, ContradictionError | None]:
    try:
        return reconcile(found.layout.set, _list_names(file, found), found.above), None
    except ContradictionError as error:
        return None, error


def _complete_stated(name: SetName, stated: StatedRelease, said: Vintage | None) -> Vintage | None:
    """Complete the release that a call states: of label and first day, one can follow from the other or from names.

    A label that says a release decides, however it is spelled; one that says a year only leaves the rest to names.
    """
    read = read_stated_vintage(name, stated.label) if stated.label is not None else None
    if read is not None and _is_outside(read, stated.effective):
        raise CallError(
            f"--release {quote_text(stated.label or '')} begins on {read.effective}, and --effective says "
            f"{stated.effective}. Mend one of them, or leave --effective out."
        )
    meant = _choose_meant(stated, read, said)
    effective = stated.effective or (meant.effective if meant is not None else None)
    if effective is None:
        return None
    known = next((one for one in (meant, said) if one is not None and one.effective == effective), None)
    label = stated.label
    if known is not None and (label is None or (known is read and read.until is None and is_bare_month(label))):
        label = known.label
    return Vintage(label, effective, known.ends if known is not None else None) if label is not None else None


def _choose_meant(stated: StatedRelease, read: Vintage | None, said: Vintage | None) -> Vintage | None:
    """Choose between what a label says and what names say: these may be more exact than a label with a year."""
    is_vague = read is not None and read.until is not None and read.label != stated.label
    if read is None or (is_vague and said is not None and said.agrees_with(read)):
        return said
    return read


def _is_outside(vintage: Vintage, day: date | None) -> bool:
    """Tell whether a stated day cannot be the first of a release: it lies in another month, or in another year."""
    if day is None or (day.year, day.month) == (vintage.effective.year, vintage.effective.month):
        return False
    return not vintage.effective <= day <= (vintage.until or vintage.effective)


def _make_unclear_error(
    place: str, name: SetName, stated: StatedRelease, against: ContradictionError | None
) -> UnclearReleaseError:
    options = [
        option for option, value in (("--release", stated.label), ("--effective", stated.effective)) if not value
    ]
    way_out = f"Add {' and '.join(options)}."
    if against is not None:
        return UnclearReleaseError(f"{place} ({TITLES[name]}): {against}, which cannot both be.", way_out)
    if stated.effective is not None:
        way_out = f"Add --release: what is the release called that begins on {stated.effective}?"
    return UnclearReleaseError(f"{place} ({TITLES[name]}) does not say its release.", way_out)


def _note_contradiction(
    place: str, vintage: Vintage, said: Vintage | None, against: ContradictionError | None
) -> Iterator[str]:
    if against is not None:
        yield f"{place}: {against}; it was taken for {vintage.label}, effective {vintage.effective}, as stated."
    elif said is not None and not said.agrees_with(vintage):
        yield (
            f"{place} says {said.label}, effective {said.effective}; "
            f"it was taken for {vintage.label}, effective {vintage.effective}, as stated."
        )


def _note_guess(place: str, vintage: Vintage, later: Vintage | None) -> Iterator[str]:
    if later is not None:
        yield (
            f"{place} says the year only, as files of several releases do: it was taken for {vintage.label}, "
            f"effective {vintage.effective}. Of another release, add it as that, "
            f"such as {write_options(later)}."
        )


def write_options(vintage: Vintage) -> str:
    """Write the options that state a release."""
    return f'--release "{vintage.label}" --effective {vintage.effective}'


def _find_part_number(file: Path, found: RecognizedList) -> int | None:
    """Find the number of the part that a list is of NCCI's pairs; raises `CallError` where its names say two."""
    if found.layout.set not in FAMILIES["ncci-ptp"]:
        return None
    numbers = {int(number[1]) for name in _list_names(file, found) if (number := _PART_NUMBER.search(name))}
    if len(numbers) > 1:
        both = " and ".join(f"part {number}" for number in sorted(numbers))
        raise CallError(f"{printable(found.part.place)}: its names say {both}. Unpack it, and add what is in it.")
    return next(iter(numbers), None)
