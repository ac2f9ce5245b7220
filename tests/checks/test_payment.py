from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.payment import PAYMENT_CHECKS, PUBLISHED_PAYMENT_CHECKS
from codepub.codesets.code_set import Entry, SetName
from codepub.diagnostics import Severity
from tests.checks.listed import Sets, assert_told, load_against, make_release, rules_of
from tests.checks.test_medicare import ALL, FACTS, FEES, MPFS, PLAIN, UNITS, edits, payment, units
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

VALUES = {"work_rvu": "14.03", "facility_pe_rvu": "8.28", "nonfacility_pe_rvu": "9.10", "mp_rvu": "3.47"}
"""The amounts of 32120 in a fee schedule."""

VALUED: Sets = {MPFS: [Entry("32120", facts={**FACTS, **VALUES, "nonfacility_na": ""})]}
NEWER = "The record says {}, and Medicare Physician Fee Schedule, January 2026 says {}."

NOT_APPLICABLE = "{unavailable: not-applicable}"

INDICATORS = [
    case(
        "payment-policy",
        NEWER.format("010", "090"),
        "Mend the value and its vintage.",
        payment(global_days='«"010"»'),
        PLAIN,
    ),
    *(
        case("payment-policy", NEWER.format("9", listed), "", payment(**{key: '«"9"»'}), PLAIN)
        for key, listed in (("pc_tc", "0"), ("bilateral", "0"), ("assistant", "2"), ("co_surgeon", "1"), ("team", "0"))
    ),
    case("payment-policy", "The record says R", "vintage", payment(status_indicator="«R»"), PLAIN),
    case(
        "mue-units",
        "The record says 2, and NCCI medically unlikely edits, practitioner, January 2026 says 1.",
        "Mend the value",
        edits(mue=units("«2»")),
        PLAIN,
    ),
]
AMOUNTS = [
    case("payment-policy", NEWER.format("41.03", "14.03"), "name the release", payment(work_rvu="«41.03»"), PLAIN),
    case("payment-policy", NEWER.format("34.7", "3.47"), "", payment(malpractice_rvu="«34.7»"), PLAIN),
    case("payment-policy", NEWER.format("8.82", "8.28"), "", payment(practice_expense_rvu_facility="«8.82»"), PLAIN),
    case("payment-policy", NEWER.format("0", "9.10"), "", payment(practice_expense_rvu_nonfacility="«0»"), PLAIN),
    *(
        case(
            "payment-policy",
            NEWER.format("not-applicable", listed),
            "Mend",
            payment(**{field: f"«{NOT_APPLICABLE}»"}),
            PLAIN,
        )
        for field, listed in (("work_rvu", "14.03"), ("practice_expense_rvu_nonfacility", "9.10"))
    ),
]
OLDER = [
    case(
        "payment-older",
        f"The payment is of {vintage}, and the edition of 2026",
        "codepub: allow payment-older because",
        (payment()[0], payment()[1].replace("January 2026", f"«{vintage}»")),
    )
    for vintage in ("October 2025", "RVU25D", "CY 2025", "Year 2024", "Q4 2025", "PPRRVU25_OCT")
]
RULES_BROKEN = tuple(dict.fromkeys(wanted.rule for wanted in (*INDICATORS, *AMOUNTS, *OLDER)))


@pytest.mark.parametrize("wanted", INDICATORS, ids=rule_id)
def test_an_indicator_or_a_limit_that_differs_gives_one_warning_at_its_place(tmp_path: Path, wanted: Case) -> None:
    loaded = assert_told(tmp_path, ALL, wanted)
    assert [one.severity for one in loaded.diagnostics] == [Severity.WARNING]


@pytest.mark.parametrize("wanted", AMOUNTS, ids=rule_id)
def test_an_amount_that_differs_gives_one_warning_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_told(tmp_path, VALUED, wanted)


@pytest.mark.parametrize("stated", ["9.10", "0"])
def test_an_amount_where_the_schedule_says_na_is_told_at_its_place(tmp_path: Path, stated: str) -> None:
    schedule = {MPFS: [Entry("32120", facts={**FACTS, **VALUES})]}
    told = case(
        "payment-policy",
        NEWER.format(stated, "NA"),
        "Mend",
        payment(practice_expense_rvu_nonfacility=f"«{stated}»"),
        PLAIN,
    )
    assert_told(tmp_path, schedule, told)


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("practice_expense_rvu_nonfacility", {"nonfacility_na": "NA"}),
        ("practice_expense_rvu_facility", {"facility_na": "NA"}),
        ("work_rvu", {"work_rvu": "0.00"}),
        ("malpractice_rvu", {"mp_rvu": ""}),
    ],
)
def test_what_the_schedule_does_not_value_is_not_applicable(tmp_path: Path, field: str, facts: dict[str, str]) -> None:
    schedule = {MPFS: [Entry("32120", facts={**FACTS, **VALUES, **facts})]}
    text = record_text(payment(**{field: NOT_APPLICABLE}), PLAIN)
    assert load_against(tmp_path, schedule, text).diagnostics == ()


