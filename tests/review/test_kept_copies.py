"""The review copies that a workspace keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepub.files.writing import rewrite_files
from codepub.review.copies import UnreadableCopyError
from codepub.review.kept_copies import KeptCopy, UnknownCopyError, find_copy, plan_keeping
from tests.review.test_copies import copy_of

KEPT = KeptCopy(copy_of("cpt:32120"), b"PK a file")
IDENTIFIER = KEPT.copy.identifier


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    rewrite_files(plan_keeping(tmp_path, KEPT))
    return tmp_path


def test_a_copy_is_kept_as_two_files_named_by_its_identifier(workspace: Path) -> None:
    names = sorted(file.name for file in (workspace / "reviews").iterdir())

    assert names == [f"{IDENTIFIER}.docx", f"{IDENTIFIER}.json"]


def test_a_kept_copy_is_found_by_its_identifier(workspace: Path) -> None:
    assert find_copy(workspace, IDENTIFIER) == KEPT


@pytest.mark.parametrize(
    "claimed", ["", "../reviews/x", "a/b", "..", "C:\\x", "x\0y", "x.json", "é", "-x", "\x1b[2J", "a" * 81]
)
def test_what_a_file_claims_is_no_path(workspace: Path, claimed: str) -> None:
    with pytest.raises(UnknownCopyError, match="is no identifier of a review copy") as refused:
        find_copy(workspace, claimed)

    assert "\x1b" not in str(refused.value)


@pytest.mark.parametrize("missing", [".json", ".docx"])
def test_a_copy_of_which_a_file_is_missing_is_unknown_and_says_where_to_look(workspace: Path, missing: str) -> None:
    (workspace / "reviews" / f"{IDENTIFIER}{missing}").unlink()

    with pytest.raises(UnknownCopyError, match=rf"{IDENTIFIER} is not among .*{missing}.*Get reviews/ from git"):
        find_copy(workspace, IDENTIFIER)


def test_a_kept_copy_that_was_damaged_is_refused(workspace: Path) -> None:
    (workspace / "reviews" / f"{IDENTIFIER}.json").write_bytes(b"\xff{")

    with pytest.raises(UnreadableCopyError, match="damaged"):
        find_copy(workspace, IDENTIFIER)
