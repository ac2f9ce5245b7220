"""Where findings stand: each gets its place in the file, and the record that it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from codepub.diagnostics import Diagnostic, Finding, Fix
from codepub.loading.model_errors import MISSING_FIELD, UNKNOWN_KEY
from codepub.origin import Origin, Position, RecordId
from codepub.yaml.reading import Reading

MAX_LOCATED: Final = 1000
"""Findings of one file whose words are looked for, which takes time; later ones stand at the start of their text."""


def place_findings(findings: Iterable[Finding], record: RecordId, reading: Reading) -> Iterator[Diagnostic]:
    """Place the findings of one record in its file."""
    located = 0
    for finding in findings:
        located += finding.words is not None
        where = _locate(finding, reading, is_exact=located <= MAX_LOCATED)
        fix = _make_fix(finding, where, finding.instead, reading) if finding.instead is not None else None
        diagnostic = reading.source.diagnose(finding.rule, where, finding.message, finding.hint, fix)
        yield replace(diagnostic, origin=Origin(record, finding.path))


def _make_fix(finding: Finding, where: Position, instead: str, reading: Reading) -> Fix | None:
    """Write what is meant by a value, or by words of it, as it is typed; None where that goes over several lines."""
    if finding.words is not None:
        typed = reading.excerpt(where.line)[where.column - 1 :][: where.width]
        return Fix(where, instead) if typed == finding.words else None
    typed = reading.text_at(finding.path)
    if len(typed) != where.width or not typed:
        return None
    from codepub.yaml.editing.writing import write_inline

    return Fix(where, write_inline(instead, in_flow=True, style=typed[0] if typed[0] in "'\"" else None))


def _locate(finding: Finding, reading: Reading, *, is_exact: bool) -> Position:
    if finding.rule is UNKNOWN_KEY:
        return reading.locate_key(finding.path)
    if finding.rule is MISSING_FIELD:
        return reading.locate_key(finding.path[:-1])
    if finding.words and is_exact:
        return reading.locate_words(finding.path, finding.words)
    return reading.locate(finding.path)


def place_yaml_findings(reading: Reading, record: RecordId) -> Iterator[Diagnostic]:
    """Place what is wrong with the YAML of a file: give each finding the value that it speaks of, where it is one."""
    refused = reading.refused if reading.data is not None else ()
    values = [(path, at) for path in refused for at in (reading.locate_key(path), reading.locate(path))]
    for one in reading.diagnostics:
        paths = (path for path, at in values if one.position and _holds(at, one.position))
        yield replace(one, origin=Origin(record, max(paths, key=len, default=())))


def _holds(outer: Position, inner: Position) -> bool:
    return outer.line == inner.line and outer.column <= inner.column < outer.column + outer.width
