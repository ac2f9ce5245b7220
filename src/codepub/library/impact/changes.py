"""What became of one code between two releases of its set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from codepub.codesets.code_set import HIERARCHIES, Entry, Release, normalize_code, show_code
from codepub.codesets.store import Store

ChangeKind = Literal["deleted", "became-header", "added-below", "wording", "indicators"]
CHANGE_KINDS: Final[tuple[ChangeKind, ...]] = get_args(ChangeKind)

_NOTE_COLUMNS: Final = frozenset({"short", "action", "action_effective"})
"""Columns of HCPCS that say nothing of a code that its description does not: a shorter one, what changed and when."""

_MAX_SUGGESTED: Final = 5
"""New codes of its category that are suggested for a code that ended without a successor."""


class StoredRelease:
    """A release, and the store in which it is looked up; remembers which facts its list gives at all."""

    def __init__(self, store: Store, release: Release) -> None:
        self.store = store
        self.release = release
        self._given: dict[str, bool] = {}

    def gives(self, fact: str) -> bool:
        """Tell whether the list has a fact of any code; where it has none, its silence on one code says nothing."""
        if fact not in self._given:
            self._given[fact] = any(fact in entry.facts for entry in self.store.entries(self.release))
        return self._given[fact]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became of a code: what the releases say of it before and after, and what may be written instead.

    ``fact`` is the name of the indicator that changed, ``qualifier`` that of its entry, such as a modifier. Suggested
    codes are spelled as records spell them.
    """

    kind: ChangeKind
    code: str
    before: str
    after: str
    suggested: tuple[str, ...] = ()
    fact: str = ""
    qualifier: str = ""


StandingEntries = Mapping[str, Entry]
"""The entries of a code that hold, by their qualifier: each modifier of the fee schedule, each edit."""


def find_changes(code: str, qualifier: str | None, before: StoredRelease, after: StoredRelease) -> tuple[Change, ...]:
    """Find what became of a code; nothing where the release before does not list it, since no list may ever have."""
    was, now = _find_standing(before, code, qualifier), _find_standing(after, code, qualifier)
    if was and (not now or _is_ending(was, now)) and not _has_below(after, code):
        return (_describe_deletion(code, was, now, before, after),)
    return tuple(_find_changes_of_kept(code, was, now, before, after))


def _find_changes_of_kept(
    code: str, was: StandingEntries, now: StandingEntries, before: StoredRelease, after: StoredRelease
) -> Iterator[Change]:
    is_header = _is_header(now, after, code)
    if was and is_header and not _is_header(was, before, code):
        yield _describe_new_header(code, was, after)
    elif is_header:
        yield from _find_added_below(code, now, before, after)
    both = [(was[key], now[key]) for key in was if key in now]
    yield from _find_rewording(code, both)
    yield from _find_new_indicators(code, both, before, after)


def _find_standing(lookup: StoredRelease, code: str, qualifier: str | None) -> StandingEntries:
    day = lookup.release.effective
    found = lookup.store.find_all(lookup.release, code)
    return {
        entry.qualifier: entry
        for entry in found
        if qualifier in (None, entry.qualifier) and (entry.ends is None or entry.ends >= day)
    }


def _is_ending(was: StandingEntries, now: StandingEntries) -> bool:
    """Tell whether a code that had no last day has one now."""
    return all(entry.ends for entry in now.values()) and not all(entry.ends for entry in was.values())


def _has_below(lookup: StoredRelease, code: str) -> bool:
    return next(_list_below(lookup, code), None) is not None


def _list_below(lookup: StoredRelease, code: str) -> Iterator[Entry]:
    return lookup.store.find_below(lookup.release, code) if lookup.release.set in HIERARCHIES else iter(())


def _is_header(entries: StandingEntries, lookup: StoredRelease, code: str) -> bool:
    """Tell whether a code is a header: it says so, or the list gives only the billable codes below it."""
    if entries:
        return not any(entry.billable for entry in entries.values())
    return _has_below(lookup, code)


def _describe_deletion(
    code: str, was: StandingEntries, now: StandingEntries, before: StoredRelease, after: StoredRelease
) -> Change:
    ends = next((entry.ends for entry in now.values()), None)
    standing = f"last day {ends}" if ends else "not listed"
    return Change("deleted", code, _describe_entries(was), standing, _find_successors(code, was, now, before, after))


