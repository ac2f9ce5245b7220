"""Reviews that people make in LibreOffice come back as the edits that they are."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conformance.reviewing import act, begin_workspace, call, find_record, read_data
from tests.conformance.reviews import REVIEWS, Review, expect

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
