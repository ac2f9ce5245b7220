"""Records held against the lists as they were really published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from codepub.checks.published import PublishedSets
from codepub.codesets.adding import add_files
from codepub.codesets.store import Store, open_store
from codepub.loading.load import Loaded, load
from codepub.loading.load_file import CheckContext, LoadedFile, load_file
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY
from tests.checks.listed import rules_of
from tests.checks.test_codes import NO_MODIFIERS, RELATED, drg, modifier, name_of, own
from tests.codesets.small_lists import find_shared_list
from tests.record_texts import RECORD, TODAY, record_text, write_record

LISTS = (
    "icd10cm_2026-04_codes.tsv.gz",
    "icd10cm-codes-2024.txt.gz",
    "mpfs_rvu25d_indicators.csv",
    "opps_addendum_b_2026-04_si.csv",
    "hcpcs_l2_2022.csv",
    "hcpcs_l2_modifiers_2022.csv",
    "msdrg_v43.1.csv",
    "nucc_taxonomy_250.csv",
)
OPPS = "OPPS Addendum B, April 2026"
IN_APRIL = ("effective: 2026-01-01", "effective: 2026-04-01")
FEES = "Medicare Physician Fee Schedule, October 2025"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    files = [find_shared_list(name) for name in LISTS]
    with open_store(tmp_path_factory.mktemp("lists")) as opened:
        add_files(opened, files)
        yield opened


def load_against(store: Store, content: Path, text: str, name: str = "cpt/32120.yaml") -> LoadedFile[CodeSummary]:
    return load_file(
        CODE_SUMMARY, content, write_record(content, text, name), CheckContext(TODAY, PublishedSets(store))
    )


def load_library(store: Store, content: Path, text: str) -> Loaded:
    write_record(content, text)
    return load(content, CheckContext(TODAY, PublishedSets(store)))


def diagnosis(code: str, day: str = "2026-04-01") -> str:
    return record_text(
        ("    - code: J95.830", f"    - code: {code}"),
        ("edition: 2026\neffective: 2026-01-01", f"edition: {day[:4]}\neffective: {day}"),
    )


def test_the_record_is_sound(store: Store, tmp_path: Path) -> None:
    assert load_against(store, tmp_path, RECORD).diagnostics == ()


def test_only_the_edits_are_missing_of_what_the_record_needs(store: Store, tmp_path: Path) -> None:
    found = load_library(store, tmp_path, RECORD).diagnostics
    assert [(one.rule, "NCCI procedure-to-procedure" in one.message) for one in found] == [("set-missing", True)]


@pytest.mark.parametrize(
    ("name", "fault"),
    [("50", "bilateral indicator 0"), ("66", "team surgery indicator 0"), ("26", "PC/TC"), ("TC", "PC/TC indicator 0")],
)
def test_a_modifier_that_medicare_does_not_pay_warns(store: Store, tmp_path: Path, name: str, fault: str) -> None:
    loaded = load_against(store, tmp_path, record_text(modifier(f'"{name}"')))
    assert rules_of(loaded) == ["modifier-policy"]
    assert fault in loaded.diagnostics[0].message
    assert FEES in loaded.diagnostics[0].message
    assert loaded.record is not None


@pytest.mark.parametrize("name", ["22", "51", "58", "62", "76", "77", "78", "79", "80", "82", "AS"])
def test_a_modifier_that_goes_with_the_service_does_not_warn(store: Store, tmp_path: Path, name: str) -> None:
    assert load_against(store, tmp_path, record_text(modifier(f'"{name}"'))).diagnostics == ()


def test_an_outpatient_hospital_warns(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, record_text(('["21"]', '["22"]'), IN_APRIL))
    assert rules_of(loaded) == ["inpatient-only"]
    assert f"({OPPS}: status C)" in loaded.diagnostics[0].message


def test_an_office_is_told_once_though_both_lists_speak_against_it(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, record_text(('["21"]', '["11"]'), IN_APRIL))
    assert rules_of(loaded) == ["inpatient-only"]


def test_a_header_is_refused_and_its_codes_are_offered(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, diagnosis("J95.83"))
    assert rules_of(loaded) == ["header-diagnosis"]
    assert loaded.record is None
    assert loaded.diagnostics[0].message == "J95.83 is a header in ICD-10-CM, April 2026; it cannot be billed."
    assert loaded.diagnostics[0].hint == "Write one of: J95.830, J95.831."


def test_a_header_is_known_by_its_codes_in_a_list_without_headers(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, diagnosis("J95.83", "2024-01-01"))
    assert rules_of(loaded) == ["header-diagnosis"]
    assert loaded.diagnostics[0].message.startswith("J95.83 is a header in ICD-10-CM, FY 2024;")


def test_missing_padding_is_suggested(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, diagnosis("S27.0A"))
    assert rules_of(loaded) == ["code-unknown"]
    assert (loaded.diagnostics[0].hint or "").startswith("Did you mean S27.0XXA")


def test_at_most_three_codes_are_suggested(store: Store, tmp_path: Path) -> None:
    (only,) = load_against(store, tmp_path, diagnosis("J95.839")).diagnostics
    assert only.rule == "code-unknown"
    assert len((only.hint or "").split(" or ")) == 3


def test_a_code_with_a_letter_in_its_second_place_is_accepted(store: Store, tmp_path: Path) -> None:
    assert load_against(store, tmp_path, diagnosis("QA0.0101")).diagnostics == ()


def test_it_was_no_code_two_years_before(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, diagnosis("QA0.0101", "2024-01-01"))
    assert rules_of(loaded) == ["code-unknown"]
    assert loaded.diagnostics[0].message == "QA0.0101 is not in ICD-10-CM, FY 2024."


@pytest.mark.parametrize("code", ["S30.1XXA", "T78.07XA", "T81.32XD"])
def test_a_code_that_was_split_is_deleted_on_its_day_and_not_before(store: Store, tmp_path: Path, code: str) -> None:
    assert load_against(store, tmp_path, diagnosis(code, "2024-01-01")).diagnostics == ()
    loaded = load_against(store, tmp_path, diagnosis(code))
    assert rules_of(loaded) == ["code-deleted"]
    told = f"{code} is in ICD-10-CM, FY 2024 and no longer in ICD-10-CM, April 2026."
    assert loaded.diagnostics[0].message == told


def test_a_dental_code_is_refused_as_such_and_not_as_unknown(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, record_text((RELATED, "system: HCPCS\n      code: D2740")))
    assert rules_of(loaded) == ["cdt-code"]
    assert loaded.record is None


def test_an_ambulance_goes_from_home_to_hospital(store: Store, tmp_path: Path) -> None:
    text = record_text(own("HCPCS", "A0425"), modifier("RH"))
    assert load_against(store, tmp_path, text, name_of("HCPCS", "A0425")).diagnostics == ()


def test_a_list_of_years_ago_does_not_refuse_a_newer_code(store: Store, tmp_path: Path) -> None:
    loaded = load_against(store, tmp_path, record_text((RELATED, "system: HCPCS\n      code: J0165")))
    assert rules_of(loaded) == ["code-unconfirmed"]
    assert "HCPCS Level II, 2022, 4 years older than the record" in loaded.diagnostics[0].message
    assert loaded.record is not None


@pytest.mark.parametrize(("number", "rules"), [("163", []), ("018", []), ("000", ["code-unknown"])])
def test_groups_are_those_of_the_grouper(store: Store, tmp_path: Path, number: str, rules: list[str]) -> None:
    assert rules_of(load_against(store, tmp_path, record_text(drg(f'"{number}"'), IN_APRIL))) == rules


def test_a_hospital_does_not_perform(store: Store, tmp_path: Path) -> None:
    row = "{taxonomy: 208G00000X, provider: Surgeon, role: Operates}"
    hospital = row.replace("208G00000X", "282N00000X")
    assert rules_of(load_against(store, tmp_path, record_text((row, hospital)))) == ["organization-performs"]


def test_the_side_of_a_real_diagnosis_is_held_against_the_modifier(store: Store, tmp_path: Path) -> None:
    right = ("    - code: J95.830", "    - code: S20.211A")
    assert rules_of(load_against(store, tmp_path, record_text(right, modifier("LT")))) == ["opposite-side"]
    assert load_against(store, tmp_path, record_text(right, modifier("RT"))).diagnostics == ()
    assert load_against(store, tmp_path, record_text(right, NO_MODIFIERS)).diagnostics == ()
