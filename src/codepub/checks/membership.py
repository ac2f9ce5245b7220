"""Checks of codes against the releases they must stand in on the record's day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from codepub.checks.check import ERROR, WARNING, Breach, Subject
from codepub.checks.published import PublishedSets, published_check
from codepub.codesets.code_set import Entry, Release, SetName, show_code
from codepub.codesets.similar_codes import find_similar_codes
from codepub.origin import CodeSystem, FieldPath
from codepub.records.codes import CODE_PATTERNS, DENTAL, MS_DRG, TAXONOMY, UNGROUPABLE
from codepub.records.modifiers import is_modifier, is_trip
from codepub.records.named_codes import named_drgs, named_reasons, named_remarks, named_taxonomies, rows
from codepub.records.own_words import says_ended

_SET_OF: Final[Mapping[CodeSystem, SetName]] = {
    "HCPCS": "hcpcs",
    "ICD-10-CM": "icd-10-cm",
    "ICD-10-PCS": "icd-10-pcs",
}
"""The set that a system's codes must stand in. CPT is licensed: no list of it comes with codepub, or is asked for."""


class _Member(NamedTuple):
    """A code that must stand in a set, as the record spells it."""

    path: FieldPath
    set: SetName
    code: str


def _list_members(subject: Subject) -> Iterator[_Member]:
    """List the codes that must stand in a set; malformed ones have a rule of their own."""
    has_ended = says_ended(subject.record)
    for path, system, code in subject.codes:
        if path == ("code",) and has_ended:
            continue
        if system in _SET_OF and CODE_PATTERNS[system].fullmatch(code) and not DENTAL.fullmatch(code):
            yield _Member(path, _SET_OF[system], code)
    for path, modifier in subject.modifiers:
        if is_modifier(modifier) and modifier[0].isalpha() and not is_trip(modifier, *_own_code(subject)):
            yield _Member(path, "hcpcs-modifiers", modifier)
    for path, taxonomy in named_taxonomies(subject.record):
        if TAXONOMY.fullmatch(taxonomy):
            yield _Member(path, "taxonomy", taxonomy)
    for path, drg in named_drgs(subject.record):
        if MS_DRG.fullmatch(drg) and drg not in UNGROUPABLE:
            yield _Member(path, "ms-drg", drg)
    for path, reason in named_reasons(subject.record):
        yield _Member(path, "carc", reason)
    for path, remark in named_remarks(subject.record):
        yield _Member(path, "rarc", remark)


def _own_code(subject: Subject) -> tuple[CodeSystem, str]:
    return subject.record.system, subject.record.code


@published_check("code-unknown", ERROR, catches="A code that is not in its release.", example="code: S27.0A")
def unknown_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that are not in the release of the record's day, and stand in no other."""
    for member, release in _find_strangers(subject, published):
        if _speaks_of(release, subject.record.effective):
            near = [show_code(member.set, code) for code in find_similar_codes(published.store, release, member.code)]
            hint = f"Did you mean {' or '.join(near)}?" if near else "Look it up: codepub codes search WORDS."
            yield Breach(member.path, f"{member.code} is not in {release}.", hint)


@published_check(
    "code-unconfirmed", WARNING, catches="A code that no release of its time was asked for.", example="code: J0165"
)
def unconfirmed_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that are not in the nearest release at hand, where that speaks of another time than the record."""
    day = subject.record.effective
    for member, release in _find_strangers(subject, published):
        if not _speaks_of(release, day):
            yield Breach(
                member.path,
                f"{member.code} is not in {release}, which is {'older' if release.effective < day else 'younger'} "
                "than the record.",
                "Import the release of its day: codepub codes add FILE.",
            )


def _find_strangers(subject: Subject, published: PublishedSets) -> Iterator[tuple[_Member, Release]]:
    """List the codes that are in no release, each with the release that was asked."""
    for member in _list_members(subject):
        release = published.find_release(member.set, subject.record.effective)
        if release is None or published.find_entry(release, member.code) is not None:
            continue
        if all(published.find_entry(one, member.code) is None for one in published.list_releases(member.set)):
            yield member, release


_YEAR: Final = timedelta(days=365)


def _speaks_of(release: Release, day: date) -> bool:
    """Tell whether a release can speak of a day: from a year before its first day to its last, or a year after."""
    return release.effective - _YEAR <= day <= (release.ends or release.effective + _YEAR)


@published_check(
    "code-deleted", ERROR, catches="A code that had been deleted on the effective date.", example="code: J0171 in 2026"
)
def deleted_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that had been deleted on the record's day; the one that it supersedes may have been."""
    for member in _list_members(subject):
        release = published.find_release(member.set, subject.record.effective)
        if release is None or member.path == ("supersedes",):
            continue
        entry = published.find_entry(release, member.code)
        if entry is not None and entry.ends is not None and entry.ends < subject.record.effective:
            yield _report_deleted(member, f"ended on {entry.ends} ({release})", entry)
        elif entry is None and (last := _find_last_release(published, member, release)) is not None:
            yield _report_deleted(
                member, f"is in {last} and no longer in {release}", published.find_entry(last, member.code)
            )


