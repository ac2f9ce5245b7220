from __future__ import annotations

from pathlib import Path

import pytest

from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

TITLE = "title: Thoracotomy for re-exploration"

CASES = [
    case("lost-quote", "ends with a quote, and none stands", "take out", (TITLE, 'title: «Thoracotomy again"»')),
    case("lost-quote", "ends with a quote", "Put a quote before", ("[Aetna, Medicare]", '[«Aetna"», Medicare]')),
    case("lost-quote", "ends with a quote", "", ("type: Surgical", 'type: «Surgical"» # a comment')),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_quote_that_nothing_opens_is_not_published_silently(wanted: Case, tmp_path: Path) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize(
    "title",
    [
        '"Thoracotomy"',
        'A "second" look',
        'The "second look"',
        '|\n  "A second\n  look"',
        'A drain of 12"',
        "'A \"look'",
    ],
)
def test_quotes_in_pairs_and_inches_are_no_lost_quotes(tmp_path: Path, title: str) -> None:
    assert load_text(tmp_path, record_text((TITLE, f"title: {title}"))).diagnostics == ()


def test_two_lost_quotes_are_both_told(tmp_path: Path) -> None:
    text = record_text((TITLE, 'title: A second look"'), ("service_type: Surgical", 'service_type: Surgical"'))
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == ["lost-quote", "lost-quote"]


def test_lost_quotes_are_told_whatever_ends_the_lines(tmp_path: Path) -> None:
    text = record_text((TITLE, 'title: A second look"'), ("service_type: Surgical", 'service_type: Surgical"'))
    found = load_text(tmp_path, text.replace("\n", "\r\n")).diagnostics
    assert [one.rule for one in found] == ["lost-quote", "lost-quote"]


def test_a_code_that_a_lost_quote_makes_wrong_is_told_once(tmp_path: Path) -> None:
    (found,) = load_text(tmp_path, record_text(("- code: J95.830", '- code: J95.830"'))).diagnostics
    assert found.rule == "code-format"
