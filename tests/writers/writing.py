"""Documents written as in one build, with the options that hold where none are given."""

from __future__ import annotations

from functools import cache

from codepub.document.nodes import Document
from codepub.writers.choices import Standard
from codepub.writers.options import DocxOptions, Options, PdfOptions
from codepub.writers.rendered import Rendered
from codepub.writers.table import open_writer
from codepub.writers.theme import Theme

_opened = cache(open_writer)


def write_pdf(document: Document, looks: Theme, standard: Standard = "pdf/ua-1") -> Rendered:
    return _opened("pdf")(document, looks, Options(pdf=PdfOptions(standard)))


def write_docx(document: Document, looks: Theme, reference: bytes | None = None) -> Rendered:
    return _opened("docx")(document, looks, Options(docx=DocxOptions(reference)))
