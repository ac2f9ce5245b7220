"""The two texts that a file with recorded changes stands for: all of them rejected, all of them accepted.

What is both inserted and deleted is in neither. Letters keep their marks, so that it can be told who made a change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

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
    goes_on = False
    for at, paragraph in enumerate(paragraphs):
        kept = replace(paragraph, letters=keep(paragraph.letters))
        if goes_on:
            joined[-1] = _append(joined[-1], kept)
        else:
            joined.append(kept)
        following = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        goes_on = (
            find_lost_end(paragraph) is not None and following is not None and _stand_together(paragraph, following)
        )
    return tuple(joined)


def _stand_together(one: Paragraph, other: Paragraph) -> bool:
    return one.story == other.story and one.cell == other.cell


def _append(first: Paragraph, second: Paragraph) -> Paragraph:
    """Join two paragraphs: the look is that of the first, unless nothing is left of it."""
    kept = first if first.letters else second
    return replace(
        kept,
        letters=first.letters + second.letters,
        mark_inserted=second.mark_inserted,
        mark_deleted=second.mark_deleted,
        tags=tuple(dict.fromkeys(first.tags + second.tags)),
        bookmarks=tuple(dict.fromkeys(first.bookmarks + second.bookmarks)),
        index=first.index,
        indexes=first.indexes + second.indexes,
    )
