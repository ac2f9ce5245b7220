"""Characters that nobody sees: where they make a name, a code or an address another one, and where they only may."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from codepub.patterns import compile_late
from codepub.yaml.source_text import SourceText

# Soft hyphen, joiners and their like (Unicode 15, 23.2), fillers that print as nothing, variation selectors.
HIDDEN: Final = compile_late(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164\uffa0\ufe00-\ufe0f]+"
)

_PRINTABLE: Final = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe0e\ufe0f"
"""Those that Python takes for printable; the other variation selectors come with none but ideographs."""

_SOFT_HYPHEN: Final = "\u00ad"
_JOINERS: Final = "\u200c\u200d"
_KEYCAP: Final = "\u20e3"
_MODIFIER: Final = compile_late(r"[A-Z]{2}")
_OF_CODES: Final = compile_late(r"[0-9:/@]")
_ADDRESS_BEGUN: Final = compile_late(r"(?:https?://|mailto:)\S*\Z", re.IGNORECASE)
_EUROPEAN: Final = ("LATIN", "GREEK", "CYRILLIC")


def may_hold_hidden(source: SourceText) -> bool:
    """Tell quickly whether a file may hold such characters, as they are or as escapes in double quotes."""
    text = source.text
    if "\\" in text or not source.is_printable:
        return True
    return not text.isascii() and any(map(text.__contains__, _PRINTABLE))


def is_code_like(value: str) -> bool:
    """Tell a value that programs compare, a code or an address, from the words of a name."""
    words = remove_hidden(value).split()
    return len(words) == 1 and (_MODIFIER.fullmatch(words[0]) or _OF_CODES.search(words[0])) is not None


def remove_hidden(text: str) -> str:
    """Return text without the characters that nobody sees."""
    return HIDDEN.sub("", text)


def find_unsound(runs: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Find the runs that do not belong where they are, unlike joiners in emoji and soft hyphens in words."""
    return (run for run in runs if not _belongs(run))


def _belongs(run: re.Match[str]) -> bool:
    before = run.string[run.start() - 1 : run.start()]
    after = run.string[run.end() : run.end() + 1]
    if run[0] == _SOFT_HYPHEN:
        in_address = _ADDRESS_BEGUN.search(run.string, max(0, run.start() - 200), run.start())
        return before.isalpha() and not after.isdigit() and not in_address
    if run[0] in _JOINERS and before.isalnum() and after and _is_of_joining_script(after):
        return True  # an ending behind a figure or a foreign word, as Persian writes it
    return after == _KEYCAP or (before != "" and _takes_joiners(before))


def _takes_joiners(character: str) -> bool:
    """Tell letters and marks of scripts beyond Europe, and signs, emoji among them, from others."""
    is_sign = unicodedata.category(character)[0] == "S" and not character.isascii()
    return is_sign or _is_of_joining_script(character)


def _is_of_joining_script(character: str) -> bool:
    if unicodedata.category(character)[0] not in "LM":
        return False
    return ord(character) >= 0x590 and not unicodedata.name(character, "").startswith(_EUROPEAN)
