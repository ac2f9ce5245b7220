"""Checks of codes against the releases they must stand in on the record's day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from codepub.checks.check import ERROR, WARNING, Breach, Subject
from codepub.checks.members import Member
from codepub.checks.published import PublishedSets, published_check
from codepub.codesets.code_set import TITLES, Entry, Release, show_code
from codepub.codesets.in_force import AskedRelease, list_followers
from codepub.codesets.similar_codes import find_similar_codes
from codepub.origin import FieldPath
from codepub.records.named_codes import rows
from codepub.records.own_words import says_ended_on, says_row_ended


@published_check("code-unknown", ERROR, catches="A code that is not in its release.", example="code: S27.0A")
def unknown_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find codes that the release in force does not have, nor any before it, nor one that follows it."""
    for member, asked, entry in _ask_releases_in_force(subject, published):
        if entry is not None or _stands_elsewhere(published, member, asked) or _is_told_ended(subject, member):
            continue
        if not _may_be_added(published, member, asked):
            near = _suggest_similar(published, member, asked)
            hint = _hint_last_day(subject, member) or near or "Look it up: codepub codes search WORDS."
            yield Breach(member.path, f"{member.code} is not in {asked}.", f"{hint}{_mention_follower(asked)}")


def _suggest_similar(published: PublishedSets, member: Member, asked: AskedRelease) -> str | None:
    near = [show_code(member.set, code) for code in find_similar_codes(published.store, asked.release, member.code)]
    return f"Did you mean {' or '.join(near)}?" if near else None


def _hint_last_day(subject: Subject, member: Member, ends: date | None = None) -> str | None:
    """Say how a page about a code that has ended says so: it lacks the last day, which may be known."""
    if member.path != ("code",) or subject.record.ends is not None:
        return None
    if not says_ended_on(subject.record, ends or subject.record.effective - timedelta(days=1)):
        return None
    day = f"`ends: {ends}`" if ends is not None else "`ends:` with its last day"
    return f"This is a page about a code that has ended: add {day}."


def _mention_follower(asked: AskedRelease) -> str:
    """Mention the release that is out by the record's day, where one in its days of grace was asked."""
    follower = asked.follower
    return f" {asked.release.label} is in its days of grace; {follower}'s is out: import it." if follower else ""


def _is_told_ended(subject: Subject, member: Member) -> bool:
    """Tell whether a code is one of a row that says itself that it has ended."""
    if member.path[:2] != ("specifications", "related_codes"):
        return False
    return says_row_ended(rows(subject.record.specifications.related_codes)[int(member.path[2])])


def _may_be_added(published: PublishedSets, member: Member, asked: AskedRelease) -> bool:
    """Tell whether a code that no release up to one has may be of the additions after it, which are not here.

    They stay in the release that follows: a code that it lacks is none.
    """
    if not asked.lacks_additions:
        return False
    followers = list_followers(published.list_releases(member.set), asked.release)
    return not followers or published.names(followers[0], member.code)


def _stands_elsewhere(published: PublishedSets, member: Member, asked: AskedRelease) -> bool:
    """Tell whether a code stands in a release before one, or in one that follows it without a gap."""
    before = _find_last_release(published, member, asked)
    return before is not None or _find_first_release(published, member, asked) is not None


def _ask_releases_in_force(
    subject: Subject, published: PublishedSets
) -> Iterator[tuple[Member, AskedRelease, Entry | None]]:
    """List the codes of the record's day, each with the release in force on it and what that says of the code."""
    for member in subject.members:
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
    """Find codes that the nearest older release speaks against, where none is in force on the record's day.

    So does one that lacks what was added after it. Modifiers that one lacks are told together.
    """
    modifiers: dict[str, Member] = {}
    for member in subject.members:
        asked = published.find_release(member.set, subject.record.effective)
        if asked is None:
            continue
        if member.path in _OF_ANOTHER_DAY:
            yield from _find_unlisted(member, published)
        elif asked.holds:
            yield from _find_addition(subject, published, member, asked)
        elif member.set == "hcpcs-modifiers" and published.find_entry(asked, member.code) is None:
            modifiers.setdefault(member.code, member)
        else:
            yield from _find_doubt(subject, published, member, asked)
    yield from _find_doubtful_modifiers(published, list(modifiers.values()), subject.record.effective)


def _find_addition(subject: Subject, published: PublishedSets, member: Member, asked: AskedRelease) -> Iterator[Breach]:
    """Find a code that may have been added after the release in force, and is in none that had begun."""
    if not asked.lacks_additions or published.find_entry(asked, member.code) is not None:
        return
    is_new = _find_last_release(published, member, asked) is None and _may_be_added(published, member, asked)
    if is_new and not _holds_by_a_later(published, member, asked) and not _is_told_ended(subject, member):
        near = _suggest_similar(published, member, asked)
        fact = f"{member.code} is not in {asked}, to which codes were added before the record's day."
        yield Breach(member.path, fact, _join(near, "Import the additions: codepub codes add FILE."), member.code)


def _find_doubt(subject: Subject, published: PublishedSets, member: Member, asked: AskedRelease) -> Iterator[Breach]:
    """Find what an older release has against a code."""
    entry = published.find_entry(asked, member.code)
    doubt = _name_doubt(member, entry, asked.day)
    if doubt is None or _is_told_ended(subject, member):
        return
    if entry is None:
        advice = _hint_last_day(subject, member) or _suggest_similar(published, member, asked)
    else:
        advice = _hint_last_day(subject, member, entry.ends) or _name_billable(published, member, asked, entry)
    yield Breach(member.path, f"{member.code} {doubt} {asked}.", _join(advice, _IMPORT), member.code)


