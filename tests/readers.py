"""Publications read back by programs that had no part in making them: the text of each format, and where it leads."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pikepdf
from docx.document import Document as WordDocument
from docx.table import Table as WordTable
from markdown_it import MarkdownIt

from codepub.writers.theme import PageGeometry
from tests.programs import program
from tests.writers import word_reader
from tests.writers.page_reader import Page as WebPage
from tests.writers.page_reader import read_page, words

POINTS_TO_A_MILLIMETRE = 72 / 25.4


def pdf_text(file: Path, margins: PageGeometry) -> str:
    """What pdftotext finds between the margins, where neither running heads, footers nor the mark of a draft stand.

    The numbers and bullets of lists, which are drawn last on a page, are left out: they may come between the lines of a
    paragraph.
    """
    with pikepdf.open(file) as pdf:
        _, _, width, height = (float(side) for side in pdf.pages[0].mediabox)
    top = int((margins.top - 4) * POINTS_TO_A_MILLIMETRE)
    bottom = int(margins.bottom * POINTS_TO_A_MILLIMETRE)
    left, right = (int(side * POINTS_TO_A_MILLIMETRE) - 2 for side in (margins.inner, margins.outer))
    across, down = int(width) - left - right, int(height) - top - bottom
    crop = ["-x", str(left), "-y", str(top), "-W", str(across), "-H", str(down)]
    command = [program("pdftotext"), "-raw", "-enc", "UTF-8", *crop, str(file), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return re.sub(r"(?:^(?:\d{1,2}\.|•)\n)+(?=\f)", "", text, flags=re.MULTILINE)


def pdf_addresses(file: Path) -> set[str]:
    with pikepdf.open(file) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ())]
        return {str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A}


def word_text(file: Path) -> str:
    """What python-docx finds, block by block."""
    return "\n".join(_word_blocks(docx.Document(str(file))))


def _word_blocks(document: WordDocument) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, WordTable):
            # A cell across several columns is given once for each.
            yield from (cell.text for row in block.rows for cell, _ in groupby(row.cells))
        else:
            yield block.text


def word_xml_text(file: Path) -> str:
    """What the parts of the package hold, read by nothing but zipfile and ElementTree."""
    return word_reader.words(word_reader.part(file.read_bytes()))


def word_addresses(file: Path) -> set[str]:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as package:
        relations = ET.fromstring(package.read("word/_rels/document.xml.rels"))
    return {each.attrib["Target"] for each in relations if each.get("TargetMode") == "External"}


def html_text(file: Path) -> str:
    """What a browser shows between running matter."""
    return words(read_page(file.read_bytes()).one("main"))


def html_addresses(file: Path) -> set[str]:
    return web_addresses(read_page(file.read_bytes()))


def web_addresses(page: WebPage) -> set[str]:
    return {link.attrib["href"] for link in page.all("a") if not link.get("href", "#").startswith("#")}


def markdown_page(file: Path) -> WebPage:
    """The page that markdown-it makes of a Markdown file, without its head."""
    return read_page(MarkdownIt("commonmark").enable("table").render(_without_head(file)))


def pandoc_page(file: Path) -> WebPage:
    """The page that pandoc makes of a Markdown file."""
    command = [program("pandoc"), "--from=gfm", "--to=html", "--wrap=none"]
    ran = subprocess.run(command, input=_without_head(file), capture_output=True, text=True, check=True)
    return read_page(ran.stdout)


def _without_head(file: Path) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.DOTALL)


def markdown_text(file: Path) -> str:
    return words(markdown_page(file).root)


def pandoc_text(file: Path) -> str:
    return words(pandoc_page(file).root)


def markdown_addresses(file: Path) -> set[str]:
    return web_addresses(markdown_page(file))
