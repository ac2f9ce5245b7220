"""What pydantic found wrong, told as authors need it: one mistake, one diagnostic, at its place."""

from __future__ import annotations

import datetime  # noqa: ICN001 -- its own name
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from pydantic_core import ErrorDetails

from codepub.diagnostics import Finding, Rule, Severity
from codepub.loading.meant_keys import Holder, Meant, guess_meant, hold
from codepub.loading.wrong_values import NO_DASH, Misfit, is_text_unquoted, suggest_choice, suggest_form, suggest_value
from codepub.origin import FieldPath
from codepub.records.availability import REASONS, Frozen, Unavailable, state_of
from codepub.records.shape import holds_list, is_optional, keys_of, may_be_unavailable, model_at
from codepub.yaml.reading import Reading
from codepub.yaml.rules import MAX_MISTAKES, TOO_MANY_MISTAKES
from codepub.yaml.source_text import shorten_text

_ERROR: Final = Severity.ERROR
UNKNOWN_KEY: Final = Rule("unknown-key", _ERROR, "A field that records do not have.", "titel: Thoracotomy")
MISSING_FIELD: Final = Rule("missing-field", _ERROR, "A required field that is not there.", "summary: {payers: []}")
WRONG_TYPE: Final = Rule("wrong-type", _ERROR, "A number, date, list or mapping where another belongs.", "code: 32120")
UNKNOWN_CHOICE: Final = Rule("unknown-choice", _ERROR, "A word that is not one of the choices.", "unavailable: unknwon")
WRONG_FORM: Final = Rule("wrong-form", _ERROR, "A value that does not have its field's form.", 'effective: "soon"')

MODEL_RULES: Final = (UNKNOWN_KEY, MISSING_FIELD, WRONG_TYPE, UNKNOWN_CHOICE, WRONG_FORM)

_WANTED_TYPES: Final = {
    "string_type": "text",
    "tuple_type": "a list",
    "int_type": "a whole number",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "date_type": "a date",
}
_FORM_FACTS: Final = {
    "string_pattern_mismatch": "it does not have the form of its field",
    "too_short": "it needs at least one member",
    "date_from_datetime_parsing": "no calendar has this day",
}
_WAYS_OUT: Final = {
    "address_blank": "Write %20 for a blank that belongs to it; a comment or a second address stands elsewhere.",
    "address_length": "Link to the page itself, without what was added for a search or a session.",
}
_MAX_ERRORS: Final = 10 * MAX_MISTAKES
"""Errors of pydantic that are looked at, several to a mistake; a record with more of them has no sound part."""


class _PlacedError(NamedTuple):
    """An error of pydantic, and the path that it speaks of."""

    path: FieldPath
    error: ErrorDetails

    @property
    def is_unknown_key(self) -> bool:
        return self.error["type"] == "extra_forbidden"

    @property
    def is_dashed_statement(self) -> bool:
        """Whether an unknown key states that a row is unavailable, which only the whole list can be."""
        path = self.path
        return self.is_unknown_key and path[-1] == "unavailable" and len(path) > 1 and isinstance(path[-2], int)


