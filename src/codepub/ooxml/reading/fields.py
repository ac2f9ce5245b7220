"""Complex fields: their instructions are no words, their results are (ECMA-376 Part 1, 17.16.18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from codepub.ooxml.xml import Element, qualified
from codepub.patterns import compile_late

_KIND: Final = qualified("fldCharType")
_FIELD_CHARACTER: Final = qualified("fldChar")
_LINK: Final = compile_late(r'\s*HYPERLINK\b(?:\s+"([^"]*)")?(?:.*?\\l\s+"([^"]*)")?', 2 | 16)  # IGNORECASE | DOTALL


class Destination(NamedTuple):
    """Where a link leads: to an address outside, to a bookmark, or nowhere."""

    target: str | None = None
    anchor: str | None = None


NOWHERE: Final = Destination()


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    shows_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open where the reading is; ``unended`` are beginnings without an end, which count as none."""

    unended: frozenset[Element] = frozenset()
    _open: list[_Field] = field(default_factory=list)

    @property
    def is_instruction(self) -> bool:
        """Tell whether what stands here belongs to an instruction."""
        return any(not each.shows_result for each in self._open)

    @property
    def destination(self) -> Destination:
        """Where the innermost link among the fields leads."""
        links = (parse_link(each.instruction) for each in reversed(self._open))
        return next((each for each in links if each != NOWHERE), NOWHERE)

    def pass_character(self, character: Element) -> None:
        """Pass a beginning, the middle or an end."""
        match character.get(_KIND):
            case "begin" if character not in self.unended:
                self._open.append(_Field())
            case "separate" if self._open:
                self._open[-1].shows_result = True
            case "end" if self._open:
                self._open.pop()
            case _:
                pass

    def pass_instruction(self, text: str) -> None:
        """Pass a piece of an instruction."""
        if self._open and not self._open[-1].shows_result:
            self._open[-1].instruction += text


def begin_fields(story: Element) -> Fields:
    """Begin to read the fields of a story."""
    begun: list[Element] = []
    for character in story.iter(_FIELD_CHARACTER):
        match character.get(_KIND):
            case "begin":
                begun.append(character)
            case "end" if begun:
                begun.pop()
            case _:
                pass
    return Fields(frozenset(begun))


def parse_link(instruction: str) -> Destination:
    r"""Parse where a field leads by its instruction (17.16.5.25); nowhere where it is no link.

    >>> parse_link(r' HYPERLINK "https://example.org" \l "part" ')
    Destination(target='https://example.org#part', anchor=None)
    """
    found = _LINK.match(instruction)
    return join_destination(found[1], found[2]) if found else NOWHERE


def join_destination(target: str | None, anchor: str | None) -> Destination:
    """Return where an address and a bookmark lead together: a bookmark of an address outside is part of it."""
    if not target:
        return Destination(anchor=anchor or None)
    return Destination(target=f"{target}#{anchor}" if anchor and "#" not in target else target)
