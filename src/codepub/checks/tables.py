"""Checks across rows and dates: what stands twice, what does not go together, what has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from codepub.checks.check import ERROR, WARNING, Breach, Subject, check
from codepub.origin import FieldPath
from codepub.records.availability import NEEDED_BESIDE
from codepub.records.codes import spell_code
from codepub.records.modifiers import BILATERAL, SIDES
from codepub.records.named_codes import named_drgs, named_places, named_taxonomies, rows
from codepub.records.own_words import says_ended

_TABLES: Final[dict[tuple[str | int, ...], str]] = {
    ("specifications", "diagnoses"): "Diagnosis",
    ("specifications", "related_codes"): "Related code",
    ("edits", "ptp"): "The edit with",
    ("crosswalks", "icd_10_pcs"): "The crosswalk to",
    ("crosswalks", "hcpcs"): "The crosswalk to",
    ("crosswalks", "anesthesia"): "The crosswalk to",
}


@check("duplicate", ERROR, catches="The same code, payer or id twice in a list.", example="payers: [Aetna, Aetna]")
def duplicates(subject: Subject) -> Iterator[Breach]:
    """Find what a list or table holds twice."""
    seen = set()
    for path, member in _list_members(subject):
        within = (path[:-2], member)
        if within in seen:
            yield Breach(path, f"{member} stands here a second time.", "Keep one of the two.")
        seen.add(within)


def _list_members(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    """List the members of lists and tables that stand for something once."""
    record = subject.record
    for path, modifier in subject.modifiers:
        yield path, f"Modifier {modifier}"
    for path, system, code in subject.codes:
        if path[:2] in _TABLES:
            yield path, f"{_TABLES[path[:2]]} {system} {code if code.isdigit() else spell_code(system, code)}"
    for path, drg in named_drgs(record):
        yield path, f"MS-DRG {drg}"
    for path, taxonomy in named_taxonomies(record):
        yield path, f"Taxonomy {taxonomy}"
    for index, payer in enumerate(rows(record.summary.payers)):
        yield ("summary", "payers", index), f"Payer {payer}"
    for path, place in named_places(record):
        yield path, f"Place of service {place}"
    for index, tag in enumerate(record.tags):
        yield ("tags", index), f"Tag {tag}"
    for index, source in enumerate(record.sources):
        yield ("sources", index, "id"), f"Source id {source.id}"


@check("side-with-bilateral", WARNING, catches="LT or RT in one table with 50.", example="modifiers 50 and LT")
def sides_with_bilateral(subject: Subject) -> Iterator[Breach]:
    """Find LT or RT beside 50: a service is done on one side or on both."""
    if any(modifier == BILATERAL for _, modifier in subject.modifiers):
        for path, modifier in subject.modifiers:
            if modifier in SIDES:
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
    for index, source in enumerate(record.sources):
        if source.published and source.retrieved and source.retrieved < source.published:
            yield Breach(
                ("sources", index, "retrieved"),
                f"The source was read on {source.retrieved}, before it was published on {source.published}.",
                "Mend one of them.",
            )


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
        if source.retrieved is not None and source.retrieved > subject.today:
            yield _report_coming(("sources", index, "retrieved"), source.retrieved)
    for path, value in subject.sources:
        if value.retrieved > subject.today:
            yield _report_coming((*path, "retrieved"), value.retrieved)


def _report_coming(path: FieldPath, day: date) -> Breach:
    return Breach(path, f"{day} has not come yet.", "Write the day on which it was done.")


@check("edition-year", WARNING, catches="An edition of another year.", example="edition: 2030, effective: 2026-01-01")
def foreign_edition(subject: Subject) -> Iterator[Breach]:
    """Find an edition that is not of the year in which the record is effective, nor of the year after."""
    record = subject.record
    if record.edition not in (record.effective.year, record.effective.year + 1):
        yield Breach(
            ("edition",),
            f"The edition is of {record.edition}, and the record is effective from {record.effective} on.",
            "Mend one of them; a code set's year begins on 1 January, or on 1 October before.",
        )


_PERCENTILES: Final = ("p10", "p25", "p50", "p75", "p90")


@check(
    "percentile-order",
    ERROR,
    catches="A percentile above the next one.",
    example="p10: 720.00, p25: 610.00",
)
def disordered_percentiles(subject: Subject) -> Iterator[Breach]:
    """Find percentiles of benchmarks that are higher than the next one that is given."""
    for index, benchmark in enumerate(rows(subject.record.benchmarks)):
        values = ((key, getattr(benchmark, key)) for key in _PERCENTILES)
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
    duplicates,
    sides_with_bilateral,
    incomplete_reasons,
    passed_rechecks,
    disordered_dates,
)
