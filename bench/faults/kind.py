"""What a kind of mistake is: how a coder makes it, how often, and the rules that may tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from codepub.origin import FieldPath
from faults.lists import Lists
from faults.sheet import Sheet, Splice


class Edit(NamedTuple):
    """One mistake in one sample: the fields of which it may be told, what is written, and what it is in a few words."""

    fields: tuple[FieldPath, ...]
    splices: tuple[Splice, ...]
    what: str


Seed = Callable[[Sheet, Lists, Random], Iterator[Edit]]
"""Makes a mistake of one kind in every place of a sample where it may happen."""


@dataclass(frozen=True)
class Kind:
    """A kind of mistake.

    ``weight`` is its share, against those of the other kinds; ``rules`` are the ids of those that tell it rightly.
    """

    name: str
    weight: int
    rules: frozenset[str]
    seed: Seed


def kind(name: str, weight: int, *rules: str) -> Callable[[Seed], Kind]:
    """Make a kind of the function below."""
    return lambda seed: Kind(name, weight, frozenset(rules), seed)
