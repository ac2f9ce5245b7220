"""What pydantic found wrong, told as authors need it: one mistake, one diagnostic, at its place."""

from __future__ import annotations

import datetime  # noqa: ICN001 -- its own name
import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from itertools import islice
from typing import Final

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from codepub.diagnostics import Finding, Rule, Severity
from codepub.origin import FieldPath
from codepub.records.availability import Frozen, Unavailable, state_of
from codepub.records.numbers import PLAIN_NUMBER
from codepub.records.shape import field_of, holds_list, keys_of, may_be_unavailable, model_at
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
    "address_scheme": "Write it with https:// in front.",
    "address_blank": "Write %20 for a blank that belongs to it; a comment or a second address stands elsewhere.",
    "address_site": "Write the site behind https://.",
    "address_length": "Link to the page itself, without what was added for a search or a session.",
}
_MAX_ERRORS: Final = 10 * MAX_MISTAKES
"""Errors of pydantic that are looked at, several to a mistake; a record with more of them has no sound part."""

_NO_DASH: Final = "Remove the dash: `unavailable:` stands for the whole list."
_DASHES: Final = ("-", "–", "—", "•", "·", "*")


def describe_model_errors(root: type[Frozen], errors: Sequence[ErrorDetails], reading: Reading) -> Iterator[Finding]:
    """Describe pydantic's errors as an author needs them, without what the reading of the YAML has reported already.

    Yields at most `MAX_MISTAKES`, and then one more that says that there are others.
    """
    found = _describe_errors(root, [(_find_path(error, reading), error) for error in errors[:_MAX_ERRORS]], reading)
    yield from islice(found, MAX_MISTAKES)
    if len(errors) > _MAX_ERRORS or next(found, None):
        fact = "The record has more mistakes in its fields than are told here."
        yield Finding(TOO_MANY_MISTAKES, (), fact, "Mend those; then the rest is told.")


def _describe_errors(
    root: type[Frozen], placed: list[tuple[FieldPath, ErrorDetails]], reading: Reading
) -> Iterator[Finding]:
    unknown = [(path, error) for path, error in placed if error["type"] == "extra_forbidden"]
    dashed = {path[:-1] for path, _ in unknown if _is_dashed_statement(path)}
    # To find what was meant is slow, and of more unknown keys than these not one is told.
    meant = {_guess_meant(root, path, error) for path, error in islice(unknown, MAX_MISTAKES + 1)}
    for path, error in placed:
        if any(path[:length] in dashed for length in range(len(path))):
            if _is_dashed_statement(path):
                yield Finding(UNKNOWN_KEY, path, "`unavailable` is not a field of a row.", _NO_DASH)
            continue
        is_statement = error["type"] == "extra_forbidden" and _is_statement(_guess_meant(root, path, error))
        if is_statement or not (reading.is_refused(path) or _is_consequence(path, meant)):
            yield _describe_error(root, path, error, reading)


def list_fault_paths(errors: Sequence[ErrorDetails], reading: Reading) -> list[FieldPath]:
    """List the paths that pydantic's errors speak of; of more errors than are looked at, those of the first."""
    return [_find_path(error, reading) for error in errors[:_MAX_ERRORS]]


def _find_path(error: ErrorDetails, reading: Reading) -> FieldPath:
    """Find the path that an error speaks of, without the tags of `Available`, one of which is a key as well."""
    *above, last = error["loc"]
    steps = [step for step in above if step not in ("value", "unavailable")]
    if error["type"] == "missing":
        return reading.resolve_missing((*steps, last))
    is_tag = last == "value" and error["type"] != "extra_forbidden"
    return reading.resolve(tuple(steps) if is_tag else (*steps, last))


def _guess_meant(root: type[Frozen], path: FieldPath, error: ErrorDetails) -> FieldPath | None:
    """Guess the path that an unknown key was meant for; None where no key is near."""
    near = get_close_matches(str(path[-1]), _list_known_keys(root, path, error), n=1)
    return (*path[:-1], near[0]) if near else None


def _is_dashed_statement(path: FieldPath) -> bool:
    """Tell whether an unknown key states that a row is unavailable, which only the whole list can be."""
    return path[-1] == "unavailable" and len(path) > 1 and isinstance(path[-2], int)


def _is_statement(path: FieldPath | None) -> bool:
    return path is not None and path[-1] == "unavailable"


def _is_consequence(path: FieldPath, meant: set[FieldPath | None]) -> bool:
    """Tell whether an error is gone once the misspelt keys are spelled as they were meant."""
    return path in meant or any((*path[:length], "unavailable") in meant for length in range(len(path)))


def _list_known_keys(root: type[Frozen], path: FieldPath, error: ErrorDetails) -> tuple[str, ...]:
    """List the keys that may stand beside an unknown one."""
    if _is_in_statement(error):
        return keys_of(Unavailable)
    keys = keys_of(model_at(root, path[:-1]))
    holder = path[-2] if len(path) > 1 else None
    is_optional = isinstance(holder, str) and may_be_unavailable(model_at(root, path[:-2]), holder)
    return (*keys, "unavailable") if is_optional else keys


def _is_in_statement(error: ErrorDetails) -> bool:
    return error["loc"][-2:-1] == ("unavailable",)


