"""Files that are read: plain ones only, and never more of one than its kind may hold."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from codepub.diagnostics import MachineError, printable

_KINDS: Final = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFLNK: "a link",
}
"""What else can have a name in a folder (POSIX.1-2017, ``sys/stat.h``)."""

# A pipe is opened without waiting for somebody who writes to it; Windows knows neither flag, and translates line ends.
_OPEN_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
)
_NO_LINK_FLAG: Final = getattr(os, "O_NOFOLLOW", 0)  # Windows has no such flag either
_PIECE_BYTES: Final = 64 * 1024
"""Bytes that are read at a time of what says nothing of its size."""


class UnreadableFileError(MachineError):
    """A file that cannot be read: the fact and the way out, each a sentence, for whoever knows its place."""

    def __init__(self, file: Path, fact: str, way_out: str) -> None:
        super().__init__(f"{printable(file)}: {fact} {way_out}")
        self.fact = fact
        self.way_out = way_out


class TooLargeError(UnreadableFileError):
    """A file that holds more than its kind may."""

    def __init__(self, file: Path, size: int, most: int) -> None:
        fact = f"The file has {size:,} bytes; at most {most:,} are read."
        super().__init__(file, fact, "Look whether it is the file that is meant.")
        self.size = size


def read_plain_file(file: Path, most: int, *, follow_links: bool = True) -> bytes:
    """Read a plain file of at most so many bytes; its size is known before a byte is read.

    A link to one is as good, unless links are not followed: then a link is no plain file.

    Raises:
        TooLargeError: It holds more.
        UnreadableFileError: It is not there, is no plain file, or cannot be read.
    """
    descriptor = _open_descriptor(file, follow_links=follow_links)
    try:
        size = os.fstat(descriptor).st_size
        if size > most:
            raise TooLargeError(file, size, most)
        content = _read_descriptor(descriptor, size, most)
    except OSError as error:
        raise _make_unreadable_error(file, error) from None
    finally:
        os.close(descriptor)
    if len(content) > most:
        raise TooLargeError(file, len(content), most)
    return content


def open_plain_file(file: Path) -> BinaryIO:
    """Open a plain file, or a link to one, for reading its bytes; what it is, is asked of what was opened.

    Raises:
        UnreadableFileError: It is not there, is no plain file (a pipe, a device, a folder), or cannot be opened.
    """
    return os.fdopen(_open_descriptor(file, follow_links=True), "rb")


def _open_descriptor(file: Path, *, follow_links: bool) -> int:
    try:
        # Before it is opened: to open a device can be to act on it.
        _refuse_unless_plain(file, file.stat(follow_symlinks=follow_links))
        descriptor = os.open(file, _OPEN_FLAGS if follow_links else _OPEN_FLAGS | _NO_LINK_FLAG)
    except (OSError, ValueError) as error:  # a name that holds NUL is a ValueError
        raise _make_unreadable_error(file, error) from None
    try:
        _refuse_unless_plain(file, os.fstat(descriptor))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _read_descriptor(descriptor: int, size: int, most: int) -> bytes:
    """Read to the end, or one byte beyond ``most``: a file may grow, and those of /proc say that they have no size."""
    content, more = os.read(descriptor, size + 1), bytearray()
    while (left := most + 1 - len(content) - len(more)) > 0 and (piece := os.read(descriptor, min(_PIECE_BYTES, left))):
        more += piece
    return content + more


def _refuse_unless_plain(file: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = _KINDS.get(stat.S_IFMT(found.st_mode), "something else")
        raise UnreadableFileError(file, f"This is {kind} and no plain file.", "Put a plain file in its place.")


def _make_unreadable_error(file: Path, error: OSError | ValueError) -> UnreadableFileError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "its name cannot be one"
    return UnreadableFileError(
        file, f"The file cannot be read: {reason}.", "Look at its name, its permissions and its disk."
    )
