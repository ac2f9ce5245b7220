"""The small markup in prose: paragraphs, lists, emphasis, links, super- and subscript, citations, code references.

CommonMark's rules by markdown-it-py, with all that publications do not use switched off, so that raw HTML, headings
and the like stand on the page as typed. Superscript ``^…^`` and subscript ``~…~`` hold no spaces, as in pandoc.

Marks that figures, measures and addresses hold are none: ``2*3*4 cm``, ``a^2+b^2``, ``~10~20``, ``/a*b*c``. Where
CommonMark would take such characters away, they stand as typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_inline import StateInline, emphasis, link
from markdown_it.rules_inline.balance_pairs import processDelimiters
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inline,
    Inlines,
    Link,
    List,
    Paragraph,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Value
from codepub.document.text import join_texts
from codepub.origin import CODE_SYSTEMS, Origin, RecordId

CITATION: Final = re.compile(r"\[\^([^\[\]\s]+)\]")
_RAISED: Final = re.compile(r"(?<!\^)\^([^\s^]+)\^(?![\^\d])|(?<=[^\s~(\[])~(?!(?<=\d~)\d)([^\s~]+)~(?![~\d])")
"""Raised or lowered words: no digit follows, as in ``2^3*4^2``; what is lowered has a base, unlike ``~10~``.

A figure below a figure is none: ``5~10~ mm``.
"""

_TERMS: Final = re.compile(r"\w[-+*/=×·⋅<>−–]\w|\d\.[^\W\d]")
_NEXT_POWER: Final = re.compile(r"[^\W\d_]|[-+−–]\d")
_ADDRESS: Final = re.compile(r"://[^\s<>\[\]\\]*[^\s<>\[\]\\*_^~.,;:!?()'\"]")
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}%")
STEP_OF_SUM: Final = re.compile(r"[-+*][ \t]+[.\d]")
_CODE_TARGET: Final = re.compile(rf"({'|'.join(CODE_SYSTEMS)}):([0-9A-Za-z.]+)", re.IGNORECASE)
WEB_TARGET: Final = re.compile(r"(https?://|mailto:)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReferenceTargets:
    """Where references lead: citations by the id of their source, codes to the place that tells more of them."""

    sources: Mapping[str, Citation] = field(default_factory=dict)
    places: Mapping[RecordId, Origin] = field(default_factory=dict)


def parse_prose(text: str, origin: Origin, references: ReferenceTargets) -> tuple[Paragraph | List, ...]:
    """Read prose as paragraphs and lists; each paragraph carries the address of the whole."""
    return tuple(_read_blocks(iter(read_tokens(text)), origin, references))


def parse_phrase(text: str, references: ReferenceTargets) -> Inlines:
    """Read a phrase as the inlines of one paragraph; line ends are spaces."""
    (inline,) = _choose_reader(text).parseInline(text)
    return _collect(_drop_deep_marks(inline), references)


def read_tokens(text: str) -> list[Token]:
    """Return the tokens of prose, as markdown-it gives them."""
    return _choose_reader(text).parse(text)


def find_link_targets(text: str) -> tuple[str, ...]:
    """List the targets of the links in prose, as written."""
    plain_links = _PLAIN_LINK.findall(text)
    if len(plain_links) == text.count("](") and "\\" not in text:
        return tuple(plain_links)
    tokens = (child for token in read_tokens(text) for child in token.children or ())
    return tuple(str(token.attrs["href"]) for token in tokens if token.type == "link_open")


_PLAIN_LINK: Final = re.compile(r"\[[^\[\]]*\]\(([!-'*-;=?-\[\]-~]+)\)")
"""A link that is found without reading the whole text: no brackets in its words, plain characters in its target."""

_OTHER_THAN_WEB_LINK: Final = re.compile(r"\]\((?!https?://\S|mailto:\S)", re.IGNORECASE)


def may_link_to_codes(text: str) -> bool:
    """Tell quickly whether text may hold links to codes: any that do not lead to the web."""
    return "](" in text and _OTHER_THAN_WEB_LINK.search(text) is not None


def parse_code_target(target: str) -> RecordId | None:
    """Read a link target that names a code, such as ``icd-10-cm:J95.830``; None where it is something else."""
    match = _CODE_TARGET.fullmatch(target)
    return RecordId(match[1].lower(), match[2]) if match else None


def is_phrase(text: str) -> bool:
    """Tell whether text is a single paragraph, without lists."""
    if "\n" not in text and text[:1].isalpha():
        return True  # only a sign or a digit begins a list; most cells are told apart here
    return [token.type for token in read_tokens(text) if token.type != "inline"] == [
        "paragraph_open",
        "paragraph_close",
    ]


class _Reader(MarkdownIt):
    """A reader that keeps every link: dangerous ones are a rule's to report, not to be dropped into plain text."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 -- markdown-it's name and signature
        return True


