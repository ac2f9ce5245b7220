"""Checks of codes against the releases they must stand in on the record's day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from codepub.checks.check import ERROR, WARNING, Breach, Subject
from codepub.checks.published import PublishedSets, published_check
from codepub.codesets.code_set import TITLES, Entry, Release, SetName, show_code
from codepub.codesets.in_force import AskedRelease, list_followers
from codepub.codesets.similar_codes import find_similar_codes
from codepub.origin import CodeSystem, FieldPath
from codepub.records.codes import CODE_PATTERNS, DENTAL, MS_DRG, TAXONOMY, UNGROUPABLE
from codepub.records.modifiers import is_modifier, is_trip
from codepub.records.named_codes import named_drgs, named_reasons, named_remarks, named_taxonomies
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
    """Find codes that the release in force does not have, nor any before it, nor one that follows it."""
    for member, asked, entry in _ask_releases_in_force(subject, published):
        if entry is not None or _stands_elsewhere(published, member, asked):
            continue
        near = [show_code(member.set, code) for code in find_similar_codes(published.store, asked.release, member.code)]
        hint = f"Did you mean {' or '.join(near)}?" if near else "Look it up: codepub codes search WORDS."
        yield Breach(member.path, f"{member.code} is not in {asked}.", hint)


def _stands_elsewhere(published: PublishedSets, member: _Member, asked: AskedRelease) -> bool:
    """Tell whether a code stands in a release before one, or in one that follows it without a gap."""
    before = _find_last_release(published, member, asked)
    return before is not None or _find_first_release(published, member, asked) is not None


def _ask_releases_in_force(
    subject: Subject, published: PublishedSets
) -> Iterator[tuple[_Member, AskedRelease, Entry | None]]:
    """List the codes of the record's day, each with the release in force on it and what that says of the code."""
    for member in _list_members(subject):
        asked = published.find_release(member.set, subject.record.effective)
        if asked is not None and asked.holds and member.path not in _OF_ANOTHER_DAY:
            yield member, asked, published.find_entry(asked, member.code)


_OF_ANOTHER_DAY: Final[frozenset[FieldPath]] = frozenset({("supersedes",), ("replaced_by",)})
"""Where a record names the code before it and the code after it, which hold on other days than the record."""


@published_check(
    "code-unconfirmed",
    WARNING,
    catches="A code that an older release than the record speaks against, while none of its day is here.",
    example="code: J0165",
)
def unconfirmed_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that the nearest older release speaks against, where none is in force on the record's day."""
    for member in _list_members(subject):
        asked = published.find_release(member.set, subject.record.effective)
        if asked is None:
            continue
        if member.path in _OF_ANOTHER_DAY:
            yield from _find_unlisted(member, published)
        elif not asked.holds and (doubt := _name_doubt(member, published.find_entry(asked, member.code), asked.day)):
            yield Breach(member.path, f"{member.code} {doubt} {asked}.", _IMPORT, member.code)


_IMPORT: Final = "Import the release of its day: codepub codes add FILE."


def _find_unlisted(member: _Member, published: PublishedSets) -> Iterator[Breach]:
    """Find a code that no release has, of whatever day."""
    releases = published.list_releases(member.set)
    if all(published.find_entry_in(release, member.code) is None for release in releases):
        yield Breach(
            member.path, f"{member.code} is in no release of {TITLES[member.set]} that is here.", _IMPORT, member.code
        )


def _name_doubt(member: _Member, entry: Entry | None, day: date) -> str | None:
    """Say what an older release has against a code, in words that its name follows."""
    if entry is None:
        return "is not in"
    if entry.ends is not None and entry.ends < day:
        return f"ended on {entry.ends} by"
    if entry.starts is not None and entry.starts > day:
        return f"holds from {entry.starts} on by"
    return "is a header in" if _is_pairing(member.path) and not entry.billable else None


@published_check(
    "code-deleted", ERROR, catches="A code that had been deleted on the effective date.", example="code: J0171 in 2026"
)
def deleted_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that had been deleted on the record's day; the one that it supersedes may have been."""
    for member, asked, entry in _ask_releases_in_force(subject, published):
        if entry is not None and entry.ends is not None and entry.ends < asked.day:
            yield _report_deleted(member, f"ended on {entry.ends} ({asked})", entry)
        elif entry is None and (last := _find_last_release(published, member, asked)) is not None:
            entry_before = published.find_entry_in(last, member.code)
            yield _report_deleted(member, f"is in {last} and no longer in {asked}", entry_before)


def _report_deleted(member: _Member, fact: str, entry: Entry | None) -> Breach:
    successor = entry.replaced_by if entry is not None else None
    hint = (
        f"It was replaced by {show_code(member.set, successor)}." if successor else "Find the code that is meant now."
    )
    return Breach(member.path, f"{member.code} {fact}.", hint)


def _find_last_release(published: PublishedSets, member: _Member, asked: AskedRelease) -> Release | None:
    """Find the last release before one in which a code still stood."""
    releases = reversed(published.list_releases(member.set))
    earlier = (one for one in releases if one.effective < asked.release.effective)
    return next((one for one in earlier if published.names(one, member.code)), None)


@published_check(
    "code-not-yet",
    ERROR,
    catches="A code that was not yet valid on the effective date.",
    example="code: QA0.0101 in 2020",
)
def coming_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that were not yet valid on the record's day; the one that will replace it need not be."""
    for member, asked, entry in _ask_releases_in_force(subject, published):
        if entry is not None:
            if entry.starts is not None and entry.starts > asked.day:
                yield _report_coming(member, f"holds from {entry.starts} on ({asked}), the record from {asked.day}")
            continue
        first = _find_first_release(published, member, asked)
        if first is not None and _find_last_release(published, member, asked) is None:
            yield _report_coming(member, f"is in {first} and not yet in {asked}; the record holds from {asked.day} on")


def _report_coming(member: _Member, fact: str) -> Breach:
    return Breach(member.path, f"{member.code} {fact}.", "Mend `effective`, or name the code that held then.")


def _find_first_release(published: PublishedSets, member: _Member, asked: AskedRelease) -> Release | None:
    """Find the first release in which a code stands of those that follow one without a gap.

    That the code is wrong is said by the release in force; those that follow only tell when it would be right.
    """
    followers = list_followers(published.list_releases(member.set), asked.release)
    return next((one for one in followers if published.names(one, member.code)), None)


@published_check(
    "header-diagnosis",
    ERROR,
    catches="A header, which cannot be billed, as a diagnosis pairing.",
    example="code: J95.83",
)
def header_diagnoses(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find headers among the diagnosis pairings: they exist, and cannot be billed."""
    for path, system, code in subject.codes:
        if system != "ICD-10-CM" or not _is_pairing(path):
            continue
        asked = published.find_release("icd-10-cm", subject.record.effective)
        entry = published.find_entry(asked, code) if asked is not None and asked.holds else None
        if asked is not None and entry is not None and not entry.billable:
            below = [
                show_code("icd-10-cm", one.code)
                for one in published.store.find_below(asked.release, code)
                if one.billable
            ]
            hint = (
                f"Write one of: {', '.join(below[:5])}{', …' if len(below) > 5 else ''}."
                if below
                else "Name its child."
            )
            yield Breach(path, f"{code} is a header in {asked}; it cannot be billed.", hint)


def _is_pairing(path: FieldPath) -> bool:
    return path[:2] == ("specifications", "diagnoses")


MEMBERSHIP_CHECKS = (
    unknown_codes,
    unconfirmed_codes,
    deleted_codes,
    coming_codes,
    header_diagnoses,
)
