"""Checks of what Medicare pays: payment and limit of units, against the releases that they were read in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.checks.own_entry import OwnEntry, find_own_entry
from codepub.checks.published import PublishedSets, published_check
from codepub.checks.services import find_units_table
from codepub.checks.stated_releases import find_stated_releases
from codepub.codesets.code_set import Release
from codepub.codesets.in_force import AskedRelease
from codepub.codesets.published.vintage import read_stated_vintage
from codepub.origin import FieldPath
from codepub.records.availability import Unavailable
from codepub.records.codes import SERVICE_SYSTEMS
from codepub.records.fee_schedule import AMOUNT_COLUMNS, INDICATOR_COLUMNS
from codepub.records.named_codes import given, units_edit
from codepub.records.parts import Payment


@check(
    "payment-older",
    WARNING,
    catches="A payment of a year before the edition's.",
    example="vintage: October 2025, edition: 2026",
)
def older_payment(subject: Subject) -> Iterator[Breach]:
    """Find a payment part that was read in the fee schedule of a year before the record's."""
    record = subject.record
    payment = given(record.payment)
    stated = read_stated_vintage("mpfs", payment.vintage) if payment is not None else None
    year = min(record.edition, record.effective.year)
    if payment is not None and stated is not None and stated.effective.year < year:
        yield Breach(
            ("payment", "vintage"),
            f"The payment is of {payment.vintage}, and the edition of {record.edition}: the fee schedule changes each "
            "January.",
            f"Read the values in a release of {year}, or say why those of {stated.effective.year} stand: "
            "codepub: allow payment-older because …",
        )


@published_check(
    "payment-policy",
    WARNING,
    catches="A value of the payment part that differs from the fee schedule.",
    example='global_days: "010" in 32120',
)
def contradicted_payment(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find values of the payment part that differ from the fee schedule.

    Indicators are held against the release that holds on the record's day, amounts against the one of their vintage.
    """
    payment = given(subject.record.payment)
    if payment is not None and subject.record.system in SERVICE_SYSTEMS:
        yield from _find_foreign_indicators(subject, payment, published)
        yield from _find_foreign_amounts(subject, payment, published)


def _find_foreign_indicators(subject: Subject, payment: Payment, published: PublishedSets) -> Iterator[Breach]:
    own = find_own_entry(subject, published, "mpfs")
    if own is None:
        return
    for field, column in INDICATOR_COLUMNS.items():
        stated, listed = getattr(payment, field), own.entry.facts.get(column, "")
        if isinstance(stated, str) and listed and stated != listed:
            yield Breach(
                ("payment", field),
                f"The record says {stated}, and {own.release} says {listed}.",
                "Mend the value and its vintage.",
            )


def _find_foreign_amounts(subject: Subject, payment: Payment, published: PublishedSets) -> Iterator[Breach]:
    releases = find_stated_releases(published, "mpfs", payment.vintage)
    own = _list_own_entries(subject, published, releases)
    for field, column in AMOUNT_COLUMNS.items():
        stated, path = getattr(payment, field), ("payment", field)
        if isinstance(stated, Unavailable):
            if stated.reason == "not-applicable":
                yield from _find_lost_amount(path, column, own)
        elif _has_none(column, own):
            yield _report_foreign(path, str(stated), own[-1].release, "NA")
        else:
            yield from _hold_against(stated, path, column, own)


def _find_lost_amount(path: FieldPath, column: str, own: Sequence[OwnEntry]) -> Iterator[Breach]:
    """Find an amount that is said not to apply, and that every release gives which its vintage may mean."""
    listed = [one.entry.facts.get(column, "") for one in own]
    if listed and not _has_none(column, own) and all(value and not _is_same(Decimal(0), value) for value in listed):
        yield _report_foreign(path, "not-applicable", own[-1].release, listed[-1])


def _has_none(column: str, own: Sequence[OwnEntry]) -> bool:
    """Tell whether all releases say NA of an amount: there the column repeats the one of the other kind of places."""
    flag = _FLAGS.get(column, "")
    return bool(own) and all(one.entry.facts.get(flag) == "NA" for one in own)


_FLAGS: Final[Mapping[str, str]] = {"nonfacility_pe_rvu": "nonfacility_na", "facility_pe_rvu": "facility_na"}
"""The columns that say NA of an amount. Source: CMS, MPFS relative value files, "RVU25D.pdf"."""


@published_check(
    "mue-units", WARNING, catches="A units limit that differs from the MUE table of its service.", example="units: 2"
)
def contradicted_units(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find a units limit that differs from the MUE table that it was read in, of the services the record is about."""
    mue = units_edit(subject.record)
    if mue is None or subject.record.system not in SERVICE_SYSTEMS:
        return
    table = find_units_table(subject)
    published.find_release(table, subject.record.effective)  # tells where no table is here
    releases = find_stated_releases(published, table, mue.vintage)
    own = _list_own_entries(subject, published, releases)
    yield from _hold_against(Decimal(mue.units), ("edits", "mue", "units"), "units", own)


def _list_own_entries(subject: Subject, published: PublishedSets, releases: Sequence[Release]) -> list[OwnEntry]:
    found = ((release, published.find_entry_in(release, subject.record.code)) for release in releases)
    return [OwnEntry(release, entry) for release, entry in found if entry is not None]


def _hold_against(stated: Decimal, path: FieldPath, column: str, own: Sequence[OwnEntry]) -> Iterator[Breach]:
    """Tell an amount that none of the releases gives which its vintage may mean; a year may be any release of it."""
    listed = {str(one.release): one.entry.facts[column] for one in own if column in one.entry.facts}
    if listed and not any(_is_same(stated, value) for value in listed.values()):
        release, value = list(listed.items())[-1]
        yield _report_foreign(path, str(stated), release, value)


def _report_foreign(path: FieldPath, stated: str, release: Release | AskedRelease | str, value: str) -> Breach:
    return Breach(
        path,
        f"The record says {stated}, and {release} says {value}.",
        "Mend the value, or name the release that it was read in.",
    )


def _is_same(stated: Decimal, listed: str) -> bool:
    """Tell whether two numbers are the same however they are written; a cell that is no number contradicts nothing."""
    try:
        return stated == Decimal(listed)
    except InvalidOperation:
        return True


PAYMENT_CHECKS = (older_payment,)
PUBLISHED_PAYMENT_CHECKS = (contradicted_payment, contradicted_units)
