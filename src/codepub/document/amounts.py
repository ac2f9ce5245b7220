"""Amounts as they are printed: in sentences, in tables, and in charts."""

from __future__ import annotations

from decimal import Decimal


def write_amount(unit: str, number: Decimal, decimals: int) -> str:
    """Write a number with its unit before it, and with so many digits after its point."""
    sign = "\N{MINUS SIGN}" if number < 0 else ""
    return f"{sign}{unit}{abs(number):,.{decimals}f}"
