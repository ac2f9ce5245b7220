"""The rights of the American Medical Association in CPT: beyond anybody's switch, and so not in the wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from codepub.document.nodes import Block, Heading, Inline, Link, Superscript, Text, plain
from codepub.origin import Origin

_FIRST: Final = "CPT copyright {year} American Medical Association. All rights reserved."
_REST: Final = (
    "Fee schedules, relative value units, conversion factors and/or related components are not assigned by the AMA, "
    "are not part of CPT, and the AMA is not recommending their use. The AMA does not directly or indirectly practice "
    "medicine or dispense medical services. The AMA assumes no liability for data contained or not contained herein. "
    "CPT is a registered trademark of the American Medical Association."
)
_NAME: Final = re.compile(r"\b(CPT)\b®?")
_SIGN: Final = Superscript((Text("®"),))


@dataclass(frozen=True, slots=True)
class CptRights:
    """Who holds the licence, and the year of the copyright where it is not the year before the edition."""

    holder: str | None = None
    number: str | None = None
    year: int | None = None


def footer_notice(year: int) -> str:
    """Give the first sentence of the notice, for the footer of every page."""
    return _FIRST.format(year=year)


def whole_notice(year: int) -> str:
    """Give the whole notice."""
    return f"{_FIRST.format(year=year)} {_REST}"


def registered(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Set ® at the first "CPT" of the title and of each level 2 part; where authors set it there, it stays one."""
    return tuple(block for part in _parts(blocks) for block in _marked(part))


def _parts(blocks: tuple[Block, ...]) -> list[tuple[Block, ...]]:
    """Divide blocks before each heading of level 2."""
    parts: list[tuple[Block, ...]] = [()]
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            parts.append(())
        parts[-1] = (*parts[-1], block)
    return parts


def _marked(node: Any) -> Any:
    """Set ® at the first "CPT" below a node, in reading order; gives the node itself only where there is none."""
    if isinstance(node, tuple):
        return _marked_members(node)
    if not is_dataclass(node) or isinstance(node, type | Origin) or _is_bare_address(node):
        return node
    for field in fields(node):
        before = getattr(node, field.name)
        after = _marked(before)
        if after is not before:
            return replace(node, **{field.name: after})
    return node


def _is_bare_address(node: Any) -> bool:
    return isinstance(node, Link) and plain(node.content) == node.target


def _marked_members(members: tuple[Any, ...]) -> tuple[Any, ...]:
    for index, member in enumerate(members):
        if isinstance(member, Text):
            after = _split(member, members[index + 1 : index + 2])
        else:
            marked = _marked(member)
            after = () if marked is member else (marked,)
        if after:
            return (*members[:index], *after, *members[index + 1 :])
    return members


def _split(text: Text, following: tuple[Any, ...]) -> tuple[Inline, ...]:
    """Divide a text around the sign that its first "CPT" bears; empty where it holds none."""
    match = _NAME.search(text.text)
    if match is None:
        return ()
    rest = text.text[match.end() :]
    if not rest and following == (_SIGN,):
        return (text,)
    return (Text(text.text[: match.end(1)]), _SIGN, *((Text(rest),) if rest else ()))
