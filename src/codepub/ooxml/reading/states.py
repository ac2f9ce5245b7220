"""The two texts that a file with recorded changes stands for: all of them rejected, all of them accepted.

What is both inserted and deleted is in neither. Letters keep their marks, so that it can be told who made a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import zip_longest

from codepub.ooxml.reading.letters import Letter, Mark, Paragraph


def rejected(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs as they read with every change rejected: letters look as they did before."""
    kept = [each for each in paragraphs if not _is_added(each)]
    return _join(kept, _reject_letters, lambda paragraph: paragraph.mark_inserted)


def accepted(paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the paragraphs as they read with every change accepted."""
    kept = [each for each in paragraphs if not _is_dropped(each)]
    return _join(kept, _accept_letters, lambda paragraph: paragraph.mark_deleted)


def _is_added(paragraph: Paragraph) -> bool:
    cell = paragraph.cell
    return cell is not None and bool(cell.row_inserted or cell.cell_inserted)


def _is_dropped(paragraph: Paragraph) -> bool:
    cell = paragraph.cell
    return cell is not None and bool(cell.row_deleted or cell.cell_deleted)


def _reject_letters(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    return tuple(
        letter if letter.old_look is None else letter._replace(look=letter.old_look)
        for letter in letters
        if letter.inserted is None
    )


def _accept_letters(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    return tuple(letter for letter in letters if letter.deleted is None)


def _join(
    paragraphs: list[Paragraph],
    keep: Callable[[tuple[Letter, ...]], tuple[Letter, ...]],
    find_lost_end: Callable[[Paragraph], Mark | None],
) -> tuple[Paragraph, ...]:
    """Keep letters, and join each paragraph that loses its end to the next where both stand in one place."""
    joined: list[Paragraph] = []
    pieces: list[Paragraph] = []
    for paragraph, following in zip_longest(paragraphs, paragraphs[1:]):
        pieces.append(replace(paragraph, letters=keep(paragraph.letters)))
        loses_end = following is not None and find_lost_end(paragraph) is not None
        if loses_end and _stand_together(paragraph, following):
            continue
        whole = _unite(pieces)
        if whole.letters or not (loses_end and _begins_table(paragraph, following)):
            joined.append(whole)
        pieces = []
    return tuple(joined)


def _stand_together(one: Paragraph, other: Paragraph) -> bool:
    return one.story == other.story and one.cell == other.cell


def _begins_table(one: Paragraph, other: Paragraph) -> bool:
    """Tell whether a table begins between two paragraphs: what loses all its words and its end before it is gone."""
    if one.story != other.story or other.cell is None:
        return False
    return one.cell is None or other.cell.table > one.cell.table


def _unite(pieces: list[Paragraph]) -> Paragraph:
    """Make one paragraph of several: its style is that of the first that has words left."""
    if len(pieces) == 1:
        return pieces[0]
    return replace(
        next((each for each in pieces if each.letters), pieces[0]),
        index=pieces[0].index,
        indexes=tuple(piece.index for piece in pieces),
        letters=tuple(letter for piece in pieces for letter in piece.letters),
        mark_inserted=pieces[-1].mark_inserted,
        mark_deleted=pieces[-1].mark_deleted,
        tags=tuple(dict.fromkeys(tag for piece in pieces for tag in piece.tags)),
        bookmarks=tuple(dict.fromkeys(name for piece in pieces for name in piece.bookmarks)),
    )
