"""Promise: `codepub --help` answers within 2.5 times what `python -c "import click"` takes."""

from __future__ import annotations

import sys
from pathlib import Path

from timing import hold, in_turn

here = Path.cwd()
codepub = str(Path(sys.executable).with_name("codepub"))
imported, helped = in_turn(([sys.executable, "-c", "import click"], here), ([codepub, "--help"], here), rounds=30)
print(f"import click {imported * 1000:.0f} ms, codepub --help {helped * 1000:.0f} ms (medians of 30, in turn)")
hold("codepub --help to import click", helped / imported, 2.5)
