"""What a check is: a rule, and a function that finds where a record breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from codepub.checks.members import Member, list_members
from codepub.checks.named_links import NamedLink, list_named_links
from codepub.diagnostics import Rule, Severity
from codepub.origin import FieldPath
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import Absence, Passage, contents
from codepub.records.named_codes import NamedCode, named_codes, named_modifiers
from codepub.records.named_sources import NamedSource, named_sources

ERROR: Final = Severity.ERROR
WARNING: Final = Severity.WARNING


class Breach(NamedTuple):
    """A place where a check finds its rule broken: a fact, a way out, and the words at fault, part of a text.

    ``instead`` is the text that alone can be meant by them, or by the whole value.
    """

    path: FieldPath
    message: str
    hint: str
    words: str | None = None
    instead: str | None = None


@dataclass(frozen=True)
class Subject:
    """A record as checks see it: its file below the content folder, the day of the check, what it holds listed once.

    ``prose`` is all passages one after the other, to see quickly whether something stands in any of them; ``names`` are
    the texts without markup.
    """

    record: CodeSummary
    file: Path
    today: date
    passages: tuple[Passage, ...]
    prose: str
    absences: tuple[Absence, ...]
    names: tuple[str, ...]
    codes: tuple[NamedCode, ...]
    modifiers: tuple[tuple[FieldPath, str], ...]
    sources: tuple[NamedSource, ...]
    links: tuple[NamedLink, ...]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The codes that must stand in a published list, listed once where a rule first asks for them."""
        return tuple(list_members(self.record, self.codes))

    def passages_with(self, words: str) -> list[Passage]:
        """List the passages in which some words stand."""
        return [passage for passage in self.passages if words in passage.text] if words in self.prose else []


def make_subject(record: CodeSummary, file: Path, today: date) -> Subject:
    """Make the subject of a record: list what the record holds, once for all checks."""
    held = contents(record)
    prose = "\n".join([passage.text for passage in held.passages])
    return Subject(
        record,
        file,
        today,
        held.passages,
        prose,
        held.absences,
        held.names,
        tuple(named_codes(record)),
        tuple(named_modifiers(record)),
        tuple(named_sources(record)),
        tuple(list_named_links(held.passages)) if "](" in prose else (),
    )


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, and the one function that finds where it is broken.

    ``compares`` tells that it holds parts of a record against each other: it says nothing of one that lacks parts.
    """

    rule: Rule
    find: Callable[[Subject], Iterator[Breach]]
    compares: bool = False


def check(
    rule: str, severity: Severity, *, catches: str, example: str, compares: bool = False
) -> Callable[[Callable[[Subject], Iterator[Breach]]], Check]:
    """Make a check of the function below: it finds where the rule that is stated here is broken."""
    return lambda find: Check(Rule(rule, severity, catches, example), find, compares)
