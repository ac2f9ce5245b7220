from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.codesets import similar_codes
from codepub.codesets.code_set import Entry, Release
from codepub.codesets.similar_codes import _distance, _edits, find_similar_codes
from codepub.codesets.store import open_store

CM = Release("icd-10-cm", "FY 2026", date(2025, 10, 1), "a.txt", "00")
HCPCS = Release("hcpcs", "2026", date(2026, 1, 1), "b.txt", "00")
CODES = [
    Entry("J95", billable=False), Entry("J958", billable=False), Entry("J9583", billable=False),
    Entry("J95830"), Entry("J95831"), Entry("S27", billable=False), Entry("S270", billable=False),
    Entry("S270XXA"), Entry("S270XXD"), Entry("Z9989"), Entry("A150"), Entry("A1501"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("J95.83", ["J95830", "J95831"]),
        ("S27.0A", ["S270XXA", "S270"]),
        ("S270D", ["S270XXD", "S270"]),
        ("S27.0XA", ["S270XXA", "S270XXD", "S270"]),
        ("J95.832", ["J95830", "J95831", "J9583"]),
        ("J59.830", ["J95830"]),
        ("Y99.89", ["Z9989"]),
        ("Q00.0", []),
        ("", []),
    ],
)
def test_the_nearest_codes_come_first(tmp_path: Path, asked: str, near: list[str]) -> None:
    with open_store(tmp_path) as store:
        store.add(CM, CODES)
        assert find_similar_codes(store, CM, asked) == near


def test_no_more_than_asked_for_are_named(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(HCPCS, [Entry(f"A420{digit}") for digit in range(10)])
        assert find_similar_codes(store, HCPCS, "A42O0") == ["A4200", "A4201", "A4202"]
        assert len(find_similar_codes(store, HCPCS, "A42O0", 1)) == 1


CODE = st.text(alphabet="0AB", max_size=5)


@given(CODE, CODE)
def test_what_is_written_as_one_edit_is_what_is_one_edit_away(one: str, other: str) -> None:
    assert (other in _edits(one) | {one}) == (_distance(one, other) <= 1)


@pytest.mark.parametrize("length", [21, 2_000, 8_000])
def test_nothing_is_spelled_in_other_ways_for_what_is_longer_than_any_code(
    length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spelled: list[str] = []

    def counted(code: str) -> set[str]:
        spelled.append(code)
        return set()

    monkeypatch.setattr(similar_codes, "_edits", counted)
    with open_store(tmp_path) as store:
        store.add(CM, CODES)
        assert find_similar_codes(store, CM, "J" * length) == []
    assert spelled == []