@dataclass(frozen=True)  # without slots: what the unknown keys were meant for is guessed once, and kept
class ModelErrors:
    """What pydantic found wrong with the data of a file; of more than `_MAX_ERRORS` the first."""

    root: type[Frozen]
    errors: Sequence[ErrorDetails]
    reading: Reading

    def describe(self) -> Iterator[Finding]:
        """Describe the errors as an author needs them, without what the reading of the YAML has reported already.

        Yields at most `MAX_MISTAKES`, and then one more that says that there are others.
        """
        found = self._describe_all()
        yield from islice(found, MAX_MISTAKES)
        if len(self.errors) > _MAX_ERRORS or next(found, None):
            fact = "The record has more mistakes in its fields than are told here."
            yield Finding(TOO_MANY_MISTAKES, (), fact, "Mend those; then the rest is told.")

    @cached_property
    def fault_paths(self) -> tuple[FieldPath, ...]:
        """The paths of what is at fault, and of the fields that misnamed keys were meant for."""
        return (*(path for path, _ in self._placed), *(meant.path for meant in self._meant.values()))

    def is_filled_elsewhere(self, path: FieldPath) -> bool:
        """Tell whether what belongs below a path stands on another level."""
        return path in self._filled

    @cached_property
    def _placed(self) -> tuple[_PlacedError, ...]:
        return tuple(_PlacedError(_find_path(error, self.reading), error) for error in self.errors[:_MAX_ERRORS])

    @cached_property
    def _meant(self) -> dict[FieldPath, Meant]:
        """What unknown keys were meant for. To find that is slow, and of more than these not one is told."""
        names = defaultdict[tuple[FieldPath, bool], list[str]](list)
        for path, error in islice((one for one in self._placed if one.is_unknown_key), MAX_MISTAKES + 1):
            names[path[:-1], _is_in_statement(error)].append(str(path[-1]))
        return {
            (*path, name): meant
            for (path, states), unknown in names.items()
            for name, meant in guess_meant(self._hold(path, states=states), unknown, self.reading).items()
        }

    @cached_property
    def _renamed(self) -> frozenset[FieldPath]:
        return frozenset(meant.path for meant in self._meant.values())

    @cached_property
    def _filled(self) -> frozenset[FieldPath]:
        """The places that are empty or lack because what belongs there stands on another level."""
        moved = [meant.path for meant in self._meant.values() if meant.is_elsewhere]
        return frozenset(path[:length] for path in moved for length in range(1, len(path)))

    @cached_property
    def _rows_themselves(self) -> frozenset[FieldPath]:
        """The mappings whose keys are those of a row of a table in them, so that nothing else of them is there."""
        return frozenset(
            path[:-1] for path, meant in self._meant.items() if meant.path[-2:-1] == (0,) and meant.is_elsewhere
        )

    @cached_property
    def _torn_rows(self) -> dict[FieldPath, FieldPath]:
        """The rows that are parts of one row with too many dashes, and the field by which that is told."""
        lacking = [path for path, error in self._placed if error["type"] == "missing" and _is_in_row(path)]
        torn: dict[FieldPath, FieldPath] = {}
        for above in dict.fromkeys(path[:-2] for path in lacking):
            rows = self.reading.value_at(above)
            for first, last in _find_torn_rows(self.root, above, rows if isinstance(rows, list) else []):
                rows_torn = [(*above, index) for index in range(first, last + 1)]
                told = [path for path in lacking if path[:-1] in rows_torn]
                torn |= dict.fromkeys(rows_torn, told[0]) if told else {}
        return torn

    def _is_of_torn_row(self, path: FieldPath) -> bool:
        return path[:-1] in self._torn_rows

    def _hold(self, path: FieldPath, *, states: bool) -> Holder:
        return hold(self.root, path, self.reading, states=states)

    def _describe_all(self) -> Iterator[Finding]:
        dashed = {one.path[:-1] for one in self._placed if one.is_dashed_statement}
        lists_told = set[FieldPath]()
        for one in self._placed:
            path = one.path
            if any(path[:length] in dashed for length in range(len(path))):
                if one.is_dashed_statement:
                    yield Finding(UNKNOWN_KEY, path, "`unavailable` is not a field of a row.", NO_DASH)
            elif self._is_statement(one) or not (self.reading.is_refused(path) or self._is_consequence(one)):
                if _is_like_its_neighbors(one):
                    if path[:-1] in lists_told:
                        continue
                    lists_told.add(path[:-1])
                yield self._describe_error(one)

    def _is_statement(self, one: _PlacedError) -> bool:
        meant = self._meant.get(one.path) if one.is_unknown_key else None
        return meant is not None and meant.path[-1] == "unavailable"

    def _is_consequence(self, one: _PlacedError) -> bool:
        """Tell whether an error is gone once the keys are named, and stand, as they were meant."""
        path, error = one
        if one.is_unknown_key and (path in self._moved_with_others or self._is_of_stray_statement(path)):
            return True
        if error["type"] == "missing" and self._is_of_torn_row(path):
            return path != self._torn_rows[path[:-1]]
        if error["type"] == "missing" and (path in self._filled or path[:-1] in self._rows_themselves):
            return True
        if error["type"] == "too_short" and error["input"]:  # its members are at fault
            return True
        return path in self._renamed or any(
            (*path[:length], "unavailable") in self._renamed for length in range(len(path))
        )

    def _is_of_stray_statement(self, path: FieldPath) -> bool:
        """Tell whether a key stands beside an `unavailable:` on the wrong level, which has been told."""
        return path[-1] in keys_of(Unavailable) and self.reading.is_refused((*path[:-1], "unavailable"))

    @cached_property
    def _moved_with_others(self) -> frozenset[FieldPath]:
        """The keys on another level than theirs that are told with one above them, which belongs to the same place."""
        first: dict[tuple[FieldPath, FieldPath], FieldPath] = {}
        for path, meant in self._meant.items():
            if meant.is_elsewhere:
                first.setdefault((path[:-1], meant.path[:-1]), path)
        moved = (path for path, meant in self._meant.items() if meant.is_elsewhere)
        return frozenset(moved) - frozenset(first.values())

    def _describe_error(self, one: _PlacedError) -> Finding:
        path, error = one
        match error["type"]:
            case "extra_forbidden":
                return self._describe_unknown_key(one)
            case "missing" if self._is_of_torn_row(path):
                hint = (
                    "A row has one dash: remove it before the other fields, and start them in the column of the first."
                )
                return Finding(MISSING_FIELD, path, f"The row lacks `{path[-1]}`, and the row beside it has it.", hint)
            case "missing":
                return _describe_missing_field(self.root, path)
            case "literal_error":
                return self._describe_wrong_choice(one)
            case kind if kind in _WANTED_TYPES:
                return self._describe_wrong_type(one, _WANTED_TYPES[kind])
            case kind:
                return self._describe_wrong_form(one, _FORM_FACTS.get(kind, error["msg"]))

    def _describe_unknown_key(self, one: _PlacedError) -> Finding:
        path, meant = one.path, self._meant.get(one.path)
        if meant is None:
            known = ", ".join(self._hold(path[:-1], states=_is_in_statement(one.error)).known)
            hint = f"The fields here are: {known}."
        elif meant.is_elsewhere:
            hint = self._suggest_move(path, meant.path)
        else:
            hint = f"Did you mean `{meant.path[-1]}`?"
        return Finding(UNKNOWN_KEY, path, f"`{path[-1]}` is not a field here.", hint)

    def _suggest_move(self, path: FieldPath, place: FieldPath) -> str:
        others = [
            f"`{other[-1]}`"
            for other in self._moved_with_others
            if other[:-1] == path[:-1] and self._meant[other].path[:-1] == place[:-1]
        ]
        what = f"Move it, and {', '.join(sorted(others))} with it," if others else "Move it"
        *_, above, _ = ("", "", *place)
        if len(place) == 1:
            return f"{what} to the fields of the record, at the left margin."
        if isinstance(above, int):
            return f"{what} into a row of `{place[-3]}:`, which begins with a dash."
        return f"{what} below `{above}:`, indented by two spaces more than that."

    def _describe_wrong_choice(self, one: _PlacedError) -> Finding:
        path, error = one
        expected, given = error["ctx"]["expected"], error["input"]
        wanted, kind = ("text", str) if "'" in expected else ("a whole number", int)
        choices = re.findall(r"'([^']*)'", expected) or re.findall(r"\d+", expected)
        if type(given) is kind:
            return Finding(
                UNKNOWN_CHOICE, path, f"`{given}` is not one of the choices here.", suggest_choice(choices, str(given))
            )
        if str(given) in choices:
            return self._describe_wrong_type(one, wanted)
        return Finding(WRONG_TYPE, path, _state_expected(wanted, given), f"Write one of: {', '.join(choices)}.")

    def _describe_wrong_type(self, one: _PlacedError, wanted: str) -> Finding:
        path, given = one.path, one.error["input"]
        misfit = self._find_misfit(one)
        statement = _find_broken_statement(given) if misfit.may_lack and isinstance(given, dict) else None
        if statement is not None:
            key, way_out = statement
            return Finding(UNKNOWN_KEY, (*path, key), f"`{key}` is not a field here.", way_out)
        instead = misfit.written if wanted == "text" and is_text_unquoted(misfit) else None
        fact = _state_expected(wanted, given)
        return Finding(WRONG_TYPE, path, fact, suggest_value(wanted, misfit), instead=instead)

    def _describe_wrong_form(self, one: _PlacedError, fact: str) -> Finding:
        error, misfit = one.error, self._find_misfit(one)
        fact = fact.replace("Input should be", "it should be", 1)
        hint = error.get("ctx", {}).get("way_out") or _WAYS_OUT.get(error["type"]) or suggest_form(misfit)
        return Finding(WRONG_FORM, one.path, f"{shorten_text(misfit.written)} cannot stand here: {fact}.", hint)

    def _find_misfit(self, one: _PlacedError) -> Misfit:
        path, error = one
        root, below = (Unavailable, path[-1:]) if _is_in_statement(error) else (self.root, path)
        written, may_lack = self.reading.text_at(path), error["loc"][-1] == "value"
        return Misfit(root, below, error["input"], written, self._source_ids, may_lack)

    @cached_property
    def _source_ids(self) -> tuple[str, ...]:
        sources = self.reading.value_at(("sources",))
        rows = sources if isinstance(sources, list) else []
        return tuple(row["id"] for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str))


