from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from codepub.files.reading import TooLargeError, UnreadableFileError, open_plain_file, read_plain_file

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def test_a_plain_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")

    assert read_plain_file(tmp_path / "a", 5) == b"12345"


def test_a_link_to_a_plain_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"text")
    (tmp_path / "b").symlink_to("a")

    assert read_plain_file(tmp_path / "b", 9) == b"text"


def test_a_link_is_no_plain_file_where_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"text")
    (tmp_path / "b").symlink_to("a")

    assert read_plain_file(tmp_path / "a", 9, follow_links=False) == b"text"
    with pytest.raises(UnreadableFileError, match="This is a link and no plain file"):
        read_plain_file(tmp_path / "b", 9, follow_links=False)


def test_a_file_that_holds_more_than_it_may_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"123456")

    with pytest.raises(TooLargeError, match="The file has 6 bytes; at most 5 are read") as raised:
        read_plain_file(tmp_path / "a", 5)

    assert raised.value.size == 6


def test_of_a_sparse_file_of_eight_gigabytes_no_byte_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(8 * 1024**3)

    with pytest.raises(TooLargeError):
        read_plain_file(tmp_path / "a", 1024**2)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system has no /proc")
def test_a_file_that_says_it_is_empty_and_is_not_is_read_up_to_the_limit() -> None:
    assert Path("/proc/self/status").stat().st_size == 0

    with pytest.raises(TooLargeError):
        read_plain_file(Path("/proc/self/status"), 9)


@POSIX
@pytest.mark.parametrize("kind", ["pipe", "folder", "socket", "circle", "nothing", "dangling", "NUL"])
def test_what_is_no_plain_file_is_told_at_once(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "a"
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(file))
    elif kind == "circle":
        file.symlink_to("a")
    elif kind == "dangling":
        file.symlink_to("elsewhere")
    elif kind == "NUL":
        file = tmp_path / "a\0b"

    with pytest.raises(UnreadableFileError) as raised:
        open_plain_file(file)

    told = {
        "pipe": "This is a pipe and no plain file.",
        "folder": "This is a folder and no plain file.",
        "socket": "This is a socket and no plain file.",
        "circle": "The file cannot be read: Too many levels of symbolic links.",
        "nothing": "The file cannot be read: No such file or directory.",
        "dangling": "The file cannot be read: No such file or directory.",
        "NUL": "The file cannot be read: its name cannot be one.",
    }
    assert raised.value.fact == told[kind]
    assert raised.value.way_out.endswith(".")


@POSIX
def test_a_device_is_not_opened(tmp_path: Path) -> None:
    node = tmp_path / "null"
    try:
        os.mknod(node, 0o020666, os.makedev(1, 3))
    except OSError:
        pytest.skip("only root may make device nodes here")

    with pytest.raises(UnreadableFileError, match="This is a device and no plain file"):
        read_plain_file(node, 9)


def test_the_message_shows_a_name_without_obeying_it(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        open_plain_file(tmp_path / "a\x1b]0;b\x07\n::error::c")

    assert "\\x1b]0;b\\x07\\x0a::error::c: The file" in str(raised.value)
