"""One edit and the record as it is now: may it be applied, was it received before, is it a proposal or a conflict?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, assert_never

from codepub.origin import FieldPath, format_path
from codepub.review.edits import FieldEdit, RowAdded, RowRemoved, ValueEdit, ValueRemoved
from codepub.review.merging.merged import Fate
from codepub.review.merging.rows import MISSING, Counterparts, keys_at, value_at
from codepub.review.merging.values import (
    can_be_left_out,
    is_absent,
    is_same,
    is_single,
    list_lacking,
    list_unknown,
    make_row,
    make_value,
    says,
    write_plainly,
)
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace

_ROW_GONE: Final = "The row was taken out of the record since. Put it back with these words, or decline."
TAKEN_OUT: Final = "(taken out)"
"""What stands for the side of a conflict that has no words."""
_ROW_CHANGED: Final = "The row was changed in the record since. Take it out, or keep it as it is now."
_CHANGED: Final = "The record was changed here since. Choose between the two, or write a third."
_NO_TABLE: Final = "A table or a list is not applied from words. Write its rows in the record."
_NOT_EMPTY: Final = "The field cannot be empty. Write a value, or `unavailable:` with a reason."
_ROW_THERE: Final = "The record has such a row now, and it says something else. Choose between the two."
_LIST_GONE: Final = "The record has no such list now. Write the row by hand, or decline."


class Judgement(NamedTuple):
    """What becomes of one edit by itself; the fields are those of a `MergedEdit`."""

    fate: Fate
    place: FieldPath | None
    change: Edit | None = None
    why: str | None = None
    against: str | None = None


def judge(edit: FieldEdit, record: Counterparts) -> Judgement:
    """Judge one edit by itself."""
    match edit:
        case ValueEdit():
            return _judge_value(edit, record)
        case ValueRemoved() if isinstance(edit.path[-1], int):
            return _judge_row_removed(edit.path, edit.doubt, record)
        case ValueRemoved():
            return _judge_value_removed(edit, record)
        case RowAdded():
            return _judge_row_added(edit, record)
        case RowRemoved():
            return _judge_row_removed(edit.path, edit.doubt, record)
        case _:
            assert_never(edit)


def _judge_value(edit: ValueEdit, record: Counterparts) -> Judgement:
    place = record.find(edit.path)
    if place is None:
        return Judgement(Fate.CONFLICTING, None, why=_ROW_GONE, against=TAKEN_OUT)
    sent, now = value_at(record.sent, edit.path), value_at(record.now, place)
    if says(place, now, edit.new):
        return Judgement(Fate.RECEIVED, place)
    if not is_same(place, sent, now):
        return Judgement(Fate.CONFLICTING, place, why=_CHANGED, against=write_plainly(now) or TAKEN_OUT)
    if edit.doubt is not None:
        return Judgement(Fate.PROPOSED, place, why=edit.doubt)
    if not is_single(place) or (not is_absent(now) and isinstance(now, Mapping | list)):
        return Judgement(Fate.PROPOSED, place, why=_NO_TABLE)
    value = make_value(place, edit.new, now)
    return Judgement(Fate.APPLIED, place, Insert(place, value) if now is MISSING else Replace(place, value))


def _judge_value_removed(edit: ValueRemoved, record: Counterparts) -> Judgement:
    place = record.find(edit.path)
    now = MISSING if place is None else value_at(record.now, place)
    if place is None or is_absent(now):
        return Judgement(Fate.RECEIVED, place)
    if not is_same(place, value_at(record.sent, edit.path), now):
        return Judgement(Fate.CONFLICTING, place, why=_CHANGED, against=write_plainly(now))
    if edit.doubt is not None:
        return Judgement(Fate.PROPOSED, place, why=edit.doubt)
    if not can_be_left_out(place):
        return Judgement(Fate.PROPOSED, place, why=_NOT_EMPTY)
    return Judgement(Fate.APPLIED, place, Delete(place))


def _judge_row_removed(path: FieldPath, doubt: str | None, record: Counterparts) -> Judgement:
    place = record.find(path)
    now = MISSING if place is None else value_at(record.now, place)
    if place is None or now is MISSING:
        return Judgement(Fate.RECEIVED, None)
    if not is_same(place, value_at(record.sent, path), now):
        return Judgement(Fate.CONFLICTING, place, why=_ROW_CHANGED, against=write_plainly(now))
    if doubt is not None:
        return Judgement(Fate.PROPOSED, place, why=doubt)
    return Judgement(Fate.APPLIED, place, Delete(place))


def _judge_row_added(edit: RowAdded, record: Counterparts) -> Judgement:
    table = record.find(edit.path)
    new_rows = record.list_new_rows(edit.path)
    if any(_says_row(edit, row) for row in new_rows):
        return Judgement(Fate.RECEIVED, table)
    if rival := next((row for row in new_rows if has_key_of(edit, row)), None):
        return Judgement(Fate.CONFLICTING, table, why=_ROW_THERE, against=write_plainly(rival))
    if table is None or not isinstance(value_at(record.now, table), list):
        if table is not None and is_absent(value_at(record.sent, edit.path)):
            return Judgement(Fate.PROPOSED, table, why=edit.doubt or _NO_TABLE)
        return Judgement(Fate.CONFLICTING, table, why=_LIST_GONE, against=TAKEN_OUT)
    if why := edit.doubt or _find_gaps(edit):
        return Judgement(Fate.PROPOSED, table, why=why)
    place = (*table, find_index(edit, record))
    return Judgement(Fate.APPLIED, table, Insert(place, make_row(edit.path, edit.cells)))


def _find_gaps(edit: RowAdded) -> str | None:
    """Say why a row cannot be written by its cells alone."""
    if unknown := list_unknown(edit.path, edit.cells):
        return f"A row of {format_path(edit.path)} has no field {_join(unknown)}. Write it by hand."
    if lacking := list_lacking(edit.path, edit.cells):
        return f"The row lacks {_join(lacking)}, which it cannot do without. Complete it by hand."
    return None


def _join(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def find_index(edit: RowAdded, record: Counterparts) -> int:
    """Find where a row goes: behind the nearest one above it that is still there, else before the first below it."""
    matched = record.match(edit.path)
    above = next((matched[index] for index in range(edit.before - 1, -1, -1) if index in matched), None)
    if above is not None:
        return above + 1
    return next((found for index, found in sorted(matched.items()) if index >= edit.before), 0)


def _says_row(edit: RowAdded, row: Any) -> bool:
    """Tell whether a row of the record says what was typed in the cells of a new one."""
    if "" in edit.cells:
        return says((*edit.path, 0), row, edit.cells[""])
    return isinstance(row, Mapping) and all(
        says((*edit.path, 0, key), row.get(key, MISSING), typed) for key, typed in edit.cells.items() if typed.strip()
    )


def has_key_of(edit: RowAdded, row: Any) -> bool:
    """Tell whether a row has the key cells of a new one, by which an editor would speak of both."""
    keys = keys_at(edit.path)
    return (
        bool(keys)
        and isinstance(row, Mapping)
        and all(
            bool(edit.cells.get(key, "").strip()) and says((*edit.path, 0, key), row.get(key, MISSING), edit.cells[key])
            for key in keys
        )
    )


def describe_edit(edit: FieldEdit) -> str:
    """Say in words what an edit makes of a value or a row."""
    match edit:
        case ValueEdit(new=new):
            return new
        case RowAdded(cells=cells):
            return write_plainly({key: words for key, words in cells.items() if key}) or cells.get("", "")
        case ValueRemoved() | RowRemoved():
            return TAKEN_OUT
        case _:
            assert_never(edit)
