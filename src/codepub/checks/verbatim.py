"""Texts of records held against a licensed descriptor file, for runs of words in common; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from codepub.diagnostics import Finding, Rule, Severity
from codepub.patterns import compile_late
from codepub.records.contents import Passage

RUN_WORDS: Final = 8
"""Words in a row that make a copy; shorter runs are common in the language of the field."""

VERBATIM: Final = Rule(
    "verbatim", Severity.ERROR, "Eight or more words in common with a licensed descriptor.", "validate --verbatim FILE"
)
_WORD: Final = compile_late(r"[^\W_]+")  # without the underscores of emphasis


class _Word(NamedTuple):
    word: str
    start: int
    end: int


class Descriptors:
    """The runs of eight words of a descriptor file, a descriptor a line, as hashes."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._runs = {run for line in lines for run in _hash_runs([word.word for word in _find_words(line)])}

    def __bool__(self) -> bool:
        return bool(self._runs)

    def find_copies(self, passages: Iterable[Passage]) -> Iterator[Finding]:
        """Find the runs of words that texts have in common with descriptors."""
        for passage in passages:
            words = list(_find_words(passage.text))
            hits = [index for index, run in enumerate(_hash_runs([word.word for word in words])) if run in self._runs]
            for first, last in _join_stretches(hits):
                run = words[first : last + RUN_WORDS]
                shown = " ".join(passage.text[run[0].start : run[-1].end].split())
                yield Finding(
                    VERBATIM,
                    passage.path,
                    f"{len(run)} words in a row stand in the licensed descriptors too.",
                    "Say it in your own words.",
                    shown,
                )


def _find_words(text: str) -> Iterator[_Word]:
    return (_Word(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text))


def _hash_runs(words: list[str]) -> Iterator[int]:
    return (hash(tuple(words[start : start + RUN_WORDS])) for start in range(len(words) - RUN_WORDS + 1))


def _join_stretches(indexes: list[int]) -> Iterator[tuple[int, int]]:
    """Join neighbouring indexes into stretches, and yield the first and the last index of each."""
    for _, group in groupby(enumerate(indexes), key=lambda pair: pair[1] - pair[0]):
        members = [index for _, index in group]
        yield members[0], members[-1]
