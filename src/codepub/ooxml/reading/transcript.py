"""What has been read of a file so far, and where the reading is."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from codepub.ooxml.reading.drafts import Bookmarks, CommentPlaces, ParagraphDraft, TableDraft
from codepub.ooxml.reading.fields import NOWHERE, Destination, Fields
from codepub.ooxml.reading.letters import PLAIN, CellPlace, Letter, Look, Mark, Paragraph, Place
from codepub.ooxml.reading.looks import Looks
from codepub.ooxml.reading.marks import Clock
from codepub.ooxml.reading.package import Relation
from codepub.ooxml.reading.refusal import TAKE_OUT, UnreadableWordError
from codepub.ooxml.xml import Element, qualified

MAX_LETTERS: Final = 1_000_000
"""The most letters of a file: some four hundred pages."""

_WORDLESS: Final = frozenset(
    qualified(tag)
    for tag in (
        *("pPr", "rPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "smartTagPr"),
        *("customXmlPr", "fldData", "ffData"),
    )
)
"""Elements in which no words stand."""


class Around(NamedTuple):
    """What holds for everything in an element; ``table`` is that whose rows are being read."""

    tags: tuple[str, ...] = ()
    inserted: Mark | None = None
    deleted: Mark | None = None
    destination: Destination = NOWHERE
    look: Look = PLAIN
    old_look: Look | None = None
    reformatted: Mark | None = None
    cell: CellPlace | None = None
    table: TableDraft | None = None
    is_placeholder: bool = False


@dataclass(slots=True)
class Transcript:
    """What was read: paragraphs of all stories and places of comments; and what holds where the reading is.

    ``readers`` say how each element is read; ``boxes`` are the text boxes that were met and are not yet read.
    """

    readers: Mapping[str, Reader]
    looks: Looks
    clock: Clock
    paragraphs: list[Paragraph] = field(default_factory=list)
    places: CommentPlaces = field(default_factory=CommentPlaces)
    story: str = ""
    relations: Mapping[str, Relation] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)
    bookmarks: Bookmarks = field(default_factory=Bookmarks)
    boxes: deque[tuple[Element, Around]] = field(default_factory=deque)
    draft: ParagraphDraft | None = None
    tables: int = 0
    box_count: int = 0
    letter_count: int = 0

    def read_children(self, element: Element, around: Around) -> None:
        """Read what an element holds; what is not known is gone through, so that no words are lost."""
        for child in element:
            read = self.readers.get(child.tag)
            if read is not None:
                read(self, child, around)
            elif child.tag not in _WORDLESS:
                self.read_children(child, around)

    def begin_paragraph(self, draft: ParagraphDraft) -> None:
        """Begin a paragraph; letters that stood before it in none are one by themselves."""
        self.finish_paragraph()
        self.draft = draft

    def finish_paragraph(self) -> None:
        """Finish the paragraph that is being read, if any."""
        if self.draft is not None:
            self.paragraphs.append(self.draft.finish(self.story, len(self.paragraphs)))
            self.draft = None

    def add_letters(self, text: str, around: Around) -> None:
        """Add letters, unless they are a placeholder or part of a field's instruction.

        Raises:
            UnreadableWordError: There are too many.
        """
        if around.is_placeholder or self.fields.is_instruction or not text:
            return
        self.letter_count += len(text)
        if self.letter_count > MAX_LETTERS:
            raise UnreadableWordError(f"It holds more than {MAX_LETTERS:,} characters.", TAKE_OUT)
        if self.draft is None:  # letters may stand between paragraphs: a formula does (EG_BlockLevelElts)
            self.draft = ParagraphDraft(cell=around.cell, tags=dict.fromkeys(around.tags))
        names = self.bookmarks.names
        self.draft.bookmarks.update(dict.fromkeys(names))
        same = (around.inserted, around.deleted, around.look, around.old_look, around.reformatted, around.tags, names)
        self.draft.letters += [Letter(character, *same) for character in text]

    @property
    def here(self) -> Place:
        """Where the reading is; between paragraphs, before the next one."""
        return Place(len(self.paragraphs), len(self.draft.letters) if self.draft else 0)

    @property
    def behind(self) -> Place:
        """Where the reading is; between paragraphs, behind the last one."""
        if self.draft or not self.paragraphs:
            return self.here
        return Place(len(self.paragraphs) - 1, len(self.paragraphs[-1].letters))


Reader = Callable[[Transcript, Element, Around], None]
