"""What to write instead of a value of another type or form than that of its field."""

from __future__ import annotations

import datetime  # noqa: ICN001 -- its own name
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final

from pydantic.fields import FieldInfo

from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.availability import Frozen, state_of
from codepub.records.examples import describe_field, write_value
from codepub.records.numbers import PLAIN_NUMBER
from codepub.records.parts import Volatile
from codepub.records.shape import (
    field_of,
    find_field,
    holds_day,
    is_marked,
    is_optional,
    keys_of,
    model_at,
    takes_text,
)
from codepub.yaml.source_text import shorten_text

NO_DASH: Final = "Remove the dash: `unavailable:` stands for the whole list."
MAX_OFFERED: Final = 60
"""Characters of a text that is offered as it is to be typed."""
_FORMS_OF_DAYS: Final = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%m/%d/%Y",
    "%m-%d-%Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
)
_DASHES: Final = ("-", "–", "—", "•", "·", "*")
_ROW_OF_ITS_OWN: Final = "on a line of its own with a dash and a space"
_GROUPED_NUMBER: Final = compile_late(
    r"[$\s]*([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)(?:\s*USD)?\s*"
)
_LAST_BEGUN: Final = compile_late(r"(?:and|or|&)\s+", re.IGNORECASE)
_LAST_PARTED: Final = compile_late(r"\s+(?:and|or|&)\s+", re.IGNORECASE)
_ONE_NAME: Final = compile_late(r"\bcross\s+(?:and|&)\s+(?:blue\s+)?shield\b", re.IGNORECASE)
_GROUPED_REASON: Final = compile_late(
    r"\s*(CO|PR|OA|PI|CR)\s*[-–—: ]?\s*([0-9]{1,3}|[A-Z][0-9]{1,2})\s*", re.IGNORECASE
)
"""A claim adjustment reason code behind its group: contractual obligation, patient, other, payer, correction (X12)."""
_BETWEEN_TWO: Final = compile_late(r"\s*(?:[,;/&+]|\band\b|\bor\b)\s*")


@dataclass(frozen=True, slots=True)
class Misfit:
    """A value that does not fit its field: where, as it was read and as it was typed; and the ids of the sources.

    ``may_lack`` tells that the field can be stated as unavailable.
    """

    root: type[Frozen]
    path: FieldPath
    given: Any
    written: str
    source_ids: tuple[str, ...]
    may_lack: bool = False

    @property
    def model(self) -> type[Frozen]:
        """The model that has the field."""
        return find_field(self.root, self.path)[0]

    @property
    def key(self) -> str:
        """The key of the field; of a row or a member, that of its list."""
        return find_field(self.root, self.path)[1]

    @property
    def below(self) -> type[Frozen] | None:
        """The model of what stands below the field, where that has fields of its own."""
        below = model_at(self.root, self.path)
        return below if below is not self.model else None

    @property
    def field(self) -> FieldInfo | None:
        """The field."""
        return field_of(self.model, self.key)


_NOUGHT_OF_SPREADSHEETS: Final = ".0"


def suggest_value(wanted: str, misfit: Misfit) -> str:
    """Say what to write in place of a value of another type than the one that is wanted."""
    match wanted, misfit.given:
        case _, dict() if state_of(misfit.given) == "unavailable":
            return _suggest_without_statement(wanted, misfit)
        case "a list", _:
            return _suggest_list(misfit)
        case _, dict() if misfit.may_lack:
            return f"Write {wanted}, or {{unavailable: REASON}}."
        case "text", dict() if misfit.given:
            return _suggest_text_of_fields(misfit)
        case (("text" | "a date" | "a number" | "a whole number"), list()):
            return _suggest_without_list(wanted, misfit.given)
        case "text", bool() | int() | Decimal() | datetime.date():
            return _suggest_text(misfit)
        case (("a whole number" | "a number"), str()):
            return _suggest_number(wanted, misfit)
        case "a date", _:
            return _suggest_day(str(misfit.given)) or "Write it as 2026-01-01: year, month, day."
        case "a whole number", Decimal() if misfit.given == int(misfit.given):
            return f"Write {int(misfit.given)}, without a point."
        case "a mapping of fields", _:
            return _suggest_fields(misfit)
        case _:
            return f"Write {wanted}."


