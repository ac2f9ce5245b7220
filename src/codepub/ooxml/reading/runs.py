"""Words and what stands around and between them, as they are read. Clauses are those of ECMA-376 Part 1."""

from __future__ import annotations

from typing import Final

from codepub.ooxml.reading.blocks import COMPATIBILITY
from codepub.ooxml.reading.fields import NOWHERE, join_destination, parse_link
from codepub.ooxml.reading.letters import PICTURE
from codepub.ooxml.reading.looks import find_earlier
from codepub.ooxml.reading.symbols import find_character
from codepub.ooxml.reading.transcript import Around, Transcript
from codepub.ooxml.xml import RELATIONSHIPS, Element, qualified
from codepub.patterns import compile_late

HARD_HYPHEN: Final = "\u2011"
SOFT_HYPHEN: Final = "\u00ad"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_RELATION: Final = f"{{{RELATIONSHIPS}}}id"
_BOX: Final = qualified("txbxContent")
_HEXADECIMAL: Final = compile_late(r"[0-9A-Fa-f]{1,6}")
_ID: Final = qualified("id")


def read_insertion(transcript: Transcript, element: Element, around: Around) -> None:
    """Read what was put in, or moved here."""
    transcript.read_children(element, around._replace(inserted=transcript.clock.read_mark(element)))


def read_deletion(transcript: Transcript, element: Element, around: Around) -> None:
    """Read what was taken out, or moved from here."""
    transcript.read_children(element, around._replace(deleted=transcript.clock.read_mark(element)))


def read_link(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a link to an address outside, or to a bookmark (17.16.22)."""
    relation = transcript.relations.get(element.get(_RELATION, ""))
    target = relation.target if relation is not None and relation.is_outside else None
    anchor = element.get(qualified("anchor")) or element.get(qualified("docLocation"))
    transcript.read_children(element, around._replace(destination=join_destination(target, anchor)))


def read_simple_field(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a field whose instruction is an attribute (17.16.19)."""
    destination = parse_link(element.get(qualified("instr"), ""))
    kept = around if destination == NOWHERE else around._replace(destination=destination)
    transcript.read_children(element, kept)


def read_annotated(transcript: Transcript, element: Element, around: Around) -> None:
    """Read words without the small ones above them that say how they sound (17.3.3.25)."""
    for base in element.iterchildren(qualified("rubyBase")):
        transcript.read_children(base, around)


def start_bookmark(transcript: Transcript, element: Element, _: Around) -> None:
    """Pass the start of a bookmark (17.13.6.2)."""
    name = element.get(qualified("name"), "")
    transcript.bookmarks.start(element.get(_ID, ""), name)
    if transcript.draft is not None:
        transcript.draft.bookmarks[name] = None


def end_bookmark(transcript: Transcript, element: Element, _: Around) -> None:
    """Pass the end of a bookmark."""
    transcript.bookmarks.end(element.get(_ID, ""))


def start_comment(transcript: Transcript, element: Element, _: Around) -> None:
    """Pass the place where the words of a comment start (17.13.4.4)."""
    transcript.places.starts.setdefault(element.get(_ID, ""), transcript.here)


def end_comment(transcript: Transcript, element: Element, _: Around) -> None:
    """Pass the place where the words of a comment end."""
    transcript.places.ends.setdefault(element.get(_ID, ""), transcript.behind)


def mark_comment(transcript: Transcript, element: Element, _: Around) -> None:
    """Pass the mark of a comment, which follows its words."""
    transcript.places.marks.setdefault(element.get(_ID, ""), transcript.here)


def read_run(transcript: Transcript, element: Element, around: Around) -> None:
    """Read letters that look alike, and how they looked before a recorded change."""
    properties = element.find(qualified("rPr"))
    destination = transcript.fields.destination if around.destination == NOWHERE else around.destination
    change = find_earlier(properties)
    if change is None:
        look = transcript.looks.read(properties, destination)
        transcript.read_children(element, around._replace(look=look))
        return
    inside = around._replace(
        look=transcript.looks.read(properties, destination),
        old_look=transcript.looks.read(change.find(qualified("rPr")), destination),
        reformatted=transcript.clock.read_mark(change),
    )
    transcript.read_children(element, inside)


def read_text(transcript: Transcript, element: Element, around: Around) -> None:
    """Read text; spaces at its ends that it does not say it keeps are none to Word (17.3.3.31)."""
    text = element.text or ""
    kept = text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")
    transcript.add_letters(kept.replace("\n", " "), around)


def read_formula_text(transcript: Transcript, element: Element, around: Around) -> None:
    """Read the letters of a formula (22.1.2.116)."""
    transcript.add_letters(element.text or "", around)


def read_sign(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a character that is written as a number in a font (17.3.3.30)."""
    number = element.get(qualified("char"), "")
    if _HEXADECIMAL.fullmatch(number):
        transcript.add_letters(find_character(element.get(qualified("font"), ""), int(number, 16)), around)


def read_break(transcript: Transcript, _: Element, around: Around) -> None:
    """Read a break of a line, a column or a page (17.3.3.1)."""
    transcript.add_letters("\n", around)


def read_tab(transcript: Transcript, _: Element, around: Around) -> None:
    """Read a tab."""
    transcript.add_letters("\t", around)


def read_hard_hyphen(transcript: Transcript, _: Element, around: Around) -> None:
    """Read a hyphen at which no line breaks (17.3.3.18)."""
    transcript.add_letters(HARD_HYPHEN, around)


def read_soft_hyphen(transcript: Transcript, _: Element, around: Around) -> None:
    """Read a hyphen that only shows where a line breaks (17.3.3.29)."""
    transcript.add_letters(SOFT_HYPHEN, around)


def pass_field_character(transcript: Transcript, element: Element, _: Around) -> None:
    """Pass a beginning, the middle or an end of a field."""
    transcript.fields.pass_character(element)


def pass_instruction(transcript: Transcript, element: Element, _: Around) -> None:
    """Pass a piece of a field's instruction."""
    transcript.fields.pass_instruction(element.text or "")


def read_object(transcript: Transcript, element: Element, around: Around) -> None:
    """Read a drawing: the text boxes in it wait until the story is read, all else is a picture."""
    boxes = _find_boxes(element)
    transcript.boxes += [(box, Around(inserted=around.inserted, deleted=around.deleted)) for box in boxes]
    if not boxes:
        transcript.add_letters(PICTURE, around)


def _find_boxes(element: Element) -> list[Element]:
    """Find the text boxes of a drawing; those within others are found when these are read."""
    boxes: list[Element] = []
    pending = [element]
    while pending:
        at = pending.pop()
        if at.tag == _BOX:
            boxes.append(at)
        elif at.tag == f"{COMPATIBILITY}AlternateContent":
            pending += list(at)[:1]
        else:
            pending += reversed(at)
    return boxes
