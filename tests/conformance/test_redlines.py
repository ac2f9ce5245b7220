"""Redlines before the judges: what LibreOffice and pandoc make of tracked changes, and the standards of the formats."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from codepub.document.nodes import Document
from codepub.ooxml.xml import qualified
from codepub.redlining.redline import redline
from codepub.session import write
from codepub.writers.choices import Standard
from codepub.writers.options import Options, PdfOptions
from tests.conformance.ooxml import ooxml_errors
from tests.conformance.verapdf import verapdf_failures
from tests.programs import program
from tests.publications import SAMPLES, composed, theme
from tests.redlining.random_edits import data_of_sample, edit_data
from tests.redlining.test_redline import CHANGE

pytestmark = [
    pytest.mark.conformance,
    # WeasyPrint leaves the colour profile of an archival file open.
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]

_NUMBER = dict(zip(SAMPLES, (1, 2, 4, 8, 16, 30) * len(SAMPLES), strict=False))
"""How many edits each sample has."""


def two_versions(name: str) -> tuple[Document, Document]:
    """A sample as it is, and as it is after edits by chance."""
    data = data_of_sample(name)
    return composed(data), edit_data(data, Random(name), _NUMBER[name])


def written(document: Document, file: Path, standard: Standard = "pdf/ua-1") -> Path:
    options = Options(PdfOptions(standard))
    file.write_bytes(write(document, file.suffix.removeprefix("."), theme(), options).content)  # type: ignore[arg-type]
    return file


def paragraphs(file: Path) -> list[str]:
    """The words of each paragraph of a Word file that has some, in its order.

    Without the arrow of a source that leads back to its citation: one that changed its place has it there alone.
    """
    with zipfile.ZipFile(file) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    assert not list(root.iter(qualified("ins"), qualified("del")))
    texts = (" ".join(_texts_of(paragraph)) for paragraph in root.iter(qualified("p")))
    return [" ".join(text.split()).removesuffix(" ↑") for text in texts if text.strip()]


def _texts_of(paragraph: etree._Element) -> Iterator[str]:
    yield "".join(text.text or "" for text in paragraph.iter(qualified("t")))


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the redline of each sample, settled both ways by LibreOffice, beside each version as it is."""
    folder = tmp_path_factory.mktemp("settled")
    acts: list[str] = []
    for number, name in enumerate(SAMPLES):
        before, after = two_versions(name)
        source = written(redline(before, after, CHANGE), folder / f"{number}.docx")
        for act, version in (("accept", after), ("reject", before)):
            written(version, folder / f"{number}-{act}-meant.docx")
            acts += (act, str(source), str(folder / f"{number}-{act}.docx"))
    script = Path(__file__).with_name("settle_changes.py")
    program("soffice")
    subprocess.run(["/usr/bin/python3", str(script), str(folder / "profile"), *acts], check=True, timeout=600)
    return folder


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("act", ["accept", "reject"])
@pytest.mark.parametrize("number", range(len(SAMPLES)), ids=list(SAMPLES))
def test_libreoffice_makes_of_all_changes_the_publication_that_was_meant(number: int, act: str, settled: Path) -> None:
    assert paragraphs(settled / f"{number}-{act}.docx") == paragraphs(settled / f"{number}-{act}-meant.docx")


@pytest.mark.needs("pandoc")
@pytest.mark.parametrize("act", ["accept", "reject"])
@pytest.mark.parametrize("name", SAMPLES)
def test_pandoc_reads_of_all_changes_the_words_that_were_meant(name: str, act: str, tmp_path: Path) -> None:
    before, after = two_versions(name)
    made = written(redline(before, after, CHANGE), tmp_path / "made.docx")
    meant = written(after if act == "accept" else before, tmp_path / "meant.docx")
    assert "".join(pandoc_words(made, act)) == "".join(pandoc_words(meant, act))


def pandoc_words(file: Path, act: str) -> list[str]:
    """The words that pandoc finds, without the captions of tables, in which those of all rows are listed."""
    command = [program("pandoc"), f"--track-changes={act}", str(file), "-t", "json"]
    told = subprocess.run(command, capture_output=True, check=True).stdout
    return list(_words_below(json.loads(told)["blocks"]))


def _words_below(node: object) -> Iterator[str]:
    match node:
        case {"t": "Str", "c": "↑"}:
            pass
        case {"t": "Str", "c": str(word)}:
            yield word
        case {"t": "Table", "c": [_, _, *rest]}:
            yield from _words_below(rest)
        case {"c": inner}:
            yield from _words_below(inner)
        case list():
            for one in node:
                yield from _words_below(one)
        case _:
            pass


@pytest.mark.needs("ooxml-validator")
@pytest.mark.parametrize("name", SAMPLES)
def test_the_open_xml_sdk_finds_no_error_in_a_redline(name: str, tmp_path: Path) -> None:
    assert ooxml_errors(written(redline(*two_versions(name), CHANGE), tmp_path / "made.docx")) == []


@pytest.mark.parametrize("standard", ["pdf/ua-1", "pdf/a-3a"])
@pytest.mark.parametrize("name", list(SAMPLES)[::3])
def test_a_redline_conforms_to_the_standards_of_pdf(name: str, standard: Standard, tmp_path: Path) -> None:
    made = written(redline(*two_versions(name), CHANGE), tmp_path / "made.pdf", standard)
    assert verapdf_failures(made, "ua1") == []
    assert standard == "pdf/ua-1" or verapdf_failures(made, "3a") == []
