"""Merged edits are made in the text of a record; what cannot be made, or does not validate, is kept as a proposal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from codepub.diagnostics import Diagnostic, Severity
from codepub.origin import FieldPath, list_fields
from codepub.review.merging.merged import Fate, MergedEdit
from codepub.yaml.editing.editing import edit_text
from codepub.yaml.editing.edits import Delete, Insert, Replace
from codepub.yaml.editing.places import UneditableError

Check = Callable[[str], Sequence[Diagnostic]]
"""What is wrong with a record, by the text of its file."""

_TOGETHER: Final = (
    "With the other edits the record would not validate. Write it by hand, or receive the copies one by one."
)

_RANKS: Final = {Insert: 0, Replace: 1, Delete: 2}
"""At one index, a row is taken out or replaced before another is put in its place."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What a record's file is to hold, and what became of each edit."""

    text: str
    merged: tuple[MergedEdit, ...]


def apply(text: str, merged: Sequence[MergedEdit], check: Check) -> Applied:
    """Make the edits that may be applied in the text of a record; those that give it new errors become proposals.

    As many are made as the checks accept: first all; where they give errors, all but those without which there are
    fewer.
    """
    merged = _propose_uneditable(text, merged)
    before = _Errors(check(text))
    errors = before.find_new(check(_make(text, merged)))
    for index in _list_suspects(merged, errors):
        if errors:
            merged, errors = _try_without(index, merged, errors, lambda some: before.find_new(check(_make(text, some))))
    if errors:
        merged = [replace(one, fate=Fate.PROPOSED, change=None, why=_TOGETHER) if one.change else one for one in merged]
    return Applied(_make(text, merged), tuple(merged))


class _Errors:
    """The errors that a record has before anything is changed."""

    def __init__(self, found: Sequence[Diagnostic]) -> None:
        self._known = Counter(map(_name_error, filter(_is_error, found)))

    def find_new(self, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Find the errors that are new; lines move, so that errors are known by what they say."""
        left = Counter(self._known)
        new = list[Diagnostic]()
        for one in filter(_is_error, found):
            left[_name_error(one)] -= 1
            if left[_name_error(one)] < 0:
                new.append(one)
        return new


def _is_error(found: Diagnostic) -> bool:
    return found.severity is Severity.ERROR


def _name_error(found: Diagnostic) -> tuple[str, str]:
    return found.rule, found.message


def _try_without(
    index: int,
    merged: Sequence[MergedEdit],
    errors: list[Diagnostic],
    find_new: Callable[[Sequence[MergedEdit]], list[Diagnostic]],
) -> tuple[list[MergedEdit], list[Diagnostic]]:
    """Leave an edit out where there are fewer errors without it, and say which those are."""
    without = list(merged)
    without[index] = replace(merged[index], change=None)
    left = find_new(without)
    if len(left) >= len(errors):
        return list(merged), errors
    names = Counter(map(_name_error, left))
    gone = next((one for one in errors if not names[_name_error(one)]), errors[0])
    why = f"{gone.message} {gone.hint or ''}".strip()
    without[index] = replace(merged[index], fate=Fate.PROPOSED, change=None, why=why)
    return without, left


def _list_suspects(merged: Sequence[MergedEdit], errors: Sequence[Diagnostic]) -> list[int]:
    """List the edits that are made by their indexes: first those of fields that errors speak of; later ones first."""
    fields = {list_fields(error.origin.path) for error in errors if error.origin}
    changes = [(index, one.change) for index, one in enumerate(merged) if one.change is not None]
    changes.sort(key=lambda pair: (_holds_one(list_fields(pair[1].path), fields), pair[0]), reverse=True)
    return [index for index, _ in changes]


def _holds_one(names: tuple[str, ...], fields: Iterable[tuple[str, ...]]) -> bool:
    return any(one[: len(names)] == names for one in fields)


def _propose_uneditable(text: str, merged: Sequence[MergedEdit]) -> list[MergedEdit]:
    """Make proposals of edits that cannot be made in place, by themselves or with those before them."""
    try:
        _make(text, merged)
    except UneditableError:
        made = list[MergedEdit]()
        for one in merged:
            made.append(_try_with(made, one, text))
        return made
    return list(merged)


def _try_with(made: Sequence[MergedEdit], one: MergedEdit, text: str) -> MergedEdit:
    try:
        _make(text, [*made, one])
    except UneditableError as error:
        return replace(one, fate=Fate.PROPOSED, change=None, why=str(error))
    return one


def _make(text: str, merged: Sequence[MergedEdit]) -> str:
    """Make the changes of merged edits, from the end of each list to its beginning, so that indexes stay right."""
    changes = [(index, one.change) for index, one in enumerate(merged) if one.change is not None]
    changes.sort(key=lambda pair: (_order(pair[1].path), _RANKS[type(pair[1])], pair[0]), reverse=True)
    return edit_text(text, [change for _, change in changes])


def _order(path: FieldPath) -> list[tuple[int, str]]:
    return [(step, "") if isinstance(step, int) else (0, step) for step in path]
