"""Inlines become runs and hyperlinks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, assert_never
from urllib.parse import quote

from codepub.diagnostics import Diagnostic, Severity
from codepub.document.anchors import Anchors, bookmark
from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inline,
    Inlines,
    Link,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.text import plain_text
from codepub.ooxml.numbering import Numbering
from codepub.ooxml.xml import RELATIONSHIPS, Element, text_run, w
from codepub.origin import Origin
from codepub.patterns import compile_late
from codepub.writers.docx.marking import Marking
from codepub.writers.docx.pieces import Cited
from codepub.writers.docx.styles import StyleIds
from codepub.writers.theme import Theme

_ADDRESS: Final = compile_late(
    r"https?://([^/?#@]*@)?[\w-]{1,63}(\.[\w-]{1,63})*\.?(:(?P<port>[0-9]{1,5}))?([/?#].*)?|mailto:.+", re.IGNORECASE
)
_MAX_PORT: Final = 65_535
MAX_ADDRESS_CHARACTERS: Final = 2_079
"""The most characters of an address that programs of Office open; a file with a longer one they call damaged."""
_NOT_IN_ADDRESSES: Final = compile_late(r'[\s"<>\\^`{|}\[\]]')


@dataclass(slots=True)
class Writing:
    """What is known and gathered while a body is written.

    ``marking`` puts words between the marks that say where they come from. ``width`` and ``height`` are those of the
    text of a page, in twentieths of a point. ``sources`` are the words of
    each entry in the list of sources, ``cited`` tells where each is cited first. ``pictures`` are files, PNG.
    """

    theme: Theme
    styles: StyleIds
    anchors: Anchors
    marking: Marking
    numbering: Numbering
    width: int
    height: int
    sources: Mapping[Origin, str]
    cited: Mapping[Origin, Cited]
    links: dict[str, str] = field(default_factory=dict)
    pictures: list[bytes] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks, and whether it is inside a hyperlink, which holds no other (ECMA-376 Part 1, 17.16.22)."""

    style: str | None = None
    bold: bool = False
    italic: bool = False
    raised: Literal["superscript", "subscript"] | None = None
    linked: bool = False


PLAIN: Final = Look()


def write_runs(writing: Writing, content: Inlines, look: Look = PLAIN) -> Iterator[Element]:
    """Yield the runs and hyperlinks of inlines."""
    for inline in content:
        yield from _write_inline(writing, inline, look)


def _write_inline(writing: Writing, inline: Inline, look: Look) -> Iterator[Element]:
    match inline:
        case Text(text):
            yield text_run(text, *_make_properties(writing, look))
        case Emphasis(content):
            yield from write_runs(writing, content, replace(look, italic=True))
        case Strong(content):
            yield from write_runs(writing, content, replace(look, bold=True))
        case Superscript(content):
            yield from write_runs(writing, content, replace(look, raised="superscript"))
        case Subscript(content):
            yield from write_runs(writing, content, replace(look, raised="subscript"))
        case Span(content):
            yield from writing.marking.enclose_span(inline, write_runs(writing, content, look))
        case Link(target, content):
            yield from _link_outward(writing, target, content, look)
        case CodeReference(_, content, place):
            yield from _link_inward(writing, place, content, look)
        case Citation():
            yield from _cite(writing, inline, look)
        case _:
            assert_never(inline)


def _make_properties(writing: Writing, look: Look) -> Iterator[Element]:
    if look.style is not None:
        yield w("rStyle", val=writing.styles[look.style])
    if look.bold:
        yield from (w("b"), w("bCs"))
    if look.italic:
        yield from (w("i"), w("iCs"))
    if look.raised is not None:
        yield w("vertAlign", val=look.raised)


def _link_outward(writing: Writing, target: str, content: Inlines, look: Look) -> Iterator[Element]:
    if look.linked:
        yield from write_runs(writing, content, look)
        return
    address = _NOT_IN_ADDRESSES.sub(lambda match: quote(match[0]), target)
    if not _is_usable(target, address):
        writing.diagnostics.append(_describe_unusable(target))
        yield from write_runs(writing, content, look)
    else:
        link = w("hyperlink", *write_runs(writing, content, _style_as_link(look, "hyperlink")))
        link.set(f"{{{RELATIONSHIPS}}}id", writing.links.setdefault(address, f"link{len(writing.links) + 1}"))
        yield link


def _is_usable(target: str, address: str) -> bool:
    """Tell whether Word opens an address; for its length, what is not ASCII counts as it is written in one."""
    found = _ADDRESS.fullmatch(target)
    if found is None or int(found["port"] or 0) > _MAX_PORT:
        return False
    return (
        len(address) <= MAX_ADDRESS_CHARACTERS
        and len(quote(address, safe=_KEPT_IN_ADDRESSES)) <= MAX_ADDRESS_CHARACTERS
    )


_KEPT_IN_ADDRESSES: Final = "".join(map(chr, range(0x21, 0x7F)))


def _link_inward(writing: Writing, place: Origin | None, content: Inlines, look: Look) -> Iterator[Element]:
    destination = writing.anchors.destination(place)
    if look.linked or destination is None:
        yield from write_runs(writing, content, look)
    else:
        runs = write_runs(writing, content, _style_as_link(look, "hyperlink"))
        yield w("hyperlink", *runs, anchor=bookmark(destination), history=1)


def _cite(writing: Writing, citation: Citation, look: Look) -> Iterator[Element]:
    """Link a citation to its source, which it names when it is pointed at."""
    words, destination = plain_text(citation), writing.anchors.destination(citation.place)
    if look.linked or destination is None:
        yield from write_runs(writing, (Text(words),), replace(look, style="citation"))
    else:
        source = f"{citation.number}. {writing.sources.get(destination, '')}"
        yield link_to_bookmark(writing, bookmark(destination), words, source, look)


def link_to_bookmark(writing: Writing, name: str, words: str, tip: str, look: Look = PLAIN) -> Element:
    """Make a link within the document that tells where it leads when it is pointed at."""
    runs = write_runs(writing, (Text(words),), _style_as_link(look, "citation"))
    shown = tip if len(tip) <= _MAX_TIP_CHARACTERS else f"{tip[: _MAX_TIP_CHARACTERS - 1]}…"
    return w("hyperlink", *runs, anchor=name, history=1, tooltip=shown)


_MAX_TIP_CHARACTERS: Final = 255
"""The most characters that Word shows where a link is pointed at."""


def _style_as_link(look: Look, style: str) -> Look:
    return replace(look, style=style, linked=True)


def _describe_unusable(target: str) -> Diagnostic:
    shown = target if len(target) <= _MAX_SHOWN_CHARACTERS else f"{target[:_MAX_SHOWN_CHARACTERS]}…"
    return Diagnostic(
        rule="word-link",
        severity=Severity.WARNING,
        message=f"“{shown}” is not an address that Word can open; its words stand there without a link.",
        hint=f"Write a whole address of at most {MAX_ADDRESS_CHARACTERS:,} characters: "
        "https://host/path or mailto:name@host.",
    )


_MAX_SHOWN_CHARACTERS: Final = 120
"""The most characters of an address that a message shows; more fill a screen."""
