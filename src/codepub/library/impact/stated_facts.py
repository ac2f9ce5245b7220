"""Facts of a release that records give themselves: the values of a fee schedule and of an edit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from codepub.codesets.code_set import SetName
from codepub.library.impact.changes import Change
from codepub.library.impact.uses import CodeUse
from codepub.origin import FieldPath
from codepub.records.code_summary import CodeSummary
from codepub.records.fee_schedule import PAYMENT_COLUMNS

_PAIR: Final = {"modifier_indicator": "modifier_indicator", "rationale": "rationale"}

_FIELDS: Final[Mapping[SetName, Mapping[str, str]]] = {
    "mpfs": {column: field for field, column in PAYMENT_COLUMNS.items()},
    "ncci-ptp-practitioner": _PAIR,
    "ncci-ptp-hospital": _PAIR,
    "ncci-mue-practitioner": {"units": "units", "mai": "adjudication", "rationale": "rationale"},
}
"""The field of a record that gives a fact, by the name of its column in the release."""


class StatedFact(NamedTuple):
    """A field in which a record gives a fact, and its value."""

    path: FieldPath
    value: object

    def agrees_with(self, published: str) -> bool:
        """Tell whether the record gives what a release says; numbers are the same however they are written."""
        if isinstance(self.value, Decimal):
            return bool(published) and self.value == Decimal(published)
        return str(self.value) == published


def find_stated_fact(record: CodeSummary, use: CodeUse, change: Change, name: SetName) -> StatedFact | None:
    """Find the field in which a record gives the fact that changed; None where it gives none."""
    field = _FIELDS.get(name, {}).get(change.fact)
    if use.states is None or field is None or change.qualifier != (use.qualifier or ""):
        return None
    part: Any = record
    for step in use.states:
        part = part[step] if isinstance(step, int) else getattr(part, step)
    return StatedFact((*use.states, field), getattr(part, field))
