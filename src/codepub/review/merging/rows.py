"""Where what stood in a record when it was sent stands now: rows are known by what they say, not by their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from codepub.origin import FieldPath
from codepub.records.code_summary import CodeSummary
from codepub.records.row_keys import ROW_KEYS
from codepub.records.shape import model_at

MISSING: Final = object()
"""What stands where nothing does."""


def value_at(data: Any, path: FieldPath) -> Any:
    """Return the value at a path of plain data, `MISSING` where there is none."""
    for step in path:
        is_row = isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data)
        if not is_row and not (isinstance(data, Mapping) and step in data):
            return MISSING
        data = data[step]
    return data


def keys_at(table: FieldPath) -> tuple[str, ...]:
    """Name the cells that tell the rows of a table apart; none for a list of texts."""
    return ROW_KEYS.get(model_at(CodeSummary, table), ())


@dataclass(frozen=True)
class Counterparts:
    """The data of a record as it was sent, and as it is now.

    ``added`` are the rows that came back as new, in any copy: one that the record has by now is not taken for an older
    row that was edited.
    """

    sent: Mapping[str, Any]
    now: Mapping[str, Any]
    added: Sequence[Any] = ()
    _matched: dict[FieldPath, Mapping[int, int]] = field(default_factory=dict)

    def find(self, path: FieldPath) -> FieldPath | None:
        """Find where the value, or the row, of a path as it was sent is now; None where its row is there no more."""
        place: FieldPath = ()
        for length, step in enumerate(path):
            if isinstance(step, int):
                found = self.match(path[:length]).get(step)
                if found is None:
                    return None
                place = (*place, found)
            else:
                place = (*place, step)
        return place

    def match(self, table: FieldPath) -> Mapping[int, int]:
        """Match the rows of a list, by its path as it was sent: of each index that it had then, the one it has now."""
        if table not in self._matched:
            place = self.find(table)
            was: Any = value_at(self.sent, table)
            is_now: Any = MISSING if place is None else value_at(self.now, place)
            both = isinstance(was, list) and isinstance(is_now, list)
            self._matched[table] = match_rows(was, is_now, keys_at(table), self.added) if both else {}
        return self._matched[table]

    def list_new_rows(self, table: FieldPath) -> list[Any]:
        """List the rows that a list has now and had not when it was sent."""
        place = self.find(table)
        rows = MISSING if place is None else value_at(self.now, place)
        known = set(self.match(table).values())
        return [row for index, row in enumerate(rows) if index not in known] if isinstance(rows, list) else []


def match_rows(
    sent: Sequence[Any], now: Sequence[Any], keys: tuple[str, ...], added: Sequence[Any] = ()
) -> dict[int, int]:
    """Match rows that are equal, then those of the same key cells, then those that stand between the same others.

    Of the rows that are there now, those that were added are matched with none that they only stand in the place of.
    """
    matched: dict[int, int] = {}
    _match_equal([repr(row) for row in sent], [repr(row) for row in now], matched)
    _match_equal([_name(row, keys) for row in sent], [_name(row, keys) for row in now], matched)
    _match_by_place(sent, now, {index for index, row in enumerate(now) if row in added}, matched)
    return matched


def _name(row: Any, keys: tuple[str, ...]) -> str | None:
    return repr([row.get(key) for key in keys]) if keys and isinstance(row, Mapping) else None


def _match_equal(sent: Sequence[str | None], now: Sequence[str | None], matched: dict[int, int]) -> None:
    """Match what has the same name, in its order; what has none is left."""
    free: dict[str, list[int]] = {}
    taken = set(matched.values())
    for index, name in enumerate(now):
        if name is not None and index not in taken:
            free.setdefault(name, []).append(index)
    for index, name in enumerate(sent):
        if name is not None and index not in matched and free.get(name):
            matched[index] = free[name].pop(0)


def _match_by_place(sent: Sequence[Any], now: Sequence[Any], new: set[int], matched: dict[int, int]) -> None:
    """Match rows that stand alone, or as many as before, between two others that were matched, and are alike."""
    taken = new.union(matched.values())
    for first, last in list(_find_gaps(len(sent), matched)):
        above, below = matched.get(first - 1, -1), matched.get(last, len(now))
        between = [index for index in range(above + 1, below) if index not in taken]
        if len(between) != last - first:
            continue
        pairs = zip(range(first, last), between, strict=True)
        matched.update((index, found) for index, found in pairs if _are_alike(sent[index], now[found]))


def _find_gaps(count: int, matched: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the runs of rows that have no match: the first index, and the one behind the last."""
    first: int | None = None
    for index in range(count + 1):
        is_open = index < count and index not in matched
        if is_open and first is None:
            first = index
        elif not is_open and first is not None:
            yield first, index
            first = None


def _are_alike(one: Any, other: Any) -> bool:
    """Tell whether two rows may be one that was edited: they are texts, or half of their cells are equal."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return type(one) is type(other)
    keys = one.keys() | other.keys()
    equal = [key for key in keys if repr(one.get(key)) == repr(other.get(key))]
    return 2 * len(equal) >= len(keys)
