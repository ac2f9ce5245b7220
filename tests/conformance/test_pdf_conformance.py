from __future__ import annotations

import subprocess
from pathlib import Path
from typing import get_args

import pikepdf
import pytest

from codepub.writers.choices import Standard
from codepub.writers.pdf.tagging import tag
from tests.conformance.verapdf import engine, verapdf_failures
from tests.conftest import MISSING_IS_FAILURE
from tests.programs import MissingProgramError, program
from tests.publications import theme
from tests.writers.pdf.test_glyphs import TYPED, set_everywhere
from tests.writers.pdf_pages import SAMPLES, lay_out_html, tag_sample
from tests.writers.writing import write_pdf

pytestmark = [
    pytest.mark.conformance,
    # WeasyPrint leaves the colour profile of an archival file open.
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]


@pytest.fixture(scope="module")
def verapdf() -> None:
    try:
        engine()
    except MissingProgramError as missing:
        (pytest.fail if MISSING_IS_FAILURE else pytest.skip)(str(missing))


@pytest.mark.usefixtures("verapdf")
@pytest.mark.parametrize("sample", SAMPLES)
def test_an_accessible_file_conforms_to_pdf_ua_1(sample: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(tag_sample(sample))

    assert verapdf_failures(path, "ua1") == []


@pytest.mark.usefixtures("verapdf")
@pytest.mark.parametrize("sample", SAMPLES)
def test_an_archival_file_conforms_to_pdf_a_3a_and_to_pdf_ua_1(sample: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(tag_sample(sample, "pdf/a-3a"))

    assert verapdf_failures(path, "3a") == []
    assert verapdf_failures(path, "ua1") == []


@pytest.mark.usefixtures("verapdf")
def test_verapdf_says_which_rule_a_file_without_a_language_breaks(tmp_path: Path) -> None:
    sound, broken = tmp_path / "sound.pdf", tmp_path / "broken.pdf"
    sound.write_bytes(tag_sample("absence"))
    with pikepdf.open(sound) as pdf:
        del pdf.Root.Lang
        pdf.save(broken)

    assert any(failure.startswith("7.2-") for failure in verapdf_failures(broken, "ua1"))


@pytest.mark.usefixtures("verapdf")
def test_verapdf_does_not_take_an_accessible_file_for_an_archival_one(tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(tag_sample("absence"))

    assert verapdf_failures(path, "3a") != []


@pytest.mark.needs("pdfinfo")
@pytest.mark.parametrize("sample", SAMPLES)
def test_another_reader_finds_the_text_of_the_structure_in_the_order_of_the_html(sample: str, tmp_path: Path) -> None:
    path = tmp_path / "sample.pdf"
    path.write_bytes(
        tag(*lay_out_html(SAMPLES[sample].replace("<ol>", UNNUMBERED).replace("<ul>", UNBULLETED)), "pdf/ua-1").content
    )
    ran = subprocess.run([program("pdfinfo"), "-struct-text", path], capture_output=True, text=True, check=True)
    lines = [line.strip() for line in ran.stdout.splitlines()]
    read = "".join(line[1:-1] for line in lines if line.startswith('"'))
    body = lay_out_html(SAMPLES[sample])[0].find("body")

    assert body is not None
    assert "".join(read.split()) == "".join("".join(body.itertext()).split())


UNNUMBERED = '<ol style="list-style: none">'
UNBULLETED = '<ul style="list-style: none">'


@pytest.mark.usefixtures("verapdf")
@pytest.mark.parametrize("standard", get_args(Standard))
@pytest.mark.parametrize("typed", TYPED)
def test_characters_of_every_kind_conform_in_every_face(typed: str, standard: Standard, tmp_path: Path) -> None:
    path = tmp_path / "typed.pdf"
    path.write_bytes(write_pdf(set_everywhere(typed), theme(), standard).content)

    assert verapdf_failures(path, "ua1") == []
    if standard == "pdf/a-3a":
        assert verapdf_failures(path, "3a") == []


@pytest.mark.usefixtures("verapdf")
def test_a_file_that_claims_nothing_would_have_claimed_what_is_not_so(tmp_path: Path) -> None:
    path = tmp_path / "unsound.pdf"
    path.write_bytes(write_pdf(set_everywhere("漢"), theme()).content)

    assert any(failure.startswith("7.21.") for failure in verapdf_failures(path, "ua1"))