def _report_deleted(member: _Member, fact: str, entry: Entry | None) -> Breach:
    successor = entry.replaced_by if entry is not None else None
    hint = (
        f"It was replaced by {show_code(member.set, successor)}." if successor else "Find the code that is meant now."
    )
    return Breach(member.path, f"{member.code} {fact}.", hint)


def _find_last_release(published: PublishedSets, member: _Member, release: Release) -> Release | None:
    """Find the last release before one in which a code still stood."""
    earlier = (one for one in reversed(published.list_releases(member.set)) if one.effective < release.effective)
    return next((one for one in earlier if published.find_entry(one, member.code) is not None), None)


@published_check(
    "code-not-yet",
    ERROR,
    catches="A code that was not yet valid on the effective date.",
    example="code: QA0.0101 in 2020",
)
def coming_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that were not yet valid on the record's day; the one that will replace it need not be."""
    day = subject.record.effective
    for member in _list_members(subject):
        release = published.find_release(member.set, day)
        if release is None or member.path == ("replaced_by",):
            continue
        entry = published.find_entry(release, member.code)
        if entry is not None and entry.starts is not None and entry.starts > day:
            yield _report_coming(member, f"holds from {entry.starts} on ({release}), the record from {day}")
        elif entry is None and (first := _find_first_release(published, member, release)) is not None:
            yield _report_coming(member, f"is in {first} and not yet in {release}; the record holds from {day} on")


def _report_coming(member: _Member, fact: str) -> Breach:
    return Breach(member.path, f"{member.code} {fact}.", "Mend `effective`, or name the code that held then.")


def _find_first_release(published: PublishedSets, member: _Member, release: Release) -> Release | None:
    """Find the first release after one in which a code stands that stood in none before."""
    if _find_last_release(published, member, release) is not None:
        return None
    later = (one for one in published.list_releases(member.set) if one.effective > release.effective)
    return next((one for one in later if published.find_entry(one, member.code) is not None), None)


@published_check(
    "header-diagnosis",
    ERROR,
    catches="A header, which cannot be billed, as a diagnosis pairing.",
    example="code: J95.83",
)
def header_diagnoses(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find headers among the diagnosis pairings: they exist, and cannot be billed."""
    release = published.find_release("icd-10-cm", subject.record.effective) if _has_diagnoses(subject) else None
    if release is None:
        return
    for path, system, code in subject.codes:
        if system != "ICD-10-CM" or path[:2] != ("specifications", "diagnoses"):
            continue
        entry = published.find_entry(release, code)
        if entry is not None and not entry.billable:
            below = [
                show_code("icd-10-cm", one.code) for one in published.store.find_below(release, code) if one.billable
            ]
            hint = (
                f"Write one of: {', '.join(below[:5])}{', …' if len(below) > 5 else ''}."
                if below
                else "Name its child."
            )
            yield Breach(path, f"{code} is a header in {release}; it cannot be billed.", hint)


def _has_diagnoses(subject: Subject) -> bool:
    return bool(rows(subject.record.specifications.diagnoses))


MEMBERSHIP_CHECKS = (
    unknown_codes,
    unconfirmed_codes,
    deleted_codes,
    coming_codes,
    header_diagnoses,
)
