from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.released import RELEASE_CHECKS
from codepub.diagnostics import Severity
from codepub.records.availability import BLOCKS_RELEASE, NEEDED_BESIDE, REASONS
from tests.record_texts import Case, assert_found, case, load_text, record_text, rule_id

RELEASED = ("effective: 2026-01-01\n", "effective: 2026-01-01\nstatus: released\n")
BESIDE = {"since": "2026-09-01", "recheck_by": "2027-01-01", "note": "Clinical Context"}


def payers(reason: str) -> tuple[str, str]:
    needed = NEEDED_BESIDE.get(reason)  # type: ignore[call-overload]
    beside = f", {needed}: {BESIDE[needed]}" if needed else ""
    return "payers: [Aetna, Medicare]", f"payers: «{{unavailable: {reason}{beside}}}»"


CASES = [
    case("blocks-release", f"`summary.payers` is {reason}, which only", "Until then write `status: draft`.", *texts)
    for reason in sorted(BLOCKS_RELEASE)
    for texts in [(RELEASED, payers(reason))]
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_release_lacks_nothing_that_only_a_draft_may_lack(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


def test_every_rule_of_this_file_is_shown() -> None:
    assert {one.rule for one in CASES} == {check.rule.id for check in RELEASE_CHECKS}


@pytest.mark.parametrize("reason", REASONS)
def test_of_a_draft_nothing_is_said_and_of_a_release_only_what_holds_it_back(tmp_path: Path, reason: str) -> None:
    old, new = payers(reason)
    without_marks = old, new.replace("«", "").replace("»", "")
    blocks = ["blocks-release"] if reason in BLOCKS_RELEASE else []
    assert load_text(tmp_path, record_text(without_marks)).diagnostics == ()
    assert [one.rule for one in load_text(tmp_path, record_text(RELEASED, without_marks)).diagnostics] == blocks


def test_words_that_are_left_over_are_an_error_once_a_record_is_released(tmp_path: Path) -> None:
    left = ("When the code is meant.", "When the code is meant (FIXME).")
    (of_draft,) = load_text(tmp_path, record_text(left)).diagnostics
    (of_release,) = load_text(tmp_path, record_text(RELEASED, left)).diagnostics
    assert (of_draft.severity, of_release.severity) == (Severity.WARNING, Severity.ERROR)
    assert (of_draft.message, of_draft.hint) == (of_release.message, of_release.hint)


def test_no_comment_allows_a_release_to_lack_a_value(tmp_path: Path) -> None:
    allowed = "payers: {unavailable: not-asked}  # codepub: allow blocks-release because it is late"
    text = record_text(RELEASED, ("payers: [Aetna, Medicare]", allowed))
    assert sorted(one.rule for one in load_text(tmp_path, text).diagnostics) == ["allow-unknown", "blocks-release"]
