"""One file becomes a record, or a list of what is wrong with it: read, model, check, place, allow, bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Generic

from codepub.checks import CHECKS, PUBLISHED_CHECKS
from codepub.checks.check import Check, Subject, make_subject
from codepub.checks.published import PublishedSets
from codepub.checks.references import ENDED_REFERENCE, RecordReference, list_references
from codepub.checks.verbatim import VERBATIM, Descriptors
from codepub.diagnostics import Diagnostic, Finding, Severity
from codepub.loading.allowances import ALLOWABLE, RecordAllowance, allow, faulty
from codepub.loading.files import filed_record
from codepub.loading.model_errors import UNKNOWN_KEY, fault_paths, model_findings
from codepub.loading.modelled import Modelled, Unmodelled, model_file
from codepub.loading.placing import place, place_of_yaml
from codepub.loading.sound_part import sound_part
from codepub.loading.told import told
from codepub.origin import Origin, RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import CODE_PATTERNS, record_id, system_named
from codepub.records.contents import Passage
from codepub.records.kinds import Kind, Model
from codepub.yaml.cut_texts import cut_texts
from codepub.yaml.decoded_twice import decoded_twice
from codepub.yaml.reading import Reading

_OF_SETS: Final = frozenset(check.rule.id for check in PUBLISHED_CHECKS)


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What records are held against besides their own rules.

    The day that deadlines are held against, the published code sets, a licensee's descriptors, and what the workspace
    allows.
    """

    today: date
    published: PublishedSets | None = None
    descriptors: Descriptors | None = None
    allowed: tuple[RecordAllowance, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadedFile(Generic[Model]):
    """One file: what was found wrong in it and, where it has no errors, its record and the records it refers to.

    ``used`` are the allowances of the workspace that something in it needed. ``text`` is its UTF-8, kept where what it
    refers to may yet turn out to be at fault; a reading of it takes five times the memory.
    """

    file: Path
    diagnostics: tuple[Diagnostic, ...]
    record: Model | None = None
    references: tuple[RecordReference, ...] = ()
    used: frozenset[RecordAllowance] = frozenset()
    text: bytes | None = None


def load_file(kind: Kind[Model], content: Path, file: Path, against: CheckContext) -> LoadedFile[Model]:
    """Load one file of a kind by itself.

    What is wrong before there is a record is said of the one that `system` and `code` name, where they can be read,
    and otherwise of the one that the file's place stands for. Of very many findings the first are told and the others
    counted.
    """
    below = file.relative_to(content)
    found = model_file(kind, content, file)
    match found:
        case Diagnostic():
            return LoadedFile(file, (replace(found, origin=Origin(filed_record(below))),))
        case Unmodelled():
            return _bounded(found.reading, tuple(_mistakes(kind, found, below, against)), against, is_whole=False)
        case Modelled():
            return _checked(found, below, against)


def _checked(found: Modelled[Model], below: Path, against: CheckContext) -> LoadedFile[Model]:
    """Check what could be modelled; only code summaries are held against rules."""
    record, reading = found
    subject = make_subject(record, below, against.today) if isinstance(record, CodeSummary) else None
    placed = tuple(_placed(reading, subject, below, against))
    loaded: LoadedFile[Model] = _bounded(reading, placed, against, is_whole=True)
    if any(one.severity is Severity.ERROR for one in loaded.diagnostics):
        return loaded
    referred = tuple(list_references(subject)) if subject is not None else ()
    kept = reading.text.encode() if referred else None
    return LoadedFile(loaded.file, loaded.diagnostics, record, referred, loaded.used, kept)


def _placed(reading: Reading, subject: Subject | None, below: Path, against: CheckContext) -> Iterator[Diagnostic]:
    """Tell what is wrong with a record: in its YAML, its characters, and in what it says."""
    if reading.diagnostics:
        yield from place_of_yaml(reading, _named(reading, below))
    for one in (*cut_texts(reading), *decoded_twice(reading)):
        yield replace(one, origin=Origin(subject.record.id if subject else _named(reading, below)))
    if subject is not None:
        yield from place(_findings(CHECKS, subject, reading, against), subject.record.id, reading)


def _mistakes(kind: Kind[Any], found: Unmodelled, below: Path, against: CheckContext) -> Iterator[Diagnostic]:
    """Tell what is wrong with data that is no record: in its YAML, its fields, and in what is sound of it."""
    reading, errors = found
    record = _named(reading, below)
    of_fields = tuple(place(model_findings(kind.model, errors, reading), record, reading))
    misspelt = {one.origin for one in of_fields if one.rule == UNKNOWN_KEY.id}
    yield from (one for one in place_of_yaml(reading, record) if one.origin not in misspelt)
    yield from of_fields
    if reading.data is None:
        return
    yield from (replace(one, origin=Origin(record)) for one in decoded_twice(reading))
    part = sound_part(kind.model, reading.data, fault_paths(errors, reading))
    if part is not None and isinstance(part.record, CodeSummary):
        subject = make_subject(part.record, below, against.today)
        of_part = _findings([check for check in CHECKS if not check.compares], subject, reading, against)
        yield from place((one for one in of_part if part.holds(one.path)), part.record.id, reading)


def _findings(checks: Iterable[Check], subject: Subject, reading: Reading, against: CheckContext) -> Iterator[Finding]:
    """Run checks, of rules, code sets and descriptors; of values that YAML has refused, nothing more is said."""
    return (one for one in _all_findings(checks, subject, against) if not reading.is_refused(one.path))


def _all_findings(checks: Iterable[Check], subject: Subject, against: CheckContext) -> Iterator[Finding]:
    yield from (Finding(check.rule, *breach) for check in checks for breach in check.find(subject))
    if against.published is not None:
        for check in PUBLISHED_CHECKS:
            yield from (Finding(check.rule, *breach) for breach in check.find(subject, against.published))
    if against.descriptors is not None:
        title = Passage(("title",), subject.record.title, blocks=False)
        yield from against.descriptors.find_copies((title, *subject.passages))


def sought(against: CheckContext) -> frozenset[str]:
    """Name the rules that whole records have been held against; whether others are broken, nobody can tell here.

    Those of descriptors and of code sets are among them where these are there; what other records tell is not.
    """
    left_out = {ENDED_REFERENCE.id}
    if against.descriptors is None:
        left_out.add(VERBATIM.id)
    if against.published is None or against.published.missing:
        left_out |= _OF_SETS
    return ALLOWABLE - left_out


def _bounded(
    reading: Reading, placed: tuple[Diagnostic, ...], against: CheckContext, *, is_whole: bool
) -> LoadedFile[Any]:
    """Take out what allowances cover, add what is wrong with those of the file, and tell as much as is of use.

    Of a file that is no record as a whole nobody can tell which allowances nothing in it needs.
    """
    allowed = allow(placed, reading, against.allowed)
    found = allowed.left
    if allowed.own:
        rules = sought(against) if is_whole else frozenset[str]()
        found = (*found, *reading.excerpted(faulty(allowed.own, allowed.used, rules)))
    return LoadedFile(reading.file, told(found), used=allowed.used_of_workspace)


def _named(reading: Reading, below: Path) -> RecordId:
    """Name the record of a file, before it is known to be one."""
    data = reading.data or {}
    system, code = system_named(str(data.get("system"))), data.get("code")
    if system is None or not isinstance(code, str) or not CODE_PATTERNS[system].fullmatch(code):
        return filed_record(below)
    return record_id(system, code)
