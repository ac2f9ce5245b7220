"""Commands timed in turn, so that what slows the machine slows them all."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def seconds(command: Sequence[str], folder: Path) -> float:
    """Run a command once and give the seconds it took; raises where it fails."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - start


def in_turn(one: tuple[Sequence[str], Path], other: tuple[Sequence[str], Path], rounds: int) -> tuple[float, float]:
    """Give the median seconds of two commands, each run once before and then in turn."""
    for command, folder in (one, other):
        seconds(command, folder)
    runs = [(seconds(*one), seconds(*other)) for _ in range(rounds)]
    return statistics.median(a for a, _ in runs), statistics.median(b for _, b in runs)


def processor_seconds(work: Callable[[], object]) -> float:
    """Do some work and give the seconds of the processor that it took, of this process alone."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def hold(promise: str, measured: float, most: float) -> None:
    """Print a promise with what was measured; exit with 1 where it is missed."""
    kept = measured <= most
    print(f"{promise}: {measured:.2f} (promised: at most {most}) {'kept' if kept else 'MISSED'}")
    if not kept:
        sys.exit(1)
