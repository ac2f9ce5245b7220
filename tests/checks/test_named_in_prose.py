from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.named_in_prose import NAMING_CHECKS
from tests.record_texts import VOLATILE, Case, assert_found, case, load_text, record_text, rule_id

PHRASE = "The usual case."
PROSE = "When the code is meant."

AFFIRMED = [
    "Never forget modifier «79».",
    "Do not omit modifier «79».",
    "Do not report it without modifier «79».",
    "If the return was not planned report modifier «79».",
    "Modifier «79» is not reported unless the return is unrelated.",
    "When reported with 32110, append modifier «79».",
    "Report modifier «79» with 32110.",
    "Report 32120 with modifier «79».",
    "The surgeon's claim takes modifier «79».",
    "Modifier «79» is not only for surgeons.",
]
"""Sentences that ask for a modifier, whatever they deny besides."""

CASES = [
    case("prose-modifier", "names modifier 79", "Add a row", (PROSE, "Report modifier «79» then.")),
    case("prose-modifier", "names modifier 79", "Add a row", (PROSE, "Use modifier 78 or «79» then.")),
    case("prose-modifier", "names modifier TC", "Add a row", (PROSE, "Modifiers 78, 62 and «TC» go with it.")),
    case("prose-modifier", "names modifier 26", "Add a row", (PROSE, "See modifiers 78/«26» there.")),
    case("prose-modifier", "names modifier 22", "Add a row", ("A surgeon decides.", "A surgeon adds modifier «22».")),
    case("prose-modifier", "names modifier E1", "Add a row", (PROSE, "Report «32120-E1».")),
    case("prose-modifier", "names modifier 59", "Add a row", (PROSE, "Report 32120-78, or «32120-59» then.")),
    case("prose-code", "names 32124", "Add it to the table", (PROSE, "See also «32124».")),
    case("prose-code", "names 32124", "Add it to the table", (PROSE, "See («32124») for that, and 32110 or 32120.")),
    case("prose-code", "names 0446T", "Add it", (PHRASE, "Then «0446T» is meant.")),
    case("prose-code", "names J95.831", "Add it", (PHRASE, "With J95.830 or «J95.831» on the claim.")),
    case("prose-code", "names U07.1", "Add it", (PHRASE, "With «U07.1» on the claim.")),
    case("prose-code", "names A0425", "Add it", (PHRASE, "With «A0425» on the claim.")),
    case("prose-code", "names 0W390ZZ", "Add it", (PHRASE, "The inpatient code is «0W390ZZ».")),
    case("prose-code", "names 32124", "Add it", (PROSE, "See [the web](https://cms.gov/35820) and «32124».")),
    case("title-code", "names 32110, yet", "Leave the code out", ("title: Thor", "title: «32110», thor")),
    case("prose-code", "names 32124", "Add it", (PROSE, "The code was changed from 32110 to «32124» then.")),
    case("prose-code", "names 32124", "Add it", (PROSE, "A range ends, 32120 to 32110, not «32124».")),
    case("prose-code", "names 32124", "Add it", (PROSE, "Report «32124» units of it by 32120.")),
    case("prose-code", "names 30233N1", "Add it", (PROSE, "The PCS code «30233N1» is meant.")),
    case("prose-code", "names 5A1955Z", "Add it", (PROSE, "The inpatient code is «5A1955Z».")),
    case("prose-modifier", "names modifier 59", "Add a row", (PROSE, "Append modifier -«59» then.")),
    case("prose-modifier", "names modifiers 80 to 82", "Add a row", (PROSE, "Modifiers «80» to 82 are for help.")),
    case("prose-modifier", "names modifier AS", "Add a row", (PROSE, "Modifiers 62, 78 and «AS» go with it.")),
    case("prose-modifier", "names modifier 59", "Add a row", (PROSE, "Append modifier «59». The visit is another.")),
    case("prose-modifier", "names modifier 25", "Add a row", (PROSE, "Report modifier «25».")),
    *(case("prose-modifier", "names modifier 79", "Add a row", (PROSE, words)) for words in AFFIRMED),
    case("prose-modifier", "names modifier 28", "no such modifier", (PROSE, "Report modifier «28».")),
    case("prose-code", "names 32124", "Add it", (PROSE, "The choice lies between «32124» and 32110.")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("check", NAMING_CHECKS, ids=lambda check: check.rule.id)
def test_every_check_of_what_prose_names_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in {wanted.rule for wanted in CASES}  # type: ignore[attr-defined]


def test_a_code_is_told_once_however_often_it_is_named(tmp_path: Path) -> None:
    text = record_text((PROSE, "See 32124, and 32124."), (PHRASE, "See 32124."))
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == ["prose-code"]


def test_a_modifier_is_told_once_however_often_it_is_named(tmp_path: Path) -> None:
    text = record_text((PROSE, "See modifier 79, and modifier 79."), (PHRASE, "See modifier 79."))
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == ["prose-modifier"]


def test_prose_may_name_any_modifier_where_the_table_is_unavailable(tmp_path: Path) -> None:
    whole = record_text()
    table = whole[whole.index("  modifiers:") : whole.index("  diagnoses:")]
    text = record_text((table, "  modifiers: {unavailable: unknown}\n"), (PROSE, "Report modifier 79."))
    assert load_text(tmp_path, text).diagnostics == ()


def test_prose_may_name_the_number_of_a_policy(tmp_path: Path) -> None:
    row = f"kind: LCD, number: L34567, title: T, payer: P, effective: 2026-01-01, says: S, {VOLATILE}"
    text = record_text(("sources:\n", f"coverage: [{{{row}}}]\nsources:\n"), (PROSE, "See L34567."))
    assert load_text(tmp_path, text).diagnostics == ()


def test_warnings_of_prose_leave_the_record_to_be_published(tmp_path: Path) -> None:
    assert load_text(tmp_path, record_text((PROSE, "See 32124 and modifier 79."))).record is not None


def test_a_title_may_name_its_own_code(tmp_path: Path) -> None:
    assert load_text(tmp_path, record_text(("title: Thor", "title: 32120, thor"))).diagnostics == ()


def test_a_word_in_a_block_of_prose_is_pointed_at_on_its_own_line(tmp_path: Path) -> None:
    text = record_text(("    A surgeon decides.", "    A surgeon decides,\n    and sees 32124."))
    (found,) = load_text(tmp_path, text).diagnostics
    assert found.position is not None
    assert found.excerpt == "    and sees 32124."
    assert found.excerpt[found.position.column - 1 :][: found.position.width] == "32124"
