"""Codes that somebody may have meant: found by the index of a release, never by comparing with all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codepub.codesets.code_set import Entry, Release, normalize_code
from codepub.codesets.store import Store

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PREFIX_LENGTH: Final = 3
"""How many characters a code shares with one that is two edits away; ICD-10-CM calls them its category."""
_MAX_EDITS: Final = 2
"""How many edits a similar code is away at most."""
_MAX_LENGTH: Final = 20
"""How many characters a code may have for which similar ones are sought: each of them gives 74 spellings. The longest
published codes, of NUCC, have 10."""


def find_similar_codes(store: Store, release: Release, code: str, most: int = 3) -> list[str]:
    """Find the codes of a release that are nearest to one that it lacks or that is a header, as they are stored.

    Those of a header are the billable codes below it; that of an ICD-10-CM code without its padding is the padded one;
    those of any other are one edit away, then two (Levenshtein's distance, an exchange of neighbors counting as one).
    """
    asked = normalize_code(code)
    if len(asked) > _MAX_LENGTH:
        return []
    found = dict.fromkeys(entry.code for entry in _find_candidates(store, release, asked))
    return list(found)[:most]


def _find_candidates(store: Store, release: Release, asked: str) -> Iterator[Entry]:
    here = store.find_all(release, asked)
    if here and not here[0].billable:
        yield from (entry for entry in store.find_below(release, asked) if entry.billable)
        return
    if release.set == "icd-10-cm":
        yield from store.find_any(release, list(_pad(asked)))
    one_away = [entry for entry in store.find_any(release, sorted(_edits(asked))) if entry.code != asked]
    yield from sorted(one_away, key=lambda entry: _rank(asked, entry))
    yield from _find_two_away(store, release, asked)


def _pad(code: str) -> Iterator[str]:
    """Write a code with the placeholder X before its 7th character (ICD-10-CM guidelines, I.A.4 and I.A.5).

    >>> list(_pad("S270A"))
    ['S270XXA']
    """
    if _PREFIX_LENGTH < len(code) < 7:
        yield f"{code[:-1]:X<6}{code[-1]}"


def _find_two_away(store: Store, release: Release, asked: str) -> Iterator[Entry]:
    prefix = asked[:_PREFIX_LENGTH]
    near = [entry for entry in store.find_below(release, prefix) if abs(len(entry.code) - len(asked)) <= _MAX_EDITS]
    near = [entry for entry in near if 0 < _distance(asked, entry.code) <= _MAX_EDITS] if prefix else []
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
