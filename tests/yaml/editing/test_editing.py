"""Edits in place, each with the whole text that comes of it; edits by chance are in `bench/bench_editing.py`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.yaml.editing.editing import edit_text
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace
from codepub.yaml.editing.places import UneditableError
from tests.publications import SAMPLES
from tests.yaml.test_reading import read_text

ROWS = "rows:\n  # first\n  - k: 1\n    l: 2   # two\n\n  # second\n  - k: 3\n  # end\nlast: 1\n"

REPLACED = [
    ("a: old # why\nb: 1\n", "new", "a: new # why\nb: 1\n"),
    ("a:   old\n", "new", "a:   new\n"),
    ("a: 'old' # why\n", "it's", "a: 'it''s' # why\n"),
    ('a: "old"\n', 'a "b"', 'a: "a \\"b\\""\n'),
    ("a: old\n", "32120", 'a: "32120"\n'),
    ("a: old\n", "no", 'a: "no"\n'),
    ("a: old\n", "key: value", 'a: "key: value"\n'),
    ("a: old # why\n", "two\nlines\n", "a: | # why\n  two\n  lines\n"),
    ("a: |\n    old\n\n# next\nb: 1\n", "two\n\nlines\n", "a: |\n    two\n\n    lines\n\n# next\nb: 1\n"),
    ("a: >- # why\n  old\n  text\n", "new text", "a: >- # why\n  new\n  text\n"),
    (
        "a: >-\n  one two\n  three four\n  five six\n",
        "one two three 4 five six",
        "a: >-\n  one two\n  three 4\n  five six\n",
    ),
    ("a: >-\n  one two\n  three four\n  five six\n", "one two five six", "a: >-\n  one two\n  five six\n"),
    ("a: >-\n  one two\n  three\n", "one two three four", "a: >-\n  one two\n  three four\n"),
    ("a: {x: 1} # why\nb: 1\n", "two\nlines\n", "a: | # why\n  two\n  lines\nb: 1\n"),
    ("a: # why\n  x: 1\nb: 1\n", "two\nlines\n", "a: | # why\n  two\n  lines\nb: 1\n"),
    ("a: old\n  text # why\nb: 1\n", "new", "a: new # why\nb: 1\n"),
    ("a:\nb: 1\n", "new", "a: new\nb: 1\n"),
    ("a: old\n", 7, "a: 7\n"),
    ("a: old\n", Decimal("36.10"), "a: 36.10\n"),
    ("a: old\n", date(2026, 1, 1), "a: 2026-01-01\n"),
    ("a: old\n", True, "a: true\n"),
    ("a: old # why\n", ["x", "z"], "a: # why\n  - x\n  - z\n"),
    ("a: [x, y] # why\n", ["z"], "a: [z] # why\n"),
    ("a: {x: 1}\n", {"unavailable": "unknown"}, "a: {unavailable: unknown}\n"),
    ("a:\n  - x\n  - y\nb: 1\n", {"unavailable": "unknown"}, "a:\n  unavailable: unknown\nb: 1\n"),
    ("a: # why\n  - x\n  - y\nb: 1\n", [], "a: [] # why\nb: 1\n"),
    ("a:\n- x\n- y\nb: 1\n", ["z"], "a:\n- z\nb: 1\n"),
]


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CR LF"])
@pytest.mark.parametrize(("before", "value", "after"), REPLACED)
def test_a_value_is_replaced_in_its_own_style(before: str, value: object, after: str, ending: str) -> None:
    edit = Replace(("a",), value)  # type: ignore[arg-type]
    assert edit_text(before.replace("\n", ending), [edit]) == after.replace("\n", ending)


CHANGED: list[tuple[str, Edit, str]] = [
    (ROWS, Replace(("rows", 0, "l"), "x"), ROWS.replace("l: 2", "l: x")),
    (ROWS, Delete(("rows", 0)), ROWS.replace("  - k: 1\n    l: 2   # two\n", "")),
    (ROWS, Delete(("rows", 0, "l")), ROWS.replace("    l: 2   # two\n", "")),
    (ROWS, Delete(("rows", 0, "k")), ROWS.replace("k: 1\n    l: 2", "l: 2")),
    (ROWS, Delete(("rows", 1, "k")), ROWS.replace("- k: 3", "- {}")),
    (ROWS, Insert(("rows", 1), {"k": 5}), ROWS.replace("# two\n", "# two\n  - k: 5\n")),
    (ROWS, Insert(("rows", 2), {"k": 5}), ROWS.replace("k: 3\n", "k: 3\n  - k: 5\n")),
    (ROWS, Insert(("rows", 0), "x"), ROWS.replace("rows:\n", "rows:\n  - x\n")),
    (ROWS, Insert(("rows", 0, "m"), ["x"]), ROWS.replace("# two\n", "# two\n    m:\n      - x\n")),
    (ROWS, Insert(("rows", 0, "m"), 1, "k"), ROWS.replace("k: 1\n", "k: 1\n    m: 1\n")),
    ("a: [x, y] # why\n", Insert(("a", 0), "m"), "a: [m, x, y] # why\n"),
    ("a: [x, y] # why\n", Insert(("a", 2), "n, m"), 'a: [x, y, "n, m"] # why\n'),
    ("a: [x, y] # why\n", Delete(("a", 0)), "a: [y] # why\n"),
    ("a: [x, y] # why\n", Delete(("a", 1)), "a: [x] # why\n"),
    ("a: [x] # why\n", Delete(("a", 0)), "a: [] # why\n"),
    ("a: {x: 1, y: 2}\n", Insert(("a", "z"), "3", "x"), 'a: {x: 1, z: "3", y: 2}\n'),
    ("a: [x,\n  y, # of y\n  z\n]\n", Delete(("a", 2)), "a: [x,\n  y, # of y\n  \n]\n"),
    ("a: [] # why\nb: 1\n", Insert(("a", 0), {"k": "v"}), "a: # why\n  - k: v\nb: 1\n"),
    ("a: {}\n", Insert(("a", "k"), "v"), "a:\n  k: v\n"),
    ("a:\n- x\n# two\n- y\nb: 1\n", Insert(("a", 1), "m"), "a:\n- x\n- m\n# two\n- y\nb: 1\n"),
    ("a: 1", Insert(("b",), "x"), "a: 1\nb: x"),
    ("a: 1\nb: 2", Delete(("b",)), "a: 1"),
    ("\ufeffa: 1\nb: 2\n", Delete(("a",)), "\ufeffb: 2\n"),
    ("a:\n  - - x\n    - y\n", Insert(("a", 0, 0), "m"), "a:\n  - - m\n    - x\n    - y\n"),
]


@pytest.mark.parametrize(("before", "edit", "after"), CHANGED)
def test_rows_and_fields_are_changed_and_nothing_beside_them(before: str, edit: Edit, after: str) -> None:
    assert edit_text(before, [edit]) == after


def test_several_edits_are_made_one_after_the_other() -> None:
    edits: list[Edit] = [Delete(("rows", 0)), Replace(("rows", 0, "k"), "x"), Insert(("rows", 1), "z")]
    assert edit_text("rows:\n  - k: 1\n  - k: 2\n", edits) == "rows:\n  - k: x\n  - z\n"


REFUSED: list[tuple[str, Edit, str]] = [
    ("a: &x 1\nb: *x\n", Replace(("a",), 2), "anchor or a tag"),
    ("a: {k: &x 1}\nb: *x\n", Delete(("a", "k")), "anchor or a tag"),
    ("a: {k: 1}\n", Replace(("a", "l"), 2), "nothing at `a.l`"),
    ("a: {k: 1}\n", Insert(("a", "k"), 2), "there already"),
    ("a: {k: 1}\n", Insert(("a", "l"), 2, "m"), "no field `m`"),
    ("a: [1]\n", Insert(("a", 2), 2), "beyond the last row"),
    ("a: [1]\n", Insert(("a", "k"), 2), "has no fields"),
    ("a: 1\na: 2\n", Replace(("a",), 3), "written twice"),
    ("a: [1\n", Replace(("a",), 3), "not YAML"),
    ("# nothing\n", Replace(("a",), 3), "no record"),
    ("a: " + "[" * 100_000 + "]" * 100_000, Replace(("a",), 3), "too deep"),
    ("a: 1\n", Delete(("a",)), "all that the file holds"),
    ("a: 1\n", Replace((), 3), "whole record"),
    ("a: |+\n  x\n\nb: 1", Delete(("b",)), "something else than is meant"),
]


@pytest.mark.parametrize(("text", "edit", "why"), REFUSED)
def test_what_cannot_be_done_in_place_is_refused_with_its_reason(text: str, edit: Edit, why: str) -> None:
    with pytest.raises(UneditableError, match=why):
        edit_text(text, [edit])


def test_where_one_of_several_edits_cannot_be_made_none_is() -> None:
    with pytest.raises(UneditableError):
        edit_text("a: 1\nb: 2\n", [Delete(("a",)), Delete(("c",))])


@settings(max_examples=200, deadline=None)
@given(text=st.text(), in_flow=st.booleans())
def test_whatever_text_is_written_is_read_again(text: str, in_flow: bool) -> None:
    before = "a: [x, y]\n" if in_flow else "a:\n  - x\n  - y\n"
    try:
        changed = edit_text(before, [Insert(("a", 1), text)])
    except UneditableError:
        assert any(0xD800 <= ord(character) <= 0xDFFF for character in text)  # halves of characters have no UTF-8
        return
    assert changed.startswith(before.split("x", maxsplit=1)[0])
    assert changed.endswith("y]\n" if in_flow else "- y\n")


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_an_edited_sample_is_read_as_what_was_meant(sample: Path) -> None:
    text = sample.read_text("utf-8")
    title, added = "Another title: with a colon", "2026"
    changed = edit_text(text, [Replace(("title",), title), Insert(("sources", 0, "note"), added)])
    data = read_text(text).data or {}
    first, *others = cast("list[dict[str, object]]", data["sources"])
    assert read_text(changed).data == {**data, "title": title, "sources": [{**first, "note": added}, *others]}
