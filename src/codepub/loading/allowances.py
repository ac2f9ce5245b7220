"""Diagnostics that somebody looked at and allows, for a reason: in a comment of the record, or in codepub.toml.

``# codepub: allow RULE because …`` behind a value, or on a line of its own above it, allows what the rule finds in that
value. An allowance without a reason is refused, and one that allows nothing is reported.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.origin import Position, RecordId
from codepub.yaml.reading import Reading

UNREASONED: Final = Rule(
    "allow-unreasoned", Severity.ERROR, "An allowance without a reason.", "# codepub: allow prose-code"
)
UNKNOWN: Final = Rule(
    "allow-unknown",
    Severity.ERROR,
    "An allowance of what cannot be allowed.",
    "# codepub: allow prose-cod because …",
)
UNUSED: Final = Rule(
    "allow-unused", Severity.WARNING, "An allowance of what is not found.", "# codepub: allow prose-code because …"
)
MOST_ALLOWANCES: Final = 500
"""Each finding is held against each allowance of its file; a record whose values all had one would have fewer."""

ALLOWANCE_RULES: Final = (UNREASONED, UNKNOWN, UNUSED)

_COMMENT: Final = re.compile(r"#[ \t]*codepub:[ \t]*allow\b[ \t]*([\w-]*)[ \t]*(?:because\b[ \t]*(.*)|.*)$")


@dataclass(frozen=True, slots=True)
class Allowance:
    """An allowance of a comment: the lines of the value that it speaks of, both inclusive."""

    rule: str
    reason: str
    position: Position
    first: int
    last: int

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a diagnostic is what this allows."""
        place = diagnostic.position
        return diagnostic.rule == self.rule and place is not None and self.first <= place.line <= self.last


@dataclass(frozen=True, slots=True)
class RecordAllowance:
    """An allowance of codepub.toml: for the records named, or for all."""

    rule: str
    reason: str
    records: tuple[RecordId, ...]
    position: Position

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a diagnostic is what this allows."""
        if diagnostic.rule != self.rule or diagnostic.origin is None:
            return False
        return not self.records or diagnostic.origin.record in self.records


def allowances(reading: Reading) -> Iterator[Allowance]:
    """Find the allowances in the comments of a file; of more than `MOST_ALLOWANCES` only those."""
    return islice(_commented(reading), MOST_ALLOWANCES)


def _commented(reading: Reading) -> Iterator[Allowance]:
    if "codepub:" not in reading.text:
        return
    next_values = _next_values(reading.source.lines)
    for number, line in enumerate(reading.source.lines, start=1):
        match = _COMMENT.search(line)
        if match is not None and reading.is_comment(number, match.start()):
            own_line = not line[: match.start()].strip()
            first = next_values[number - 1] if own_line else number
            position = Position(reading.file, number, match.start() + 1, len(match[0].rstrip()))
            yield Allowance(match[1], (match[2] or "").rstrip(), position, first, reading.last_line(first))


def _next_values(lines: Sequence[str]) -> list[int]:
    """Find for each line the next below it that is neither empty nor a comment; the line itself where there is none."""
    following, found = list[int](), 0
    for number in range(len(lines), 0, -1):
        following.append(found or number)
        if lines[number - 1].strip()[:1] not in ("", "#"):
            found = number
    return following[::-1]


def not_allowed(
    diagnostics: Sequence[Diagnostic], given: Collection[Allowance | RecordAllowance], known: Collection[str]
) -> tuple[list[Diagnostic], set[Allowance | RecordAllowance]]:
    """Leave out the diagnostics that reasoned allowances cover; gives the others, and the allowances that were used."""
    reasoned = [allowance for allowance in given if allowance.reason and allowance.rule in known]
    left, used = [], set[Allowance | RecordAllowance]()
    for diagnostic in diagnostics:
        covering = [allowance for allowance in reasoned if allowance.covers(diagnostic)]
        used.update(covering)
        if not covering:
            left.append(diagnostic)
    return left, used


def faulty(
    given: Collection[Allowance | RecordAllowance],
    used: Collection[Allowance | RecordAllowance],
    known: Collection[str],
    sought: Collection[str],
) -> Iterator[Diagnostic]:
    """Report the allowances without a reason, of unknown rules, and those that were not used.

    ``known`` are the rules that can be allowed, ``sought`` those of them that the records were held against.
    """
    for allowance in given:
        rule, position = allowance.rule, allowance.position
        if rule not in known:
            yield _diagnostic(
                UNKNOWN,
                position,
                f"`{rule}` is not a rule that can be allowed.",
                "Run `codepub rules` to see their names.",
            )
        elif not allowance.reason:
            yield _diagnostic(
                UNREASONED,
                position,
                f"This allows `{rule}` and does not say why.",
                f"Write: codepub: allow {rule} because …",
            )
        elif rule in sought and allowance not in used:
            yield _diagnostic(UNUSED, position, f"Nothing here breaks `{rule}`.", "Take the allowance out.")


def _diagnostic(rule: Rule, position: Position, message: str, hint: str) -> Diagnostic:
    return Diagnostic(rule.id, rule.severity, message, position, hint)
