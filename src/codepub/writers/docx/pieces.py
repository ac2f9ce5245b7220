"""What a body is written from: headings, blocks, and definitions that follow each other, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from codepub.document.anchors import Anchors, bookmark
from codepub.document.nodes import (
    Citation,
    DefinitionList,
    Deleted,
    Document,
    Figure,
    FlowBlock,
    Heading,
    Inserted,
    Node,
    Paragraph,
    Revision,
    Role,
    Section,
    Spread,
    Table,
)
from codepub.document.table_names import tell_apart
from codepub.document.text import plain_text
from codepub.document.walk import children, leaves
from codepub.origin import Origin

Content = Heading | FlowBlock | tuple[DefinitionList, ...]
"""A heading, a block, or lists of definitions between which nothing stands: they become one table."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a body: ``path`` are the headings it stands below, from the title; ``part`` names its section."""

    content: Content
    path: tuple[str, ...]
    part: str

    @property
    def level(self) -> int:
        """The level of its heading, or of the one it stands below."""
        return len(self.path)


def list_pieces(document: Document) -> list[Piece]:
    """List the pieces of a document, in its order."""
    blocks = (piece for section in document.sections for piece in _walk(section, ()))
    return [
        piece
        for together, run in groupby(blocks, key=lambda piece: _is_listing(piece.content))
        for piece in (_join(tuple(run)) if together else run)
    ]


def _walk(section: Section, above: tuple[str, ...]) -> Iterator[Piece]:
    path = (*above, "" if section.heading is None else plain_text(section.heading))
    if section.heading is not None:
        yield Piece(section.heading, path, section.name)
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _walk(block, path)
        else:
            yield Piece(block, path, section.name)


def _is_listing(content: Content) -> bool:
    return isinstance(content, DefinitionList) and content.spread is not Spread.LINE


def _join(run: tuple[Piece, ...]) -> Iterator[Piece]:
    """Join lists into one table as far as none has notes, which stand below it."""
    lists: tuple[DefinitionList, ...] = ()
    for piece in run:
        if isinstance(piece.content, DefinitionList):
            lists = (*lists, piece.content)
            if piece.content.notes:
                yield Piece(lists, piece.path, piece.part)
                lists = ()
    if lists:
        yield Piece(lists, run[0].path, run[0].part)


def is_table(piece: Piece) -> bool:
    """Tell whether a piece becomes a table of Word."""
    return isinstance(piece.content, (Table, DefinitionList, tuple))


def is_source_line(piece: Piece | None) -> bool:
    """Tell whether a piece is the line that says where what stands above it was read."""
    return piece is not None and isinstance(piece.content, Paragraph) and piece.content.role is Role.SOURCE


def is_about(piece: Piece | None) -> bool:
    """Tell whether a piece stands in the section that a document tells of itself in, which is small print."""
    return piece is not None and piece.part == "about"


def is_of_sources(piece: Piece) -> bool:
    """Tell whether a piece stands in the list of sources, the last part but one."""
    return piece.part == "sources"


def is_figure(piece: Piece | None) -> bool:
    """Tell whether a piece is a picture, which stands between the words that say what it shows and its table."""
    return piece is not None and isinstance(piece.content, Figure)


def belongs_to(following: Piece | None, piece: Piece) -> bool:
    """Tell whether a piece must stand on the page on which the one before it ends."""
    of_figure = following is not None and (is_figure(piece) or is_figure(following))
    at_end = (is_about(piece) or is_of_sources(piece)) and is_about(following)
    return is_source_line(following) or of_figure or at_end


# Names -----------------------------------------------------------------------------------------------------------


def name_tables(pieces: Sequence[Piece]) -> list[str]:
    """Name each piece that becomes a table, so that no two have one name; the others have none.

    A table has its own name and definitions that of the heading above, told apart as in `table_names`.
    """
    return tell_apart([(_find_name(piece), piece.path[1] if piece.level > 1 else "") for piece in pieces])


def _find_name(piece: Piece) -> str:
    if isinstance(piece.content, Table):
        return piece.content.name
    return next((heading for heading in reversed(piece.path) if heading), "") if is_table(piece) else ""


# Citations -------------------------------------------------------------------------------------------------------


class Cited(NamedTuple):
    """Where a source is cited first: a bookmark, and the heading above it; and what becomes of all its citations."""

    bookmark: str
    heading: str
    revision: Revision | None = None


def list_cited(anchors: Anchors, pieces: Sequence[Piece]) -> Mapping[Origin, Cited]:
    """List the sources that are cited, by the origins that name them; the anchors have not been asked for a place."""
    cited = dict[Origin, Cited]()
    for piece in pieces:
        blocks = piece.content if isinstance(piece.content, tuple) else (piece.content,)
        for leaf in (leaf for block in blocks for leaf in leaves(block)):
            if (place := anchors.place(leaf)) is not None:
                for source, revision in _list_sources(leaf, anchors, None):
                    here = Cited(bookmark(*place), piece.path[-1], revision)
                    cited[source] = _join_cited(cited.get(source, here), here)
    return cited


def _join_cited(first: Cited, further: Cited) -> Cited:
    """Go on from where a source was cited first; its citations come or go where all of them do."""
    is_one = type(first.revision) is type(further.revision)
    return first if is_one else first._replace(revision=None)


def _list_sources(node: Node, anchors: Anchors, revision: Revision | None) -> Iterator[tuple[Origin, Revision | None]]:
    """Yield the sources that are cited below a node, each with what becomes of the citation."""
    for child in children(node):
        match child:
            case Citation(_, place):
                if (source := anchors.destination(place)) is not None:
                    yield source, revision
            case Inserted() | Deleted():
                yield from _list_sources(child, anchors, child)
            case _:
                yield from _list_sources(child, anchors, revision)