def _find_successors(
    code: str, was: StandingEntries, now: StandingEntries, before: StoredRelease, after: StoredRelease
) -> tuple[str, ...]:
    """Find what to write for an ended code: its stated successor, the same words, or what is new in its category."""
    entries = (*now.values(), *was.values())
    stated = [found for entry in entries if entry.replaced_by for found in entry.replaced_by.split(", ")]
    if not stated:
        stated = [found.code for entry in was.values() for found in _find_same_words(entry, after)]
    if not stated:
        stated = [entry.code for entry in _find_new_near(code, before, after)]
    return tuple(dict.fromkeys(show_code(after.release.set, found) for found in stated))


def _find_same_words(entry: Entry, after: StoredRelease) -> Iterator[Entry]:
    wording = _fold_words(entry.description)
    if not wording:
        return
    for found in after.store.search(after.release, entry.description, _MAX_SUGGESTED):
        if found.code != entry.code and found.billable and _fold_words(found.description) == wording:
            yield found


def _find_new_near(code: str, before: StoredRelease, after: StoredRelease) -> list[Entry]:
    """Find the new codes of the nearest category above a code that has some, of its own encounter where it has one.

    The seventh character of an ICD-10-CM code is the encounter (A, D, S …), with X in the places before it that say
    nothing (ICD-10-CM Official Guidelines, I.A.4 and I.A.5).
    """
    bare = normalize_code(code)
    encounter = bare[6:]
    stem = bare[:6].rstrip("X")
    for length in range(len(stem), 2, -1):
        new = list(_list_new_below(before, after, stem[:length]))
        same = [entry for entry in new if entry.code.endswith(encounter)]
        if new:
            return (same or new)[:_MAX_SUGGESTED]
    return []


def _list_new_below(before: StoredRelease, after: StoredRelease, code: str) -> Iterator[Entry]:
    """Yield the billable codes below a code that the release before does not have."""
    known = {entry.code for entry in _list_below(before, code)}
    return (entry for entry in _list_below(after, code) if entry.billable and entry.code not in known)


def _describe_new_header(code: str, was: StandingEntries, after: StoredRelease) -> Change:
    below = [entry for entry in _list_below(after, code) if entry.billable]
    return Change(
        "became-header", code, _describe_entries(was), _write_entries(below, after), _spell_codes(below, after)
    )


def _find_added_below(code: str, now: StandingEntries, before: StoredRelease, after: StoredRelease) -> Iterator[Change]:
    new = list(_list_new_below(before, after, code))
    if new:
        yield Change("added-below", code, _describe_entries(now), _write_entries(new, after), _spell_codes(new, after))


def _find_rewording(code: str, both: list[tuple[Entry, Entry]]) -> Iterator[Change]:
    """Find a change of wording; of case and spaces alone is none, since lists of one release differ in them."""
    for old, new in both:
        if old.description and new.description and _fold_words(old.description) != _fold_words(new.description):
            yield Change("wording", code, old.description, new.description)
            return


def _find_new_indicators(
    code: str, both: list[tuple[Entry, Entry]], before: StoredRelease, after: StoredRelease
) -> Iterator[Change]:
    for old, new in both:
        for fact in dict.fromkeys((*old.facts, *new.facts)):
            was, now = old.facts.get(fact, ""), new.facts.get(fact, "")
            if was != now and fact not in _NOTE_COLUMNS and before.gives(fact) and after.gives(fact):
                yield Change("indicators", code, was, now, fact=fact, qualifier=old.qualifier)


def _describe_entries(entries: StandingEntries) -> str:
    return next((entry.description for entry in entries.values() if entry.description), "listed" if entries else "")


def _write_entries(entries: list[Entry], lookup: StoredRelease) -> str:
    return "; ".join(f"{show_code(lookup.release.set, entry.code)} {entry.description}".rstrip() for entry in entries)


def _spell_codes(entries: list[Entry], lookup: StoredRelease) -> tuple[str, ...]:
    return tuple(show_code(lookup.release.set, entry.code) for entry in entries)


def _fold_words(text: str) -> str:
    return " ".join(text.casefold().split())
