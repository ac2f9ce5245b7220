"""What formats are asked for beside their looks, each by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from codepub.writers.choices import Standard

MAX_REFERENCE_BYTES: Final = 32 * 1024**2
"""The most bytes of the publisher's Word file; a template has 0.1 MB, a file with photographs some 20."""


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """What a PDF conforms to besides PDF/UA-1."""

    standard: Standard = "pdf/ua-1"


@dataclass(frozen=True, slots=True)
class DocxOptions:
    """The bytes of the publisher's own Word file, whose styles, page size and margins are taken."""

    reference: bytes | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """The options of all formats; a writer reads those of its own."""

    pdf: PdfOptions = PdfOptions()
    docx: DocxOptions = DocxOptions()
