"""Copies that came back, made by hand, and a record to lay them upon."""

from __future__ import annotations

from typing import Any

from codepub.origin import FieldPath
from codepub.review.edits import (
    FieldEdit,
    Hand,
    ReturnedCopy,
    RowAdded,
    RowRemoved,
    ValueEdit,
    ValueRemoved,
    WordChange,
)
from codepub.review.merging.merging import Returned
from codepub.review.merging.rows import value_at
from codepub.review.merging.values import write_plainly
from tests.yaml.test_reading import read_text

ADA, BEN = "Ada Coder", "Dr. Ben"


def data_of(text: str) -> dict[str, Any]:
    """The data of a YAML text."""
    data = read_text(text).data
    assert data is not None
    return data


def path_of(written: str) -> FieldPath:
    """A path with rows from 0: ``summary.payers.0``."""
    return tuple(int(step) if step.isdigit() else step for step in written.split("."))


def change(old: str, new: str, author: str = ADA) -> tuple[WordChange, ...]:
    return (WordChange(old, new, Hand(author, "2026-12-01T10:02:00Z")),)


def edit(path: str, old: str | None, new: str, *, author: str = ADA, doubt: str | None = None) -> ValueEdit:
    return ValueEdit(path_of(path), old, new, change(old or "", new, author), doubt)


def empty(path: str, old: str = "", *, doubt: str | None = None) -> ValueRemoved:
    return ValueRemoved(path_of(path), old, change(old, ""), doubt)


def add(table: str, before: int, *, doubt: str | None = None, **cells: str) -> RowAdded:
    """A row that is put in; a text of a list is the cell ``text``."""
    named = {"" if key == "text" else key: words for key, words in cells.items()}
    return RowAdded(path_of(table), before, named, change("", " ".join(cells.values())), doubt)


def remove(path: str, *, doubt: str | None = None) -> RowRemoved:
    return RowRemoved(path_of(path), "words", change("words", ""), doubt)


def copy_of(*edits: FieldEdit, reviewer: str = ADA, identifier: str | None = None) -> ReturnedCopy:
    return ReturnedCopy(identifier or reviewer.rsplit(maxsplit=1)[-1].lower(), reviewer, edits, (), ())


def returned(sent: str, *copies: ReturnedCopy) -> list[Returned]:
    """Copies that were sent from one text."""
    return [Returned(copy, data_of(sent)) for copy in copies]


def words_at(text: str, path: str) -> str:
    """What a YAML text says at a path, in words."""
    return write_plainly(value_at(data_of(text), path_of(path)))
