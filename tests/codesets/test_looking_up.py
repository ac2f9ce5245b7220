from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.code_set import Entry, Release
from codepub.codesets.looking_up import look_up
from codepub.codesets.store import open_store

APRIL = Release("hcpcs", "April 2026", date(2026, 4, 1), "a.txt", "00")
JULY = Release("hcpcs", "July 2026", date(2026, 7, 1), "b.txt", "01")


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 1, 1), "April 2026"),
        (date(2026, 6, 30), "April 2026"),
        (date(2026, 7, 1), "July 2026"),
        (date(2030, 1, 1), "July 2026"),
    ],
)
def test_before_the_first_release_that_one_is_looked_up_in(tmp_path: Path, day: date, label: str) -> None:
    with open_store(tmp_path) as store:
        for release in (JULY, APRIL):
            store.add(release, [Entry("A0425")])
        (answer,) = look_up(store, "A0425", ["hcpcs"], day)
    assert answer.release.label == label
