"""Several processes at once lose nothing: each file is one's or the other's, and what must be new is made once."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from codepub.codesets.lock import LOCK
from tests.codesets.small_lists import ORDER, write_list
from tests.faults.processes import Ended, contents, ended, leftovers, library, run, started
from tests.faults.test_kills import releases

AT_ONCE = 3


def at_once(folder: Path, *commands: tuple[str, ...]) -> list[Ended]:
    return [ended(one) for one in [started(folder, *command) for command in commands]]


def test_builds_at_once_make_the_same_files_as_one(tmp_path: Path) -> None:
    work = ("build", "--all", "--md", "--docx", "--html")
    alone, together = (library(tmp_path / name, "hcpcs:A0425") for name in ("alone", "together"))
    assert run(alone, *work).code == 0

    ran = at_once(together, *[work] * AT_ONCE)

    assert [one.code for one in ran] == [0] * AT_ONCE
    assert contents(together / "output") == contents(alone / "output")
    assert leftovers(together) == []


def test_of_records_begun_at_once_one_is_made_and_the_others_say_so(tmp_path: Path) -> None:
    folder = library(tmp_path / "library")

    ran = at_once(folder, *[("new", "99213")] * AT_ONCE)

    assert sorted(one.code for one in ran) == [0, 2, 2]
    assert all("99213.yaml exists already" in one.err for one in ran if one.code)
    assert run(folder, "validate", "99213").code == 0


def test_workspaces_begun_at_once_in_one_folder_become_one_workspace(tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "together").mkdir()
    run(tmp_path / "alone", "init")

    ran = at_once(tmp_path / "together", *[("init",)] * AT_ONCE)

    assert [one.code for one in ran] == [0] * AT_ONCE, [one.err for one in ran]
    assert contents(tmp_path / "together") == contents(tmp_path / "alone")


@pytest.mark.parametrize("time", range(3))
def test_lists_added_at_once_are_all_in_the_store_and_in_the_lock(time: int, tmp_path: Path) -> None:
    folder, years = library(tmp_path / "library"), (2023 + time, 2027 + time, 2031 + time)
    for year in years:
        write_list(folder / f"icd10cm-order-{year}.txt", ORDER)

    ran = at_once(folder, *[("codes", "add", f"icd10cm-order-{year}.txt") for year in years])

    assert [one.code for one in ran] == [0] * AT_ONCE, [one.err for one in ran]
    named = {one["release"] for one in tomllib.loads((folder / LOCK).read_text("utf-8"))["release"]}
    assert {f"FY {year}" for year in years} <= named
    assert {f"FY {year}" for year in years} <= {str(label) for _, label, *_ in releases(folder)}


def test_what_is_read_while_it_is_written_is_whole(tmp_path: Path) -> None:
    folder = library(tmp_path / "library", "hcpcs:A0425")

    ran = at_once(folder, ("build", "--all", "--md"), ("list", "--json"), ("validate", "--format", "json"))

    assert [one.code for one in ran] == [0] * AT_ONCE
    assert len(json.loads(ran[1].out)) == 2
