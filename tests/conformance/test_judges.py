"""The judges themselves: each must be able to say no, or its yes is worth nothing."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from tests.conformance.libreoffice import converted
from tests.conformance.ooxml import ooxml_errors
from tests.conformance.pages import judge_pages
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


PROSE = (
    "It was the custom of the house that whoever came late to the table found the door shut and the lamp put out. " * 9
)
TABLE = (
    '<table aria-label="One"><tr><th scope="col">A</th><th scope="col">B</th></tr><tr><td>1</td><td>2</td></tr></table>'
)
BAD_PAGE = f"""<!doctype html><html lang="en"><title>Bad</title><meta name="viewport" content="width=device-width">
<style>
  @font-face {{ font-family: "none"; src: url("none.woff2"); }}
  body {{ font: 16px "none", serif; margin: 8px }}
  #pale {{ color: #bbb }} @media (prefers-color-scheme: dark) {{ body {{ background: #111 }} }}
  #torn {{ width: 3em; overflow-wrap: anywhere }}
  #wide {{ width: 500px }}
  #fixed {{ forced-color-adjust: none; color: #222; background: #333 }}
  @media (max-width: 350px) {{ tr {{ display: none }} }}
</style>
<main><h1>Bad</h1><p id="pale">Pale</p><p id="torn">Thoracotomy</p><p id="wide">Wide</p><p id="fixed">Fixed</p>
<section><p>{PROSE}</p></section>
{TABLE}{TABLE}</main></html>"""


@pytest.mark.needs("chromium", "node")
def test_the_browser_and_axe_say_what_is_wrong_with_a_page(tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text(BAD_PAGE)
    (found,) = judge_pages([path]).values()

    assert [each for each in found if each.startswith("320 px")] == [
        "320 px: the page is 508 px wide",
        '320 px: <p class=""> sticks out',
        "320 px: “Thoracotomy” is broken",
        "320 px: “One” names more than one table",
        "320 px: 0 rows of tables are told, and 4 at 1280 px",
        '320 px: color-contrast: <p id="pale">Pale</p>',
        "320 px, dark: color-contrast: <h1>Bad</h1>",
        '320 px, forced colors: <p class=""> is illegible',
    ]
    assert any("of the machine sets text" in each for each in found)
    assert "1280 px: a line of prose has 152 characters" in found
    assert f"it asks for more than itself: {path.with_name('none.woff2').as_uri()}" in found
