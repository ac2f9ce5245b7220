"""The limit of what is reported of one file, and the count of what is beyond it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.yaml.rules import TOO_MANY_MISTAKES

MAX_FINDINGS: Final = 100
"""Findings of one file that are reported: more than anybody mends before looking again."""

MORE_FINDINGS: Final = Rule(
    "more-findings",
    Severity.NOTE,
    "More than 100 findings in one file; the others are counted.",
    "a record that names 10,000 codes which its tables lack",
)


def limit_findings(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Leave out what is beyond `MAX_FINDINGS`, warnings before errors, and say how much that is."""
    if len(found) <= MAX_FINDINGS + 1:
        return tuple(found)
    ranked = sorted(found, key=_rank)
    kept = ranked[:MAX_FINDINGS]
    return (*kept, *_count_left(kept, len(found) - MAX_FINDINGS))


def _rank(found: Diagnostic) -> tuple[bool, bool]:
    """Put first that the rest of a file has not been read, which counts what nobody knows; then errors."""
    return found.rule != TOO_MANY_MISTAKES.id, found.severity is not Severity.ERROR


def _count_left(kept: Sequence[Diagnostic], left: int) -> Iterator[Diagnostic]:
    """Count, in a note behind the last finding that is kept, those that are left out."""
    last = max((one for one in kept if one.position), key=_sort_key, default=None)
    if last is None or last.position is None:
        return
    behind = replace(last.position, column=last.position.column + last.position.width, width=1)
    message = f"This file has {left:,} findings more than the {MAX_FINDINGS} that are told."
    hint = "Mend those first; then the others are told."
    yield Diagnostic(MORE_FINDINGS.id, MORE_FINDINGS.severity, message, behind, hint, last.origin, last.excerpt)


def _sort_key(found: Diagnostic) -> tuple[int, int]:
    return (found.position.line, found.position.column) if found.position else (0, 0)
