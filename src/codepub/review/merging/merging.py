"""Edits of several copies, laid upon the record as it is now: three ways for each field, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, Final

from codepub.origin import FieldPath
from codepub.review.edits import ReturnedCopy, RowAdded, RowRemoved, ValueEdit, ValueRemoved
from codepub.review.merging.judging import describe_edit, has_key_of, judge
from codepub.review.merging.merged import Fate, MergedEdit, Voice
from codepub.review.merging.rows import Counterparts, value_at
from codepub.review.merging.values import make_row
from codepub.yaml.editing.edits import Delete, Insert

_WOULD_BE_NONE: Final = (
    "Without these rows the list would be empty, which says that there are none. Write `[]` or `unavailable:` yourself."
)

_NOBODY: Final = "Another reviewer"
_SETTLED: Final = (Fate.RECEIVED, Fate.APPLIED, Fate.PROPOSED, Fate.CONFLICTING)
"""The fates, from the one after which least has to be decided."""


@dataclass(frozen=True, slots=True)
class Returned:
    """A copy that came back, and the data of the record that it was made from."""

    copy: ReturnedCopy
    sent: Mapping[str, Any]


def merge(now: Mapping[str, Any], returned: Iterable[Returned]) -> tuple[MergedEdit, ...]:
    """Say what becomes of the edits of copies of one record.

    Each edit is in exactly one of those that are returned, in the order of the copies; what several copies say alike is
    one. Where two say different things about the same value or row, both are conflicting.

    Args:
        now: The data of the record as it is.
        returned: What came back; copies may have been sent at different times.
    """
    returned = tuple(returned)
    edits = [edit for one in returned for edit in one.copy.edits]
    added = [make_row(edit.path, edit.cells) for edit in edits if isinstance(edit, RowAdded)]
    judged = [
        MergedEdit((Voice(one.copy, edit),), **judge(edit, record)._asdict())
        for one in returned
        for record in [Counterparts(one.sent, now, added)]
        for edit in one.copy.edits
    ]
    return tuple(_spare_last_rows(_settle_clashes(_gather(judged)), now))


def _gather(judged: Iterable[MergedEdit]) -> list[MergedEdit]:
    """Gather what different copies say alike; where it is settled for one of them, it is for all."""
    gathered: list[MergedEdit] = []
    for one in judged:
        for index, other in enumerate(gathered):
            if _says_the_same(one, other) and all(voice.copy is not one.voices[0].copy for voice in other.voices):
                settled = min(other, one, key=lambda judged: _SETTLED.index(judged.fate))
                gathered[index] = replace(settled, voices=(*other.voices, *one.voices))
                break
        else:
            gathered.append(one)
    return gathered


def _says_the_same(one: MergedEdit, other: MergedEdit) -> bool:
    if one.place is None or one.place != other.place:
        return False
    match one.edit, other.edit:
        case ValueEdit(new=new), ValueEdit(new=same):
            return new == same
        case RowAdded(cells=cells), RowAdded(cells=same):
            return cells == same
        case ((ValueRemoved() | RowRemoved()), (ValueRemoved() | RowRemoved())):
            return True
        case _:
            return False


def _settle_clashes(merged: Sequence[MergedEdit]) -> list[MergedEdit]:
    """Make conflicts of edits that say different things about one value or row, unless the record says it already."""
    rivals: dict[int, list[MergedEdit]] = {}
    for (index, one), (beside, other) in combinations(enumerate(merged), 2):
        if Fate.RECEIVED not in {one.fate, other.fate} and _clash(one, other):
            rivals.setdefault(index, []).append(other)
            rivals.setdefault(beside, []).append(one)
    return [_oppose(one, rivals[index]) if index in rivals else one for index, one in enumerate(merged)]


def _clash(one: MergedEdit, other: MergedEdit) -> bool:
    if one.place is None or other.place is None:
        return False
    if isinstance(one.edit, RowAdded) and isinstance(other.edit, RowAdded):
        is_same = one.edit.cells == other.edit.cells
        return one.place == other.place and not is_same and has_key_of(one.edit, other.edit.cells)
    adds = isinstance(one.edit, RowAdded) or isinstance(other.edit, RowAdded)
    return (one.place == other.place and not adds) or _removes(one, other.place) or _removes(other, one.place)


def _removes(one: MergedEdit, place: FieldPath) -> bool:
    """Tell whether an edit takes out the row that a path leads into."""
    removed = one.place if isinstance(one.edit, ValueRemoved | RowRemoved) else None
    return removed is not None and place[: len(removed)] == removed


def _oppose(one: MergedEdit, rivals: Sequence[MergedEdit]) -> MergedEdit:
    names = list(dict.fromkeys(voice.copy.reviewer or _NOBODY for rival in rivals for voice in rival.voices))
    others = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
    fact = f"{others} {'says' if len(names) == 1 else 'say'} something else here."
    why = f"{one.why} {fact}" if one.why else f"{fact} Choose between them, or write a third."
    against = one.against or "\n".join(describe_edit(rival.edit) for rival in rivals)
    return replace(one, fate=Fate.CONFLICTING, change=None, why=why, against=against)


def _spare_last_rows(merged: Sequence[MergedEdit], now: Mapping[str, Any]) -> Iterator[MergedEdit]:
    """Propose the removal of rows only where it would leave a list empty: that says something else."""
    removed: dict[FieldPath, int] = {}
    filled: set[FieldPath] = set()
    for one in merged:
        match one.change:
            case Delete(path) if isinstance(path[-1], int):
                removed[path[:-1]] = removed.get(path[:-1], 0) + 1
            case Insert(path) if isinstance(path[-1], int):
                filled.add(path[:-1])
    emptied = {table for table, count in removed.items() if count == len(value_at(now, table)) and table not in filled}
    for one in merged:
        is_spared = isinstance(one.change, Delete) and one.change.path[:-1] in emptied
        yield replace(one, fate=Fate.PROPOSED, change=None, why=_WOULD_BE_NONE) if is_spared else one
