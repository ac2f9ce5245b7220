"""Marks of emphasis that begin a word and have no other one: they are printed as typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from codepub.patterns import compile_late

if TYPE_CHECKING:
    from markdown_it.token import Token

_NO_MARKS: Final = compile_late(
    r"\\[*_]|\]\([^()\s]*\)|\[\^[^\[\]\s]+\]|https?://[^\s<>\[\]\\]*[^\s<>\[\]\\*_^~.,;:!?()'\"]"
)
"""Where stars and underscores are no marks: behind a backslash, in targets, citations and addresses."""

_RUN: Final = compile_late(r"(?<![\w*])\*+|(?<!\w)_+")
_BEFORE_WORD: Final = compile_late(r"[^\W\d_]|[\"“‘(\[]")


class OpenMark(NamedTuple):
    """A run of signs, ``*`` or ``**``, by its place in the text; ``is_half`` where a part of it has its other one."""

    start: int
    signs: str
    is_half: bool


def find_open_marks(text: str) -> Iterator[OpenMark]:
    """Find the runs of stars and underscores before a word, of which at least one sign is printed as typed.

    A run behind a word that nothing opens is none: ``5*`` and ``S27.*`` are footnotes, figures and wildcards.
    """
    plain = _NO_MARKS.sub(lambda found: "." * len(found[0]), text)
    printed = set(_find_printed(plain, "*")) | set(_find_printed(plain, "_"))
    for run in re.finditer(r"\*+|_+", plain):
        left = sum(place in printed for place in range(run.start(), run.end()))
        if not left:
            continue
        is_half = left < len(run[0])
        is_quoted = plain[run.start() - 1 : run.start()] == plain[run.end() : run.end() + 1] != ""
        begins_word = _RUN.match(plain, run.start()) and _BEFORE_WORD.match(plain, run.end()) and not is_quoted
        if is_half or begins_word:
            yield OpenMark(run.start(), run[0], is_half)


def _find_printed(plain: str, sign: str) -> Iterator[int]:
    """Find where a sign is printed: tokens hold no places, but all of the text's signs in their order."""
    from codepub.markup.tokens import read_tokens

    places = (place for place, character in enumerate(plain) if character == sign)
    for token in _flatten(read_tokens(plain)):
        if token.type == "text":
            for character in token.content:
                if character == sign:
                    yield next(places)
        else:
            for _ in range(token.markup.count(sign)):
                next(places)


def _flatten(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "inline":
            yield from token.children or ()
        elif token.type == "list_item_open":
            yield token
