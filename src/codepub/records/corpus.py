"""The records of a workspace, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary


@dataclass(frozen=True, slots=True)
class Corpus:
    """Records that stood every check, by their names."""

    records: Mapping[RecordId, CodeSummary] = field(default_factory=dict)
