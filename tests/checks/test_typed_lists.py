from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.typed_lists import lists_without_line, typed_bullets
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

PHRASE = "The usual case."
PROSE = "When the code is meant."


def block(*lines: str) -> tuple[str, str]:
    """Replace the scope by a text of several lines."""
    return "  scope: When the code is meant.", "\n    ".join(("  scope: |", *lines))


CASES = [
    case("typed-bullet", "`•` is typed", "dash and a space", block("The causes:", "", "«•» a vessel", "• a clip")),
    case("typed-bullet", "`●` is typed", "dash and a space", block("«●» a vessel")),
    case("typed-bullet", "`•` is typed", "dash and a space", block("The causes: «•» a vessel • a clip")),
    case("typed-bullet", "`–` is typed", "dash and a space", block("The causes:", "«–» a vessel", "– a clip")),
    case(
        "list-without-line",
        "below a line of text",
        "empty line before the list. If none is meant, type \\-",
        block("The causes are", "«- a vessel,»", "- a clip."),
    ),
    case("list-without-line", "below a line", "type \\*", block("The causes are", "«* a vessel,»", "* a clip.")),
    case("list-without-line", "below a line", "type 1\\)", block("What is done:", "«1) one»", "2) two")),
    case("list-without-line", "below a line", "type 2\\.", block("What is done:", "«2. one»", "3. two")),
    case(
        "list-without-line",
        "below a line",
        "type \\-",
        block("One.", "", "The return", "«- planned or not -»", "is what counts."),
    ),
    case("typed-bullet", "`•` is typed", "take it out", (PHRASE, "«•» The usual case")),
    case("typed-bullet", "`–` is typed", "take it out", ("sources:\n", "coding_tips: [«–» Say why]\nsources:\n")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


def test_every_check_is_shown_by_a_case() -> None:
    assert {check.rule.id for check in (lists_without_line, typed_bullets)} == {wanted.rule for wanted in CASES}


def test_a_text_is_told_of_its_first_bullet(tmp_path: Path) -> None:
    found = load_text(tmp_path, record_text(block("• one", "• two", "• three"))).diagnostics
    assert [one.position.line for one in found if one.position] == [11]
