"""Amounts as they are printed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from codepub.document.amounts import write_amount


@pytest.mark.parametrize(
    ("number", "decimals", "written"),
    [("1234.5", 2, "$1,234.50"), ("0", 0, "$0"), ("-1234.5", 2, "\N{MINUS SIGN}$1,234.50")],
)
def test_an_amount_has_its_sign_its_unit_and_its_digits_in_groups(number: str, decimals: int, written: str) -> None:
    assert write_amount("$", Decimal(number), decimals) == written