@pytest.mark.parametrize("wanted", OLDER, ids=rule_id)
def test_a_payment_of_an_earlier_year_is_told_at_its_vintage(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("check", [*PAYMENT_CHECKS, *PUBLISHED_PAYMENT_CHECKS], ids=lambda check: check.rule.id)
def test_every_check_of_payment_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in RULES_BROKEN  # type: ignore[attr-defined]


def read_in(vintage: str, **stated: str) -> str:
    old, new = payment(**stated)
    return record_text((old, new.replace("January 2026", vintage)), PLAIN)


@pytest.mark.parametrize(
    "vintage", ["January 2026", "RVU26A", "CY 2026 final rule, November 2025", "As listed", "February 2027"]
)
def test_a_payment_of_the_year_or_of_none_is_not_older(tmp_path: Path, vintage: str) -> None:
    assert load_text(tmp_path, read_in(vintage)).diagnostics == ()


def test_an_older_payment_can_be_allowed_where_it_stands(tmp_path: Path) -> None:
    allowed = "  # codepub: allow payment-older because the next schedule is not out"
    text = read_in("October 2025").replace("vintage: October 2025", f"vintage: October 2025{allowed}")
    assert load_text(tmp_path, text).diagnostics == ()


@pytest.mark.parametrize("written", ["14.03", "14.030", '"14.03"'])
def test_an_amount_agrees_however_it_is_written(tmp_path: Path, written: str) -> None:
    text = record_text(payment(work_rvu=written), PLAIN)
    assert load_against(tmp_path, VALUED, text).diagnostics == ()


QUARTERS: Sets = {
    make_release("mpfs", "January 2026", date(2026, 1, 1)): [Entry("32120", facts={"work_rvu": "14.03"})],
    make_release("mpfs", "April 2026", date(2026, 4, 1)): [Entry("32120", facts={"work_rvu": "14.10"})],
}


@pytest.mark.parametrize(
    ("vintage", "stated", "release"),
    [
        ("January 2026", "14.03", None),
        ("January 2026", "14.10", "January 2026"),
        ("RVU26A", "14.10", "January 2026"),
        ("April 2026", "14.10", None),
        ("April 2026", "14.03", "April 2026"),
        ("RVU26B", "14.03", "April 2026"),
        ("2026 Q2", "14.03", "April 2026"),
        ("Q2 2026", "14.03", "April 2026"),
        ("2nd quarter of 2026", "14.03", "April 2026"),
        ("Year 2026", "14.03", None),
        ("CY 2026", "14.10", None),
        ("CY 2026", "41.03", "April 2026"),
        ("July 2026", "41.03", None),
        ("As listed", "41.03", None),
    ],
)
def test_an_amount_is_held_against_the_release_of_its_vintage_only(
    tmp_path: Path, vintage: str, stated: str, release: str | None
) -> None:
    found = load_against(tmp_path, QUARTERS, read_in(vintage, work_rvu=stated)).diagnostics
    assert [one.message.split(", and ")[1].split(" says")[0] for one in found] == (
        [f"Medicare Physician Fee Schedule, {release}"] if release else []
    )


def test_an_amount_of_a_year_without_a_release_is_compared_with_no_other(tmp_path: Path) -> None:
    found = load_against(tmp_path, VALUED, read_in("October 2025", work_rvu="99.99"))
    assert rules_of(found) == ["payment-older"]


@pytest.mark.parametrize("listed", [{}, {"work_rvu": "n/a"}])
def test_a_schedule_without_amounts_contradicts_none(tmp_path: Path, listed: dict[str, str]) -> None:
    lists = {MPFS: [Entry("32120", facts=listed)]}
    assert load_against(tmp_path, lists, record_text(payment(work_rvu="14.03"), PLAIN)).diagnostics == ()


@pytest.mark.parametrize("stated", ["{unavailable: unknown}", '"090"'])
def test_an_indicator_that_is_unavailable_or_agrees_contradicts_nothing(tmp_path: Path, stated: str) -> None:
    assert load_against(tmp_path, FEES, record_text(payment(global_days=stated))).diagnostics == ()


def test_units_that_agree_are_not_told(tmp_path: Path) -> None:
    assert load_against(tmp_path, UNITS, record_text(edits(mue=units("1")))).diagnostics == ()


def test_units_are_held_against_the_table_of_their_vintage_only(tmp_path: Path) -> None:
    text = record_text(edits(mue=units("2", "July 2026")))
    assert load_against(tmp_path, UNITS, text).diagnostics == ()


@pytest.mark.parametrize("name", ["mpfs", "ncci-mue-practitioner"])
def test_a_payment_is_told_nothing_of_other_codes(tmp_path: Path, name: SetName) -> None:
    lists = {make_release(name, "January 2026", date(2026, 1, 1)): [Entry("32110", facts={**VALUES, "units": "9"})]}
    text = record_text(payment(work_rvu="1"), PLAIN)
    assert load_against(tmp_path, lists, text).diagnostics == ()
