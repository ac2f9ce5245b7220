"""What a writer gives back."""

from __future__ import annotations

from dataclasses import dataclass

from codepub.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document in a format: its bytes, and what the format could not express."""

    content: bytes
    diagnostics: tuple[Diagnostic, ...] = ()
