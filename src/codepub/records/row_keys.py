"""What tells the rows of a table apart: the cells by which an editor speaks of a row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from codepub.records.availability import Frozen
from codepub.records.code_summary import DiagnosisRow, ModifierRow, RelatedCodeRow, Source, TaxonomyRow
from codepub.records.parts import Benchmark, CoveragePolicy, CrosswalkRow, Denial, DrgGroup, ProcedurePair

ROW_KEYS: Final[Mapping[type[Frozen], tuple[str, ...]]] = {
    ModifierRow: ("modifier",),
    DiagnosisRow: ("code",),
    TaxonomyRow: ("taxonomy",),
    RelatedCodeRow: ("system", "code"),
    ProcedurePair: ("system", "code"),
    CrosswalkRow: ("code",),
    DrgGroup: ("drg",),
    CoveragePolicy: ("kind", "number", "payer"),
    Denial: ("carc", "rarc"),
    Benchmark: ("payer", "geography", "rate_type", "month"),
    Source: ("id",),
}
"""The fields that name a row, by its model; a row of another model is named by nothing less than all it says."""
