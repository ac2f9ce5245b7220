"""Letters become inlines again, and these the markup that an author would type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import unquote

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.markup.unparsing import unparse
from codepub.ooxml.reading.letters import PICTURE, PLAIN, Look
from codepub.review.comparing.fields import Written
from codepub.review.comparing.looks import order, rewrap, wrap_look
from codepub.review.comparing.pieces import END, Flow, Piece, Wrapper
from codepub.review.comparing.prose_lines import Stack, build_blocks


class _Sign(NamedTuple):
    """A letter, or a citation, with the inlines around it."""

    content: str | Citation
    wrappers: tuple[Wrapper, ...]
    is_typed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a value: the places of its letters, and where it stands among paragraphs and lists."""

    places: tuple[int, ...]
    stack: Stack = ()


def write_phrase(flow: Flow, places: Sequence[int]) -> Written:
    """Write letters of one paragraph in the small markup."""
    signs = _read_signs(flow, places)
    written = _try_to_write((signs,), lambda lines: unparse(lines[0]))
    return Written(written.text, _join(written.doubt, _doubt_references(flow, places, signs)))


def read_words(flow: Flow, places: Sequence[int]) -> str:
    """Return letters that are no markup, without those that were set into them; the end of a paragraph is a space."""
    alive = (flow[at] for at in places if not flow[at].is_gone and flow[at].text != PICTURE)
    return "".join(_plain(one.text) for one in alive if one.sent is None or one.text == END or not one.sent.is_added)


def write_prose(flow: Flow, lines: Sequence[Line]) -> Written:
    """Write paragraphs in the small markup."""
    signs = tuple(_read_signs(flow, line.places) for line in lines)
    stacks = [line.stack for line in lines]
    written = _try_to_write(signs, lambda contents: unparse(build_blocks(tuple(zip(stacks, contents, strict=True)))))
    doubts = (_doubt_references(flow, line.places, one) for line, one in zip(lines, signs, strict=True))
    return Written(written.text, reduce(_join, doubts, written.doubt))


def _join(one: str | None, other: str | None) -> str | None:
    return " ".join(filter(None, (one, other))) or None


_LEFT_OUT: Final = "Formatting that the markup cannot write was left out."


def _try_to_write(lines: Sequence[Sequence[_Sign]], write: Callable[[Sequence[Inlines]], str]) -> Written:
    """Write lines with all their formatting, or with as much of it as can be written."""
    for change, doubt in (
        (_keep, None),
        (_free_blanks, None),
        (_drop_typed_marks, _LEFT_OUT),
        (_drop_marks, _LEFT_OUT),
        (_drop_all, _LEFT_OUT),
    ):
        try:
            return Written(write([_make_inlines(_trim(change(line))) for line in lines]), doubt)
        except ValueError:
            continue
    plain = "\n\n".join("".join(one.content for one in line if isinstance(one.content, str)) for line in lines)
    return Written(plain, "The words hold characters that the markup cannot write.")


# Letters with the inlines around them ------------------------------------------------------------------------------


def _read_signs(flow: Flow, places: Sequence[int]) -> tuple[_Sign, ...]:
    base = _find_base(flow, places)
    found, cited = list[_Sign](), set[int]()
    for at in places:
        piece = flow[at]
        sent = piece.sent
        if piece.is_gone or piece.text == PICTURE:
            continue
        if piece.text == END:
            found.append(_Sign(" ", (), is_typed=False))
        elif sent is None:
            found.append(_Sign(_plain(piece.text), _wrap_typed(flow, at, base), is_typed=True))
        elif sent.citation is not None:
            number, citation = sent.citation
            if number not in cited:
                found.append(_Sign(citation, sent.wrappers, is_typed=False))
            cited.add(number)
        elif not sent.is_added:
            wrappers = rewrap(sent, piece.look) if piece.reformatted else sent.wrappers
            found.append(_Sign(_plain(sent.text), wrappers, is_typed=False))
    return _agree(found)


def _plain(text: str) -> str:
    """Return a line break, a tab or the end of a paragraph as a space: the markup of a paragraph has none."""
    return " " if text in f"\n\t{END}" else text


def _find_base(flow: Flow, places: Sequence[int]) -> Look:
    """Return what the letters of a leaf look like where its inlines do not ask for it, as in a bold first column."""
    base = PLAIN
    for piece in (flow[at] for at in places):
        sent = piece.sent
        if sent is None or sent.citation is not None or (sent.is_added and sent.leaf and sent.leaf.kind != "absent"):
            continue
        kinds = set[str]() if sent.leaf and sent.leaf.kind == "absent" else {one.kind for one in sent.wrappers}
        base = replace(
            base,
            bold=base.bold or (sent.look.bold and "strong" not in kinds),
            italic=base.italic or (sent.look.italic and "emphasis" not in kinds),
            raised=base.raised or (sent.look.raised if sent.look.raised not in kinds else None),
        )
    return base


def _wrap_typed(flow: Flow, at: int, base: Look) -> tuple[Wrapper, ...]:
    look = flow[at].look
    added = replace(
        look,
        bold=look.bold and not base.bold,
        italic=look.italic and not base.italic,
        raised=None if look.raised == base.raised else look.raised,
    )
    left, right = _find_sent(flow, range(at - 1, -1, -1)), _find_sent(flow, range(at + 1, len(flow)))
    wrappers = [_spell_as_sent(one, left, right) for one in wrap_look(added)]
    code = _find_reference(flow, look, left, right)
    return order((code, *wrappers)) if code and not look.target else tuple(wrappers)


