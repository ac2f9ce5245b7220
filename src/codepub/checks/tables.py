"""Checks across rows and dates: what does not go together, what has passed, what has not come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from codepub.checks.check import ERROR, WARNING, Breach, Subject, check
from codepub.checks.denied_modifiers import find_denied_rows
from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.availability import NEEDED_BESIDE
from codepub.records.codes import spell_code
from codepub.records.modifiers import BILATERAL, SIDES
from codepub.records.named_codes import rows
from codepub.records.own_words import says_ended
from codepub.records.parts import PERCENTILES


@check("side-with-bilateral", WARNING, catches="LT or RT in one table with 50.", example="modifiers 50 and LT")
def sides_with_bilateral(subject: Subject) -> Iterator[Breach]:
    """Find LT or RT beside 50: a service is done on one side or on both."""
    if any(modifier == BILATERAL for _, modifier in subject.modifiers):
        denied = set(find_denied_rows(subject.record))
        used = [(path, modifier) for path, modifier in subject.modifiers if path not in denied]
        for path, modifier in used:
            if modifier in SIDES and any(other == BILATERAL for _, other in used):
                yield Breach(
                    path,
                    f"Modifier {modifier} says one side, and modifier 50 in the same table says both.",
                    "Keep 50, or LT and RT, as payers ask.",
                )


@check(
    "reason-incomplete",
    ERROR,
    catches="A reason without the date or note it tells.",
    example="{unavailable: asked-unknown}",
)
def incomplete_reasons(subject: Subject) -> Iterator[Breach]:
    """Find reasons whose statement needs a date or a note that is not there."""
    for absence in subject.absences:
        needed = NEEDED_BESIDE.get(absence.why.reason)
        if needed is not None and getattr(absence.why, needed) is None:
            yield Breach(
                (*absence.path, "unavailable"),
                f"`{absence.why.reason}` needs `{needed}` beside it, since readers are told it.",
                f"Add `{needed}: {_show_example(needed, subject.today)}`, with your own value.",
            )


_RECHECK_AFTER: Final = timedelta(days=90)


def _show_example(key: str, today: date) -> str:
    """Show what may stand under the key of a reason: a day to look again is to come, one of a search has been."""
    match key:
        case "recheck_by":
            return str(today + _RECHECK_AFTER)
        case "since":
            return str(today)
        case _:
            return "Clinical Context"


@check("recheck-passed", WARNING, catches="A `recheck_by` that has passed.", example="recheck_by: 2020-01-01")
def passed_rechecks(subject: Subject) -> Iterator[Breach]:
    """Find values that should have been looked for again by now."""
    for absence in subject.absences:
        due = absence.why.recheck_by
        if due is not None and due < subject.today:
            who = f" by {absence.why.owner}" if absence.why.owner else ""
            yield Breach(
                (*absence.path, "recheck_by"),
                f"This was to be looked for again{who} by {due}.",
                "Look again: write the value, or a new `recheck_by`.",
            )


@check(
    "date-order", ERROR, catches="Dates in an order that cannot be.", example="effective: 2026-01-01, ends: 2025-01-01"
)
def disordered_dates(subject: Subject) -> Iterator[Breach]:
    """Find dates in an order that cannot be."""
    record = subject.record
    if record.ends is not None and record.ends < record.effective and not says_ended(record):
        yield Breach(
            ("ends",),
            f"It ends on {record.ends}, before it is effective on {record.effective}.",
            "Mend one of them; of a code that was deleted before, say so in the title or in the summary.",
        )
    yield from _find_early_readings(subject)


def _find_early_readings(subject: Subject) -> Iterator[Breach]:
    """Find what was read before its source came out; a day that has not come is told by a rule of its own."""
    read: dict[str, list[tuple[FieldPath, date]]] = {}
    for path, value in subject.sources:
        read.setdefault(value.source, []).append(((*path, "retrieved"), value.retrieved))
    for index, source in enumerate(subject.record.sources):
        if source.published is None or source.published > subject.today:
            continue
        days = read.get(source.id, [])
        if source.retrieved is not None and source.retrieved < source.published:
            yield _report_early(("sources", index, "retrieved"), source.retrieved, source.published)
        elif len(days) > 1 and all(day < source.published for _, day in days):
            yield _report_early(("sources", index, "date"), max(day for _, day in days), source.published)
        else:
            for path, day in days:
                if day < source.published:
                    yield _report_early(path, day, source.published)


def _report_early(path: FieldPath, read: date, published: date) -> Breach:
    return Breach(path, f"The source was read on {read}, before it was published on {published}.", "Mend one of them.")


@check("own-relation", ERROR, catches="The record's own code as a related one.", example="32120 related to 32120")
def own_relations(subject: Subject) -> Iterator[Breach]:
    """Find the record's own code among the codes that stand near it."""
    record = subject.record
    for path, system, code in subject.codes:
        if len(path) > 1 and system == record.system and spell_code(system, code) == record.code:
            yield Breach(path, f"{record.code} is the record's own code.", "Name the other code, or take the row out.")


