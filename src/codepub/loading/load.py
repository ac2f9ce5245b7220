"""Files become a corpus: each is read, modelled and checked; what is wrong with one never hides another."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from codepub.checks.published import missing_sets
from codepub.checks.references import ENDED_REFERENCE, ended_references
from codepub.diagnostics import Diagnostic
from codepub.loading.allowances import allowances, faulty, not_allowed
from codepub.loading.duplicates import without_duplicates
from codepub.loading.files import filed_record, read_file, record_file, record_files
from codepub.loading.load_file import ALLOWABLE, Against, LoadedFile, diagnostic, identity, load_file, sought
from codepub.loading.unforeseen import attempted
from codepub.origin import Origin
from codepub.records.code_summary import CodeSummary
from codepub.records.corpus import Corpus
from codepub.records.shape import Shape
from codepub.yaml.reading import read


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was asked for: the files read, their records without errors, and all that was found wrong in them.

    The corpus may hold more: the records that those asked for refer to. Diagnostics are in the order of their places,
    and those without one come last.
    """

    corpus: Corpus
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...]
    records: tuple[CodeSummary, ...]


def load(content: Path, against: Against) -> Loaded:
    """Load every record below a content folder; allowances of the workspace that no record needs are reported."""
    with _collecting_later():
        files, unread = record_files(content)
        loaded = without_duplicates([_loaded(content, file, against) for file in files])
        used = {allowance for one in loaded for allowance in one.used}
        is_whole = not unread and all(one.record for one in loaded)
        rules = sought(against) if is_whole else frozenset[str]()
        more = (*unread, *faulty(against.allowed, used, ALLOWABLE, rules))
        return _gathered(content, against, loaded, beside=(), more=more)


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Put off the search for reference cycles: records hold none, and looking for them takes a sixth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()  # or the first search afterwards goes through all that was loaded, a tenth of the time again
            gc.enable()


def load_files(content: Path, files: Iterable[Path], against: Against) -> Loaded:
    """Load some files of a content folder and the records that theirs refer to, and no others.

    The diagnostics are those of the files, not of the records they refer to.
    """
    asked = without_duplicates([_loaded(content, file, against) for file in sorted(set(files))])
    reached = {reference.record for one in asked for reference in one.references}
    beside = reached.difference(identity(one.record) for one in asked if one.record)
    others = [file for record in sorted(beside) if (file := record_file(content, record)).is_file()]
    # What the others say of code sets is nobody's question here; only whether they are sound.
    return _gathered(
        content,
        against,
        asked,
        beside=[_loaded(content, file, Against(against.today)) for file in others],
        more=(),
    )


def _loaded(content: Path, file: Path, against: Against) -> LoadedFile:
    """Load one file; where codepub itself fails at it, that is what is wrong with it."""
    loaded = attempted(lambda file: load_file(content, file, against), file)
    if isinstance(loaded, LoadedFile):
        return loaded
    return LoadedFile(file, (replace(loaded, origin=Origin(filed_record(file.relative_to(content)))),))


def _gathered(
    content: Path,
    against: Against,
    asked: list[LoadedFile],
    *,
    beside: Iterable[LoadedFile],
    more: Iterable[Diagnostic],
) -> Loaded:
    corpus = Corpus({identity(one.record): one.record for one in (*asked, *beside) if one.record is not None})
    found = [found for one in asked for found in (*one.diagnostics, *_across(one, corpus, content, against))]
    missing = missing_sets(against.published) if against.published is not None else ()
    return Loaded(
        corpus,
        tuple(sorted((*found, *more, *missing), key=_place)),
        tuple(one.file for one in asked),
        tuple(one.record for one in asked if one.record is not None),
    )


def _across(one: LoadedFile, corpus: Corpus, content: Path, against: Against) -> list[Diagnostic]:
    """Find what is wrong between a record and others."""
    found = attempted(lambda _: _ended(one, corpus, content, against), one.file)
    return [found] if isinstance(found, Diagnostic) else found


def _ended(one: LoadedFile, corpus: Corpus, content: Path, against: Against) -> list[Diagnostic]:
    """Find references that have ended; reads a file again for the places of what is found, which is seldom."""
    findings = tuple(ended_references(one.record, one.references, corpus)) if one.record else ()
    raw = read_file(content, one.file) if findings else None
    if one.record is None or not isinstance(raw, bytes):
        return []
    reading = read(one.file, raw, Shape(CodeSummary))
    found = [diagnostic(ENDED_REFERENCE, finding, one.record, reading) for finding in findings]
    return not_allowed(found, (*allowances(reading), *against.allowed), ALLOWABLE)[0]


def _place(diagnostic: Diagnostic) -> tuple[bool, str, int, int, str]:
    """Order by file, line and column; what has no place comes last."""
    position = diagnostic.position
    where = (str(position.file), position.line, position.column) if position else ("", 0, 0)
    return (position is None, *where, diagnostic.rule)
