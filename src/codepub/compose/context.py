"""The context of composing: a record, and what every part of its publication is made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from codepub.compose.wording import Wording, Words, capitalize, long_date
from codepub.document.nodes import (
    AbsenceNotice,
    Block,
    Cell,
    Citation,
    Column,
    Heading,
    Inlines,
    List,
    Paragraph,
    Role,
    Section,
    Span,
    Table,
    Text,
)
from codepub.document.provenance import Absent, Derived, Value
from codepub.document.text import join_texts
from codepub.markup.parsing import ReferenceTargets, parse_phrase, parse_prose
from codepub.origin import FieldPath, Origin, RecordId
from codepub.records.availability import Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.parts import Volatile

Row = TypeVar("Row")

_VOLATILE: Final = ("source", "vintage", "retrieved")
"""The fields that tell where a value was read, in which release and when."""


@dataclass(frozen=True, slots=True)
class ComposeContext:
    """A record with what composing it needs: its name, the words to add, and where its references lead."""

    record: CodeSummary
    identity: RecordId
    wording: Wording
    references: ReferenceTargets

    def origin(self, *path: str | int) -> Origin:
        """Return the origin of a field of the record."""
        return Origin(self.identity, path)

    def derived(self, *fields: str, below: FieldPath = ()) -> Derived:
        """Say of words that they are made from fields, which lie below a path; the first names their place."""
        return Derived(tuple(self.origin(*below, field) for field in fields))

    def field(self, value: object, *path: str | int) -> Inlines:
        """Make the inlines of a field's value, as authors wrote it, that stands among other words."""
        return (Span((Text(str(value)),), Value(self.origin(*path))),)

    def fields(self, values: Iterable[object], *path: str | int) -> list[Inlines]:
        """Make the inlines of each value of a list that stands among other words."""
        return [self.field(value, *path, index) for index, value in enumerate(values)]

    def marked_field(self, value: str, *path: str | int) -> Inlines:
        """Make the inlines of a field's value in markup that stands among other words."""
        return (Span(parse_phrase(value, self.references), Value(self.origin(*path))),)

    def section(self, key: str, blocks: Iterable[Block], *path: str | int, **values: Words) -> Section:
        """Make a part with its heading, which stands for the fields at a path."""
        heading = Heading(self.wording.inlines("headings", key, **values), Derived((self.origin(*path),)))
        return Section(key, heading, tuple(blocks))

    def sentence(self, key: str, *path: str | int, **values: Words) -> Paragraph:
        """Make a paragraph of a generated sentence."""
        return Paragraph(self.wording.inlines("sentences", key, **values), Derived((self.origin(*path),)))

    def known_none(self, key: str, *path: str | int) -> Paragraph:
        """Make the statement that a list is known to be empty."""
        return Paragraph((Text(self.wording.say("none", key)),), Derived((self.origin(*path),)), Role.KNOWN_NONE)

    def notice(self, why: Unavailable, *path: str | int) -> AbsenceNotice:
        """Make the statement that stands where a value is not given, below a heading or in a cell that names it."""
        return self._notice(why, self.wording.say("labels", why.reason), *path)

    def named_notice(self, why: Unavailable, field: str, *path: str | int) -> AbsenceNotice:
        """Make the statement for a value that no heading names; its label names the field."""
        name = capitalize(self.wording.say("fields", field))
        label = self.wording.say("labels", "named", field=name, label=self.wording.say("labels", why.reason))
        return self._notice(why, label, *path)

    def prose(
        self, value: str | Unavailable, field: str, *path: str | int
    ) -> tuple[Paragraph | List | AbsenceNotice, ...]:
        """Make the blocks of a prose field that no heading of its own names."""
        if isinstance(value, Unavailable):
            return (self.named_notice(value, field, *path),)
        return parse_prose(value, self.origin(*path), self.references)

    def phrase(self, value: str | Unavailable, *path: str | int) -> Cell:
        """Make the content of a cell or of a definition from text in markup."""
        if isinstance(value, Unavailable):
            return self.notice(value, *path)
        return self.item(value, *path)

    def item(self, value: str, *path: str | int) -> Paragraph:
        """Make a paragraph of text in markup."""
        return Paragraph(parse_phrase(value, self.references), Value(self.origin(*path)))

    def value(self, value: object, *path: str | int) -> Cell:
        """Make the content of a cell or of a definition from a plain value, shown as authors wrote it."""
        if isinstance(value, Unavailable):
            return self.notice(value, *path)
        return Paragraph((Text(str(value)),), Value(self.origin(*path)))

    def day(self, value: date | Unavailable, *path: str | int) -> Cell:
        """Make the content of a cell or of a definition from a date."""
        return (
            self.notice(value, *path) if isinstance(value, Unavailable) else self.restatement(long_date(value), *path)
        )

    def restatement(self, text: str, *path: str | int) -> Paragraph:
        """Make the content of a cell or of a definition from a value that is written otherwise than authors did."""
        return Paragraph((Text(text),), Derived((self.origin(*path),)))

    def code(self, system: str, code: str, *path: str | int) -> Paragraph:
        """Make the cell that names a code of a row: its system, then itself."""
        named = (*self.field(system, *path, "system"), Text(" "), *self.field(code, *path, "code"))
        return Paragraph(named, self.derived("code", "system", below=path))

    def as_of(self, volatile: Volatile, *path: str | int) -> Paragraph:
        """Make the cell that tells the vintage of a row and cites its source."""
        return Paragraph(self._vintage(volatile, *path), self.derived(*_VOLATILE, below=path))

    def source_line(self, volatile: Volatile, *path: str | int) -> Paragraph:
        """Make the line that tells the vintage of a part and cites its source."""
        lead = Text(self.wording.say("sentences", "source_line"))
        content = join_texts((lead, *self._vintage(volatile, *path)))
        return Paragraph(content, self.derived(*_VOLATILE, below=path), Role.SOURCE)

    def table_part(
        self,
        key: str,
        value: tuple[Row, ...] | Unavailable,
        shares: tuple[float, ...],
        cells: Callable[..., tuple[Cell, ...]],
        *path: str | int,
    ) -> Section:
        """Make a part of one table, of the statement that it is empty, or of why it is not given."""
        match value:
            case Unavailable():
                block: Block = self.notice(value, *path)
            case ():
                block = self.known_none(key, *path)
            case _:
                rows = tuple(cells(self, row, *path, index) for index, row in enumerate(value))
                block = self.table(key, shares, rows, *path)
        return self.section(key, (block,), *path)

    def table(self, key: str, shares: tuple[float, ...], rows: tuple[tuple[Cell, ...], ...], *path: str | int) -> Table:
        """Make a table with the headers of the wording; ``shares`` are the columns' parts of the width."""
        headers = self.wording.columns(key, len(shares))
        columns = tuple(Column(header, share) for header, share in zip(headers, shares, strict=True))
        return Table(self.wording.say("headings", key), columns, rows, self.origin(*path))

    def _vintage(self, volatile: Volatile, *path: str | int) -> Inlines:
        vintage, retrieved = self.field(volatile.vintage, *path, "vintage"), long_date(volatile.retrieved)
        text = self.wording.inlines("sentences", "as_of", vintage=vintage, retrieved=retrieved)
        return (*text, self.references.sources[volatile.source])

    def _notice(self, why: Unavailable, label: str, *path: str | int) -> AbsenceNotice:
        return AbsenceNotice(why.reason, label, self._statement(why, *path), Absent(self.origin(*path)))

    def _statement(self, why: Unavailable, *path: str | int) -> Inlines:
        dates = {key: long_date(day) for key in ("since", "recheck_by") if (day := getattr(why, key)) is not None}
        note = self.marked_field(why.note, *path, "note") if why.note else ()
        before, *after = self.wording.divide("statements", why.reason, "note", **dates)
        if after:
            return (Text(before), *note, Text("".join(after)))
        return (Text(f"{before} "), *note) if note else (Text(before),)


def number_sources(record: CodeSummary, identity: RecordId) -> Mapping[str, Citation]:
    """Number the sources of a record in their order."""
    return {
        source.id: Citation(index + 1, Origin(identity, ("sources", index)), source.id)
        for index, source in enumerate(record.sources)
    }
