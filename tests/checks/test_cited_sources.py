from __future__ import annotations

from pathlib import Path

import pytest

from tests.record_texts import VOLATILE, Case, assert_found, case, load_text, record_text, rule_id

SOURCE = "publisher: CMS}"
SPARE = f"{SOURCE}\n  - {{id: «spare», title: A guide, publisher: Nobody}}"
CITED = ("The usual case.", "The usual case[^rvu25d].")

CASES = [
    case("unused-source", "Nothing cites the source `spare`.", "Cite it", CITED, (SOURCE, SPARE)),
    case(
        "unused-source",
        "Nothing cites the source `spare`.",
        "take it out",
        ("sources:\n", f"denials:\n  - {{carc: '97', rarc: N20, reason: R, prevention: P, {VOLATILE}}}\nsources:\n"),
        (SOURCE, SPARE),
    ),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_source_that_nothing_cites_is_told(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


def test_a_record_that_cites_nothing_lists_its_sources_for_the_whole(tmp_path: Path) -> None:
    text = record_text((SOURCE, SPARE.replace("«", "").replace("»", "")))
    assert load_text(tmp_path, text).diagnostics == ()


def test_a_source_that_only_a_note_cites_is_used(tmp_path: Path) -> None:
    text = record_text(
        CITED,
        (SOURCE, SPARE.replace("«", "").replace("»", "")),
        ("{unavailable: unknown}", '{unavailable: unknown, note: "See there[^spare]"}'),
    )
    assert load_text(tmp_path, text).diagnostics == ()


def test_of_a_record_with_an_unfit_field_no_source_is_said_to_be_unused(tmp_path: Path) -> None:
    text = record_text(CITED, (SOURCE, SPARE.replace("«", "").replace("»", "")), ("edition: 2026", "edition: soon"))
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == ["wrong-type"]
