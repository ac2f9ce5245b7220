"""A check of vintages: a release is read once it is out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.patterns import compile_late

_YEAR: Final = compile_late(r"(?<!\d)20\d\d(?!\d)", re.ASCII)
_FIRST_RULES: Final = 4
"""The month in which CMS proposes the first of its rules for the year to come, of which rows may be told."""


@check(
    "future-vintage",
    WARNING,
    catches="A vintage of a year that had not come when it was read.",
    example="vintage: October 2052",
)
def coming_vintages(subject: Subject) -> Iterator[Breach]:
    """Find vintages whose years all lie after the day on which they were read; next year's is out before it begins."""
    for path, value in subject.sources:
        years = _YEAR.findall(value.vintage)
        if years and int(min(years)) > _find_last_year(value.retrieved):
            yield Breach(
                (*path, "vintage"),
                f"The vintage is of {min(years)}, and it was read on {value.retrieved}.",
                "Mend one of them.",
            )


def _find_last_year(read: date) -> int:
    """Find the last year of which releases may be out on a day."""
    return read.year + (read.month >= _FIRST_RULES)


VINTAGE_CHECKS = (coming_vintages,)
