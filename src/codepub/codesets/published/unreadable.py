"""The errors of published lists that cannot be read; whoever reads a list adds the place."""

from __future__ import annotations


class UnreadableError(ValueError):
    """A list that cannot be read: the fact and the way out; whoever reads it knows the place."""

    def __init__(self, fact: str, way_out: str) -> None:
        super().__init__(f"{fact} {way_out}")


class DamagedError(UnreadableError):
    """Packed data that is damaged, cut off, locked, or has no end: no other list stands in for it."""
