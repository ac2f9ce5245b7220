"""Reviews that people make in LibreOffice come back as the edits that they are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.reviewing import act, add_reply, begin_workspace, call, find_record, read_data
from tests.conformance.reviews import REVIEWS, Act, Review, expect, value, words

pytestmark = pytest.mark.conformance


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """All reviews, sent and returned: the workspace of all, and the file of each by its name."""
    workspace = begin_workspace(tmp_path_factory.mktemp("reviews") / "workspace")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(workspace)
        for code in {review.code for review in REVIEWS}:
            assert call("review", "send", code, "--for", "Ada Coder", "--to", "out")[0] == 0
    files = {review.name: workspace / f"{number}.docx" for number, review in enumerate(REVIEWS)}
    act(
        [
            {
                "source": str(workspace / "out" / f"{review.code}-ada-coder.docx"),
                "target": str(files[review.name]),
                "reviewer": "Ada Coder",
                "acts": review.acts,
            }
            for review in REVIEWS
        ]
    )
    return {"": workspace, **files}


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review.name)
def test_a_review_comes_back_exactly(
    review: Review, returned: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(returned[""], workspace)
    monkeypatch.chdir(workspace)
    record = find_record(workspace, review.code)
    before = read_data(record)

    code, told = call("review", "receive", str(returned[review.name]), "--apply", "--format", "json")
    counts = json.loads(told)["counts"]

    assert read_data(record) == expect(before, review.changes), told
    assert counts["read"] == sum(counts[fate] for fate in ("applied", "proposed", "conflicting", "unplaced")), told
    assert (counts["proposed"], counts["conflicting"], counts["unplaced"]) == (review.proposed, 0, review.unplaced), (
        told
    )
    assert len(json.loads(told)["comments"]) == review.comments, told
    assert code == (1 if review.proposed or review.unplaced else 0), told


def test_a_review_received_twice_changes_nothing_more(
    returned: Mapping[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = tmp_path / "workspace"
    shutil.copytree(returned[""], workspace)
    monkeypatch.chdir(workspace)
    file = str(returned["a change in each of several texts"])
    call("review", "receive", file, "--apply")
    once = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}

    assert call("review", "receive", file, "--apply")[0] == 0
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == once


# Several reviewers, a record that goes on, a conversation ----------------------------------------------------------


@pytest.fixture
def sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace from which a copy of 32120 was sent to each of two people; the current folder."""
    workspace = begin_workspace(tmp_path / "workspace")
    monkeypatch.chdir(workspace)
    assert call("review", "send", "32120", "--for", "Ada Coder", "--for", "Dr. B", "--to", "out")[0] == 0
    return workspace


def return_copies(*reviews: tuple[str, str, Sequence[Act]]) -> list[str]:
    """Have people act on the copies in the folder ``out``: the name of a file, of a person, and the acts."""
    targets = [f"returned-{name}" for name, _, _ in reviews]
    act(
        [
            {"source": f"out/{name}", "target": target, "reviewer": reviewer, "acts": acts}
            for (name, reviewer, acts), target in zip(reviews, targets, strict=True)
        ]
    )
    return targets


def receive(*files: str) -> tuple[int, dict[str, Any]]:
    code, told = call("review", "receive", *files, "--apply", "--format", "json")
    return code, json.loads(told)


def test_two_reviewers_of_different_fields_are_both_heard(sent: Path) -> None:
    record = find_record(sent, "32120")
    before = read_data(record)
    files = return_copies(
        ("32120-ada-coder.docx", "Ada Coder", [("replace", "among the sickest", "among the most ill")]),
        ("32120-dr-b.docx", "Dr. B", [("replace", "Control of the complication", "Control of the bleeding")]),
    )

    code, told = receive(*files)

    assert code == 0
    assert told["counts"]["applied"] == told["counts"]["read"] == 2
    assert read_data(record) == expect(
        before,
        (
            words("summary.meaning", "among the sickest", "among the most ill"),
            value("specifications.workflow.4", "Control of the bleeding"),
        ),
    )


def test_two_reviewers_who_change_a_field_differently_are_in_conflict_and_both_are_kept(sent: Path) -> None:
    record = find_record(sent, "32120")
    before = read_data(record)
    files = return_copies(
        ("32120-ada-coder.docx", "Ada Coder", [("replace", "among the sickest", "among the most ill")]),
        ("32120-dr-b.docx", "Dr. B", [("replace", "among the sickest", "among the frailest")]),
    )

    code, told = receive(*files)

    assert code == 1
    assert told["counts"]["conflicting"] == told["counts"]["read"] == 2
    assert read_data(record) == before
    kept = record.with_name("32120.review.yaml").read_text()
    assert "among the most ill" in kept
    assert "among the frailest" in kept


def test_two_reviewers_who_say_the_same_are_heard_once(sent: Path) -> None:
    record = find_record(sent, "32120")
    before = read_data(record)
    change = [("replace", "among the sickest", "among the most ill")]
    files = return_copies(("32120-ada-coder.docx", "Ada Coder", change), ("32120-dr-b.docx", "Dr. B", change))

    code, told = receive(*files)

    assert code == 0
    assert told["counts"]["applied"] == told["counts"]["read"] == 2
    assert read_data(record) == expect(before, (words("summary.meaning", "among the sickest", "among the most ill"),))


def test_what_the_record_says_by_now_stays_and_what_both_changed_is_a_conflict(sent: Path) -> None:
    record = find_record(sent, "32120")
    text = record.read_text()
    text = text.replace("Teaching hospitals, with", "In teaching hospitals, with").replace(
        "Work far beyond what", "Work well beyond what"
    )
    record.write_text(text)
    before = read_data(record)
    files = return_copies(
        (
            "32120-ada-coder.docx",
            "Ada Coder",
            [("replace", "among the sickest", "among the most ill"), ("replace", "Work far beyond", "Work beyond")],
        )
    )

    code, told = receive(*files)

    assert code == 1
    assert (told["counts"]["applied"], told["counts"]["conflicting"]) == (1, 1)
    assert read_data(record) == expect(before, (words("summary.meaning", "among the sickest", "among the most ill"),))
    (conflict,) = (one for one in told["changes"] if one["fate"] == "conflicting")
    assert "Work well beyond" in conflict["against"]
    assert "Work beyond" in conflict["new"]


def test_a_conversation_goes_out_and_comes_back(sent: Path) -> None:
    files = return_copies(("32120-ada-coder.docx", "Ada Coder", [("comment", "among the sickest", "Is this so?")]))
    assert receive(*files)[0] == 0
    assert call("review", "reply", "32120", "t1", "It is, by the registry.", "--as", "Ed Editor")[0] == 0
    assert call("review", "send", "32120", "--for", "Dr. B", "--to", "again")[0] == 0

    act(
        [
            {
                "source": "again/32120-dr-b.docx",
                "target": "third.docx",
                "reviewer": "Dr. B",
                "acts": [("resolve_comment", "Is this so?")],
            }
        ]
    )
    add_reply(Path("third.docx"), "Dr. B", "Is this so?", "I agree.")
    assert receive("third.docx")[0] == 0

    (thread,) = read_data(find_record(sent, "32120").with_name("32120.review.yaml"))["threads"]
    assert thread["status"] == "resolved"
    assert [(one["author"], one["text"]) for one in thread["remarks"]] == [
        ("Ada Coder", "Is this so?"),
        ("Ed Editor", "It is, by the registry."),
        ("Dr. B", "I agree."),
    ]
