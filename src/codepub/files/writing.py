"""Files that are written: whole, or not at all, and never in place of what is no plain file."""

from __future__ import annotations

import errno
import os
import platform
import secrets
import stat
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple, TextIO

from codepub.diagnostics import CallError, CodepubError, MachineError, printable

TEMPORARY_NAMES: Final = ".codepub-*.tmp"
"""The names of files that are being written, as a pattern of ``.gitignore``."""

_MAX_AGE_SECONDS: Final = 3600
"""The age in seconds up to which another machine may still be writing a temporary file; nobody writes an older one."""
_PIPE_TIMEOUT_SECONDS: Final = 10
"""How long writing waits for somebody to read from a pipe."""
_NO_LINK_ERRORS: Final = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}
"""The errors of file systems that have no hard links, such as FAT."""
_WRITE_BITS: Final = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_BINARY_FLAGS: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class AlreadyThereError(CallError):
    """A file that was to be new is there already."""


def write_file(file: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that the place holds the old content or the new.

    A link is followed, and the file it leads to is replaced. What is there and is no plain file (a device, a pipe, a
    terminal) is written to, and so is what is open already: standard output and standard error by any name, others as
    /dev/fd/3. A file keeps its permissions.

    Raises:
        MachineError: It cannot be written.
    """
    with _explain_failures(file):
        _make_folder(file.parent)
        if not _write_through(file, content):
            _replace(Path(os.path.realpath(file)), content)


class Rewrite(NamedTuple):
    """A file that is to hold something else: what it holds now, and then."""

    file: Path
    before: bytes
    after: bytes


class NewFile(NamedTuple):
    """A file that is to be made, and what it is to hold."""

    file: Path
    after: bytes


def rewrite_files(rewrites: Sequence[Rewrite | NewFile]) -> None:
    """Write files one after the other; where one cannot be written, put back those that were.

    A file that is read-only stays as it is, though its folder would let another take its place. A new file that was
    made is taken away again.

    Raises:
        AlreadyThereError: A file that was to be new is there; none is written then.
        MachineError: A file cannot be written, or is read-only; none is written then.
    """
    for rewrite in rewrites:
        if isinstance(rewrite, Rewrite):
            _refuse_read_only(rewrite.file)
    remove_leftovers({rewrite.file.parent for rewrite in rewrites})
    for place, rewrite in enumerate(rewrites):
        try:
            (write_file if isinstance(rewrite, Rewrite) else make_file)(rewrite.file, rewrite.after)
        except CodepubError:
            for written in rewrites[:place]:
                with suppress(CodepubError, OSError):
                    _put_back(written)
            raise


def _put_back(written: Rewrite | NewFile) -> None:
    if isinstance(written, Rewrite):
        write_file(written.file, written.before)
    else:
        written.file.unlink()


def _refuse_read_only(file: Path) -> None:
    with _explain_failures(file):
        is_protected = not stat.S_IMODE(file.stat().st_mode) & _WRITE_BITS  # which root may write all the same
        if is_protected or not os.access(file, os.W_OK):
            raise MachineError(f"{printable(file)} is read-only. Nothing was written; make it writable first.")


def make_file(file: Path, content: bytes) -> None:
    """Write a file that is new: of two that make the same one at once, one does.

    Raises:
        AlreadyThereError: There is something of its name, whatever it is.
        MachineError: It cannot be written.
    """
    with _explain_failures(file):
        if os.path.lexists(file):  # before anything is written: a full disk has no room for what is not needed
            raise _make_already_there_error(file)
        _make_folder(file.parent)
        with _write_beside(file, content) as beside:
            try:
                _give_name(beside, file)
            except FileExistsError:
                raise _make_already_there_error(file) from None


def _make_already_there_error(file: Path) -> AlreadyThereError:
    return AlreadyThereError(f"{printable(file)} exists already; it was left as it is.")


def _make_folder(folder: Path) -> None:
    """Make a folder with those above it; where something else has a name that one needs, tell which."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        above = next(one for one in (folder, *folder.parents) if os.path.lexists(one) or one == one.parent)
        kind = "a link that leads to no folder" if above.is_symlink() else "no folder"
        raise OSError(errno.ENOTDIR, f"{printable(above)} is {kind}") from None


def remove_leftovers(folders: Iterable[Path]) -> None:
    """Take away what killed runs were writing in folders, and nothing that somebody may be writing now."""
    for folder in folders:
        with suppress(OSError):  # a folder that is not there, or is another's, holds nothing of ours
            for file in folder.glob(TEMPORARY_NAMES):
                if _is_left_over(file):
                    file.unlink(missing_ok=True)


def _is_left_over(file: Path) -> bool:
    """Tell whether a file was written by a process that is gone, or so long ago that it must be."""
    written = file.lstat()
    if not stat.S_ISREG(written.st_mode):
        return False
    machine, process, *_ = (*file.name.removeprefix(".codepub-").split("."), "")
    if time.time() - written.st_mtime > _MAX_AGE_SECONDS:
        return True
    return machine == _name_machine() and process.isdigit() and not _is_running(int(process))


def _is_running(process: int) -> bool:
    if os.name == "nt":
        return True  # where a signal of 0 would end the process
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _name_machine() -> str:
    """Name this machine and, on Linux, the space in which its processes are numbered: containers share folders."""
    space = ""
    with suppress(OSError):
        space = str(Path("/proc/self/ns/pid").readlink())
    return f"{zlib.crc32(f'{platform.node()} {space}'.encode()):08x}"


@contextmanager
def _explain_failures(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # a name that holds NUL is a ValueError
        reason = error.strerror if isinstance(error, OSError) else "that cannot be a name"
        raise MachineError(
            f"{printable(file)} cannot be written: {reason}. A plain file that stood there is untouched."
        ) from None


def _write_through(file: Path, content: bytes) -> bool:
    """Write to what is there and cannot be replaced; tell whether there is such a thing."""
    try:
        there = file.stat()
    except FileNotFoundError:
        return False
    for stream in (sys.stdout, sys.stderr):
        if _is_stream_of(stream, there):
            stream.flush()
            _write_all(stream.fileno(), content)
            return True
    if _is_own_descriptor(file):
        _write_all(int(file.name), content)
        return True
    if stat.S_ISREG(there.st_mode) or stat.S_ISDIR(there.st_mode):
        return False  # that a folder cannot be replaced, moving tells
    descriptor = _open_for_writing(file)
    try:
        _write_all(descriptor, content)
    finally:
        os.close(descriptor)
    return True


def _is_stream_of(stream: TextIO | None, there: os.stat_result) -> bool:
    """Tell whether a stream of this process writes to a file; a stream that is closed or in memory does not."""
    try:
        return stream is not None and os.path.samestat(os.fstat(stream.fileno()), there)
    except (OSError, ValueError):
        return False


def _is_own_descriptor(file: Path) -> bool:
    """Tell whether a file is named as one that this process has open, such as /dev/fd/3: whoever opened it goes on."""
    descriptors = Path("/dev/fd")
    return (
        file.name.isdecimal()
        and descriptors.exists()
        and os.path.realpath(file.parent) == os.path.realpath(descriptors)
    )


def _open_for_writing(file: Path) -> int:
    """Open a device, a pipe or a socket; a pipe that nobody reads from is waited for, but not without end."""
    until = time.monotonic() + _PIPE_TIMEOUT_SECONDS
    while True:
        try:
            descriptor = os.open(
                file, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | _BINARY_FLAGS
            )
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if not stat.S_ISFIFO(file.stat().st_mode):
                raise OSError(error.errno, "it is a socket, or a device that is not there") from None
            if time.monotonic() > until:
                raise OSError(error.errno, f"nobody read from this pipe for {_PIPE_TIMEOUT_SECONDS} seconds") from None
            time.sleep(0.05)
        else:
            os.set_blocking(descriptor, True)
            return descriptor


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _replace(file: Path, content: bytes) -> None:
    with _write_beside(file, content) as beside:
        with suppress(FileNotFoundError):
            beside.chmod(stat.S_IMODE(file.stat().st_mode))
        beside.replace(file)


def _give_name(beside: Path, file: Path) -> None:
    """Move a file that is written to its name, unless there is something of that name."""
    try:
        os.link(beside, file)
    except OSError as error:
        if error.errno not in _NO_LINK_ERRORS:
            raise
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY_FLAGS))  # whoever makes the name has it
        beside.replace(file)


@contextmanager
def _write_beside(file: Path, content: bytes) -> Iterator[Path]:
    """Write a file in the folder of another, whole and on its disk; it is gone afterwards unless it was moved."""
    beside = file.with_name(TEMPORARY_NAMES.replace("*", f"{_name_machine()}.{os.getpid()}.{secrets.token_hex(4)}"))
    try:
        # The mode is lessened by the umask, as that of any new file.
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY_FLAGS, 0o666)
        try:
            _write_all(descriptor, content)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        yield beside
        _sync_folder(file.parent)
    finally:
        beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Have the disk keep the names of a folder; Windows and some file systems cannot be asked to."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
