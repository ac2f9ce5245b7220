from __future__ import annotations

import json
from pathlib import Path

from codepub.library.listing import library_json, library_text
from tests.record_texts import sound_record

OTHER = (('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))


def test_the_list_counts_what_is_unavailable_by_reason(tmp_path: Path) -> None:
    first = sound_record(
        tmp_path, ("[Aetna, Medicare]", "{unavailable: masked}"), ("The usual case.", "{unavailable: unknown}")
    )
    assert json.loads(library_json([first])) == [
        {
            "system": "CPT",
            "code": "32120",
            "title": "Thoracotomy for re-exploration",
            "edition": 2026,
            "status": "draft",
            "unavailable": {"masked": 1, "unknown": 2},
        }
    ]


def test_the_list_for_people_stands_in_columns(tmp_path: Path) -> None:
    first = sound_record(tmp_path, ("[Aetna, Medicare]", "{unavailable: masked}"))
    second = sound_record(
        tmp_path,
        *OTHER,
        ("Thoracotomy for re-exploration", "Chest"),
        ("{unavailable: unknown}", "Then"),
        ("edition: 2026", "edition: 2026\nstatus: released"),
        name="cpt/32110.yaml",
    )
    assert library_text([first, second]).splitlines() == [
        "CPT 32120  Thoracotomy for re-exploration  2026  draft     2 unavailable: 1 masked, 1 unknown",
        "CPT 32110  Chest                           2026  released  complete",
    ]


def test_the_list_of_no_records_is_empty() -> None:
    assert library_text([]) == ""
    assert json.loads(library_json([])) == []


def test_titles_stand_in_the_json_as_they_are_written(tmp_path: Path) -> None:
    record = sound_record(tmp_path, ("Thoracotomy for re-exploration", "Re-exploration – Größe β"))
    assert "Re-exploration – Größe β" in library_json([record])
