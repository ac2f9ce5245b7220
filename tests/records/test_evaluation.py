from __future__ import annotations

from datetime import date

import pytest

from codepub.origin import CodeSystem
from codepub.records.evaluation import EVALUATION_RANGES, can_be_visit, is_evaluation

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("code", "day", "answer"),
    [
        ("99202", DAY, True),
        ("99499", DAY, True),
        ("92002", DAY, True),
        ("92014", DAY, True),
        ("98000", DAY, True),
        ("98016", DAY, True),
        ("98000", date(2024, 12, 31), False),
        ("98016", date(2025, 1, 1), True),
        ("99201", date(2020, 12, 31), True),
        ("99201", date(2021, 1, 1), False),
        ("98017", DAY, False),
        ("92015", DAY, False),
        ("99500", DAY, False),
        ("0446T", DAY, False),
        ("9921T", DAY, False),
        ("", DAY, False),
    ],
)
def test_a_visit_of_cpt_is_told_by_its_number_and_the_day(code: str, day: date, answer: bool) -> None:
    assert is_evaluation("CPT", code, day) is answer
    assert can_be_visit("CPT", code, day) is answer


@pytest.mark.parametrize(
    ("code", "is_one", "may_be"),
    [
        ("G0402", True, True),
        ("G0439", True, True),
        ("G0463", True, True),
        ("G2211", True, True),
        ("G0121", False, True),
        ("S0610", False, True),
        ("J9271", False, False),
        ("Q5103", False, False),
        ("Q0091", False, True),
        ("E1390", False, False),
        ("99214", False, True),
    ],
)
def test_a_visit_of_hcpcs_is_known_and_an_item_is_none(code: str, is_one: bool, may_be: bool) -> None:
    assert is_evaluation("HCPCS", code, DAY) is is_one
    assert can_be_visit("HCPCS", code, DAY) is may_be


@pytest.mark.parametrize("system", ["ICD-10-CM", "ICD-10-PCS"])
def test_other_systems_have_no_visits(system: CodeSystem) -> None:
    assert not can_be_visit(system, "99214", DAY)


def test_a_range_has_an_order_and_days_in_order() -> None:
    for ranges in EVALUATION_RANGES.values():
        assert all(one.first <= one.last and one.since <= one.until for one in ranges)
