from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.codesets.code_set import Release
from codepub.codesets.lock import lock_text, locked
from codepub.diagnostics import CallError

CM = Release("icd-10-cm", "April 2026", date(2026, 4, 1), "b.txt", "01" * 32)
FEES = Release("mpfs", "October 2025", date(2025, 10, 1), "c.csv", "02" * 32)


def test_the_lock_names_each_release_in_order() -> None:
    text = lock_text([(FEES, 18_144), (CM, 98_186)])
    assert tomllib.loads(text)["release"] == [
        {
            "set": "icd-10-cm", "release": "April 2026", "effective": date(2026, 4, 1), "file": "b.txt",
            "sha256": "01" * 32, "entries": 98_186,
        },
        {
            "set": "mpfs", "release": "October 2025", "effective": date(2025, 10, 1), "file": "c.csv",
            "sha256": "02" * 32, "entries": 18_144,
        },
    ]  # fmt: skip
    assert text == lock_text([(CM, 98_186), (FEES, 18_144)])


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_label_is_written_so_that_it_comes_back(label: str) -> None:
    text = lock_text([(Release("pos", label, date(2026, 1, 1), label, "00"), 52)])
    assert tomllib.loads(text)["release"][0]["release"] == label


def test_a_lock_is_read_as_it_was_written() -> None:
    assert list(locked(lock_text([(CM, 98_186), (FEES, 18_144)])).releases) == [(CM, 98_186), (FEES, 18_144)]


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n", "[[release]]\nset = 'pos'\n", "release = 3\n"])
def test_a_broken_lock_says_how_to_mend_it(text: str) -> None:
    with pytest.raises(CallError, match=r"(?s)codepub\.lock.*(Mend it|Keep one)"):
        locked(text)
