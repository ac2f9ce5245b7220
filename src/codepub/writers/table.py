"""The writers, by format; each is imported when it is first asked for, since their libraries are heavy."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, Literal, get_args

from codepub.document.nodes import Document
from codepub.writers.rendered import Rendered
from codepub.writers.theme import Theme

Format = Literal["pdf", "docx", "html", "md"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

Writer = Callable[[Document, Theme], Rendered]

_WRITERS: Final[dict[Format, tuple[str, str]]] = {
    "pdf": ("codepub.writers.pdf.writer", "write_pdf"),
    "docx": ("codepub.writers.docx.writer", "write_docx"),
    "html": ("codepub.writers.html.page", "write_html"),
    "md": ("codepub.writers.markdown", "write_markdown"),
}


def writer(wanted: Format) -> Writer:
    """Give the writer of a format; raises `MachineError` where a library of the system is missing."""
    module, function = _WRITERS[wanted]
    found: Writer = getattr(import_module(module), function)
    return found
