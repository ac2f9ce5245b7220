"""Files of settings: TOML that people write, read with the file and line of each fault."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final

from codepub.characters import LOST, UNFIT
from codepub.conflicts import CONFLICT_FACT, CONFLICT_WAY_OUT, find_conflict
from codepub.diagnostics import CallError, printable
from codepub.files.reading import read_plain_file
from codepub.origin import FieldPath, format_path
from codepub.patterns import compile_late

MAX_BYTES: Final = 1 << 20
"""Bytes that a file of settings, words or styles may hold: a hundred times what the largest that is shipped does."""

_UNFIT: Final = compile_late(f"[{UNFIT}\r]")
"""What no text may hold, and the carriage return: line ends are read as LF, so that it can only be an escape."""
_LONG_NUMBER: Final = compile_late(r"[0-9][0-9_]{4299}")
"""More digits than Python takes for a number (``sys.int_info.default_max_str_digits``)."""
_DEEP_KEY: Final = compile_late(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){50}""")
"""A key of more than fifty parts: to read one takes time that grows with their square, and settings have three."""
_MAX_FAULTS: Final = 20
"""Faults of a file that are reported, each with its line; to find a line goes through the file."""


def read_text(file: Path) -> str:
    """Read a file that people write: plain, UTF-8, and merged.

    Raises:
        CallError: It is not UTF-8, or git left two versions in it.
        UnreadableFileError: It cannot be read, or holds more than `MAX_BYTES`.
    """
    content = read_plain_file(file, MAX_BYTES)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _make_error(file, line, "this line is not UTF-8. Save the file as UTF-8.") from None
    if conflict := find_conflict(text):
        message = f"{CONFLICT_FACT} They end in line {conflict.end}. {CONFLICT_WAY_OUT}"
        raise _make_error(file, conflict.start, message)
    return text


def parse_toml(file: Path, text: str) -> dict[str, Any]:
    """Return what a text of TOML says.

    Raises:
        CallError: It is no TOML, or one of its texts holds what no text does; with the place.
    """
    if deep := find_deep_key(text):
        raise _make_error(file, deep, "this key has more parts than can be read. Take it out.")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at line ")
        line = int(where.split(",")[0]) if where else text.count("\n") + 1
        message = f"this is not TOML: {printable(what[:1].lower() + what[1:])}. Mend that line."
        raise _make_error(file, line, message) from None
    except RecursionError:
        raise _make_error(
            file, _find_deepest_line(text), "brackets are nested too deeply here. Take them out."
        ) from None
    except ValueError:
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        raise _make_error(file, line, "this number has more digits than can be read. Write a shorter one.") from None
    if unfit := list(_find_unfit(values, ())):
        raise collect_faults(_describe_unfit(file, text, *one) for one in unfit)
    return values


def find_deep_key(text: str) -> int:
    """Find the line of the first key that has more parts than can be read; 0 where there is none."""
    deep = _DEEP_KEY.search(text)
    return text.count("\n", 0, deep.start()) + 1 if deep else 0


def collect_faults(faults: Iterator[str]) -> CallError:
    """Make one error of the faults of a file, each worded only once it is needed; of more than twenty the first."""
    messages = list(islice(faults, _MAX_FAULTS))
    if next(faults, None):
        messages.append("There are more. Mend these; then the others are told.")
    return CallError("\n".join(messages))


def find_line(text: str, path: FieldPath) -> int:
    """Find the line of a setting: the first with its key after its table's header; 1 where it stands otherwise."""
    table, *rest = path
    name = re.escape(str(table))
    below = rf"{name}[ \t]*\.[ \t]*{re.escape(str(rest[0]))}" if rest and isinstance(rest[0], str) else None
    if below is not None and re.search(rf"^[ \t]*\[[ \t]*{below}[ \t]*\]", text, re.MULTILINE):
        name, rest = below, rest[1:]
    headers = [*re.finditer(rf"^[ \t]*(\[+[ \t]*{name}[ \t]*\]+|{name}[ \t]*[.=])", text, re.MULTILINE)]
    number = rest[0] if rest and isinstance(rest[0], int) else 0
    header = headers[number] if number < len(headers) else None
    start = header.end() if header else 0
    key = next((re.escape(step) for step in rest if isinstance(step, str)), None)
    found = re.compile(rf"^[ \t]*['\"]?{key}['\"]?[ \t]*[.=]", re.MULTILINE).search(text, start) if key else header
    return text.count("\n", 0, found.end() if found else start) + 1


def _make_error(file: Path, line: int, message: str) -> CallError:
    return CallError(f"{printable(file)}:{line}: {message}")


def _find_deepest_line(text: str) -> int:
    brackets = [line.count("[") + line.count("{") for line in text.split("\n")]
    return brackets.index(max(brackets)) + 1


def _is_plain(text: str) -> bool:
    """Tell quickly that a text holds nothing unfit, as most do; line ends and tabs are not printable, and fit."""
    return text.isprintable() and LOST not in text


def _find_unfit(part: object, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """Yield what no text holds of the keys and texts below a place, each with its own place."""
    if isinstance(part, str):
        if not _is_plain(part):
            yield from ((path, found[0]) for found in [_UNFIT.search(part)] if found)
    elif isinstance(part, list):
        for index, member in enumerate(part):
            yield from _find_unfit(member, (*path, index))
    elif isinstance(part, dict):
        for key, member in part.items():
            yield from _find_unfit(key, (*path, key))
            yield from _find_unfit(member, (*path, key))


def _describe_unfit(file: Path, text: str, path: FieldPath, character: str) -> str:
    fact = f"`{printable(format_path(path))}` holds U+{ord(character):04X}, which no text may hold. Take it out."
    return str(_make_error(file, find_line(text, path), fact))
