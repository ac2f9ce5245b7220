"""Commands timed in turn, so that what slows the machine slows them all."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def time_command(command: Sequence[str], folder: Path) -> float:
    """Run a command once and return the seconds that it took by the clock.

    Raises:
        CalledProcessError: The command fails.
    """
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def time_in_turn(
    one: tuple[Sequence[str], Path], other: tuple[Sequence[str], Path], rounds: int
) -> tuple[float, float]:
    """Return the median seconds of two commands, each run once before and then in turn."""
    for command, folder in (one, other):
        time_command(command, folder)
    runs = [(time_command(*one), time_command(*other)) for _ in range(rounds)]
    return statistics.median(a for a, _ in runs), statistics.median(b for _, b in runs)


def time_work(work: Callable[[], object]) -> float:
    """Do some work and return the seconds of the processor that it took, of this process alone."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def hold_promise(promise: str, measured: float, limit: float) -> None:
    """Print a promise with what was measured; exit with 1 where it is missed."""
    hold_promises((promise, measured, limit))


def hold_promises(*promises: tuple[str, float, float]) -> None:
    """Print promises, each with what was measured and its limit; exit with 1 where one is missed."""
    for promise, measured, limit in promises:
        kept = measured <= limit
        print(f"{promise}: {measured:.2f} (promised: at most {limit:.2f}) {'kept' if kept else 'MISSED'}")
    if any(measured > limit for _, measured, limit in promises):
        sys.exit(1)
