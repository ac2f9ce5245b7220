"""What authors write is on the page, in every format: told from the record, read back by programs of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from codepub.building.outcomes import Made
from codepub.building.targets import Publishing
from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.nodes import Document, FlowBlock
from codepub.loading.load import load
from codepub.loading.load_file import CheckContext
from codepub.records.code_summary import CodeSummary
from codepub.records.shape import keys_of, model_at
from codepub.writers.choices import FORMATS, Format
from codepub.writers.html.page import write_html
from tests.publications import CONTENT, SAMPLES, all_text, composed, full, publish, record, theme, wording
from tests.published_texts import (
    ELSEWHERE,
    FIELDS,
    addresses_of,
    data_of,
    lost,
    miscounted,
    squeezed,
    texts_of,
    told_together,
)
from tests.readers import (
    html_addresses,
    html_text,
    markdown_addresses,
    markdown_text,
    pandoc_text,
    pdf_addresses,
    pdf_text,
    word_addresses,
    word_text,
    word_xml_text,
)
from tests.writers.documents import Headed, nest, unnest
from tests.writers.page_reader import read_page, words

EVERYTHING = full(
    code="A0999",
    ends="2026-12-31",
    published="2026-02-01",
    supersedes="A0420",
    replaced_by="A0430",
    tags=["road"],
    audience="regional",
    summary__meaning=(
        "One, *two* and **three**, H~2~O and m^2^.\n\n1. four[^second]\n2. five\n   - six\n   - seven\n\nEight."
    ),
    specifications__diagnoses={"unavailable": "asked-unknown", "since": "2026-09-01", "note": "In *vain*[^first]."},
    specifications__taxonomies=[],
    specifications__modifiers__0__when_to_use={"unavailable": "temp-unknown", "recheck_by": "2027-01-15"},
    payment__team={"unavailable": "not-applicable", "note": "There is none."},
    denials__0__rarc={"unavailable": "as-text", "note": "the text"},
    denials__0__reason="A cell | with *marks*, <b>tags</b> & `ticks` \\\\ and {{ braces }}, 5 \\* 3 # 1. _x_",
    crosswalks__hcpcs={"unavailable": "masked"},
)
"""A record with every field that there is, every reason but one, and what formats take for marks of their own."""

DATA = {**{name: data_of(file) for name, file in SAMPLES.items()}, "hcpcs:A0999": EVERYTHING}
every_sample = pytest.mark.parametrize("sample", DATA)


@dataclass(frozen=True)
class Reader:
    """A way to read a format back."""

    format: Format
    text: Callable[[Path], str]


def read_printed(file: Path) -> str:
    return pdf_text(file, theme().page)


READERS = {
    "pdf, by pdftotext": pytest.param(Reader("pdf", read_printed), marks=pytest.mark.needs("pdftotext")),
    "docx, by python-docx": Reader("docx", word_text),
    "docx, by ElementTree": Reader("docx", word_xml_text),
    "html, by tinyhtml5": Reader("html", html_text),
    "md, by markdown-it": Reader("md", markdown_text),
    "md, by pandoc": pytest.param(Reader("md", pandoc_text), marks=pytest.mark.needs("pandoc")),
}
LEADING: dict[Format, Callable[[Path], set[str]]] = {
    "pdf": pdf_addresses,
    "docx": word_addresses,
    "html": html_addresses,
    "md": markdown_addresses,
}


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample in every format."""
    folder = tmp_path_factory.mktemp("library")
    records = (*load(CONTENT, CheckContext(date(2026, 11, 24))).records, record(EVERYTHING))
    assert len(records) == len(DATA)
    outcomes = publish(records, FORMATS, folder, Publishing(wording(), Publisher("A press"), theme()))
    assert all(isinstance(outcome, Made) for outcome in outcomes)
    return folder


def find_published(library: Path, sample: str, wanted: Format) -> Path:
    return library / f"{sample.replace(':', '/')}.{wanted}"


