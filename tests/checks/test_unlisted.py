from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.unlisted import UNLISTED_CHECKS
from codepub.codesets.code_set import Entry
from tests.checks.listed import Sets, assert_told, load_against, make_release, rules_of
from tests.checks.test_codes import NO_MODIFIERS, RELATED, crosswalk
from tests.record_texts import Case, case, record_text, rule_id

LISTED = [Entry("32120"), Entry("32124")]
JANUARY: Sets = {
    make_release("mpfs", "January 2026", date(2026, 1, 1)): LISTED,
    make_release("opps", "January 2026", date(2026, 1, 1)): LISTED,
}


def related(code: str) -> tuple[str, str]:
    return RELATED, f"system: CPT\n      code: {code}"


def listed(code: str) -> tuple[str, str]:
    """Replace the related code with one that the lists have."""
    return related(f'"{code}"')


CASES = [
    case(
        "code-unlisted",
        "99443 is neither in Medicare Physician Fee Schedule, January 2026 nor in OPPS Addendum B, January 2026; "
        "it was probably deleted.",
        "Look it up",
        ('code: "32120"', 'code: «"99443"»'),
        listed("32124"),
        NO_MODIFIERS,
        name="cpt/99443.yaml",
    ),
    case("code-unlisted", "99441 is neither in", "name its successor", related('«"99441"»')),
    case("code-unlisted", "01999 is neither in", "", crosswalk("anesthesia", '«"01999"»'), listed("32124")),
]
RULES_BROKEN = tuple(dict.fromkeys(wanted.rule for wanted in CASES))


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_code_that_both_lists_lack_gives_one_warning_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert assert_told(tmp_path, JANUARY, wanted).record is not None


@pytest.mark.parametrize("check", UNLISTED_CHECKS, ids=lambda check: check.rule.id)
def test_every_check_of_unlisted_codes_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in RULES_BROKEN  # type: ignore[attr-defined]


def find_rules(root: Path, sets: Sets, code: str, day: str = "2026-01-01") -> list[str]:
    dated = "edition: 2026\neffective: 2026-01-01", f"edition: {day[:4]}\neffective: {day}"
    return rules_of(load_against(root, sets, record_text(related(f'"{code}"'), dated)))


@pytest.mark.parametrize("listing", range(2), ids=["fee schedule", "Addendum B"])
def test_a_code_that_one_of_them_has_is_not_told(tmp_path: Path, listing: int) -> None:
    sets = {release: [*LISTED, Entry("99441")] if n == listing else LISTED for n, release in enumerate(JANUARY)}
    assert find_rules(tmp_path, sets, "99441") == []


@pytest.mark.parametrize("listing", range(2), ids=["fee schedule", "Addendum B"])
def test_one_of_them_alone_says_nothing(tmp_path: Path, listing: int) -> None:
    sets = {release: LISTED for n, release in enumerate(JANUARY) if n == listing}
    assert find_rules(tmp_path, sets, "99441") == []


@pytest.mark.parametrize("code", ["0001U", "0004M"])
def test_a_code_of_a_kind_that_the_fee_schedule_never_has_is_not_told(tmp_path: Path, code: str) -> None:
    assert find_rules(tmp_path, JANUARY, code) == []


@pytest.mark.parametrize(
    ("code", "day", "rules"),
    [
        ("99441", "2025-12-31", []),
        ("99441", "2026-12-31", ["code-unlisted"]),
        ("99441", "2027-01-01", []),
        ("3074F", "2026-12-31", ["code-unlisted"]),
        ("0446T", "2026-06-30", ["code-unlisted"]),
        ("0446T", "2026-07-01", []),
        ("90677", "2026-03-31", ["code-unlisted"]),
        ("90677", "2026-04-01", []),
        ("91300", "2026-04-01", []),
    ],
)
def test_lists_speak_of_the_time_until_new_codes_of_the_kind_come(
    tmp_path: Path, code: str, day: str, rules: list[str]
) -> None:
    assert [rule for rule in find_rules(tmp_path, JANUARY, code, day) if rule == "code-unlisted"] == rules


def test_one_list_of_the_year_and_an_older_one_are_enough(tmp_path: Path) -> None:
    sets: Sets = {
        make_release("mpfs", "October 2025", date(2025, 10, 1)): LISTED,
        make_release("opps", "April 2026", date(2026, 4, 1)): LISTED,
    }
    assert find_rules(tmp_path, sets, "99443", "2026-04-01") == ["code-unlisted"]
    assert find_rules(tmp_path / "before", sets, "99443", "2026-03-31") == []


@pytest.mark.parametrize("told", ["Deleted at the end of 2024", "Its predecessor", "Replaced in 2025"])
def test_a_row_that_says_that_the_code_has_ended_is_sound(tmp_path: Path, told: str) -> None:
    text = record_text(related('"99441"'), ("Often the first operation", told))
    assert load_against(tmp_path, JANUARY, text).diagnostics == ()


@pytest.mark.parametrize("told", ["Replaces 32120 with PT", "Until the chest is closed", "The retirement of a lead"])
def test_words_that_only_sound_like_it_say_nothing_of_the_code(tmp_path: Path, told: str) -> None:
    text = record_text(related('"99441"'), ("Often the first operation", told))
    assert [one.rule for one in load_against(tmp_path, JANUARY, text).diagnostics] == ["code-unlisted"]


@pytest.mark.parametrize("key", ["supersedes", "replaced_by"])
def test_the_codes_before_and_after_need_not_be_listed(tmp_path: Path, key: str) -> None:
    text = record_text(listed("32124"), ("tags:", f'{key}: "99441"\ntags:'))
    assert load_against(tmp_path, JANUARY, text).diagnostics == ()


def test_a_record_that_names_its_successor_knows_that_it_has_ended(tmp_path: Path) -> None:
    text = record_text(
        ('code: "32120"', 'code: "99443"'), listed("32124"), ("tags:", 'replaced_by: "98012"\ntags:'), NO_MODIFIERS
    )
    assert load_against(tmp_path, JANUARY, text, "cpt/99443.yaml").diagnostics == ()
