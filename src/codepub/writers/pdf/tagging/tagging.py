"""The structure tree of a tagged PDF, built from the HTML that WeasyPrint laid out.

WeasyPrint 70 writes a structure element for each piece of an element that is broken over pages, tags what stands in
margins and repeated table heads like text, and gives table heads no scope. What it marks in the pages is sound; so the
marks are kept, and the tree above them is built anew: one structure element for one HTML element.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

import pikepdf
from pikepdf import Array

from codepub.writers.pdf.tagging.artifacts import drop_repetitions, turn_into_artifacts
from codepub.writers.pdf.tagging.metadata import declare_pdf_ua, withdraw_claims
from codepub.writers.pdf.tagging.painting import PaintedPage, find_flow_marks
from codepub.writers.pdf.tagging.roles import StructureError, find_structure_paths
from codepub.writers.pdf.tagging.tree import LinkAnnotation, build_structure_tree
from codepub.writers.pdf.tagging.writing import TreeWriter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from xml.etree.ElementTree import Element

    from codepub.writers.pdf.tagging.painting import LaidOutDocument


class TaggedFile(NamedTuple):
    """A tagged PDF, and the characters that no font has: where there are any, it claims to follow no standard."""

    content: bytes
    glyphless: frozenset[str]


def tag(root: Element, paged: LaidOutDocument, variant: str) -> TaggedFile:
    """Return the PDF of a document laid out by WeasyPrint, with a structure tree that follows its HTML.

    ``root`` is the ``etree_element`` of the ``weasyprint.HTML`` that ``paged`` (a ``weasyprint.Document``) was
    rendered from; ``variant`` is ``pdf/ua-1`` or ``pdf/a-3a``. The file claims PDF/UA-1 in both cases, where every
    character that is drawn has a glyph (ISO 14289-1, 7.21.8). Two runs give the same bytes.

    Raises:
        StructureError: Content cannot be given its place in the structure.
    """
    pages = [PaintedPage(page) for page in paged.pages]
    paper = paged.copy(list(pages))
    painted = paper.write_pdf(pdf_variant=variant)
    glyphless = frozenset(chr(number) for font in paper.fonts.values() for number in font.missing)
    with pikepdf.open(io.BytesIO(painted or b"")) as pdf:
        _check_marks(pdf, pages)
        _restructure(pdf, root, pages)
        describe = withdraw_claims if glyphless else declare_pdf_ua
        pdf.Root.Metadata.write(describe(pdf.Root.Metadata.read_bytes()))
        output = io.BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return TaggedFile(output.getvalue(), glyphless)


def _check_marks(pdf: pikepdf.Pdf, pages: Sequence[PaintedPage]) -> None:
    """Refuse content painted through a group (CSS opacity, filters): it is numbered, but its box is not seen."""
    numbered: Any = pdf.Root.StructTreeRoot.ParentTree.Nums
    for number, page in enumerate(pages):
        if len(numbered[2 * number + 1]) != len(page.boxes):
            raise StructureError(
                f"Page {number + 1} has text that a tagged PDF cannot hold: it is painted through a group. "
                "Take `opacity` off text in the style sheet; a lighter colour looks the same."
            )


def _restructure(pdf: pikepdf.Pdf, root: Element, pages: Sequence[PaintedPage]) -> None:
    content = drop_repetitions(list(find_flow_marks(pages)), root)
    kept = {(mark.page, mark.mcid) for mark in content}
    for number, page in enumerate(pdf.pages):
        is_content = [(number, mcid) in kept for mcid in range(len(pages[number].boxes))]
        page.Contents.write(turn_into_artifacts(page.Contents.read_bytes(), is_content))
    tree = build_structure_tree(find_structure_paths(root), content, list(_find_link_annotations(pages)))
    _keep_annotations(pdf, {kid.number for node in tree.walk() for kid in node.kids if isinstance(kid, LinkAnnotation)})
    TreeWriter(pdf, pages).write(tree)


def _find_link_annotations(pages: Sequence[PaintedPage]) -> Iterator[LinkAnnotation]:
    """Yield the link annotations that WeasyPrint made of ``a`` elements, one for each line they stand on."""
    for number, page in enumerate(pages):
        for *_, box in page.page.links:
            if box.element is not None and box.element.tag == "a" and box.link_annotation is not None:
                yield LinkAnnotation(number, box.link_annotation.number, box.element)


def _keep_annotations(pdf: pikepdf.Pdf, numbers: Collection[int]) -> None:
    """Drop the annotations outside the tree: of repeated table heads, and of elements inside a link."""
    for page in pdf.pages:
        if "/Annots" in page:
            page.Annots = Array([each for each in page.Annots if each.objgen[0] in numbers])
