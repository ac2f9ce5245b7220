"""Mistakes that people make in review files by hand, each told at its place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from codepub.diagnostics import Diagnostic
from codepub.loading.load import load, load_files
from codepub.loading.load_file import CheckContext
from codepub.records.approvers import Approvers
from tests.record_texts import TODAY, record_text, write_record

NAME = "cpt/32120.review.yaml"
APPROVERS = Approvers(("coder", "physician"), {"coder": ("Ada Coder, CPC",)})
DIGEST = f"1:{'0' * 64}"
SIGNED = f'name: "Ada Coder, CPC", date: "2026-11-30T10:00:00Z", digest: {DIGEST}'
REMARKS = "remarks: [{text: So?}]"


class Case(NamedTuple):
    rule: str
    severity: str
    message: str
    hint: str
    text: str


CASES = [
    Case("review-field", "error", "no field `summary.meening`", "spelling",
         f"threads: [{{id: t1, field: «summary.meening», {REMARKS}}}]"),
    Case("review-field", "error", "no field `title.text`", "",
         f"threads: [{{id: t1, field: «title.text», {REMARKS}}}]"),
    Case("review-field", "error", "no field `specifications.modifiers[1].when`", "",
         "proposals:\n  - id: p1\n    field: «specifications.modifiers[1].when»\n    new: a"),
    Case("review-id", "error", "`t1` is the id of 2 threads", "Rename",
         f"threads: [{{id: t1, {REMARKS}}}, {{id: t2, {REMARKS}}}, {{id: «t1», {REMARKS}}}]"),
    Case("review-place", "warning", "no `specifications.modifiers[9]` any more", "codepub review resolve",
         f'threads: [{{id: t1, field: «"specifications.modifiers[9]"», {REMARKS}}}]'),
    Case("review-role", "warning", "`codder` is not a role here", "coder, physician",
         f"signatures: [{{role: «codder», {SIGNED}}}]"),
    Case("review-role", "warning", "`nurse` is not a role here", "",
         f"rejections: [{{role: «nurse», {SIGNED}, reason: Why}}]"),
    Case("review-signer", "warning", "Bob is not among those who may sign as coder", "[review] signers",
         f'signatures: [{{role: coder, name: «Bob», date: "2026-11-30T10:00:00Z", digest: {DIGEST}}}]'),
    Case("unknown-choice", "error", "`sumary` is not one of the choices", "summary",
         f"signatures: [{{role: coder, section: «sumary», {SIGNED}}}]"),
    Case("wrong-form", "error", "does not have the form of its field", "2026-11-30T10:00:00Z",
         f'signatures: [{{role: coder, name: "Ada Coder, CPC", date: «"30 November"», digest: {DIGEST}}}]'),
    Case("wrong-form", "error", "does not have the form of its field", "1:0123",
         'signatures: [{role: coder, name: "Ada Coder, CPC", date: "2026-11-30T10:00:00Z", digest: «abc»}]'),
    Case("unknown-choice", "error", "`closed` is not one of the choices", "open, resolved",
         f"threads: [{{id: t1, status: «closed», {REMARKS}}}]"),
    Case("missing-field", "error", "lacks `remarks`", "", "threads: [«{id: t1}»]"),
    Case("unknown-key", "error", "`thread` is not a field here", "`threads`", "«thread»: []"),
    Case("wrong-form", "error", "does not have the form of its field", "modifiers[2]",
         'proposals: [{id: p1, field: «"specifications.modifiers[0]"», new: a}]'),
]  # fmt: skip
RULES_BROKEN = ["review-alone", "unapproved"]


def load_review(content: Path, text: str, name: str = NAME) -> tuple[Diagnostic, ...]:
    file = write_record(content, f"{text}\n", name)
    return load_files(content, [file], CheckContext(TODAY, approvers=APPROVERS)).diagnostics


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_mistake_is_told_at_its_place(case: Case, tmp_path: Path) -> None:
    write_record(tmp_path, record_text())
    *before, inside, _ = case.text.replace("»", "«").split("«")
    found = [one for one in load_review(tmp_path, case.text.replace("«", "").replace("»", "")) if one.position]
    told = next(one for one in reversed(found) if one.rule == case.rule)
    assert (str(told.severity), case.message in told.message, case.hint in (told.hint or "")) == (
        case.severity,
        True,
        True,
    ), told
    assert told.position is not None
    assert {one.rule for one in found} == {case.rule}
    assert told.position.line == "".join(before).count("\n") + 1
    assert told.position.width == len(inside)
    assert str(told.origin.record if told.origin else "") == "cpt:32120.review"


SOUND = [
    "threads: [{id: t1, field: summary.meaning, remarks: [{text: TBD}]}]",
    "threads: [{id: t1, field: summary.meaning.note, status: resolved, remarks: [{text: ''}]}]",
    "threads: [{id: t1, field: 'specifications.modifiers[9]', status: resolved, remarks: [{text: So?}]}]",
    "threads: [{id: t1, remarks: [{text: On no field.}]}]",
    "proposals: [{id: t1, field: 'summary.payers[2]', new: n/a}]",
    f'signatures: [{{role: physician, name: Anybody, date: "2026-11-30T10:00:00Z", digest: {DIGEST}}}]',
    f"signatures: [{{role: coder, {SIGNED}, section: front_matter}}]",
    "threads: []",
]


@pytest.mark.parametrize("text", SOUND)
def test_what_is_no_mistake_is_not_told(text: str, tmp_path: Path) -> None:
    write_record(tmp_path, record_text())
    assert load_review(tmp_path, text) == ()


def test_without_roles_anybody_may_have_signed(tmp_path: Path) -> None:
    write_record(tmp_path, record_text())
    write_record(tmp_path, f"signatures: [{{role: nurse, {SIGNED}}}]\n", NAME)
    assert load(tmp_path, CheckContext(TODAY)).diagnostics == ()


def test_a_review_file_without_its_record_is_told(tmp_path: Path) -> None:
    (found,) = load_review(tmp_path, "threads: []")
    assert (found.rule, "32120.yaml does not exist" in found.message) == ("review-alone", True)


def test_beside_a_record_with_mistakes_a_review_is_judged_by_itself(tmp_path: Path) -> None:
    write_record(tmp_path, "title: [\n")
    assert load_review(tmp_path, f"threads: [{{id: t1, field: summary.meaning, {REMARKS}}}]") == ()


def test_a_release_that_is_not_approved_is_told_with_the_record(tmp_path: Path) -> None:
    released = ("edition: 2026", "edition: 2026\nstatus: released")
    file = write_record(tmp_path, record_text(released))
    (found,) = load_files(tmp_path, [file], CheckContext(TODAY, approvers=APPROVERS)).diagnostics
    assert (found.rule, str(found.severity)) == ("unapproved", "warning")
    assert found.message == "No coder has approved it. No physician has approved it."
    assert found.position is not None
    assert (found.position.line, found.position.column) == (5, 9)
    assert load_files(tmp_path, [file], CheckContext(TODAY)).diagnostics == ()
