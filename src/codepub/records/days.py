"""Days, as records write them: ``2026-01-01``."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from codepub.patterns import compile_late

_ISO_DAY: Final = compile_late(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _require_plain_day(value: object) -> object:
    """Refuse what pydantic takes for seconds since 1970: numbers, and texts that are numbers."""
    if isinstance(value, int | Decimal):
        raise PydanticCustomError("date_type", "Input should be a valid date")
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "Input should be a date, written as 2026-01-01")
    return value


Day = Annotated[
    date, BeforeValidator(_require_plain_day), Field(json_schema_extra={"pattern": f"^{_ISO_DAY.pattern}$"})
]
"""A day, with or without quotes."""