def _find_doubtful_modifiers(published: PublishedSets, members: Sequence[Member], day: date) -> Iterator[Breach]:
    """Find the modifiers that an older release lacks, in one breach, at the place of the first."""
    asked = published.find_release("hcpcs-modifiers", day) if members else None
    if asked is None:
        return
    *before, last = (member.code for member in members)
    names = f"{', '.join(before)} and {last} are" if before else f"{last} is"
    near = None if before else _suggest_similar(published, members[0], asked)
    yield Breach(members[0].path, f"{names} not in {asked}.", _join(near, _IMPORT), members[0].code)


def _join(advice: str | None, way_out: str) -> str:
    return f"{advice} {way_out}" if advice else way_out


_IMPORT: Final = "Import the release of its day: codepub codes add FILE."


def _find_unlisted(member: Member, published: PublishedSets) -> Iterator[Breach]:
    """Find a code that no release has, of whatever day."""
    releases = published.list_releases(member.set)
    if all(published.find_entry_in(release, member.code) is None for release in releases):
        yield Breach(
            member.path, f"{member.code} is in no release of {TITLES[member.set]} that is here.", _IMPORT, member.code
        )


def _name_doubt(member: Member, entry: Entry | None, day: date) -> str | None:
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
        found = _find_end(published, member, asked, entry)
        if found is not None and not _is_told_ended(subject, member):
            fact, ended = found
            hint = _hint_last_day(subject, member, ended.ends if ended else None) or _name_successor(member, ended)
            yield Breach(member.path, f"{member.code} {fact}.", f"{hint}{_mention_follower(asked)}")


def _find_end(
    published: PublishedSets, member: Member, asked: AskedRelease, entry: Entry | None
) -> tuple[str, Entry | None] | None:
    """Find what says that a code had ended by the day: the release in force, one before it, or one that follows."""
    if entry is not None:
        has_ended = entry.ends is not None and entry.ends < asked.day
        return (f"ended on {entry.ends} ({asked})", entry) if has_ended else None
    later = _find_later_entry(published, member, asked)
    if later is not None and later.ends is not None and later.ends < asked.day:
        return f"ended on {later.ends} ({_find_first_release(published, member, asked)})", later
    last = _find_last_release(published, member, asked)
    if last is None or _holds_by_a_later(published, member, asked):
        return None
    return f"is in {last} and no longer in {asked}", published.find_entry_in(last, member.code)


def _name_successor(member: Member, entry: Entry | None) -> str:
    successor = entry.replaced_by if entry is not None else None
    return (
        f"It was replaced by {show_code(member.set, successor)}." if successor else "Find the code that is meant now."
    )


def _find_last_release(published: PublishedSets, member: Member, asked: AskedRelease) -> Release | None:
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
                yield _report_coming(
                    member, asked, f"holds from {entry.starts} on ({asked}), the record from {asked.day}"
                )
            continue
        first = _find_first_release(published, member, asked)
        is_known = first is None or _find_last_release(published, member, asked) is not None
        if is_known or _had_begun(published, member, asked) or _may_be_added(published, member, asked):
            continue
        fact = f"is in {first} and not yet in {asked}; the record holds from {asked.day} on"
        yield _report_coming(member, asked, fact)


def _find_later_entry(published: PublishedSets, member: Member, asked: AskedRelease) -> Entry | None:
    first = _find_first_release(published, member, asked)
    return published.find_entry_in(first, member.code) if first is not None else None


def _had_begun(published: PublishedSets, member: Member, asked: AskedRelease) -> bool:
    """Tell whether the first release after one that has a code says that it had begun by the day."""
    entry = _find_later_entry(published, member, asked)
    return entry is not None and entry.starts is not None and entry.starts <= asked.day


def _holds_by_a_later(published: PublishedSets, member: Member, asked: AskedRelease) -> bool:
    """Tell whether the first release after one that has a code says that it held on the day."""
    entry = _find_later_entry(published, member, asked)
    has_ended = entry is not None and entry.ends is not None and entry.ends < asked.day
    return _had_begun(published, member, asked) and not has_ended


def _report_coming(member: Member, asked: AskedRelease, fact: str) -> Breach:
    hint = f"Mend `effective`, or name the code that held then.{_mention_follower(asked)}"
    return Breach(member.path, f"{member.code} {fact}.", hint)


def _find_first_release(published: PublishedSets, member: Member, asked: AskedRelease) -> Release | None:
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
            hint = _name_billable(published, Member(path, "icd-10-cm", code), asked, entry) or "Name its child."
            yield Breach(path, f"{code} is a header in {asked}; it cannot be billed.", hint)


def _name_billable(published: PublishedSets, member: Member, asked: AskedRelease, entry: Entry) -> str | None:
    """Name the billable codes below a header, some of many; None where the code is none, or has none."""
    if entry.billable:
        return None
    below = [one.code for one in published.store.find_below(asked.release, member.code) if one.billable]
    named = ", ".join(show_code(member.set, code) for code in below[:_MAX_BELOW])
    return f"Write one of: {named}{', …' if len(below) > _MAX_BELOW else ''}." if below else None


_MAX_BELOW: Final = 5
"""How many of the codes below a header a hint names."""


def _is_pairing(path: FieldPath) -> bool:
    return path[:2] == ("specifications", "diagnoses")


MEMBERSHIP_CHECKS = (
    unknown_codes,
    unconfirmed_codes,
    deleted_codes,
    coming_codes,
    header_diagnoses,
)
