from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from codepub.records.days import Day

ADAPTER: TypeAdapter[date] = TypeAdapter(Day)


@pytest.mark.parametrize("typed", [date(2026, 1, 1), "2026-01-01"])
def test_a_day_is_read_with_and_without_quotes(typed: object) -> None:
    assert ADAPTER.validate_python(typed) == date(2026, 1, 1)


@pytest.mark.parametrize(
    "typed",
    [0, 86400, 2026, True, Decimal(0), "0", "86400", "2026-1-1", "2026-02-30", "soon", "", datetime(2026, 1, 1, 1)],  # noqa: DTZ001 -- a time without zone is the case
)
def test_what_is_no_day_is_never_taken_for_seconds_since_1970(typed: object) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(typed)
