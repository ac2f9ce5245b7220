"""Complex fields: their instructions are no words, their results are (ECMA-376 Part 1, 17.16.18)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from codepub.ooxml.xml import Element, qualified
from codepub.patterns import compile_late

_KIND: Final = qualified("fldCharType")
_FIELD_CHARACTER: Final = qualified("fldChar")
_LINK: Final = compile_late(r"""(?is)\s*HYPERLINK\b(?:\s+(?:"([^"]*)"|([^\s"\\]+)))?(?:.*?\\l\s+"?([^"\s]*)"?)?""")


class Destination(NamedTuple):
    """Where a link leads: to an address outside, to a bookmark, or nowhere."""

    target: str | None = None
    anchor: str | None = None


NOWHERE: Final = Destination()


@dataclass(slots=True)
class _Field:
    """A field whose result is shown once its instruction is whole; ``destination`` is that of a link around it."""

    destination: Destination
    instruction: list[str] = field(default_factory=list)
    shows_result: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open where the reading is; ``unended`` are beginnings without an end, which count as none."""

    unended: frozenset[Element] = frozenset()
    _open: list[_Field] = field(default_factory=list)
    _instructions: int = 0

    @property
    def is_instruction(self) -> bool:
        """Tell whether what stands here belongs to an instruction."""
        return self._instructions > 0

    @property
    def destination(self) -> Destination:
        """Where the innermost link among the fields leads."""
        return self._open[-1].destination if self._open else NOWHERE

    def pass_character(self, character: Element) -> None:
        """Pass a beginning, the middle or an end."""
        match character.get(_KIND):
            case "begin" if character not in self.unended:
                self._open.append(_Field(self.destination))
                self._instructions += 1
            case "separate" if self._open and not self._open[-1].shows_result:
                self._show_result(self._open[-1])
            case "end" if self._open:
                self._instructions -= not self._open.pop().shows_result
            case _:
                pass

    def pass_instruction(self, text: str) -> None:
        """Pass a piece of an instruction."""
        if self._open and not self._open[-1].shows_result:
            self._open[-1].instruction.append(text)

    def _show_result(self, shown: _Field) -> None:
        shown.shows_result = True
        self._instructions -= 1
        link = parse_link("".join(shown.instruction))
        shown.destination = shown.destination if link == NOWHERE else link


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
    return join_destination(found[1] or found[2], found[3]) if found else NOWHERE


def join_destination(target: str | None, anchor: str | None) -> Destination:
    """Return where an address and a bookmark lead together: a bookmark of an address outside is part of it."""
    if not target:
        return Destination(anchor=anchor or None)
    return Destination(target=f"{target}#{anchor}" if anchor and "#" not in target else target)
