from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

import pytest

from codepub.loading.content_files import record_file
from codepub.origin import CodeSystem
from codepub.records.blank import write_blank_record
from codepub.records.codes import record_id
from codepub.records.contents import absences
from codepub.records.kinds import CODE_SUMMARY
from tests.record_texts import load_text

TODAY = date(2026, 11, 23)
CODES: list[tuple[CodeSystem, str]] = [
    ("CPT", "00100"),
    ("HCPCS", "A0425"),
    ("ICD-10-CM", "J95.830"),
    ("ICD-10-PCS", "0W390ZZ"),
]


@pytest.mark.parametrize(("system", "code"), CODES)
def test_a_blank_record_reads_back_without_mistakes(tmp_path: Path, system: CodeSystem, code: str) -> None:
    name = record_file(Path(), record_id(system, code)).as_posix()
    loaded = load_text(tmp_path, write_blank_record(system, code, TODAY), name, TODAY)
    assert loaded.diagnostics == ()
    assert loaded.record is not None
    assert (loaded.record.system, loaded.record.code, loaded.record.edition) == (system, code, 2026)
    assert loaded.record.effective == date(2026, 1, 1)


def test_every_value_of_a_blank_record_says_that_nobody_looked_for_it(tmp_path: Path) -> None:
    record = load_text(tmp_path, write_blank_record("CPT", "32120", TODAY)).record
    assert record is not None
    found = absences(record)
    assert {absence.why.reason for absence in found} == {"not-asked"}
    assert [".".join(map(str, absence.path)) for absence in found] == [
        "summary.meaning",
        "summary.payers",
        "summary.scope",
        "overview.description",
        "overview.service_type",
        "overview.site_of_service",
        "specifications.clinical_context",
        "specifications.workflow",
        "specifications.modifiers",
        "specifications.diagnoses",
        "specifications.taxonomies",
        "specifications.related_codes",
        "payment",
        "edits",
        "crosswalks",
        "coverage",
        "denials",
        "benchmarks",
        "documentation_tips",
        "coding_tips",
    ]


def test_a_comment_before_every_value_says_what_belongs_there() -> None:
    lines = write_blank_record("CPT", "32120", TODAY).splitlines()
    for before, line in itertools.pairwise(lines):
        if ": " in line and not line.lstrip().startswith("#"):
            assert before.lstrip().startswith("# "), line
            assert len(before) - len(before.lstrip()) == len(line) - len(line.lstrip())
    assert "  # What the code means and why coding it exactly matters, in your own words." in lines


def test_a_blank_record_names_its_schema_for_editors() -> None:
    first = write_blank_record("CPT", "32120", TODAY).splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../../schemas/{CODE_SUMMARY.schema_file}"


def test_no_line_of_a_blank_record_is_longer_than_an_editor_shows() -> None:
    assert max(map(len, write_blank_record("CPT", "32120", TODAY).splitlines())) <= 102
