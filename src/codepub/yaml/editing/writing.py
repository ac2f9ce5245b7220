"""Values written as YAML: plain where both versions of YAML read the same text in them, in quotes where they do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeGuard

from codepub.characters import UNPRINTABLE
from codepub.patterns import compile_late
from codepub.yaml.editing.edits import Scalar, Value
from codepub.yaml.plain_scalars import is_in_typographic_quotes, read_plain

_SPECIAL_START: Final = compile_late(r"-(?:\s|$)|[?:,\[\]{}#&*!|>'\"%@`\s]|---|\.\.\.")
"""What begins something else than a plain text (YAML 1.2.2, 5.3 and 7.3.3)."""
_SPECIAL_INSIDE: Final = compile_late(r":(?:\s|$)|\s#|\s$|[\n\r\t]")
_FLOW_SIGNS: Final = compile_late(r"[,\[\]{}]|:$")
_LIKE_A_DAY: Final = compile_late(r"[0-9]+-[0-9]+-[0-9]+")
_ESCAPED: Final = compile_late(f'["\\\\\n\t\r{UNPRINTABLE}]')
_SHORT_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNFIT_FOR_BLOCK: Final = compile_late(f"[\t\r{UNPRINTABLE}]")
_FOLDED_WIDTH: Final = 100
"""Columns up to which the lines of a folded text go, where a word does not go beyond."""


def is_collection(value: Value) -> TypeGuard[Sequence[Value] | Mapping[str, Value]]:
    """Tell a list or a mapping from a single value."""
    return isinstance(value, Mapping | Sequence) and not isinstance(value, str)


def write_inline(value: Value, *, in_flow: bool, style: str | None = None) -> str:
    """Write a value in one line; ``style`` is the quote that is wanted around a text, where it can be had.

    In flow, that is between brackets, fewer texts can do without quotes.
    """
    if isinstance(value, Mapping):
        pairs = (
            f"{write_inline(key, in_flow=True)}: {write_inline(below, in_flow=True)}" for key, below in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, str):
        return _write_text(value, style, in_flow=in_flow)
    if isinstance(value, Sequence):
        return f"[{', '.join(write_inline(below, in_flow=True) for below in value)}]"
    return _write_other_than_text(value)


def _write_text(value: str, style: str | None, *, in_flow: bool) -> str:
    if style == '"' or (style != "'" and not _can_be_plain(value, in_flow=in_flow)):
        return _quote(value)
    if style == "'":
        return _quote(value) if _ESCAPED.search(value.replace('"', "").replace("\\", "")) else _quote_singly(value)
    return value


def write_block(value: Value, column: int) -> Iterator[str]:
    """Yield the lines of a list or a mapping that has members, in block style, from a column on."""
    margin = " " * column
    if isinstance(value, Mapping):
        for key, below in value.items():
            first, *others = _write_below(below, column)
            yield f"{margin}{write_inline(key, in_flow=False)}:{first}"
            yield from others
    elif is_collection(value):
        for below in value:
            first, *others = write_row(below, column)
            yield first
            yield from others


def write_row(value: Value, column: int) -> Iterator[str]:
    """Yield the lines of a row of a list whose dashes stand in a column."""
    if is_collection(value) and value:
        first, *others = write_block(value, column + 2)
        yield f"{' ' * column}- {first.lstrip(' ')}"
        yield from others
    else:
        first, *others = _write_single(value, column + 2)
        yield f"{' ' * column}- {first}"
        yield from others


def write_field(key: str, value: Value, column: int) -> Iterator[str]:
    """Yield the lines of a field whose key begins in a column."""
    return write_block({key: value}, column)


def write_text_block(text: str, column: int, indicator: str, stood: Sequence[str] = ()) -> list[str] | None:
    """Write a text in lines of their own, after ``|`` or ``>``; None where that cannot hold it.

    The first of the lines is the header. ``column`` is where the text's lines begin. ``stood`` are the lines that stood
    there: of a folded text, those stay whose words do, at its beginning and its end.
    """
    body = text.removesuffix("\n")
    if not body or body[0] in " \n" or body[-1] == "\n" or _UNFIT_FOR_BLOCK.search(body):
        return None
    lines = body.split("\n")
    if indicator == ">":
        if any(line[:1] == " " for line in lines) or "" in lines:
            return None
        width = max(_FOLDED_WIDTH, *map(len, stood)) - column if stood else _FOLDED_WIDTH - column
        words = [line.strip() for line in stood] if len(lines) == 1 else []
        lines = [line for paragraph in lines for line in ("", *_fold_anew(paragraph, width, words))][1:]
    header = indicator + ("" if text.endswith("\n") else "-")
    return [header, *(f"{' ' * column}{line}" if line else "" for line in lines)]


def _fold_anew(paragraph: str, width: int, stood: Sequence[str]) -> Iterator[str]:
    """Break a paragraph in the lines that it had as far as these stand, and anew between them."""
    first, last, rest = 0, len(stood), f" {paragraph}"
    while first < last and stood[first] and rest.startswith(f" {stood[first]} "):
        rest = rest[len(stood[first]) + 1 :]
        first += 1
    while last > first and stood[last - 1] and rest.endswith(f" {stood[last - 1]}"):
        last -= 1
        rest = rest[: -len(stood[last]) - 1]
    if first and last == len(stood):  # words that are added at the end go on in the last line
        first -= 1
        rest = f" {stood[first]}{rest}"
    yield from stood[:first]
    yield from _fold(rest[1:], width) if rest else ()
    yield from stood[last:]


def _fold(paragraph: str, width: int) -> Iterator[str]:
    """Break a paragraph at single blanks, which folding brings back."""
    line = ""
    for word in re.split(r"(?<=\S) (?=\S)", paragraph):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _write_below(value: Value, column: int) -> Iterator[str]:
    """Yield what stands behind a key and its colon, and the lines below it."""
    if is_collection(value) and value:
        yield ""
        yield from write_block(value, column + 2)
    else:
        first, *others = _write_single(value, column + 2)
        yield f" {first}"
        yield from others


def _write_single(value: Value, column: int) -> Sequence[str]:
    """Write a single value; a text of several lines as a block of them from a column on."""
    if isinstance(value, str) and "\n" in value:
        lines = write_text_block(value, column, "|")
        if lines is not None:
            return lines
    return [write_inline(value, in_flow=False)]


def _write_other_than_text(value: Scalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _can_be_plain(text: str, *, in_flow: bool) -> bool:
    """Tell whether a text needs no quotes for YAML 1.1 and 1.2 to read it as it is."""
    return (
        isinstance(read_plain(text), str)
        and not _SPECIAL_START.match(text)
        and not _SPECIAL_INSIDE.search(text)
        and not _UNFIT_FOR_BLOCK.search(text)
        and not (in_flow and _FLOW_SIGNS.search(text))
        and not _LIKE_A_DAY.fullmatch(text)
        and not is_in_typographic_quotes(text)
    )


def _quote(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _quote_singly(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _escape(found: re.Match[str]) -> str:
    short = _SHORT_ESCAPES.get(found[0])
    number = ord(found[0])
    if short is not None:
        return short
    if number <= 0xFF:
        return f"\\x{number:02X}"
    return f"\\u{number:04X}" if number <= 0xFFFF else f"\\U{number:08X}"
