from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import yaml
from codepub.loading.salvage import salvage
from codepub.origin import FieldPath
from codepub.records.code_summary import CodeSummary
from tests.record_texts import RECORD, load_text, record_text

DATA = yaml.safe_load(RECORD)


def list_paths(value: object, path: FieldPath = ()) -> list[FieldPath]:
    """List every path below a value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for step, below in members for found in ((*path, step), *list_paths(below, (*path, step)))]


def rules_of(content: Path, *replaced: tuple[str, str]) -> list[str]:
    return [one.rule for one in load_text(content, record_text(*replaced)).diagnostics]


@pytest.mark.parametrize(
    ("mistake", "rule"),
    [
        (("[Aetna, Medicare]", "Aetna"), "wrong-type"),
        (("title: Thor", "titel: x\ntitle: Thor"), "unknown-key"),
        (('code: "32120"', "code: 32120"), "wrong-type"),
        (("publisher: CMS", "publisher: 5"), "wrong-type"),
    ],
)
def test_a_mistake_of_a_field_does_not_hide_a_mistake_of_a_code(
    tmp_path: Path, mistake: tuple[str, str], rule: str
) -> None:
    found = rules_of(tmp_path, mistake, ('"78"', '"7"'))
    assert sorted(found) == sorted([rule, "modifier-format"])


def test_a_table_that_is_not_sound_is_not_held_against_the_prose(tmp_path: Path) -> None:
    found = rules_of(tmp_path, ('modifier: "78"', "modifier: 78"))
    assert found == ["wrong-type"]


def test_of_a_place_at_fault_nothing_more_is_said(tmp_path: Path) -> None:
    found = rules_of(tmp_path, ('modifier: "78"', "modifier: 7"))
    assert found == ["wrong-type"]


def test_the_data_at_hand_is_left_as_it_is() -> None:
    before = yaml.safe_load(RECORD)
    assert salvage(CodeSummary, DATA, [("summary", "payers")]) is not None
    assert before == DATA


@given(st.lists(st.sampled_from(list_paths(DATA)), min_size=1, max_size=6))
def test_whatever_is_at_fault_the_rest_is_told_or_nothing(faults: list[FieldPath]) -> None:
    part = salvage(CodeSummary, DATA, faults)
    assert part is None or not any(part.holds(fault) for fault in faults)
