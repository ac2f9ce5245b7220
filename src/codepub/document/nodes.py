"""The document: what stands between records and formats. Frozen data; blocks and inlines are closed unions."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from hashlib import sha256
from typing import Literal, assert_never

from codepub.origin import Origin, RecordId

# Inlines ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words that are stressed."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that are important."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Superscript:
    """Characters raised above the line."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Subscript:
    """Characters set below the line."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address outside the document: http, https or mailto.

    ``title`` is what the author wrote behind the address, in quotes; no format prints it.
    """

    target: str
    content: Inlines
    title: str = ""


@dataclass(frozen=True, slots=True)
class CodeReference:
    """A code that is spoken of.

    ``target`` names it as the author wrote it, such as ``icd-10-cm:J95.830``; ``place`` is where this document tells
    more of it, where it does; ``title`` is as with links.
    """

    target: str
    content: Inlines
    place: Origin | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference to a source: its number in the list of sources, the place of its entry there, and its id."""

    number: int
    place: Origin
    id: str


Inline = Text | Emphasis | Strong | Superscript | Subscript | Link | CodeReference | Citation
Inlines = tuple[Inline, ...]

# Blocks ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the publication."""

    level: Literal[1, 2, 3, 4]
    content: Inlines
    origin: Origin


class Role(enum.StrEnum):
    """What a paragraph is for, where it is not running text."""

    BODY = "body"
    KNOWN_NONE = "known-none"
    SOURCE = "source"
    RIGHTS = "rights"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: Inlines
    origin: Origin
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class Notice:
    """The statement that stands where a value is not given: a label such as "Unavailable", and why."""

    reason: str
    label: str
    statement: Inlines
    origin: Origin


@dataclass(frozen=True, slots=True)
class List:
    """A list; an item is blocks, mostly one paragraph; ``start`` is the number of the first where it is ordered."""

    ordered: bool
    items: tuple[tuple[Paragraph | List, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what is said of it."""

    term: Inlines
    description: tuple[Paragraph | Notice, ...]


class Spread(enum.StrEnum):
    """How definitions lie: one below the other, or the few facts of a publication in one line."""

    ROWS = "rows"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms with what is said of them."""

    items: tuple[Definition, ...]
    spread: Spread = Spread.ROWS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header and its share of the width; the shares of a table add up to 1."""

    header: str
    share: float


Cell = Paragraph | Notice


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; the first cell of a row names it. ``name`` says what the table lists."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    origin: Origin


Block = Heading | Paragraph | Notice | List | DefinitionList | Table

# The whole -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Imprint:
    """What stands on every page: the running head's short name and title, the footer's lines, the page's number.

    ``numbering`` is what stands before the page's number, between it and the number of pages, and after both.
    """

    short: str
    title: str
    footer: tuple[str, ...]
    numbering: tuple[str, str, str] = ("Page ", " of ", "")


@dataclass(frozen=True, slots=True)
class Document:
    """A publication before it has a format.

    ``digest`` is that of the content, hexadecimal: what an approval is bound to. ``dated`` is the day the
    publication bears; formats that want a time of creation take it, so that two runs give the same bytes. ``rights``
    are texts that no template may lose: the first stands on every page, the others somewhere.
    """

    identity: RecordId
    title: str
    language: str
    publisher: str
    keywords: tuple[str, ...]
    dated: date
    digest: str
    imprint: Imprint
    blocks: tuple[Block, ...]
    rights: tuple[str, ...] = ()


def plain(content: Inlines) -> str:
    """Give the characters of inlines without what marks them."""
    return "".join(map(_plain, content))


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content):
            return plain(content)
        case Link(_, content) | CodeReference(_, content):
            return plain(content)
        case Citation(number):
            return f"[{number}]"
        case _:
            assert_never(inline)


def spoken(block: Block) -> Iterator[str]:
    """Give the text of each leaf of a block, in reading order."""
    match block:
        case Heading(_, content) | Paragraph(content):
            yield plain(content)
        case Notice(_, label, statement):
            yield f"{label} {plain(statement)}"
        case List(_, items):
            for item in items:
                for part in item:
                    yield from spoken(part)
        case DefinitionList(items):
            for definition in items:
                yield plain(definition.term)
                for described in definition.description:
                    yield from spoken(described)
        case Table(_, columns, rows):
            yield from (column.header for column in columns)
            for row in rows:
                for cell in row:
                    yield from spoken(cell)
        case _:
            assert_never(block)


def digest(*parts: object) -> str:
    """Give the SHA-256 of frozen data, hexadecimal: equal for equal content, on every machine and in every run."""
    hasher = sha256()
    for part in parts:
        _feed(hasher.update, part)
    return hasher.hexdigest()


def _feed(update: Callable[[bytes], None], part: object) -> None:
    """Write a value to a hash so that no two values write the same: its kind, its size, its members."""
    if is_dataclass(part):
        members = [getattr(part, field.name) for field in fields(part)]
    elif isinstance(part, tuple):
        members = list(part)
    else:
        text = f"{type(part).__name__}:{part}".encode()
        update(f"{len(text)}:".encode() + text)
        return
    update(f"{type(part).__name__}({len(members)}".encode())
    for member in members:
        _feed(update, member)
