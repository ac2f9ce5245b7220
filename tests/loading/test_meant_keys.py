from __future__ import annotations

from pathlib import Path

import pytest

from tests.record_texts import load_text, record_text

DIAGNOSIS = """\
    - code: J95.830
      description: Bleeding after surgery
      rationale: The usual cause
"""
SITE = """\
  site_of_service:
    text: Operating room of a hospital
    pos: ["21"]
"""


def hints_of(folder: Path, *changes: tuple[str, str]) -> list[tuple[str, str | None]]:
    """The keys that are told as unknown, and what is advised; nothing else may be told."""
    found = load_text(folder, record_text(*changes)).diagnostics
    assert {one.rule for one in found} <= {"unknown-key"}
    return [(one.message.split("`")[1], one.hint) for one in found]


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        ("service_type: Surgical", "Service Type: Surgical", "service_type"),
        ("service_type: Surgical", "serviceType: Surgical", "service_type"),
        ("title: Thoracotomy for re-exploration", "name: Thoracotomy", "title"),
        ("edition: 2026", "year: 2026", "edition"),
        ("effective: 2026-01-01", "effective_date: 2026-01-01", "effective"),
        ("rationale: The usual cause", "why: The usual cause", "rationale"),
        ("description: Bleeding after surgery", "desc: Bleeding after surgery", "description"),
    ],
)
def test_a_misnamed_field_is_told_by_its_own_name_alone(tmp_path: Path, field: str, typed: str, meant: str) -> None:
    name = typed.partition(":")[0]
    assert hints_of(tmp_path, (field, typed)) == [(name, f"Did you mean `{meant}`?")]


def test_several_misnamed_fields_of_a_row_are_told_each_in_their_order(tmp_path: Path) -> None:
    row = DIAGNOSIS.replace("code:", "dx:").replace("description:", "what:").replace("rationale:", "why:")
    assert hints_of(tmp_path, (DIAGNOSIS, row)) == [
        ("dx", "Did you mean `code`?"),
        ("what", "Did you mean `description`?"),
        ("why", "Did you mean `rationale`?"),
    ]


def test_a_field_too_many_is_not_taken_for_one_that_is_there(tmp_path: Path) -> None:
    ((name, hint),) = hints_of(tmp_path, (DIAGNOSIS, f"{DIAGNOSIS}      note: Seen twice\n"))
    assert (name, hint) == ("note", "The fields here are: code, description, rationale.")


def test_a_field_that_lacks_is_told_where_the_value_of_an_unknown_one_does_not_fit_it(tmp_path: Path) -> None:
    text = record_text(("      rationale: The usual cause\n", "      seen: [once, twice]\n"))
    assert sorted(one.rule for one in load_text(tmp_path, text).diagnostics) == ["missing-field", "unknown-key"]


def test_fields_on_a_higher_level_than_theirs_are_told_once_with_their_place(tmp_path: Path) -> None:
    assert hints_of(tmp_path, (SITE, '  site_of_service:\n  text: Room\n  pos: ["21"]\n')) == [
        ("text", "Move it, and `pos` with it, below `site_of_service:`, indented by two spaces more than that.")
    ]


def test_a_field_of_the_record_on_a_lower_level_is_told_to_move_up(tmp_path: Path) -> None:
    changes = ("tags: [thoracic]\n", ""), ("overview:\n", "overview:\n  tags: [thoracic]\n")
    assert hints_of(tmp_path, *changes) == [("tags", "Move it to the fields of the record, at the left margin.")]


def test_what_stands_on_another_level_is_found_where_its_place_is_not_there_at_all(tmp_path: Path) -> None:
    changes = ("overview:\n", ""), ("  description: The chest wall", "description: The chest wall")
    text = record_text(*changes).replace("  service_type:", "service_type:").replace(SITE, "")
    text = text.replace("service_type: Surgical\n", "service_type: Surgical\nsite_of_service: {unavailable: unknown}\n")
    (found,) = load_text(tmp_path, text).diagnostics
    assert found.hint is not None
    assert found.hint.startswith("Move it, and `service_type`, `site_of_service` with it, below `overview:`,")
