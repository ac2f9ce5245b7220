"""What a code set is: its releases, and the entries of a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, get_args

from codepub.origin import CodeSystem
from codepub.records.codes import SERVICE_SYSTEMS, spell_code

SetName = Literal[
    "icd-10-cm",
    "icd-10-pcs",
    "hcpcs",
    "hcpcs-modifiers",
    "taxonomy",
    "pos",
    "ms-drg",
    "mpfs",
    "opps",
    "ncci-ptp-practitioner",
    "ncci-ptp-hospital",
    "ncci-mue-practitioner",
    "ncci-mue-outpatient",
    "ncci-mue-dme",
    "carc",
    "rarc",
]
SET_NAMES: Final[tuple[SetName, ...]] = get_args(SetName)

Family = Literal["ncci-ptp", "ncci-mue"]

FAMILIES: Final[Mapping[Family, tuple[SetName, ...]]] = {
    "ncci-ptp": ("ncci-ptp-practitioner", "ncci-ptp-hospital"),
    "ncci-mue": ("ncci-mue-practitioner", "ncci-mue-outpatient", "ncci-mue-dme"),
}
"""Sets that CMS publishes for each service in a table of its own, which differs from the others'."""

HIERARCHIES: Final[frozenset[SetName]] = frozenset({"icd-10-cm", "icd-10-pcs"})
"""The sets in which a code stands below the codes that it begins with, which are headers."""

TITLES: Final[Mapping[SetName, str]] = {
    "icd-10-cm": "ICD-10-CM",
    "icd-10-pcs": "ICD-10-PCS",
    "hcpcs": "HCPCS Level II",
    "hcpcs-modifiers": "HCPCS Level II modifiers",
    "taxonomy": "NUCC taxonomy",
    "pos": "Place of service",
    "ms-drg": "MS-DRG",
    "mpfs": "Medicare Physician Fee Schedule",
    "opps": "OPPS Addendum B",
    "ncci-ptp-practitioner": "NCCI procedure-to-procedure edits, practitioner",
    "ncci-ptp-hospital": "NCCI procedure-to-procedure edits, outpatient hospital",
    "ncci-mue-practitioner": "NCCI medically unlikely edits, practitioner",
    "ncci-mue-outpatient": "NCCI medically unlikely edits, outpatient hospital",
    "ncci-mue-dme": "NCCI medically unlikely edits, DME supplier",
    "carc": "Claim adjustment reason codes",
    "rarc": "Remittance advice remark codes",
}

CODE_LISTS: Final[Mapping[CodeSystem, SetName]] = {
    "HCPCS": "hcpcs",
    "ICD-10-CM": "icd-10-cm",
    "ICD-10-PCS": "icd-10-pcs",
}
"""The set that lists the codes of a system. CPT is licensed: no list of it comes with codepub, or is asked for."""

LISTED_SYSTEMS: Final[Mapping[SetName, tuple[CodeSystem, ...]]] = {
    **{name: (system,) for system, name in CODE_LISTS.items()},
    **dict.fromkeys(("mpfs", "opps"), SERVICE_SYSTEMS),
}
"""The systems whose codes stand in a set; the fee schedules list those of two."""

_FORMER_NAMES: Final[Mapping[tuple[str, str], SetName]] = {
    ("ncci-ptp", "practitioner"): "ncci-ptp-practitioner",
    ("ncci-ptp", "outpatient hospital"): "ncci-ptp-hospital",
    ("ncci-mue", "practitioner"): "ncci-mue-practitioner",
    ("ncci-mue", "outpatient"): "ncci-mue-outpatient",
    ("ncci-mue", "dme"): "ncci-mue-dme",
}
"""Sets whose name ended in the label of their releases, once: "October 2026 practitioner" of ncci-mue."""

MAX_PARTS: Final = 9_999
"""How high the number of a part may be: no release has a hundred parts, and all that lack below it are listed."""

