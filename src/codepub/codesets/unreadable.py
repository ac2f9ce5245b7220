"""What is raised where a published list cannot be read; whoever reads it adds the place."""

from __future__ import annotations

from typing import Final

_SHOWN: Final = 60
"""So many characters of what stands in a list or a call are shown in a message."""


class UnreadableError(ValueError):
    """A list that cannot be read: the fact and the way out; whoever reads it knows the place."""

    def __init__(self, fact: str, way_out: str) -> None:
        super().__init__(f"{fact} {way_out}")


class DamagedError(UnreadableError):
    """Packed data that is damaged, cut off, locked, or has no end: no other list stands in for it."""


def quoted(text: str) -> str:
    r"""Write what stands in a list or a call for a message: in quotes, shortened, and so that a terminal obeys nothing.

    >>> quoted("99\x1b")
    "'99\\x1b'"
    """
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
