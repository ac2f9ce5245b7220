"""Promises of code sets: a cold look-up costs at most 1.3 times `codepub --help`; memory does not grow with a list."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import hold_promise, time_in_turn

codepub = str(Path(sys.executable).with_name("codepub"))
CODES = 98_000
LARGER = 10


def write_flat_list(file: Path, count: int) -> Path:
    """Write a list in the layout of the ICD-10-CM order file, with invented codes."""
    with file.open("w", encoding="utf-8") as stream:
        for number in range(count):
            code = f"A{number // 36**4 % 10}{format_base36(number)}"
            stream.write(
                f"{number % 100_000:05} {code:7} 1 {'An invented condition':60} An invented condition, {code}\n"
            )
    return file


def format_base36(number: int) -> str:
    """Write the last four digits of a number in base 36."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return "".join(digits[number // 36**place % 36] for place in (3, 2, 1, 0))


def measure_import(folder: Path, file: Path) -> float:
    """Import a file in a process of its own, and return its peak memory in MB."""
    command = [codepub, "codes", "add", str(file), "--release", file.stem, "--effective", "2026-10-01"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status:
        sys.exit(f"Importing {file.name} failed.")
    return usage.ru_maxrss / 1024


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    subprocess.run([codepub, "init", name], check=True, capture_output=True)
    lookup = [codepub, "codes", "lookup", "J95.830"]
    helped, looked = time_in_turn(([codepub, "--help"], folder), (lookup, folder), rounds=30)
    print(
        f"codepub --help {helped * 1000:.0f} ms, codepub codes lookup {looked * 1000:.0f} ms (medians of 30, in turn)"
    )
    one = measure_import(folder, write_flat_list(folder / "one.txt", CODES))
    ten = measure_import(folder, write_flat_list(folder / "ten.txt", CODES * LARGER))
    print(f"importing {CODES:,} codes takes {one:.0f} MB at most, {CODES * LARGER:,} codes {ten:.0f} MB")
    hold_promise("codes lookup to --help", looked / helped, 1.3)
    hold_promise(f"memory for {LARGER} times the codes", ten / one, 1.3)
