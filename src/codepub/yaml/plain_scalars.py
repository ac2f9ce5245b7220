"""What YAML reads in a value typed without quotes, and which values are no answer.

The source is the core schema of YAML 1.2.2 (section 10.3.2), less whatever YAML 1.1 reads differently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from functools import cache, lru_cache
from typing import Final

from codepub.characters import LOST
from codepub.patterns import compile_late

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def _list_spellings(*words: str) -> frozenset[str]:
    return frozenset(spelling for word in words for spelling in (word, word.capitalize(), word.upper()))


_YES_AND_NO = _list_spellings("yes", "no", "on", "off", "y", "n")
_NOT_FINITE = frozenset(
    {sign + word for sign in ("", "+", "-") for word in _list_spellings(".inf") | {".Inf"}} | {".nan", ".NaN", ".NAN"}
)

# Up to 15 digits: beyond that, JSON readers and spreadsheets round.
_INTEGER = compile_late(r"-?(?:0|[1-9][0-9]{0,14})")
_DECIMAL = compile_late(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
_DATE = compile_late(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# The first that matches the whole value tells how YAML reads it, and what to write where that is meant.
_NUMBER = ", or the number in plain digits without quotes"
_SURPRISES = tuple(
    (compile_late(pattern), reading, instead)
    for pattern, reading, instead in (
        (r"[-+]?0[0-9_]+", "a number: the leading zero is lost, or makes it an octal number", ""),
        (r"[-+]?0o[0-7_]+", "an octal number, or as text", ""),
        (r"[-+]?0x[0-9a-fA-F_]+", "a hexadecimal number", ""),
        (r"[-+]?0b[01_]+", "a binary number, or as text", ""),
        (r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "a number of minutes or seconds, or as text", ""),
        (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:.*", "a time in some time zone, or as text", ""),
        (r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+", "a number with a power of ten", ""),
        (r"[-+]?[0-9][0-9_]*", "a number that is rounded, or loses its sign or its underscores", _NUMBER),
        (r"[-+]?(?=.*[0-9])[0-9_]*\.[0-9_]*", "a number that is rounded, or loses its sign or its zeros", _NUMBER),
    )
)

# A whole value in the quotes that word processors type; longer ones are sentences that open with a quotation.
_IN_TYPOGRAPHIC_QUOTES = compile_late(r"[“”„‘’‚][^“”„‘’‚\n]{0,60}[“”‘’]")

# What begins a value that is, or may be, something else than text.
STARTS_OF_MORE = frozenset("0123456789+-.“”„‘’‚")
# Words that are, or may be, something else.
OTHER_THAN_TEXT = _NULLS | _BOOLEANS.keys() | _YES_AND_NO | {"="}

# Not `xxx`: XXX is a global period of the Medicare physician fee schedule.
_ONE_WORD = """
~ - -- --- – — . .. ... … ? ?? ??? n/a n.a. n.a na n\\a #n/a nan none null nil tbd tba tbc t.b.d. t.b.a. todo to-do
fixme xxxx undefined unspecified blank empty pending missing placeholder unavailable
"""
_MORE_WORDS = """
to do, not available, not applicable, not known, not given, not specified, none given, none known, no data,
no information, to be determined, to be announced
"""
_PLACEHOLDERS = frozenset("".join(words.split()) for words in (*_ONE_WORD.split(), *_MORE_WORDS.split(","), ""))
_MAX_LENGTH = len("to be determined.")  # in characters, blanks and a full stop among them


@dataclass(frozen=True, slots=True)
class Surprise:
    """A value that YAML may read as something else than what is typed: as what, and what to write if that is meant."""

    reading: str
    instead: str = ""


Plain = str | int | bool | Decimal | date | None | Surprise


class Doubt(Enum):
    """Stands for what is read in a text that something may be wrong with."""

    DOUBTFUL = auto()


DOUBTFUL: Final = Doubt.DOUBTFUL


def is_more_than_text(text: str) -> bool:
    """Tell quickly whether a value typed without quotes may be anything but text."""
    return text[:1] in STARTS_OF_MORE or text in OTHER_THAN_TEXT


def read_plain(text: str) -> Plain:
    """Return what YAML reads in a value typed without quotes.

    >>> read_plain("36.10"), read_plain("36.10 units"), read_plain("no")
    (Decimal('36.10'), '36.10 units', Surprise(reading='false, or as the word', instead=''))
    """
    if text in _NULLS:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text) and text != "-0":
        return int(text)
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    return _read_date(text) if _DATE.fullmatch(text) else _find_surprise(text) or text


class Words:
    """The short texts of files with some words of their own that stand for an answer which is not there.

    ``longest`` is the length beyond which none but blanks stands for one. Of a text of at most that length,
    ``read_plain`` and ``read_quoted`` return what is read in it without quotes and with them, or ``DOUBTFUL`` where
    something may be wrong with it; most such texts come again and again, and are remembered.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._placeholders = _PLACEHOLDERS.union(words)
        self.longest = max(_MAX_LENGTH, *(len(word) + 1 for word in self._placeholders))
        self.read_plain = lru_cache(maxsize=1024)(self._read_plain)
        self.read_quoted = lru_cache(maxsize=1024)(self._read_quoted)

    def stand_for_none(self, text: str) -> bool:
        """Tell whether a text stands for an answer that is not there; blanks in it and a full stop change nothing."""
        if len(text) > self.longest:
            return text.isspace()
        return "".join(text.split()).casefold().removesuffix(".") in self._placeholders

    def _read_plain(self, text: str) -> Plain | Doubt:
        if text.endswith('"') or is_in_typographic_quotes(text) or self.stand_for_none(text):
            return DOUBTFUL
        value = read_plain(text) if is_more_than_text(text) else text
        return DOUBTFUL if isinstance(value, Surprise) else value

    def _read_quoted(self, text: str) -> str | Doubt:
        return text if text.isprintable() and LOST not in text and not self.stand_for_none(text) else DOUBTFUL


@cache
def know_words(placeholders: tuple[str, ...]) -> Words:
    """Know the short texts of files with some placeholders of their own; each kind of file has one set of them."""
    return Words(placeholders)


def is_in_typographic_quotes(text: str) -> bool:
    """Tell whether a value typed without quotes has the quotes of a word processor around it."""
    return _IN_TYPOGRAPHIC_QUOTES.fullmatch(text) is not None


def _read_date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _find_surprise(text: str) -> Surprise | None:
    if text in _YES_AND_NO:
        meant = "true" if text.lower() in {"yes", "on", "y"} else "false"
        return Surprise(f"{meant}, or as the word")
    if text in _NOT_FINITE:
        return Surprise("infinity, or as what is not a number")
    if text == "=":
        return Surprise("a default value, or as the sign")
    readings = (Surprise(reading, instead) for pattern, reading, instead in _SURPRISES if pattern.fullmatch(text))
    return next(readings, None)