@check("future-day", ERROR, catches="A day of something done that has not come.", example="since: 2999-01-01")
def coming_days(subject: Subject) -> Iterator[Breach]:
    """Find days on which something was done that have not come yet."""
    for absence in subject.absences:
        if absence.why.since is not None and absence.why.since > subject.today:
            yield _report_coming((*absence.path, "since"), absence.why.since)
    for index, source in enumerate(subject.record.sources):
        for key, day in (("date", source.published), ("retrieved", source.retrieved)):
            if day is not None and day > subject.today:
                yield _report_coming(("sources", index, key), day)
    for path, value in subject.sources:
        if value.retrieved > subject.today:
            yield _report_coming((*path, "retrieved"), value.retrieved)


def _report_coming(path: FieldPath, day: date) -> Breach:
    return Breach(path, f"{day} has not come yet.", "Write the day on which it was done.")


_LATE_SET: Final = compile_late(r"\d{4}[TUM]|90[4-7]\d\d|913\d\d", re.ASCII)
"""Codes of CPT that begin in the course of a year, and that the next year's code set is the first to print.

Source: AMA, the calendars of code releases: category III, proprietary and multianalyte tests, vaccines.
"""


@check("edition-year", WARNING, catches="An edition of another year.", example="edition: 2030, effective: 2026-01-01")
def foreign_edition(subject: Subject) -> Iterator[Breach]:
    """Find an edition whose code set does not hold on the first day of the record.

    That of CPT and HCPCS begins on 1 January, that of ICD-10 on 1 October of the year before.
    """
    record = subject.record
    if record.edition != record.effective.year and not _begins_before(subject):
        begins = "1 October before" if record.system.startswith("ICD") else "1 January"
        yield Breach(
            ("edition",),
            f"The edition is of {record.edition}, and the record is effective from {record.effective} on.",
            f"Mend one of them; a year's code set of {record.system} begins on {begins}.",
        )


def _begins_before(subject: Subject) -> bool:
    """Tell whether the first day lies in the year before the edition's, and the code set may have begun by then."""
    record = subject.record
    if record.edition != record.effective.year + 1:
        return False
    if record.system.startswith("ICD"):
        return record.effective.month >= _OCTOBER
    begins_late = (record.effective.month, record.effective.day) > (1, 1)
    return begins_late and _LATE_SET.fullmatch(record.code) is not None


_OCTOBER: Final = 10


@check(
    "percentile-order",
    ERROR,
    catches="A percentile above the next one.",
    example="p10: 720.00, p25: 610.00",
)
def disordered_percentiles(subject: Subject) -> Iterator[Breach]:
    """Find percentiles of benchmarks that are higher than the next one that is given."""
    for index, benchmark in enumerate(rows(subject.record.benchmarks)):
        values = ((key, getattr(benchmark, key)) for key in PERCENTILES)
        amounts = [(key, value) for key, value in values if isinstance(value, Decimal)]
        for (lower, amount), (higher, next_amount) in pairwise(amounts):
            if amount > next_amount:
                yield Breach(
                    ("benchmarks", index, lower),
                    f"{lower} is {amount}, more than {higher}, which is {next_amount}.",
                    "Mend one of them: each percentile is at least the one before it.",
                )


TABLE_CHECKS = (
    disordered_percentiles,
    own_relations,
    coming_days,
    foreign_edition,
    sides_with_bilateral,
    incomplete_reasons,
    passed_rechecks,
    disordered_dates,
)
