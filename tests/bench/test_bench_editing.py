"""The bench that edits by chance, tried with few edits."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.publications import ROOT


@pytest.mark.parametrize("seed", [7, 8])
def test_no_edit_by_chance_is_wrong(seed: int) -> None:
    run = subprocess.run(
        [sys.executable, "bench/bench_editing.py", "--count", "300", "--seed", str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "wrong" not in run.stdout, run.stdout
    assert " right" in run.stdout, run.stderr
