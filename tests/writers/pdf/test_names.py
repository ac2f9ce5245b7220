"""What a PDF calls its tables and its links to sources."""

from __future__ import annotations

import io

import pikepdf
import pytest

from tests.publications import composed, full, theme
from tests.writers.writing import write_pdf


@pytest.fixture(scope="module")
def pdf() -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(write_pdf(composed(full()), theme()).content))


def test_each_table_has_a_name_of_its_own(pdf: pikepdf.Pdf) -> None:
    tables = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Table"]
    names = [str(table.A.Summary) for table in tables]

    assert "Modifiers" in names
    assert len(set(names)) == len(names) > 5


def test_a_link_to_a_source_is_called_so(pdf: pikepdf.Pdf) -> None:
    links = [str(each.Contents) for page in pdf.pages for each in page.get("/Annots", [])]

    assert "Source 1" in links
    assert not [link for link in links if link.startswith("[")]
