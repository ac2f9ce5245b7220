"""Checks against what Medicare publishes each quarter. They are its policy, not impossibilities: payers differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject
from codepub.checks.published import PublishedSets, published_check
from codepub.checks.services import find_pairs_table, find_units_table
from codepub.codesets.code_set import Entry, SetName
from codepub.codesets.in_force import AskedRelease
from codepub.records.fee_schedule import INDICATOR_COLUMNS
from codepub.records.named_codes import given, named_places, rows

_INPATIENT: Final = "21"
_NONFACILITY: Final = frozenset({"11", "12"})
"""Places of service, as CMS numbers them: inpatient hospital; office and home."""

_ASSISTANTS: Final = frozenset({"80", "81", "82", "AS"})
"""The modifiers of an assistant at surgery."""

_PLAUSIBLE_INDICATORS: Final[Mapping[str, tuple[str, frozenset[str]]]] = {
    "50": ("bilateral", frozenset("13")),
    "62": ("co_surgeon", frozenset("12")),
    "66": ("team", frozenset("12")),
    **dict.fromkeys(_ASSISTANTS, ("assistant", frozenset("02"))),
    "26": ("pc_tc", frozenset("16789")),
    "TC": ("pc_tc", frozenset("179")),
}
"""The indicator of the fee schedule that a modifier rests on, and the values with which it is plausible.

CMS, MPFS relative value files: PC/TC 0 and 2 to 5 bar 26 and TC, 6 and 8 bar TC.
"""

_PLAUSIBLE_PERIODS: Final[Mapping[str, frozenset[str]]] = {
    "51": frozenset({"000", "010", "090", "MMM", "XXX", "YYY"}),
    **dict.fromkeys(("54", "55", "56"), frozenset({"010", "090"})),
}
"""The global periods with which a modifier is plausible."""


def _find_own_entry(subject: Subject, published: PublishedSets, name: SetName) -> tuple[AskedRelease, Entry] | None:
    """Find the record's own code in a set of CPT and HCPCS codes; None where either is not there."""
    record = subject.record
    if record.system not in ("CPT", "HCPCS"):
        return None
    release = published.find_release(name, record.effective)
    entry = published.find_entry(release, record.code) if release is not None else None
    return (release, entry) if release is not None and entry is not None else None


