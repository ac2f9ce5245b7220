"""The stories of a Word file become paragraphs of letters, in one pass in the order of the file.

What stands in no table below is gone through: smart tags, custom XML, and what nobody knows yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codepub.ooxml.reading import blocks, runs
from codepub.ooxml.reading.drafts import Bookmarks
from codepub.ooxml.reading.fields import begin_fields
from codepub.ooxml.reading.looks import Looks
from codepub.ooxml.reading.marks import Clock
from codepub.ooxml.reading.package import Relation
from codepub.ooxml.reading.transcript import Around, Reader, Transcript
from codepub.ooxml.xml import Element, qualified

_BOOKMARK_END: Final = qualified("bookmarkEnd")
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WORD_READERS: Final[Mapping[str, Reader]] = {
    "p": blocks.read_paragraph,
    "tbl": blocks.read_table,
    "tr": blocks.read_row,
    "tc": blocks.read_cell,
    "sdt": blocks.read_control,
    "ins": runs.read_insertion,
    "moveTo": runs.read_insertion,
    "del": runs.read_deletion,
    "moveFrom": runs.read_deletion,
    "hyperlink": runs.read_link,
    "fldSimple": runs.read_simple_field,
    "ruby": runs.read_annotated,
    "bookmarkStart": runs.start_bookmark,
    "bookmarkEnd": runs.end_bookmark,
    "commentRangeStart": runs.start_comment,
    "commentRangeEnd": runs.end_comment,
    "commentReference": runs.mark_comment,
    "r": runs.read_run,
    "t": runs.read_text,
    "delText": runs.read_text,
    "sym": runs.read_sign,
    "br": runs.read_break,
    "cr": runs.read_break,
    "tab": runs.read_tab,
    "ptab": runs.read_tab,
    "noBreakHyphen": runs.read_hard_hyphen,
    "softHyphen": runs.read_soft_hyphen,
    "fldChar": runs.pass_field_character,
    "instrText": runs.pass_instruction,
    "delInstrText": runs.pass_instruction,
    "drawing": runs.read_object,
    "pict": runs.read_object,
    "object": runs.read_object,
}
_READERS: Final[Mapping[str, Reader]] = {
    **{qualified(tag): reader for tag, reader in _WORD_READERS.items()},
    f"{blocks.COMPATIBILITY}AlternateContent": blocks.read_alternatives,
    f"{_MATH}t": runs.read_formula_text,
}


def begin_transcript(looks: Looks, clock: Clock) -> Transcript:
    """Begin to read a file."""
    return Transcript(_READERS, looks, clock)


def read_story(transcript: Transcript, story: str, root: Element, relations: Mapping[str, Relation]) -> None:
    """Read all paragraphs of a story, and then those of the text boxes in it, each of which is a story of its own."""
    transcript.relations = relations
    _read_whole(transcript, story, root, Around())
    while transcript.boxes:
        box, around = transcript.boxes.popleft()
        transcript.box_count += 1
        _read_whole(transcript, f"textbox{transcript.box_count}", box, around)


def _read_whole(transcript: Transcript, story: str, root: Element, around: Around) -> None:
    transcript.story = story
    transcript.fields = begin_fields(root)
    transcript.bookmarks = Bookmarks(frozenset(each.get(qualified("id"), "") for each in root.iter(_BOOKMARK_END)))
    transcript.read_children(root, around)
    transcript.finish_paragraph()
