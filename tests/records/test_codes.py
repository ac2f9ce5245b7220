from __future__ import annotations

import pytest

from codepub.origin import CodeSystem, RecordId
from codepub.records.codes import (
    file_stem,
    find_system,
    has_form,
    is_anesthesia,
    is_category_ii,
    record_id,
    spell_code,
)


@pytest.mark.parametrize(
    ("system", "typed", "code"),
    [
        ("CPT", "32120", "32120"),
        ("CPT", " 0446t ", "0446T"),
        ("HCPCS", "A4341\u00a0", "A4341"),
        ("ICD-10-CM", "j95830", "J95.830"),
        ("ICD-10-CM", "J95.830", "J95.830"),
        ("ICD-10-CM", "i10", "I10"),
        ("ICD-10-CM", "s270xxa", "S27.0XXA"),
        ("ICD-10-PCS", "0w390zz", "0W390ZZ"),
    ],
)
def test_a_code_is_spelled_as_its_system_does(system: CodeSystem, typed: str, code: str) -> None:
    assert spell_code(system, typed) == code


@pytest.mark.parametrize("slug", ["icd-10-cm", "ICD-10-CM", "Icd-10-Cm"])
def test_a_system_is_found_by_its_name_in_any_case(slug: str) -> None:
    assert find_system(slug) == "ICD-10-CM"


@pytest.mark.parametrize("slug", ["", "icd-10", "icd10cm", "cpt "])
def test_a_name_of_no_system_finds_none(slug: str) -> None:
    assert find_system(slug) is None


def test_a_record_is_named_in_lower_case_and_its_file_without_the_dot() -> None:
    record = record_id("ICD-10-CM", "J95.830")
    assert (record, str(record)) == (RecordId("icd-10-cm", "J95.830"), "icd-10-cm:J95.830")
    assert file_stem(record) == "J95830"


@pytest.mark.parametrize(
    ("code", "answer"), [("00100", True), ("01999", True), ("00099", False), ("02000", False), ("0001F", False)]
)
def test_the_anesthesia_section_is_told_by_its_numbers(code: str, answer: bool) -> None:
    assert is_anesthesia("CPT", code) is answer


def test_other_systems_have_no_sections_of_cpt() -> None:
    assert not is_anesthesia("ICD-10-PCS", "0010000")
    assert not is_category_ii("HCPCS", "0001F")
    assert is_category_ii("CPT", "0001F")


@pytest.mark.parametrize(
    ("system", "code", "has"),
    [
        ("HCPCS", "J9271", True),
        ("ICD-10-CM", "J9271", False),
        ("ICD-10-PCS", "0W390ZZ", True),
        ("ICD-10-PCS", "S270XXA", False),  # no section of ICD-10-PCS begins with S
        ("CPT", "32120", True),
    ],
)
def test_a_code_has_the_form_of_a_system_where_it_begins_as_its_codes_do(
    system: CodeSystem, code: str, has: bool
) -> None:
    assert has_form(system, code) is has
