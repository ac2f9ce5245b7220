"""Rows of tables that were put in or taken out: a row is what its cells say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from codepub.ooxml.reading.letters import Mark
from codepub.origin import FieldPath
from codepub.review.comparing.aligning import align
from codepub.review.comparing.drafts import write_value
from codepub.review.comparing.fields import SentFields
from codepub.review.comparing.layout import PairedTable, Row, Zone
from codepub.review.comparing.markup import read_words
from codepub.review.comparing.pieces import END, Flow, Piece, SentLetter
from codepub.review.comparing.sent_letters import Anchors
from codepub.review.comparing.sentences import Template, divide, make_template
from codepub.review.copies import SentLeaf
from codepub.review.edits import Hand, RowAdded, RowRemoved, WordChange

_BETWEEN: Final = " | "
"""What stands between the words of two cells."""


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the rows of the tables of a copy."""

    anchors: Anchors
    fields: SentFields
    letters: Mapping[int, tuple[SentLetter, ...]]

    def find_path(self, table: Sequence[Row], row: Row) -> FieldPath | None:
        """Return the path of the row of the record that a row shows; None where it shows several, or none."""
        path = self._find_common(row)
        others = (self._find_common(other) for other in table if other is not row)
        is_above = any(other is not None and path is not None and other[: len(path)] == path for other in others)
        return None if is_above else path

    def _find_common(self, row: Row) -> FieldPath | None:
        paths = [leaf.path for paragraph in row.paragraphs for leaf in self._list_leaves(paragraph.index)]
        if not paths:
            return None
        shared = paths[0]
        for path in paths[1:]:
            shared = shared[
                : next((at for at, (a, b) in enumerate(zip(shared, path, strict=False)) if a != b), len(shared))
            ]
        shared = shared[:-1] if shared in paths else shared
        while shared and not isinstance(shared[-1], int):
            shared = shared[:-1]
        return shared or None

    def _list_leaves(self, index: int) -> Iterator[SentLeaf]:
        return (leaf for letter in self.letters[index] for leaf in letter.leaves[:1])

    # A row that was taken out --------------------------------------------------------------------------------------

    def read_removed(self, path: FieldPath, row: Row, hand: Hand) -> RowRemoved:
        """Return what is told of a row that was taken out."""
        cells = ("".join(one.text for one in self._read_sent(zone)) for zone in row.cells.values())
        words = _BETWEEN.join(" ".join(cell.replace(END, " ").split()) for cell in cells)
        return RowRemoved(path, words, (WordChange(words, "", hand),))

    def _read_sent(self, zone: Zone) -> tuple[SentLetter, ...]:
        return tuple(letter for paragraph in zone for letter in self.letters[paragraph.index])

    # A row that was put in -----------------------------------------------------------------------------------------

    def read_added(self, table: PairedTable, number: int) -> RowAdded | WordChange | None:
        """Return the row that a row of a table adds; only its words where the table shows no rows of a list.

        Columns are told by the cells of the rows that were sent. It has no words where nothing was typed.
        """
        row = table.rows[number].returned
        flows = {column: self._read_typed(zone) for column, zone in row.cells.items()} if row else {}
        words = [" ".join(_read_all(flow).split()) for flow in flows.values()]
        if row is None or not any(words):
            return None
        change = WordChange("", _BETWEEN.join(words), _find_hand(row.inserted))
        place = self._find_place(table, number)
        if place is None:
            return change
        path, before = place
        typed = self._read_cells(table, path, flows)
        return RowAdded(path, before, typed.cells, (change,), self._doubt(path, typed))

    def _read_typed(self, zone: Zone) -> Flow:
        return tuple(piece for piece in align(self.anchors, (), zone) if not piece.is_gone)

    def _find_place(self, table: PairedTable, number: int) -> tuple[FieldPath, int] | None:
        """Return the list of a new row, and the index of the row before which it stands."""
        above = [pair.sent for pair in reversed(table.rows[:number]) if pair.sent is not None]
        below = [pair.sent for pair in table.rows[number + 1 :] if pair.sent is not None]
        for rows, step in ((above[:1], 1), (below[:1], 0), (above, 1), (below, 0)):
            for row in rows:
                path = self.find_path(table.sent, row)
                if path is not None and isinstance(path[-1], int):
                    return path[:-1], path[-1] + step
        return None

    def _read_cells(self, table: PairedTable, path: FieldPath, flows: Mapping[int, Flow]) -> _Typed:
        typed = _Typed({}, [], [])
        for column, flow in flows.items():
            if not _read_all(flow).strip():
                continue
            for shown in self._list_shown(table, path, column):
                found = self._read_cell(shown, path, flow)
                if found is not None:
                    typed.add(found)
                    break
            else:
                typed.unplaced.append(" ".join(_read_all(flow).split()))
        return typed

    def _list_shown(self, table: PairedTable, path: FieldPath, column: int) -> Iterator[tuple[SentLetter, ...]]:
        """Yield what the cells of a column showed in the rows of a list."""
        for row in table.sent:
            own = self.find_path(table.sent, row)
            if own is not None and own[:-1] == path and column in row.cells:
                yield self._read_sent(row.cells[column])

    def _read_cell(self, shown: Sequence[SentLetter], path: FieldPath, flow: Flow) -> list[_Cell] | None:
        """Return the fields that a new cell gives, by what a cell of its column showed; None where that tells none."""
        restated = _find_restated(shown)
        template = make_template(shown)
        if not template.leaves and restated is None:
            return None
        if restated is not None and not template.leaves:
            return [self._write(restated, path, flow, shown)]
        if len(template.leaves) == 1 and (
            template.leaves[0].kind == "absent" or not any(map(str.strip, template.around))
        ):
            return [self._write(template.leaves[0].path[-1], path, flow, shown)]
        return self._divide_cell(template, path, flow)

    def _divide_cell(self, template: Template, path: FieldPath, flow: Flow) -> list[_Cell] | None:
        words = [at for at, piece in enumerate(flow) if piece.text != END]
        spans = divide(template, "".join(flow[at].text for at in words))
        if spans is None or any(leaf.kind == "absent" for leaf in template.leaves):
            return None
        return [
            self._write(leaf.path[-1], path, tuple(flow[words[at]] for at in span), ())
            for leaf, span in zip(template.leaves, spans, strict=True)
        ]

    def _write(self, step: str | int, path: FieldPath, flow: Flow, shown: Iterable[SentLetter]) -> _Cell:
        """Write a cell as an author would; letters of a sent cell of the column tell what a plain one looks like."""
        plain = tuple(Piece(one.text, one, one.look, deleted=Hand(None)) for one in shown if one.text != END)
        whole = (*plain, *flow)
        written = write_value(self.fields, (*path, 0, step), whole, range(len(whole)))
        return _Cell(str(step), written.text, written.doubt)

    def _doubt(self, path: FieldPath, typed: _Typed) -> str | None:
        doubts = list(dict.fromkeys(typed.doubts))
        missing = [key for key in self.fields.list_needed(path) if key not in typed.cells]
        if missing:
            doubts.append(f"The row has nothing for {_join_names(missing)}.")
        doubts += [f"“{words}” stands in a column that belongs to no field." for words in typed.unplaced]
        return " ".join(doubts) or None


class _Cell(NamedTuple):
    name: str
    text: str
    doubt: str | None


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was read of a new row: its fields, what is doubtful, and words of columns that belong to no field."""

    cells: dict[str, str]
    doubts: list[str]
    unplaced: list[str]

    def add(self, cells: Iterable[_Cell]) -> None:
        """Add the fields of a cell."""
        for cell in cells:
            self.cells[cell.name] = cell.text
            self.doubts.extend(filter(None, [cell.doubt]))


def _read_all(flow: Flow) -> str:
    return read_words(flow, range(len(flow)))


def _find_hand(mark: Mark | None) -> Hand:
    return Hand(None) if mark is None else Hand(mark.author, mark.when)


def _find_restated(shown: Sequence[SentLetter]) -> str | None:
    """Return the field that a cell tells in other words than its author's, by the tag of its control."""
    tags = {letter.derived for letter in shown if letter.text != END}
    if len(tags) != 1 or None in tags:
        return None
    *_, name, _ = str(tags.pop()).split("/")
    return None if name.isdigit() else name


def _join_names(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