@published_check(
    "inpatient-only",
    WARNING,
    catches="OPPS status C with another place of service than 21.",
    example='pos: ["22"] with 32120',
)
def inpatient_only(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find other places of service than 21 for a code that the OPPS lists as inpatient only (status C)."""
    own = _find_own_entry(subject, published, "opps")
    if own is None or own[1].facts.get("status") != "C":
        return
    for path, place in named_places(subject.record):
        if place != _INPATIENT:
            yield Breach(
                path,
                f"Medicare pays {subject.record.code} to inpatients only ({own[0]}: status C), "
                f"and this is place of service {place}.",
                "Name 21, or say in the prose which payers pay it elsewhere.",
            )


@published_check(
    "no-office-value",
    WARNING,
    catches="MPFS non-facility NA with place of service 11 or 12.",
    example='pos: ["11"] with 32120',
)
def not_in_offices(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find places of service 11 and 12 for a code without a non-facility value."""
    own = _find_own_entry(subject, published, "mpfs")
    if own is None or own[1].facts.get("nonfacility_na") != "NA":
        return
    for path, place in named_places(subject.record):
        if place in _NONFACILITY:
            yield Breach(
                path,
                f"{subject.record.code} has no value outside of a facility ({own[0]}: NA), "
                f"and this is place of service {place}.",
                "Name a facility, or say in the prose which payers pay it there.",
            )


@published_check(
    "modifier-policy",
    WARNING,
    catches="A modifier that Medicare's indicators speak against.",
    example='modifier: "50" with 32120',
)
def implausible_modifiers(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find modifiers that Medicare's indicators speak against."""
    own = _find_own_entry(subject, published, "mpfs") if subject.modifiers else None
    if own is None:
        return
    release, entry = own
    for path, modifier in subject.modifiers:
        fault = _name_conflict(modifier, entry)
        if fault is not None:
            yield Breach(
                path,
                f"Modifier {modifier} is implausible with {subject.record.code}: {fault} ({release}).",
                "Take the row out, or say when another payer takes it.",
            )


def _name_conflict(modifier: str, entry: Entry) -> str | None:
    """Say which indicator speaks against a modifier."""
    indicator, allowed = _PLAUSIBLE_INDICATORS.get(modifier, (None, frozenset[str]()))
    if indicator is not None and (value := entry.facts.get(indicator, "")) and value not in allowed:
        return f"{_INDICATOR_NAMES[indicator]} indicator {value}"
    period = entry.facts.get("global", "")
    if period and modifier in _PLAUSIBLE_PERIODS and period not in _PLAUSIBLE_PERIODS[modifier]:
        return f"global period {period}"
    return None


_INDICATOR_NAMES: Final[Mapping[str, str]] = {
    "bilateral": "bilateral",
    "co_surgeon": "co-surgeon",
    "team": "team surgery",
    "assistant": "assistant at surgery",
    "pc_tc": "PC/TC",
}


@published_check(
    "payment-policy",
    WARNING,
    catches="A payment indicator that differs from the fee schedule.",
    example='global_days: "010" in 32120',
)
def contradicted_payment(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find indicators of the payment part that differ from the fee schedule that holds on the record's day."""
    payment = given(subject.record.payment)
    own = _find_own_entry(subject, published, "mpfs") if payment is not None else None
    if own is None:
        return
    for field, column in INDICATOR_COLUMNS.items():
        stated, listed = getattr(payment, field), own[1].facts.get(column, "")
        if isinstance(stated, str) and listed and stated != listed:
            yield Breach(
                ("payment", field),
                f"The record says {stated}, and {own[0]} says {listed}.",
                "Mend the value and its vintage.",
            )


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


@published_check(
    "mue-units", WARNING, catches="A units limit that differs from the MUE table of its service.", example="units: 2"
)
def contradicted_units(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find a units limit that differs from the MUE table of the services that the record is about."""
    edits = given(subject.record.edits)
    mue = given(edits.mue) if edits is not None else None
    own = _find_own_entry(subject, published, find_units_table(subject)) if mue is not None else None
    if mue is None or own is None:
        return
    listed = own[1].facts.get("units", "")
    if listed and listed != str(mue.units):
        yield Breach(
            ("edits", "mue", "units"),
            f"The record says {mue.units}, and {own[0]} says {listed}.",
            "Mend the value and its vintage.",
        )


_PERFORMS: Final = re.compile(
    r"\b(performs?|performing|operates?|operating (surgeon|provider)|renders?|rendering|carr(y|ies) out)\b",
    re.IGNORECASE,
)
"""What a role says of who performs; not of a place where something is performed."""


@published_check(
    "organization-performs",
    WARNING,
    catches="An organization's taxonomy as performing provider.",
    example="261QR0200X performs",
)
def performing_organizations(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find taxonomies of organizations whose role is to perform the service."""
    taxonomies = rows(subject.record.specifications.taxonomies)
    release = published.find_release("taxonomy", subject.record.effective) if taxonomies else None
    if release is None:
        return
    for index, row in enumerate(taxonomies):
        entry = published.find_entry(release, row.taxonomy)
        performs = isinstance(row.role, str) and _PERFORMS.search(row.role)
        if performs and entry is not None and entry.facts.get("section") == "Non-Individual":
            yield Breach(
                ("specifications", "taxonomies", index, "taxonomy"),
                f"{row.taxonomy} is a taxonomy of organizations ({release}); it does not perform a service.",
                "Name the taxonomy of the person who performs it, or the organization's own role.",
            )


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
    opposite = re.compile(rf"\b{side}\b", re.IGNORECASE)
    for path, system, code in subject.codes:
        entry = published.find_entry(release, code) if system == "ICD-10-CM" else None
        if entry is not None and opposite.search(entry.description):
            yield Breach(
                path,
                f"{code} is of the {side} side ({release}), and the modifiers name {sides[0]} only.",
                "Add the other modifier, or name the diagnosis of the same side.",
            )


MEDICARE_CHECKS = (
    inpatient_only,
    not_in_offices,
    implausible_modifiers,
    contradicted_payment,
    unmentioned_edits,
    contradicted_units,
    performing_organizations,
    opposite_sides,
)
