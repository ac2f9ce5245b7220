"""Which column of the Medicare physician fee schedule gives which field of a record's payment part.

Source: CMS, MPFS relative value files, "RVU25D.pdf" beside PPRRVU. Columns are called as code sets call them once their
files are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

AMOUNT_COLUMNS: Final[Mapping[str, str]] = {
    "work_rvu": "work_rvu",
    "practice_expense_rvu_facility": "facility_pe_rvu",
    "practice_expense_rvu_nonfacility": "nonfacility_pe_rvu",
    "malpractice_rvu": "mp_rvu",
}
"""The columns of relative value units by their fields; they change with every release."""

RVU_COLUMNS: Final[frozenset[str]] = frozenset({*AMOUNT_COLUMNS.values(), "facility_total", "nonfacility_total"})
"""The columns of relative value units: those that the payment part gives, and their sums."""

INDICATOR_COLUMNS: Final[Mapping[str, str]] = {
    "global_days": "global",
    "status_indicator": "status",
    "pc_tc": "pc_tc",
    "bilateral": "bilateral",
    "assistant": "assistant",
    "co_surgeon": "co_surgeon",
    "team": "team",
}
"""The columns of payment policy by their fields; they change seldom."""

PAYMENT_COLUMNS: Final[Mapping[str, str]] = {**AMOUNT_COLUMNS, **INDICATOR_COLUMNS}
"""Every column that the payment part gives, by its field, in the order of the part."""
