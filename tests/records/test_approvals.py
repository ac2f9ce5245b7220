"""What signatures are worth once a record has changed, or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from codepub.records.approvals import (
    describe_missing,
    digest_sections,
    find_standing,
    judge_roles,
    name_sections,
    shorten_digest,
)
from codepub.records.approvers import NOBODY, Approvers
from codepub.records.code_summary import CodeSummary
from codepub.records.digest import approval_digest
from codepub.records.review_file import ReviewFile
from codepub.records.sections import Section
from tests.record_texts import sound_record

BOTH = Approvers(("coder", "physician"))
CODER = Approvers(("coder",))
CHANGED = ("title: Thoracotomy for re-exploration", "title: Thoracotomy")
RELEASED = ("edition: 2026", "edition: 2026\nstatus: released")


def sign(
    record: CodeSummary, role: str = "coder", name: str = "Ada", day: int = 1, section: Section | None = None
) -> dict[str, Any]:
    sections = {} if section else {"sections": digest_sections(record)}
    digest = approval_digest(record, section)
    stated = {"role": role, "name": name, "date": f"2026-11-{day:02}T10:00:00Z", "digest": digest}
    return stated | sections | ({"section": section} if section else {})


def reject(record: CodeSummary, role: str = "coder", name: str = "Ada", day: int = 1) -> dict[str, Any]:
    return {
        "role": role,
        "name": name,
        "date": f"2026-11-{day:02}T10:00:00Z",
        "digest": approval_digest(record),
        "reason": "It is wrong.",
    }


def review_of(signatures: list[dict[str, Any]], rejections: list[dict[str, Any]] | None = None) -> ReviewFile:
    return ReviewFile.model_validate({"signatures": signatures, "rejections": rejections or []})


@pytest.fixture
def now(tmp_path: Path) -> CodeSummary:
    return sound_record(tmp_path)


@pytest.fixture
def later(tmp_path: Path) -> CodeSummary:
    """The record with another title."""
    return sound_record(tmp_path, CHANGED)


def test_without_roles_the_status_alone_decides(tmp_path: Path) -> None:
    draft, released = sound_record(tmp_path), sound_record(tmp_path, RELEASED)
    assert find_standing(draft, review_of([sign(draft)]), NOBODY) == "draft"
    assert find_standing(released, ReviewFile(), NOBODY) == "released"


def test_a_record_is_approved_once_every_role_has_signed_it(now: CodeSummary) -> None:
    assert find_standing(now, review_of([sign(now)]), BOTH) == "draft"
    assert find_standing(now, review_of([sign(now), sign(now, "physician")]), BOTH) == "approved"


def test_a_release_takes_both_the_signatures_and_the_status(tmp_path: Path) -> None:
    released = sound_record(tmp_path, RELEASED)
    assert find_standing(released, review_of([sign(released)]), CODER) == "released"
    assert find_standing(released, ReviewFile(), CODER) == "draft"


def test_releasing_a_record_voids_no_signature(now: CodeSummary, tmp_path: Path) -> None:
    assert find_standing(sound_record(tmp_path, RELEASED), review_of([sign(now)]), CODER) == "released"


def test_a_change_voids_a_signature_and_tells_what_changed(now: CodeSummary, later: CodeSummary) -> None:
    review = review_of([sign(now)])
    (judged,) = judge_roles(later, review, CODER)
    assert find_standing(later, review, CODER) == "lapsed"
    assert [one.changed for one in judged.lapsed] == [("front_matter",)]
    assert describe_missing([judged]) == "Ada (coder) signed on 2026-11-01; since then front_matter changed."


def test_a_section_that_came_or_went_is_told(now: CodeSummary, tmp_path: Path) -> None:
    tips = ("sources:\n", "coding_tips: [Say so]\nsources:\n")
    with_tips = sound_record(tmp_path, tips)
    for before, after in ((now, with_tips), (with_tips, now)):
        (judged,) = judge_roles(after, review_of([sign(before)]), CODER)
        assert [one.changed for one in judged.lapsed] == [("coding_tips",)]


def test_a_signature_without_digests_of_sections_lapses_and_tells_not_what_changed(
    now: CodeSummary, later: CodeSummary
) -> None:
    bare = {key: value for key, value in sign(now).items() if key != "sections"}
    (judged,) = judge_roles(later, review_of([bare]), CODER)
    assert [one.changed for one in judged.lapsed] == [()]
    assert describe_missing([judged]).endswith("since then what it says changed.")


def test_a_signature_that_lapsed_holds_again_once_the_change_is_taken_back(
    now: CodeSummary, later: CodeSummary
) -> None:
    review = review_of([sign(now)])
    assert [find_standing(one, review, CODER) for one in (later, now)] == ["lapsed", "approved"]


def test_a_signature_for_a_section_outlasts_a_change_of_another(now: CodeSummary, later: CodeSummary) -> None:
    (judged,) = judge_roles(later, review_of([sign(now, section="summary")]), CODER)
    assert (len(judged.holding), judged.lapsed) == (1, ())
    assert "summary" not in judged.lacking
    assert describe_missing([judged]) == "No coder has approved front_matter, overview, specifications and sources."


def test_all_sections_signed_are_the_whole(now: CodeSummary) -> None:
    each = [sign(now, section=section) for section in digest_sections(now)]
    assert find_standing(now, review_of(each), CODER) == "approved"
    assert find_standing(now, review_of(each[1:]), CODER) == "draft"


def test_whoever_signs_again_has_lapsed_no_more(now: CodeSummary, later: CodeSummary) -> None:
    (judged,) = judge_roles(later, review_of([sign(now, day=1), sign(later, day=2)]), CODER)
    assert (judged.is_approved, judged.lapsed) == (True, ())


def test_a_signature_of_somebody_who_may_not_sign_counts_for_nothing(now: CodeSummary) -> None:
    listed = Approvers(("coder",), {"coder": ("Bea",)})
    assert find_standing(now, review_of([sign(now)]), listed) == "draft"
    assert find_standing(now, review_of([sign(now, name="Bea")]), listed) == "approved"


def test_a_rejection_holds_a_release_back_until_the_record_changes(now: CodeSummary, later: CodeSummary) -> None:
    review = review_of([sign(now), sign(later)], [reject(now, name="Bea")])
    (judged,) = judge_roles(now, review, CODER)
    assert (find_standing(now, review, CODER), find_standing(later, review, CODER)) == ("draft", "approved")
    assert describe_missing([judged]) == "Bea (coder) rejected it on 2026-11-01."


@pytest.mark.parametrize(("signed", "rejected", "stands"), [(1, 2, "draft"), (2, 1, "approved"), (1, 1, "draft")])
def test_of_a_signature_and_a_rejection_of_one_person_the_later_holds(
    signed: int, rejected: int, stands: str, now: CodeSummary
) -> None:
    review = review_of([sign(now, day=signed)], [reject(now, day=rejected)])
    assert find_standing(now, review, CODER) == stands


def test_another_person_lifts_no_rejection(now: CodeSummary) -> None:
    review = review_of([sign(now, name="Bea", day=2)], [reject(now, day=1)])
    assert find_standing(now, review, CODER) == "draft"


def test_a_record_that_one_role_rejects_is_a_draft_though_another_s_signature_lapsed(
    now: CodeSummary, later: CodeSummary
) -> None:
    review = review_of([sign(now)], [reject(later, "physician")])
    assert find_standing(later, review, BOTH) == "draft"


def test_where_no_roles_are_set_those_of_the_signatures_are_judged(now: CodeSummary) -> None:
    judged = judge_roles(now, review_of([sign(now, "editor")], [reject(now, "physician")]), NOBODY)
    assert [(one.role, one.is_approved) for one in judged] == [("editor", True), ("physician", False)]


def test_a_digest_is_shortened_with_the_number_of_its_rules() -> None:
    assert shorten_digest(f"1:{'0123456789abcdef' * 4}") == "1:0123456789ab"


def test_many_sections_are_counted() -> None:
    assert name_sections(("payment",)) == "payment"
    assert name_sections(("payment", "edits", "sources")) == "payment, edits and sources"
    assert name_sections(("payment", "edits", "sources", "summary", "overview")) == "5 sections"
