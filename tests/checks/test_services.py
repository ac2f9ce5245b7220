"""Which of the tables that CMS publishes for each kind of service a record is held against."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.code_set import Entry
from codepub.origin import CodeSystem
from tests.checks.listed import Sets, load_against, make_release
from tests.checks.test_codes import NO_MODIFIERS, name_of, own
from tests.checks.test_medicare import edits, pair, places, provider, units
from tests.record_texts import record_text

JANUARY = date(2026, 1, 1)
TABLES = {
    make_release("ncci-mue-practitioner", "January 2026", JANUARY): "1",
    make_release("ncci-mue-outpatient", "January 2026", JANUARY): "2",
    make_release("ncci-mue-dme", "January 2026", JANUARY): "3",
}
SOURCE = "title: Relative value files"


def find_unit_tables(root: Path, *replaced: tuple[str, str], code: str = "32120") -> list[str]:
    """Find the service of the table that contradicts a limit of 9 units."""
    system: CodeSystem = "CPT" if code[0].isdigit() else "HCPCS"
    known = () if code == "32120" else (own(system, code), NO_MODIFIERS)
    sets: Sets = {release: [Entry(code, facts={"units": most, "mai": "3"})] for release, most in TABLES.items()}
    text = record_text(edits(mue=units("9")), *known, *replaced)
    told = load_against(root, sets, text, name_of(system, code)).diagnostics
    return [one.message.split("edits, ")[1].split(",")[0] for one in told if one.rule == "mue-units"]


@pytest.mark.parametrize("pos", ['["21"]', '["22"]', '["11", "22"]', "[]"])
def test_a_cpt_code_is_a_practitioners_wherever_it_is_done(tmp_path: Path, pos: str) -> None:
    assert find_unit_tables(tmp_path, places(pos)) == ["practitioner"]


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("MUE table, practitioner services", "practitioner"),
        ("MUE table, facility outpatient hospital services", "outpatient hospital"),
        ("MUE table, DME supplier services", "DME supplier"),
        ("MUE tables, practitioners and outpatient hospitals", "practitioner"),
    ],
)
def test_the_table_that_the_row_cites_is_asked(tmp_path: Path, title: str, table: str) -> None:
    assert find_unit_tables(tmp_path, (SOURCE, f'title: "{title}"')) == [table]


def test_a_service_of_hospitals_only_is_held_against_theirs(tmp_path: Path) -> None:
    assert find_unit_tables(tmp_path, provider("282N00000X", "Keeps the room")) == ["outpatient hospital"]


def test_a_code_that_only_the_opps_knows_is_a_hospitals(tmp_path: Path) -> None:
    assert find_unit_tables(tmp_path, code="C9600") == ["outpatient hospital"]


@pytest.mark.parametrize(
    ("code", "pos", "taxonomy", "table"),
    [
        ("E0601", '["12"]', "208G00000X", "DME supplier"),
        ("K0001", '["12", "33"]', "208G00000X", "DME supplier"),
        ("L1832", '["11"]', "208G00000X", "practitioner"),
        ("L1832", "[]", "208G00000X", "practitioner"),
        ("L1832", '["11"]', "335E00000X", "DME supplier"),
        ("A4253", '["12"]', "332B00000X", "DME supplier"),
        ("A0425", '["12"]', "208G00000X", "practitioner"),
        ("G0121", '["12"]', "208G00000X", "practitioner"),
    ],
)
def test_what_a_supplier_delivers_is_a_suppliers(
    tmp_path: Path, code: str, pos: str, taxonomy: str, table: str
) -> None:
    assert find_unit_tables(tmp_path, places(pos), provider(taxonomy, "Delivers"), code=code) == [table]


PAIRS: Sets = {
    make_release("ncci-ptp-practitioner", "v32.0", JANUARY): [],
    make_release("ncci-ptp-hospital", "v32.0", JANUARY): [Entry("32120", qualifier="32110")],
}


def test_pairs_are_those_of_the_table_that_the_first_row_cites(tmp_path: Path) -> None:
    told = edits(ptp=pair("32551"))
    hospital = (SOURCE, "title: Pairs of outpatient hospitals")
    found = load_against(tmp_path, PAIRS, record_text(told, hospital)).diagnostics
    assert [one.rule for one in found] == ["ncci-pair"]
    assert load_against(tmp_path / "other", PAIRS, record_text(told)).diagnostics == ()
