"""What a code set is: its releases, and the entries of a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, get_args

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
    "ncci-ptp",
    "ncci-mue",
]
SET_NAMES: Final[tuple[SetName, ...]] = get_args(SetName)

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
    "ncci-ptp": "NCCI procedure-to-procedure edits",
    "ncci-mue": "NCCI medically unlikely edits",
}


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a code set, as published.

    ``effective`` is the first day it holds for, ``ends`` the last where the release says so; ``sha256`` is that of the
    file it was read from, ``terms`` what its publisher says of its use.
    """

    set: SetName
    label: str
    effective: date
    file: str
    sha256: str
    terms: str = ""
    ends: date | None = None

    def __str__(self) -> str:
        return f"{TITLES[self.set]}, {self.label}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A code in a release, spelled as in the file but upper case, without dots and spaces.

    ``beside`` is the second half of an entry's name where a code has several: a modifier in the fee schedule, the
    column 2 code of an edit. ``starts`` and ``ends`` are the first and the last day the code holds for, where the file
    says so. ``billable`` is False for a header. ``facts`` are further columns by name, as text.
    """

    code: str
    description: str = ""
    beside: str = ""
    billable: bool = True
    starts: date | None = None
    ends: date | None = None
    replaced_by: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def stored(code: str) -> str:
    """Spell a code as it is stored: upper case, without dots, spaces and no-break spaces.

    >>> stored("j95.830")
    'J95830'
    """
    return "".join(code.split()).replace(".", "").upper()
