from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path

import pytest

from codepub.diagnostics import Severity
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
def test_a_blank_record_reads_back_and_only_its_title_is_left_over(
    tmp_path: Path, system: CodeSystem, code: str
) -> None:
    name = record_file(Path(), record_id(system, code)).as_posix()
    loaded = load_text(tmp_path, write_blank_record(system, code, TODAY), name, TODAY)
    assert [found.rule for found in loaded.diagnostics] == ["left-over"]  # the title, which a person has to give
    assert loaded.record is not None
    assert (loaded.record.system, loaded.record.code, loaded.record.edition) == (system, code, 2026)
    assert loaded.record.status == "draft"
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


def uncomment(text: str) -> str:
    """Do what an editor does: take out what says that nobody looked, and the signs before the example below it."""
    lines, found = text.splitlines(), list[str]()
    for line, after in itertools.pairwise([*lines, ""]):
        has_example = re.match(r" *#", after) and len(after) - len(after.lstrip()) > len(line) - len(line.lstrip())
        if has_example and not line.lstrip().startswith("#"):
            line = re.sub(r" (\{unavailable: not-asked\}|\[\])$", "", line)  # noqa: PLW2901 -- it is the line then
        found.append(line)
    return re.sub(r"^( +)# (?=[- ]|\w+:(?: |$))", r"\1", "\n".join(found), flags=re.MULTILINE)


def test_every_list_and_group_shows_one_row_that_is_sound_where_it_stands(tmp_path: Path) -> None:
    text = uncomment(write_blank_record("CPT", "32120", TODAY))
    loaded = load_text(tmp_path, text, today=TODAY)

    assert [str(found.message) for found in loaded.diagnostics if found.severity is Severity.ERROR] == []
    assert loaded.record is not None
    left = [".".join(map(str, absence.path)) for absence in absences(loaded.record)]
    assert left == [
        "summary.meaning",
        "summary.scope",
        "overview.description",
        "overview.service_type",
        "specifications.clinical_context",
        "payment.practice_expense_rvu_nonfacility",
    ]
    assert loaded.record.sources[0].id == "rvu25d"


def test_an_example_row_stands_below_its_key_and_a_level_deeper() -> None:
    text = write_blank_record("CPT", "32120", TODAY)

    assert (
        "  modifiers: {unavailable: not-asked}\n"
        '    # - modifier: "78"\n'
        "    #   description: Unplanned return to the operating room for a related complication\n"
    ) in text
    assert "    # text: Inpatient operating room of a hospital\n" in text.partition("  site_of_service: ")[2]


def test_a_blank_record_names_its_schema_for_editors() -> None:
    first = write_blank_record("CPT", "32120", TODAY).splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../../schemas/{CODE_SUMMARY.schema_file}"


def test_no_line_of_a_blank_record_is_longer_than_an_editor_shows() -> None:
    assert max(map(len, write_blank_record("CPT", "32120", TODAY).splitlines())) <= 102
