"""Diagnostics that somebody looked at and allows, for a reason: in a comment of the record, or in codepub.toml.

``# codepub: allow RULE because …`` behind a value, or on a line of its own above it, allows what the rule finds in that
value. An allowance without a reason is refused, and one that allows nothing is reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice
from typing import Final, NamedTuple

from codepub.checks import CHECKS, PUBLISHED_CHECKS
from codepub.checks.references import ENDED_REFERENCE
from codepub.checks.verbatim import VERBATIM
from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.origin import Position, RecordId
from codepub.patterns import compile_late
from codepub.yaml.decoded_twice import DECODED_TWICE
from codepub.yaml.reading import Reading
from codepub.yaml.rules import HIDDEN_IN_TEXT, LOST_QUOTE

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
ALLOWABLE: Final = frozenset(
    ({check.rule.id for check in (*CHECKS, *PUBLISHED_CHECKS)} - {"cdt-code", "blocks-release"})
    | {ENDED_REFERENCE.id, VERBATIM.id, DECODED_TWICE.id, HIDDEN_IN_TEXT.id, LOST_QUOTE.id}
)
"""The rules that look at what a record says. One that breaks another is no record, or not anybody's to publish."""

MAX_ALLOWANCES: Final = 500
"""Allowances that are read of one file: each finding is held against each, and no record needs so many."""

ALLOWANCE_RULES: Final = (UNREASONED, UNKNOWN, UNUSED)

_COMMENT: Final = compile_late(r"#[ \t]*codepub:[ \t]*allow\b[ \t]*([\w-]*)[ \t]*(?:because\b[ \t]*(.*)|.*)$")


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


class AllowanceResult(NamedTuple):
    """What is left of the diagnostics of a file, the allowances of its comments, and which allowances were used."""

    left: tuple[Diagnostic, ...]
    own: tuple[Allowance, ...] = ()
    used: frozenset[Allowance | RecordAllowance] = frozenset()

    @property
    def used_of_workspace(self) -> frozenset[RecordAllowance]:
        """The allowances of the workspace that something in the file needed."""
        return frozenset(one for one in self.used if isinstance(one, RecordAllowance))


def allow(found: Sequence[Diagnostic], reading: Reading, of_workspace: Sequence[RecordAllowance]) -> AllowanceResult:
    """Leave out the diagnostics that allowances cover, those of the file's comments and the workspace's.

    An allowance of a comment that lacks its reason, or misspells its rule, is told, and nothing besides; one of the
    workspace is told elsewhere, and covers nothing.
    """
    own = tuple(islice(_read_comments(reading), MAX_ALLOWANCES))
    if not own and not of_workspace:
        return AllowanceResult(tuple(found))
    meant: list[tuple[Allowance | RecordAllowance, Allowance | RecordAllowance]] = [
        *((one, replace(one, rule=rule)) for one in own if (rule := _find_meant_rule(one.rule))),
        *((one, one) for one in of_workspace if one.reason and one.rule in ALLOWABLE),
    ]
    left, used = list[Diagnostic](), set[Allowance | RecordAllowance]()
    for diagnostic in found:
        covering = [one for one, as_meant in meant if as_meant.covers(diagnostic)]
        used.update(covering)
        if not covering:
            left.append(diagnostic)
    return AllowanceResult(tuple(left), own, frozenset(used))


def _find_meant_rule(rule: str) -> str | None:
    """Find the rule that can be allowed which a name stands for, or is a misspelling of."""
    if rule in ALLOWABLE:
        return rule
    return next(iter(get_close_matches(rule.lower(), ALLOWABLE, n=1, cutoff=0.85)), None)


def _read_comments(reading: Reading) -> Iterator[Allowance]:
    if reading.data is None or "codepub:" not in reading.text:
        return
    next_values = _find_next_values(reading.source.lines)
    for number, line in enumerate(reading.source.lines, start=1):
        match = _COMMENT.search(line)
        if match is not None and reading.is_comment(number, match.start()):
            own_line = not line[: match.start()].strip()
            first = next_values[number - 1] if own_line else number
            position = Position(reading.file, number, match.start() + 1, len(match[0].rstrip()))
            yield Allowance(match[1], (match[2] or "").rstrip(), position, first, reading.last_line(first))


def _find_next_values(lines: Sequence[str]) -> list[int]:
    """Find for each line the next below it that is neither empty nor a comment; the line itself where there is none."""
    following, found = list[int](), 0
    for number in range(len(lines), 0, -1):
        following.append(found or number)
        if lines[number - 1].strip()[:1] not in ("", "#"):
            found = number
    return following[::-1]


def report_faulty_allowances(
    given: Collection[Allowance | RecordAllowance],
    used: Collection[Allowance | RecordAllowance],
    checked_rules: Collection[str],
) -> Iterator[Diagnostic]:
    """Report the allowances without a reason, of unknown rules, and those that were not used.

    ``checked_rules`` are the rules that the records were checked for.
    """
    for allowance in given:
        rule, position = allowance.rule, allowance.position
        if rule not in ALLOWABLE:
            meant = _find_meant_rule(rule)
            fact = f"`{rule}` is not a rule that can be allowed."
            way_out = "Run `codepub rules` to see their names."
            near = f"Write `{meant}` for it, if that is meant. " if meant else ""
            yield _make_diagnostic(UNKNOWN, position, fact, f"{near}{way_out}")
        elif not allowance.reason:
            yield _make_diagnostic(
                UNREASONED,
                position,
                f"This allows `{rule}` and does not say why.",
                f"Write: codepub: allow {rule} because …",
            )
        elif rule in checked_rules and allowance not in used:
            yield _make_diagnostic(UNUSED, position, f"Nothing here breaks `{rule}`.", "Take the allowance out.")


def _make_diagnostic(rule: Rule, position: Position, message: str, hint: str) -> Diagnostic:
    return Diagnostic(rule.id, rule.severity, message, position, hint)
