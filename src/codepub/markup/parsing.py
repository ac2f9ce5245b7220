"""The small markup in prose: paragraphs, lists, emphasis, links, super- and subscript, citations, code references.

CommonMark's rules by markdown-it-py, with all that publications do not use switched off, so that raw HTML, headings
and the like stand on the page as typed. Superscript ``^…^`` and subscript ``~…~`` hold no spaces, as in pandoc.

Marks that figures, measures and addresses hold are none: ``2*3*4 cm``, ``a^2+b^2``, ``~10~20``, ``/a*b*c``. Where
CommonMark would take such characters away, they stand as typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

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
from codepub.markup.targets import parse_code_target
from codepub.markup.tokens import read_phrase, read_tokens
from codepub.origin import Origin, RecordId


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
    return _collect(_drop_deep_marks(read_phrase(text)), references)


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


_MAX_MARKS: Final = 20
"""Levels that marks nest: writers recurse. Deeper marks are left out."""


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
