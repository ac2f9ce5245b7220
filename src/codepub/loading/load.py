"""Files become a corpus: each is read, modelled and checked; what is wrong with one never hides another."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.checks import CHECKS
from codepub.loading.checks.check import Check, Finding, Subject, subject_of
from codepub.loading.checks.references import ENDED_REFERENCE, Reference, ended_references, references
from codepub.loading.files import filed_record, read_file, record_file, record_files
from codepub.loading.model_errors import UNKNOWN_KEY, fault_paths, model_diagnostics
from codepub.loading.sound_part import sound_part
from codepub.loading.yaml_reading import Reading, read
from codepub.origin import Origin, Position, RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import FORMATS, record_id, system_named
from codepub.records.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was asked for: the files read, their records without errors, and all that was found wrong in them.

    The corpus may hold more: the records that those asked for refer to. Diagnostics are in the order of their places.
    """

    corpus: Corpus
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...]
    records: tuple[CodeSummary, ...]


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file: what was found wrong in it and, where it has no errors, its record and the records it refers to."""

    file: Path
    diagnostics: tuple[Diagnostic, ...]
    record: CodeSummary | None = None
    references: tuple[Reference, ...] = ()


def load(content: Path, today: date) -> Loaded:
    """Load every record below a content folder; ``today`` is the day that deadlines are held against."""
    with _collecting_later():
        return _gathered(content, [load_file(content, file, today) for file in record_files(content)])


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Put off the search for reference cycles: records hold none, and looking for them takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def load_records(content: Path, records: Iterable[RecordId], today: date) -> Loaded:
    """Load some records and those they refer to, and no others; files that are not there are left out.

    The diagnostics are those of the records asked for, not of the ones they refer to.
    """
    asked = [load_file(content, file, today) for file in _existing(content, set(records))]
    reached = {reference.record for one in asked for reference in one.references}
    others = _existing(content, reached.difference(_identity(one.record) for one in asked if one.record))
    return _gathered(content, asked, beside=[load_file(content, file, today) for file in others])


def load_file(content: Path, file: Path, today: date) -> LoadedFile:
    """Load one file by itself.

    What is wrong before there is a record is said of the one that `system` and `code` name, where they can be read,
    and otherwise of the one that the file's place stands for.
    """
    place = file.relative_to(content)
    raw = read_file(content, file)
    if isinstance(raw, Diagnostic):
        return LoadedFile(file, (replace(raw, origin=Origin(filed_record(place))),))
    reading = read(file, raw)
    if reading.data is None:
        return LoadedFile(file, tuple(_of_yaml(reading, place)))
    try:
        record = CodeSummary.model_validate(reading.data)
    except ValidationError as error:
        return LoadedFile(file, tuple(_faults(error.errors(include_url=False), reading, place, today)))
    return _checked(subject_of(record, place, today), reading)


def _faults(errors: list[ErrorDetails], reading: Reading, place: Path, today: date) -> Iterator[Diagnostic]:
    """Tell what is wrong with data that is no record: in its YAML, its fields, and in what is sound of it."""
    found = tuple(model_diagnostics(errors, reading, _named(reading, place)))
    misspelt = {one.origin for one in found if one.rule == UNKNOWN_KEY.id}
    yield from (one for one in _of_yaml(reading, place) if one.origin not in misspelt)
    yield from found
    part = sound_part(reading.data or {}, fault_paths(errors, reading))
    if part is not None:
        subject = subject_of(part.record, place, today)
        checks = [check for check in CHECKS if not check.compares]
        yield from (one for one in _findings(checks, subject, reading) if one.origin and part.holds(one.origin.path))


def _findings(checks: Iterable[Check], subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    """Run checks; of values that the reading of the YAML has refused, nothing more is said."""
    findings = ((check.rule, finding) for check in checks for finding in check.find(subject))
    return (
        _diagnostic(rule, finding, subject.record, reading)
        for rule, finding in findings
        if not reading.is_refused(finding.path)
    )


def _checked(subject: Subject, reading: Reading) -> LoadedFile:
    record = subject.record
    diagnostics = (*_of_yaml(reading, subject.file), *_findings(CHECKS, subject, reading))
    if any(one.severity is Severity.ERROR for one in diagnostics):
        return LoadedFile(reading.file, diagnostics)
    return LoadedFile(reading.file, diagnostics, record, tuple(references(subject)))


def _diagnostic(rule: Rule, finding: Finding, record: CodeSummary, reading: Reading) -> Diagnostic:
    where = reading.locate_words(finding.path, finding.words) if finding.words else reading.locate(finding.path)
    origin = Origin(_identity(record), finding.path)
    return Diagnostic(rule.id, rule.severity, finding.message, where, finding.hint, origin, reading.excerpt(where.line))


def _of_yaml(reading: Reading, place: Path) -> Iterator[Diagnostic]:
    """Give what is wrong with the YAML, each with the value it speaks of where it is one value."""
    if reading.diagnostics:
        record = _named(reading, place)
        refused = reading.refused if reading.data is not None else ()
        values = [(path, at) for path in refused for at in (reading.locate_key(path), reading.locate(path))]
        for one in reading.diagnostics:
            paths = (path for path, at in values if one.position and _holds(at, one.position))
            yield replace(one, origin=Origin(record, max(paths, key=len, default=())))


def _holds(outer: Position, inner: Position) -> bool:
    return outer.line == inner.line and outer.column <= inner.column < outer.column + outer.width


def _named(reading: Reading, place: Path) -> RecordId:
    """Name the record of a file, before it is known to be one."""
    data = reading.data or {}
    system, code = system_named(str(data.get("system"))), data.get("code")
    if system is None or not isinstance(code, str) or not FORMATS[system].fullmatch(code):
        return filed_record(place)
    return record_id(system, code)


def _gathered(content: Path, asked: list[LoadedFile], beside: Iterable[LoadedFile] = ()) -> Loaded:
    corpus = Corpus({_identity(one.record): one.record for one in (*asked, *beside) if one.record is not None})
    found = [diagnostic for one in asked for diagnostic in (*one.diagnostics, *_across(one, corpus, content))]
    return Loaded(
        corpus,
        tuple(sorted(found, key=_place)),
        tuple(one.file for one in asked),
        tuple(one.record for one in asked if one.record is not None),
    )


def _across(one: LoadedFile, corpus: Corpus, content: Path) -> Iterator[Diagnostic]:
    """Find what is wrong between records; reads a file again for the places of what is found, which is seldom."""
    findings = tuple(ended_references(one.record, one.references, corpus)) if one.record else ()
    if not findings or one.record is None:
        return
    raw = read_file(content, one.file)
    if isinstance(raw, bytes):
        reading = read(one.file, raw)
        yield from (_diagnostic(ENDED_REFERENCE, finding, one.record, reading) for finding in findings)


def _identity(record: CodeSummary) -> RecordId:
    return record_id(record.system, record.code)


def _existing(content: Path, records: Iterable[RecordId]) -> list[Path]:
    return [file for file in (record_file(content, record) for record in sorted(records)) if file.is_file()]


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    position = diagnostic.position
    return (str(position.file), position.line, position.column, diagnostic.rule) if position else ("", 0, 0, "")
