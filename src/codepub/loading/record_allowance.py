"""An allowance of ``codepub.toml``, apart from the rules: who reads settings need not check anything."""

from __future__ import annotations

from dataclasses import dataclass

from codepub.diagnostics import Diagnostic
from codepub.origin import Position, RecordId


@dataclass(frozen=True, slots=True)
class RecordAllowance:
    """An allowance of codepub.toml: for the records named, or for all."""

    rule: str
    reason: str
    records: tuple[RecordId, ...]
    position: Position

    def covers(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a diagnostic is what this allows."""
        if diagnostic.rule != self.rule or diagnostic.origin is None:
            return False
        return not self.records or diagnostic.origin.record in self.records
