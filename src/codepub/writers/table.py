"""The writers, by format; each is imported when it is first asked for, since their libraries are heavy."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from codepub.document.nodes import Document
from codepub.writers.choices import Format
from codepub.writers.options import Options
from codepub.writers.rendered import Rendered
from codepub.writers.theme import Theme

Writer = Callable[[Document, Theme, Options], Rendered]


def open_writer(wanted: Format) -> Writer:
    """Open a writer of a format; what it makes ready for a theme, it keeps: hold it while you write.

    Raises:
        MachineError: A library of the system is missing.
    """
    match wanted:
        case "pdf":
            from codepub.writers.pdf.writer import open_pdf_writer

            return open_pdf_writer()
        case "docx":
            from codepub.writers.docx.writer import open_docx_writer

            return open_docx_writer()
        case "html":
            from codepub.writers.html.page import write_html

            return lambda document, theme, _: write_html(document, theme)
        case "md":
            from codepub.writers.markdown import write_markdown

            return lambda document, theme, _: write_markdown(document, theme)
        case _:
            assert_never(wanted)
