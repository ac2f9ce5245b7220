"""The rights of the American Medical Association in CPT: beyond anybody's switch, and so not in the wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from codepub.document import Block, Heading, Inline, Superscript, Text
from codepub.origin import Origin

_FIRST: Final = "CPT copyright {year} American Medical Association. All rights reserved."
_REST: Final = (
    "Fee schedules, relative value units, conversion factors and/or related components are not assigned by the AMA, "
    "are not part of CPT, and the AMA is not recommending their use. The AMA does not directly or indirectly practice "
    "medicine or dispense medical services. The AMA assumes no liability for data contained or not contained herein. "
    "CPT is a registered trademark of the American Medical Association."
)
_NAME: Final = re.compile(r"\bCPT\b(?!®)")


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
    """Set ® at the first "CPT" of the title and of each level 2 part."""
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
    """Set ® at the first "CPT" below a node, in reading order; the node itself where there is none."""
    if isinstance(node, tuple):
        return _marked_members(node)
    if not is_dataclass(node) or isinstance(node, type | Origin):
        return node
    for field in fields(node):
        before = getattr(node, field.name)
        after = _marked(before)
        if after is not before:
            return replace(node, **{field.name: after})
    return node


def _marked_members(members: tuple[Any, ...]) -> tuple[Any, ...]:
    for index, member in enumerate(members):
        after = _split(member) if isinstance(member, Text) else (_marked(member),)
        if after != (member,):
            return (*members[:index], *after, *members[index + 1 :])
    return members


def _split(text: Text) -> tuple[Inline, ...]:
    match = _NAME.search(text.text)
    if match is None:
        return (text,)
    rest = text.text[match.end() :]
    return (Text(text.text[: match.end()]), Superscript((Text("®"),)), *((Text(rest),) if rest else ()))
