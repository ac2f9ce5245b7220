from __future__ import annotations

from pathlib import Path

import pytest

from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

CASES = [
    case(
        "cut-text", "takes `#3` for a comment", "in quotes", ("service_type: Surgical", "service_type: Surgical «#3»")
    ),
    case("cut-text", "`#2 of 3, left`", "in quotes", ("Operating room of a hospital", "Room «#2 of 3, left»")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_text_behind_a_number_sign_is_not_lost_silently(wanted: Case, tmp_path: Path) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize(
    "written",
    [
        ("service_type: Surgical", "service_type: Surgical # a comment"),
        ("service_type: Surgical", "service_type: 'Surgical #3'"),
        ("service_type: Surgical", "service_type: Surgical#3"),
        ("The patient bleeds some hours", "The patient in room #3 bleeds some hours"),
    ],
)
def test_comments_and_texts_that_are_whole_are_left_alone(written: tuple[str, str], tmp_path: Path) -> None:
    assert load_text(tmp_path, record_text(written)).diagnostics == ()
