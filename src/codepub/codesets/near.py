"""Codes that somebody may have meant: found by the index of a release, never by comparing with all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codepub.codesets.code_set import Entry, Release, stored
from codepub.codesets.store import Store

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PREFIX: Final = 3
"""So many characters a code shares with one that is two edits away; ICD-10-CM calls them its category."""
_FARTHEST: Final = 2
_LONGEST: Final = 20
"""So many characters a code may have for which others are named: each of them gives 74 spellings. The longest published
codes, of NUCC, have 10."""


def similar_codes(store: Store, release: Release, code: str, most: int = 3) -> list[str]:
    """Name the codes of a release that are nearest to one that it lacks or that is a header, as they are stored.

    A header gives the billable codes below it; a code of ICD-10-CM that lacks its padding gives the padded one; all
    others give what is one edit away, then two (Levenshtein's distance, an exchange of neighbors counting as one).
    """
    asked = stored(code)
    if len(asked) > _LONGEST:
        return []
    found = dict.fromkeys(entry.code for entry in _candidates(store, release, asked))
    return list(found)[:most]


def _candidates(store: Store, release: Release, asked: str) -> Iterator[Entry]:
    here = store.find_all(release, asked)
    if here and not here[0].billable:
        yield from (entry for entry in store.below(release, asked) if entry.billable)
        return
    if release.set == "icd-10-cm":
        yield from store.find_any(release, list(_padded(asked)))
    one_away = [entry for entry in store.find_any(release, sorted(_edits(asked))) if entry.code != asked]
    yield from sorted(one_away, key=lambda entry: _rank(asked, entry))
    yield from _two_away(store, release, asked)


def _padded(code: str) -> Iterator[str]:
    """Write a code with the placeholder X before its 7th character (ICD-10-CM guidelines, I.A.4 and I.A.5).

    >>> list(_padded("S270A"))
    ['S270XXA']
    """
    if _PREFIX < len(code) < 7:
        yield f"{code[:-1]:X<6}{code[-1]}"


def _two_away(store: Store, release: Release, asked: str) -> Iterator[Entry]:
    prefix = asked[:_PREFIX]
    near = [entry for entry in store.below(release, prefix) if abs(len(entry.code) - len(asked)) <= _FARTHEST]
    near = [entry for entry in near if 0 < _distance(asked, entry.code) <= _FARTHEST] if prefix else []
    yield from sorted(near, key=lambda entry: _rank(asked, entry))


def _rank(asked: str, entry: Entry) -> tuple[int, bool, int, str]:
    """Put the nearest first; of equals the billable, then those that share the longest beginning."""
    shared = next((i for i, (a, b) in enumerate(zip(asked, entry.code, strict=False)) if a != b), len(asked))
    return _distance(asked, entry.code), not entry.billable, -shared, entry.code


def _edits(code: str) -> set[str]:
    """Write all codes that are one edit away."""
    splits = [(code[:i], code[i:]) for i in range(len(code) + 1)]
    removed = {left + right[1:] for left, right in splits if right}
    exchanged = {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    replaced = {left + letter + right[1:] for left, right in splits if right for letter in _ALPHABET}
    inserted = {left + letter + right for left, right in splits for letter in _ALPHABET}
    return removed | exchanged | replaced | inserted


def _distance(one: str, other: str) -> int:
    """Count the edits from one code to another (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        new = [i]
        for j, against in enumerate(other, start=1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and against == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
    return row[-1]
