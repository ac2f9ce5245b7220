"""A document becomes Markdown: GitHub's, readable as it stands, with a head that pandoc reads."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, assert_never
from urllib.parse import quote

from codepub.document.anchors import Anchors, anchor
from codepub.document.nodes import (
    AbsenceNotice,
    Cell,
    Citation,
    CodeReference,
    Column,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    FlowBlock,
    Heading,
    Inline,
    Inlines,
    Leaf,
    Link,
    List,
    Paragraph,
    Role,
    Span,
    Spread,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from codepub.document.text import plain_text
from codepub.document.walk import descendants, flow
from codepub.origin import Origin
from codepub.writers.rendered import WHOLE, Rendered
from codepub.writers.theme import Theme

_TABLE_DASHES: Final = 60

_DEEPEST_HEADING: Final = 6
"""The deepest level of a heading (CommonMark 0.31, 4.2); what lies deeper has it too."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where inlines stand: in which document, which of its places links lead to, and what marks the words around."""

    anchors: Anchors
    linked_to: frozenset[Origin]
    emphasized: bool = False
    strong: bool = False
    linked: bool = False


_AUTOLINK: Final = re.compile(r"https?://\S+$")
"""An address that shows itself as a link between angle brackets (CommonMark 0.31, 6.5)."""


def write_markdown(document: Document, theme: Theme) -> Rendered:  # noqa: ARG001 - every writer is called with a theme
    """Write a document as Markdown, as GitHub reads it: CommonMark with pipe tables."""
    anchors = Anchors(document)
    place = _Place(anchors, frozenset(_linked_to(document, anchors)))
    parts = [_head(document), *_sections(place, document), *_footer(document.imprint.footer)]
    return Rendered({WHOLE: ("\n\n".join(parts) + "\n").encode()})


def _linked_to(document: Document, anchors: Anchors) -> Iterator[Origin]:
    """Yield the places inside the document that its citations and references lead to."""
    for node in descendants(document):
        if isinstance(node, Citation | CodeReference) and (destination := anchors.destination(node.place)):
            yield destination


def _head(document: Document) -> str:
    """Give the metadata block; pandoc reads its values as Markdown."""
    values = {"title": _escaped(document.title), "lang": document.language, "date": document.dated.isoformat()}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(["---", *lines, "---"])


def _footer(lines: tuple[str, ...]) -> list[str]:
    return ["---", *(_begun(_escaped(line)) for line in lines)] if lines else []


# Blocks ----------------------------------------------------------------------------------------------------------


def _sections(place: _Place, document: Document) -> Iterator[str]:
    return _blocks(place, (leveled for section in document.sections for leveled in flow(section)))


def _blocks(place: _Place, blocks: Iterable[tuple[int, Heading | FlowBlock]]) -> Iterator[str]:
    """Give the text of each block; a comment keeps a list from running on into the next."""
    previous: Heading | FlowBlock | None = None
    for level, block in blocks:
        if isinstance(previous, List) and isinstance(block, List):
            yield "<!-- -->"
        yield _block(place, block, level)
        previous = block


def _block(place: _Place, block: Heading | FlowBlock, level: int) -> str:
    match block:
        case Heading(content):
            words = _inlines(replace(place, strong=True), content).strip()
            return f"{'#' * min(level, _DEEPEST_HEADING)} {_anchor(place, block)}{_closed(words)}"
        case Paragraph():
            return _begun(_paragraph(place, block))
        case AbsenceNotice(_, label, statement):
            label = f"**{_escaped(label)}.**"
            return f"> {_anchor(place, block)}{label} {_inlines(place, statement)}".rstrip()
        case List():
            return _list(place, block)
        case DefinitionList():
            return _definitions(place, block)
        case Table():
            return _table(place, block)
        case _:
            assert_never(block)


def _anchor(place: _Place, leaf: Leaf) -> str:
    """Return the anchor of a leaf, where a link leads to it."""
    found = place.anchors.place(leaf)
    if found is None or found.number != 1 or found.origin not in place.linked_to:
        return ""
    return f'<a id="{anchor(found.origin)}"></a>'


