r"""The small markup written: blocks or inlines become the text that is read as them again.

What is written is read once more and compared, so that nothing is handed out that says something else. Text comes back
as it was typed but for these, none of which a reader of the publication sees:

- A paragraph is one line; a line end or hard break within it is a space. A space with which a paragraph or emphasis
  begins can only be a hard break (a backslash, then the line's end) and is written as one.
- One empty line parts blocks. Lists have none between items, and none before a list within an item where it can do
  without.
- Bullets are ``-``, numbers ``1.``; where two lists touch, the second has ``*`` or ``1)``. Numbers count up from the
  first one. What belongs to an item is indented to where its text begins.
- Emphasis is ``*``, strong emphasis ``**``; ``_`` and ``__`` where two marks touch.
- A backslash stands only where without it the text would be read otherwise. Where one of two marks is enough, it is the
  first. (In a paragraph of many hundred signs, some stand that could be done without.)
- The address of a link is as in the publication: percent-encoded, in ``<>`` only where its parentheses do not pair. Its
  title stands in double quotes, in one line.
- What looks like a citation and was none, since no source has its id, gets a backslash.

Text with marks nested more than 20 deep, or with links to what is no address (``x:::``), may be refused.

Numbers of citations, places and the roles of paragraphs belong to the publication and are not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, count, islice
from typing import Final, assert_never

from codepub.characters import BYTE_ORDER_MARK, CONTROLS, LINE_SEPARATORS, SURROGATES
from codepub.document.nodes import (
    Citation,
    CodeReference,
    Deleted,
    Emphasis,
    Inline,
    Inlines,
    Inserted,
    Link,
    List,
    Paragraph,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Value
from codepub.document.text import plain_text
from codepub.markup.parsing import ReferenceTargets, parse_prose
from codepub.markup.targets import CITATION, STEP_OF_SUM
from codepub.origin import Origin, RecordId
from codepub.patterns import compile_late

Blocks = tuple[Paragraph | List, ...]

_NOWHERE: Final = Origin(RecordId("", ""))
_UNPLACED: Final = Value(_NOWHERE)
_UNHOLDABLE: Final = compile_late(f"[{CONTROLS}{LINE_SEPARATORS}{BYTE_ORDER_MARK}{SURROGATES}\r\ufffe\uffff]")
"""Characters that text in YAML cannot hold, or that end a line there (YAML 1.1, 5.1 and 5.4)."""

_SIGN: Final = compile_late(r"([!-/:-@\[-`{-~])")
"""What a backslash can stand before (CommonMark 2.4)."""

_MARKS: Final = frozenset("*_^~[]\\:")
_OTHER_MARK: Final = str.maketrans("*_", "_*")
_ENTITY: Final = compile_late(r"&(?=#?\w+;)")
_IN_TITLE: Final = compile_late(r'["\\]|&(?=#?\w+;)')
_HARD_BREAK: Final = "\\\n"
_MAX_NUMBER: Final = 999_999_999
"""The highest number of an item (CommonMark 5.2)."""


def unparse(content: Blocks | Inlines) -> str:
    """Write blocks, or the inlines of one paragraph, in the small markup.

    Returns:
        Text for which ``parse_prose``, or ``parse_phrase``, gives the same blocks or inlines. It holds no control
        characters but line ends and tabs, and does not begin or end with a blank, so that YAML can hold it.

    Raises:
        ValueError: The markup has no way to write the content, such as emphasis of half a word.
    """
    blocks = [part for part in content if isinstance(part, Paragraph | List)]
    inlines = [part for part in content if not isinstance(part, Paragraph | List)]
    text = "\n".join(_write_blocks(blocks, "\n")) if blocks else _write_paragraph(inlines)
    if _UNHOLDABLE.search(text) or _parse(text) != _make_expected(blocks, inlines):
        raise ValueError(f"The small markup cannot write {content!r}.")
    return text


def _make_expected(blocks: Sequence[Paragraph | List], inlines: Sequence[Inline]) -> Blocks:
    """Return what the text must be read as, without what belongs to the publication."""
    if inlines:
        return (Paragraph(_strip_inlines(inlines), _UNPLACED),)
    return _strip_blocks(blocks)


# Blocks ----------------------------------------------------------------------------------------------------------


def _write_blocks(blocks: Sequence[Paragraph | List], gap: str) -> Iterator[str]:
    """Write the lines of blocks; ``gap`` is an empty line, or nothing where a list may follow its paragraph at once."""
    above: Paragraph | List | None = None
    is_second = False
    for block in blocks:
        is_second = _touch(above, block) and not is_second
        lines = _write_block(block, is_second)
        if above is not None and (gap or not _follows(above, block, lines)):
            yield ""
        yield from lines
        above = block


def _write_block(block: Paragraph | List, is_second: bool) -> list[str]:
    match block:
        case Paragraph(content):
            return _write_paragraph(content).split("\n")
        case List(ordered, items, start):
            return list(_write_list(ordered, items, start, is_second))
        case _:
            assert_never(block)


def _touch(above: Paragraph | List | None, block: Paragraph | List) -> bool:
    """Tell whether two blocks are lists that would be one if they had the same marker."""
    return isinstance(above, List) and isinstance(block, List) and above.ordered == block.ordered


def _follows(above: Paragraph | List, block: Paragraph | List, lines: Sequence[str]) -> bool:
    """Tell whether a list can follow a paragraph without an empty line between (CommonMark 5.3)."""
    if not isinstance(above, Paragraph) or not isinstance(block, List) or block.items[:1] == ((),):
        return False
    is_sum = plain_text(above.content)[-1:].isdigit() and STEP_OF_SUM.match(lines[0]) is not None
    return not is_sum and (block.start == 1 or not block.ordered)


def _write_list(ordered: bool, items: Sequence[Blocks], start: int, is_second: bool) -> Iterator[str]:
    for number, item in enumerate(items, start):
        bullet = "*" if is_second else "-"
        marker = f"{min(number, _MAX_NUMBER)}{')' if is_second else '.'}" if ordered else bullet
        first, *others = [*_write_blocks(item, "")] or [""]
        yield f"{marker} {first}".rstrip()
        for line in others:
            yield f"{' ' * len(marker)} {line}".rstrip()


# Paragraphs ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    r"""A stretch of a paragraph; one with a site may be written otherwise, ``\*`` for ``*`` or ``_`` for ``*``.

    The marks that open and close emphasis share their site.
    """

    plain: str
    otherwise: str = ""
    site: int | None = None

    @property
    def is_sign(self) -> bool:
        """Tell a sign of a text, which a backslash may stand before."""
        return self.otherwise.startswith("\\")

    @property
    def is_mark(self) -> bool:
        """Tell what opens or closes emphasis or a link."""
        return not self.is_sign and self.plain.startswith(("*", "_", "[", "]"))


_Sites = frozenset[int]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A paragraph in pieces, with what it must be read as."""

    pieces: tuple[_Piece, ...]
    content: Inlines

    def write(self, changed: _Sites) -> str:
        """Write the pieces, those of some sites otherwise."""
        return "".join(piece.otherwise if piece.site in changed else piece.plain for piece in self.pieces)

    def holds(self, changed: _Sites) -> bool:
        """Tell whether the text, so written, is read as it must be."""
        return _parse(self.write(changed)) == (Paragraph(self.content, _UNPLACED),)


