from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.tables import TABLE_CHECKS
from codepub.records.availability import REASONS
from tests.checks.test_codes import NO_MODIFIERS, own
from tests.record_texts import VOLATILE, Case, assert_found, case, load_text, record_text, rule_id

WHY = "{unavailable: unknown}"


def below(text: str) -> tuple[str, str]:
    return "sources:\n", f"{text}sources:\n"


def pair(code: str) -> str:
    row = f"system: CPT, code: {code}, column: 2, modifier_indicator: '1', rationale: R"
    return f"    - {{{row}, {VOLATILE}}}\n"


def drg_set(*numbers: str) -> str:
    groups = ", ".join(f"{{drg: {number}, description: D}}" for number in numbers)
    return f"    - {{condition: C, groups: [{groups}], {VOLATILE}}}\n"


def benchmark(amounts: str) -> tuple[str, str]:
    row = "payer: P, geography: National, rate_type: Professional, count: 9, month: '2026-09'"
    return below(f"benchmarks:\n  - {{{amounts}, {row}, {VOLATILE}}}\n")


DENIAL = "denials:\n  - {carc: '97', rarc: N20, reason: R, prevention: P, " + VOLATILE + "}\n"

CASES = [
    case(
        "side-with-bilateral",
        "Modifier LT says one side",
        "Keep 50, or LT and RT",
        ('"78"', '"50"'),
        ('"62"', "«LT»"),
    ),
    case("side-with-bilateral", "Modifier RT says one side", "Keep 50", ('"78"', "«RT»"), ('"62"', '"50"')),
    case(
        "reason-incomplete",
        "`asked-unknown` needs `since`",
        "Add `since: 2026-11-23`",
        (WHY, "{unavailable: «asked-unknown»}"),
    ),
    case(
        "reason-incomplete",
        "`temp-unknown` needs `recheck_by`",
        "Add `recheck_by: 2027-02-21`",
        (WHY, "{unavailable: «temp-unknown»}"),
    ),
    case("reason-incomplete", "`as-text` needs `note`", "Add `note: Clinical", (WHY, "{unavailable: «as-text»}")),
    case(
        "reason-incomplete",
        "`as-text` needs `note`",
        "Add `note",
        ("[Aetna, Medicare]", "{unavailable: «as-text», since: 2026-09-01}"),
    ),
    case(
        "recheck-passed",
        "looked for again by 2026-11-22",
        "Look again",
        (WHY, "{unavailable: not-asked, recheck_by: «2026-11-22»}"),
    ),
    case(
        "recheck-passed",
        "looked for again by coding desk by 2020-01-01",
        "a new `recheck_by`",
        (WHY, "{unavailable: temp-unknown, recheck_by: «2020-01-01», owner: coding desk}"),
    ),
    case("own-relation", "32120 is the record's own code", "Name the other", ('code: "32110"', 'code: «"32120"»')),
    case("own-relation", "32120 is the", "take the row out", ('code: "32110"', 'code: «" 32120"»')),
    case("own-relation", "32120 is the", "", below(f"edits:\n  mue: {WHY}\n  ptp:\n" + pair('«"32120"»'))),
    case(
        "own-relation",
        "A0425 is the record's own code",
        "Name the other",
        own("HCPCS", "A0425"),
        below("crosswalks:\n  hcpcs:\n    - {code: «A0425», description: D, " + VOLATILE + "}\n"),
        name="hcpcs/A0425.yaml",
    ),
    case(
        "own-relation",
        "00540 is the record's own code",
        "Name the other",
        own("CPT", "00540"),
        below("crosswalks:\n  anesthesia:\n    - {code: «'00540'», description: D, " + VOLATILE + "}\n"),
        name="cpt/00540.yaml",
    ),
    *(
        case("future-day", "2027-11-01 has not come", "on which", below(part.replace("2026-11-01", "«2027-11-01»")))
        for part in (
            f"edits:\n  mue: {WHY}\n  ptp:\n" + pair('"32551"'),
            "crosswalks:\n  ms_drg:\n" + drg_set('"163"'),
            DENIAL,
        )
    ),
    *(
        case(
            "future-day",
            "2027-09-11 has not come",
            "on which",
            ("publisher: CMS", f"publisher: CMS, date: «2027-09-11»{more}"),
        )
        for more in ("", ", retrieved: 2026-11-01")
    ),
    *(
        case("percentile-order", message, "Mend one of them", benchmark(amounts))
        for amounts, message in (
            ("p10: «1610», p25: 720, p50: 905, p75: 1210, p90: 1600", "p10 is 1610, more than p25, which is 720."),
            ("p10: 610, p25: 720, p50: «1905», p75: 1210, p90: 2600", "p50 is 1905, more than p75, which is 1210."),
            ("p10: 610, p25: 720, p50: 905, p75: «1700.5», p90: 1700", "p75 is 1700.5, more than p90"),
            ("p10: «910», p25: {unavailable: unknown}, p50: 905, p75: 1210, p90: 1600", "p10 is 910, more than p50"),
        )
    ),
    case("future-day", "2027-01-01 has not come", "on which", (WHY, "{unavailable: unknown, since: «2027-01-01»}")),
    case("future-day", "2027-01-01 has not", "done", ("publisher: CMS", "publisher: CMS, retrieved: «2027-01-01»")),
    case("edition-year", "The edition is of 2030", "begins on 1 January", ("edition: 2026", "edition: «2030»")),
    case("edition-year", "effective from 2026-01-01", "Mend", ("edition: 2026", "edition: «2027»")),
    case(
        "edition-year",
        "effective from 2025-12-31",
        "Mend",
        ("edition: 2026\neffective: 2026-01-01", "edition: «2026»\neffective: 2025-12-31"),
    ),
    case(
        "edition-year",
        "The edition is of 2026, and the record is effective from 2025-04-01 on.",
        "ICD-10-PCS begins on 1 October before",
        ("edition: 2026\neffective: 2026-01-01", "edition: «2026»\neffective: 2025-04-01"),
        own("ICD-10-PCS", "0W390ZZ"),
        NO_MODIFIERS,
        name="icd-10-pcs/0W390ZZ.yaml",
    ),
    case("date-order", "It ends on 2025-12-31, before it is", "Mend", ("tags:", "ends: «2025-12-31»\ntags:")),
    case(
        "date-order",
        "read on 2026-01-01, before it was published on 2026-02-01",
        "Mend one of them",
        ("publisher: CMS", "publisher: CMS, date: 2026-02-01, retrieved: «2026-01-01»"),
    ),
    case(
        "date-order",
        "read on 2016-11-01, before it was published on 2025-10-01",
        "Mend one of them",
        ("publisher: CMS", "publisher: CMS, date: 2025-10-01"),
        below(DENIAL.replace("2026-11-01", "«2016-11-01»")),
    ),
    case(
        "date-order",
        "read on 2026-11-01, before it was published on 2026-11-20",
        "Mend one of them",
        ("publisher: CMS", "publisher: CMS, date: «2026-11-20»"),
        below(DENIAL + DENIAL.replace("denials:\n", "").replace("'97'", "'50'")),
    ),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("check", TABLE_CHECKS, ids=lambda check: check.rule.id)
def test_every_check_of_tables_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in {wanted.rule for wanted in CASES}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tags: [thoracic]\n", "ends: 2026-01-01\n"),
        ("publisher: CMS", "publisher: CMS, date: 2026-02-01, retrieved: 2026-02-01"),
        ("effective: 2026-01-01", "effective: 2026-12-31"),
    ],
)
def test_what_only_looks_like_a_mistake_is_none(tmp_path: Path, old: str, new: str) -> None:
    assert load_text(tmp_path, record_text((old, new))).diagnostics == ()


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_with_all_that_it_needs_is_sound(tmp_path: Path, reason: str) -> None:
    stated = f"{{unavailable: {reason}, since: 2026-09-01, recheck_by: 2027-01-15, note: See the context}}"
    assert load_text(tmp_path, record_text((WHY, stated))).diagnostics == ()


