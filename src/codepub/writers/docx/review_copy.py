"""A document becomes a review copy: the Word file of its publication, in which a reviewer edits values and comments.

Every value, and every statement that there is none, lies in a content control that says which field it is of. Changes
are recorded. What programs of Office do with the marks was measured in LibreOffice; docs/review.md tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from codepub.document.anchors import Anchors
from codepub.document.nodes import Document
from codepub.ooxml.xml import Element, paragraph_properties, qualified, text_run, w
from codepub.writers.docx.comments import Comments, CommentThread
from codepub.writers.docx.controls import Controls, keep_controls
from codepub.writers.docx.page import mark_draft
from codepub.writers.docx.parts import WordParts, make_parts, pack_parts
from codepub.writers.docx.styles import StyleIds
from codepub.writers.docx.writer import explain_characters, take_reference
from codepub.writers.options import Options
from codepub.writers.rendered import Rendered
from codepub.writers.theme import Theme

PROPERTY: Final = "codepub-review-copy"
"""The custom property that holds the identifier of a review copy."""
_IDENTIFIER: Final = "{http://purl.org/dc/elements/1.1/}identifier"
_CUSTOM: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VARIANTS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_DEFINED: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set that properties of any name belong to (MS-OSHARED, 2.3.3.2.2)."""

_BETWEEN_LINES, _AFTER_COVER = 40, 240
"""The space between the lines of the note before the title, and after it, in twentieths of a point."""


@dataclass(frozen=True, slots=True)
class ReviewMarks:
    """What a review copy bears beside its publication: its identifier, and words of the publisher.

    ``head`` stands on every page. ``cover`` are the heading and the lines of the note before the title.
    """

    identifier: str
    head: str
    cover: tuple[str, ...]
    threads: tuple[CommentThread, ...] = ()


def write_review_copy(document: Document, theme: Theme, options: Options, marks: ReviewMarks) -> Rendered:
    """Write the review copy of a document of one record.

    Raises:
        CallError: The reference is not a Word document; a setting holds a character that XML cannot hold.
        ContentError: The document holds such a character.
        ValueError: The marks do.
    """
    reference = take_reference(theme, options)
    with explain_characters(document, theme):
        anchors, comments = Anchors(document), Comments(document, marks.threads)
        controls = Controls(document, anchors, comments)
        parts = make_parts(document, theme, reference, anchors, controls)
        styles = parts.writing.styles
        _put_cover(parts, controls, marks.cover)
        keep_controls(parts.roots["document"])
        _leave_out_tips(parts.roots["document"])
        _record_changes(parts.roots["settings"])
        for name in ("header", "firstHeader"):
            parts.roots[name] = _make_head(document, styles, marks.head)
        parts.roots.update(comments.make_parts())
        _name_copy(parts, marks.identifier)
        return pack_parts(parts)


def _put_cover(parts: WordParts, controls: Controls, cover: tuple[str, ...]) -> None:
    """Put the note for the reviewer before the title."""
    styles = parts.writing.styles
    body = parts.roots["document"][0]
    body[0:0] = list(_make_cover(styles, controls, cover))


def _make_cover(styles: StyleIds, controls: Controls, cover: tuple[str, ...]) -> Iterator[Element]:
    for place, line in enumerate(cover):
        bold = () if place else (w("rStyle", val=styles["notice label"]),)
        apart = w("spacing", after=_BETWEEN_LINES if place < len(cover) - 1 else _AFTER_COVER)
        wide = w("ind", right=0)
        properties = paragraph_properties(w("pStyle", val=styles["notice"]), w("keepNext"), apart, wide)
        yield w("p", properties, controls.lock((text_run(line, *bold),)))


def _make_head(document: Document, styles: StyleIds, head: str) -> Element:
    line = w("p", paragraph_properties(w("pStyle", val=styles["running head"])), text_run(head))
    return w("hdr", *mark_draft(document.standing, styles), line)


def _leave_out_tips(body: Element) -> None:
    """Take off what is shown where a link is pointed at: LibreOffice drops inner links that have it when it saves."""
    for link in body.iter(qualified("hyperlink")):
        link.attrib.pop(qualified("tooltip"), "")


def _record_changes(settings: Element) -> None:
    """Switch the recording of changes on, and keep it on, without a password (ECMA-376 Part 1, 17.15.1.29 and 90)."""
    after = settings.find(qualified("defaultTabStop"))
    place = len(settings) if after is None else settings.index(after)
    settings[place:place] = [
        w("trackRevisions"),
        w("documentProtection", edit="trackedChanges", enforcement=1),
    ]


def _name_copy(parts: WordParts, identifier: str) -> None:
    """Write the identifier where programs keep it: in a property of its own, and in that of Dublin Core."""
    for element in parts.properties["core"].iter(_IDENTIFIER):
        element.text = identifier
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={"vt": _VARIANTS})
    named = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_USER_DEFINED, pid="2", name=PROPERTY)
    etree.SubElement(named, f"{{{_VARIANTS}}}lpwstr").text = identifier
    parts.properties["custom"] = root
