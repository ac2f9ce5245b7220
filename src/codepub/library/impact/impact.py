"""A library against two releases of a code set: every place that names a code which changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from codepub.codesets.code_set import Release, SetName
from codepub.diagnostics import Diagnostic
from codepub.library.impact.changes import Change, StoredRelease, find_changes
from codepub.library.impact.stated_facts import find_stated_fact
from codepub.library.impact.uses import CodeUse, list_uses
from codepub.loading.unchecked import UncheckedRecord, list_summary_files, read_unchecked
from codepub.loading.unforeseen import attempt
from codepub.origin import Origin, Position
from codepub.records.code_summary import CodeSummary
from codepub.records.fee_schedule import RVU_COLUMNS
from codepub.records.kinds import CODE_SUMMARY


@dataclass(frozen=True, slots=True)
class Stale:
    """A place of a record that names a code which changed."""

    origin: Origin
    position: Position
    change: Change


@dataclass(frozen=True, slots=True)
class Impact:
    """What became stale between two releases, in the order of files and lines.

    ``files`` counts the records looked at; ``unread`` tells of the files and folders that cannot be read, of which
    nothing is known and none is counted.
    """

    before: Release
    after: Release
    files: int
    stale: tuple[Stale, ...]
    unread: tuple[Diagnostic, ...]


def find_impact(content: Path, before: StoredRelease, after: StoredRelease) -> Impact:
    """Find what two releases of one set make stale in a content folder.

    Looks up each code that records name once in either release. The work grows with the codes named, never with the
    size of a release, and no release is held in memory; neither are the records.

    Raises:
        MachineError: The content folder itself cannot be read.
    """

    @cache
    def find_changes_once(code: str, qualifier: str | None) -> tuple[Change, ...]:
        return find_changes(code, qualifier, before, after)

    def find_stale(one: UncheckedRecord[CodeSummary]) -> Iterator[Stale]:
        for use in list_uses(one.record, before.release.set):
            for change in find_changes_once(use.code, use.qualifier):
                yield from _judge_change(one, use, change, before.release.set)

    def look_at(file: Path) -> list[Stale] | Diagnostic:
        one = read_unchecked(CODE_SUMMARY, content, file)
        return one if isinstance(one, Diagnostic) else sorted(find_stale(one), key=_sort_key)

    files, folders = list_summary_files(content)
    stale, unread = list[Stale](), list[Diagnostic]()
    for file in files:
        found = attempt(look_at, file)
        if isinstance(found, Diagnostic):
            unread.append(found)
        else:
            stale += found
    read = len(files) - len(unread)
    return Impact(before.release, after.release, read, tuple(stale), (*unread, *folders))


def _judge_change(one: UncheckedRecord[CodeSummary], use: CodeUse, change: Change, name: SetName) -> Iterator[Stale]:
    stated = find_stated_fact(one.record, use, change, name)
    if stated is None and change.fact in RVU_COLUMNS:
        return  # amounts are stale only where a record gives them
    if stated is not None and stated.agrees_with(change.after):
        return
    path = stated.path if stated is not None else use.path
    where = one.reading.locate_words(path, use.words) if use.words else one.reading.locate(path)
    yield Stale(Origin(one.record.id, path), where, change)


def _sort_key(stale: Stale) -> tuple[int, int]:
    return stale.position.line, stale.position.column
