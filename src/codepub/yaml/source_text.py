"""The text of a file: from bytes to characters, lines and positions, and what no text may hold."""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from codepub.characters import DAMAGED, LOST, TURNING, UNPRINTABLE
from codepub.diagnostics import Diagnostic
from codepub.origin import Position
from codepub.patterns import compile_late
from codepub.yaml import rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codepub.diagnostics import Fix, Rule
    from codepub.origin import FieldPath

STAND_IN = LOST
"""What stands for each unwanted character, so that all places stay the same."""

# What no text may hold, by the rule that it breaks; here also the carriage return that no line feed follows, which is a
# line end in YAML and a control character everywhere else.
_CONTROL = compile_late(f"[{UNPRINTABLE}]|\r(?!\n)")
_DAMAGED = compile_late(f"[{DAMAGED}]")
_BIDI = compile_late(f"[{TURNING}]")
_UNWANTED = compile_late(f"(?:{_CONTROL.pattern}|{_BIDI.pattern}|{_DAMAGED.pattern})")
_UNWANTED_RUN = compile_late(f"(?:{_CONTROL.pattern})+|{_BIDI.pattern}+|{_DAMAGED.pattern}+")

# What word processors keep of their Symbol font and of the bullets of Wingdings, from U+F000 on.
_SYMBOLS = dict(
    zip(
        "\uf0b3\uf0a3\uf0b1\uf0b0\uf0b4\uf0b8\uf0b9\uf0bb\uf0a5\uf0ae\uf0ac\uf0ad\uf0af\uf02d"
        "\uf061\uf062\uf067\uf064\uf06d\uf06c\uf070\uf073\uf044\uf057",
        "≥≤±°×÷≠≈∞→←↑↓−αβγδµλπσΔΩ",
        strict=True,
    )
)
_BULLETS = frozenset("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf0a8")

# The spaces of Unicode (Zs) that are none to YAML. What they make unreadable is the structure: what stands before a
# field or a dash, and right behind it.
_OTHER_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_OTHER_SPACES = compile_late(f"[{_OTHER_SPACE}]+")
_STRUCTURE = compile_late(
    f"^[ {_OTHER_SPACE}]*(?:-[ {_OTHER_SPACE}]+(?:[a-z_]+:[ {_OTHER_SPACE}]*)?|[a-z_]+:[ {_OTHER_SPACE}]*)",
    re.MULTILINE,
)

# Names for what Unicode calls only <control>; the code point says the rest.
_CONTROL_NAMES = {0: "NUL", 8: "BACKSPACE", 12: "FORM FEED", 13: "CARRIAGE RETURN", 27: "ESCAPE", 0x85: "NEXT LINE"}


class YamlMark(Protocol):
    """A place in the text as libyaml gives it: index, line and column count characters from 0."""

    index: int
    line: int
    column: int


class UnwantedRun(NamedTuple):
    """Characters that no text may hold, one run of them, and the rule they break."""

    rule: Rule
    start: int
    characters: str


