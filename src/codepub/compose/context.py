"""The context of composing: a record, and what every part of its publication is made with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from codepub.compose.choices import PARTS, Part
from codepub.compose.wording import Wording, Words, capitalize, long_date
from codepub.document.nodes import (
    AbsenceNotice,
    Block,
    Citation,
    Heading,
    Inlines,
    List,
    Paragraph,
    Role,
    Section,
    Span,
    Text,
)
from codepub.document.provenance import Absent, Derived, Value
from codepub.markup.parsing import ReferenceTargets, parse_phrase, parse_prose
from codepub.origin import FieldPath, Origin, RecordId
from codepub.records.availability import Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.standing import Standing

Described = Paragraph | AbsenceNotice
"""What a cell or a definition says of one field: its value, or why it is not given."""


@dataclass(frozen=True, slots=True)
class ComposeContext:
    """A record with what composing it needs.

    They are its name, the words to add, where its references lead, how it stands, and what is printed of it.
    """

    record: CodeSummary
    identity: RecordId
    wording: Wording
    references: ReferenceTargets
    standing: Standing
    parts: tuple[Part, ...] = PARTS["full"]

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

    def phrase(self, value: str | Unavailable, *path: str | int) -> Described:
        """Make the content of a cell or of a definition from text in markup."""
        if isinstance(value, Unavailable):
            return self.notice(value, *path)
        return self.item(value, *path)

    def item(self, value: str, *path: str | int) -> Paragraph:
        """Make a paragraph of text in markup."""
        return Paragraph(parse_phrase(value, self.references), Value(self.origin(*path)))

    def value(self, value: object, *path: str | int) -> Described:
        """Make the content of a cell or of a definition from a plain value, shown as authors wrote it."""
        if isinstance(value, Unavailable):
            return self.notice(value, *path)
        return Paragraph((Text(str(value)),), Value(self.origin(*path)))

    def day(self, value: date | Unavailable, *path: str | int) -> Described:
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