def test_the_day_of_the_recheck_itself_has_not_passed(tmp_path: Path) -> None:
    text = record_text((WHY, "{unavailable: not-asked, recheck_by: 2026-11-23}"))
    assert load_text(tmp_path, text, today=date(2026, 11, 23)).diagnostics == ()
    (passed,) = load_text(tmp_path, text, today=date(2026, 11, 24)).diagnostics
    assert passed.rule == "recheck-passed"


def test_a_recheck_that_has_passed_stops_no_publication(tmp_path: Path) -> None:
    text = record_text((WHY, "{unavailable: not-asked, recheck_by: 2020-01-01}"))
    assert load_text(tmp_path, text).record is not None


def test_percentiles_that_are_the_same_are_in_order(tmp_path: Path) -> None:
    text = record_text(benchmark("p10: 720, p25: 720.00, p50: 720, p75: 720, p90: 720"))
    assert load_text(tmp_path, text).diagnostics == ()


ENDED = ("tags: [thoracic]\n", "tags: [thoracic]\nends: 2025-12-31\n")


@pytest.mark.parametrize(
    "said",
    [
        ("title: Thoracotomy for re-exploration", "title: Thoracotomy for re-exploration (deleted)"),
        ("operation.\n  payers", "operation. The code was deleted at the end of 2025.\n  payers"),
        ("operation.\n  payers", "operation. It can no longer be reported.\n  payers"),
        ("operation.\n  payers", "operation. It was replaced by 32110.\n  payers"),
        ("scope: When the code is meant.", "scope: What to report since the code was retired."),
    ],
)
def test_a_page_about_a_code_that_was_deleted_may_end_before_it_begins(tmp_path: Path, said: tuple[str, str]) -> None:
    assert load_text(tmp_path, record_text(ENDED, said)).diagnostics == ()


def test_a_tag_says_that_a_code_was_deleted(tmp_path: Path) -> None:
    text = record_text(("tags: [thoracic]\n", "tags: [thoracic, deleted]\nends: 2025-12-31\n"))
    assert load_text(tmp_path, text).diagnostics == ()


@pytest.mark.parametrize(("ends", "told"), [("2024-12-31", []), ("2025-12-31", ["date-order"])])
def test_a_code_that_was_replaced_more_than_a_year_ago_needs_no_words(
    tmp_path: Path, ends: str, told: list[str]
) -> None:
    text = record_text(("tags: [thoracic]\n", f"ends: {ends}\nreplaced_by: '32110'\n"))
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == told


@pytest.mark.parametrize("meaning", ["The valve is replaced.", "The needle is withdrawn."])
def test_what_is_done_to_the_patient_does_not_say_that_the_code_ended(tmp_path: Path, meaning: str) -> None:
    text = record_text(ENDED, ("The chest is opened again after an operation.", meaning))
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == ["date-order"]


@pytest.mark.parametrize("code", ["0446T", "0001U", "0002M", "91320"])
def test_a_code_that_began_in_the_course_of_a_year_stands_in_the_next_years_edition(tmp_path: Path, code: str) -> None:
    text = record_text(own("CPT", code), ("effective: 2026-01-01", "effective: 2025-07-01"))
    assert load_text(tmp_path, text, f"cpt/{code}.yaml").diagnostics == ()
    early = load_text(tmp_path, text.replace("2025-07-01", "2025-01-01"), f"cpt/{code}.yaml")
    assert [one.rule for one in early.diagnostics] == ["edition-year"]
