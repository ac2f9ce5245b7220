"""The code summaries of a workspace, by their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary


@dataclass(frozen=True, slots=True)
class Corpus:
    """The code summaries that stood every check, by their names: what a code in a record, or a link, can refer to."""

    records: Mapping[RecordId, CodeSummary] = field(default_factory=dict)
