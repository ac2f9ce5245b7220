"""What pydantic found wrong, told as authors need it: one mistake, one diagnostic, at its place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Final

from pydantic_core import ErrorDetails

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.checks.check import Finding
from codepub.loading.yaml_reading import Reading
from codepub.origin import FieldPath, Position
from codepub.records.availability import REASONS, Unavailable, state_of
from codepub.records.shape import keys_of, may_be_unavailable, model_at

_ERROR: Final = Severity.ERROR
UNKNOWN_KEY: Final = Rule("unknown-key", _ERROR, "A field that records do not have.", "titel: Thoracotomy")
MISSING_FIELD: Final = Rule("missing-field", _ERROR, "A required field that is not there.", "summary: {payers: []}")
WRONG_TYPE: Final = Rule("wrong-type", _ERROR, "A number, date, list or mapping where another belongs.", "code: 32120")
UNKNOWN_CHOICE: Final = Rule("unknown-choice", _ERROR, "A word that is not one of the choices.", "unavailable: unknwon")
WRONG_FORM: Final = Rule("wrong-form", _ERROR, "A value that does not have its field's form.", 'effective: "soon"')

MODEL_RULES: Final = (UNKNOWN_KEY, MISSING_FIELD, WRONG_TYPE, UNKNOWN_CHOICE, WRONG_FORM)

_WANTED: Final = {
    "string_type": "text",
    "tuple_type": "a list",
    "int_type": "a whole number",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "date_type": "a date",
}


def model_diagnostics(errors: Sequence[ErrorDetails], reading: Reading) -> Iterator[Diagnostic]:
    """Turn pydantic's errors into diagnostics; leaves out what the reading of the YAML has reported already."""
    misspelt = {_intended(reading, error) for error in errors if error["type"] == "extra_forbidden"}
    for error in errors:
        match error["type"]:
            case "extra_forbidden":
                path = reading.resolve(error["loc"])
                yield _diagnostic(UNKNOWN_KEY, _unknown_key(path), reading.locate_key(path), reading)
            case "missing":
                path = reading.resolve_missing(error["loc"])
                if path not in misspelt and not reading.is_refused(path):
                    yield _diagnostic(MISSING_FIELD, _missing(path), reading.locate_key(path[:-1]), reading)
            case kind:
                path = reading.resolve(error["loc"])
                if not reading.is_refused(path):
                    rule, finding = _wrong(kind, path, error, reading)
                    yield _diagnostic(rule, finding, reading.locate(path), reading)


def _diagnostic(rule: Rule, finding: Finding, position: Position, reading: Reading) -> Diagnostic:
    return Diagnostic(
        rule.id, rule.severity, finding.message, position, finding.hint, excerpt=reading.excerpt(position.line)
    )


def _intended(reading: Reading, error: ErrorDetails) -> FieldPath:
    """Give the path that a misspelt key was probably meant for."""
    path = reading.resolve(error["loc"])
    return (*path[:-1], *get_close_matches(str(path[-1]), _known(path), n=1))


def _known(path: FieldPath) -> tuple[str, ...]:
    return keys_of(Unavailable) if _in_statement(path) else keys_of(model_at(path[:-1]))


def _in_statement(path: FieldPath) -> bool:
    return path[-1] in ("since", "recheck_by", "owner", "note") and path[-1] not in keys_of(model_at(path[:-1]))


def _unknown_key(path: FieldPath) -> Finding:
    known = _known(path)
    near = get_close_matches(str(path[-1]), known, n=1)
    hint = f"Did you mean `{near[0]}`?" if near else f"The fields here are: {', '.join(known)}."
    return Finding(path, f"`{path[-1]}` is not a field here.", hint)


def _missing(path: FieldPath) -> Finding:
    key = str(path[-1])
    where = (
        f"`{path[-2]}`" if len(path) > 1 and isinstance(path[-2], str) else "the row" if len(path) > 1 else "the record"
    )
    if may_be_unavailable(model_at(path[:-1]), key):
        hint = f"Write `{key}:` with its value, with [] for known to be none, or with {{unavailable: REASON}}."
    else:
        hint = f"Write `{key}:` with its value; it cannot be unavailable."
    return Finding(path, f"{where[0].upper()}{where[1:]} lacks `{key}`.", hint)


def _wrong(kind: str, path: FieldPath, error: ErrorDetails, reading: Reading) -> tuple[Rule, Finding]:
    if kind == "literal_error":
        return UNKNOWN_CHOICE, _unknown_choice(path, error)
    wanted = _WANTED.get(kind)
    if wanted is not None:
        return WRONG_TYPE, _wrong_type(path, wanted, error["input"], reading.written(path))
    return WRONG_FORM, _wrong_form(path, error, reading.written(path))


def _unknown_choice(path: FieldPath, error: ErrorDetails) -> Finding:
    choices = (
        REASONS
        if path[-1] == "unavailable"
        else tuple(error["ctx"]["expected"].replace("' or '", "', '").strip("'").split("', '"))
    )
    given = str(error["input"])
    near = get_close_matches(given, choices, n=1) or [choice for choice in choices if choice.lower() == given.lower()]
    hint = f"Did you mean `{near[0]}`?" if near else f"Write one of: {', '.join(choices)}."
    return Finding(path, f"`{given}` is not one of the choices here.", hint)


def _wrong_type(path: FieldPath, wanted: str, given: object, written: str) -> Finding:
    message = f"Here belongs {wanted}, and this is {_kind(given)}."
    if isinstance(given, dict):
        near = get_close_matches("unavailable", [str(key) for key in given], n=1)
        hint = (
            f"Did you mean `unavailable` for `{near[0]}`?" if near else f"Write {wanted}, or {{unavailable: REASON}}."
        )
    elif wanted == "text" and not isinstance(given, list):
        hint = f'Write "{written}", in quotes.'
    elif wanted == "a list" and isinstance(given, str):
        hint = f"Write [{written}], or one line for each member that begins with a dash."
    else:
        hint = f"Write {wanted}."
    return Finding(path, message, hint)


def _kind(value: object) -> str:
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


def _wrong_form(path: FieldPath, error: ErrorDetails, written: str) -> Finding:
    field = next((f for n, f in model_at(path).model_fields.items() if path and (f.alias or n) == path[-1]), None)
    example = f" An example: {field.examples[0]}." if field and field.examples else ""
    fact = error["msg"].removeprefix("Input should be ").removeprefix("Value error, ")
    fact = "it does not have the form of its field" if "pattern" in fact else fact
    return Finding(
        path, f"{written} cannot stand here: {fact}.", f"{field.description if field else 'Mend the value.'}{example}"
    )
