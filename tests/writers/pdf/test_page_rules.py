"""The rules of the page, judged on every sample on both sizes; each sample is laid out once on each."""

from __future__ import annotations

import functools
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.nodes import Document
from codepub.document.text import plain_text
from codepub.writers.choices import PageSize
from codepub.writers.pdf.layout import lay_out
from codepub.writers.pdf.press import Press, set_up
from tests.publications import samples, theme, wording
from tests.writers.pdf.page_judge import (
    Line,
    SeenPage,
    find_broken_words,
    find_headings_at_the_foot,
    find_thin_breaks,
    find_torn_facts,
    measure_prose,
    see,
)

SIZES: tuple[PageSize, ...] = ("letter", "a4")
MOST_PAGES = 46


@functools.cache
def sample_documents() -> dict[str, Document]:
    house = Publisher("Example Health Press")
    return {name: compose(record, wording(), house) for name, record in samples().items()}


@functools.cache
def press(size: PageSize) -> Press:
    return set_up(theme(size))


@functools.cache
def judge(name: str, size: PageSize) -> tuple[list[SeenPage], Any]:
    """The pages of a sample as seen, and the root of its HTML."""
    layout = lay_out(sample_documents()[name], press(size))
    return [see(page) for page in layout.paged.pages], layout.root


def pages_of(name: str, size: PageSize) -> list[SeenPage]:
    return judge(name, size)[0]


def test_the_judge_sees_what_is_wrong() -> None:
    paragraph, table, heading = (Element(tag, {"aria-label": "Codes"}) for tag in ("p", "table", "h3"))
    torn = SeenPage((Line(paragraph, "the immuno", 0.1, 0.2), Line(heading, "Payment", 0.5, 0.6)), ((table, 1),))
    rest = SeenPage((Line(paragraph, "globulin", 0.1, 0.2),), ((table, 4),))
    facts = fromstring("<dl><div><dt>Work RVU</dt></div></dl>")
    together = SeenPage((Line(paragraph, "the immuno", 0.1, 0.2), Line(paragraph, "globulin", 0.2, 0.3)), ())

    assert find_broken_words([together], frozenset({"the", "immunoglobulin"})) == ["immuno|globulin"]
    assert find_thin_breaks([torn, rest]) == ["Codes: 1 rows, then 4"]
    assert find_headings_at_the_foot([torn]) == ["Payment"]
    assert find_torn_facts([SeenPage((), (), facts=(facts,))] * 2, 8) == ["Work RVU"]
    assert find_torn_facts([SeenPage((), (), facts=(facts,))] * 2, 0) == []
    assert torn.widest_hole == pytest.approx(0.3)
    assert rest.fill == pytest.approx(0.2)


@pytest.mark.parametrize("size", SIZES)
def test_the_samples_take_few_pages(size: PageSize) -> None:
    assert sum(len(pages_of(name, size)) for name in sample_documents()) <= MOST_PAGES


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(samples()))
def test_no_page_of_a_sample_is_thin_or_torn(name: str, size: PageSize) -> None:
    pages = pages_of(name, size)
    *others, last = (page.fill for page in pages)

    assert last >= 0.25
    assert [fill for fill in others if fill < 0.8] == []
    assert [page.widest_hole for page in pages if page.widest_hole > 0.2] == []
    assert find_thin_breaks(pages) == []
    assert [head for page in pages for head in page.lonely] == []
    assert find_torn_facts(pages, 8) == []
    assert find_headings_at_the_foot(pages) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(samples()))
def test_no_word_of_a_sample_is_broken_without_a_hyphen_and_no_text_is_lost(name: str, size: PageSize) -> None:
    document = sample_documents()[name]
    words = plain_text(document).split()
    seen = "".join(line.text for page in pages_of(name, size) for line in page.lines)

    assert find_broken_words(pages_of(name, size), frozenset(words)) == []
    assert [word for word in words if word not in seen.replace("\N{ZERO WIDTH SPACE}", "") and word.isalpha()] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", sorted(samples()))
def test_prose_has_from_60_to_82_characters_a_line(name: str, size: PageSize) -> None:
    assert 60 <= measure_prose(*judge(name, size)) <= 82
