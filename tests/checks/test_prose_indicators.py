from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.prose_indicators import INDICATOR_CHECKS, PUBLISHED_INDICATOR_CHECKS
from codepub.codesets.code_set import Entry
from tests.checks.listed import Sets, assert_told, load_against
from tests.checks.test_medicare import FACTS, MPFS, PLAIN, payment
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

LISTS: Sets = {MPFS: [Entry("32120", facts={**FACTS, "multiple": "2"})]}
FACT = "The text says `{}`, and the payment part says {}."


def say(words: str) -> tuple[str, str]:
    return "scope: When the code is meant.", f"scope: {words}"


OF_PART = [
    case("prose-payment", FACT.format(words, held), "Mend the text", say(text.format(f"«{words}»")), payment())
    for words, held, text in (
        ("Assistant indicator 1", "2", "{}."),
        ("Co-surgeon indicator 9", "1", "'Both surgeons report it; {}: so it is.'"),
        ("team surgery indicator is 1", "0", "The {}."),
        ("bilateral indicator of 1", "0", "A {}."),
        ("PC/TC indicator 1", "0", "The {} tells."),
        ("global period of 010", "090", "A {} days."),
        ("global period is 10", "090", "The {} days."),
    )
]
OF_LIST = [
    case(
        "prose-indicator",
        "The text says `multiple procedure indicator 0`, and Medicare Physician Fee Schedule, January 2026 says 2.",
        "say of which code",
        say("Reduced («multiple procedure indicator 0»)."),
        PLAIN,
        *more,
    )
    for more in ((), (payment(),))
]
RULES_BROKEN = {wanted.rule for wanted in (*OF_PART, *OF_LIST)}


@pytest.mark.parametrize("wanted", OF_PART, ids=rule_id)
def test_a_text_that_contradicts_the_payment_part_is_told_at_its_words(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("wanted", OF_LIST, ids=rule_id)
def test_a_text_that_contradicts_the_schedule_is_told_at_its_words(tmp_path: Path, wanted: Case) -> None:
    assert_told(tmp_path, LISTS, wanted)


@pytest.mark.parametrize("check", [*INDICATOR_CHECKS, *PUBLISHED_INDICATOR_CHECKS], ids=lambda check: check.rule.id)
def test_every_check_of_indicators_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in RULES_BROKEN  # type: ignore[attr-defined]


SOUND = [
    "Assistant indicator 2 means that an assistant is paid.",
    "Codes with assistant indicator 1 are not paid.",
    "32124 has co-surgeon indicator 2.",
    "Were it co-surgeon indicator 2, none would ask; until 2020 it had co-surgeon indicator 2.",
    "Bilateral indicator 1 or 3 allows it, bilateral indicator 0 does not.",
    "Unlike others with team indicator 2.",
    "The first operation has a global period of 10 days.",
    "An operation with a global period of 10 days.",
    "The global period is 90 days, a global period of 090 days.",
    "Multiple procedure indicator 2, and modifier indicator 1; MUE adjudication indicator 3.",
    "In the global period of 12 patients.",
]


@pytest.mark.parametrize("words", SOUND)
def test_what_agrees_or_speaks_of_other_codes_is_sound(tmp_path: Path, words: str) -> None:
    text = record_text(say(f"'{words}'"), payment(), PLAIN)
    assert load_against(tmp_path, LISTS, text.replace("32150", "32124")).diagnostics == ()


def test_the_text_of_an_add_on_tells_the_period_of_the_operation_that_it_stands_beside(tmp_path: Path) -> None:
    text = record_text(say("It falls into the global period of 90 days."), payment(global_days="ZZZ"))
    assert load_text(tmp_path, text).diagnostics == ()
