"""What releases of any days may say of a record of any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.codesets.code_set import Entry, Release, SetName
from codepub.codesets.in_force import ask_releases
from codepub.diagnostics import Diagnostic, Severity
from tests.checks.listed import Sets, load_against, make_release
from tests.checks.test_codes import RELATED
from tests.record_texts import record_text

DAYS = st.dates(date(2022, 1, 1), date(2028, 12, 31))
CODES = {"hcpcs": ("A0425", "J0165", "J0171"), "icd-10-cm": ("J95830", "J95831", "J9583")}


@st.composite
def releases_with_entries(draw: st.DrawFn) -> dict[Release, list[Entry]]:
    """Make releases of the two sets that the record names codes of, each with some of its codes, some of them ended."""
    names: Sequence[SetName] = ("hcpcs", "icd-10-cm")
    sets: dict[Release, list[Entry]] = {}
    for name in names:
        for begins in draw(st.sets(DAYS, max_size=4)):
            codes = draw(st.sets(st.sampled_from(CODES[name])))
            last = draw(st.one_of(st.none(), DAYS))
            sets[make_release(name, str(begins), begins)] = [
                Entry(code, ends=last, billable=code != "J9583") for code in codes
            ]
    return sets


def check(sets: Sets, day: date) -> tuple[Diagnostic, ...]:
    with TemporaryDirectory() as folder:
        dated = ("edition: 2026\neffective: 2026-01-01", f"edition: {day.year}\neffective: {day}")
        text = record_text(dated, (RELATED, "system: HCPCS\n      code: J0165"))
        return load_against(Path(folder), sets, text).diagnostics


@settings(max_examples=40)
@given(sets=releases_with_entries(), day=DAYS)
def test_without_a_release_that_holds_there_is_no_error(sets: dict[Release, list[Entry]], day: date) -> None:
    asked = (
        ask_releases(sorted((one for one in sets if one.set == name), key=lambda one: one.effective), day)
        for name in CODES
    )
    if not any(one is not None and one.holds for one in asked):
        assert all(one.severity is not Severity.ERROR for one in check(sets, day))


@settings(max_examples=40)
@given(sets=releases_with_entries(), day=DAYS)
def test_a_later_release_changes_nothing_but_the_words(sets: dict[Release, list[Entry]], day: date) -> None:
    begun = {one: entries for one, entries in sets.items() if one.effective <= day}
    assert list(map(_place, check(sets, day))) == list(map(_place, check(begun, day)))


def _place(diagnostic: Diagnostic) -> tuple[Severity, int | None]:
    return diagnostic.severity, diagnostic.position.line if diagnostic.position else None
