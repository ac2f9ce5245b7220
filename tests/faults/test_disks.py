"""A disk that is full or may not be written to is told, and what stood on it stays."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from codepub.codesets.store import STORE
from tests.codesets.small_lists import ORDER, write_list
from tests.faults.processes import contents, leftovers, library, run
from tests.faults.test_kills import releases

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows mounts otherwise")

WORKS = {
    "new": ("new", "99213"),
    "schema": ("schema",),
    "build": ("build", "32120", "--md", "--docx", "--html"),
    "build --pdf": ("build", "32120", "--pdf"),
    "completeness": ("completeness", "--output", "output/completeness.html", "--format", "html"),
    "codes add": ("codes", "add", "icd10cm-order-2027.txt"),
}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, which only root may make, and not in every container."""
    place = tmp_path / "disk"
    place.mkdir()
    if not mounts("-t", "tmpfs", "-o", "size=2m", "codepub-test", str(place)):
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def mounts(*words: str) -> bool:
    mount = shutil.which("mount")
    return mount is not None and subprocess.run([mount, *words], capture_output=True, check=False).returncode == 0


def fill(disk: Path) -> None:
    """Leave no room at all."""
    with (disk / "filling").open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return


def prepared(disk: Path) -> Path:
    folder = library(disk / "library")
    write_list(folder / "icd10cm-order-2027.txt", ORDER)
    (folder / "output" / "cpt").mkdir(parents=True)
    for name in ("cpt/32120.md", "cpt/32120.pdf", "cpt/32120.html", "cpt/32120.docx", "completeness.html"):
        (folder / "output" / name).write_bytes(b"old")
    return folder


@pytest.mark.parametrize("work", WORKS)
def test_a_full_disk_is_told_and_what_stood_there_stays(work: str, disk: Path) -> None:
    folder = prepared(disk)
    before, known = contents(folder), releases(folder)
    fill(disk)

    ran = run(folder, *WORKS[work])

    ran.must_be_told()
    assert ran.code == 3, ran.err
    assert "No space left on device" in ran.err or "disk is full" in ran.err
    assert "Delete it" not in ran.err
    assert contents(folder) == before
    (disk / "filling").unlink()  # to read a store, SQLite needs room beside it
    assert releases(folder) == known


@pytest.mark.parametrize("work", WORKS)
def test_once_there_is_room_again_the_work_is_done_and_nothing_is_left_over(work: str, disk: Path) -> None:
    folder = prepared(disk)
    fill(disk)
    run(folder, *WORKS[work])
    (disk / "filling").unlink()

    ran = run(folder, *WORKS[work])

    assert ran.code == 0, ran.err
    assert leftovers(folder) == []


def test_a_workspace_that_a_full_disk_left_half_begun_is_finished_later(disk: Path) -> None:
    (disk / "library").mkdir()
    fill(disk)
    with (disk / "filling").open("r+b") as file:
        file.truncate(file.seek(0, os.SEEK_END) - 24 * 1024)

    first = run(disk / "library", "init")
    (disk / "filling").unlink()
    second = run(disk / "library", "init")

    first.must_be_told()
    assert (first.code, second.code) == (3, 0)
    assert "left codepub.toml as it is." in second.out
    assert run(disk / "library", "schema", "--check").code == 0


@pytest.mark.parametrize("work", WORKS)
def test_a_disk_that_may_only_be_read_is_told_and_what_stood_there_stays(work: str, disk: Path) -> None:
    folder = prepared(disk)
    before = contents(folder)
    if not mounts("-o", "remount,ro", str(disk)):
        pytest.skip("no disk can be made read-only here")

    ran = run(folder, *WORKS[work])

    ran.must_be_told()
    assert ran.code == 3, ran.err
    assert "Delete it" not in ran.err
    assert contents(folder) == before


@pytest.mark.parametrize("words", [("validate",), ("list",), ("completeness",), ("codes", "lookup", "J95.830")])
def test_what_only_reads_works_on_a_disk_that_may_only_be_read(words: tuple[str, ...], disk: Path) -> None:
    folder = prepared(disk)
    if not mounts("-o", "remount,ro", str(disk)):
        pytest.skip("no disk can be made read-only here")

    ran = run(folder, *words)

    assert ran.code == 0, ran.err


def test_results_go_to_another_disk_where_the_workspace_may_only_be_read(disk: Path, tmp_path: Path) -> None:
    folder = prepared(disk)
    if not mounts("-o", "remount,ro", str(disk)):
        pytest.skip("no disk can be made read-only here")

    ran = run(folder, "build", "32120", "--md", "--output", str(tmp_path / "elsewhere"))

    assert ran.code == 0, ran.err
    assert (tmp_path / "elsewhere/cpt/32120.md").is_file()
    assert (folder / STORE).is_file()
