"""One file becomes a record, or a list of what is wrong with it: read, model, check, place, allow, bound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Generic

from codepub.checks import CHECKS, PUBLISHED_CHECKS
from codepub.checks.check import Check, Subject, make_subject
from codepub.checks.consequences import list_withheld_rules, withhold_consequences
from codepub.checks.published import PublishedSets
from codepub.checks.references import ENDED_REFERENCE, RecordReference, list_references
from codepub.checks.released import weigh_for_release
from codepub.checks.verbatim import VERBATIM, Descriptors
from codepub.diagnostics import Diagnostic, Finding, Severity
from codepub.loading.allowances import ALLOWABLE, allow, report_faulty_allowances
from codepub.loading.content_files import record_at
from codepub.loading.findings_limit import limit_findings
from codepub.loading.model_errors import UNKNOWN_KEY, ModelErrors
from codepub.loading.placing import place_findings, place_yaml_findings
from codepub.loading.record_allowance import RecordAllowance
from codepub.loading.salvage import salvage
from codepub.loading.unchecked import UncheckedRecord, UnfitFile, model_content, model_file
from codepub.origin import Origin, RecordId
from codepub.records.approvers import Approvers
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import CODE_PATTERNS, find_system, record_id
from codepub.records.contents import Passage
from codepub.records.kinds import REVIEW, Kind, Model
from codepub.yaml.cut_texts import find_cut_texts
from codepub.yaml.decoded_twice import find_decoded_twice
from codepub.yaml.reading import Reading
from codepub.yaml.rules import LOST_QUOTE

_PUBLISHED_RULES: Final = frozenset(check.rule.id for check in PUBLISHED_CHECKS)


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What records are checked against, besides the rules that every record is checked for.

    The day on which deadlines are judged, the published code sets, a licensee's descriptors, what the workspace allows,
    whether it wants to be told of code sets that are not there, and whose approval its releases take.
    """

    today: date
    published: PublishedSets | None = None
    descriptors: Descriptors | None = None
    allowed: tuple[RecordAllowance, ...] = ()
    notes_missing_sets: bool = True
    approvers: Approvers = field(default_factory=Approvers)


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


def load_file(kind: Kind[Model], content: Path, file: Path, context: CheckContext) -> LoadedFile[Model]:
    """Load one file of a kind by itself.

    What is wrong before there is a record is said of the one that `system` and `code` name, where they can be read,
    and otherwise of the one that the file's place stands for. Of very many findings the first are told and the others
    counted.
    """
    below = file.relative_to(content)
    found = model_file(kind, content, file)
    if isinstance(found, Diagnostic):
        return LoadedFile(file, (replace(found, origin=Origin(record_at(below))),))
    return _judge(kind, found, below, context)


def load_content(kind: Kind[Model], content: Path, file: Path, raw: bytes, context: CheckContext) -> LoadedFile[Model]:
    """Load what a file of a kind may be going to hold, as `load_file` loads what it holds."""
    return _judge(kind, model_content(kind, file, raw), file.relative_to(content), context)


def _judge(
    kind: Kind[Model], found: UncheckedRecord[Model] | UnfitFile, below: Path, context: CheckContext
) -> LoadedFile[Model]:
    match found:
        case UnfitFile():
            placed = tuple(_diagnose_unfit(kind, found, below, context))
            return _finish_file(found.reading, placed, context, is_whole=False)
        case UncheckedRecord():
            return _check_record(kind, found, below, context)


def _check_record(
    kind: Kind[Model], found: UncheckedRecord[Model], below: Path, context: CheckContext
) -> LoadedFile[Model]:
    """Check a record: a code summary by its rules, a review file by its own, files of other kinds by none."""
    record, reading = found
    subject = make_subject(record, below, context.today) if isinstance(record, CodeSummary) else None
    placed = tuple(_diagnose_record(reading, subject, below, context))
    if kind.name == REVIEW.name:
        placed = (*placed, *place_findings(_check_review(record), record_at(below), reading))
    loaded: LoadedFile[Model] = _finish_file(reading, placed, context, is_whole=True)
    if any(one.severity is Severity.ERROR for one in loaded.diagnostics):
        return loaded
    referred = tuple(list_references(subject)) if subject is not None else ()
    kept = reading.text.encode() if referred or kind.name == REVIEW.name else None
    return LoadedFile(loaded.file, loaded.diagnostics, record, referred, loaded.used, kept)


def _check_review(record: Frozen) -> Iterator[Finding]:
    from codepub.checks.reviews import check_review
    from codepub.records.review_file import ReviewFile

    return check_review(record) if isinstance(record, ReviewFile) else iter(())