def _paragraph(place: _Place, paragraph: Paragraph) -> str:
    return _anchor(place, paragraph) + _paragraph_text(place, paragraph).strip()


def _paragraph_text(place: _Place, paragraph: Paragraph) -> str:
    match paragraph.role:
        case Role.KNOWN_NONE:
            return _inline(place, Emphasis(paragraph.content), " ", " ")
        case Role.BODY | Role.SOURCE | Role.RIGHTS:
            return _inlines(place, paragraph.content)
        case _:
            assert_never(paragraph.role)


def _list(place: _Place, block: List) -> str:
    loose = any(isinstance(part, Paragraph) for item in block.items for part in item[1:])
    between = "\n\n" if loose else "\n"
    return between.join(
        _item(place, item, _marker(block, at), between) for at, item in enumerate(block.items, block.start)
    )


def _marker(block: List, number: int) -> str:
    return f"{number}. " if block.ordered else "- "


def _item(place: _Place, item: tuple[Paragraph | List, ...], marker: str, between: str) -> str:
    lines = between.join(_blocks(place, ((0, part) for part in item))).splitlines()
    indent = " " * len(marker)
    first, *others = lines or [""]
    return "\n".join([marker + first, *(indent + line if line else "" for line in others)])


def _definitions(place: _Place, block: DefinitionList) -> str:
    match block.spread:
        case Spread.ROWS:
            return "\n\n".join(_definition(place, item, "\n\n") for item in block.items)
        case Spread.LINE:
            return " · ".join(_definition(place, item, " ") for item in block.items)
        case _:
            assert_never(block.spread)


def _definition(place: _Place, definition: Definition, between: str) -> str:
    term = _inlines(replace(place, strong=True), definition.term).strip()
    described = between.join(_described(place, part) for part in definition.description)
    return f"**{term}:** {described}".rstrip()


def _described(place: _Place, described: Cell) -> str:
    match described:
        case Paragraph():
            return _paragraph(place, described)
        case AbsenceNotice(_, label, statement):
            words = (Text(f"{label}: "), *statement)
            return _anchor(place, described) + _inline(place, Emphasis(words), " ", " ")
        case _:
            assert_never(described)


def _table(place: _Place, table: Table) -> str:
    head = _line(_escaped(column.header) for column in table.columns)
    rows = (_line(_described(place, cell) for cell in row) for row in table.rows)
    return "\n".join([head, _line(map(_dashes, table.columns)), *rows])


def _dashes(column: Column) -> str:
    """Give the dashes below a header: pandoc reads their number as the column's share of the width."""
    return "-" * max(3, round(column.share * _TABLE_DASHES))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


# Inlines ---------------------------------------------------------------------------------------------------------


def _inlines(place: _Place, content: Inlines, before: str = " ", after: str = " ") -> str:
    """Write inlines that stand between two characters."""
    text = ""
    for inline, following in pairwise((*content, None)):
        if inline is not None:
            text += _inline(place, inline, (before + text)[-1], _first(following) or after)
    return text


def _first(inline: Inline | None) -> str:
    """Give the first character that an inline writes, or of the mark it begins with."""
    match inline:
        case None:
            return ""
        case Text(text):
            return text[:1]
        case Emphasis() | Strong():
            return "*"
        case Superscript() | Subscript() | Link() | CodeReference() | Citation():
            return "["
        case Span(content):
            return _first(content[0] if content else None)
        case _:
            assert_never(inline)


