"""The lists that the samples are held against: small ones that stand here, and the published ones where they are.

The small lists hold the codes that the samples name, with the indicators and values that CMS gives them (RVU25D; OPPS
Addendum B of April 2026), and no descriptors: the sides of a few diagnoses are all that is said of a code. Releases
begin and end so that the lists hold on the samples' days. Edits are made up: CMS's files were not at hand.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from codepub.checks.published import PublishedSets
from codepub.codesets.adding import add_files
from codepub.codesets.code_set import FAMILIES, SET_NAMES, Entry, Release, SetName, normalize_code
from codepub.codesets.store import Store, open_store
from codepub.loading.load_file import CheckContext
from faults.sheet import Sheet

TODAY: Final = date(2026, 11, 23)
"""The day on which the samples were read."""

PUBLISHED: Final = (
    "icd10cm_2026-04_codes.tsv.gz",
    "icd10cm-codes-2024.txt.gz",
    "mpfs_rvu25d_indicators.csv",
    "opps_addendum_b_2026-04_si.csv",
    "hcpcs_l2_2022.csv",
    "hcpcs_l2_2026-04_short_partial.csv",
    "hcpcs_l2_modifiers_2022.csv",
    "msdrg_v43.1.csv",
    "nucc_taxonomy_250.csv",
)
"""Files of published lists, which the bench reads where a folder holds them."""

_FEES: Final = Path(__file__).with_name("fees.csv")
_SIDES: Final = {
    **dict.fromkeys(("C3411", "C3431", "C7801", "S2241XA", "S20211A"), "Right side"),
    **dict.fromkeys(("C3412", "C3432", "C7802", "S2242XA", "S20212A"), "Left side"),
}
_GROUPINGS: Final = {
    "26": "Ambulatory Health Care Facilities",
    "28": "Hospitals",
    "30": "Managed Care Organizations",
    "33": "Suppliers",
    "34": "Transportation Services",
}
"""NUCC's groupings of organizations, by the first two digits of their codes."""
ENDED_DIAGNOSES: Final = ("T81.32XD", "S30.1XXA", "T78.07XA")
"""Codes that the fiscal year 2024 held, and that were split before 2026."""
ENDED_HCPCS: Final = {"J0171": "J0165", "G0297": None, "K0532": None, "K0533": None, "J0170": None}
"""Codes that ended before 2026, and what replaced them in HCPCS."""
ENDED_CPT: Final = ("99443", "99442", "32420", "32421", "32422", "32095", "32402", "22851")
"""Codes that CPT gave up between 2012 and 2025."""
COMING_DIAGNOSES: Final = ("Q00.91",)
PAIRS: Final = {
    "32120": ("32160", "32141"),
    "71260": ("76380",),
    "99214": ("99211",),
    "G0121": ("45330",),
    "00540": ("31622",),
    "22614": ("22830",),
    "0446T": ("95249",),
}
"""Codes that are made an edit with a sample's code; no sample names them."""
UNITS: Final = {"32120": 1, "71260": 2, "99214": 1, "G0121": 1, "0446T": 1, "22614": 13, "00540": 1, "E0601": 1}
"""The most units of a day, made up."""
ADJUSTMENTS: Final = ("4", "5", "11", "16", "18", "50", "96", "97", "107", "108", "119", "150", "151", "167", "B15")
REMARKS: Final = ("M15", "M53", "M76", "M144", "N20", "N115", "N122", "N362", "N386", "N822", "MA130")
_DENIALS: Final[Mapping[str, Sequence[str]]] = {"carc": ADJUSTMENTS, "rarc": REMARKS}
_QUARTERS: Final = {
    "October 2025": date(2025, 10, 1),
    "January 2026": date(2026, 1, 1),
    "April 2026": date(2026, 4, 1),
}
_MORE_MODIFIERS: Final = ("E1", "FA", "GX", "QS", "XP", "XS", "XU")
_TRIP: Final = re.compile(r"[DEGHIJNPRS][DEGHIJNPRSX]")