def _diagnose_record(
    reading: Reading, subject: Subject | None, below: Path, context: CheckContext
) -> Iterator[Diagnostic]:
    """Tell what is wrong with a record: in its YAML, its characters, and in what it says."""
    placed: tuple[Diagnostic, ...] = ()
    if subject is not None:
        checks = [one for one in CHECKS if not one.compares] if reading.lacks_values else CHECKS
        placed = tuple(_place_breaches(_run_checks(checks, subject, reading, context), subject, reading))
    if reading.diagnostics:
        of_yaml = place_yaml_findings(reading, _name_record(reading, below))
        yield from _leave_out_lost_quotes(of_yaml, beside=placed)
    for one in (*find_cut_texts(reading), *find_decoded_twice(reading)):
        yield replace(one, origin=Origin(subject.record.id if subject else _name_record(reading, below)))
    yield from placed


def _leave_out_lost_quotes(found: Iterable[Diagnostic], *, beside: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Leave out that a quote is lost where the text is wrong besides, which is told."""
    told = {one.position for one in beside}
    return (one for one in found if one.rule != LOST_QUOTE.id or one.position not in told)


def _diagnose_unfit(kind: Kind[Any], found: UnfitFile, below: Path, context: CheckContext) -> Iterator[Diagnostic]:
    """Tell what is wrong with data that is no record: in its YAML, its fields, and in what is sound of it."""
    reading, errors = found
    record = _name_record(reading, below)
    faults = ModelErrors(kind.model, errors, reading)
    of_fields = tuple(place_findings(faults.describe(), record, reading))
    misspelt = {one.origin for one in of_fields if one.rule == UNKNOWN_KEY.id}
    yield from (
        one
        for one in _leave_out_lost_quotes(place_yaml_findings(reading, record), beside=of_fields)
        if one.origin not in misspelt and not (one.origin and faults.is_filled_elsewhere(one.origin.path))
    )
    yield from of_fields
    if reading.data is None:
        return
    yield from (replace(one, origin=Origin(record)) for one in find_decoded_twice(reading))
    part = salvage(kind.model, reading.data, faults.fault_paths)
    if part is not None and isinstance(part.record, CodeSummary):
        subject = make_subject(part.record, below, context.today)
        of_part = _run_checks([check for check in CHECKS if not check.compares], subject, reading, context)
        yield from _place_breaches((one for one in of_part if part.holds(one.path)), subject, reading)


def _place_breaches(findings: Iterable[Finding], subject: Subject, reading: Reading) -> Iterator[Diagnostic]:
    """Place what checks have found in a record, as it weighs for a draft or for a release."""
    placed = place_findings(findings, subject.record.id, reading)
    return map(weigh_for_release, placed) if subject.record.status == "released" else placed


def _run_checks(
    checks: Iterable[Check], subject: Subject, reading: Reading, context: CheckContext
) -> Iterator[Finding]:
    """Run checks, of rules, code sets and descriptors.

    What only follows from another finding is not said, nor anything more of values that YAML has refused.
    """
    findings = withhold_consequences(_run_all_checks(checks, subject, context))
    return (one for one in findings if not reading.is_refused(one.path))


def _run_all_checks(checks: Iterable[Check], subject: Subject, context: CheckContext) -> Iterator[Finding]:
    yield from (Finding(check.rule, *breach) for check in checks for breach in check.find(subject))
    if context.published is not None:
        for check in PUBLISHED_CHECKS:
            yield from (Finding(check.rule, *breach) for breach in check.find(subject, context.published))
    if context.descriptors is not None:
        title = Passage(("title",), subject.record.title, blocks=False)
        yield from context.descriptors.find_copies((title, *subject.passages))


def list_checked_rules(context: CheckContext) -> frozenset[str]:
    """List the rules that a whole record has been checked for by itself; only of these can an allowance be unused.

    Those of descriptors and of code sets are among them where these are there; what other records tell is not.
    """
    left_out = {ENDED_REFERENCE.id}
    if context.descriptors is None:
        left_out.add(VERBATIM.id)
    if context.published is None or context.published.missing:
        left_out |= _PUBLISHED_RULES
    return ALLOWABLE - left_out


def _finish_file(
    reading: Reading, placed: tuple[Diagnostic, ...], context: CheckContext, *, is_whole: bool
) -> LoadedFile[Any]:
    """Make the loaded file: without what allowances cover, with what is wrong with its own, and within the limit.

    Of a file that is no record as a whole nobody can tell which allowances nothing in it needs.
    """
    allowed = allow(placed, reading, context.allowed)
    found = allowed.left
    if allowed.own:
        rules = list_checked_rules(context) - list_withheld_rules({one.rule for one in placed})
        rules = rules if is_whole else frozenset()
        found = (*found, *reading.add_excerpts(report_faulty_allowances(allowed.own, allowed.used, rules)))
    return LoadedFile(reading.file, limit_findings(found), used=allowed.used_of_workspace)


def _name_record(reading: Reading, below: Path) -> RecordId:
    """Name the record of a file, before it is known to be one."""
    data = reading.data or {}
    system, code = find_system(str(data.get("system"))), data.get("code")
    if system is None or not isinstance(code, str) or not CODE_PATTERNS[system].fullmatch(code):
        return record_at(below)
    return record_id(system, code)
