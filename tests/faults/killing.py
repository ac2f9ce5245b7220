"""Runs codepub, and kills it without warning at one of the moments at which it is about to change a file.

The moments are counted from 1: making, opening for writing, writing (half is written by then), syncing, moving, linking
or removing something in the working folder. Called as ``killing.py MOMENT ARGUMENT...``; at moment 0 it is not killed,
and says on standard error how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

MOMENT, *ARGUMENTS = sys.argv[1:]
HERE = os.path.realpath(os.curdir)
CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
met = 0


def meet() -> bool:
    """Count a moment; tell whether it is the one."""
    global met
    met += 1
    return met == int(MOMENT)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Meet the changes that Python tells of (PEP 578), before they are made."""
    changes = event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING)
    if changes and isinstance(arguments[0], str | os.PathLike) and is_here(os.fspath(arguments[0])) and meet():
        kill()


def is_here(name: str | bytes) -> bool:
    return os.path.realpath(os.fsdecode(name)).startswith(HERE)


written, synced = os.write, os.fsync


def write(descriptor: int, content: Any) -> int:
    if descriptor > 2 and meet():
        written(descriptor, content[: len(content) // 2])
        kill()
    return written(descriptor, content)


def sync(descriptor: Any, /) -> None:
    if meet():
        kill()
    synced(descriptor)


setattr(os, "write", write)  # noqa: B010 -- in the way of the type checker on purpose
setattr(os, "fsync", sync)  # noqa: B010
sys.argv = ["codepub", *ARGUMENTS]

from codepub.__main__ import main  # noqa: E402 -- what it imports may not be counted

sys.addaudithook(watch)
try:
    main()
finally:
    if MOMENT == "0":
        print(met, file=sys.stderr)
