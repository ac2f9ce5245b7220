"""The release that a published file is of, by its names and by the words above its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from codepub.codesets.code_set import SetName
from codepub.diagnostics import printable
from codepub.patterns import compile_late

_MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS: Final = tuple(name[:3].lower() for name in _MONTH_NAMES)
_MONTH: Final = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_YEAR: Final = r"(?<!\d)(20\d\d)(?!\d)"
_WRITTEN: Final = compile_late(r"(updated?|revised|posted|corrected)[-_ ]*\d{1,2}[-_/ ]\d{1,2}[-_/ ]20\d\d")
"""The day on which a file was put there, which is none of its release: "updated-02-01-2024"."""


@dataclass(frozen=True, slots=True)
class Vintage:
    """Which release: its label, the first day it holds for, and the last where its rules say so.

    ``until`` is there where only a year was said: the release, or one that follows it, begins by that day.
    """

    label: str
    effective: date
    ends: date | None = None
    until: date | None = None

    def agrees_with(self, other: Vintage) -> bool:
        """Tell whether both may be said of one release: a year and a month in it may."""
        return max(self.effective, other.effective) <= min(self._last, other._last)

    @property
    def _last(self) -> date:
        return self.until or self.effective


class ContradictionError(ValueError):
    """Two names of a file that say different releases; holds both names, each with the release it says."""

    def __init__(self, *said: tuple[str, Vintage]) -> None:
        super().__init__(" and ".join(f"'{printable(name)}' says {vintage.label}" for name, vintage in said))


def reconcile(name: SetName, names: Iterable[str], above: str = "") -> Vintage | None:
    """Find the release of a set by all names of its file, the nearest first; the most exact one counts.

    ``above`` are the words above the heading, asked where names do not say more than a year. None where nothing says
    it.

    Raises:
        ContradictionError: Two names cannot both be right.
    """
    said = [(text, vintage) for text in names if (vintage := read_vintage(name, text)) is not None]
    for one, other in combinations(said, 2):
        if not one[1].agrees_with(other[1]):
            raise ContradictionError(one, other)
    vintages = [vintage for _, vintage in said]
    exact = next((vintage for vintage in vintages if vintage.until is None), None)
    return exact or _find_above(name, above, vintages) or next(iter(vintages), None)


def _find_above(name: SetName, above: str, said: Sequence[Vintage]) -> Vintage | None:
    """Find a release in what stands above a heading, which names other days, too: of a correction, of a year ago."""
    match name:
        case "mpfs":
            found = _read_fees_release(above)
        case "hcpcs" | "hcpcs-modifiers" | "opps" | "pos" | "carc" | "rarc":
            found = _read_month(above)
        case _:
            found = None
    return found if found is not None and all(found.agrees_with(vintage) for vintage in said) else None


def find_later_release(name: SetName, vintage: Vintage) -> Vintage | None:
    """Find the later release of a year that may be meant, too, where a name says the year only."""
    year = (vintage.until or vintage.effective).year
    match name:
        case "icd-10-cm" | "icd-10-pcs" if vintage.until:
            return _make_monthly(year, 4, vintage.ends)
        case "hcpcs" | "hcpcs-modifiers" | "opps" | "pos" if vintage.until:
            return _make_monthly(year, 10)
        case "carc" | "rarc" if vintage.until:
            return _make_monthly(year, 11)
        case _:
            return None


def read_vintage(name: SetName, text: str) -> Vintage | None:
    """Read the release of a set in a name of its file; None where it does not say it.

    ``ends`` is the end of the fiscal year for ICD-10, which begins anew each October.
    """
    match name:
        case "icd-10-cm" | "icd-10-pcs":
            return _read_fiscal_year(text)
        case "taxonomy":
            return _read_taxonomy_version(text)
        case "ms-drg":
            return _read_grouper_version(text)
        case "ncci-ptp-practitioner" | "ncci-ptp-hospital":
            return _read_edits_version(text)
        case "ncci-mue-practitioner" | "ncci-mue-outpatient" | "ncci-mue-dme":
            return _read_month(text)
        case "mpfs":
            return _read_fees_release(text) or _read_month(text)
        case "hcpcs" | "hcpcs-modifiers" | "opps" | "pos" | "carc" | "rarc":
            return _read_month(text) or _read_year(text)


def read_stated_vintage(name: SetName, text: str) -> Vintage | None:
    """Read the release of a set that an author names, in words or as its file is called; None where no year is said.

    >>> read_stated_vintage("mpfs", "CY 2026").label
    '2026'
    """
    found = read_vintage(name, text)
    if found is None or found.until is not None:
        found = _read_month(text) or _read_quarter(text) or found or _read_year(text)
    calendar = re.search(rf"\b(?:cy|calendar year)[-_ ]*{_YEAR}", text.lower())
    if found is not None and calendar is not None and found.effective.year != int(calendar[1]):
        return _read_year(calendar[1])  # the other day is that of the rule, or of the download
    return found


def is_bare_month(text: str) -> bool:
    """Tell whether a text is a month or a quarter and nothing else: Apr 2026, 2026_april, RVU26B.

    >>> is_bare_month("Apr 2026"), is_bare_month("April 2026, corrected")
    (True, False)
    """
    return _BARE_MONTH.fullmatch(text.lower()) is not None


def _read_quarter(text: str) -> Vintage | None:
    """Read a quarter that stands before its year: Q4 2025, 4th quarter 2025."""
    found = re.search(rf"(?:q([1-4])|([1-4])(?:st|nd|rd|th) quarter)(?: of)?,?[-_ ]*{_YEAR}", text.lower())
    return _make_monthly(int(found[3]), 3 * int(found[1] or found[2]) - 2) if found else None


def _make_monthly(year: int, month: int, ends: date | None = None) -> Vintage:
    return Vintage(f"{_MONTH_NAMES[month - 1]} {year}", date(year, month, 1), ends)


_ONE_YEAR: Final = r"(?<!\d)(?P<year>20\d\d)(?!\d)"
_SHORT_YEAR: Final = r"(?P<year>1[5-9]|[23]\d)"
_ONE_MONTH: Final = f"(?P<name>{_MONTH})"
_NUMBER: Final = r"(?P<number>0[1-9]|1[0-2])"
_QUARTER: Final = r"q(?P<quarter>[1-4])"
_DATED: Final = (
    rf"(?<!\d)(?P<year>20\d\d)[-_ ]*{_QUARTER}(?!\d)",
    rf"(?<![a-z]){_QUARTER}[-_ ]*{_ONE_YEAR}",
    rf"(?<!\d)(?P<year>20\d\d)[-_ ]*{_ONE_MONTH}",
    rf"{_ONE_YEAR}[-_ ]{_NUMBER}(?!\d)",
    rf"{_ONE_MONTH}[-_ ]*(?:\d\d?[-_, ]+)?{_ONE_YEAR}",
    rf"(?<!\d){_NUMBER}[-_/ ]\d\d?[-_/ ]{_ONE_YEAR}",
    rf"(?<!\d)(?P<year>20\d\d){_NUMBER}(?:[0-3]\d)?(?!\d)",
    rf"(?<!\d)(?<!\d[-_/ ]){_NUMBER}[-_/ ]{_ONE_YEAR}",
)
"""How names write a quarter (2026-q2, Q3 2026) and a month (2020_OCT, April-1-2026, Eff_10-01-2026, 20261001, 10-2026),
in the order in which they are tried."""
_SHORTLY_DATED: Final = (
    rf"(?<!\d){_SHORT_YEAR}[-_ ]?{_QUARTER}(?!\d)",
    rf"(?<![a-z]){_QUARTER}[-_ ]?{_SHORT_YEAR}(?!\d)",
    rf"(?<!\d){_SHORT_YEAR}[-_ ]?{_ONE_MONTH}",
    rf"(?<![a-z]){_ONE_MONTH}_?{_SHORT_YEAR}(?!\d)",
)
"""How they do where no year stands in whole: 26Q3, HCPC26_OCT, oct26."""


_BARE_MONTH: Final = compile_late(rf"(?:pprrvu|rvu|{_MONTH}|q[1-4]|\d+[a-d]?|[-_/., ])+")


def _read_month(text: str) -> Vintage | None:
    """Find a year with a month or a quarter, which is its first month."""
    lower = _WRITTEN.sub("", text.lower())
    forms = _DATED if re.search(_YEAR, lower) or re.search(_DATED[-2], lower) else _SHORTLY_DATED
    found = next(filter(None, (re.search(form, lower) for form in forms)), None)
    if found is None:
        return None
    named = found.groupdict()
    if named.get("quarter"):
        month = 3 * int(named["quarter"]) - 2
    else:
        month = _MONTHS.index(named["name"][:3]) + 1 if named.get("name") else int(named["number"])
    return _make_monthly(2000 + int(named["year"]) % 100, month)


def _read_year(text: str) -> Vintage | None:
    found = re.search(_YEAR, _WRITTEN.sub("", text.lower()))
    if found is None:
        return None
    year = int(found[1])
    return Vintage(found[1], date(year, 1, 1), until=date(year, 12, 31))


def _read_fiscal_year(text: str) -> Vintage | None:
    """Read a fiscal year, which begins in October and has the year's number from then on, or a month in it."""
    dated = _read_month(text)
    if dated is not None:
        year = dated.effective.year + (dated.effective.month >= 10)
        begins = dated.effective == date(year - 1, 10, 1)
        return Vintage(f"FY {year}" if begins else dated.label, dated.effective, date(year, 9, 30))
    yearly = _read_year(text)
    short = re.search(r"(?<![a-z])fy[-_ ]?(\d\d)(?!\d)", text.lower())
    if yearly is None and short is None:
        return None
    year = yearly.effective.year if yearly is not None else 2000 + int(short[1]) if short is not None else 0
    return Vintage(f"FY {year}", date(year - 1, 10, 1), date(year, 9, 30), date(year, 9, 30))


