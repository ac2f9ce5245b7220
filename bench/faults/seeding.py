"""Mistakes chosen from a seed: as many of each kind as its weight says, each in a place of its own.

The weights are argued from the samples, since no count of real errors was at hand. Codes fill most cells of a record
and are typed one by one: a third of all mistakes. What Medicare's lists say of modifiers, places, providers, groups
and denials is a quarter. Figures and indicators, copied anew each year, are a sixth, and so are texts with what they
cite. Days and years are few, and all are touched for each edition: a twelfth. Within a group, slips of a finger or an
eye come before what somebody has to misunderstand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from typing import Final

from faults.amounts import AMOUNT_KINDS
from faults.codes import CODE_KINDS
from faults.kind import Edit, Kind
from faults.lists import Lists
from faults.policies import POLICY_KINDS, unlisted_work
from faults.sheet import Sheet, splice
from faults.texts import TEXT_KINDS
from faults.unlisted import make_unlisted
from faults.years import YEAR_KINDS

KINDS: Final = (*AMOUNT_KINDS, *CODE_KINDS, *POLICY_KINDS, *YEAR_KINDS, *TEXT_KINDS)
_FREQUENT: Final = 10
"""How many of the most frequent kinds stand in for those that have no more places."""
_ROUNDS: Final = 12
"""How often places are gone through for a kind that has fewer of them than mistakes are wanted."""


@dataclass(frozen=True)
class Fault:
    """A mistake of a kind in a sample: the text that holds it, and where it may be told."""

    kind: Kind
    sheet: Sheet
    edit: Edit

    @property
    def text(self) -> str:
        """The sample's text with the mistake."""
        return splice(self.sheet.text, self.edit.splices)


def seed_faults(sheets: Sequence[Sheet], lists: Lists, seed: int, count: int) -> list[Fault]:
    """Choose mistakes; the same seed and lists give the same ones.

    Where the samples hold fewer places for a kind than its share, the most frequent kinds have more instead.
    """
    shares = _share(count, _begin(seed, "shares"))
    chosen = {kind: _choose(kind, sheets, lists, seed, wanted) for kind, wanted in shares.items()}
    lacking = count - sum(map(len, chosen.values()))
    frequent = sorted(KINDS, key=lambda kind: -kind.weight)[:_FREQUENT]
    for kind, more in Counter(islice(cycle(frequent), lacking)).items():
        chosen[kind] = _choose(kind, sheets, lists, seed, shares[kind] + more)
    return [fault for faults in chosen.values() for fault in faults]


def _begin(seed: int, purpose: str) -> Random:
    """Return chances of their own for a purpose, so that another kind more changes no other kind's mistakes."""
    return Random(f"{seed} {purpose}")  # noqa: S311 - mistakes are no secrets


def _share(count: int, random: Random) -> Mapping[Kind, int]:
    """Share the mistakes out among the kinds by their weights: at even steps, from a beginning by chance."""
    step = sum(kind.weight for kind in KINDS) / count
    mark, passed = random.random() * step, 0.0
    shares: dict[Kind, int] = {}
    for kind in KINDS:
        passed += kind.weight
        shares[kind] = 0
        while mark < passed:
            shares[kind] += 1
            mark += step
    return shares


def _choose(kind: Kind, sheets: Sequence[Sheet], lists: Lists, seed: int, wanted: int) -> list[Fault]:
    """Choose mistakes of one kind."""
    places = [make_unlisted(sheets)] if kind is unlisted_work else sheets
    return list(islice(_list_faults(kind, places, lists, _begin(seed, kind.name)), wanted))


def _list_faults(kind: Kind, sheets: Sequence[Sheet], lists: Lists, random: Random) -> Iterator[Fault]:
    """List mistakes of one kind by chance, no text twice."""
    seen: set[str] = set()
    for _ in range(_ROUNDS):
        places = [Fault(kind, sheet, edit) for sheet in sheets for edit in kind.seed(sheet, lists, random)]
        random.shuffle(places)
        for fault in places:
            if (text := fault.text) not in seen:
                seen.add(text)
                yield fault
