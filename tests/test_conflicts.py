from __future__ import annotations

import pytest

from codepub.conflicts import Conflict, find_conflict

TWO = "a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> their-branch\nc = 4\n"
THREE = TWO.replace("=======", "||||||| 1f3a9c2\nb = 1\n=======")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TWO, Conflict(2, 6)),
        (THREE, Conflict(2, 8)),
        (TWO.replace("\n", "\r\n"), Conflict(2, 6)),
        (TWO.rstrip("\n").removesuffix("\nc = 4"), Conflict(2, 6)),
        (TWO.replace(" HEAD", "").replace(" their-branch", ""), Conflict(2, 6)),
        (f"<<<<<<< lost\n{TWO}", Conflict(3, 7)),
        (f"=======\n{TWO}{TWO}", Conflict(3, 7)),
    ],
)
def test_the_first_place_that_git_left_in_two_versions_is_found(text: str, found: Conflict) -> None:
    assert find_conflict(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A heading\n=======\n",
        "<<<<<<< HEAD\n",
        "<<<<<<< HEAD\n>>>>>>> b\n",
        "=======\n<<<<<<< HEAD\n>>>>>>> b\n",
        TWO.replace("=======", "========"),
        TWO.replace("<<<<<<<", "<<<<<<<<"),
        TWO.replace("<<<<<<<", " <<<<<<<"),
        TWO.replace(">>>>>>>", "> >>>>>>"),
    ],
)
def test_what_only_looks_like_it_is_none(text: str) -> None:
    assert find_conflict(text) is None
