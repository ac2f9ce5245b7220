"""Files become a corpus: each is read, modelled and checked; what is wrong with one never hides another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from codepub.checks.published import report_missing_sets
from codepub.checks.references import find_ended_references
from codepub.diagnostics import Diagnostic, Severity
from codepub.loading.allowances import allow, report_faulty_allowances
from codepub.loading.content_files import list_record_files, record_at, record_file
from codepub.loading.duplicates import refuse_duplicates
from codepub.loading.load_file import CheckContext, LoadedFile, list_checked_rules, load_file
from codepub.loading.placing import place_findings
from codepub.loading.unforeseen import attempt
from codepub.origin import Origin
from codepub.records.availability import Frozen
from codepub.records.code_summary import CodeSummary
from codepub.records.corpus import Corpus
from codepub.records.kinds import CODE_SUMMARY, KINDS, Kind, Model, kind_at
from codepub.yaml.reading import read_for_places


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was asked for: the files read, what they hold where it has no errors, and all that was found wrong in them.

    ``held`` is of all kinds, in the order of the files. The corpus may have more: the code summaries that those asked
    for refer to. Diagnostics are in the order of their places, and those without one come last; but code sets that are
    not there are noted first, for that is what all else rests on.
    """

    corpus: Corpus
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...]
    held: tuple[Frozen, ...]

    @property
    def records(self) -> tuple[CodeSummary, ...]:
        """The code summaries, which publications are made of."""
        return self.records_of(CODE_SUMMARY)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that stop a publication."""
        return tuple(one for one in self.diagnostics if one.severity is Severity.ERROR)

    def records_of(self, kind: Kind[Model]) -> tuple[Model, ...]:
        """List what the files of one kind hold."""
        return tuple(one for one in self.held if isinstance(one, kind.model))


def load(content: Path, context: CheckContext, kinds: Sequence[Kind[Frozen]] | None = None) -> Loaded:
    """Load every file below a content folder, or every one of some kinds.

    Allowances of the workspace that no file needs are reported.
    """
    files, unread = list_record_files(content)
    wanted = [file for file in files if kinds is None or kind_at(file.relative_to(content), KINDS) in kinds]
    loaded = refuse_duplicates([_load_one(content, file, context) for file in wanted])
    used = {allowance for one in loaded for allowance in one.used}
    is_whole = not unread and all(one.record for one in loaded)
    rules = list_checked_rules(context) if is_whole else frozenset[str]()
    more = (*unread, *report_faulty_allowances(context.allowed, used, rules))
    return _gather(content, context, loaded, beside=(), more=more)


def load_files(content: Path, files: Iterable[Path], context: CheckContext) -> Loaded:
    """Load some files of a content folder and the records that theirs refer to, and no others.

    The diagnostics are those of the files, not of the records they refer to.
    """
    asked = refuse_duplicates([_load_one(content, file, context) for file in sorted(set(files))])
    reached = {reference.record for one in asked for reference in one.references}
    beside = reached.difference(record.id for record in _summaries(asked))
    others = [file for record in sorted(beside) if (file := record_file(content, record)).is_file()]
    # What the others say of code sets is nobody's question here; only whether they are sound.
    return _gather(
        content,
        context,
        asked,
        beside=[_load_one(content, file, CheckContext(context.today)) for file in others],
        more=(),
    )


def _load_one(content: Path, file: Path, context: CheckContext) -> LoadedFile[Frozen]:
    """Load one file as the kind that its place says; where codepub itself fails at it, that is what is wrong."""
    place = file.relative_to(content)
    loaded = attempt(lambda file: load_file(kind_at(place, KINDS), content, file, context), file)
    if isinstance(loaded, LoadedFile):
        return loaded
    return LoadedFile(file, (replace(loaded, origin=Origin(record_at(place))),))


def _gather(
    content: Path,
    context: CheckContext,
    asked: list[LoadedFile[Frozen]],
    *,
    beside: Iterable[LoadedFile[Frozen]],
    more: Iterable[Diagnostic],
) -> Loaded:
    corpus = Corpus({record.id: record for record in _summaries((*asked, *beside))})
    across = (_check_across_records(content, one, corpus, context) for one in asked)
    found = [found for one, more in zip(asked, across, strict=True) for found in (*one.diagnostics, *more)]
    missing = report_missing_sets(context.published) if context.published and context.notes_missing_sets else ()
    return Loaded(
        corpus,
        (*missing, *sorted((*found, *more), key=_sort_key)),
        tuple(one.file for one in asked),
        tuple(one.record for one in asked if one.record is not None),
    )


def _summaries(loaded: Iterable[LoadedFile[Frozen]]) -> Iterator[CodeSummary]:
    return (one.record for one in loaded if isinstance(one.record, CodeSummary))


def _check_across_records(
    content: Path, one: LoadedFile[Frozen], corpus: Corpus, context: CheckContext
) -> tuple[Diagnostic, ...]:
    """Find what is wrong between a file and others."""
    found = attempt(lambda _: tuple(_check_beside_others(content, one, corpus, context)), one.file)
    return (found,) if isinstance(found, Diagnostic) else found


def _check_beside_others(
    content: Path, one: LoadedFile[Frozen], corpus: Corpus, context: CheckContext
) -> Iterator[Diagnostic]:
    """Find references that have ended, releases that are not approved, and what does not fit a review's record."""
    if isinstance(one.record, CodeSummary):
        yield from _check_references(one, one.record, corpus, context)
        if context.approvers.roles and one.record.status == "released":
            from codepub.loading.reviews import report_unapproved

            yield from report_unapproved(content, one.file, context.approvers)
    elif one.text is not None:
        from codepub.loading.reviews import check_review_file

        yield from check_review_file(content, one, context)


def _check_references(
    one: LoadedFile[Frozen], record: CodeSummary, corpus: Corpus, context: CheckContext
) -> tuple[Diagnostic, ...]:
    """Find references that have ended."""
    if one.text is None:
        return ()
    findings = tuple(find_ended_references(record, one.references, corpus))
    if not findings:
        return ()
    reading = read_for_places(one.file, one.text)
    placed = tuple(place_findings(findings, record.id, reading))
    return allow(placed, reading, context.allowed).left


def _sort_key(diagnostic: Diagnostic) -> tuple[bool, str, int, int, str]:
    """Order by file, line and column; what has no place comes last."""
    position = diagnostic.position
    where = (str(position.file), position.line, position.column) if position else ("", 0, 0)
    return (position is None, *where, diagnostic.rule)
