"""Several records in one document, in every format: their texts, their headings, and the links between them."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from codepub.compose.compose import compose_collection
from codepub.compose.publisher import Publisher
from codepub.document.nodes import Document
from codepub.document.text import plain_text
from codepub.writers.html.page import write_html
from codepub.writers.markdown import write_markdown
from tests.publications import SAMPLES, bare, headings, record, samples, theme, wording
from tests.published_texts import data_of, lost, squeezed, texts_of
from tests.readers import html_text, markdown_page, markdown_text, word_text
from tests.writers import pdf_reader, word_reader
from tests.writers.page_reader import Page, read_page, words
from tests.writers.word_reader import W
from tests.writers.writing import write_docx, write_pdf

CHOSEN = ("cpt:32120", "hcpcs:A0425")
TEXTS = [text for name in CHOSEN for text in texts_of(data_of(SAMPLES[name]))]
HEADINGS = tuple(f"h{level}" for level in range(1, 7))


@pytest.fixture(scope="module")
def pair() -> Document:
    """Two sample records, and one that refers to the first, in one document."""
    chosen = [samples()[name] for name in CHOSEN]
    third = record(bare(code="A0426", summary__meaning="After [32120](cpt:32120)."))
    return compose_collection("Chests and roads", [*chosen, third], wording(), Publisher("A press"))


@pytest.fixture(scope="module")
def outline(pair: Document) -> list[tuple[int, str]]:
    """The headings that every format must show, each with its level."""
    found = [(level, plain_text(heading)) for level, heading in headings(pair)]
    assert {level for level, _ in found} == {1, 2, 3, 4, 5}
    return found


def shown_in(page: Page) -> list[tuple[int, str]]:
    return [(int(str(each.tag)[1]), words(each)) for each in page.all(*HEADINGS)]


def assert_every_link_inside_arrives(page: Page) -> None:
    targets = {str(each.get("href"))[1:] for each in page.all("a") if str(each.get("href")).startswith("#")}

    assert len(targets) > 1
    assert targets <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_page_of_html_has_all_texts_headings_and_links(
    pair: Document, outline: list[tuple[int, str]], tmp_path: Path
) -> None:
    file = tmp_path / "pair.html"
    file.write_bytes(write_html(pair, theme()).content)
    page = read_page(file.read_bytes())

    assert page.errors == []
    assert lost(TEXTS, html_text(file)) == []
    assert shown_in(page) == outline
    assert_every_link_inside_arrives(page)
    assert words(page.with_id("cpt-32120-title")).startswith("CPT® 32120")
    assert [words(link) for link in page.one("main").findall("section//a[@href='#cpt-32120-title']")] == ["32120"]


def test_markdown_has_all_texts_headings_and_links(
    pair: Document, outline: list[tuple[int, str]], tmp_path: Path
) -> None:
    file = tmp_path / "pair.md"
    file.write_bytes(write_markdown(pair, theme()).content)
    page = markdown_page(file)

    assert lost(TEXTS, markdown_text(file)) == []
    assert shown_in(page) == outline
    assert_every_link_inside_arrives(page)


def test_a_word_file_has_all_texts_headings_and_links(
    pair: Document, outline: list[tuple[int, str]], tmp_path: Path
) -> None:
    file = tmp_path / "pair.docx"
    file.write_bytes(content := write_docx(pair, theme()).content)
    styles = ((each.style, each.text) for each in docx.Document(io.BytesIO(content)).paragraphs)
    shown = [(_level(style.name), text) for style, text in styles if style is not None and style.name is not None]
    names = [name for name, _ in word_reader.bookmarks(content)]
    links = [each.get(f"{W}anchor") for each in word_reader.part(content).iter(f"{W}hyperlink")]

    assert lost(TEXTS, word_text(file)) == []
    assert [(level, text) for level, text in shown if level] == outline
    assert len(names) == len(set(names))
    assert len(inside := {link for link in links if link is not None}) > 1
    assert inside <= set(names)


def _level(style: str) -> int:
    """The level that a style of Word says, 0 for text."""
    return 1 if style == "Title" else int(found[1]) if (found := re.fullmatch(r"Heading (\d)", style)) else 0


def test_a_pdf_has_all_headings_in_its_tags_and_outline_and_the_rights_on_every_page(
    pair: Document, outline: list[tuple[int, str]]
) -> None:
    rendered = write_pdf(pair, theme())
    reading = pdf_reader.read(rendered.content)
    tagged = [(int(each.role[1]), each.text) for each in reading.document.walk() if re.fullmatch(r"H\d", each.role)]
    with reading.pdf.open_outline() as bookmarks:
        titles = [each.title for each in bookmarks.root[0].children]

    assert rendered.diagnostics == ()
    assert [(level, squeezed(text)) for level, text in tagged] == [(level, squeezed(text)) for level, text in outline]
    assert titles == [text for level, text in outline if level == 2]
    assert all(squeezed(pair.rights[0]) in squeezed("".join(page.artifacts)) for page in reading.pages)
