from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from codepub.diagnostics import MachineError
from codepub.files import replace_file


@pytest.fixture
def umask() -> Iterator[None]:
    """Files for their owner and group alone, as some houses have it."""
    before = os.umask(0o027)
    yield
    os.umask(before)


def raising(error: BaseException) -> Any:
    def fail(*_: object, **__: object) -> NoReturn:
        raise error

    return fail


def fail_while_moving(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    monkeypatch.setattr(Path, "replace", raising(error))


def fail_while_writing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the file beside take half of what is written and then fail, as a full disk does."""
    opened = os.fdopen

    class Half:
        def __init__(self, descriptor: int, mode: str) -> None:
            self._file = opened(descriptor, mode)

        def __enter__(self) -> Half:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

        def write(self, content: bytes) -> NoReturn:
            self._file.write(content[: len(content) // 2])
            self._file.flush()
            raise error

    monkeypatch.setattr(os, "fdopen", Half)


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
FAILURES = pytest.mark.parametrize("failing", [fail_while_moving, fail_while_writing])


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    replace_file(tmp_path / "output" / "cpt" / "32120.md", b"new")

    assert (tmp_path / "output" / "cpt" / "32120.md").read_bytes() == b"new"


def test_a_file_takes_the_place_of_the_one_before_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    replace_file(tmp_path / "a.md", b"a long old content")
    replace_file(tmp_path / "a.md", b"new")

    assert (tmp_path / "a.md").read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


@FAILURES
def test_a_full_disk_is_told_and_leaves_the_old_content_and_nothing_else(
    failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    replace_file(file, b"old")
    failing(monkeypatch, FULL)

    with pytest.raises(MachineError) as raised:
        replace_file(file, b"new and longer")

    assert str(raised.value) == (
        f"{file} cannot be written: No space left on device. What stood there before is untouched."
    )
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@FAILURES
def test_a_run_that_is_broken_off_leaves_the_old_content_and_nothing_else(
    failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    replace_file(file, b"old")
    failing(monkeypatch, KeyboardInterrupt())

    with pytest.raises(KeyboardInterrupt):
        replace_file(file, b"new")

    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@FAILURES
def test_a_file_that_was_not_there_is_not_there_after_a_failure(
    failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, FULL)

    with pytest.raises(MachineError):
        replace_file(tmp_path / "a.md", b"new")

    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"")

    with pytest.raises(MachineError, match=r"output/a\.md cannot be written: "):
        replace_file(tmp_path / "output" / "a.md", b"new")


def test_a_folder_in_the_place_of_a_file_is_told_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()

    with pytest.raises(MachineError, match="Is a directory"):
        replace_file(tmp_path / "a.md", b"new")

    assert (tmp_path / "a.md").is_dir()
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.usefixtures("umask")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_who_may_read_a_file_is_as_for_every_other_file_of_the_user(tmp_path: Path) -> None:
    replace_file(tmp_path / "a.md", b"new")

    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640
    assert os.umask(0o027) == 0o027
