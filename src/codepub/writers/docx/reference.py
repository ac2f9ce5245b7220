"""What is taken from the publisher's own Word file: styles, numbering, theme, fonts, page."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from docx.opc.constants import RELATIONSHIP_TYPE

from codepub.diagnostics import Diagnostic
from codepub.ooxml.opc import MAX_DOCUMENT_BYTES, WordPackage, find_document_part, open_package, refusal
from codepub.ooxml.xml import Element, qualified
from codepub.writers.docx.adoption import DRAWING, adopt, adopt_theme
from codepub.writers.docx.bullets import Bullet, put_bullets, read_bullets
from codepub.writers.docx.page import PageSetup, make_page_setup, read_page_setup
from codepub.writers.theme import PageGeometry

_FONTS: Final = qualified("fonts")


@dataclass(frozen=True, slots=True)
class ReferenceDocument:
    """The parts of a Word file that say how it looks, without its content and without what they are related to.

    None stands where the file lacks a part; the pictures of bullets are all that comes with one.
    """

    page: PageSetup
    styles: Element | None = None
    numbering: Element | None = None
    theme: Element | None = None
    fonts: Element | None = None
    bullets: tuple[Bullet, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def copy_reference(reference: ReferenceDocument) -> ReferenceDocument:
    """Copy what was taken from the publisher's file, for one document: a writer adds to it."""
    return deepcopy(reference)


def open_reference(content: bytes, usual: PageGeometry) -> ReferenceDocument:
    """Read the publisher's Word file, document or template; what its page does not say is as ``usual``.

    Raises:
        CallError: It is not a Word document that can be read, is larger than one may be, or its numbers are none.
    """
    package = open_package(content)
    main = find_document_part(package)
    parts = _find_parts(package, main)
    numbering, found = _read_numbering(package, parts.get(RELATIONSHIP_TYPE.NUMBERING))
    return ReferenceDocument(
        page=read_page_setup(
            package.read_xml(main, qualified("document"), MAX_DOCUMENT_BYTES), main, make_page_setup(usual)
        ),
        styles=_read_part(package, parts.get(RELATIONSHIP_TYPE.STYLES), qualified("styles")),
        numbering=numbering,
        theme=_read_theme(package, parts.get(RELATIONSHIP_TYPE.THEME)),
        fonts=_read_part(package, parts.get(RELATIONSHIP_TYPE.FONT_TABLE), _FONTS),
        bullets=tuple(each for each in found if isinstance(each, Bullet)),
        diagnostics=tuple(each for each in found if isinstance(each, Diagnostic)),
    )


def _find_parts(package: WordPackage, main: str) -> dict[str, str]:
    """Find the parts that say how a file looks, by the kind of their relationship; the first of a kind counts."""
    kinds = {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.NUMBERING,
        RELATIONSHIP_TYPE.THEME,
        RELATIONSHIP_TYPE.FONT_TABLE,
    }
    parts: dict[str, str] = {}
    for relationship in package.read_relationships(main):
        if relationship.kind in kinds:
            if relationship.target is None:
                raise refusal("Styles, numbering, theme or fonts of it lie outside of the file.")
            parts.setdefault(relationship.kind, relationship.target)
    return parts


def _read_part(package: WordPackage, name: str | None, root: str) -> Element | None:
    return None if name is None else adopt(package.read_xml(name, root), name)


def _read_theme(package: WordPackage, name: str | None) -> Element | None:
    return None if name is None else adopt_theme(package.read_xml(name, f"{{{DRAWING}}}theme"), name)


def _read_numbering(package: WordPackage, name: str | None) -> tuple[Element | None, tuple[Bullet | Diagnostic, ...]]:
    if name is None:
        return None, ()
    root = package.read_xml(name, qualified("numbering"))
    found = tuple(read_bullets(package, name, root))
    adopt(root, name)
    put_bullets(root, [each for each in found if isinstance(each, Bullet)])
    return root, found
