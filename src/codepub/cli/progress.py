"""The line at the foot of a terminal that says how far a build is; elsewhere there is none."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

_HANDFUL: Final = 5
"""So many files are made without a line of progress: what is written is told at once anyhow."""


class Progress:
    """How many files of a build are done, how many are made in a second, and how long the others will take.

    It is one line on standard error, written over itself; whoever prints anything else clears it first.
    """

    def __init__(
        self, total: int, *, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._stream = stream or sys.stderr
        self._shown = total > _HANDFUL and self._stream.isatty()
        self._clock = clock
        self._begun = clock()
        self._width = 0

    def show(self, done: int) -> None:
        """Write the line anew."""
        if self._shown:
            line = describe_progress(done, self._total, self._clock() - self._begun)
            self._write(f"\r{line.ljust(self._width)}")
            self._width = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._write(f"\r{' ' * self._width}\r")
            self._width = 0

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()


def describe_progress(done: int, total: int, seconds: float) -> str:
    """Write how far a build is: ``12 of 48 files, 4.9 a second, 7 s left``.

    >>> describe_progress(12, 48, 3.0)
    '12 of 48 files, 4.0 a second, 9 s left'
    """
    line = f"{done:,} of {total:,} files"
    if not done or seconds <= 0:
        return line
    rate = done / seconds
    return f"{line}, {rate:.1f} a second, {_describe_seconds((total - done) / rate)} left"


def _describe_seconds(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02} s"
