from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.coming_vintages import VINTAGE_CHECKS
from tests.checks.test_tables import DENIAL, below
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

CASES = [
    case(
        "future-vintage",
        f"The vintage is of {year}, and it was read on 2026-11-01.",
        "Mend one of them",
        below(DENIAL.replace("October 2025", f"«{vintage}»")),
    )
    for vintage, year in (("October 2052", "2052"), ("FY 2028", "2028"), ("2062 (CY 2062)", "2062"))
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_vintage_of_a_year_to_come_is_told_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert {wanted.rule} == {check.rule.id for check in VINTAGE_CHECKS}
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize(
    "vintage",
    ["October 2026", "FY 2027", "CY 2027 final rule", "January 2026, valid to 2030", "version 12052", "the last"],
)
def test_a_release_that_is_out_is_sound(tmp_path: Path, vintage: str) -> None:
    assert load_text(tmp_path, record_text(below(DENIAL.replace("October 2025", f"'{vintage}'")))).diagnostics == ()


def test_nothing_of_the_next_year_is_out_in_winter(tmp_path: Path) -> None:
    row = DENIAL.replace("October 2025", "FY 2027").replace("2026-11-01", "2026-02-01")
    assert [one.rule for one in load_text(tmp_path, record_text(below(row))).diagnostics] == ["future-vintage"]
