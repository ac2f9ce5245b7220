"""What a returned copy says of the record that it was sent from.

Three texts lie side by side: as sent, with all recorded changes rejected, and with all of them accepted. Sent against
accepted is the edit; sent against rejected is what was not recorded, of which nobody knows the hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, assert_never

from codepub.ooxml.reading.letters import Mark, Paragraph, Place, WordFile
from codepub.origin import FieldPath
from codepub.review.comparing.aligning import align
from codepub.review.comparing.drafts import Draft, Stretch, draft_items, draft_values
from codepub.review.comparing.fields import SentFields
from codepub.review.comparing.grouping import group_changes
from codepub.review.comparing.layout import PairedRow, PairedTable, PairedZone, Row, Zone, pair_places
from codepub.review.comparing.owning import find_owners
from codepub.review.comparing.pieces import END, SentLetter
from codepub.review.comparing.rows import RowReader
from codepub.review.comparing.sent_letters import Anchors, find_anchors, read_sent_letters
from codepub.review.comparing.sentences import share_out
from codepub.review.comparing.stories import compare_stories
from codepub.review.comparing.surroundings import FOREIGN_TABLE, describe_flood, describe_stray, find_headings
from codepub.review.comparing.threads import read_threads
from codepub.review.copies import SentCopy
from codepub.review.edits import FieldEdit, Hand, ReturnedCopy, RowAdded, RowRemoved, Unplaced, WordChange

_NO_ANCHORS: Final = "The file has lost what names its fields; this one was found by its words."

_MAX_TYPED: Final = 40_000
"""The most letters that are read as edits of one place: some thirteen pages, which nobody types into one."""


def compare(copy: SentCopy, sent: WordFile, returned: WordFile) -> ReturnedCopy:
    """Return what a returned file says: the edits of fields, the changes that belong to none, and the comments.

    Args:
        copy: What was sent, as it was kept.
        sent: The file as it was sent.
        returned: The file as it came back; it may be of any program, and anything may have become of its anchors.
    """
    fields = SentFields(copy.text)
    anchors = find_anchors(copy, sent.paragraphs)
    comparison = _Comparison(
        anchors, fields, read_sent_letters(anchors, sent.paragraphs), find_headings(returned.paragraphs)
    )
    for pair in pair_places(anchors, sent.paragraphs, returned.paragraphs):
        match pair:
            case PairedZone():
                comparison.compare_zone(pair.sent, pair.returned)
            case PairedTable():
                comparison.compare_table(pair)
            case _:
                assert_never(pair)
    edits = tuple(comparison.edits)
    if not _has_anchors(anchors, returned):
        edits = tuple(_doubt(edit) for edit in edits)
    strays = (*comparison.strays, *compare_stories(fields, sent.paragraphs, returned.paragraphs))
    threads = read_threads(returned, comparison.paths, comparison.headings)
    return ReturnedCopy(copy.identifier, copy.reviewer, edits, strays, threads)


def _has_anchors(anchors: Anchors, returned: WordFile) -> bool:
    return any(anchors.find_tags(one.tags, one.bookmarks) for one in returned.paragraphs)


def _doubt(edit: FieldEdit) -> FieldEdit:
    return replace(edit, doubt=" ".join(filter(None, (edit.doubt, _NO_ANCHORS))))


@dataclass(slots=True)
class _Comparison:
    """Two files of one copy, and what has been found so far."""

    anchors: Anchors
    fields: SentFields
    letters: Mapping[int, tuple[SentLetter, ...]]
    headings: Mapping[int, str]
    edits: list[FieldEdit] = field(default_factory=list)
    strays: list[Unplaced] = field(default_factory=list)
    paths: dict[Place, FieldPath] = field(default_factory=dict)

    def compare_zone(self, sent: Zone, returned: Zone) -> None:
        """Compare a stretch of the body, or a cell."""
        letters = tuple(chain.from_iterable(self.letters[paragraph.index] for paragraph in sent))
        now = "".join(_read_paragraph(paragraph) for paragraph in returned)
        if len(now) - len(letters) > _MAX_TYPED:
            self._tell_flood(letters, now)
            return
        flow = align(self.anchors, letters, returned)
        if not any(piece.inserted or piece.deleted or piece.reformatted for piece in flow):
            self._note_paths(Stretch(self.fields, flow, [piece.sent.leaf if piece.sent else None for piece in flow]))
            return
        if sum(piece.is_typed for piece in flow) > _MAX_TYPED:
            self._tell_flood(letters, now)
            return
        stretch = Stretch(self.fields, flow, find_owners(self.anchors, flow))
        drafts: list[Draft] = list(share_out(stretch))
        drafts = [*draft_values(stretch), *draft_items(stretch), *drafts]
        self._note_paths(stretch)
        grouped = group_changes(stretch, drafts)
        self.edits += grouped.edits
        self.strays += [
            describe_stray(
                self.fields, flow, stray.places, stray.change, self._find_near(stretch, stray.places, returned)
            )
            for stray in grouped.strays
        ]

    def _tell_flood(self, sent: Sequence[SentLetter], now: str) -> None:
        self.strays.append(describe_flood("".join(one.text for one in sent), now, f"{_MAX_TYPED:,}"))

    def _note_paths(self, stretch: Stretch) -> None:
        for piece, owner in zip(stretch.flow, stretch.owners, strict=True):
            if piece.at is not None and owner is not None:
                self.paths[piece.at] = owner.path

    def _find_near(self, stretch: Stretch, places: Sequence[int], returned: Zone) -> str:
        """Return the nearest heading above letters, of which some may be missing from the file."""
        around = (
            stretch.flow[at] for at in chain(places, range(places[0] - 1, -1, -1), range(places[0], len(stretch.flow)))
        )
        index = next((piece.at.paragraph for piece in around if piece.at is not None), None)
        if index is None:
            index = returned[0].index if returned else None
        return "" if index is None else self.headings.get(index, "")

    def compare_table(self, table: PairedTable) -> None:
        """Compare a table row by row."""
        rows, first = RowReader(self.anchors, self.fields, self.letters, table.sent), len(self.edits)
        for number, pair in enumerate(table.rows):
            if pair.sent is None:
                self._read_added(rows, table, number)
            elif (hand := _find_removal(pair)) is not None:
                self._read_removed(rows, pair.sent, hand)
            elif pair.returned is not None:
                self._compare_cells(pair.sent, pair.returned)
        self.edits[first:] = _doubt_emptied(self.edits[first:], [rows.find_path(row) for row in table.sent])

    def _read_added(self, rows: RowReader, table: PairedTable, number: int) -> None:
        row = table.rows[number].returned
        if row is None or row.deleted is not None:
            return
        match rows.read_added(table, number):
            case None:
                return
            case WordChange() as change:
                near = self.headings.get(row.paragraphs[0].index, "")
                self.strays.append(Unplaced(near, change.new, change, FOREIGN_TABLE))
            case added:
                self.edits.append(added)

    def _read_removed(self, rows: RowReader, row: Row, hand: Hand) -> None:
        path = rows.find_path(row)
        if path is not None:
            self.edits.append(rows.read_removed(path, row, hand))
        else:
            for zone in row.cells.values():
                self.compare_zone(zone, tuple(_take_out(paragraph, hand) for paragraph in zone))

    def _compare_cells(self, sent: Row, returned: Row) -> None:
        for column in sorted({*sent.cells, *returned.cells}):
            zone = returned.cells.get(column, ())
            mark = zone[0].cell.cell_deleted if zone and zone[0].cell else None
            now = zone if mark is None else tuple(_take_out(one, Hand(mark.author, mark.when)) for one in zone)
            self.compare_zone(sent.cells.get(column, ()), now)


_EMPTIED: Final = "No row is left: an empty list says that it is known that there are none."


def _doubt_emptied(edits: Sequence[FieldEdit], sent: Sequence[FieldPath | None]) -> list[FieldEdit]:
    """Doubt the removal of rows of which none is left and no other was put in."""
    removed = {edit.path for edit in edits if isinstance(edit, RowRemoved)}
    left = {path[:-1] for path in sent if path is not None and path not in removed}
    left |= {edit.path for edit in edits if isinstance(edit, RowAdded)}
    return [
        replace(edit, doubt=_EMPTIED) if isinstance(edit, RowRemoved) and edit.path[:-1] not in left else edit
        for edit in edits
    ]


def _read_paragraph(paragraph: Paragraph) -> str:
    """Read a paragraph as it is when all changes are accepted, with its end."""
    return "".join((*(letter.text for letter in paragraph.letters if letter.deleted is None), END))


def _find_removal(pair: PairedRow) -> Hand | None:
    """Return whose hand took a row out that was sent, unknown where it was not recorded."""
    if pair.returned is None:
        return Hand(None)
    mark = pair.returned.deleted
    return None if mark is None else Hand(mark.author, mark.when)


def _take_out(paragraph: Paragraph, hand: Hand) -> Paragraph:
    """Return a paragraph of which a hand took out every letter."""
    mark = Mark(hand.author, hand.when)
    letters = tuple(letter._replace(inserted=None, deleted=mark) for letter in paragraph.letters)
    return replace(paragraph, letters=letters)
