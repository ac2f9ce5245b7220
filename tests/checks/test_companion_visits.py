from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.companion_visits import speaks_of_companion_visit
from tests.checks.test_codes import MODIFIERS
from tests.record_texts import load_text, record_text

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    "words",
    [
        "On the visit beside it, where that is separate",
        "Append to the E/M code of the same day",
        "On an E&M service with its own note",
        "A separate evaluation and management service on the day of the infusion",
        "Goes on 99214, never on the injection",
        "Goes on the line of G0463",
        "On an unrelated office visit within the global period",
        "The consultation at which the operation was decided",
        "On the visit of the day before that led to the decision for surgery",
        "On 98012 of the same day",
    ],
)
def test_a_row_may_say_that_the_modifier_goes_on_the_visit(words: str) -> None:
    assert speaks_of_companion_visit(words, DAY)


@pytest.mark.parametrize(
    "words",
    [
        "When the service is significant and separate",
        "On the same day as another operation",
        "When it goes with it",
        "On the injection, not on the visit",
        "On the injection rather than the visit of the same day",
        "With 32110 on the same day",
        "",
    ],
)
def test_other_words_do_not_speak_of_a_visit(words: str) -> None:
    assert not speaks_of_companion_visit(words, DAY)


def test_a_code_is_of_a_visit_only_since_it_was() -> None:
    assert not speaks_of_companion_visit("Goes on 98012", date(2024, 12, 31))
    assert speaks_of_companion_visit("Goes on 98012", date(2025, 1, 1))


@pytest.mark.parametrize("name", ["24", "25", "57"])
def test_a_modifier_of_visits_is_sound_in_the_table_of_a_procedure_and_in_its_prose(tmp_path: Path, name: str) -> None:
    row = f'    - {{modifier: "{name}", description: A visit that counts, when_to_use: On the visit beside it}}\n'
    said = ("A surgeon decides.", f"Modifier {name} goes on the visit.")
    assert load_text(tmp_path, record_text((MODIFIERS, row), said)).diagnostics == ()


@pytest.mark.parametrize("name", ["P3", "1P"])
def test_other_modifiers_are_not_excused_by_a_visit(tmp_path: Path, name: str) -> None:
    row = f'    - {{modifier: "{name}", description: D, when_to_use: On the visit beside it}}\n'
    assert [one.rule for one in load_text(tmp_path, record_text((MODIFIERS, row))).diagnostics] == ["modifier-range"]
