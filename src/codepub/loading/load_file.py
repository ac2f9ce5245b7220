"""One file becomes a record, or a list of what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from codepub.checks import CHECKS, PUBLISHED_CHECKS
from codepub.checks.check import Check, Finding, Subject, subject_of
from codepub.checks.published import Published
from codepub.checks.references import ENDED_REFERENCE, Reference, references
from codepub.checks.verbatim import VERBATIM, Descriptors
from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.allowances import RecordAllowance, allowances, faulty, not_allowed
from codepub.loading.files import filed_record, read_file
from codepub.loading.model_errors import UNKNOWN_KEY, fault_paths, model_diagnostics
from codepub.loading.sound_part import sound_part
from codepub.loading.told import MOST_LOCATED, told
from codepub.origin import Origin, Position, RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import FORMATS, record_id, system_named
from codepub.records.contents import Passage
from codepub.records.shape import Shape
from codepub.yaml.cut_texts import cut_texts
from codepub.yaml.decoded_twice import DECODED_TWICE, decoded_twice
from codepub.yaml.reading import Reading, read
from codepub.yaml.rules import HIDDEN_IN_TEXT

ALLOWABLE: Final = frozenset(
    ({check.rule.id for check in (*CHECKS, *PUBLISHED_CHECKS)} - {"cdt-code"})
    | {ENDED_REFERENCE.id, VERBATIM.id, DECODED_TWICE.id, HIDDEN_IN_TEXT.id}
)
"""The rules that look at what a record says. One that breaks another is no record, or not anybody's to publish."""

_OF_SETS: Final = frozenset(check.rule.id for check in PUBLISHED_CHECKS)


