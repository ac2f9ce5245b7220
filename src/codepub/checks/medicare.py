"""Checks against what Medicare publishes each quarter. They are its policy, not impossibilities: payers differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject
from codepub.checks.companion_visits import find_companion_rows
from codepub.checks.denied_modifiers import find_denied_rows
from codepub.checks.other_payers import list_rows_of_other_payers, says_other_payer_pays
from codepub.checks.own_entry import find_own_entry
from codepub.checks.published import PublishedSets, published_check
from codepub.checks.services import find_pairs_table
from codepub.checks.sides import is_of_side
from codepub.codesets.code_set import Entry
from codepub.codesets.in_force import AskedRelease
from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.modifiers import EVALUATION_MODIFIERS
from codepub.records.named_codes import given, named_places, rows

_INPATIENT: Final = "21"
_NONFACILITY: Final = frozenset({"11", "12"})
"""Places of service, as CMS numbers them: inpatient hospital; office and home."""

_ASSISTANTS: Final = frozenset({"80", "81", "82", "AS"})
"""The modifiers of an assistant at surgery."""

_PLAUSIBLE_INDICATORS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "50": ("bilateral", frozenset("13")),
    "51": ("multiple", frozenset("1234567")),
    "62": ("co_surgeon", frozenset("12")),
    "66": ("team", frozenset("12")),
    **dict.fromkeys(_ASSISTANTS, ("assistant", frozenset("02"))),
    "26": ("pc_tc", frozenset("1678")),
    "TC": ("pc_tc", frozenset("17")),
}
"""The indicator of the fee schedule that a modifier rests on, and the values with which it is plausible.

CMS, MPFS relative value files: PC/TC 0, 2 to 5 and 9 ("concept does not apply") bar 26 and TC, 6 and 8 bar TC; multiple
procedure 0 has no reduction, and to 9 the concept does not apply.
"""

_ALL_PERIODS: Final = frozenset({"000", "010", "090", "MMM", "XXX", "YYY", "ZZZ"})
_PLAUSIBLE_PERIODS: Final[Mapping[str, frozenset[str]]] = {
    "51": _ALL_PERIODS - {"ZZZ"},
    **dict.fromkeys(("54", "55", "56"), frozenset({"010", "090"})),
    **dict.fromkeys(("22", "52"), _ALL_PERIODS - {"YYY"}),
    **dict.fromkeys(EVALUATION_MODIFIERS, frozenset({"XXX", "ZZZ"})),
}
"""The global periods with which a modifier is plausible. YYY, which the contractor sets, is that of unlisted codes."""


@published_check(
    "inpatient-only",
    WARNING,
    catches="OPPS status C with another place of service than 21.",
    example='pos: ["22"] with 32120',
)
def inpatient_only(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find other places of service than 21 for a code that the OPPS lists as inpatient only (status C)."""
    own = find_own_entry(subject, published, "opps")
    if own is None or own[1].facts.get("status") != "C" or says_other_payer_pays(subject.record):
        return
    for path, place in named_places(subject.record):
        if place != _INPATIENT:
            yield Breach(
                path,
                f"Medicare pays {subject.record.code} to inpatients only ({own[0]}: status C), "
                f"and this is place of service {place}.",
                "Name 21, or name in the text of the site the payer that pays it elsewhere.",
            )