def _read_taxonomy_version(text: str) -> Vintage | None:
    """Read ``nucc_taxonomy_250``: version 25.0, of January; 25.1 is of July."""
    found = re.search(r"taxonomy[-_ v]*(\d\d)[._]?([01])(?!\d)", text.lower())
    if found is None:
        return None
    return Vintage(f"v{found[1]}.{found[2]}", date(2000 + int(found[1]), 7 if found[2] == "1" else 1, 1))


def _read_grouper_version(text: str) -> Vintage | None:
    """Read ``v43.1``: the grouper of fiscal year 2026, as revised for April; 43 is that of October."""
    lower = text.lower()
    found = re.search(r"v(?:ersion)?[-_ ]?(\d\d)(?:[._](\d))?(?!\d)", lower)
    fiscal = re.search(r"(?<![a-z])fy[-_ ]?(?:20)?(\d\d)(?!\d)", lower)
    if found is None and fiscal is None:
        return None
    version = int(found[1]) if found is not None else int(fiscal[1]) + 17 if fiscal is not None else 0
    revised, said = (found[2] == "1", found[2]) if found is not None else (False, None)
    year = 1982 + version
    effective, ends = date(year + 1, 4, 1) if revised else date(year, 10, 1), date(year + 1, 9, 30)
    return Vintage(f"v{version}{'.1' if revised else ''}", effective, ends, None if said else ends)


