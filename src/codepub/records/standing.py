"""How a publication stands, in one word."""

from __future__ import annotations

from typing import Final, Literal, get_args

Standing = Literal["draft", "approved", "lapsed", "released"]
"""A draft; approved by everybody who must, and not released yet; approved once, and changed since; released."""

STANDINGS: Final[tuple[Standing, ...]] = get_args(Standing)
