from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from codepub.diagnostics import CallError, MachineError
from codepub.files import writing
from codepub.files.writing import (
    TEMPORARY_NAMES,
    AlreadyThereError,
    NewFile,
    Rewrite,
    make_file,
    remove_leftovers,
    rewrite_files,
    write_file,
)


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
    written = os.write

    def half(descriptor: int, content: memoryview) -> NoReturn:
        written(descriptor, content[: len(content) // 2])
        raise error

    monkeypatch.setattr(os, "write", half)


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
FAILURES = pytest.mark.parametrize("failing", [fail_while_moving, fail_while_writing])


def test_a_file_is_written_with_the_folders_above_it(tmp_path: Path) -> None:
    write_file(tmp_path / "output" / "cpt" / "32120.md", b"new")

    assert (tmp_path / "output" / "cpt" / "32120.md").read_bytes() == b"new"


def test_a_file_takes_the_place_of_the_one_before_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_file(tmp_path / "a.md", b"a long old content")
    write_file(tmp_path / "a.md", b"new")

    assert (tmp_path / "a.md").read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


@FAILURES
def test_a_full_disk_is_told_and_leaves_the_old_content_and_nothing_else(
    failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    write_file(file, b"old")
    failing(monkeypatch, FULL)

    with pytest.raises(MachineError) as raised:
        write_file(file, b"new and longer")

    assert str(raised.value) == (
        f"{file} cannot be written: No space left on device. A plain file that stood there is untouched."
    )
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@FAILURES
def test_a_run_that_is_broken_off_leaves_the_old_content_and_nothing_else(
    failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    write_file(file, b"old")
    failing(monkeypatch, KeyboardInterrupt())

    with pytest.raises(KeyboardInterrupt):
        write_file(file, b"new")

    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


@FAILURES
def test_a_file_that_was_not_there_is_not_there_after_a_failure(
    failing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, FULL)

    with pytest.raises(MachineError):
        write_file(tmp_path / "a.md", b"new")

    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "output").write_bytes(b"")

    with pytest.raises(MachineError, match=r"output/a\.md cannot be written: "):
        write_file(tmp_path / "output" / "a.md", b"new")


def test_a_folder_in_the_place_of_a_file_is_told_and_stays(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()

    with pytest.raises(MachineError, match="Is a directory"):
        write_file(tmp_path / "a.md", b"new")

    assert (tmp_path / "a.md").is_dir()
    assert [file.name for file in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.usefixtures("umask")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_who_may_read_a_file_is_as_for_every_other_file_of_the_user(tmp_path: Path) -> None:
    write_file(tmp_path / "a.md", b"new")

    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640
    assert os.umask(0o027) == 0o027


def test_a_link_is_followed_and_the_file_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "real.html").write_bytes(b"old")
    (tmp_path / "link.html").symlink_to("kept/real.html")

    write_file(tmp_path / "link.html", b"new")

    assert (tmp_path / "link.html").is_symlink()
    assert (tmp_path / "kept" / "real.html").read_bytes() == b"new"


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"old")
    (tmp_path / "a.md").chmod(0o600)

    write_file(tmp_path / "a.md", b"new")

    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o600


def test_files_of_which_one_is_read_only_stay_as_they_are(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    for file in (first, second):
        file.write_bytes(b"old")
    second.chmod(0o444)

    with pytest.raises(MachineError, match=r"b\.yaml is read-only\. Nothing was written"):
        rewrite_files([Rewrite(one, b"old", b"new") for one in (first, second)])

    assert (first.read_bytes(), second.read_bytes()) == (b"old", b"old")


def test_a_new_file_is_made_and_taken_away_again_where_another_cannot_be_written(tmp_path: Path) -> None:
    new, there = tmp_path / "a.yaml", tmp_path / "b.yaml"
    there.write_bytes(b"there")

    with pytest.raises(AlreadyThereError, match=r"b\.yaml exists already; it was left as it is\."):
        rewrite_files([NewFile(new, b"new"), NewFile(there, b"new")])
    assert (new.exists(), there.read_bytes()) == (False, b"there")

    rewrite_files([NewFile(new, b"new"), Rewrite(there, b"there", b"other")])
    assert (new.read_bytes(), there.read_bytes()) == (b"new", b"other")


def test_a_link_in_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to("a.md")

    with pytest.raises(MachineError, match="Too many levels of symbolic links"):
        write_file(tmp_path / "a.md", b"new")


def test_a_name_that_cannot_be_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match=r"a\\x00b cannot be written: that cannot be a name\."):
        write_file(tmp_path / "a\0b", b"new")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no device nodes")
def test_a_device_stays_a_device(tmp_path: Path) -> None:
    node = tmp_path / "null"
    try:
        os.mknod(node, 0o020666, os.makedev(1, 3))
        node.write_bytes(b"")
    except OSError:
        pytest.skip("no device node can be made and opened here")

    write_file(node, b"new")

    assert stat.S_ISCHR(node.stat().st_mode)
    assert [file.name for file in tmp_path.iterdir()] == ["null"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_takes_all_that_is_written_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe, content, read = tmp_path / "pipe", b"0123456789" * 100_000, []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()

    write_file(pipe, content)
    reader.join()

    assert read == [content]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_pipe_that_nobody_reads_from_is_told_and_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codepub.files.writing._PIPE_TIMEOUT_SECONDS", 0.1)
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(MachineError, match=r"pipe cannot be written: nobody read from this pipe for 0\.1 seconds"):
        write_file(tmp_path / "pipe", b"new")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="this system has no /dev/stdout")
def test_standard_output_that_goes_to_a_file_is_added_to_and_not_replaced(tmp_path: Path) -> None:
    program = "from pathlib import Path; from codepub.files.writing import write_file\n"
    program += "print('before', flush=True); write_file(Path('/dev/stdout'), b'new\\n'); print('after')"
    with (tmp_path / "log").open("w") as log:
        subprocess.run([sys.executable, "-c", program], stdout=log, check=True)

    assert (tmp_path / "log").read_text() == "before\nnew\nafter\n"
    assert [file.name for file in tmp_path.iterdir()] == ["log"]


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system has no /dev/fd")
def test_a_file_that_whoever_calls_has_open_is_added_to_and_not_replaced(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as log:
        log.write("before\n")
        log.flush()
        write_file(Path(f"/dev/fd/{log.fileno()}"), b"new\n")
        log.write("after\n")

    assert (tmp_path / "log").read_text() == "before\nnew\nafter\n"
    assert [file.name for file in tmp_path.iterdir()] == ["log"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such sockets")
def test_a_socket_is_told_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with pytest.raises(MachineError, match="socket cannot be written: it is a socket"):
            write_file(Path("socket"), b"new")


NO_FOLDERS: dict[str, Callable[[Path], object]] = {
    "a file": lambda above: above.touch(),
    "a pipe": lambda above: os.mkfifo(above),  # noqa: PLW0108 -- a name that tests replace
    "a link": lambda above: above.symlink_to("nowhere"),
}


@pytest.mark.parametrize("lay", NO_FOLDERS.values(), ids=list(NO_FOLDERS))
@pytest.mark.parametrize("write", [write_file, make_file])
@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_what_has_the_name_of_a_folder_that_is_needed_is_named(
    lay: Callable[[Path], object], write: Callable[[Path, bytes], None], tmp_path: Path
) -> None:
    lay(tmp_path / "above")

    with pytest.raises(MachineError, match=r"b\.txt cannot be written: \S+/above is (no folder|a link that leads to)"):
        write(tmp_path / "above" / "a" / "b.txt", b"new")


def test_what_is_there_already_is_told_where_a_full_disk_has_no_room_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_bytes(b"old")
    monkeypatch.setattr(os, "write", raising(FULL))

    with pytest.raises(CallError, match=r"a\.yaml exists already"):
        make_file(tmp_path / "a.yaml", b"new")


def test_what_must_be_new_is_made_with_the_folders_above_it(tmp_path: Path) -> None:
    make_file(tmp_path / "content" / "cpt" / "32120.yaml", b"new")

    assert (tmp_path / "content" / "cpt" / "32120.yaml").read_bytes() == b"new"
    assert [file.name for file in (tmp_path / "content" / "cpt").iterdir()] == ["32120.yaml"]


@pytest.mark.parametrize("there", ["file", "folder", "dangling link"])
def test_what_must_be_new_is_never_written_over_what_is_there(there: str, tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    if there == "file":
        file.write_bytes(b"old")
    elif there == "folder":
        file.mkdir()
    else:
        file.symlink_to("elsewhere")

    with pytest.raises(CallError, match=r"a\.yaml exists already; it was left as it is\."):
        make_file(file, b"new")

    assert [file.name for file in tmp_path.iterdir()] == ["a.yaml"]
    assert there != "file" or file.read_bytes() == b"old"


@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP])
def test_what_must_be_new_is_made_on_a_file_system_without_links_too(
    error: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", raising(OSError(error, os.strerror(error))))

    make_file(tmp_path / "a.yaml", b"new")
    with pytest.raises(CallError):
        make_file(tmp_path / "a.yaml", b"newer")

    assert (tmp_path / "a.yaml").read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["a.yaml"]


def test_of_many_that_make_the_same_file_at_once_one_does(tmp_path: Path) -> None:
    made, refused = [], []

    def make(content: bytes) -> None:
        try:
            make_file(tmp_path / "a.yaml", content)
        except CallError:
            refused.append(content)
        else:
            made.append(content)

    threads = [threading.Thread(target=make, args=(bytes([65 + number]) * 9,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1
    assert len(refused) == 15
    assert (tmp_path / "a.yaml").read_bytes() == made[0]


def left_over(folder: Path, process: int, *, machine: str = "", age: int = 0) -> Path:
    """A file as a run leaves it that was killed while it wrote."""
    file = folder / TEMPORARY_NAMES.replace("*", f"{machine or writing._name_machine()}.{process}.0a1b2c3d")
    file.write_bytes(b"half")
    then = time.time() - age
    os.utime(file, (then, then))
    return file


def ended_process() -> int:
    return int(subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True).stdout)  # noqa: PLW1510 -- its exit code is looked at


def test_files_that_killed_runs_were_writing_are_taken_away(tmp_path: Path) -> None:
    left = [left_over(tmp_path, ended_process()), left_over(tmp_path, os.getpid(), age=3700)]
    elsewhere = left_over(tmp_path, 1, machine="00000000", age=3700)

    remove_leftovers([tmp_path, tmp_path / "missing"])

    assert not any(file.exists() for file in (*left, elsewhere))


def test_files_that_somebody_may_be_writing_stay_and_so_do_all_others(tmp_path: Path) -> None:
    ours, theirs = left_over(tmp_path, os.getpid()), left_over(tmp_path, ended_process(), machine="00000000")
    named = [tmp_path / ".codepub-notes.tmp", tmp_path / ".codepub-.tmp"]
    for file in named:
        file.write_bytes(b"")
    (tmp_path / ".codepub-x.1.2.tmp").mkdir()

    remove_leftovers([tmp_path])

    assert len(list(tmp_path.iterdir())) == 5
    assert ours.exists()
    assert theirs.exists()