class Lists:
    """The releases of a store, asked for what they hold on any day; and what records are checked with."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.published = PublishedSets(store)
        self.context = CheckContext(TODAY, self.published)

    def begun(self, name: str, day: date) -> Release | None:
        """Return the newest release of a set that has begun on a day; later ones say nothing of the day."""
        releases = [release for release in self._releases.get(name, ()) if release.effective <= day]
        return max(releases, key=lambda release: release.effective, default=None)

    def find(self, name: str, code: str, day: date) -> Entry | None:
        """Find a code in the newest release that has begun on a day."""
        release = self.begun(name, day)
        return self.store.find(release, normalize_code(code)) if release is not None else None

    def lacks(self, name: str, code: str, day: date) -> bool:
        """Tell whether the newest release that has begun on a day lacks a code, or says that it ended before."""
        entry = self.find(name, code, day)
        return self.begun(name, day) is not None and (entry is None or (entry.ends is not None and entry.ends < day))

    def reveals(self, name: str, code: str, day: date) -> bool:
        """Tell whether a code shows to be wrong: a release has begun on a day, and none ever holds the code."""
        return self.begun(name, day) is not None and not any(
            entry is not None and entry.billable
            for release in self._releases.get(name, ())
            for entry in [self.store.find(release, normalize_code(code))]
        )

    def is_header(self, code: str, day: date) -> bool:
        """Tell whether a diagnosis stands above others on a day, and so cannot be billed."""
        release, entry = self.begun("icd-10-cm", day), self.find("icd-10-cm", code, day)
        if release is None or (entry is not None and entry.billable):
            return False
        return next((one for one in self.store.find_below(release, code) if one.code != code), None) is not None

    def fees(self, sheet: Sheet, code: str | None = None) -> Mapping[str, str]:
        """Return what the fee schedule says on a sample's day of its code, or of another."""
        entry = self.find("mpfs", code or sheet.code, sheet.day)
        return entry.facts if entry is not None else {}

    @cached_property
    def _releases(self) -> Mapping[str, Sequence[Release]]:
        """The releases of each set, oldest first; nothing is added once lists are asked."""
        every = [release for release, _ in self.store.releases()]
        return {name: [release for release in every if release.set == name] for name in SET_NAMES}


@contextmanager
def open_small_lists(root: Path, sheets: Iterable[Sheet]) -> Iterator[Lists]:
    """Put the small lists into a store of their own."""
    with open_store(root) as store:
        _add_small(store, tuple(sheets), frozenset(SET_NAMES))
        yield Lists(store)


@contextmanager
def open_published_lists(root: Path, folder: Path, sheets: Iterable[Sheet]) -> Iterator[Lists]:
    """Put the published lists of a folder into a store, and the small ones of those sets that the folder lacks."""
    with open_store(root) as store:
        add_files(store, [folder / name for name in PUBLISHED])
        present = {release.set for release, _ in store.releases()}
        _add_small(store, tuple(sheets), frozenset(SET_NAMES) - present)
        yield Lists(store)


def _add_small(store: Store, sheets: tuple[Sheet, ...], wanted: frozenset[str]) -> None:
    for release, entries in _list_releases(sheets):
        if release.set in wanted:
            store.add(release, entries)


def _list_releases(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Release, list[Entry]]]:
    diagnoses = list(_make_diagnoses(sheets))
    ended = [Entry(normalize_code(code)) for code in ENDED_DIAGNOSES]
    coming = [Entry(normalize_code(code)) for code in COMING_DIAGNOSES]
    yield _make_release("icd-10-cm", "FY 2024", date(2023, 10, 1), date(2024, 9, 30)), [*diagnoses, *ended]
    yield _make_release("icd-10-cm", "FY 2026", date(2025, 10, 1), date(2026, 9, 30)), diagnoses
    yield _make_release("icd-10-cm", "FY 2027", date(2026, 10, 1), date(2027, 9, 30)), [*diagnoses, *coming]
    yield _make_release("icd-10-pcs", "FY 2026", date(2025, 10, 1), date(2026, 9, 30)), _make_entries(_name_pcs(sheets))
    for label, day in _QUARTERS.items():
        yield _make_release("hcpcs", label, day), list(_make_hcpcs(sheets))
        yield _make_release("hcpcs-modifiers", label, day), _make_entries(_name_modifiers(sheets))
        yield _make_release("opps", label, day), list(_make_statuses())
        yield _make_release("ncci-ptp-practitioner", label, day), list(_make_pairs())
        for name in FAMILIES["ncci-mue"]:
            yield _make_release(name, label, day), list(_make_limits())
    yield _make_release("mpfs", "October 2025", date(2025, 10, 1)), list(_make_fees())
    yield _make_release("taxonomy", "v25.0", date(2025, 7, 1)), list(_make_taxonomies(sheets))
    yield _make_release("ms-drg", "v43", date(2025, 10, 1), date(2026, 9, 30)), _make_entries(_name_groups(sheets))
    for name in SET_NAMES:
        if name in _DENIALS:
            yield _make_release(name, "July 2025", date(2025, 7, 1)), _make_entries(_DENIALS[name])


