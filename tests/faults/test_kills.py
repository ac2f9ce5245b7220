"""A command that is killed at any moment leaves whole files, old or new, and the next run finishes its work."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from codepub.codesets.store import STORE
from tests.codesets.small_lists import ORDER, write_list
from tests.faults.processes import contents, ended, leftovers, library, run, started

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

MANY = os.environ.get("CODEPUB_CONFORMANCE") == "1"
"""In `make conformance` every moment is met, else some of each command."""
SOME = 4

KILLING = Path(__file__).with_name("killing.py")


@dataclass(frozen=True, slots=True)
class Work:
    """A command, the workspace it begins with, and the exit code where its work was done already."""

    arguments: tuple[str, ...]
    begin: Callable[[Path], object]
    again: int = 0


def nothing(folder: Path) -> None:
    folder.mkdir()


def stale(folder: Path) -> None:
    library(folder)
    (folder / "schemas/code-summary.schema.json").write_bytes(b"{}")


def published_before(folder: Path) -> None:
    library(folder, "hcpcs:A0425")
    for name in ("cpt/32120.md", "hcpcs/A0425.docx"):
        (folder / "output" / name).parent.mkdir(parents=True)
        (folder / "output" / name).write_bytes(b"old " * 1000)


def with_list(folder: Path) -> None:
    library(folder)
    write_list(folder / "icd10cm-order-2027.txt", ORDER)


WORKS = {
    "init": Work(("init",), nothing),
    "new": Work(("new", "99213"), library, again=2),
    "schema": Work(("schema",), stale),
    "build": Work(("build", "--all", "--md", "--docx"), published_before),
    "completeness": Work(("completeness", "--output", "output/completeness.csv", "--format", "csv"), published_before),
    "codes add": Work(("codes", "add", "icd10cm-order-2027.txt"), with_list),
}


@pytest.fixture(scope="module", params=WORKS)
def work(request: pytest.FixtureRequest) -> Work:
    return WORKS[request.param]


@dataclass(frozen=True, slots=True)
class Done:
    """What a workspace holds before and after work that nobody interrupted, and at how many moments it can be."""

    before: Path
    after: Path
    moments: int


@pytest.fixture(scope="module")
def done(work: Work, tmp_path_factory: pytest.TempPathFactory) -> Done:
    before, after = (tmp_path_factory.mktemp("work") / name for name in ("before", "after"))
    work.begin(before)
    shutil.copytree(before, after)
    ran = ended(started(after, *work.arguments, program=(str(KILLING), "0")))
    assert ran.code == 0, ran.err
    return Done(before, after, int(ran.err.split()[-1]))


def releases(folder: Path) -> list[tuple[object, ...]]:
    """Read the store as a program we did not write reads it; there may be none yet."""
    if not (folder / STORE).exists():
        return []
    with closing(sqlite3.connect(folder / STORE)) as store:
        assert store.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        counted = "SELECT name, label, entries, (SELECT count(*) FROM entry WHERE release = number) FROM release"
        rows = store.execute(f"{counted} ORDER BY name, label").fetchall()
    assert all(told == found for *_, told, found in rows)
    return rows


def must_be_old_or_new(folder: Path, done: Done) -> None:
    old, new = contents(done.before), contents(done.after)
    beside = {file.relative_to(folder).as_posix() for file in leftovers(folder)}
    for name, content in contents(folder).items():
        assert name in beside or content in (old.get(name), new.get(name)), f"{name} is neither the old nor the new"
    assert old.keys() <= contents(folder).keys()
    assert releases(folder) in (releases(done.before), releases(done.after))


def must_be_finished(folder: Path, work: Work, done: Done) -> None:
    ran = run(folder, *work.arguments)
    ran.must_be_told()
    assert ran.code in (0, work.again), ran.err
    assert contents(folder) == contents(done.after)
    assert releases(folder) == releases(done.after)
    assert leftovers(folder) == []


def moments(count: int) -> list[int]:
    every = list(range(1, count + 1))
    return every if MANY else sorted(random.Random(7).sample(every, min(SOME, count)))


def test_a_command_that_is_killed_while_it_changes_files_can_be_run_again(
    work: Work, done: Done, tmp_path: Path
) -> None:
    assert done.moments >= SOME
    for moment in moments(done.moments):
        folder = tmp_path / str(moment)
        shutil.copytree(done.before, folder)

        killed = ended(started(folder, *work.arguments, program=(str(KILLING), str(moment))))

        assert killed.code == -signal.SIGKILL, f"moment {moment}: {killed.err}"
        must_be_old_or_new(folder, done)
        must_be_finished(folder, work, done)
        shutil.rmtree(folder)


@pytest.mark.conformance
@pytest.mark.parametrize("seed", range(6))
def test_a_command_that_is_killed_at_any_time_can_be_run_again(
    work: Work, done: Done, seed: int, tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    shutil.copytree(done.before, folder)
    running = started(folder, *work.arguments)

    time.sleep(random.Random(f"{work.arguments} {seed}").uniform(0.05, 0.6))
    running.send_signal(signal.SIGKILL)
    running.communicate()

    must_be_old_or_new(folder, done)
    must_be_finished(folder, work, done)
