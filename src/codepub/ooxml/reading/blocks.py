"""Paragraphs, tables and what stands around them, as they are read. Clauses are those of ECMA-376 Part 1."""

from __future__ import annotations

from typing import Final

from codepub.ooxml.measures import parse_whole_number
from codepub.ooxml.reading.drafts import ParagraphDraft, TableDraft
from codepub.ooxml.reading.letters import CellPlace, Mark
from codepub.ooxml.reading.looks import is_on
from codepub.ooxml.reading.styles import find_heading_level, find_list_level, find_style
from codepub.ooxml.reading.transcript import Around, Transcript
from codepub.ooxml.xml import Element, qualified

COMPATIBILITY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_VAL: Final = qualified("val")
_MAX_COLUMNS: Final = 63
"""The most columns that a table of Word has (MS-OI29500, 2.1.130)."""


def read_paragraph(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a paragraph; a bookmark that goes on from before is in it where words are, or where it goes on further."""
    properties, styles = element.find(qualified("pPr")), transcript.looks.styles
    of_end = None if properties is None else properties.find(qualified("rPr"))
    heading = find_heading_level(styles, properties)
    draft = ParagraphDraft(
        style=styles.name(find_style(properties, "pStyle")),
        heading=heading,
        list_level=find_list_level(styles, properties) if heading is None else None,
        mark_inserted=_find_mark(transcript, of_end, "ins", "moveTo") or around.inserted,
        mark_deleted=_find_mark(transcript, of_end, "del", "moveFrom") or around.deleted,
        cell=around.cell,
        tags=dict.fromkeys(around.tags),
    )
    transcript.begin_paragraph(draft)
    open_before = transcript.bookmarks.names
    transcript.read_children(element, around)
    if not draft.letters:
        spanning = [name for name in open_before if name in transcript.bookmarks.names]
        draft.bookmarks = dict.fromkeys((*spanning, *draft.bookmarks))
    transcript.finish_paragraph()


def read_table(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a table; its number is the next one of the file."""
    transcript.finish_paragraph()
    table = TableDraft(transcript.tables)
    transcript.tables += 1
    transcript.read_children(element, around._replace(table=table))


def read_row(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a row of the table around it."""
    if around.table is not None:
        properties, outer = element.find(qualified("trPr")), around.cell
        around.table.begin_row(
            first_column=_read_count(properties, "gridBefore", 0),
            inserted=_find_mark(transcript, properties, "ins")
            or around.inserted
            or (outer.row_inserted if outer else None),
            deleted=_find_mark(transcript, properties, "del")
            or around.deleted
            or (outer.row_deleted if outer else None),
        )
    transcript.read_children(element, around)


def read_cell(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a cell of the row around it."""
    table, outer = around.table, around.cell
    if table is None:
        transcript.read_children(element, around)
        return
    properties = element.find(qualified("tcPr"))
    cell = CellPlace(
        table=table.number,
        row=table.row,
        column=table.column,
        row_inserted=table.row_inserted,
        row_deleted=table.row_deleted,
        cell_inserted=_find_mark(transcript, properties, "cellIns") or (outer.cell_inserted if outer else None),
        cell_deleted=_find_mark(transcript, properties, "cellDel") or (outer.cell_deleted if outer else None),
    )
    table.column += _read_count(properties, "gridSpan", 1)
    transcript.read_children(element, around._replace(cell=cell))
    transcript.finish_paragraph()


def read_control(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a content control around words, paragraphs, cells or rows; its placeholder is no words (17.5.2.39)."""
    properties = element.find(qualified("sdtPr"))
    tag = None if properties is None else properties.find(qualified("tag"))
    name = "" if tag is None else tag.get(_VAL, "")
    tags = (*around.tags, name) if name else around.tags
    if transcript.draft is not None:
        transcript.draft.tags.update(dict.fromkeys(tags))
    is_placeholder = properties is not None and is_on(properties.find(qualified("showingPlcHdr")))
    inside = around._replace(tags=tags, is_placeholder=around.is_placeholder or is_placeholder)
    transcript.read_children(element, inside)


def read_alternatives(transcript: Transcript, element: Element, around: Around) -> None:
    """Read the first of several ways to say the same (ECMA-376 Part 3, 9.3)."""
    choices = (element.find(f"{COMPATIBILITY}{tag}") for tag in ("Choice", "Fallback"))
    chosen = next((each for each in choices if each is not None), None)
    if chosen is not None:
        transcript.read_children(chosen, around)


def _find_mark(transcript: Transcript, properties: Element | None, *tags: str) -> Mark | None:
    """Find a change that properties record, under one of several names."""
    found = (None if properties is None else properties.find(qualified(tag)) for tag in tags)
    change = next((each for each in found if each is not None), None)
    return None if change is None else transcript.clock.read_mark(change)


def _read_count(properties: Element | None, tag: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(qualified(tag))
    count = None if found is None else parse_whole_number(found.get(_VAL, ""))
    return count if count is not None and 0 <= count <= _MAX_COLUMNS else otherwise
