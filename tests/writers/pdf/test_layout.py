from __future__ import annotations

from codepub.document.provenance import Derived
from codepub.writers.pdf.fitting import measure_fill
from codepub.writers.pdf.layout import lay_out
from codepub.writers.pdf.press import set_up
from codepub.writers.pdf.tagging import tag
from tests.publications import theme
from tests.writers.documents import ROOT, Headed, document, figure, table_of, text
from tests.writers.writing import write_pdf

TITLE = Headed(1, text("A title"), Derived((ROOT / "title",)))
PART = Headed(2, text("A part"), Derived((ROOT / "summary",)))
WHOLE = document(TITLE, PART, table_of(60))


def test_a_document_that_is_laid_out_and_then_tagged_is_its_pdf() -> None:
    layout = lay_out(WHOLE, set_up(theme()))

    assert len(layout.paged.pages) > 1
    assert [heading.text for heading in layout.root.iter("h1")] == ["A title"]
    assert tag(layout.root, layout.paged, "pdf/ua-1").content == write_pdf(WHOLE, theme()).content


def test_a_press_prints_one_document_after_the_other() -> None:
    press = set_up(theme())
    first, second = (lay_out(WHOLE, press) for _ in range(2))

    assert tag(first.root, first.paged, "pdf/ua-1") == tag(second.root, second.paged, "pdf/ua-1")


def test_a_page_is_filled_by_its_pictures_as_by_its_text() -> None:
    press = set_up(theme())
    ((alone,), (pictured,)) = (
        lay_out(document(TITLE, PART, *blocks), press).paged.pages for blocks in ((), (figure(),))
    )

    assert measure_fill(pictured) > measure_fill(alone) + 0.1