def _write_paragraph(content: Sequence[Inline]) -> str:
    """Write a paragraph with no more backslashes than it needs; one that cannot be written has none."""
    draft = _Draft(tuple(_write_inlines(content, count(), "")), _strip_inlines(content))
    changed = next(filter(draft.holds, _list_ways(draft)), _Sites())
    return draft.write(_spare_sites(draft, changed, sorted(changed), 1 + len(changed) // _MAX_STRETCHES))


_MAX_TRIED_CHARACTERS: Final = 200_000
"""Characters that are written in all to try ways to write a paragraph: a second's work. Of paragraphs that are made of
nothing but marks, 1 of 1,000 needs some of them."""

_MAX_STRETCHES: Final = 100
"""Stretches of a paragraph whose backslashes are tried apart, so that time grows no faster than its length."""


def _list_ways(draft: _Draft) -> Iterator[_Sites]:
    """List ways to write a paragraph: as it is; every sign, or every mark, with a backslash; these with few changes."""
    every = _Sites(piece.site for piece in draft.pieces if piece.site is not None and piece.is_sign)
    marks = _Sites(piece.site for piece in draft.pieces if piece.site in every and piece.plain in _MARKS)
    starts = (_Sites(), every, marks)
    yield from starts
    sites = sorted(_find_sites_beside_marks(draft.pieces))
    changes = chain.from_iterable(combinations(sites, number) for number in (1, 2, 3))
    tries = _MAX_TRIED_CHARACTERS // (1 + len(draft.write(every)))
    yield from islice((start ^ _Sites(change) for change in changes for start in starts), tries)


def _find_sites_beside_marks(pieces: Sequence[_Piece]) -> Iterable[int]:
    """Find the sites whose backslashes may bear on whether marks open and close."""
    marks = [index for index, piece in enumerate(pieces) if piece.is_mark]
    near = {index for mark in marks for index in range(mark - 3, mark + 7)}
    return {site for index, piece in enumerate(pieces) if index in near and (site := piece.site) is not None}


def _spare_sites(draft: _Draft, changed: _Sites, some: Sequence[int], grain: int) -> _Sites:
    """Leave out those of some sites that need not be written otherwise; the last ones first."""
    fewer = changed - _Sites(some)
    if not some or draft.holds(fewer):
        return fewer
    if len(some) <= grain:
        return changed
    half = len(some) // 2
    return _spare_sites(draft, _spare_sites(draft, changed, some[half:], grain), some[:half], grain)


# Inlines ---------------------------------------------------------------------------------------------------------


def _write_inlines(content: Sequence[Inline], sites: Iterator[int], opened: str) -> Iterator[_Piece]:
    """Write inlines; ``opened`` is what opens the emphasis or link around them, nothing in a paragraph."""
    before = ""
    for index, inline in enumerate(content):
        is_edge = index in (0, len(content) - 1) and opened != "["
        mark = _choose_mark(inline, before, opened if is_edge else "")
        before = ""
        match inline:
            case Text(text):
                yield from _write_text(text, sites, is_first=index == 0 and opened != "[")
            case Emphasis(inner):
                yield from _write_marked(inner, mark, sites)
                before = mark
            case Strong(inner):
                yield from _write_marked(inner, mark * 2, sites)
                before = mark
            case Superscript(inner):
                yield _Piece(f"^{plain_text(inner)}^")
            case Subscript(inner):
                yield _Piece(f"~{plain_text(inner)}~")
            case Link(target, inner, title) | CodeReference(target, inner, _, title):
                yield from _write_link(target, inner, title, sites)
            case Citation(_, _, id):
                yield _Piece(f"[^{id}]")
            case Span() | Inserted() | Deleted():
                return  # nothing that authors write: the paragraph is refused
            case _:
                assert_never(inline)


def _choose_mark(inline: Inline, before: str, around: str) -> str:
    """Choose the mark of emphasis by those it touches: another beside it, and the one around it."""
    if before:
        return before.translate(_OTHER_MARK)
    if around:
        return around if isinstance(inline, Strong) else around.translate(_OTHER_MARK)
    return "*"


def _write_text(text: str, sites: Iterator[int], *, is_first: bool) -> Iterator[_Piece]:
    words = text.lstrip(" ") if is_first else text
    yield _Piece(_HARD_BREAK * (len(text) - len(words)))
    for part in _SIGN.split(words):
        yield _Piece(part, f"\\{part}", next(sites)) if _SIGN.fullmatch(part) else _Piece(part)


def _write_marked(content: Inlines, mark: str, sites: Iterator[int]) -> Iterator[_Piece]:
    edge = _Piece(mark, mark.translate(_OTHER_MARK), next(sites))
    yield edge
    yield from _write_inlines(content, sites, mark[0])
    yield edge


def _write_link(target: str, content: Inlines, title: str, sites: Iterator[int]) -> Iterator[_Piece]:
    yield _Piece("[")
    yield from _write_inlines(content, sites, "[")
    words = _IN_TITLE.sub(r"\\\g<0>", title)
    yield _Piece(f']({_write_target(target) or "<>"} "{words}")' if title else f"]({_write_target(target)})")


def _write_target(target: str) -> str:
    address = _ENTITY.sub(r"\\&", target)
    return address if _are_paired(address) else f"<{address}>"


def _are_paired(address: str) -> bool:
    """Tell whether each parenthesis of an address has its other one behind it."""
    depth = 0
    for parenthesis in re.findall(r"[()]", address):
        depth += 1 if parenthesis == "(" else -1
        if depth < 0:
            return False
    return depth == 0


# What is compared ------------------------------------------------------------------------------------------------


def _parse(text: str) -> Blocks:
    """Read text in which whatever is cited is a source."""
    cited = {name: Citation(0, _NOWHERE, name) for name in CITATION.findall(text)}
    return parse_prose(text, _NOWHERE, ReferenceTargets(cited))


def _strip_blocks(blocks: Iterable[Paragraph | List]) -> Blocks:
    """Leave out of blocks what belongs to the publication: numbers of citations, places, roles."""
    return tuple(map(_strip_block, blocks))


def _strip_block(block: Paragraph | List) -> Paragraph | List:
    match block:
        case Paragraph(content):
            return Paragraph(_strip_inlines(content), _UNPLACED)
        case List(ordered, items, start):
            return List(ordered, tuple(map(_strip_blocks, items)), start)
        case _:
            assert_never(block)


def _strip_inlines(content: Iterable[Inline]) -> Inlines:
    return tuple(map(_strip_inline, content))


def _strip_inline(inline: Inline) -> Inline:
    match inline:
        case Text() | Span() | Inserted() | Deleted():
            return inline
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content):
            return type(inline)(_strip_inlines(content))
        case Link(target, content, title):
            return Link(target, _strip_inlines(content), title)
        case CodeReference(target, content, _, title):
            return CodeReference(target, _strip_inlines(content), None, title)
        case Citation(_, _, id):
            return Citation(0, _NOWHERE, id)
        case _:
            assert_never(inline)
