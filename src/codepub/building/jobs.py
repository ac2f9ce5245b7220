"""How many processes make the files of a build."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from codepub.building.making import Task
from codepub.writers.choices import Format

_SECONDS: Final[dict[Format, float]] = {"pdf": 0.7, "docx": 0.07, "html": 0.06, "md": 0.01}
"""What a file of each format takes, about, on the machine that this was measured on."""
_WORTH_SECONDS: Final = 3.0
"""Work that is worth the start of processes, which takes each of them about a second."""
_QUOTA: Final = Path("/sys/fs/cgroup/cpu.max")
"""Where Linux says how much of its processors a container has (cgroup v2): microseconds, and of how many."""


def choose_jobs(tasks: Sequence[Task]) -> int:
    """Choose how many processes do tasks: all cores, or this one alone where little is new."""
    new = (target for task in tasks for target in task.targets if target not in task.before)
    return count_cores() if sum(_SECONDS[target.format] for target in new) >= _WORTH_SECONDS else 1


def count_cores() -> int:
    """Count the processors that this process may use, by what the system and its container allow."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    try:
        quota, period = _QUOTA.read_text("ascii").split()
        return max(1, min(cores, int(quota) // int(period)))
    except (OSError, ValueError):
        return cores
