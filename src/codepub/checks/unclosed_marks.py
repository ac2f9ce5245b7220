"""A check of marks without their other one: they print as typed, and so are warned of, never refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.markup.open_marks import find_open_marks
from codepub.patterns import compile_late
from codepub.records.contents import Passage
from codepub.yaml.source_text import shorten_text

_STARS_CLOSED: Final = compile_late(
    r"(?:[^*\\]*+(?<![\w)\]}%])(\*\*?)(?=\w)(?:[^*\n\\]|\n(?=[^\W\d_]))*+(?:(?<=\w)\1(?![\w*])|(?<=[^\w\s(*])\1(?!\S)))*+"
    r"[^*\\]*+"
)
"""A text whose stars all are emphasis of words in a paragraph, as in most: it is known without reading its marks."""

_UNDERSCORE: Final = compile_late(r"_(?<!\w_)(?=[_\w\"“‘(\[])")
_STATISTIC: Final = compile_late(r"[A-Za-z]{1,2}[ \t]*[<>=≤≥]|\d")
_SPACED: Final = compile_late(r"(?<![\w*\\])\*\*[ \t](?=[^\W\d])[^*\n]*\*\*(?![\w*])")
_EMPHASIS: Final = compile_late(r"(?<![\w\\*])(\*{1,3})(?=[^\s*])[^*\n]*(?<=[^\s*])\1(?![\w*])")
_FOOTNOTED: Final = {signs: compile_late(rf"[\w.,;)]{re.escape(signs)}(?![\w*])") for signs in ("*", "**", "***")}
"""Words that a footnote hangs on, by its signs."""
_CARET: Final = compile_late(
    r"\^(?:(?<=10\^)[-+−–]?\d{1,2}(?![\d^.\w]|[ ]?[*+=×])|(?<=[mtn]\^)[-−]?[23](?![\d^\w])"
    r"|(?<=[a-zA-Z\d]\^)\d?[+−-](?![\w^])"
    r"|(?<![^\s]\^)\d{1,3}m?[A-Z][a-z]?\b(?!\^))"
)
_UNIT: Final = compile_late(r"(?<![A-Za-z])(?:[cmdkµμ]?m|ft|in)$")
_ION: Final = compile_late(r"(?<![A-Za-z])(?:[A-Z][a-z]?\d*)+$")
_TEN: Final = compile_late(r"(?<![\w.^])10$")
_TILDE: Final = compile_late(r"~(?=[\da-z])(?![^\s~]+~)")
_FORMULA: Final = compile_late(r"(?<![\w~])[a-z]?(?:[A-Z][a-z]?){1,3}$")


@check("unclosed-mark", WARNING, catches="A mark without its other one.", example="When the code is *meant.")
def unclosed_marks(subject: Subject) -> Iterator[Breach]:
    """Find marks before a word, above and below the line, that have no other one and so are printed as typed."""
    prose = subject.prose
    if not _STARS_CLOSED.fullmatch(prose) or ("_" in prose and _UNDERSCORE.search(prose)):
        yield from _find_open_emphasis(subject)
    if "~" in prose and _TILDE.search(prose):
        yield from _find_open_script(subject, "~", _TILDE)
    if "^" in prose and _CARET.search(prose):
        yield from _find_open_script(subject, "^", _CARET)


def _find_open_emphasis(subject: Subject) -> Iterator[Breach]:
    for passage in subject.passages:
        text = passage.text
        if _STARS_CLOSED.fullmatch(text) and not _UNDERSCORE.search(text):
            continue
        told: set[str] = set()
        for start, signs in _list_open_marks(text):
            if signs not in told and not _is_footnote(start, signs, subject, text):
                told.add(signs)
                yield _report_open(passage, start, signs)


def _list_open_marks(text: str) -> Iterator[tuple[int, str]]:
    yield from ((mark.start, mark.signs) for mark in find_open_marks(text) if len(mark.signs) <= _MAX_SIGNS)
    yield from ((spaced.start(), "**") for spaced in _SPACED.finditer(text))


_MAX_SIGNS: Final = 3
"""Longer runs are lines to be filled in."""


def _is_footnote(start: int, signs: str, subject: Subject, text: str) -> bool:
    """Tell the sign of a footnote, of a figure or in a name from one that was to be closed."""
    behind = text[start + len(signs) :]
    if "_" in signs:
        return re.match(r"\w*[^\W_]_+\w", behind) is not None
    if _STATISTIC.match(behind):
        return True
    begins_line = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    if not begins_line or signs not in _FOOTNOTED:
        return False
    return _FOOTNOTED[signs].search(_EMPHASIS.sub(" ", subject.prose)) is not None


def _find_open_script(subject: Subject, sign: str, shape: re.Pattern[str]) -> Iterator[Breach]:
    for passage in subject.passages_with(sign):
        for match in shape.finditer(passage.text):
            before = passage.text[max(0, match.start() - 10) : match.start()]
            is_open = _FORMULA.search(before) if sign == "~" else _is_power(before)
            if is_open:
                yield _report_open(passage, match.start(), sign)


def _is_power(before: str) -> bool:
    """Tell what nobody types for itself: a power of ten, of a length, the charge of an ion, the mass of an isotope."""
    return not before.strip() or before[-1].isspace() or any(one.search(before) for one in (_TEN, _UNIT, _ION))


def _report_open(passage: Passage, start: int, signs: str) -> Breach:
    return Breach(
        passage.path,
        f"`{signs}` has no other one behind its words, and is printed as typed.",
        f"Close it: {signs}words{signs}, without a blank inside. If the sign itself is meant, type \\{signs}.",
        _point(passage.text, start, signs),
    )


_MAX_POINTED: Final = 40


def _point(text: str, start: int, words: str) -> str:
    """Return words at a place, with as much of what follows as no earlier place in the text begins with."""
    end = start + len(words)
    while text.find(text[start:end]) != start and end < min(len(text), start + _MAX_POINTED):
        end += 1
    return shorten_text(text[start:end])
