from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.unprinted import unprinted_markup
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

PHRASE = "The usual case."
PROSE = "When the code is meant."


def block(*lines: str) -> tuple[str, str]:
    """Replace the scope by a text of several lines."""
    return "  scope: When the code is meant.", "\n    ".join(("  scope: |", *lines))


CASES = [
    case("unprinted-markup", "a heading", "a sentence", block("«# The meaning»", "", "It is so.")),
    case("unprinted-markup", "a heading", "a sentence", block("«## The meaning»")),
    case("unprinted-markup", "a heading", "a sentence", block("«##Meaning»")),
    case("unprinted-markup", "a heading", "a sentence", block("Meaning", "«=====»")),
    case("unprinted-markup", "a table", "write a list", block("«| sign | value |»", "|---|---|", "| a | 5 |")),
    case("unprinted-markup", "a table", "write a list", block("«sign | value»", "--- | ---", "a | 5")),
    case("unprinted-markup", "a quotation", "quotation marks", block("«> The code is meant so.»")),
    case("unprinted-markup", "a quotation", "quotation marks", block("«> one line»", "> another")),
    case("unprinted-markup", "a fence", "Take its lines out", block("«```»", "code", "```")),
    case("unprinted-markup", "a fence", "Take its lines out", block("«~~~»", "code", "~~~")),
    case("unprinted-markup", "a rule", "empty line parts", block("One.", "", "«---»", "", "Two.")),
    case("unprinted-markup", "a rule", "empty line parts", block("One.", "", "«***»", "", "Two.")),
    case("unprinted-markup", "a rule", "empty line parts", block("One.", "", "«* * *»", "", "Two.")),
    case("unprinted-markup", "a rule", "empty line parts", block("One.", "", "«___»", "", "Two.")),
    case("unprinted-markup", "code between backticks", "*stars*", block("The field «`code`» is it.")),
    case("unprinted-markup", "code between backticks", "*stars*", block("The field «``code``» is it.")),
    case("unprinted-markup", "a tag of HTML", "H~2~O", block("It is «<b>»bold</b>.")),
    case("unprinted-markup", "a tag of HTML", "H~2~O", block("H«<sub>»2</sub>O")),
    case("unprinted-markup", "a tag of HTML", "H~2~O", block("One«<BR/>»two")),
    case("unprinted-markup", "a tag of HTML", "H~2~O", block('See «<a href="https://x.org">»it</a>.')),
    case("unprinted-markup", "a tag of HTML", "H~2~O", block("One «<!--» two --> three")),
    case("unprinted-markup", "an entity of HTML", "character itself", block("One«&nbsp;»two")),
    case("unprinted-markup", "an entity of HTML", "character itself", block("5 «&#215;» 3")),
    case("unprinted-markup", "a picture", "without the exclamation", block("See «![it](https://x.org/a.png)» there.")),
    case("unprinted-markup", "struck words", "Take the words out", block("It is «~~not~~» so.")),
    case("unprinted-markup", "a tag of HTML", "H~2~O", (PHRASE, "One«<br>»two")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


def told_in(root: Path, *lines: str) -> list[str]:
    found = load_text(root, record_text(block(*lines))).diagnostics
    assert {one.rule for one in found} == {unprinted_markup.rule.id}
    return sorted(one.message.split(",")[0].removeprefix("This is ") for one in found)


def test_a_table_hides_no_other_kind_of_mark(tmp_path: Path) -> None:
    lines = ("| sign | value |", "|---|---|", "| a | 5 |", "", "It is <b>bold</b>, `code` and ~~struck~~.")
    kinds = ["a table", "a tag of HTML", "code between backticks", "struck words"]
    assert told_in(tmp_path, *lines, "", "| b | c |", "|---|---|") == kinds


def test_what_stands_in_a_fence_is_not_told_and_what_follows_it_is(tmp_path: Path) -> None:
    lines = ("```", "# no heading", "<b>", "```", "", "One&nbsp;two")
    assert told_in(tmp_path, *lines) == ["a fence", "an entity of HTML"]


def test_one_mark_is_told_once_in_a_text(tmp_path: Path) -> None:
    found = load_text(tmp_path, record_text(block("<b>One</b> and <b>two</b>", "<i>three</i>."))).diagnostics
    assert [one.rule for one in found] == [unprinted_markup.rule.id]