@every_sample
@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_every_text_of_a_record_is_in_its_publication_once_and_in_the_order_of_the_layout(
    reader: Reader, sample: str, library: Path
) -> None:
    expected = texts_of(DATA[sample])
    shown = reader.text(find_published(library, sample, reader.format))

    assert len(expected) > 60
    assert lost(expected, shown) == []
    assert miscounted([text for text in expected if text not in told_together(DATA[sample])], shown) == []
    assert [text for text in told_together(DATA[sample]) if squeezed(text) not in squeezed(shown)] == []


@every_sample
@pytest.mark.parametrize("wanted", FORMATS)
def test_every_address_of_a_record_can_be_followed(wanted: Format, sample: str, library: Path) -> None:
    addresses = set(addresses_of(DATA[sample]))

    assert addresses
    assert addresses <= LEADING[wanted](find_published(library, sample, wanted))


# The test itself ---------------------------------------------------------------------------------------------------


def read_page_text(document: Document) -> str:
    return words(read_page(write_html(document, theme()).content).one("main"))


@pytest.fixture(scope="module")
def sample() -> tuple[list[str], Document]:
    """The texts of the first sample, and its document."""
    (found,) = (each for each in load(CONTENT, CheckContext(date(2026, 11, 24))).records if each.code == "32120")
    return texts_of(DATA["cpt:32120"]), compose(found, wording(), Publisher())


def holds(block: FlowBlock | Headed, texts: list[str]) -> bool:
    """Tell whether a block holds a text long enough to be looked for by itself."""
    held = squeezed(all_text(block))
    return any(len(squeezed(text)) > 15 and squeezed(text) in held for text in texts)


def test_a_block_that_is_dropped_is_missed_whichever_it_is(sample: tuple[list[str], Document]) -> None:
    texts, document = sample
    whole = unnest(document)
    carriers = [block for block in whole if holds(block, texts)]

    assert len(carriers) > 20
    assert lost(texts, read_page_text(document)) == []
    for block in carriers:
        if isinstance(block, Headed) and block.level == 1:
            continue  # what stands below it would be the title's
        others = [other for other in whole if other is not block]
        assert lost(texts, read_page_text(replace(document, sections=nest(others)))), all_text(block)


def test_a_row_or_a_single_cell_that_is_dropped_is_missed() -> None:
    data = DATA["cpt:32120"] | {"edition": 2026}
    shown = read_page_text(composed(data))
    rows = data["specifications"]["modifiers"]

    assert lost(texts_of(data), shown) == []
    for row in rows:
        others = [other for other in rows if other is not row]
        shorter = {**data, "specifications": {**data["specifications"], "modifiers": others}}
        assert lost(texts_of(data), read_page_text(composed(shorter)))


def test_two_blocks_in_the_wrong_order_are_noticed(sample: tuple[list[str], Document]) -> None:
    texts, document = sample
    blocks = unnest(document)
    at = next(index for index, block in enumerate(blocks) if "chest wall is opened" in all_text(block))
    blocks[at], blocks[at + 1] = blocks[at + 1], blocks[at]

    assert lost(texts, read_page_text(replace(document, sections=nest(blocks))))


def test_a_block_that_is_there_twice_is_noticed(sample: tuple[list[str], Document]) -> None:
    texts, document = sample
    blocks = unnest(document)
    (block,) = (each for each in blocks if "chest wall is opened" in all_text(each))
    texts = [text for text in texts if text not in told_together(DATA["cpt:32120"])]

    assert miscounted(texts, read_page_text(document)) == []
    assert miscounted(texts, read_page_text(replace(document, sections=nest((*blocks, block)))))


def test_the_layout_here_has_a_place_for_every_field_that_authors_may_write() -> None:
    for place, fields in FIELDS.items():
        model = model_at(CodeSummary, tuple(place.split(".")) if place else ())
        assert set(keys_of(model)) == {*fields, *ELSEWHERE.get(place, ())}, place
