"""Files become a corpus: each is read, modelled and checked; what is wrong with one never hides another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.checks import CHECKS
from codepub.loading.checks.check import Finding, Subject
from codepub.loading.checks.references import ENDED_REFERENCE, ended_references, referred
from codepub.loading.files import read_file, record_file, record_files
from codepub.loading.model_errors import model_diagnostics
from codepub.loading.yaml_reading import Reading, read
from codepub.origin import Origin, RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import record_id
from codepub.records.contents import Absence, Passage, contents
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
    """One file: its reading and, where it has no errors, its record."""

    file: Path
    reading: Reading | None
    record: CodeSummary | None
    passages: tuple[Passage, ...]
    diagnostics: tuple[Diagnostic, ...]


def load(content: Path, today: date) -> Loaded:
    """Load every record below a content folder; ``today`` is the day that deadlines are held against."""
    return _gathered([load_file(content, file, today) for file in record_files(content)])


def load_records(content: Path, records: Iterable[RecordId], today: date) -> Loaded:
    """Load some records and those they refer to, and no others; files that are not there are left out.

    The diagnostics are those of the records asked for, not of the ones they refer to.
    """
    asked = [load_file(content, file, today) for file in _existing(content, set(records))]
    reached = {other for one in asked if one.record for _, other in referred(one.record, one.passages)}
    others = _existing(content, reached.difference(_identity(one.record) for one in asked if one.record))
    return _gathered(asked, beside=[load_file(content, file, today) for file in others])


def load_file(content: Path, file: Path, today: date) -> LoadedFile:
    """Load one file by itself."""
    raw = read_file(content, file)
    if isinstance(raw, Diagnostic):
        return LoadedFile(file, None, None, (), (raw,))
    reading = read(file, raw)
    if reading.data is None:
        return LoadedFile(file, reading, None, (), reading.diagnostics)
    try:
        record = CodeSummary.model_validate(reading.data)
    except ValidationError as error:
        found = model_diagnostics(error.errors(include_url=False), reading)
        return LoadedFile(file, reading, None, (), (*reading.diagnostics, *found))
    return _checked(record, reading, today)


def _checked(record: CodeSummary, reading: Reading, today: date) -> LoadedFile:
    listed = tuple(contents(record))
    passages = tuple(one for one in listed if isinstance(one, Passage))
    absences = tuple(one for one in listed if isinstance(one, Absence))
    subject = Subject(record, reading.file, today, passages, absences)
    found = [_diagnostic(check.rule, finding, record, reading) for check in CHECKS for finding in check.find(subject)]
    diagnostics = (*reading.diagnostics, *found)
    sound = None if any(one.severity is Severity.ERROR for one in diagnostics) else record
    return LoadedFile(reading.file, reading, sound, passages, diagnostics)


def _diagnostic(rule: Rule, finding: Finding, record: CodeSummary, reading: Reading) -> Diagnostic:
    where = reading.locate_words(finding.path, finding.words) if finding.words else reading.locate(finding.path)
    origin = Origin(_identity(record), finding.path)
    return Diagnostic(rule.id, rule.severity, finding.message, where, finding.hint, origin, reading.excerpt(where.line))


def _gathered(asked: list[LoadedFile], beside: Iterable[LoadedFile] = ()) -> Loaded:
    corpus = Corpus({_identity(one.record): one.record for one in (*asked, *beside) if one.record is not None})
    found = [diagnostic for one in asked for diagnostic in (*one.diagnostics, *_across(one, corpus))]
    return Loaded(
        corpus,
        tuple(sorted(found, key=_place)),
        tuple(one.file for one in asked),
        tuple(one.record for one in asked if one.record is not None),
    )


def _across(one: LoadedFile, corpus: Corpus) -> Iterator[Diagnostic]:
    if one.record is not None and one.reading is not None:
        for finding in ended_references(one.record, one.passages, corpus):
            yield _diagnostic(ENDED_REFERENCE, finding, one.record, one.reading)


def _identity(record: CodeSummary) -> RecordId:
    return record_id(record.system, record.code)


def _existing(content: Path, records: Iterable[RecordId]) -> list[Path]:
    return [file for file in (record_file(content, record) for record in sorted(records)) if file.is_file()]


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    position = diagnostic.position
    return (str(position.file), position.line, position.column, diagnostic.rule) if position else ("", 0, 0, "")
