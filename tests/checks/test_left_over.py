from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.left_over import left_overs
from tests.record_texts import Case, assert_found, case, rule_id

PHRASE = "The usual case."
PROSE = "When the code is meant."


CASES = [
    case("left-over", "left over", "Write what is meant", (PROSE, "«Lorem ipsum» dolor sit amet.")),
    case("left-over", "left over", "Write what is meant", (PROSE, '"«TODO»: ask the surgeon."')),
    case("left-over", "left over", "Write what is meant", (PROSE, "When it is meant («FIXME»).")),
    case("left-over", "left over", "Write what is meant", (PROSE, "Meant, «TBD» by the desk.")),
    case("left-over", "left over", "Write what is meant", (PROSE, "See «XXX» there.")),
    case("left-over", "left over", "Write", (PHRASE, "A case («FIXME»)")),
    *(
        case("left-over", "left over", "Write", (PROSE, written))
        for written in (
            "'Meant so. («To do:» source?)'",
            "'Meant so («to do:» source?)'",
            '"Meant. «Todo:» ask the surgeon."',
            '"«To-do:» ask."',
            "«To be written».",
            "Meant so («to be confirmed»).",
            "Meant so. «To be added later»",
        )
    ),
    case("left-over", "left over", "Write", (PROSE, "'By «[insert name]» of the desk.'")),
    case(
        "left-over",
        "`Untitled` is left over",
        "Write the title",
        ("title: Thoracotomy for re-exploration", "title: «Untitled»"),
    ),
    case("left-over", "`TODO` seems", "Write", ("title: Thoracotomy for re-exploration", "title: Thoracotomy, «TODO»")),
    case("left-over", "`TBD` seems", "Write", ("title: Relative value files", "title: Files («TBD»)")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


def test_the_check_is_shown_by_a_case() -> None:
    assert {wanted.rule for wanted in CASES} == {left_overs.rule.id}
