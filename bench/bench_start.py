"""Promises: `codepub --help` takes at most 2.5 times `python -c "import click"`; `import codepub` at most 15 ms."""

from __future__ import annotations

import sys
from pathlib import Path

from timing import hold_promise, time_in_turn

here = Path.cwd()
codepub = str(Path(sys.executable).with_name("codepub"))
imported, helped = time_in_turn(([sys.executable, "-c", "import click"], here), ([codepub, "--help"], here), rounds=30)
print(f"import click {imported * 1000:.0f} ms, codepub --help {helped * 1000:.0f} ms (medians of 30, in turn)")
hold_promise("codepub --help to import click", helped / imported, 2.5)

bare, face = time_in_turn(
    ([sys.executable, "-c", "pass"], here), ([sys.executable, "-c", "import codepub"], here), rounds=100
)
print(f"Python alone {bare * 1000:.1f} ms, with import codepub {face * 1000:.1f} ms (medians of 100, in turn)")
hold_promise("milliseconds of import codepub", (face - bare) * 1000, 15)
