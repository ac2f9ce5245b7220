"""Numbers, as records write them: ``14.39``, with or without quotes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from codepub.patterns import compile_late

PLAIN_NUMBER: Final = compile_late(r"[0-9]{1,15}(\.[0-9]{1,15})?")
"""Digits and a point; no commas, signs or powers of ten. Of more than 15 digits many readers round the last."""


def _require_plain_number(value: object) -> object:
    """Refuse texts that only some readers take for numbers: ``1_000``, ``1e5``, digits of other scripts."""
    if isinstance(value, str) and not PLAIN_NUMBER.fullmatch(value):
        raise PydanticCustomError("decimal_parsing", "Input should be a number in plain digits")
    return value


Amount = Annotated[
    Decimal,
    BeforeValidator(_require_plain_number),
    Field(ge=0, allow_inf_nan=False),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 10**15 - 1},
                {"type": "string", "pattern": f"^{PLAIN_NUMBER.pattern}$"},
            ]
        }
    ),
]
"""A number that is not below zero."""