@dataclass(frozen=True, slots=True)
class Against:
    """What records are held against besides their own rules.

    The day that deadlines are held against, the published code sets, a licensee's descriptors, and what the workspace
    allows.
    """

    today: date
    published: Published | None = None
    descriptors: Descriptors | None = None
    allowed: tuple[RecordAllowance, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """One file: what was found wrong in it and, where it has no errors, its record and the records it refers to.

    ``used`` are the allowances of the workspace that something in it needed.
    """

    file: Path
    diagnostics: tuple[Diagnostic, ...]
    record: CodeSummary | None = None
    references: tuple[Reference, ...] = ()
    used: frozenset[RecordAllowance] = frozenset()


def load_file(content: Path, file: Path, against: Against) -> LoadedFile:
    """Load one file by itself.

    What is wrong before there is a record is said of the one that `system` and `code` name, where they can be read,
    and otherwise of the one that the file's place stands for. Of very many findings the first are told and the others
    counted.
    """
    loaded = _loaded(content, file, against)
    return replace(loaded, diagnostics=told(loaded.diagnostics)) if loaded.diagnostics else loaded


def _loaded(content: Path, file: Path, against: Against) -> LoadedFile:
    place = file.relative_to(content)
    raw = read_file(content, file)
    if isinstance(raw, Diagnostic):
        return LoadedFile(file, (replace(raw, origin=Origin(filed_record(place))),))
    reading = read(file, raw, Shape(CodeSummary))
    if reading.data is None:
        return LoadedFile(file, tuple(_of_yaml(reading, place)))
    try:
        record = CodeSummary.model_validate(reading.data)
    except ValidationError as error:
        faults = _faults(error.errors(include_url=False), reading, place, against)
        return _less_allowed(LoadedFile(file, tuple(faults)), reading, against, frozenset())
    return _checked(subject_of(record, place, against.today), reading, against)


def diagnostic(rule: Rule, finding: Finding, record: CodeSummary, reading: Reading) -> Diagnostic:
    """Give a finding its place."""
    where = reading.locate_words(finding.path, finding.words) if finding.words else reading.locate(finding.path)
    origin = Origin(identity(record), finding.path)
    return Diagnostic(rule.id, rule.severity, finding.message, where, finding.hint, origin, reading.excerpt(where.line))


def identity(record: CodeSummary) -> RecordId:
    """Name a record."""
    return record_id(record.system, record.code)


def _checked(subject: Subject, reading: Reading, against: Against) -> LoadedFile:
    typed = (
        replace(one, origin=Origin(identity(subject.record))) for one in (*cut_texts(reading), *decoded_twice(reading))
    )
    found = (*_of_yaml(reading, subject.file), *typed, *_found(CHECKS, subject, reading, against))
    loaded = _less_allowed(LoadedFile(reading.file, found), reading, against, sought(against))
    if any(one.severity is Severity.ERROR for one in loaded.diagnostics):
        return loaded
    return LoadedFile(loaded.file, loaded.diagnostics, subject.record, tuple(references(subject)), loaded.used)


def _faults(errors: list[ErrorDetails], reading: Reading, place: Path, against: Against) -> Iterator[Diagnostic]:
    """Tell what is wrong with data that is no record: in its YAML, its fields, and in what is sound of it."""
    record = _named(reading, place)
    found = tuple(model_diagnostics(errors, reading, record))
    misspelt = {one.origin for one in found if one.rule == UNKNOWN_KEY.id}
    yield from (one for one in _of_yaml(reading, place) if one.origin not in misspelt)
    yield from found
    yield from (replace(one, origin=Origin(record)) for one in decoded_twice(reading))
    part = sound_part(reading.data or {}, fault_paths(errors, reading))
    if part is not None:
        subject = subject_of(part.record, place, against.today)
        told = _found([check for check in CHECKS if not check.compares], subject, reading, against)
        yield from (one for one in told if one.origin and part.holds(one.origin.path))


def _found(checks: Iterable[Check], subject: Subject, reading: Reading, against: Against) -> Iterator[Diagnostic]:
    """Run checks, of rules, code sets and descriptors; of values that YAML has refused, nothing more is said."""
    for number, (rule, finding) in enumerate(_findings(checks, subject, against)):
        if not reading.is_refused(finding.path):
            placed = finding if number < MOST_LOCATED else replace(finding, words=None)
            yield diagnostic(rule, placed, subject.record, reading)


def _findings(checks: Iterable[Check], subject: Subject, against: Against) -> Iterator[tuple[Rule, Finding]]:
    yield from ((check.rule, finding) for check in checks for finding in check.find(subject))
    if against.published is not None:
        for check in PUBLISHED_CHECKS:
            yield from ((check.rule, finding) for finding in check.find(subject, against.published))
    if against.descriptors is not None:
        title = Passage(("title",), subject.record.title, blocks=False)
        yield from ((VERBATIM, finding) for finding in against.descriptors.copied((title, *subject.passages)))


def sought(against: Against) -> frozenset[str]:
    """Name the rules that whole records have been held against; whether others are broken, nobody can tell here.

    Those of descriptors and of code sets are among them where these are there; what other records tell is not.
    """
    left_out = {ENDED_REFERENCE.id}
    if against.descriptors is None:
        left_out.add(VERBATIM.id)
    if against.published is None or against.published.missing:
        left_out |= _OF_SETS
    return ALLOWABLE - left_out


def _less_allowed(loaded: LoadedFile, reading: Reading, against: Against, rules: frozenset[str]) -> LoadedFile:
    """Take out what allowances cover, and add what is wrong with those of the file."""
    own = tuple(allowances(reading))
    if not own and not against.allowed:
        return loaded
    left, used = not_allowed(loaded.diagnostics, (*own, *against.allowed), ALLOWABLE)
    of_workspace = frozenset(one for one in used if isinstance(one, RecordAllowance))
    excerpted = (
        replace(one, excerpt=reading.excerpt(one.position.line)) if one.position else one
        for one in faulty(own, used, ALLOWABLE, rules)
    )
    return replace(loaded, diagnostics=(*left, *excerpted), used=of_workspace)


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
