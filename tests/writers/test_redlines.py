"""What formats make of what comes and goes."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree

from codepub.document.nodes import Document, Section
from codepub.ooxml.xml import qualified
from codepub.redlining.redline import redline
from codepub.session import write
from tests.programs import program
from tests.publications import composed, full, theme
from tests.redlining.test_redline import CHANGE
from tests.writers.documents import RATES, figure

ROW = {"modifier": "59", "description": "Apart", "when_to_use": "Sometimes"}
UNKNOWN = {"unavailable": "unknown"}


@cache
def two() -> Document:
    """The redline of two documents in which there is a change of every kind."""
    edits: dict[str, Any] = {
        "summary__meaning": "What it now means.",
        "specifications__modifiers": [ROW],
        "specifications__clinical_context": dict(UNKNOWN),
        "payment__work_rvu": dict(UNKNOWN),
        "benchmarks__0__p10": dict(UNKNOWN),
        "coding_tips": ["Report it once", "Say so"],
    }
    before, after = composed(full()), composed(full(**edits))
    return redline(_append(before, figure(*RATES[:1])), _append(after, figure(*RATES)), CHANGE)


def _append(document: Document, block: Any) -> Document:
    (whole,) = document.sections
    return replace(document, sections=(Section(whole.name, whole.heading, (*whole.blocks, block)),))


@cache
def word_body(document: Document) -> etree._Element:
    content = write(document, "docx", theme()).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def test_word_has_one_number_for_each_change_and_each_bookmark() -> None:
    body = word_body(two())
    numbers = [one.get(qualified("id")) for tag in ("ins", "del", "bookmarkStart") for one in body.iter(qualified(tag))]
    assert len(numbers) == len(set(numbers)) > 20


def test_in_word_no_change_lies_in_another_and_nothing_is_moved() -> None:
    body = word_body(two())
    changes = [*body.iter(qualified("ins"), qualified("del"))]
    assert not [inner for one in changes for inner in one.iter(qualified("ins"), qualified("del")) if inner is not one]
    assert not list(body.iter(qualified("moveFrom"), qualified("moveTo")))


def test_in_word_what_is_deleted_is_no_text_and_only_that() -> None:
    body = word_body(two())
    assert not [text for one in body.iter(qualified("del")) for text in one.iter(qualified("t"))]
    texts = list(body.iter(qualified("delText")))
    assert len(texts) == sum(len(list(one.iter(qualified("delText")))) for one in body.iter(qualified("del"))) > 0


def test_in_word_a_row_that_comes_or_goes_has_its_mark_and_so_has_every_run_in_it() -> None:
    for kind in ("ins", "del"):
        rows = [row for row in word_body(two()).iter(qualified("tr")) if row[0].find(qualified(kind)) is not None]
        assert rows
        changed = [run for row in rows for one in row.iter(qualified(kind)) for run in one.iter(qualified("r"))]
        assert changed == [run for row in rows for run in row.iter(qualified("r"))]


def test_word_names_who_changed_something_and_when() -> None:
    (author,) = {one.get(qualified("author")) for one in word_body(two()).iter(qualified("ins"), qualified("del"))}
    assert author == "Ada Coder"


def test_html_marks_words_and_says_to_screen_readers_how() -> None:
    page = write(two(), "html", theme()).content.decode()
    assert 'What it <ins data-said="inserted">now </ins>means.' in page
    assert re.search(r'<p class="notice unknown" role="note"|<p id="[^"]*" class="notice unknown" role="note">', page)
    assert '<ins data-said="inserted"><strong>Unavailable</strong>' in page
    assert 'del::before { content: "[" attr(data-said)' in page


def test_a_page_without_changes_has_no_style_for_them() -> None:
    assert "data-said" not in write(composed(full()), "html", theme()).content.decode()


def test_markdown_marks_words_as_github_reads_them() -> None:
    text = write(two(), "md", theme()).content.decode()
    assert "What it <ins>now </ins>means." in text
    assert "| <ins>59</ins> | <ins>Apart</ins> | <ins>Sometimes</ins> |" in text
    assert "> <ins>**Unavailable.**" in text


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("redline") / "made.pdf"
    file.write_bytes(write(two(), "pdf", theme()).content)
    return file


def test_the_structure_of_a_pdf_tells_what_comes_and_goes(pdf: Path) -> None:
    with pikepdf.open(pdf) as opened:
        root = opened.Root.StructTreeRoot
        types = {str(each.get("/S")) for each in opened.objects if isinstance(each, pikepdf.Dictionary)}
        assert {"/Ins", "/Del"} <= types
        assert {str(name): str(mapped) for name, mapped in root.RoleMap.items()} == {"/Del": "/Span", "/Ins": "/Span"}


@pytest.mark.needs("pdftotext")
def test_the_text_of_a_pdf_says_what_comes_and_goes(pdf: Path) -> None:
    said = subprocess.run([program("pdftotext"), "-raw", str(pdf), "-"], capture_output=True, text=True, check=True)
    assert "inserted:" in said.stdout
    assert "deleted:" in said.stdout


def test_a_pdf_without_changes_has_no_types_of_its_own() -> None:
    with pikepdf.open(io.BytesIO(write(composed(full()), "pdf", theme()).content)) as opened:
        assert "/RoleMap" not in opened.Root.StructTreeRoot
