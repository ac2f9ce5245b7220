"""CommonMark's rules by markdown-it-py, less what publications do not use; figures and addresses keep their signs.

What stands here is imported where a text has to be read whole: most commands need it for no text at all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline, emphasis, link
from markdown_it.rules_inline.balance_pairs import processDelimiters
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from codepub.markup.targets import CITATION, STEP_OF_SUM, is_crowded
from codepub.patterns import compile_late

_RAISED: Final = compile_late(r"(?<!\^)\^([^\s^]+)\^(?![\^\d])|(?<=[^\s~(\[])~(?!(?<=\d~)\d)([^\s~]+)~(?![~\d])")
"""Raised or lowered words: no digit follows, as in ``2^3*4^2``; what is lowered has a base, unlike ``~10~``.

A figure below a figure is none: ``5~10~ mm``.
"""

_TERMS: Final = compile_late(r"\w[-+*/=×·⋅<>−–]\w|\d\.[^\W\d]")
_NEXT_POWER: Final = compile_late(r"[^\W\d_]|[-+−–]\d")
_ADDRESS: Final = compile_late(r"://[^\s<>\[\]\\]*[^\s<>\[\]\\*_^~.,;:!?()'\"]")
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}%")


def read_tokens(text: str) -> list[Token]:
    """Return the tokens of prose, as markdown-it gives them."""
    return _choose_reader(text).parse(text)


def read_phrase(text: str) -> Token:
    """Return the one token, with its children, of a text that is read as one paragraph; line ends are spaces."""
    (inline,) = _choose_reader(text).parseInline(text)
    return inline


class _Reader(MarkdownIt):
    """A reader that keeps every link: dangerous ones are a rule's to report, not to be dropped into plain text."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 -- markdown-it's name and signature
        return True


def _choose_reader(text: str) -> MarkdownIt:
    return _make_plain_reader() if is_crowded(text) else _make_reader()


@cache
def _make_plain_reader() -> MarkdownIt:
    """Make a reader that knows emphasis only."""
    return _guard(_Reader("zero", {"maxNesting": 20}).enable(["emphasis", "escape", "newline"]))


@cache
def _make_reader() -> MarkdownIt:
    reader = _Reader("zero", {"maxNesting": 100}).enable(["list", "emphasis", "link", "escape", "newline"])
    reader.block.ruler.at("list", _read_list, {"alt": ["paragraph"]})
    reader.inline.ruler.at("link", _read_link)
    reader.inline.ruler.before("link", "citation", _read_citation)
    reader.inline.ruler.after("emphasis", "raised", _read_raised)
    return _guard(reader)


def _guard(reader: MarkdownIt) -> MarkdownIt:
    """Keep a reader from taking characters out of figures, words and addresses."""
    reader.inline.ruler.at("emphasis", _read_emphasis)
    reader.inline.ruler2.at("balance_pairs", _pair_marks)
    reader.inline.ruler.before("emphasis", "address", _read_address)
    return reader


_MAX_LISTS: Final = 10
"""Levels that lists nest: writers recurse. Deeper lists stand as typed."""


def _read_list(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    is_deep = state.level >= 2 * _MAX_LISTS  # a list and an item each are a level
    if is_deep or (silent and _goes_on_with_figure(state, start_line)):
        return False
    return list_block(state, start_line, end_line, silent)


def _goes_on_with_figure(state: StateBlock, line: int) -> bool:
    """Tell whether a line of a paragraph begins with a sign between two figures: ``2 * 3`` broken before the star."""
    is_sibling = state.sCount[line] < state.blkIndent  # the next item of the list that the paragraph stands in
    above = state.src[state.bMarks[line - 1] : state.eMarks[line - 1]].rstrip()
    begun = state.bMarks[line] + state.tShift[line]
    return not is_sibling and above[-1:].isdigit() and STEP_OF_SUM.match(state.src, begun) is not None


def _read_link(state: StateInline, silent: bool) -> bool:
    return state.pos in _find_link_starts(state.src) and link(state, silent)


_BRACKET: Final = compile_late(r"\\.|[\[\]]", re.DOTALL)


@lru_cache(maxsize=4)
def _find_link_starts(text: str) -> frozenset[int]:
    """Find the brackets that are closed and followed by a parenthesis; no other begins a link."""
    if "](" not in text:
        return frozenset()
    opened, starts = list[int](), set[int]()
    for bracket in _BRACKET.finditer(text):
        if bracket[0] == "[":
            opened.append(bracket.start())
        elif bracket[0] == "]" and opened:
            start = opened.pop()
            if text.startswith("(", bracket.end()):
                starts.add(start)
    return frozenset(starts)


def _read_citation(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("citation", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _read_emphasis(state: StateInline, silent: bool) -> bool:
    """Read a run of stars or underscores; one opens only before a word and closes only behind one, never inside."""
    known, before = len(state.delimiters), state.src[state.pos - 1 : state.pos]
    is_read = emphasis.tokenize(state, silent)
    after = state.src[state.pos : state.pos + 1]
    for mark in state.delimiters[known:]:
        mark.open = mark.open and _opens(before, after)
        mark.close = mark.close and _closes(before, after)
    return is_read


def _pair_marks(state: StateInline) -> None:
    """Pair the marks that open and close: one with one, two with two; ``**p < 0.01, x*`` has no pair."""
    within = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for marks in (state.delimiters, *within):
        if all(mark.length <= 2 for mark in marks):
            _pair_like_marks(state, marks)
        else:
            processDelimiters(state, marks)


def _pair_like_marks(state: StateInline, marks: list[Delimiter]) -> None:
    signs = [mark.marker for mark in marks]
    for mark in marks:
        mark.marker *= mark.length
    processDelimiters(state, marks)
    for mark, sign in zip(marks, signs, strict=True):
        mark.marker = sign


def _opens(before: str, after: str) -> bool:
    is_inside = _is_of_word(before) or before in _CLOSING
    return not is_inside and after not in _CLOSING and before != after


def _closes(before: str, after: str) -> bool:
    return not _is_of_word(after) and before not in _OPENING and before != after


def _is_of_word(character: str) -> bool:
    """Tell letters, digits and the marks that combine with them from others."""
    return character != "" and unicodedata.category(character)[0] in "LNM"


def _read_address(state: StateInline, silent: bool) -> bool:
    """Read the rest of an address that is typed as text: what stands in it is no mark."""
    begun = state.src[max(0, state.pos - 5) : state.pos].lower().endswith(("http", "https"))
    match = _ADDRESS.match(state.src, state.pos, state.posMax) if begun else None
    if match is None:
        return False
    if not silent:
        state.append_pending(match[0])
    state.pos = match.end()
    return True


def _read_raised(state: StateInline, silent: bool) -> bool:
    match = _RAISED.match(state.src, state.pos, state.posMax)
    if match is None or _is_sum(match):
        return False
    if not silent:
        state.push("superscript" if match[1] else "subscript", "", 0).content = match[1] or match[2]
    state.pos = match.end()
    return True


def _is_sum(raised: re.Match[str]) -> bool:
    """Tell two powers, ``a^b+c^d`` or ``kg^-1*min^-1``, from one raised word that another word or figure follows."""
    follows = _NEXT_POWER.match(raised.string, raised.end())
    return follows is not None and _TERMS.search(raised[0]) is not None
