from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.sides import SIDE_CHECKS
from codepub.codesets.code_set import Entry
from tests.checks.listed import Sets, assert_told, load_against, make_release
from tests.checks.test_tables import below
from tests.record_texts import VOLATILE, Case, case, record_text, rule_id

CM = make_release("icd-10-cm", "FY 2026", date(2025, 10, 1), date(2026, 9, 30))
PCS = make_release("icd-10-pcs", "FY 2026", date(2025, 10, 1), date(2026, 9, 30))
LISTS: Sets = {
    CM: [
        Entry("J95830", "Bleeding"),
        Entry("C3411", "Growth in upper lobe, right bronchus or lung"),
        Entry("C3412", "Growth in upper lobe, left bronchus or lung"),
        Entry("I69351", "Palsy after a stroke affecting right dominant side"),
        Entry("H9313", "Ringing in the ears, bilateral"),
    ],
    PCS: [Entry("0W390ZZ", "Stop it in Right Pleural Cavity")],
}


def diagnosis(code: str, words: str) -> tuple[str, str]:
    return "code: J95.830\n      description: Bleeding after surgery", f"code: {code}\n      description: {words}"


def crosswalk(words: str) -> tuple[str, str]:
    return below(f"crosswalks:\n  icd_10_pcs:\n    - {{code: 0W390ZZ, description: {words}, {VOLATILE}}}\n")


FACT = "The words say left, and {} is of the right side ({}, FY 2026)."
CASES = [
    case(
        "side-in-words",
        FACT.format("C34.11", "ICD-10-CM"),
        "that side",
        diagnosis("C34.11", "«Cancer of the left lung»"),
    ),
    case("side-in-words", "The words say right, and C34.12", "Mend", diagnosis("C34.12", "«Right upper lobe»")),
    case("side-in-words", FACT.format("0W390ZZ", "ICD-10-PCS"), "Mend", crosswalk("«Stop it on the left»")),
    case(
        "side-in-words",
        FACT.format("C34.11", "ICD-10-CM"),
        "Mend",
        ('"32110"\n      description: Opening the chest after an injury', "C34.11\n      description: «A left one»"),
        ("    - system: CPT", "    - system: ICD-10-CM"),
    ),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_words_of_the_other_side_are_told_at_their_place(tmp_path: Path, wanted: Case) -> None:
    assert {wanted.rule} == {check.rule.id for check in SIDE_CHECKS}
    assert_told(tmp_path, LISTS, wanted)


@pytest.mark.parametrize(
    "row",
    [
        ("C34.11", "Cancer of the right lung"),
        ("C34.11", "Cancer of a lung"),
        ("C34.11", "Cancer of the right lung, spread to the left"),
        ("C34.11", "Cancer of a lung that was left untreated"),
        ("C34.11", "Cancer, both lungs"),
        ("I69.351", "Palsy after a left-hemisphere stroke"),
        ("I69.351", "Palsy after a left middle cerebral artery stroke"),
        ("H93.13", "Ringing, worse on the left"),
        ("J95.830", "Bleeding on the left"),
    ],
)
def test_words_that_agree_or_name_no_one_side_are_sound(tmp_path: Path, row: tuple[str, str]) -> None:
    assert load_against(tmp_path, LISTS, record_text(diagnosis(*row))).diagnostics == ()


def test_the_title_of_a_code_with_a_side_names_that_side(tmp_path: Path) -> None:
    text = record_text(
        ('system: CPT\ncode: "32120"', "system: ICD-10-CM\ncode: C34.11"),
        ("title: Thoracotomy for re-exploration", "title: Cancer of the left lung"),
    )
    told = load_against(tmp_path, LISTS, text, "icd-10-cm/C34.11.yaml").diagnostics
    assert [one.origin.path for one in told if one.rule == "side-in-words" and one.origin] == [("title",)]