@dataclass(frozen=True)  # without slots: what is derived from the text is kept
class SourceText:
    """The text of a file, without a byte order mark at its start; lines end with LF or CR LF."""

    file: Path
    text: str

    @cached_property
    def is_printable(self) -> bool:
        """Whether all is printable to Python; to ask that is ten times as fast as a regular expression."""
        return self.text.replace("\n", "").isprintable()

    @cached_property
    def readable(self) -> str:
        """The text with U+FFFD in place of each unwanted character, so that all places stay the same.

        What `find_misplaced_spaces` finds is read as ordinary spaces.
        """
        # All unwanted characters but the stand-in itself are unprintable.
        is_clean = self.is_printable and STAND_IN not in self.text
        return self.text if is_clean else _UNWANTED.sub(STAND_IN, _STRUCTURE.sub(_space_plainly, self.text))

    @cached_property
    def lines(self) -> list[str]:
        """The readable lines, without their ends."""
        return [line.removesuffix("\r") for line in self.readable.split("\n")]

    def excerpt(self, line: int) -> str:
        """Return a line, counted from 1, as a terminal may show it: U+FFFD stands for each unwanted character."""
        return self.lines[line - 1] if line <= len(self.lines) else ""

    def stretch(self, start: YamlMark, end: YamlMark) -> Position:
        """Return the position from one mark to another, or to the end of the line where the other is further down."""
        last = end.column if end.line == start.line else len(self.excerpt(start.line + 1))
        return Position(self.file, start.line + 1, start.column + 1, max(1, last - start.column))

    def at(self, index: int, width: int = 1) -> Position:
        """Return the position of a character by its index in the text."""
        line = bisect_right(self._line_starts, index)
        return Position(self.file, line, index - self._line_starts[line - 1] + 1, width)

    def diagnose(self, rule: Rule, position: Position, message: str, hint: str, fix: Fix | None = None) -> Diagnostic:
        """Make the diagnostic of a rule that is broken at a place of the text."""
        excerpt = self.excerpt(position.line)
        return Diagnostic(rule.id, rule.severity, message, position, hint, excerpt=excerpt, fix=fix)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in re.finditer("\n", self.readable))]


class Findings:
    """What has been found wrong in one source so far, and which values it was said of."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self.refused: set[FieldPath] = set()

    def report(self, rule: Rule, position: Position, message: str, hint: str, fix: Fix | None = None) -> None:
        """Add a diagnostic.

        Raises:
            ReadingStoppedError: There are too many.
        """
        if len(self.diagnostics) == rules.MAX_MISTAKES:
            rule, hint, fix = rules.TOO_MANY_MISTAKES, "Mend the mistakes above; then the rest is read.", None
            message = f"Reading stops here, after {rules.MAX_MISTAKES} mistakes."
        self.diagnostics.append(self.source.diagnose(rule, position, message, hint, fix))
        if rule is rules.TOO_MANY_MISTAKES:
            raise ReadingStoppedError

    def withdraw(self, of: tuple[Rule, ...], *, from_line: int) -> None:
        """Take back what was found against some rules from a line on."""
        ids = {rule.id for rule in of}
        self.diagnostics = [
            one
            for one in self.diagnostics
            if one.rule not in ids or one.position is None or one.position.line < from_line
        ]


class ReadingStoppedError(Exception):
    """Nothing more can be read of a file; why is among the findings. Never leaves the reading of a file."""


def decode(file: Path, raw: bytes) -> tuple[SourceText, Diagnostic | None]:
    """Decode the bytes of a file as UTF-8, with or without a byte order mark; where it is not, say what is wrong."""
    if len(raw) > rules.MAX_BYTES:
        begun = SourceText(file, raw[:200].decode("utf-8", "replace"))
        return begun, replace(diagnose_too_large(file, len(raw)), excerpt=begun.excerpt(1))
    if utf16 := _recognize_utf16(raw):
        return _explain_not_utf8(
            SourceText(file, raw.decode(utf16, "replace")), 0, "The file is saved as UTF-16, not as UTF-8."
        )
    try:
        text = raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        return _explain_undecodable(file, error)
    if "\n" not in text and text.count("\r") > 1:
        return _explain_line_ends(SourceText(file, text.replace("\r", "\n")))
    return SourceText(file, text), None


def diagnose_too_large(file: Path, size: int) -> Diagnostic:
    """Make the diagnostic of a file that has more bytes than any record."""
    message = f"The file has {size:,} bytes; a record has at most {rules.MAX_BYTES:,}."
    hint = "Check that this is a record; if it is, move parts of it into records of their own."
    return Diagnostic(rules.TOO_LARGE.id, rules.TOO_LARGE.severity, message, Position(file, 1, 1), hint)


def find_unwanted(text: str) -> Iterator[UnwantedRun]:
    """Find the runs of control characters, of characters that turn the direction of text, and of damaged ones."""
    for run in _UNWANTED_RUN.finditer(text):
        yield UnwantedRun(_choose_rule(run[0]), run.start(), run[0])


def suggest_instead(run: UnwantedRun) -> str:
    """Say what to type in place of unwanted characters."""
    character = run.characters[0]
    if run.rule is not rules.DAMAGED_CHARACTER:
        return "Remove it; what cannot be seen goes when the words around it are typed again."
    if character == STAND_IN:
        return "What was typed here is lost: look it up where it was copied from, and type it."
    if character in _SYMBOLS:
        return f"Type {_SYMBOLS[character]}, which this is in the Symbol font of word processors."
    if character in _BULLETS:
        return "This is the bullet of a word processor: type a dash and a space for each item of a list, or a dash."
    return "Only the font it was typed in knows it: type the sign that is meant."


def _choose_rule(characters: str) -> Rule:
    if _BIDI.match(characters):
        return rules.BIDI_CHARACTER
    return rules.DAMAGED_CHARACTER if _DAMAGED.match(characters) else rules.CONTROL_CHARACTER


def find_misplaced_spaces(text: str) -> Iterator[re.Match[str]]:
    """Find the runs of spaces that are none to YAML where it takes only spaces; in each line the first."""
    for structure in _STRUCTURE.finditer(text):
        if run := _OTHER_SPACES.search(text, *structure.span()):
            yield run


def shorten_text(text: str) -> str:
    """Shorten text for a message, and make it safe to print."""
    safe = _UNWANTED.sub(STAND_IN, text).replace("\n", " ")
    return safe if len(safe) <= 60 else f"{safe[:59]}…"


def name_character(character: str) -> str:
    """Name a character by its code point and its Unicode name: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    number = ord(character)
    return f"U+{number:04X} {unicodedata.name(character, _CONTROL_NAMES.get(number, ''))}".rstrip()


