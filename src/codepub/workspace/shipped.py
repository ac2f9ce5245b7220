"""What codepub ships for workspaces: templates, schemas and the sample record."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGED: Final = Path(__file__).parents[1] / "shipped"
SHIPPED: Final = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).parents[3]
"""Where they are: inside the wheel, or the top of a checkout."""
