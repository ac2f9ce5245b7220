"""Files become a corpus: each is read, modelled and checked; what is wrong with one never hides another."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from codepub.diagnostics import Diagnostic
from codepub.loading.allowances import allowances, faulty, not_allowed
from codepub.loading.checks.published import missing_sets
from codepub.loading.checks.references import ENDED_REFERENCE, ended_references
from codepub.loading.files import read_file, record_file, record_files
from codepub.loading.load_file import ALLOWABLE, Against, LoadedFile, diagnostic, identity, load_file, sought
from codepub.loading.yaml_reading import read
from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.corpus import Corpus


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
        loaded = [load_file(content, file, against) for file in record_files(content)]
        used = {allowance for one in loaded for allowance in one.used}
        rules = sought(against) if all(one.record for one in loaded) else frozenset[str]()
        return _gathered(content, against, loaded, beside=(), more=faulty(against.allowed, used, ALLOWABLE, rules))


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


def load_records(content: Path, records: Iterable[RecordId], against: Against) -> Loaded:
    """Load some records and those they refer to, and no others; files that are not there are left out.

    The diagnostics are those of the records asked for, not of the ones they refer to.
    """
    asked = [load_file(content, file, against) for file in _existing(content, set(records))]
    reached = {reference.record for one in asked for reference in one.references}
    others = _existing(content, reached.difference(identity(one.record) for one in asked if one.record))
    # What the others say of code sets is nobody's question here; only whether they are sound.
    beside = [load_file(content, file, Against(against.today)) for file in others]
    return _gathered(content, against, asked, beside=beside, more=())


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
    """Find what is wrong between records; reads a file again for the places of what is found, which is seldom."""
    findings = tuple(ended_references(one.record, one.references, corpus)) if one.record else ()
    raw = read_file(content, one.file) if findings else None
    if one.record is None or not isinstance(raw, bytes):
        return []
    reading = read(one.file, raw)
    found = [diagnostic(ENDED_REFERENCE, finding, one.record, reading) for finding in findings]
    return not_allowed(found, (*allowances(reading), *against.allowed), ALLOWABLE)[0]


def _existing(content: Path, records: Iterable[RecordId]) -> list[Path]:
    return [file for file in (record_file(content, record) for record in sorted(records)) if file.is_file()]


def _place(diagnostic: Diagnostic) -> tuple[bool, str, int, int, str]:
    """Order by file, line and column; what has no place comes last."""
    position = diagnostic.position
    where = (str(position.file), position.line, position.column) if position else ("", 0, 0)
    return (position is None, *where, diagnostic.rule)