def _find_path(error: ErrorDetails, reading: Reading) -> FieldPath:
    """Find the path that an error speaks of, without the tags of `Available`, one of which is a key as well."""
    *above, last = error["loc"]
    steps = [step for step in above if step not in ("value", "unavailable")]
    if error["type"] == "missing":
        return reading.resolve_missing((*steps, last))
    is_tag = last == "value" and error["type"] != "extra_forbidden"
    return reading.resolve(tuple(steps) if is_tag else (*steps, last))


def _find_broken_statement(given: dict[str, object]) -> tuple[str, str] | None:
    """Find the key of a statement that a value is unavailable which was misnamed or left out, and what to write."""
    if near := get_close_matches("unavailable", given, n=1) or [key for key in given if key == "reason"]:
        return near[0], "Did you mean `unavailable`?"
    bare = [key for key, value in given.items() if key in REASONS and value is None]
    return (bare[0], f"Write {{unavailable: {bare[0]}}}.") if bare else None


def _is_in_row(path: FieldPath) -> bool:
    return len(path) > 1 and isinstance(path[-2], int)


def _is_in_statement(error: ErrorDetails) -> bool:
    return error["loc"][-2:-1] == ("unavailable",)


def _is_like_its_neighbors(one: _PlacedError) -> bool:
    """Tell whether a row is one value alone, or a member has fields: the list is told once, for all are likely so."""
    kind, given = one.error["type"], one.error["input"]
    if not isinstance(one.path[-1], int):
        return False
    if kind in ("model_type", "model_attributes_type"):
        return not isinstance(given, dict | list)
    return kind == "string_type" and isinstance(given, dict) and state_of(given) == "value"


