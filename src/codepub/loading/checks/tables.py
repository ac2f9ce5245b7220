"""Checks across rows and dates: what stands twice, what does not go together, what has passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codepub.diagnostics import Rule, Severity
from codepub.loading.checks.check import Check, Finding, Subject
from codepub.loading.checks.named_codes import given, named_codes, named_modifiers, rows
from codepub.origin import FieldPath
from codepub.records.availability import NEEDED_BESIDE
from codepub.records.code_summary import CodeSummary
from codepub.records.modifiers import BILATERAL, SIDES


def _repeated(members: Iterable[tuple[FieldPath, str]], what: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, value in members:
        if value in seen:
            yield Finding(path, f"{what} {value} stands here a second time.", "Keep one of the two.")
        seen.add(value)


def _names(values: Iterable[str], *path: str) -> Iterator[tuple[FieldPath, str]]:
    return (((*path, index), value) for index, value in enumerate(values))


def _codes_below(record: CodeSummary, *path: str) -> Iterator[tuple[FieldPath, str]]:
    return ((at, f"{system} {code}") for at, system, code in named_codes(record) if at[: len(path)] == path)


def duplicates(subject: Subject) -> Iterator[Finding]:
    """Find what a list or table holds twice."""
    record = subject.record
    site = given(record.overview.site_of_service)
    yield from _repeated(named_modifiers(record), "Modifier")
    yield from _repeated(_codes_below(record, "specifications", "diagnoses"), "Diagnosis")
    yield from _repeated(_codes_below(record, "specifications", "related_codes"), "Related code")
    yield from _repeated(_codes_below(record, "edits"), "The edit with")
    for key in ("icd_10_pcs", "hcpcs", "anesthesia"):
        yield from _repeated(_codes_below(record, "crosswalks", key), "The crosswalk to")
    taxonomies = (row.taxonomy for row in rows(record.specifications.taxonomies))
    yield from _repeated(_names(taxonomies, "specifications", "taxonomies"), "Taxonomy")
    yield from _repeated(_names(rows(record.summary.payers), "summary", "payers"), "Payer")
    yield from _repeated(
        _names(rows(site.pos) if site else (), "overview", "site_of_service", "pos"), "place of service"
    )
    yield from _repeated(_names(record.tags, "tags"), "Tag")
    yield from _repeated(_names((source.id for source in record.sources), "sources"), "Source id")


def sides_with_bilateral(subject: Subject) -> Iterator[Finding]:
    """Find LT or RT beside 50: a service is done on one side or on both."""
    named = tuple(named_modifiers(subject.record))
    if any(modifier == BILATERAL for _, modifier in named):
        for path, modifier in named:
            if modifier in SIDES:
                yield Finding(
                    path,
                    f"Modifier {modifier} says one side, and modifier 50 in the same table says both.",
                    "Keep 50, or LT and RT, as payers ask.",
                )


def incomplete_reasons(subject: Subject) -> Iterator[Finding]:
    """Find reasons whose statement needs a date or a note that is not there."""
    for absence in subject.absences:
        needed = NEEDED_BESIDE.get(absence.why.reason)
        if needed is not None and getattr(absence.why, needed) is None:
            yield Finding(
                (*absence.path, "unavailable"),
                f"`{absence.why.reason}` needs `{needed}` beside it, since readers are told it.",
                f"Add `{needed}: {'Clinical Context' if needed == 'note' else '2026-09-01'}`, with your own value.",
            )


def passed_rechecks(subject: Subject) -> Iterator[Finding]:
    """Find values that should have been looked for again by now."""
    for absence in subject.absences:
        due = absence.why.recheck_by
        if due is not None and due < subject.today:
            who = f" by {absence.why.owner}" if absence.why.owner else ""
            yield Finding(
                (*absence.path, "recheck_by"),
                f"This was to be looked for again{who} by {due}.",
                "Look again: write the value, or a new `recheck_by`.",
            )


def disordered_dates(subject: Subject) -> Iterator[Finding]:
    """Find dates in an order that cannot be."""
    record = subject.record
    if record.ends is not None and record.ends < record.effective:
        yield Finding(
            ("ends",), f"It ends on {record.ends}, before it is effective on {record.effective}.", "Mend one of them."
        )
    for index, source in enumerate(record.sources):
        if source.published and source.retrieved and source.retrieved < source.published:
            yield Finding(
                ("sources", index, "retrieved"),
                f"The source was read on {source.retrieved}, before it was published on {source.published}.",
                "Mend one of them.",
            )


TABLE_CHECKS = (
    Check(
        Rule("duplicate", Severity.ERROR, "The same code, payer or id twice in a list.", "payers: [Aetna, Aetna]"),
        duplicates,
    ),
    Check(
        Rule("side-with-bilateral", Severity.WARNING, "LT or RT in one table with 50.", "modifiers 50 and LT"),
        sides_with_bilateral,
    ),
    Check(
        Rule(
            "reason-incomplete",
            Severity.ERROR,
            "A reason without the date or note it tells.",
            "{unavailable: asked-unknown}",
        ),
        incomplete_reasons,
    ),
    Check(
        Rule("recheck-passed", Severity.WARNING, "A `recheck_by` that has passed.", "recheck_by: 2020-01-01"),
        passed_rechecks,
    ),
    Check(
        Rule(
            "date-order", Severity.ERROR, "Dates in an order that cannot be.", "effective: 2026-01-01, ends: 2025-01-01"
        ),
        disordered_dates,
    ),
)