def _inline(place: _Place, inline: Inline, before: str, after: str) -> str:
    match inline:
        case Text(text):
            return _escaped(text)
        case Emphasis(content) if not place.emphasized:
            return _marked("*", "em", _inlines(replace(place, emphasized=True), content, before, after), before, after)
        case Strong(content) if not place.strong:
            return _marked("**", "strong", _inlines(replace(place, strong=True), content, before, after), before, after)
        case Emphasis(content) | Strong(content):
            return _inlines(place, content, before, after)
        case Span(content):
            return _inlines(place, content, before, after)
        case Superscript(content):
            return _raised(plain_text(content), _inlines(place, content, ">", "<"))
        case Subscript(content):
            return f"<sub>{_inlines(place, content, '>', '<')}</sub>"
        case Link(target, content):
            address = quote(target, safe="%/:=&?~#+!$,;'@*._-")
            if content == (Text(address),) and _AUTOLINK.match(address):
                return f"<{address}>"
            return _link(place, address, content)
        case CodeReference(_, content, named):
            return _link(place, _fragment(place, named), content)
        case Citation(number, named):
            return _cited(number, _fragment(place, named))
        case _:
            assert_never(inline)


def _marked(mark: str, tag: str, inner: str, before: str, after: str) -> str:
    """Mark words; with tags where a mark beside a letter or another mark would not be read as one.

    CommonMark 0.31, 6.2: what a run of asterisks means depends on the characters around it.
    """
    core = inner.strip()
    if not core:
        return inner
    lead, trail = inner[: inner.index(core[0])], inner[len(inner.rstrip()) :]
    beside = ("" if lead else before) + ("" if trail else after)
    begun, ended = (f"<{tag}>", f"</{tag}>") if re.search(r"[\w*]", beside) else (mark, mark)
    return f"{lead}{begun}{core}{ended}{trail}"


def _raised(words: str, inner: str) -> str:
    """Leave the trade-mark signs as they are: they are raised by nature."""
    return inner if words in ("®", "™") else f"<sup>{inner}</sup>"


def _fragment(place: _Place, named: Origin | None) -> str | None:
    destination = place.anchors.destination(named)
    return None if destination is None else f"#{anchor(destination)}"


def _link(place: _Place, address: str | None, content: Inlines) -> str:
    words = _inlines(replace(place, linked=True), content, "[", "]")
    return words if place.linked or address is None else f"[{words}]({address})"


def _cited(number: int, address: str | None) -> str:
    return f"\\[{number}\\]" if address is None else f"[[{number}]]({address})"


# Characters ------------------------------------------------------------------------------------------------------

_MARKUP: Final = re.compile(
    r"""[\\`*_\[\]<|~$^{]            # marks anywhere, in GitHub's Markdown or in pandoc's
    | &(?=[#\w]|$)                   # character references
    | !$                             # an image, where a link follows
    | :(?=//|[\w+-]+:)               # bare addresses; names of emoji
    | (?<=\bwww)\.
    | (?<!\w)@(?=[\w{])               # somebody's name, a citation
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEGINNING: Final = re.compile(
    r"""\#{1,6}(?=\s|$)                # a heading
    | [-+](?=\s|$) | (\d{1,9}|\#|[a-z]|[ivxlcdm]+|[IVXLCDM]{2,}|[A-Z](?=\)|\.\s\s))(?=[.)](\s|$))
    | \((?=(\w|\d{1,9}|[ivxlcdm]+|[IVXLCDM]+|@[\w-]*)\)(\s|$))   # more lists, of pandoc's
    | [-=]+$                         # an underline, a rule
    | > | :(?=\s)                    # a quotation; a definition
    """,
    re.VERBOSE,
)


def _escaped(text: str) -> str:
    """Write characters so that none is read as markup; line ends become spaces."""
    return _MARKUP.sub(lambda match: "\\" + match[0], re.sub(r"\s*[\r\n]\s*", " ", text))


def _begun(text: str) -> str:
    """Keep the beginning of a paragraph from being read as that of a heading, a list, a quotation or a rule."""
    match = _BEGINNING.match(text)
    if match is None:
        return text
    number = match[1] or ""
    return f"{number}\\{text[len(number) :]}"


def _closed(text: str) -> str:
    """Keep number signs at the end of a heading from being read as its closing."""
    return re.sub(r"(#+)$", r"\\\1", text)
