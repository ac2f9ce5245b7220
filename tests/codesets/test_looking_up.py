from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.code_set import Entry, Release
from codepub.codesets.listing import listing_text
from codepub.codesets.lock import Lock
from codepub.codesets.looking_up import answers_text, dental_text, is_dental, list_text, look_up, not_found_text, search
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


OLD = Release("hcpcs", "2022", date(2022, 1, 1), "c.txt", "02")


def test_a_code_that_only_a_release_before_or_after_has_is_told_of_that_ahead_of_similar_ones(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(OLD, [Entry("G2012", "A short call", replaced_by="G2013")])
        store.add(APRIL, [Entry("G2011", "Words")])
        store.add(JULY, [Entry("G2014", "To come")])
        ended = look_up(store, "G2012", ["hcpcs"], date(2026, 4, 1))
        coming = look_up(store, "G2014", ["hcpcs"], date(2026, 4, 1))
    assert not_found_text("G2012", ended).splitlines() == [
        "G2012 is not in HCPCS Level II, April 2026.",
        "It stands in HCPCS Level II, 2022 (A short call) and has ended since. It was replaced by G2013.",
        "Did you mean G2011 (Words)?",
    ]
    told = "It is in HCPCS Level II, July 2026 (To come), which begins on 2026-07-01."
    assert not_found_text("G2014", coming).splitlines()[1] == told


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2022, 3, 31), "HCPCS Level II, 2022\n"),
        (date(2022, 4, 1), "HCPCS Level II, 2022, 3 months older than 2022-04-01: a newer release is out\n"),
        (date(2026, 11, 30), "HCPCS Level II, 2022, 4 years older than 2026-11-30: a newer release is out\n"),
    ],
)
def test_a_release_that_a_newer_one_has_followed_says_so(tmp_path: Path, day: date, told: str) -> None:
    with open_store(tmp_path) as store:
        store.add(OLD, [Entry("G2012", "A short call")])
        assert answers_text(look_up(store, "G2012", ["hcpcs"], day)).startswith(told)
        assert list_text(search(store, "call", ["hcpcs"], day, 5)).startswith(told)


def test_the_list_of_sets_says_that_the_newest_here_is_old() -> None:
    listed = listing_text([(OLD, 1), (APRIL, 2)], Lock(), date(2026, 8, 1))
    assert "        1 entry, effective 2022-01-01; from c.txt" in listed
    assert "2 entries, effective 2026-04-01; 4 months older than 2026-08-01: a newer release is out; from a" in listed


def test_of_a_set_without_a_rhythm_no_first_day_is_made_up(tmp_path: Path) -> None:
    places = Release("pos", "retrieved 2026-10-08", date(2026, 10, 8), "p.csv", "03")
    with open_store(tmp_path) as store:
        store.add(places, [Entry("21", "Hospital"), Entry("27", "Outreach", starts=date(2023, 10, 1))])
        told = answers_text(look_up(store, "21", ["pos"], date(2026, 1, 1)))
        dated = answers_text(look_up(store, "27", ["pos"], date(2026, 1, 1)))
    assert told.splitlines() == ["Place of service, retrieved 2026-10-08", "  21  Hospital", "    valid"]
    assert dated.endswith("    valid from 2023-10-01")


def test_an_entry_whose_only_fact_is_its_short_name_has_no_blank_line(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add(JULY, [Entry("J9271", "A drug", facts={"short": "Drug"})])
        told = answers_text(look_up(store, "J9271", ["hcpcs"], date(2026, 7, 1)))
    assert told.splitlines() == ["HCPCS Level II, July 2026", "  J9271  A drug", "    valid from 2026-07-01"]


@pytest.mark.parametrize(("code", "dental"), [("D0120", True), ("d0120", True), ("G0120", False), ("D01", False)])
def test_a_dental_code_is_known_by_its_looks(code: str, dental: bool) -> None:
    assert is_dental(code) is dental
    assert "American Dental Association licenses them" in dental_text(code)
