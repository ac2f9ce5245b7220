"""The bench that seeds mistakes, tried with few of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache

from tests.publications import ROOT

_ROW = re.compile(r"^(?P<kind>.{62}) +(?P<seeded>\d+) +(?P<told>\d+)(?: +(?P<missed>\d+))? *$", re.MULTILINE)


@cache
def run_bench(seed: int) -> subprocess.CompletedProcess[str]:
    """Seed 60 mistakes, and hold the samples against the small lists alone, which every checkout has."""
    return subprocess.run(
        [sys.executable, "bench/bench_faults.py", "--small", "--missed", "--count", "60", "--seed", str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_nearly_all_seeded_mistakes_are_told_and_clean_samples_are_not_warned_of() -> None:
    ran = run_bench(9)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert "UNEXPLAINED" not in ran.stdout


def test_the_table_counts_each_mistake_once() -> None:
    table, *missed = run_bench(9).stdout.split("\nmissed: ")
    rows = [found.groupdict() for found in _ROW.finditer(table)]
    *kinds, total = [(row["kind"], int(row["seeded"]), int(row["told"]), int(row["missed"] or 0)) for row in rows]
    assert (total[0].strip(), total[1]) == ("all", 60)
    assert tuple(map(sum, zip(*(row[1:] for row in kinds), strict=True))) == total[1:]
    assert all(seeded == told + missed for _, seeded, told, missed in (*kinds, total))
    assert len(missed) == total[3]


def test_another_seed_makes_other_mistakes_and_the_same_seed_the_same() -> None:
    first = run_bench(9).stdout
    run_bench.cache_clear()
    assert run_bench(9).stdout == first
    assert run_bench(10).stdout.replace("seed 10", "seed 9") != first
