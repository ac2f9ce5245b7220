"""The bytes of artifacts, found by their form, beside what a parser of PDF finds."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from codepub.writers.pdf.tagging.artifacts import turn_into_artifacts
from codepub.writers.pdf.tagging.painting import PaintedPage
from codepub.writers.pdf.tagging.roles import StructureError
from tests.writers.pdf_pages import SAMPLES, lay_out_html

SPAN = b"q\n/Span\n<</MCID 0>>\nBDC\nEMC\nQ"


def list_marks(page: pikepdf.Page) -> list[tuple[str, Any]]:
    """The marked-content sequences of a page: what they begin as and their numbers, as pikepdf parses them."""
    begun = [each for each in pikepdf.parse_content_stream(page) if str(each.operator) == "BDC"]
    return [(str(each.operands[0]), each.operands[1].get("/MCID")) for each in begun]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_sequences_that_are_found_by_their_form_are_those_that_a_parser_finds(sample: str) -> None:
    _, paged = lay_out_html(SAMPLES[sample])
    pages = [PaintedPage(page) for page in paged.pages]
    painted = paged.copy(list(pages)).write_pdf(pdf_variant="pdf/ua-1")
    with pikepdf.open(io.BytesIO(painted)) as pdf:
        for painted_page, page in zip(pages, pdf.pages, strict=True):
            before = list_marks(page)
            is_content = [number % 2 == 0 for number in range(len(painted_page.boxes))]
            page.Contents.write(turn_into_artifacts(page.Contents.read_bytes(), is_content))
            assert list_marks(page) == [
                (role, number) if number is None or number % 2 == 0 else ("/Artifact", None) for role, number in before
            ]


def test_a_sequence_that_is_no_content_becomes_an_artifact_of_pagination() -> None:
    assert turn_into_artifacts(SPAN, [True]) == SPAN
    assert turn_into_artifacts(SPAN, [False]) == b"q\n/Artifact\n<</Type /Pagination>>\nBDC\nEMC\nQ"


def test_a_form_that_is_not_known_is_refused() -> None:
    with pytest.raises(StructureError, match="does not know"):
        turn_into_artifacts(SPAN.replace(b"\n<<", b" <<"), [False])
