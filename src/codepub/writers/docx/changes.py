"""What comes and goes in a redline, as tracked changes (ECMA-376 Part 1, 17.13.5).

A row that comes or goes has its mark, and so has every run in it: programs that know no marks of rows read the runs.
Nothing is moved, and no change lies in another, since programs differ in what becomes of either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Final, assert_never

from codepub.document.nodes import Deleted, Inserted, Revision
from codepub.ooxml.xml import Element, add_properties, qualified, w

_IN_DELETIONS: Final = {qualified("t"): qualified("delText"), qualified("instrText"): qualified("delInstrText")}
"""What text and fields are called where they are deleted."""
_CHANGED: Final = frozenset({qualified("ins"), qualified("del")})


def track_run(identifiers: Iterator[int], run: Element, revision: Revision | None) -> Element:
    """Put a run into the change that it is; one that stays is returned as it is."""
    if revision is None:
        return run
    if isinstance(revision, Deleted):
        for child in run:
            child.tag = _IN_DELETIONS.get(child.tag, child.tag)
    change = _make_change(identifiers, revision)
    change.append(run)
    return change


def track_paragraph(identifiers: Iterator[int], paragraph: Element, revision: Revision | None) -> Element:
    """Let a paragraph come or go: its mark, and every run that is in no change yet; two minutes later than words do.

    Where a paragraph ends with words of the same kind, author and time, give or take a minute,
    LibreOffice 25.2 takes
    both for one change, and joins the paragraphs when it is rejected.
    """
    if revision is not None:
        later = replace(revision, change=replace(revision.change, date=revision.change.date + timedelta(minutes=2)))
        _track_runs(identifiers, paragraph, later)
        add_properties(paragraph, w("rPr", _make_change(identifiers, later)))
        for change in paragraph.iter(*_CHANGED):
            change.set(qualified("date"), _write_date(later))
    return paragraph


def track_row(identifiers: Iterator[int], row: Element, revision: Revision | None) -> Element:
    """Let a row come or go, whose properties are its first child."""
    if revision is not None:
        _track_runs(identifiers, row, revision)
        row[0].append(_make_change(identifiers, revision))
    return row


def _track_runs(identifiers: Iterator[int], element: Element, revision: Revision) -> None:
    for run in list(element.iter(qualified("r"))):
        parent = run.getparent()
        if parent is not None and parent.tag not in _CHANGED:
            place = parent.index(run)
            parent.insert(place, track_run(identifiers, run, revision))


def _make_change(identifiers: Iterator[int], revision: Revision) -> Element:
    match revision:
        case Inserted():
            tag = "ins"
        case Deleted():
            tag = "del"
        case _:
            assert_never(revision)
    return w(tag, id=next(identifiers), author=revision.change.author, date=_write_date(revision))


def _write_date(revision: Revision) -> str:
    return revision.change.date.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
