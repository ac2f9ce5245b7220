from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.checks.unclosed_marks import _STARS_CLOSED, unclosed_marks
from codepub.markup.open_marks import find_open_marks
from tests.record_texts import Case, assert_found, case, rule_id

SCOPE = "  scope: When the code is meant."
TEXTS = [
    "When it is «*»meant.",
    "«**»When it is meant",
    "«**»When it is **meant**",
    "«*»When it is *meant*",
    "«*»When it is meant.",
    "The «_»usual cause",
    "The «__»usual cause",
    "«**»bold **text",
    "«**» bold ** and **bold**",
    "«**»meant* so",
    "«*»meant** so",
    "One *word*, then «*a»nother",
    "(«*»meant",
    "«**»“meant” so",
    "«***»meant* so",
    "counts of 10«^»6/L",
    "at 10«^»-3 mol",
    "30 kg/m«^»2 or more",
    "Ca«^»2+ channels",
    "a «^»99mTc scan",
    "H«~»2O",
    "pCO«~»2 of 40",
    "HbA«~»1c",
]
CASES = [case("unclosed-mark", "printed as typed", "Close it", (SCOPE, f"  scope: |\n    {text}")) for text in TEXTS]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


def test_the_check_is_shown_by_a_case() -> None:
    assert {wanted.rule for wanted in CASES} == {unclosed_marks.rule.id}


PIECES = ["*", "**", "***", "a", "bc ", "é", "5", "\n", "\n\n", "\n- ", "1. ", "> ", " ", "\\", ".", "(", ")", "[x](y)"]


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_a_text_whose_stars_a_quick_look_finds_closed_has_no_open_one(text: str) -> None:
    if _STARS_CLOSED.fullmatch(text):
        assert not list(find_open_marks(text))


@pytest.mark.parametrize("text", ["One *word*.", "The *words\nof two* lines,\n\n**so (it is).** And *1 mg*; no more."])
def test_the_quick_look_knows_emphasis_as_people_type_it(text: str) -> None:
    assert _STARS_CLOSED.fullmatch(text)