def _describe_error(root: type[Frozen], path: FieldPath, error: ErrorDetails, reading: Reading) -> Finding:
    match error["type"]:
        case "extra_forbidden":
            return _describe_unknown_key(root, path, error)
        case "missing":
            return _describe_missing_field(root, path)
        case "literal_error":
            return _describe_wrong_choice(root, path, error, reading.text_at(path))
        case kind if kind in _WANTED_TYPES:
            is_optional = error["loc"][-1] == "value"
            return _describe_wrong_type(
                root, path, _WANTED_TYPES[kind], error["input"], reading.text_at(path), is_optional=is_optional
            )
        case kind:
            return _describe_wrong_form(root, path, _FORM_FACTS.get(kind, error["msg"]), error, reading.text_at(path))


def _describe_unknown_key(root: type[Frozen], path: FieldPath, error: ErrorDetails) -> Finding:
    meant = _guess_meant(root, path, error)
    known = ", ".join(_list_known_keys(root, path, error))
    hint = f"Did you mean `{meant[-1]}`?" if meant else f"The fields here are: {known}."
    return Finding(UNKNOWN_KEY, path, f"`{path[-1]}` is not a field here.", hint)


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


def _describe_wrong_choice(root: type[Frozen], path: FieldPath, error: ErrorDetails, written: str) -> Finding:
    expected = error["ctx"]["expected"]
    wanted, kind = ("text", str) if "'" in expected else ("a whole number", int)
    choices, given = re.findall(r"'([^']*)'", expected) or re.findall(r"\d+", expected), error["input"]
    if type(given) is kind:
        folded = {choice.casefold(): choice for choice in choices}
        near = get_close_matches(str(given).casefold(), folded, n=1)
        hint = f"Did you mean `{folded[near[0]]}`?" if near else f"Write one of: {', '.join(choices)}."
        return Finding(UNKNOWN_CHOICE, path, f"`{given}` is not one of the choices here.", hint)
    if str(given) in choices:
        return _describe_wrong_type(root, path, wanted, given, written, is_optional=False)
    return Finding(WRONG_TYPE, path, _state_expected(wanted, given), f"Write one of: {', '.join(choices)}.")


def _describe_wrong_type(
    root: type[Frozen], path: FieldPath, wanted: str, given: object, written: str, *, is_optional: bool
) -> Finding:
    if is_optional and isinstance(given, dict) and (near := get_close_matches("unavailable", map(str, given), n=1)):
        fact = f"`{near[0]}` is not a field here."
        return Finding(UNKNOWN_KEY, (*path, near[0]), fact, "Did you mean `unavailable`?")
    match wanted, given:
        case _, dict() if is_optional:
            hint = f"Write {wanted}, or {{unavailable: REASON}}."
        case _, dict() if state_of(given) == "unavailable" and isinstance(path[-1], int):
            hint = _NO_DASH
        case _, dict() if state_of(given) == "unavailable":
            hint = f"Write {wanted}; it cannot be unavailable."
        case "text", bool() | int() | Decimal() | datetime.date():
            hint = f'Write "{written}", in quotes.'
        case (("a whole number" | "a number"), str()) if PLAIN_NUMBER.fullmatch(given):
            hint = f"Write {given}, without quotes."
        case "a date", _:
            hint = "Write it as 2026-01-01: year, month, day."
        case "a number", str():
            hint = "Write it in plain digits: 1439.00 or 0.5."
        case "a list", _ if model_at(root, path) is not model_at(root, path[:-1]):
            hint = f"Start each row on a line of its own with a dash and a space: - {_write_example(root, path)}."
        case "a list", str() if "\n" in written or written.startswith(_DASHES):
            hint = "Start each member on a line of its own with a dash and a space."
        case "a list", str():
            hint = f"Write [{written}], or one line for each member that begins with a dash."
        case "a list", bool() | int() | Decimal() | datetime.date():
            hint = f'Write ["{written}"].'
        case "a mapping of fields", _:
            hint = f"Write fields, such as {_write_example(root, path)}."
        case _:
            hint = f"Write {wanted}."
    return Finding(WRONG_TYPE, path, _state_expected(wanted, given), hint)


def _write_example(root: type[Frozen], path: FieldPath) -> str:
    """Write the required fields of a path as YAML, each with a short example."""
    required = (
        (field.alias or name, field) for name, field in model_at(root, path).model_fields.items() if field.is_required()
    )
    return f"{{{', '.join(f'{key}: {_write_short_example(field)}' for key, field in required)}}}"


def _write_short_example(field: FieldInfo) -> str:
    example = json.dumps(field.examples[0], ensure_ascii=False) if field.examples else ""
    return example if 0 < len(example) <= 20 else "…"


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


def _describe_wrong_form(root: type[Frozen], path: FieldPath, fact: str, error: ErrorDetails, written: str) -> Finding:
    field = field_of(Unavailable if _is_in_statement(error) else model_at(root, path), path[-1])
    example = f" An example: {field.examples[0]}." if field and field.examples else ""
    fact = fact.replace("Input should be", "it should be", 1)
    hint = _WAYS_OUT.get(error["type"]) or f"{field.description if field else 'Mend the value.'}{example}"
    return Finding(WRONG_FORM, path, f"{shorten_text(written)} cannot stand here: {fact}.", hint)