def _make_limits() -> Iterator[Entry]:
    for code, units in UNITS.items():
        yield Entry(code, facts={"units": str(units), "mai": "3"})


def _make_release(name: SetName, label: str, effective: date, ends: date | None = None) -> Release:
    return Release(name, label, effective, f"{label}.txt", "0" * 64, ends=ends)


def _make_entries(codes: Iterable[str]) -> list[Entry]:
    return [Entry(code) for code in dict.fromkeys(codes)]


def _make_diagnoses(sheets: tuple[Sheet, ...]) -> Iterator[Entry]:
    """Make the diagnoses that the samples name, and the headers above them."""
    named = [code for sheet in sheets for _, code in sheet.values("specifications", "diagnoses", "*", "code")]
    codes = dict.fromkeys(normalize_code(code) for code in (*named, "F39", "R41.89", *_SIDES))
    headers = {code[:length] for code in codes for length in range(3, len(code))} - set(codes)
    for code in codes:
        yield Entry(code, _SIDES.get(code, ""))
    for code in sorted(headers):
        yield Entry(code, billable=False)


def _name_pcs(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    for sheet in sheets:
        if sheet.system == "ICD-10-PCS":
            yield sheet.code
        yield from (code for _, code in sheet.values("crosswalks", "icd_10_pcs", "*", "code"))
        yield from (code for code in list_related(sheet, "ICD-10-PCS").values())


def list_related(sheet: Sheet, system: str) -> dict[tuple[str | int, ...], str]:
    """List the related codes of a system, by the paths of their rows."""
    rows = sheet.rows("specifications", "related_codes")
    return {row: sheet.value((*row, "code")) for row in rows if sheet.value((*row, "system")) == system}


def _make_hcpcs(sheets: tuple[Sheet, ...]) -> Iterator[Entry]:
    own = [sheet.code for sheet in sheets if sheet.system == "HCPCS"]
    related = [code for sheet in sheets for code in list_related(sheet, "HCPCS").values()]
    for code in dict.fromkeys((*own, *related, "A7031", "G0500")):
        yield Entry(code)
    for code, successor in ENDED_HCPCS.items():
        yield Entry(code, ends=date(2025, 6, 30), replaced_by=successor)


def _read_fees() -> list[tuple[str, dict[str, str]]]:
    with _FEES.open(encoding="utf-8", newline="") as file:
        return [(row["code"], row) for row in csv.DictReader(file)]


def _make_statuses() -> Iterator[Entry]:
    for code, row in _read_fees():
        if row["opps"]:
            yield Entry(code, facts={"status": row["opps"]})


def _make_fees() -> Iterator[Entry]:
    for code, row in _read_fees():
        if row["status"]:
            yield Entry(code, facts={name: value for name, value in row.items() if name not in ("code", "opps")})


def _make_taxonomies(sheets: tuple[Sheet, ...]) -> Iterator[Entry]:
    named = [code for sheet in sheets for _, code in sheet.values("specifications", "taxonomies", "*", "taxonomy")]
    for code in dict.fromkeys((*named, "261QA1903X", "302F00000X")):
        grouping = _GROUPINGS.get(code[:2], "")
        section = "Non-Individual" if grouping else "Individual"
        yield Entry(code, facts={"section": section, "grouping": grouping})


def _name_modifiers(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    """Name the samples' modifiers of Level II, without an ambulance's trips, and some more."""
    for sheet in sheets:
        for _, modifier in sheet.values("specifications", "modifiers", "*", "modifier"):
            if modifier[0].isalpha() and not (sheet.code == "A0425" and _TRIP.fullmatch(modifier)):
                yield modifier
    yield from _MORE_MODIFIERS


def _name_groups(sheets: tuple[Sheet, ...]) -> Iterator[str]:
    for sheet in sheets:
        yield from (drg for _, drg in sheet.values("crosswalks", "ms_drg", "*", "groups", "*", "drg"))


def _make_pairs() -> Iterator[Entry]:
    for code, others in PAIRS.items():
        for other in others:
            yield Entry(code, qualifier=other, starts=date(2010, 1, 1), facts={"modifier_indicator": "1"})