def _find_torn_rows(root: type[Frozen], path: FieldPath, rows: list[object]) -> Iterator[tuple[int, int]]:
    """Find the rows of a list, each with other fields, that are one row with too many dashes: the first, the last."""
    required = {key for key in keys_of(model_at(root, path)) if not is_optional(model_at(root, path), key)}
    first, keys = 0, set[str]()
    for index, row in enumerate([*rows, None]):
        if not isinstance(row, dict) or not keys.isdisjoint(row):
            if index - first > 1 and required and required <= keys:
                yield first, index - 1
            first, keys = index, set()
        keys |= set(row) if isinstance(row, dict) else set()


def _describe_missing_field(root: type[Frozen], path: FieldPath) -> Finding:
    key, above = str(path[-1]), path[-2:-1]
    where = "The record" if not above else f"`{above[0]}`" if isinstance(above[0], str) else "The row"
    model = model_at(root, path[:-1])
    known_to_be_none = ", with [] for known to be none," if holds_list(model, key) else ""
    if may_be_unavailable(model, key):
        hint = f"Write `{key}:` with its value{known_to_be_none} or with {{unavailable: REASON}}."
    else:
        hint = f"Write `{key}:` with its value; it cannot be unavailable."
    return Finding(MISSING_FIELD, path, f"{where} lacks `{key}`.", hint)


def _state_expected(wanted: str, given: object) -> str:
    return f"Here belongs {wanted}, and this is {_name_kind(given)}."


def _name_kind(value: object) -> str:
    match value:
        case bool():
            return "true or false to YAML"
        case int() | Decimal():
            return "a number to YAML"
        case datetime.date():
            return "a date to YAML"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a mapping of fields" if state_of(value) == "value" else "a statement that it is unavailable"
        case _:
            return "nothing"
