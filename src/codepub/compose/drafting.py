"""A record on its way to a document: what every part of the publication is made with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from codepub.compose.wording import Wording, capitalized, long_date
from codepub.document.nodes import (
    Block,
    Cell,
    Citation,
    Column,
    Heading,
    Inlines,
    List,
    Notice,
    Paragraph,
    Role,
    Table,
    Text,
)
from codepub.markup.parsing import References, parse_phrase, parse_prose
from codepub.origin import Origin, RecordId
from codepub.records.availability import Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.parts import Volatile

Blocks = tuple[Block, ...]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Drafting:
    """A record with what composing it needs: its name, the words to add, and where its references lead."""

    record: CodeSummary
    identity: RecordId
    wording: Wording
    references: References

    def origin(self, *path: str | int) -> Origin:
        """Give the origin of a field of the record."""
        return Origin(self.identity, path)

    def heading(self, level: Literal[2, 3, 4], key: str, *path: str | int, **values: object) -> Heading:
        """Make the heading of a part."""
        return Heading(level, (Text(self.wording.say("headings", key, **values)),), self.origin(*path))

    def sentence(self, key: str, *path: str | int, **values: object) -> Paragraph:
        """Make a paragraph of a generated sentence."""
        return Paragraph((Text(self.wording.say("sentences", key, **values)),), self.origin(*path))

    def known_none(self, key: str, *path: str | int) -> Paragraph:
        """Make the statement that a list is known to be empty."""
        return Paragraph((Text(self.wording.say("none", key)),), self.origin(*path), Role.KNOWN_NONE)

    def notice(self, why: Unavailable, *path: str | int) -> Notice:
        """Make the statement that stands where a value is not given, below a heading or in a cell that names it."""
        return Notice(why.reason, self.wording.say("labels", why.reason), self._statement(why), self.origin(*path))

    def named_notice(self, why: Unavailable, field: str, *path: str | int) -> Notice:
        """Make the statement for a value that no heading names; its label names the field."""
        name = capitalized(self.wording.say("fields", field))
        label = self.wording.say("labels", "named", field=name, label=self.wording.say("labels", why.reason))
        return Notice(why.reason, label, self._statement(why), self.origin(*path))

    def prose(self, value: str | Unavailable, field: str, *path: str | int) -> tuple[Paragraph | List | Notice, ...]:
        """Make the blocks of a prose field that no heading of its own names."""
        if isinstance(value, Unavailable):
            return (self.named_notice(value, field, *path),)
        return parse_prose(value, self.origin(*path), self.references)

    def phrase(self, value: str | Unavailable, *path: str | int) -> Cell:
        """Make the content of a cell or of a definition from text in markup."""
        if isinstance(value, Unavailable):
            return self.notice(value, *path)
        return Paragraph(parse_phrase(value, self.references), self.origin(*path))

    def value(self, value: object, *path: str | int) -> Cell:
        """Make the content of a cell or of a definition from a plain value, shown as authors wrote it."""
        if isinstance(value, Unavailable):
            return self.notice(value, *path)
        return Paragraph((Text(str(value)),), self.origin(*path))

    def day(self, value: date | Unavailable, *path: str | int) -> Cell:
        """Make the content of a cell from a date."""
        return self.value(value if isinstance(value, Unavailable) else long_date(value), *path)

    def as_of(self, volatile: Volatile, *path: str | int) -> Paragraph:
        """Make the cell that tells the vintage of a row and cites its source."""
        return Paragraph(self._vintage(volatile), self.origin(*path, "source"))

    def source_line(self, volatile: Volatile, *path: str | int) -> Paragraph:
        """Make the line that tells the vintage of a part and cites its source."""
        lead = Text(self.wording.say("sentences", "source_line"))
        return Paragraph((lead, *self._vintage(volatile)), self.origin(*path, "source"), Role.SOURCE)

    def tabled(
        self,
        level: Literal[3, 4],
        key: str,
        value: tuple[Row, ...] | Unavailable,
        shares: tuple[float, ...],
        cells: Callable[..., tuple[Cell, ...]],
        *path: str | int,
    ) -> Iterator[Block]:
        """Make a heading and, below it, a table, the statement that it is empty, or why it is not given."""
        yield self.heading(level, key, *path)
        match value:
            case Unavailable():
                yield self.notice(value, *path)
            case ():
                yield self.known_none(key, *path)
            case _:
                rows = tuple(cells(self, row, *path, index) for index, row in enumerate(value))
                yield self.table(key, shares, rows, *path)

    def table(self, key: str, shares: tuple[float, ...], rows: tuple[tuple[Cell, ...], ...], *path: str | int) -> Table:
        """Make a table with the headers of the wording; ``shares`` are the columns' parts of the width."""
        headers = self.wording.columns(key, len(shares))
        columns = tuple(Column(header, share) for header, share in zip(headers, shares, strict=True))
        return Table(self.wording.say("headings", key), columns, rows, self.origin(*path))

    def _vintage(self, volatile: Volatile) -> Inlines:
        retrieved = long_date(volatile.retrieved)
        text = Text(self.wording.say("sentences", "as_of", vintage=volatile.vintage, retrieved=retrieved))
        return (text, self.references.sources[volatile.source])

    def _statement(self, why: Unavailable) -> Inlines:
        dates = {key: long_date(day) for key in ("since", "recheck_by") if (day := getattr(why, key)) is not None}
        note = parse_phrase(why.note, self.references) if why.note else ()
        before, *after = self.wording.divided("statements", why.reason, "note", **dates)
        if after:
            return (Text(before), *note, Text("".join(after)))
        return (Text(f"{before} "), *note) if note else (Text(before),)


def citations(record: CodeSummary, identity: RecordId) -> Mapping[str, Citation]:
    """Number the sources of a record in their order."""
    return {
        source.id: Citation(index + 1, Origin(identity, ("sources", index)), source.id)
        for index, source in enumerate(record.sources)
    }
