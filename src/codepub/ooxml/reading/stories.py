"""The stories of a Word file become paragraphs of letters: one pass in the order of the file.

Controls, smart tags, custom XML and what is not known are gone through; of alternatives one is read. Clauses are those
of ECMA-376 Part 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from codepub.ooxml.measures import parse_whole_number
from codepub.ooxml.reading.drafts import Bookmarks, CommentPlaces, ParagraphDraft, TableDraft
from codepub.ooxml.reading.fields import Destination, Fields, begin_fields, join_destination, parse_link
from codepub.ooxml.reading.letters import PICTURE, PLAIN, CellPlace, Letter, Look, Mark, Paragraph, Place
from codepub.ooxml.reading.looks import Looks, find_earlier, is_on
from codepub.ooxml.reading.marks import Clock
from codepub.ooxml.reading.package import Relation
from codepub.ooxml.reading.refusal import UnreadableWordError
from codepub.ooxml.reading.styles import find_heading_level, find_list_level, find_style
from codepub.ooxml.reading.symbols import find_character
from codepub.ooxml.xml import RELATIONSHIPS, Element, qualified
from codepub.patterns import compile_late

MAX_LETTERS: Final = 1_000_000
"""The most letters of a file: some four hundred pages."""

_COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_ID, _NAME, _VAL = qualified("id"), qualified("name"), qualified("val")
_BOX: Final = qualified("txbxContent")
_RELATION: Final = f"{{{RELATIONSHIPS}}}id"
_INSERTIONS: Final = (qualified("ins"), qualified("moveTo"))
_DELETIONS: Final = (qualified("del"), qualified("moveFrom"))
_HEXADECIMAL: Final = compile_late(r"[0-9A-Fa-f]{1,6}")


class Around(NamedTuple):
    """What holds for everything in an element."""

    tags: tuple[str, ...] = ()
    inserted: Mark | None = None
    deleted: Mark | None = None
    destination: Destination = Destination()
    look: Look = PLAIN
    old_look: Look | None = None
    reformatted: Mark | None = None
    cell: CellPlace | None = None
    table: TableDraft | None = None
    is_placeholder: bool = False


@dataclass(slots=True)
class StoryReader:
    """Reads stories one after the other, and keeps what was read."""

    looks: Looks
    clock: Clock
    paragraphs: list[Paragraph] = field(default_factory=list)
    places: CommentPlaces = field(default_factory=CommentPlaces)
    _tables: int = 0
    _boxes: int = 0
    _letters: int = 0
    _story: str = ""
    _relations: Mapping[str, Relation] = field(default_factory=dict)
    _waiting: list[tuple[Element, Around]] = field(default_factory=list)
    _draft: ParagraphDraft | None = None
    _fields: Fields = field(default_factory=lambda: Fields(frozenset()))
    _bookmarks: Bookmarks = field(default_factory=lambda: Bookmarks(frozenset()))

    def read_story(self, story: str, root: Element, relations: Mapping[str, Relation]) -> None:
        """Read all paragraphs of a story, and then those of the text boxes in it, each a story of its own."""
        self._relations = relations
        self._read_part(story, root, Around())
        while self._waiting:
            box, around = self._waiting.pop(0)
            self._boxes += 1
            self._read_part(f"textbox{self._boxes}", box, around)

    def _read_part(self, story: str, root: Element, around: Around) -> None:
        self._story = story
        self._fields = begin_fields(root)
        self._bookmarks = Bookmarks(frozenset(each.get(_ID, "") for each in root.iter(qualified("bookmarkEnd"))))
        self._read_children(root, around)
        self._finish_implied()

    def _read_children(self, element: Element, around: Around) -> None:
        for child in element:
            read = _READERS.get(child.tag)
            if read is not None:
                read(self, child, around)
            elif child.tag not in _WORDLESS:
                self._read_children(child, around)

    # Blocks

    def _read_paragraph(self, element: Element, around: Around) -> None:
        self._finish_implied()
        properties = element.find(qualified("pPr"))
        styles = self.looks.styles
        self._draft = ParagraphDraft(
            style=styles.name(find_style(properties, "pStyle")),
            heading=find_heading_level(styles, properties),
            list_level=find_list_level(styles, properties),
            mark_inserted=self._find_mark(properties, _INSERTIONS) or around.inserted,
            mark_deleted=self._find_mark(properties, _DELETIONS) or around.deleted,
            cell=around.cell,
            tags=dict.fromkeys(around.tags),
        )
        still_open = self._bookmarks.names
        self._read_children(element, around)
        if not self._draft.letters:
            kept = (name for name in still_open if name in self._bookmarks.names)
            self._draft.bookmarks = dict.fromkeys((*kept, *self._draft.bookmarks))
        self._finish_paragraph()

    def _find_mark(self, properties: Element | None, tags: tuple[str, ...]) -> Mark | None:
        of_end = None if properties is None else properties.find(qualified("rPr"))
        found = None if of_end is None else next((each for each in of_end if each.tag in tags), None)
        return None if found is None else self.clock.read_mark(found)

    def _finish_paragraph(self) -> None:
        if self._draft is not None:
            self.paragraphs.append(self._draft.finish(self._story, len(self.paragraphs)))
            self._draft = None

    def _finish_implied(self) -> None:
        if self._draft is not None and self._draft.is_implied:
            self._finish_paragraph()

    def _open_draft(self, around: Around) -> ParagraphDraft:
        if self._draft is None:  # letters may stand between paragraphs: a formula does (EG_BlockLevelElts)
            self._draft = ParagraphDraft(cell=around.cell, tags=dict.fromkeys(around.tags), is_implied=True)
        return self._draft

    def _read_table(self, element: Element, around: Around) -> None:
        self._finish_implied()
        table = TableDraft(self._tables)
        self._tables += 1
        self._read_children(element, around._replace(table=table))

    def _read_row(self, element: Element, around: Around) -> None:
        table = around.table or TableDraft(self._tables)
        properties = element.find(qualified("trPr"))
        outer = around.cell
        table.row += 1
        table.column = _read_count(properties, "gridBefore", 0)
        table.row_inserted = (
            self._find_change(properties, "ins") or (outer.row_inserted if outer else None) or around.inserted
        )
        table.row_deleted = (
            self._find_change(properties, "del") or (outer.row_deleted if outer else None) or around.deleted
        )
        self._read_children(element, around._replace(table=table))

    def _read_cell(self, element: Element, around: Around) -> None:
        table = around.table or TableDraft(self._tables)
        properties = element.find(qualified("tcPr"))
        outer = around.cell
        cell = CellPlace(
            table=table.number,
            row=table.row,
            column=table.column,
            row_inserted=table.row_inserted,
            row_deleted=table.row_deleted,
            cell_inserted=self._find_change(properties, "cellIns") or (outer.cell_inserted if outer else None),
            cell_deleted=self._find_change(properties, "cellDel") or (outer.cell_deleted if outer else None),
        )
        table.column += _read_count(properties, "gridSpan", 1)
        self._read_children(element, around._replace(cell=cell))
        self._finish_implied()

    def _find_change(self, properties: Element | None, tag: str) -> Mark | None:
        found = None if properties is None else properties.find(qualified(tag))
        return None if found is None else self.clock.read_mark(found)

    # What stands around words

    def _read_control(self, element: Element, around: Around) -> None:
        properties = element.find(qualified("sdtPr"))
        tag = None if properties is None else properties.find(qualified("tag"))
        name = "" if tag is None else tag.get(_VAL, "")
        tags = (*around.tags, name) if name else around.tags
        if self._draft is not None:
            self._draft.tags.update(dict.fromkeys(tags))
        is_placeholder = properties is not None and is_on(properties.find(qualified("showingPlcHdr")))
        self._read_children(element, around._replace(tags=tags, is_placeholder=around.is_placeholder or is_placeholder))

    def _read_inserted(self, element: Element, around: Around) -> None:
        self._read_children(element, around._replace(inserted=self.clock.read_mark(element)))

    def _read_deleted(self, element: Element, around: Around) -> None:
        self._read_children(element, around._replace(deleted=self.clock.read_mark(element)))

    def _read_link(self, element: Element, around: Around) -> None:
        relation = self._relations.get(element.get(_RELATION, ""))
        target = relation.target if relation is not None and relation.is_outside else None
        anchor = element.get(qualified("anchor")) or element.get(qualified("docLocation"))
        self._read_children(element, around._replace(destination=join_destination(target, anchor)))

    def _read_simple_field(self, element: Element, around: Around) -> None:
        destination = parse_link(element.get(qualified("instr"), ""))
        kept = around if destination == Destination() else around._replace(destination=destination)
        self._read_children(element, kept)

    def _read_alternatives(self, element: Element, around: Around) -> None:
        choices = (element.find(f"{_COMPATIBILITY}{tag}") for tag in ("Choice", "Fallback"))
        chosen = next((each for each in choices if each is not None), None)
        if chosen is not None:
            self._read_children(chosen, around)

    def _read_annotated(self, element: Element, around: Around) -> None:
        """Read the words of ``w:ruby`` without how they are said (17.3.3.25)."""
        for base in element.iterchildren(qualified("rubyBase")):
            self._read_children(base, around)

    # Places

    def _start_bookmark(self, element: Element, _: Around) -> None:
        name = element.get(_NAME, "")
        self._bookmarks.start(element.get(_ID, ""), name)
        if self._draft is not None:
            self._draft.bookmarks[name] = None

    def _end_bookmark(self, element: Element, _: Around) -> None:
        self._bookmarks.end(element.get(_ID, ""))

    def _start_comment(self, element: Element, _: Around) -> None:
        self.places.starts.setdefault(element.get(_ID, ""), self._here())

    def _end_comment(self, element: Element, _: Around) -> None:
        self.places.ends.setdefault(element.get(_ID, ""), self._here() if self._draft else self._before())

    def _mark_comment(self, element: Element, _: Around) -> None:
        self.places.marks.setdefault(element.get(_ID, ""), self._here())

    def _here(self) -> Place:
        return Place(len(self.paragraphs), len(self._draft.letters) if self._draft else 0)

    def _before(self) -> Place:
        if not self.paragraphs:
            return Place(0, 0)
        return Place(len(self.paragraphs) - 1, len(self.paragraphs[-1].letters))

    # Letters

    def _read_run(self, element: Element, around: Around) -> None:
        properties = element.find(qualified("rPr"))
        destination = around.destination if around.destination != Destination() else self._fields.destination
        earlier = find_earlier(properties)
        self._read_children(
            element,
            around._replace(
                look=self.looks.read(properties, *destination),
                old_look=None if earlier is None else self.looks.read(earlier[1], *destination),
                reformatted=None if earlier is None else self.clock.read_mark(earlier[0]),
            ),
        )

    def _read_text(self, element: Element, around: Around) -> None:
        text = element.text or ""
        if element.get(_SPACE) != "preserve":  # Word leaves such spaces out
            text = text.strip(" \t\r\n")
        self._add(text.replace("\r", "").replace("\n", " "), around)

    def _read_formula_text(self, element: Element, around: Around) -> None:
        self._add(element.text or "", around)

    def _read_sign(self, element: Element, around: Around) -> None:
        number = element.get(qualified("char"), "")
        if _HEXADECIMAL.fullmatch(number):
            self._add(find_character(element.get(qualified("font"), ""), int(number, 16)), around)

    def _read_break(self, _: Element, around: Around) -> None:
        self._add("\n", around)

    def _read_tab(self, _: Element, around: Around) -> None:
        self._add("\t", around)

    def _read_hard_hyphen(self, _: Element, around: Around) -> None:
        self._add("\u2011", around)

    def _read_soft_hyphen(self, _: Element, around: Around) -> None:
        self._add("\u00ad", around)

    def _pass_field_character(self, element: Element, _: Around) -> None:
        self._fields.pass_character(element)

    def _pass_instruction(self, element: Element, _: Around) -> None:
        self._fields.pass_instruction(element.text or "")

    def _read_object(self, element: Element, around: Around) -> None:
        boxes = list(_find_boxes(element))
        self._waiting += [(box, Around(inserted=around.inserted, deleted=around.deleted)) for box in boxes]
        if not boxes:
            self._add(PICTURE, around)

    def _add(self, text: str, around: Around) -> None:
        if around.is_placeholder or self._fields.is_instruction or not text:
            return
        self._letters += len(text)
        if self._letters > MAX_LETTERS:
            raise UnreadableWordError(f"It holds more than {MAX_LETTERS:,} characters.", "Send it in parts.")
        draft, names = self._open_draft(around), self._bookmarks.names
        draft.bookmarks.update(dict.fromkeys(names))
        draft.letters += [
            Letter(
                *(character, around.inserted, around.deleted, around.look),
                *(around.old_look, around.reformatted, around.tags, names),
            )
            for character in text
        ]


def _find_boxes(element: Element) -> list[Element]:
    """Find the text boxes of a drawing; those within others are found when these are read."""
    boxes: list[Element] = []
    pending = [element]
    while pending:
        at = pending.pop()
        if at.tag == _BOX:
            boxes.append(at)
        elif at.tag == f"{_COMPATIBILITY}AlternateContent":
            pending += list(at)[:1]
        else:
            pending += reversed(at)
    return boxes


def _read_count(properties: Element | None, tag: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(qualified(tag))
    count = None if found is None else parse_whole_number(found.get(_VAL, ""))
    return otherwise if count is None or count < 0 else count


_WORDLESS: Final = frozenset(
    qualified(tag)
    for tag in (
        *("pPr", "rPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "smartTagPr"),
        *("customXmlPr", "rt", "rubyPr", "fldData", "ffData"),
    )
)
_READERS: Final[Mapping[str, Callable[[StoryReader, Element, Around], None]]] = {
    f"{_COMPATIBILITY}AlternateContent": StoryReader._read_alternatives,
    f"{_MATH}t": StoryReader._read_formula_text,
    **{
        qualified(tag): read
        for tag, read in {
            "p": StoryReader._read_paragraph,
            "tbl": StoryReader._read_table,
            "tr": StoryReader._read_row,
            "tc": StoryReader._read_cell,
            "sdt": StoryReader._read_control,
            "ins": StoryReader._read_inserted,
            "moveTo": StoryReader._read_inserted,
            "del": StoryReader._read_deleted,
            "moveFrom": StoryReader._read_deleted,
            "hyperlink": StoryReader._read_link,
            "fldSimple": StoryReader._read_simple_field,
            "ruby": StoryReader._read_annotated,
            "bookmarkStart": StoryReader._start_bookmark,
            "bookmarkEnd": StoryReader._end_bookmark,
            "commentRangeStart": StoryReader._start_comment,
            "commentRangeEnd": StoryReader._end_comment,
            "commentReference": StoryReader._mark_comment,
            "r": StoryReader._read_run,
            "t": StoryReader._read_text,
            "delText": StoryReader._read_text,
            "sym": StoryReader._read_sign,
            "br": StoryReader._read_break,
            "cr": StoryReader._read_break,
            "tab": StoryReader._read_tab,
            "ptab": StoryReader._read_tab,
            "noBreakHyphen": StoryReader._read_hard_hyphen,
            "softHyphen": StoryReader._read_soft_hyphen,
            "fldChar": StoryReader._pass_field_character,
            "instrText": StoryReader._pass_instruction,
            "delInstrText": StoryReader._pass_instruction,
            "drawing": StoryReader._read_object,
            "pict": StoryReader._read_object,
            "object": StoryReader._read_object,
        }.items()
    },
}