def is_text_unquoted(misfit: Misfit) -> bool:
    """Tell a text of its field that lacks nothing but quotes, so that YAML reads a number, a day or a truth in it.

    A spreadsheet that took a code for a number has added a point and a nought: those are too much.
    """
    if misfit.written.endswith(_NOUGHT_OF_SPREADSHEETS):
        return False
    is_single = isinstance(misfit.given, bool | int | Decimal | datetime.date)
    is_known = misfit.field is not None and not is_of_source(misfit.model, misfit.key)
    return is_single and is_known and takes_text(misfit.model, misfit.key, misfit.written)


def suggest_form(misfit: Misfit) -> str:
    """Say what to write in place of a value of another form than that of its field."""
    text, model, key = str(misfit.given), misfit.model, misfit.key
    parts = [part for part in _BETWEEN_TWO.split(text) if part]
    is_in_row = any(isinstance(step, int) for step in misfit.path)
    if is_in_row and len(parts) > 1 and all(takes_text(model, key, part) for part in parts):
        return f"Write a row for each: {', '.join(parts[:-1])} and {parts[-1]}."
    grouped = _GROUPED_REASON.fullmatch(text) if key == "carc" else None
    if grouped is not None:
        return f'Write "{grouped[2].upper()}": the group code {grouped[1].upper()} is left out.'
    if holds_day(model, key):
        return _suggest_day(text) or describe_field(field_of(model, key) or FieldInfo())
    capitals = text.strip().upper()
    if capitals != text and takes_text(model, key, capitals):
        return f'Write "{capitals}". {describe_field(misfit.field)}' if misfit.field else f'Write "{capitals}".'
    return describe_field(misfit.field) if misfit.field else "Mend the value."


def _suggest_without_statement(wanted: str, misfit: Misfit) -> str:
    if isinstance(misfit.path[-1], int):
        return NO_DASH
    if is_optional(misfit.model, misfit.key):
        return f"Write {wanted}, or remove the line: what is not known here is left out."
    return f"Write {wanted}; it cannot be unavailable."


def _suggest_text(misfit: Misfit) -> str:
    if is_of_source(misfit.model, misfit.key):
        return suggest_sources(misfit.source_ids)
    if misfit.field is not None and not takes_text(misfit.model, misfit.key, misfit.written):
        return describe_field(misfit.field)
    return f'Write "{misfit.written.removesuffix(_NOUGHT_OF_SPREADSHEETS)}", in quotes.'


def _suggest_day(typed: str) -> str | None:
    """Suggest the day that was typed in another form; of one in figures the month is read first, as in America."""
    for form in _FORMS_OF_DAYS:
        with suppress(ValueError):
            return f"Write {datetime.datetime.strptime(typed, form).date()}: year, month, day."  # noqa: DTZ007 -- a day has no zone
    return None


def _suggest_without_list(wanted: str, given: list[object]) -> str:
    if len(given) == 1:
        return f"Write {wanted}, without brackets or a dash."
    return f"Write {wanted}, one and not a list."


def _suggest_text_of_fields(misfit: Misfit) -> str:
    """Suggest the text that a mapping of one field was meant for: its colon belongs to it, or its name is too much."""
    if is_of_source(misfit.model, misfit.key):
        return suggest_sources(misfit.source_ids)
    (key, value), *others = misfit.given.items()
    if others or not isinstance(value, str | int | Decimal):
        return "Write text."
    whole = f"{key}: {value}"
    if len(whole) > MAX_OFFERED or '"' in whole:
        return f"Put the whole text in quotes, or leave `{shorten_text(key)}:` out."
    return f'Leave `{key}:` out, or put the whole text in quotes: "{whole}".'


def is_of_source(model: type[Frozen], key: str) -> bool:
    """Tell whether a field names an entry of the record's sources."""
    return issubclass(model, Volatile) and key == "source"


def suggest_sources(ids: tuple[str, ...]) -> str:
    """Say which sources a record has, to name one of them."""
    return (
        f"Write the id of an entry in `sources`: {', '.join(ids)}."
        if ids
        else "Add an entry to `sources`, and write its id."
    )


