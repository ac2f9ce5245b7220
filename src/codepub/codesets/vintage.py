"""The release that a published file is of, by its name and by the words above its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from codepub.codesets.code_set import SetName

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_YEAR: Final = r"(20\d\d)"


@dataclass(frozen=True, slots=True)
class Vintage:
    """Which release: its label, the first day it holds for, and the last where its rules say so."""

    label: str
    effective: date
    ends: date | None = None


def vintage_of(name: SetName, file: str, above: str = "") -> Vintage | None:
    """Tell the release of a set from its file's name, or from what stands above its heading; None where neither says.

    ``ends`` is the end of the fiscal year for ICD-10, which begins anew each October.
    """
    match name:
        case "icd-10-cm" | "icd-10-pcs":
            return _fiscal(file)
        case "taxonomy":
            return _taxonomy(file)
        case "ms-drg":
            return _grouper(file)
        case "ncci-ptp":
            return _edits(file)
        case "ncci-mue":
            return _units(file)
        case "mpfs":
            return _fees(file, above)
        case "hcpcs" | "hcpcs-modifiers" | "opps" | "pos":
            return _dated(file) or _dated(above) or _yearly(file)


def _on(year: int, month: int, ends: date | None = None) -> Vintage:
    return Vintage(f"{_NAMES[month - 1]} {year}", date(year, month, 1), ends)


def _dated(text: str) -> Vintage | None:
    """Find a year and a month: 2020_OCT, October 2020, 2026-04, April-1-2026, Eff_10-01-2026."""
    lower = text.lower()
    if found := re.search(rf"{_YEAR}[-_ ]*{_MONTH}", lower) or re.search(rf"{_YEAR}[-_ ](\d\d)(?!\d)", lower):
        year, month = found[1], found[2]
    elif found := re.search(rf"{_MONTH}[-_ ]*(?:1[-_, ]+)?{_YEAR}", lower) or re.search(rf"(\d\d)-\d\d-{_YEAR}", lower):
        month, year = found[1], found[2]
    else:
        return None
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    return _on(int(year), number) if 1 <= number <= 12 else None


def _yearly(text: str) -> Vintage | None:
    found = re.search(_YEAR, text)
    return Vintage(found[1], date(int(found[1]), 1, 1)) if found else None


def _fiscal(text: str) -> Vintage | None:
    dated = _dated(text)
    if dated is not None:
        year = dated.effective.year + (dated.effective.month >= 10)
        return Vintage(dated.label, dated.effective, date(year, 9, 30))
    found = re.search(_YEAR, text)
    if found is None:
        return None
    year = int(found[1])
    return Vintage(f"FY {year}", date(year - 1, 10, 1), date(year, 9, 30))


def _taxonomy(text: str) -> Vintage | None:
    """Read ``nucc_taxonomy_250``: version 25.0, of January; 25.1 is of July."""
    found = re.search(r"nucc_taxonomy_(\d\d)([01])(?!\d)", text.lower())
    if found is None:
        return None
    return Vintage(f"v{found[1]}.{found[2]}", date(2000 + int(found[1]), 7 if found[2] == "1" else 1, 1))


def _grouper(text: str) -> Vintage | None:
    """Read ``v43.1``: the grouper of fiscal year 2026, as revised for April; 43 is that of October."""
    found = re.search(r"v(\d\d)(?:[._](\d))?(?!\d)", text.lower())
    if found is None:
        return None
    year, revised = 1982 + int(found[1]), found[2] == "1"
    effective = date(year + 1, 4, 1) if revised else date(year, 10, 1)
    return Vintage(f"v{found[1]}{'.1' if revised else ''}", effective, date(year + 1, 9, 30))


_SETTINGS: Final = {"pra": "practitioner", "oph": "outpatient hospital", "oup": "outpatient hospital"}


def _edits(text: str) -> Vintage | None:
    """Read ``ccipra-v323r0-f1``: version 32.3, of the fourth quarter of 1994 + 32."""
    found = re.search(r"cci(pra|oph|oup)?\D*v(\d\d)([0-3])r", text.lower())
    if found is None:
        return _dated(text)
    setting = _SETTINGS.get(found[1], "")
    effective = date(1994 + int(found[2]), 1 + 3 * int(found[3]), 1)
    return Vintage(f"v{found[2]}.{found[3]} {setting}".strip(), effective)


def _units(text: str) -> Vintage | None:
    dated = _dated(text)
    found = re.search(r"practitioner|outpatient|dme", text.lower())
    if dated is None or found is None:
        return dated
    return Vintage(f"{dated.label} {found[0]}", dated.effective)


_QUARTERS: Final = {"a": 1, "b": 4, "c": 7, "d": 10}


def _fees(text: str, above: str) -> Vintage | None:
    """Read ``rvu25d``, ``PPRRVU25_JAN``, or "2025 National Physician Fee Schedule … October Release"."""
    lower = text.lower()
    if found := re.search(r"pprrvu(?:20)?(\d\d)_?" + _MONTH, lower):
        return _on(2000 + int(found[1]), _MONTHS.index(found[2]) + 1)
    if found := re.search(r"rvu(\d\d)([a-d])", lower):
        return _on(2000 + int(found[1]), _QUARTERS[found[2]])
    if found := re.search(rf"{_YEAR} national physician fee schedule.*? {_MONTH} release", above.lower()):
        return _on(int(found[1]), _MONTHS.index(found[2]) + 1)
    return None
