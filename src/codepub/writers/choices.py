"""What is chosen by its name: formats, sizes of pages, standards of PDFs. Importing this costs next to nothing."""

from __future__ import annotations

from typing import Final, Literal, get_args

Format = Literal["pdf", "docx", "html", "md"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)

PageSize = Literal["letter", "a4"]

Standard = Literal["pdf/ua-1", "pdf/a-3a"]
"""What a PDF conforms to; PDF/A-3a comes with PDF/UA-1."""