def _suggest_number(wanted: str, misfit: Misfit) -> str:
    given = str(misfit.given)
    if PLAIN_NUMBER.fullmatch(given):
        return f"Write {given}, without quotes."
    grouped = _GROUPED_NUMBER.fullmatch(given)
    plain = grouped[1].replace(",", "") if grouped else ""
    if PLAIN_NUMBER.fullmatch(plain) and (wanted == "a number" or plain.isdigit()):
        return f"Write {plain}, without quotes: {wanted} in plain digits."
    return f"Write it in plain digits. {describe_field(misfit.field)}" if misfit.field else "Write it in plain digits."


def _suggest_list(misfit: Misfit) -> str:
    given, written = misfit.given, misfit.written
    if misfit.below is not None:
        return _suggest_rows(misfit, misfit.below)
    if isinstance(given, dict):
        return f"List the members alone: {write_value([str(key) for key in given])}."
    if not isinstance(given, str):
        return f'Write ["{written}"].'
    if "\n" in written or written.startswith(_DASHES):
        return f"Start each member {_ROW_OF_ITS_OWN}."
    if is_marked(misfit.model, misfit.key):
        return f"Start each member {_ROW_OF_ITS_OWN}: - {_write_member(given)}"
    inside = given.strip().removeprefix("[").removesuffix("]")
    return f"Write {write_value(_split_members(inside))}, or one line for each member that begins with a dash."


def _split_members(typed: str) -> list[str]:
    """Split what was typed for a list, also at the word before its last member: Aetna, Cigna and Medicare.

    A word alone parts two members only where each is one word: those of "Blue Cross and Blue Shield" are of one name.
    """
    *members, last = [part.strip().strip("\"'") for part in typed.split(";" if ";" in typed else ",")]
    begun = _LAST_BEGUN.match(last)
    if members and begun is not None:
        return [part for part in (*members, last[begun.end() :]) if part]
    parts = _LAST_PARTED.split(last)
    both = len(parts) == 2 and all(parts) and (_is_name(last) if members else all(map(_is_word, parts)))
    return [part for part in (*members, *(parts if both else [last])) if part]


def _is_word(text: str) -> bool:
    return " " not in text


def _is_name(text: str) -> bool:
    """Tell whether a last member may be two: it names none of the pairs of words that are one name."""
    return _ONE_NAME.search(text) is None


def _write_member(text: str) -> str:
    """Write a text as a row of a list; without brackets around it, a comma in it needs no quotes."""
    plain = text.replace(",", "")
    return text if write_value(plain) == plain else json.dumps(text, ensure_ascii=False)


def _suggest_rows(misfit: Misfit, row: type[Frozen]) -> str:
    given = misfit.given
    if isinstance(given, dict) and not set(keys_of(row)).isdisjoint(given):
        first = shorten_text(str(next(iter(given))))
        return f"Put a dash and a space before `{first}`, where the row begins, and indent its other lines."
    return f"Start each row {_ROW_OF_ITS_OWN}: - {write_example(row, misfit.source_ids)}."


def _suggest_fields(misfit: Misfit) -> str:
    below, given = misfit.below, misfit.given
    if below is None:
        return "Write fields."
    if isinstance(given, list) and any(isinstance(row, dict) for row in given):
        return f"Remove the dash: the fields of `{misfit.key}` stand below it without one."
    return f"Write fields, such as {write_example(below, misfit.source_ids)}."


def write_example(model: type[Frozen], source_ids: tuple[str, ...]) -> str:
    """Write the required fields of a model as YAML, or its first where none is required; each with a short example."""
    fields = [(field.alias or name, field) for name, field in model.model_fields.items()]
    shown = [one for one in fields if one[1].is_required()] or fields[:1]
    return f"{{{', '.join(f'{key}: {_write_short_example(model, key, field, source_ids)}' for key, field in shown)}}}"


def _write_short_example(model: type[Frozen], key: str, field: FieldInfo, source_ids: tuple[str, ...]) -> str:
    if is_of_source(model, key):
        return source_ids[0] if source_ids else "…"
    if not field.examples:
        return "…"
    example = field.examples[0]
    is_day = isinstance(example, str) and holds_day(model, key)
    written = str(example) if is_day else json.dumps(example, ensure_ascii=False)
    return written if len(written) <= 20 else "…"


def suggest_choice(choices: list[str], given: str) -> str:
    """Say which of some choices was meant, or name them all."""
    folded = {choice.casefold(): choice for choice in choices}
    near = get_close_matches(given.casefold(), folded, n=1)
    return f"Did you mean `{folded[near[0]]}`?" if near else f"Write one of: {', '.join(choices)}."