@published_check(
    "no-office-value",
    WARNING,
    catches="MPFS non-facility NA with place of service 11 or 12.",
    example='pos: ["11"] with 32120',
)
def not_in_offices(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find places of service 11 and 12 for a code without a non-facility value."""
    own = find_own_entry(subject, published, "mpfs")
    if own is None or own[1].facts.get("nonfacility_na") != "NA" or says_other_payer_pays(subject.record):
        return
    for path, place in named_places(subject.record):
        if place in _NONFACILITY:
            yield Breach(
                path,
                f"{subject.record.code} has no value outside of a facility ({own[0]}: NA), "
                f"and this is place of service {place}.",
                "Name a facility, or name in the text of the site the payer that pays it there.",
            )


@published_check(
    "modifier-policy",
    WARNING,
    catches="A modifier that Medicare's indicators speak against.",
    example='modifier: "50" with 32120',
)
def implausible_modifiers(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find modifiers that Medicare's indicators speak against."""
    own = find_own_entry(subject, published, "mpfs") if subject.modifiers else None
    if own is None:
        return
    release, entry = own
    for path, modifier in subject.modifiers:
        fault = _name_conflict(modifier, entry)
        if fault is not None and path not in _list_sound_rows(subject):
            yield Breach(
                path,
                f"Modifier {modifier} is implausible with {subject.record.code}: {fault} ({release}).",
                "Take the row out, or name in it the payer other than Medicare that takes it.",
            )


def _list_sound_rows(subject: Subject) -> set[FieldPath]:
    """List the modifiers that Medicare's indicators for the code do not speak of, by the words of their rows."""
    record = subject.record
    return {*find_companion_rows(record), *find_denied_rows(record), *list_rows_of_other_payers(record)}


def _name_conflict(modifier: str, entry: Entry) -> str | None:
    """Say which indicator speaks against a modifier."""
    indicator, allowed = _PLAUSIBLE_INDICATORS.get(modifier, (None, frozenset[str]()))
    if indicator is not None and (value := entry.facts.get(indicator, "")) and value not in allowed:
        return f"{_INDICATOR_NAMES[indicator]} indicator {value}"
    period = entry.facts.get("global", "")
    if period and period not in _PLAUSIBLE_PERIODS.get(modifier, _ALL_PERIODS) and not _is_priced(period, entry.code):
        return f"global period {period}"
    return None


_PRICED_BY_CONTRACTORS: Final = compile_late(
    r"[A-Z]\d{4}|\d{4}T|15847|34839|3484[1-8]|4364[78]|4388[12]|559[78]0|69300|769[34]\d|9477[4-7]", re.ASCII
)
"""Codes of the period YYY that stand for a service all the same: emerging ones, and those that contractors price.

CMS, RVU25D: every other code of this period is one for unlisted services.
"""


def _is_priced(period: str, code: str) -> bool:
    return period == "YYY" and _PRICED_BY_CONTRACTORS.fullmatch(code) is not None


_INDICATOR_NAMES: Final[Mapping[str, str]] = {
    "bilateral": "bilateral",
    "multiple": "multiple procedure",
    "co_surgeon": "co-surgeon",
    "team": "team surgery",
    "assistant": "assistant at surgery",
    "pc_tc": "PC/TC",
}


@published_check(
    "ncci-pair",
    WARNING,
    catches="A related code that is an NCCI pair, untold.",
    example="related code 32551 without edits",
)
def unmentioned_edits(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find related codes that are an NCCI pair with the record's code, of which the record says nothing."""
    record = subject.record
    if record.system not in ("CPT", "HCPCS") or not rows(record.specifications.related_codes):
        return
    release = published.find_release(find_pairs_table(subject), record.effective)
    if release is None:
        return
    edits = given(record.edits)
    mentioned = {pair.code for pair in rows(edits.ptp)} if edits is not None else set()
    for index, related in enumerate(rows(record.specifications.related_codes)):
        if related.system not in ("CPT", "HCPCS") or related.code in mentioned:
            continue
        pair = _find_pair(published, release, (record.code, related.code), record.effective)
        if pair is not None:
            yield Breach(
                ("specifications", "related_codes", index, "code"),
                f"{pair.code} and {pair.qualifier} are an NCCI edit, modifier indicator "
                f"{pair.facts.get('modifier_indicator', '?')} ({release}).",
                f"Tell it in `edits`: {pair.qualifier} is the column 2 code.",
            )


def _find_pair(published: PublishedSets, release: AskedRelease, codes: tuple[str, str], day: date) -> Entry | None:
    """Find the edit of two codes, in either order, that is in force on a day."""
    for column_1, column_2 in (codes, codes[::-1]):
        found = published.find_entry(release, column_1, column_2)
        if found is not None and (found.starts or day) <= day <= (found.ends or day):
            return found
    return None


_OPPOSITE_SIDES: Final[Mapping[str, str]] = {"LT": "right", "RT": "left"}
"""The side that a modifier does not mean."""


@published_check(
    "opposite-side",
    WARNING,
    catches="A diagnosis of one side, and the modifier of the other.",
    example="LT with S20.211A",
)
def opposite_sides(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find diagnoses of one side where the modifiers name only the other."""
    sides = [modifier for _, modifier in subject.modifiers if modifier in _OPPOSITE_SIDES]
    release = published.find_release("icd-10-cm", subject.record.effective) if len(sides) == 1 else None
    if release is None:
        return
    side = _OPPOSITE_SIDES[sides[0]]
    for path, system, code in subject.codes:
        entry = published.find_entry(release, code) if system == "ICD-10-CM" else None
        if entry is not None and is_of_side(entry.description, side):
            yield Breach(
                path,
                f"{code} is of the {side} side ({release}), and the modifiers name {sides[0]} only.",
                "Add the other modifier, or name the diagnosis of the same side.",
            )


MEDICARE_CHECKS = (
    inpatient_only,
    not_in_offices,
    implausible_modifiers,
    unmentioned_edits,
    opposite_sides,
)
