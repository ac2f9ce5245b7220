"""The rights of the American Medical Association in CPT: beyond anybody's switch, and so not in the wording."""

from __future__ import annotations

from typing import Final, assert_never

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Deleted,
    Emphasis,
    Inline,
    Inlines,
    Inserted,
    Link,
    Section,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Derived
from codepub.document.text import plain_text
from codepub.document.walk import mapped
from codepub.patterns import compile_late

_FIRST_SENTENCE: Final = "CPT copyright {years} American Medical Association. All rights reserved."
_OTHER_SENTENCES: Final = (
    "Fee schedules, relative value units, conversion factors and/or related components are not assigned by the AMA, "
    "are not part of CPT, and the AMA is not recommending their use. The AMA does not directly or indirectly practice "
    "medicine or dispense medical services. The AMA assumes no liability for data contained or not contained herein. "
    "CPT is a registered trademark of the American Medical Association."
)
_NAME: Final = compile_late(r"\b(CPT)\b®?")
_SIGN: Final = Superscript((Text("®"),))
_ADDED_SIGN: Final = Span((_SIGN,), Derived())
"""The sign where no author typed it: what it is set into may be the value of a field, of which it is no part."""


def footer_notice(*years: int) -> str:
    """Return the first sentence of the notice, for the footer of every page; one year for each release that is used."""
    return _FIRST_SENTENCE.format(years=", ".join(map(str, years)))


def whole_notice(*years: int) -> str:
    """Return the whole notice."""
    return f"{footer_notice(*years)} {_OTHER_SENTENCES}"


def set_registered_signs(section: Section) -> Section:
    """Set ® at the first "CPT" of a title and of each part below it; where authors set it there, it stays one."""
    title = _Registration()
    heading = None if section.heading is None else mapped(section.heading, title)
    blocks = (mapped(block, _Registration() if isinstance(block, Section) else title) for block in section.blocks)
    return Section(section.name, heading, tuple(blocks))


class _Registration:
    """Sets ® at the first "CPT" of all runs of inlines it is given, in reading order, and leaves the rest as it is."""

    def __init__(self) -> None:
        self.is_done = False

    def __call__(self, content: Inlines) -> Inlines:
        if self.is_done:
            return content
        return tuple(part for at, inline in enumerate(content) for part in self._change(inline, content[at + 1 :]))

    def _change(self, inline: Inline, following: Inlines) -> Inlines:
        match inline:
            case _ if self.is_done:
                return (inline,)
            case Text(text):
                return self._split(text, following)
            case Link(target) if plain_text(inline) == target:
                return (inline,)
            case Emphasis() | Strong() | Superscript() | Subscript() | Link() | CodeReference() | Citation() | Span():
                return (mapped(inline, self),)
            case Inserted() | Deleted():
                return (mapped(inline, self),)
            case _:
                assert_never(inline)

    def _split(self, text: str, following: Inlines) -> Inlines:
        """Divide a text around the sign that its first "CPT" bears."""
        match = _NAME.search(text)
        if match is None:
            return (Text(text),)
        self.is_done = True
        rest = text[match.end() :]
        if not rest and following[:1] == (_SIGN,):
            return (Text(text),)
        sign = _SIGN if match[0].endswith("®") else _ADDED_SIGN
        return (Text(text[: match.end(1)]), sign, *((Text(rest),) if rest else ()))