MAX_BRACKETS: Final = 500
"""Opening brackets of a text in which links are read: the time it takes grows with the square of their number."""


def is_crowded(text: str) -> bool:
    """Tell whether a text has so many opening brackets that links are not looked for in it."""
    return text.count("[") > MAX_BRACKETS


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
_MAX_MARKS: Final = 20
"""Levels that lists, and marks, nest: writers recurse. Deeper lists stand as typed, deeper marks are left out."""


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


_BRACKET: Final = re.compile(r"\\.|[\[\]]", re.DOTALL)


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


def _read_blocks(tokens: Iterator[Token], origin: Origin, references: ReferenceTargets) -> Iterator[Paragraph | List]:
    for token in tokens:
        match token.type:
            case "inline":
                content = _collect(_drop_deep_marks(token), references)
                if content:
                    yield Paragraph(content, Value(origin))
            case "bullet_list_open" | "ordered_list_open":
                ordered = token.type == "ordered_list_open"
                start = int(token.attrs.get("start", 1))
                yield List(ordered, tuple(_read_items(tokens, origin, references)), start)
            case "list_item_close" | "bullet_list_close" | "ordered_list_close":
                return


def _read_items(
    tokens: Iterator[Token], origin: Origin, references: ReferenceTargets
) -> Iterator[tuple[Paragraph | List, ...]]:
    for token in tokens:
        if token.type != "list_item_open":
            return
        yield tuple(_read_blocks(tokens, origin, references))


def _drop_deep_marks(inline: Token) -> Iterator[Token]:
    """Yield the tokens of a paragraph without the marks that are nested too deep."""
    depth = 0
    for token in inline.children or ():
        depth += token.nesting == 1
        if token.nesting == 0 or depth <= _MAX_MARKS:
            yield token
        depth -= token.nesting == -1


def _collect(tokens: Iterator[Token], references: ReferenceTargets) -> Inlines:
    return join_texts(_read_inlines(tokens, references))


def _read_inlines(tokens: Iterator[Token], references: ReferenceTargets) -> Iterator[Inline]:
    for token in tokens:
        match token.type:
            case "softbreak" | "hardbreak":
                yield Text(" ")
            case "em_open":
                yield Emphasis(_collect(tokens, references))
            case "strong_open":
                yield Strong(_collect(tokens, references))
            case "link_open":
                yield _make_link(token, _collect(tokens, references), references)
            case "superscript":
                yield Superscript((Text(token.content),))
            case "subscript":
                yield Subscript((Text(token.content),))
            case "citation":
                yield references.sources.get(token.content, Text(f"[^{token.content}]"))
            case "em_close" | "strong_close" | "link_close":
                return
            case _:
                yield Text(token.content)


def _make_link(opening: Token, content: Inlines, references: ReferenceTargets) -> Inline:
    target, title = str(opening.attrs["href"]), str(opening.attrs.get("title", "")).replace("\n", " ")
    record = parse_code_target(target)
    if record is None:
        return Link(target, content, title)
    return CodeReference(target, content, references.places.get(record), title)