def _find_sent(flow: Flow, places: range) -> Piece | None:
    for at in places:
        if flow[at].text == END:
            return None
        if not flow[at].is_typed:
            return flow[at]
    return None


def _spell_as_sent(wrapper: Wrapper, *beside: Piece | None) -> Wrapper:
    """Return a link as the one beside it, where it leads to the same address."""
    for link in (one for piece in beside for one in _list_wrappers(piece) if one.kind == wrapper.kind == "link"):
        if unquote(link.target).rstrip("/") == unquote(wrapper.target).rstrip("/"):
            return link
    return wrapper


def _list_wrappers(piece: Piece | None) -> tuple[Wrapper, ...]:
    return piece.sent.wrappers if piece is not None and piece.sent is not None else ()


def _find_reference(flow: Flow, look: Look, left: Piece | None, right: Piece | None) -> Wrapper | None:
    """Find the reference to a code whose words a typed letter is among: Word need not show that it is one."""
    before = {one for one in _list_wrappers(left) if one.kind == "code"}
    behind = {one for one in _list_wrappers(right) if one.kind == "code"}
    for code in before | behind:
        side = left if code in before else right
        is_inside = code in before & behind or look.anchor is not None
        is_at_gone_end = side is not None and side.is_gone
        if (is_inside or is_at_gone_end) and any(not one.is_gone and code in _list_wrappers(one) for one in flow):
            return code
    return None


def _agree(signs: Sequence[_Sign]) -> tuple[_Sign, ...]:
    """Let typed letters have the same order of inlines as those beside them."""
    found = list(signs)
    for step in (1, -1):
        for at in range(len(found))[::step]:
            beside = at - step
            if found[at].is_typed and 0 <= beside < len(found):
                other = found[beside].wrappers
                if found[at].wrappers != other and set(found[at].wrappers) == set(other):
                    found[at] = found[at]._replace(wrappers=other)
    return tuple(found)


def _doubt_references(flow: Flow, places: Sequence[int], signs: Sequence[_Sign]) -> str | None:
    """Say of a reference to a code whose words changed that it leads where it led."""
    codes = dict.fromkeys(one for at in places for one in _list_wrappers(flow[at]) if one.kind == "code")
    for code in codes:
        was = "".join(flow[at].text for at in places if code in _list_wrappers(flow[at]))
        now = "".join(str(one.content) for one in signs if code in one.wrappers)
        if now not in ("", was):
            return f"The words of a reference changed; it still leads to {code.target}."
    return None


# What can be written -----------------------------------------------------------------------------------------------


def _keep(line: Sequence[_Sign]) -> Sequence[_Sign]:
    return line


_LINKS: Final = ("link", "code")


def _without_marks(sign: _Sign) -> _Sign:
    return sign._replace(wrappers=tuple(one for one in sign.wrappers if one.kind in _LINKS))


def _free_blanks(line: Sequence[_Sign]) -> Sequence[_Sign]:
    """Take marks from the spaces with which marked words begin or end, which the markup cannot write."""
    found = list(line)
    for step in (1, -1):
        for at in range(len(found))[::step]:
            beside = at - step
            around = set(found[beside].wrappers) if 0 <= beside < len(found) else set()
            if found[at].content == " ":
                kept = tuple(one for one in found[at].wrappers if one.kind in _LINKS or one in around)
                found[at] = found[at]._replace(wrappers=kept)
    return found


def _drop_typed_marks(line: Sequence[_Sign]) -> Sequence[_Sign]:
    return [_without_marks(one) if one.is_typed else one for one in _free_blanks(line)]


def _drop_marks(line: Sequence[_Sign]) -> Sequence[_Sign]:
    return [_without_marks(one) for one in line]


def _drop_all(line: Sequence[_Sign]) -> Sequence[_Sign]:
    return [one._replace(wrappers=()) for one in line]


def _trim(line: Sequence[_Sign]) -> Sequence[_Sign]:
    words = [at for at, one in enumerate(line) if not isinstance(one.content, str) or not one.content.isspace()]
    return line[words[0] : words[-1] + 1] if words else ()


def _make_inlines(signs: Sequence[_Sign], depth: int = 0) -> Inlines:
    return tuple(_join_inlines(signs, depth))


def _join_inlines(signs: Sequence[_Sign], depth: int) -> Iterator[Inline]:
    for wrapper, group in groupby(signs, lambda one: one.wrappers[depth] if len(one.wrappers) > depth else None):
        inside = tuple(group)
        if wrapper is not None:
            yield _wrap(wrapper, _make_inlines(inside, depth + 1))
            continue
        for is_text, run in groupby(inside, lambda one: isinstance(one.content, str)):
            if is_text:
                yield Text("".join(str(one.content) for one in run))
            else:
                yield from (one.content for one in run if isinstance(one.content, Citation))


def _wrap(wrapper: Wrapper, content: Inlines) -> Inline:
    match wrapper.kind:
        case "emphasis":
            return Emphasis(content)
        case "strong":
            return Strong(content)
        case "superscript":
            return Superscript(content)
        case "subscript":
            return Subscript(content)
        case "link":
            return Link(wrapper.target, content, wrapper.title)
        case _:
            return CodeReference(wrapper.target, content, None, wrapper.title)
