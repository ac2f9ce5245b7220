"""What is taken from the publisher's own Word file: styles, numbering, theme, fonts, page."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.package import Package

from codepub.diagnostics import CallError
from codepub.writers.ooxml.xml import Element, parsed, qualified

if TYPE_CHECKING:
    from docx.opc.part import Part


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a Word file that look, without its content; None where it lacks one."""

    styles: Element | None = None
    numbering: Part | None = None
    theme: Part | None = None
    fonts: Part | None = None
    page: tuple[Element, Element] | None = None


def opened(content: bytes) -> Reference:
    """Read the publisher's Word file.

    Raises:
        CallError: It is not a Word document that can be read.
    """
    try:
        return _read(content)
    except Exception as error:  # a damaged file can meet any mistake in zipfile, lxml and python-docx
        raise CallError(
            f"The theme's Word file (`reference`) cannot be read as a Word document: {error}. "
            "Open it in Word and save it as .docx, or remove `reference`."
        ) from error


def _read(content: bytes) -> Reference:
    main = Package.open(BytesIO(content)).main_document_part
    if main.content_type != CONTENT_TYPE.WML_DOCUMENT_MAIN:
        raise ValueError(f"its content type is {main.content_type}")
    styles = _related(main, RELATIONSHIP_TYPE.STYLES)
    return Reference(
        styles=None if styles is None else parsed(styles.blob),
        numbering=_related(main, RELATIONSHIP_TYPE.NUMBERING),
        theme=_related(main, RELATIONSHIP_TYPE.THEME),
        fonts=_related(main, RELATIONSHIP_TYPE.FONT_TABLE),
        page=_page(parsed(main.blob)),
    )


def _related(part: Part, kind: str) -> Part | None:
    return next((each.target_part for each in part.rels.values() if each.reltype == kind), None)


def _page(document: Element) -> tuple[Element, Element] | None:
    """Give size and margins of the page of the last section, which is that of the document."""
    size = document.findall(f".//{qualified('sectPr')}/{qualified('pgSz')}")
    margins = document.findall(f".//{qualified('sectPr')}/{qualified('pgMar')}")
    return (size[-1], margins[-1]) if size and margins else None
