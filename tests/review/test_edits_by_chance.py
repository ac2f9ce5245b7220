"""Edits by chance of two reviewers, on a record that changes by chance meanwhile: none is lost, nothing else moves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.origin import FieldPath
from codepub.review.applying import Applied, apply
from codepub.review.edits import FieldEdit, RowAdded, RowRemoved, ValueEdit, ValueRemoved
from codepub.review.merging.merged import Fate
from codepub.review.merging.merging import merge
from codepub.review.merging.rows import value_at
from codepub.yaml.editing.editing import edit_text
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace
from codepub.yaml.editing.places import UneditableError
from tests.record_texts import RECORD
from tests.review.returned import BEN, change, copy_of, data_of, returned
from tests.yaml.test_reading import read_text

TABLES: tuple[FieldPath, ...] = (("specifications", "modifiers"), ("specifications", "diagnoses"))
LISTS: tuple[FieldPath, ...] = (("summary", "payers"), ("documentation_tips",))
TEXT = RECORD + "documentation_tips:\n  - Say when.\n  # why\n  - Say why.\n  - >-\n    Say who\n    did it.\n"


def leaves(data: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    """The paths of all texts."""
    if isinstance(data, dict):
        for key, below in data.items():
            yield from leaves(below, (*path, key))
    elif isinstance(data, list):
        for index, below in enumerate(data):
            yield from leaves(below, (*path, index))
    elif isinstance(data, str) and "unavailable" not in path:
        yield path


LEAVES = list(leaves(data_of(TEXT)))


@st.composite
def edits(draw: st.DrawFn, author: str) -> tuple[FieldEdit, ...]:
    """Edits that one reviewer may have made: at most one of a value, none in a row that is taken out."""
    made = list[FieldEdit]()
    rows = [(*table, row) for table in (*TABLES, *LISTS) for row in range(len(value_at(data_of(TEXT), table)))]
    gone = draw(st.lists(st.sampled_from(rows), max_size=2, unique=True))
    for path in gone:
        is_text = path[:-1] in LISTS
        made.append((ValueRemoved if is_text else RowRemoved)(path, "words", change("words", "", author)))
    for path in draw(st.lists(st.sampled_from(LEAVES), max_size=5, unique=True)):
        if not any(path[: len(one)] == one for one in gone):
            new = f"Words {draw(st.integers(0, 3))} of {path[-1]}"
            made.append(ValueEdit(path, "old", new, change("old", new, author)))
    for table in draw(st.lists(st.sampled_from((*TABLES, *LISTS)), max_size=2)):
        word = draw(st.sampled_from(["A", "B", "C"]))
        keys = [""] if table in LISTS else list(value_at(data_of(TEXT), (*table, 0)))
        cells = {key: f"{word} {key or 'text'}" for key in keys}
        before = draw(st.integers(0, len(value_at(data_of(TEXT), table))))
        made.append(RowAdded(table, before, cells, change("", word, author)))
    return tuple(made)


@st.composite
def changed_texts(draw: st.DrawFn) -> str:
    """The record as it may have become since it was sent."""
    text = TEXT
    for kind in draw(st.lists(st.sampled_from(["replace", "delete", "insert"]), max_size=4)):
        data = data_of(text)
        made: Edit
        if kind == "replace":
            made = Replace(draw(st.sampled_from(list(leaves(data)))), f"Ours {draw(st.integers(0, 3))}")
        else:
            table = draw(st.sampled_from((*TABLES, *LISTS)))
            index = draw(st.integers(0, max(0, len(value_at(data, table)) - 1)))
            sample = value_at(data_of(TEXT), (*table, 0))
            row = {key: f"Ours {key}" for key in sample} if isinstance(sample, dict) else "Ours"
            made = Insert((*table, index), row) if kind == "insert" else Delete((*table, index))
        try:
            text = edit_text(text, [made])
        except UneditableError:
            continue
    return text


def receive(text: str, ada: tuple[FieldEdit, ...], ben: tuple[FieldEdit, ...]) -> Applied:
    copies = returned(TEXT, copy_of(*ada), copy_of(*ben, reviewer=BEN))
    return apply(text, merge(data_of(text), copies), lambda _: ())


def lines_of(text: str, made: Edit) -> range:
    """The lines that an edit may change, counted from 0: of a row that is put in, that of a list in brackets."""
    reading = read_text(text)
    path = made.path[:-1] if isinstance(made, Insert) else made.path
    first = reading.locate_key(path).line
    if isinstance(made, Insert) and reading.text_at(path)[:1] != "[":
        return range(0)
    return range(first - 1, max(reading.last_line(first), reading.last_line(reading.locate(path).line)))


@settings(max_examples=100)
@given(text=changed_texts(), ada=edits("Ada"), ben=edits("Ben"))
def test_each_edit_becomes_exactly_one_thing(text: str, ada: tuple[FieldEdit, ...], ben: tuple[FieldEdit, ...]) -> None:
    applied = receive(text, ada, ben)
    told = Counter((voice.copy.reviewer, repr(voice.edit)) for one in applied.merged for voice in one.voices)
    assert told == Counter([("Ada Coder", repr(one)) for one in ada] + [(BEN, repr(one)) for one in ben])
    for one in applied.merged:
        assert (one.change is not None) == (one.fate is Fate.APPLIED)
        assert (one.why is not None) == (one.fate in {Fate.PROPOSED, Fate.CONFLICTING})


@settings(max_examples=100)
@given(text=changed_texts(), ada=edits("Ada"), ben=edits("Ben"))
def test_lines_that_no_edit_speaks_of_stay(text: str, ada: tuple[FieldEdit, ...], ben: tuple[FieldEdit, ...]) -> None:
    applied = receive(text, ada, ben)
    spoken = {line for one in applied.merged if one.change for line in lines_of(text, one.change)}
    rest = iter(applied.text.split("\n"))
    assert all(line in rest for place, line in enumerate(text.split("\n")) if place not in spoken)


@settings(max_examples=100)
@given(text=changed_texts(), ada=edits("Ada"), ben=edits("Ben"))
def test_what_was_applied_is_there_and_applying_it_again_changes_nothing(
    text: str, ada: tuple[FieldEdit, ...], ben: tuple[FieldEdit, ...]
) -> None:
    once = receive(text, ada, ben)
    twice = receive(once.text, ada, ben)
    assert twice.text == once.text
    for one in once.merged:
        if one.fate is Fate.APPLIED and isinstance(one.edit, ValueEdit):
            assert one.edit.new in re.sub(r"\s+", " ", once.text)
