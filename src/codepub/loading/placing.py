"""Where findings stand: each gets its place in the file, and the record that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from codepub.diagnostics import Diagnostic, Finding
from codepub.loading.model_errors import MISSING_FIELD, UNKNOWN_KEY
from codepub.origin import Origin, Position, RecordId
from codepub.yaml.reading import Reading

MOST_LOCATED: Final = 1000
"""Findings of one file whose words are looked for in its text, which takes time; others stand where their text does."""


def place(findings: Iterable[Finding], record: RecordId, reading: Reading) -> Iterator[Diagnostic]:
    """Place the findings of one record in its file."""
    located = 0
    for finding in findings:
        located += finding.words is not None
        where = _position(finding, reading, is_exact=located <= MOST_LOCATED)
        diagnostic = reading.source.diagnose(finding.rule, where, finding.message, finding.hint)
        yield replace(diagnostic, origin=Origin(record, finding.path))


def _position(finding: Finding, reading: Reading, *, is_exact: bool) -> Position:
    if finding.rule is UNKNOWN_KEY:
        return reading.locate_key(finding.path)
    if finding.rule is MISSING_FIELD:
        return reading.locate_key(finding.path[:-1])
    if finding.words and is_exact:
        return reading.locate_words(finding.path, finding.words)
    return reading.locate(finding.path)


def place_of_yaml(reading: Reading, record: RecordId) -> Iterator[Diagnostic]:
    """Give what is wrong with the YAML, each with the value it speaks of where it is one value."""
    refused = reading.refused if reading.data is not None else ()
    values = [(path, at) for path in refused for at in (reading.locate_key(path), reading.locate(path))]
    for one in reading.diagnostics:
        paths = (path for path, at in values if one.position and _holds(at, one.position))
        yield replace(one, origin=Origin(record, max(paths, key=len, default=())))


def _holds(outer: Position, inner: Position) -> bool:
    return outer.line == inner.line and outer.column <= inner.column < outer.column + outer.width
