"""What a writer returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from codepub.diagnostics import Diagnostic

WHOLE: Final = ""
"""The path of the only file of a format that is one file: that of the target itself."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document in a format: its files by their paths below the target, and what the format could not express."""

    files: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def content(self) -> bytes:
        """Return the bytes of a format that is one file.

        Raises:
            KeyError: The format is several files.
        """
        return self.files[WHOLE]
