from __future__ import annotations

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from codepub.document.nodes import List, Paragraph, Text
from codepub.document.provenance import Value
from codepub.writers.html.page import write_html
from codepub.writers.markdown import write_markdown
from tests.programs import program
from tests.publications import theme
from tests.writers.documents import ROOT, document
from tests.writers.writing import write_docx, write_pdf

THEME = theme()
FIVE = document(List(True, ((Paragraph((Text("five"),), Value(ROOT)),), (Paragraph((Text("six"),), Value(ROOT)),)), 5))


def test_a_list_that_begins_at_five_begins_at_five_in_markdown() -> None:
    assert "5. five\n6. six" in write_markdown(FIVE, THEME).content.decode()


def test_a_list_that_begins_at_five_begins_at_five_in_html() -> None:
    assert re.search(r'<ol start="5"', write_html(FIVE, THEME).content.decode())


def test_a_list_that_begins_at_five_begins_at_five_in_word() -> None:
    with zipfile.ZipFile(BytesIO(write_docx(FIVE, THEME).content)) as package:
        assert b'<w:startOverride w:val="5"/>' in package.read("word/numbering.xml")


@pytest.mark.needs("pdftotext")
def test_a_list_that_begins_at_five_begins_at_five_in_pdf(tmp_path: Path) -> None:
    file = tmp_path / "five.pdf"
    file.write_bytes(write_pdf(FIVE, THEME).content)
    shown = subprocess.run([program("pdftotext"), file, "-"], capture_output=True, text=True, check=True).stdout
    assert re.search(r"5\.\s+five", shown)
    assert re.search(r"6\.\s+six", shown)
