"""The document: what stands between records and formats. Frozen data; blocks and inlines are closed unions."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from codepub.document.provenance import Absent, Derived, Value
from codepub.origin import Origin

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


@dataclass(frozen=True, slots=True)
class Span:
    """Words that come from elsewhere than those around them: a value in a sentence, a sign set into a value."""

    content: Inlines
    source: Value | Derived


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed words, and when, in UTC."""

    author: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Inserted:
    """Words that the newer of two documents has, and the older has not; only a redline has them."""

    content: Inlines
    change: Change


@dataclass(frozen=True, slots=True)
class Deleted:
    """Words that the older of two documents has, and the newer has not; only a redline has them."""

    content: Inlines
    change: Change


Revision = Inserted | Deleted
"""What becomes of words in a redline. A leaf all of whose words are inserted is so itself, and what holds such leaves
and no others; see `revisions`."""

Inline = Text | Emphasis | Strong | Superscript | Subscript | Link | CodeReference | Citation | Span | Revision
Inlines = tuple[Inline, ...]

# Blocks ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    content: Inlines
    source: Derived


class Role(enum.StrEnum):
    """What a paragraph is for, where it is not running text."""

    BODY = "body"
    KNOWN_NONE = "known-none"
    SOURCE = "source"
    RIGHTS = "rights"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: Inlines
    source: Value | Derived
    role: Role = Role.BODY


@dataclass(frozen=True, slots=True)
class AbsenceNotice:
    """The statement that stands where a value is not given: a label such as "Unavailable", and why."""

    reason: str
    label: str
    statement: Inlines
    source: Absent


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
    description: tuple[Paragraph | AbsenceNotice | AbsenceSign, ...]


class Spread(enum.StrEnum):
    """How definitions lie: one below the other, short ones in columns beside each other, or a few in one line."""

    ROWS = "rows"
    COLUMNS = "columns"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """Terms with what is said of them; the notes below it say why values that bear their marks are not given."""

    items: tuple[Definition, ...]
    spread: Spread = Spread.ROWS
    notes: tuple[TableNote, ...] = ()


class ColumnKind(enum.StrEnum):
    """What the cells of a column hold, by which formats align them and share out the width."""

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its header, and what its cells hold."""

    header: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class AbsenceSign:
    """The few words that stand where a short value is not given; the note with the same mark says why."""

    reason: str
    sign: str
    mark: str
    source: Absent


Cell = Paragraph | AbsenceSign


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows of a table that belong together; ``heading`` says what they have in common, where they have it."""

    heading: Cell | None
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class TableNote:
    """What is said below a table, or a list of facts, of the values that bear its mark."""

    mark: str
    content: Inlines
    source: Derived


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row; the first cell of a row names it. ``name`` says what the table lists."""

    name: str
    columns: tuple[Column, ...]
    groups: tuple[RowGroup, ...]
    origin: Origin
    notes: tuple[TableNote, ...] = ()

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows of all groups."""
        return tuple(row for group in self.groups for row in group.rows)


Percentiles = tuple[Decimal | None, Decimal | None, Decimal | None, Decimal | None, Decimal | None]
"""The 10th, 25th, 50th, 75th and 90th percentile, each where it is known."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A row of a chart: its name, its percentiles, and what is said of those that are not known."""

    name: str
    percentiles: Percentiles
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Percentiles on one scale, a row for each set of numbers.

    ``name`` says what the numbers are, ``key`` how the percentiles are called: together, then each. ``unit`` stands
    before a number, which has ``decimals`` digits after its point. ``least`` and ``greatest`` are the numbers that the
    scale reaches at least; charts that are read together have them in common.
    """

    name: str
    key: tuple[str, str, str, str, str, str]
    rows: tuple[ChartRow, ...]
    least: Decimal
    greatest: Decimal
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture, as the description from which writers draw it; ``alternative`` is read in its place.

    All that it shows stands in words, too, beside it: a format without pictures leaves it out. ``revision`` is without
    words, and says in a redline that the picture comes or goes.
    """

    chart: Chart
    alternative: str
    source: Derived
    revision: Revision | None = None


FlowBlock = Paragraph | AbsenceNotice | List | DefinitionList | Table | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document; how deep it lies is the level of its heading, 1 for a document's own.

    ``name`` says which part it is, to styles; what has no heading begins a document, or a part of it, without one.
    """

    name: str
    heading: Heading | None
    blocks: tuple[Block, ...]


Block = Section | FlowBlock

# The whole -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RunningMatter:
    """What stands on every page: the running head's short name and title, the footer's lines, the page's number.

    ``numbering`` is what stands before the page's number, between it and the number of pages, and after both;
    ``continued`` what stands before and after the name of a table that goes on on another page.
    """

    short: str
    title: str
    footer: tuple[str, ...]
    numbering: tuple[str, str, str] = ("Page ", " of ", "")
    continued: tuple[str, str] = ("", ", continued")


@dataclass(frozen=True, slots=True)
class Signposts:
    """The words by which readers find their way, and which screen readers say for a sign.

    They are the name of the list of contents; what stands around the number of a source; what stands around the number
    of a citation and that of its source in the name of the way back; what is said of a table wider than its place; and
    what words of a redline are.
    """

    contents: str = "Contents"
    source: tuple[str, str] = ("Source ", "")
    back: tuple[str, str, str] = ("Back to citation ", " of source ", "")
    scrolls: str = "This table scrolls sideways."
    inserted: str = "inserted"
    deleted: str = "deleted"


@dataclass(frozen=True, slots=True)
class Draft:
    """A publication that nobody has released: the word that every page bears, and the sentence that metadata give."""

    mark: str
    statement: str


@dataclass(frozen=True, slots=True)
class Released:
    """A publication that somebody has released; nothing says so."""


Standing = Draft | Released


@dataclass(frozen=True, slots=True)
class Document:
    """A publication before it has a format.

    ``identity`` names it among the publications of a library. ``digest`` is the approval digest, not that of this data:
    the number of its rules, a colon, and the SHA-256 of what the record's author wrote, hexadecimal. ``dated`` is the
    day the publication bears; formats that want a time of creation take it, so that two runs give the same bytes.
    ``rights`` are texts that no template may lose: the first stands on every page, the others somewhere. ``standing``
    says whether it is a draft, which every format marks on every page. ``signposts`` are words for signs.
    """

    identity: str
    title: str
    language: str
    publisher: str
    keywords: tuple[str, ...]
    dated: date
    digest: str
    imprint: RunningMatter
    sections: tuple[Section, ...]
    rights: tuple[str, ...] = ()
    standing: Standing = Released()
    signposts: Signposts = Signposts()


Node = Document | Heading | Block | Definition | RowGroup | AbsenceSign | TableNote | Inline
Leaf = Heading | Paragraph | AbsenceNotice | AbsenceSign | TableNote | Figure
"""What says where its words come from and is read as a whole: cells, items and descriptions are leaves, too."""
