"""How far a build is: a line at the foot of a terminal, written over itself; elsewhere a line from time to time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final, TextIO

_HANDFUL: Final = 5
"""So many files are made without a line of progress: what is written is told at once anyhow."""
_SECONDS_BETWEEN: Final = 30
"""Seconds from one line to the next where there is no terminal."""


class Progress:
    """How many files of a build are done, how many are made in a second, and how long the others will take.

    It goes to standard error. On a terminal it is one line, and whoever prints anything else clears it first.
    """

    def __init__(
        self, total: int, *, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._stream = stream or sys.stderr
        self._is_told = total > _HANDFUL
        self._is_terminal = self._stream.isatty()
        self._clock = clock
        self._begun = self._last = clock()
        self._width = 0

    def show(self, done: int) -> None:
        """Write the line anew, or the next one where it is time for it."""
        if not self._is_told:
            return
        now = self._clock()
        line = describe_progress(done, self._total, now - self._begun)
        if self._is_terminal:
            self._write(f"\r{line.ljust(self._width)}")
            self._width = len(line)
        elif now - self._last >= _SECONDS_BETWEEN:
            self._write(f"{line}\n")
            self._last = now

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
