"""How much of a record is printed. Importing this costs next to nothing: every command reads settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Part = Literal["summary", "overview", "specifications", "professional", "sources"]
"""A part of a publication; what it says about itself stands after them, whichever they are."""

Extent = Literal["full", "brief"]
"""How much is printed: all that the record holds, or what a reader new to the code wants first."""

PARTS: Final[Mapping[Extent, tuple[Part, ...]]] = {
    "full": ("summary", "overview", "specifications", "professional", "sources"),
    "brief": ("summary", "overview", "specifications", "sources"),
}
"""The parts of each extent, in their order."""