def _space_plainly(structure: re.Match[str]) -> str:
    return _OTHER_SPACES.sub(lambda run: " " * len(run[0]), structure[0])


def _recognize_utf16(raw: bytes) -> str | None:
    """Recognise UTF-16 by its byte order mark, or by the NUL in every other byte of plain English."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\0" not in raw[:4]:
        return None
    if re.match(rb"(?:[\t\n\r -~]\0){2}", raw):
        return "utf-16-le"
    return "utf-16-be" if re.match(rb"(?:\0[\t\n\r -~]){2}", raw) else None


def _explain_line_ends(source: SourceText) -> tuple[SourceText, Diagnostic]:
    message = f"All lines end with {name_character(chr(13))} alone, as those of old Macs did."
    hint = "Open the file in your editor, choose LF for the ends of lines, and save it."
    return source, source.diagnose(rules.CONTROL_CHARACTER, source.at(0), message, hint)


def _explain_undecodable(file: Path, error: UnicodeDecodeError) -> tuple[SourceText, Diagnostic]:
    whole, byte = error.object, error.object[error.start]
    index = len(whole[: error.start].decode("utf-8"))
    guess = bytes([byte]).decode("cp1252", "ignore")
    fact = f"The byte 0x{byte:02X} (number {error.start + 1:,} of the file) is not UTF-8"
    in_latin_1 = " and Latin-1" if guess == chr(byte) else ""
    shown = f"“{guess}”" if guess.isprintable() else name_character(guess)
    message = f"{fact}; in Windows-1252{in_latin_1} it is {shown}." if guess else f"{fact}."
    return _explain_not_utf8(SourceText(file, whole.decode("utf-8", "replace")), index, message)


def _explain_not_utf8(source: SourceText, index: int, message: str) -> tuple[SourceText, Diagnostic]:
    hint = "Open the file in your editor, check its accented letters and signs, and save it as UTF-8."
    return source, source.diagnose(rules.ENCODING, source.at(index), message, hint)
