"""What a style may name: pictures, fonts and other styles, as values; the edge lists them and says how each is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Final

MAX_ASSET_BYTES: Final = 32 << 20
"""The most bytes of a picture or a font; the largest fonts, of all Chinese characters, have 20 million."""


@dataclass(frozen=True)
class Asset:
    """A file of the assets, read when it is first asked for; ``read`` raises `ValueError` where it cannot be."""

    read: Callable[[], bytes]

    @cached_property
    def content(self) -> bytes:
        """Return its bytes, which are kept: each publication that names it gets the same."""
        return self.read()

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of its bytes, hexadecimal; empty where it cannot be read, and so is in no publication.

        Bytes that nobody has asked for are not kept: a folder of assets may hold more than the memory of a machine.
        """
        try:
            return sha256(self.__dict__.get("content") or self.read()).hexdigest()
        except ValueError:
            return ""


Assets = Mapping[str, Asset]
"""The assets by their paths below their folder, with slashes: ``logo.svg``, ``fonts/Inter.ttf``."""
