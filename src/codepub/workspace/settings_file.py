"""A file of settings, words or looks: what it says, and the words and places of what is wrong with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic_core import ValidationError

from codepub.diagnostics import CallError, printable
from codepub.origin import FieldPath, format_path
from codepub.toml_files import collect_faults, find_line, parse_toml, read_text


class SettingsFile(NamedTuple):
    """A file of settings: what it says, and its text, in which places are found."""

    file: Path
    text: str
    values: dict[str, Any]

    def place_fault(self, path: FieldPath, fault: str) -> str:
        """Write a fault with the file and the line of the setting that is at fault."""
        return f"{printable(self.file)}:{find_line(self.text, path)}: {fault}"

    def refuse(self, error: ValidationError, table: FieldPath = ()) -> CallError:
        """Say all that is wrong with the values of a table, or of the whole file."""
        found = (((*table, *one["loc"]), one) for one in error.errors(include_url=False))
        return collect_faults(self.place_fault(path, _describe_fault(path, one)) for path, one in found)


def read_settings_file(file: Path) -> SettingsFile:
    """Read a file of settings.

    Raises:
        CallError: It is no TOML, or not UTF-8.
        UnreadableFileError: It cannot be read.
    """
    text = read_text(file)
    return SettingsFile(file, text, parse_toml(file, text))


def _describe_fault(path: FieldPath, error: Any) -> str:
    name = printable(format_path(path))
    if error["type"] == "extra_forbidden":
        return f"`{name}` is not a setting. Take it out, or look at its spelling."
    if error["type"] == "missing":
        return f"`{name}` is missing. Add it."
    return f"`{name}` must be {_describe_wanted(path, error['type'], error.get('ctx', {}))}."


_FORMS: Final = {
    "language": "a language such as en-US",
    "records": "a record such as cpt:32120",
    "roles": "a role such as coder",
    "signers": "a name such as Ada Coder, CPC",
}
"""The settings whose form is prescribed, and an example of each; every other is a colour."""


def _describe_wanted(path: FieldPath, kind: str, limits: Any) -> str:
    """Say what a value must be, for each kind of error that pydantic tells of settings."""
    match kind:
        case "string_type":
            return "text in quotes"
        case "string_pattern_mismatch":
            named = (step for step in path if isinstance(step, str))
            return next((_FORMS[step] for step in named if step in _FORMS), "a colour such as #0b5568")
        case "literal_error":
            return str(limits["expected"])
        case "tuple_type":
            return "a list in brackets"
        case "too_short":
            return "a list that is not empty"
        case "string_too_short":
            return 'a path; the folder of this file is "."'
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return "a whole number"
        case "float_type" | "float_parsing" | "finite_number":
            return "a number"
        case "greater_than_equal":
            return f"at least {limits['ge']}"
        case "less_than_equal":
            return f"at most {limits['le']}"
        case _:
            return "a table"
