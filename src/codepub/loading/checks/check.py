"""What a check is: a rule, and a function that finds where a record breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from codepub.diagnostics import Rule
from codepub.origin import FieldPath
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import Absence, Passage


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where a rule is broken: a fact, a way out, and the words at fault where they are part of a text."""

    path: FieldPath
    message: str
    hint: str
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A record as checks see it: with its file, the day of the check, and its texts and absences listed once."""

    record: CodeSummary
    file: Path
    today: date
    passages: tuple[Passage, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One rule, and the one function that finds where it is broken."""

    rule: Rule
    find: Callable[[Subject], Iterator[Finding]]
