from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.codesets.code_set import SET_NAMES, Release, SetName
from codepub.codesets.in_force import ask_releases, find_last_day, list_followers

DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))


def make(name: SetName, effective: date, ends: date | None = None) -> Release:
    return Release(name, f"of {effective}", effective, "a.txt", "00", ends=ends)


@st.composite
def releases_of_a_set(draw: st.DrawFn) -> list[Release]:
    """Make the releases of one set, in order of time; some state their last day."""
    name = draw(st.sampled_from(SET_NAMES))
    begins = sorted(draw(st.sets(DAYS, max_size=8)))
    lasts = st.one_of(st.none(), st.integers(0, 800))
    return [make(name, day, _add(day, draw(lasts))) for day in begins]


def _add(day: date, count: int | None) -> date | None:
    return None if count is None else day + timedelta(days=count)


@pytest.mark.parametrize(
    ("name", "effective", "last"),
    [
        ("hcpcs", date(2026, 1, 1), date(2026, 7, 1)),
        ("mpfs", date(2025, 10, 1), date(2026, 4, 2)),
        ("opps", date(2024, 2, 1), date(2024, 7, 1)),
        ("ncci-ptp-hospital", date(2026, 4, 1), date(2026, 9, 30)),
        ("ncci-mue-dme", date(2026, 7, 1), date(2026, 12, 31)),
        ("icd-10-cm", date(2025, 10, 1), date(2026, 9, 30)),
        ("icd-10-pcs", date(2026, 4, 1), date(2026, 9, 30)),
        ("ms-drg", date(2025, 10, 1), date(2026, 9, 30)),
        ("taxonomy", date(2025, 1, 1), date(2025, 12, 31)),
        ("carc", date(2025, 11, 1), date(2026, 7, 1)),
        ("rarc", date(2026, 3, 1), date(2026, 10, 31)),
        ("pos", date(2020, 1, 1), None),
    ],
)
def test_a_release_lasts_as_its_set_is_published(name: SetName, effective: date, last: date | None) -> None:
    assert find_last_day(make(name, effective)) == last


def test_the_last_day_that_a_release_states_is_its_last() -> None:
    assert find_last_day(make("hcpcs", date(2026, 1, 1), date(2026, 2, 1))) == date(2026, 2, 1)


@pytest.mark.parametrize("name", SET_NAMES)
def test_a_release_of_the_last_day_of_the_calendar_is_asked_too(name: SetName) -> None:
    assert ask_releases([make(name, date.max)], date.max) is not None


def test_the_next_release_takes_the_place_of_one_that_states_a_later_day() -> None:
    one, other = make("hcpcs", date(2026, 1, 1), date(2030, 1, 1)), make("hcpcs", date(2026, 4, 1), date(2026, 6, 30))
    asked = ask_releases([one, other], date(2026, 7, 1))
    assert asked is not None
    assert (asked.release, asked.holds) == (other, False)


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (date(2026, 10, 1), "6 months"),
        (date(2028, 3, 30), "24 months"),
        (date(2028, 4, 1), "2 years"),
    ],
)
def test_an_older_release_tells_its_age(day: date, age: str) -> None:
    release = make("icd-10-cm", date(2026, 4, 1), date(2026, 4, 1))
    told = str(ask_releases([release], day))
    assert told == f"ICD-10-CM, of 2026-04-01, {age} older than the record"


def test_one_that_holds_is_called_by_its_name() -> None:
    assert str(ask_releases([make("icd-10-cm", date(2026, 4, 1))], date(2026, 4, 2))) == "ICD-10-CM, of 2026-04-01"


@pytest.mark.parametrize(
    ("name", "begins", "day", "follower"),
    [
        ("hcpcs", date(2026, 1, 1), date(2026, 3, 31), None),
        ("hcpcs", date(2026, 1, 1), date(2026, 4, 1), "April 2026"),
        ("hcpcs", date(2026, 1, 1), date(2027, 1, 1), None),
        ("mpfs", date(2025, 10, 1), date(2026, 2, 3), "January 2026"),
        ("carc", date(2025, 11, 1), date(2026, 2, 28), None),
        ("carc", date(2025, 11, 1), date(2026, 3, 1), "March 2026"),
        ("icd-10-cm", date(2025, 10, 1), date(2026, 9, 30), None),
        ("pos", date(2020, 1, 1), date(2026, 1, 1), None),
    ],
)
def test_one_in_its_days_of_grace_knows_which_release_is_out(
    name: SetName, begins: date, day: date, follower: str | None
) -> None:
    asked = ask_releases([make(name, begins)], day)
    assert asked is not None
    assert asked.follower == follower


@pytest.mark.parametrize(
    ("name", "begins", "day", "lacks"),
    [
        ("icd-10-cm", date(2025, 10, 1), date(2026, 3, 31), False),
        ("icd-10-cm", date(2025, 10, 1), date(2026, 4, 1), True),
        ("icd-10-pcs", date(2025, 10, 1), date(2026, 9, 30), True),
        ("icd-10-cm", date(2026, 4, 1), date(2026, 9, 30), False),
        ("ms-drg", date(2025, 10, 1), date(2026, 9, 30), False),
    ],
)
def test_additions_of_april_are_not_in_a_release_of_october(
    name: SetName, begins: date, day: date, lacks: bool
) -> None:
    asked = ask_releases([make(name, begins)], day)
    assert asked is not None
    assert asked.lacks_additions == lacks


def test_followers_end_where_there_is_a_gap() -> None:
    begins = [date(2026, 1, 1), date(2026, 4, 1), date(2026, 10, 1), date(2027, 4, 2), date(2027, 10, 2)]
    releases = [make("hcpcs", day) for day in begins]
    assert list_followers(releases, releases[0]) == releases[1:4]
    assert list_followers(releases, releases[-1]) == []


@given(releases=releases_of_a_set(), day=DAYS)
def test_what_is_asked_had_begun(releases: list[Release], day: date) -> None:
    asked = ask_releases(releases, day)
    begun = [release for release in releases if release.effective <= day]
    assert (asked is None) == (not begun)
    if asked is not None:
        assert asked.release == begun[-1]
        assert not asked.holds or asked.release.ends is None or day <= asked.release.ends


@given(releases=releases_of_a_set(), day=DAYS)
def test_a_later_release_never_changes_an_answer(releases: list[Release], day: date) -> None:
    begun = [release for release in releases if release.effective <= day]
    assert ask_releases(releases, day) == ask_releases(begun, day)
