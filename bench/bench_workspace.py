"""Promise: `codepub build 32120 --pdf` among 10,000 records costs at most 1.1 times what it costs with one."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from timing import hold_promise, time_in_turn

RECORDS = 10_000
codepub = str(Path(sys.executable).with_name("codepub"))
command = [codepub, "build", "32120", "--pdf"]


def make_workspace(folder: Path, records: int) -> Path:
    """Make a workspace with a number of records, copies of the sample under other codes."""
    subprocess.run([codepub, "init", str(folder)], check=True, capture_output=True)
    sample = (folder / "content/cpt/32120.yaml").read_text("utf-8")
    for number in range(records - 1):
        code = f"{40_000 + number}"
        copy = sample.replace('code: "32120"', f'code: "{code}"', 1)
        (folder / f"content/cpt/{code}.yaml").write_text(copy, "utf-8")
    return folder


with tempfile.TemporaryDirectory() as name:
    small, large = make_workspace(Path(name, "small"), 1), make_workspace(Path(name, "large"), RECORDS)
    alone, among = time_in_turn((command, small), (command, large), rounds=10)
    print(f"with one record {alone:.2f} s, among {RECORDS:,} {among:.2f} s (medians of 10, in turn)")
    hold_promise("build among 10,000 records to build alone", among / alone, 1.1)