def _read_edits_version(text: str) -> Vintage | None:
    """Read ``ccipra-v323r0-f1``: version 32.3, of the fourth quarter of 1994 + 32; a quarter says the same."""
    found = re.search(r"cci\D*v(\d\d)([0-3])r|v(\d\d)\.([0-3])(?!\d)", text.lower())
    if found is None:
        dated = _read_month(text)
        first = dated.effective if dated is not None and dated.effective.month % 3 == 1 else None
        return _make_edits_version(first.year - 1994, first.month // 3) if first is not None else dated
    return _make_edits_version(int(found[1] or found[3]), int(found[2] or found[4]))


def _make_edits_version(year: int, quarter: int) -> Vintage:
    return Vintage(f"v{year}.{quarter}", date(1994 + year, 1 + 3 * quarter, 1))


_QUARTERS: Final = {"a": 1, "b": 4, "c": 7, "d": 10}


def _read_fees_release(text: str) -> Vintage | None:
    """Read ``rvu25d``, ``PPRRVU25_JAN``, or "2025 National Physician Fee Schedule … October Release"."""
    lower = text.lower()
    if found := re.search(r"pprrvu(?:20)?(\d\d)_?" + _MONTH, lower):
        return _make_monthly(2000 + int(found[1]), _MONTHS.index(found[2][:3]) + 1)
    if found := re.search(r"rvu(\d\d)([a-d])", lower):
        return _make_monthly(2000 + int(found[1]), _QUARTERS[found[2]])
    if found := re.search(rf"{_YEAR} national physician fee schedule.*? {_MONTH} release", lower):
        return _make_monthly(int(found[1]), _MONTHS.index(found[2][:3]) + 1)
    return None
