"""Numbers that stand one below the other."""

from __future__ import annotations

import pytest

from codepub.document.nodes import AbsenceSign, Paragraph, Text
from codepub.document.provenance import Absent, Value
from codepub.origin import Origin, RecordId
from codepub.writers.decimals import count_decimals, find_padding

PLACE = Origin(RecordId("cpt", "32120"), ("payment",))
SIGN = AbsenceSign("unknown", "not given", "a", Absent(PLACE))


def cell(text: str) -> Paragraph:
    return Paragraph((Text(text),), Value(PLACE))


@pytest.mark.parametrize(
    ("texts", "decimals"), [(["14.39", "3", "0.5"], 2), (["1840", "412"], 0), (["$1,164.90", "$92"], 2), ([], 0)]
)
def test_a_column_has_as_many_decimals_as_the_number_with_the_most(texts: list[str], decimals: int) -> None:
    assert count_decimals([*map(cell, texts), SIGN]) == decimals


@pytest.mark.parametrize(
    ("text", "padding"), [("14.39", ""), ("3", ".00"), ("0.5", "0"), ("$1,164", ".00"), (".5", "0"), ("two", "")]
)
def test_a_number_lacks_the_point_and_the_digits_that_others_have(text: str, padding: str) -> None:
    assert find_padding(cell(text), 2) == padding


def test_whole_numbers_among_themselves_and_signs_lack_nothing() -> None:
    assert find_padding(cell("412"), 0) == ""
    assert find_padding(SIGN, 2) == ""