MAX_NAME_LENGTH: Final = 255
"""How many characters the name of a release or of its file may have: as many as file systems let a name have."""


@dataclass(frozen=True, slots=True)
class ReleasePart:
    """A part of a release that is published in several files: its number, from 1, and the file it was read from."""

    number: int
    file: str
    sha256: str
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a code set, as published.

    ``effective`` is the first day it holds for, ``ends`` the last where the release says so; ``sha256`` is that of the
    file it was read from, ``terms`` what its publisher says of its use. ``parts`` are those that are there, in order,
    of a release that comes in several; ``file`` and ``sha256`` are then those of all, as `join_parts` gives them.
    """

    set: SetName
    label: str
    effective: date
    file: str
    sha256: str
    terms: str = ""
    ends: date | None = None
    parts: tuple[ReleasePart, ...] = ()

    def __str__(self) -> str:
        return f"{TITLES[self.set]}, {self.label}"


def join_parts(release: Release, parts: Iterable[ReleasePart]) -> Release:
    """Return a release with parts. Its SHA-256 is that of theirs, one to a line, as ``sha256sum`` prints them."""
    import hashlib  # a look-up does without, and OpenSSL takes a while

    ordered = tuple(sorted(parts, key=lambda part: part.number))
    files = dict.fromkeys((part.file, part.sha256) for part in ordered)
    sums = [sha256 for _, sha256 in files]
    digest = sums[0] if len(sums) == 1 else hashlib.sha256("\n".join(sums).encode()).hexdigest()
    return replace(release, file=", ".join(file for file, _ in files), sha256=digest, parts=ordered)


def find_current_name(name: str, label: str) -> tuple[str, str]:
    """Return the set and the label of a release as they are called now.

    >>> find_current_name("ncci-mue", "October 2026 practitioner")
    ('ncci-mue-practitioner', 'October 2026')
    """
    for (former, service), now in _FORMER_NAMES.items():
        if name == former and label.endswith(f" {service}"):
            return now, label.removesuffix(f" {service}")
    return name, label


def find_lacking_parts(release: Release) -> list[int]:
    """List the parts of a release that are not there though one with a higher number is."""
    here = {part.number for part in release.parts}
    return [number for number in range(1, max(here, default=0)) if number not in here]


def parts_text(release: Release) -> str:
    """Tell which parts of a release are here, and which are not though a later one is."""
    here = _name_parts([part.number for part in release.parts])
    lacking = find_lacking_parts(release)
    if not lacking:
        return f"Here: {here}."
    verb, them = ("is", "it") if len(lacking) == 1 else ("are", "them")
    return f"Here: {here}. {_name_parts(lacking).capitalize()} {verb} not here: add {them}, too."


def _name_parts(numbers: Sequence[int]) -> str:
    *before, last = map(str, numbers)
    return f"parts {', '.join(before)} and {last}" if before else f"part {last}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A code in a release, spelled as in the file but upper case, without dots and spaces.

    ``qualifier`` tells the entries of a code apart where it has several: a modifier in the fee schedule, the column 2
    code of an edit. ``starts`` and ``ends`` are the first and the last day the code holds for, where the file
    says so. ``billable`` is False for a header. ``facts`` are further columns by name, as text.
    """

    code: str
    description: str = ""
    qualifier: str = ""
    billable: bool = True
    starts: date | None = None
    ends: date | None = None
    replaced_by: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def show_code(name: SetName, code: str) -> str:
    """Spell a stored code of a set as people write it: that of ICD-10-CM has a dot after three characters.

    >>> show_code("icd-10-cm", "J95830")
    'J95.830'
    """
    return spell_code("ICD-10-CM", code) if name == "icd-10-cm" else code


def normalize_code(code: str) -> str:
    """Spell a code as it is stored: upper case, without dots, spaces and no-break spaces.

    >>> normalize_code("j95.830")
    'J95830'
    """
    return "".join(code.split()).replace(".", "").upper()
