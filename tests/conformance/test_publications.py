"""Whole publications before the judges: standards of PDF, the Open XML SDK, LibreOffice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from codepub.building.outcomes import Made
from codepub.building.targets import Publishing
from codepub.compose.publisher import Publisher
from codepub.loading.load import load
from codepub.loading.load_file import CheckContext
from codepub.records.code_summary import CodeSummary
from codepub.writers.choices import Format, Standard
from codepub.writers.options import Options, PdfOptions
from tests.conformance.libreoffice import converted
from tests.conformance.ooxml import ooxml_errors
from tests.conformance.verapdf import engine, verapdf_failures
from tests.conftest import MISSING_IS_FAILURE
from tests.programs import MissingProgramError
from tests.publications import CONTENT, PARTS, SAMPLES, full, publish, record, theme, wording
from tests.published_texts import data_of, lost, texts_of
from tests.readers import pdf_text

pytestmark = [
    pytest.mark.conformance,
    # WeasyPrint leaves the colour profile of an archival file open.
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]

SENTENCE = "The drains run faster, the blood pressure falls, and the chart of the night is read again[^second]. "
PERCENTILES = ("p10", "p25", "p50", "p75", "p90")
UNKNOWN = {"unavailable": "unknown", "note": "It was not among the sources."}


def _modifier(number: int) -> dict[str, Any]:
    use = UNKNOWN if number % 7 == 6 else f"In case {number}, where the note says so in so many words[^first]."
    return {"modifier": f"{number}", "description": f"What circumstance {number} is", "when_to_use": use}


def _rate(number: int) -> dict[str, Any]:
    percentiles = {key: f"{(number + 1) * share}.5" for key, share in zip(PERCENTILES, (7, 9, 10, 14, 22), strict=True)}
    absent = {PERCENTILES[number % 5]: UNKNOWN} if number % 3 == 0 else {}
    return {**PARTS["benchmarks"][0], "payer": f"Health plan {number}", **percentiles, **absent}


MADE: dict[str, dict[str, Any]] = {
    "cpt:30001": full(
        system="CPT",
        code="30001",
        title="A Table of Sixty Rows",
        specifications__modifiers=[_modifier(number) for number in range(22, 82)],
    ),
    "cpt:30002": full(
        system="CPT",
        code="30002",
        title="A Clinical Context of Five Pages",
        specifications__clinical_context="\n\n".join(
            f"Paragraph {number}. {SENTENCE * 9}\n\n- {SENTENCE}\n- {SENTENCE}\n  1. *inner* {SENTENCE}\n  2. **last**"
            for number in range(16)
        ),
    ),
    "hcpcs:A0998": full(
        code="A0998",
        title="The Rates of Sixty Payers",
        benchmarks=[_rate(number) for number in range(60)],
    ),
    "hcpcs:A0999": full(
        code="A0999",
        title="Nothing Is Known",
        **dict.fromkeys(
            [
                *("summary__meaning", "summary__payers", "summary__scope", "overview__description"),
                *("overview__service_type", "overview__site_of_service", "specifications__clinical_context"),
                *("specifications__workflow", "specifications__modifiers", "specifications__diagnoses"),
                *("payment", "edits", "crosswalks", "coverage", "denials", "benchmarks", "coding_tips"),
            ],
            UNKNOWN,
        ),
    ),
}
"""Records that break over pages in every way, and one without values."""

DATA = {**{name: data_of(file) for name, file in SAMPLES.items()}, **MADE}
every_publication = pytest.mark.parametrize("name", DATA)


@pytest.fixture(scope="module")
def verapdf() -> None:
    try:
        engine()
    except MissingProgramError as missing:
        (pytest.fail if MISSING_IS_FAILURE else pytest.skip)(str(missing))


@pytest.fixture(scope="session")
def records() -> dict[str, CodeSummary]:
    loaded = load(CONTENT, CheckContext(date(2026, 11, 24))).records
    return {
        **{f"{each.system.lower()}:{each.code}": each for each in loaded},
        **{name: record(data) for name, data in MADE.items()},
    }


def published(folder: Path, which: CodeSummary, wanted: Format, standard: Standard = "pdf/ua-1") -> Path:
    house = Publishing(wording(), Publisher("Example Health Press"), theme(), Options(PdfOptions(standard)))
    (outcome,) = publish([which], [wanted], folder, house)
    assert isinstance(outcome, Made)
    assert outcome.diagnostics == ()
    return outcome.target.file


def test_every_sample_and_every_record_made_for_the_judges_is_judged(records: dict[str, CodeSummary]) -> None:
    assert set(records) == set(DATA)
    assert len(records) == len(SAMPLES) + len(MADE)


@pytest.mark.usefixtures("verapdf")
@every_publication
def test_a_publication_conforms_to_pdf_ua_1(name: str, records: dict[str, CodeSummary], tmp_path: Path) -> None:
    assert verapdf_failures(published(tmp_path, records[name], "pdf"), "ua1") == []


@pytest.mark.usefixtures("verapdf")
@every_publication
def test_an_archival_publication_conforms_to_pdf_a_3a_and_to_pdf_ua_1(
    name: str, records: dict[str, CodeSummary], tmp_path: Path
) -> None:
    file = published(tmp_path, records[name], "pdf", "pdf/a-3a")

    assert verapdf_failures(file, "3a") == []
    assert verapdf_failures(file, "ua1") == []


@pytest.mark.needs("pdftotext")
def test_the_clinical_context_made_for_it_takes_five_pages(records: dict[str, CodeSummary], tmp_path: Path) -> None:
    pages = pdf_text(published(tmp_path, records["cpt:30002"], "pdf"), theme().page).split("\f")
    speaking = [page for page in pages if "The drains run faster" in page]

    assert len(speaking) >= 5


@pytest.mark.needs("ooxml-validator")
@every_publication
def test_the_open_xml_sdk_finds_no_error_in_a_word_file(
    name: str, records: dict[str, CodeSummary], tmp_path: Path
) -> None:
    assert ooxml_errors(published(tmp_path, records[name], "docx")) == []


@pytest.mark.needs("soffice")
@every_publication
def test_libreoffice_reads_the_words_of_a_word_file(name: str, records: dict[str, CodeSummary], tmp_path: Path) -> None:
    file = published(tmp_path, records[name], "docx")
    text = converted(file, "txt:Text (encoded):UTF8", tmp_path / "converted").read_text("utf-8")

    assert lost(texts_of(DATA[name]), text) == []


@pytest.mark.needs("soffice", "pdftotext")
@pytest.mark.parametrize("name", ["cpt:32120", "cpt:30001"])
def test_libreoffice_prints_the_words_of_a_word_file(
    name: str, records: dict[str, CodeSummary], tmp_path: Path
) -> None:
    file = converted(published(tmp_path, records[name], "docx"), "pdf", tmp_path / "converted")

    assert lost(texts_of(DATA[name]), pdf_text(file, theme().page)) == []
