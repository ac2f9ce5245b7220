"""Texts that were UTF-8 and were read as Windows-1252 on their way into a record: `â€™` for an apostrophe."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.patterns import compile_late
from codepub.yaml.reading import Reading
from codepub.yaml.source_text import shorten_text

DECODED_TWICE: Final = Rule(
    "decoded-twice",
    Severity.WARNING,
    "Signs that are probably another one, whose UTF-8 was read as Windows-1252.",
    "The patientâ€™s drain",
)

_FIRST_BYTES: Final = "ÂÃÄÅÍÎÏâïð"
"""Those of the letters, signs and emoji that English records hold, as Windows-1252 reads them."""

_SUSPECT: Final = compile_late(f"[{_FIRST_BYTES}](?=([^\x00-\x7f]{{1,3}}))")

_MEANT: Final = compile_late(
    "[\xa0-\xac\xae-\u017f\u0370-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2100-\u218f\u2190-\u22ff"
    "\u25a0\u25aa\u25b2\u25ba\u25bc\u25cb\u25cf\u2600-\u267f\u26c0-\u277f\ufeff\U0001f300-\U0001faff]"
)
_TYPOGRAPHIC: Final = frozenset("‘’‚“”„‹›…–—")
_UNDEFINED: Final = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
"""Bytes that Windows-1252 leaves out, and that its readers take for the control characters of Latin-1."""


def find_decoded_twice(reading: Reading) -> Iterator[Diagnostic]:
    """Find signs that are probably another one."""
    if reading.text.isascii() or not any(map(reading.text.__contains__, _FIRST_BYTES)):
        return
    for suspect in _SUSPECT.finditer(reading.text):
        found = _read_again(suspect)
        if found is not None:
            typed, meant = found
            where = reading.source.at(suspect.start(), len(typed))
            fact = f"“{shorten_text(typed)}” was probably {_name_meant(meant)}, read as Windows-1252."
            way_out = "Type what was meant; where there is more of it, copy the text again from where it came."
            yield reading.source.diagnose(DECODED_TWICE, where, fact, way_out)


def _read_again(suspect: re.Match[str]) -> tuple[str, str] | None:
    """Return the signs that are one character of UTF-8, and that character; None where they are probably meant."""
    behind = 1 if suspect[0] < "\xe0" else 2 if suspect[0] < "\xf0" else 3
    typed = suspect[0] + suspect[1][:behind]
    if typed.isalpha() and suspect[0] not in "ÂÃ":
        return None  # letters of a word
    try:
        meant = b"".join(map(_encode, typed)).decode("utf-8")
    except UnicodeError:
        return None
    is_likely = _MEANT.fullmatch(meant) and not _is_word_and_quote(suspect)
    return (typed, meant) if is_likely else None


def _encode(character: str) -> bytes:
    return bytes([ord(character)]) if ord(character) in _UNDEFINED else character.encode("cp1252")


def _is_word_and_quote(suspect: re.Match[str]) -> bool:
    """Tell a capital letter at the end of a word or by itself, with a quote or a dash behind it: `IRMÃ…`, `5 Å”`."""
    if suspect[0] >= "\xe0" or suspect[1][0] not in _TYPOGRAPHIC:
        return False
    before, after = (
        suspect.string[suspect.start() - 1 : suspect.start()],
        suspect.string[suspect.end() + 1 : suspect.end() + 2],
    )
    if suspect[0] in "ÄÅ":
        return suspect[1][0] not in "“’" or not after.isalpha()  # else œ or Œ, as in `cÅ“ur`
    return before.isalpha() or before in _TYPOGRAPHIC


def _name_meant(meant: str) -> str:
    return f"“{meant}”" if meant.isprintable() else unicodedata.name(meant).lower()
