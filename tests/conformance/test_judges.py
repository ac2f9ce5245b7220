"""The judges themselves: each must be able to say no, or its yes is worth nothing."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from tests.conformance.libreoffice import converted
from tests.conformance.ooxml import ooxml_errors
from tests.programs import program

pytestmark = pytest.mark.conformance


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Thoracotomy", 1)
    document.add_paragraph("Exploration of the chest.")
    document.save(str(tmp_path / "sound.docx"))
    return tmp_path / "sound.docx"


@pytest.fixture
def broken(sound: Path) -> Path:
    path = sound.with_name("broken.docx")
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"<w:body>", b"<w:body><w:nonsense/>"))
    return path


@pytest.mark.needs("ooxml-validator")
def test_the_open_xml_sdk_finds_nothing_wrong_in_a_sound_file(sound: Path) -> None:
    assert ooxml_errors(sound) == []


@pytest.mark.needs("ooxml-validator")
def test_the_open_xml_sdk_says_where_an_unknown_element_stands(broken: Path) -> None:
    (error,) = ooxml_errors(broken)

    assert error.startswith("/word/document.xml/w:document[1]/w:body[1]: ")
    assert "nonsense" in error


@pytest.mark.needs("ooxml-validator")
def test_the_open_xml_sdk_calls_a_file_that_is_no_package_an_error(tmp_path: Path) -> None:
    path = tmp_path / "no-package.docx"
    path.write_text("not a zip file")

    assert ooxml_errors(path) == ["File contains corrupted data."]


@pytest.mark.needs("soffice", "pdftotext")
def test_libreoffice_makes_a_pdf_with_the_words_of_a_word_file(sound: Path, tmp_path: Path) -> None:
    pdf = converted(sound, "pdf", tmp_path / "converted")

    text = subprocess.run([program("pdftotext"), pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "Exploration of the chest." in text


@pytest.mark.needs("soffice")
def test_libreoffice_failing_to_read_a_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="made no pdf of"):
        converted(tmp_path / "absent.docx", "pdf", tmp_path)
