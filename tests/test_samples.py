"""What the sample records say of their own values: which are old, which invented, and which known to be none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from codepub.records.code_summary import CodeSummary
from codepub.records.parts import Benchmark, Payment
from tests.publications import SAMPLES, samples

INVENTED = "sample-rates"
NONE_EXISTS = {("cpt:99214", "crosswalks.icd_10_pcs")}
"""What is known to be none: ICD-10-PCS has no code of an office visit."""


@pytest.mark.parametrize("name", SAMPLES)
def test_a_schedule_of_an_earlier_year_says_at_the_table_that_no_later_one_was_at_hand(name: str) -> None:
    record = samples()[name]
    vintage = record.payment.vintage if isinstance(record.payment, Payment) else str(record.edition)
    assert str(record.edition) in vintage or "no later schedule was at hand" in vintage


def test_rates_that_are_invented_say_so_in_the_heading_and_in_the_row() -> None:
    rates = [row for record in samples().values() for row in _benchmarks(record) if row.source == INVENTED]
    assert rates != []
    assert [rate for rate in rates if "invented" not in f"{rate.payer}" or "Invented" not in rate.vintage] == []


def test_an_empty_list_is_written_only_where_it_is_proved_that_there_is_nothing() -> None:
    empty = {(name, path) for name, record in samples().items() for path in _empty(record.model_dump())}
    assert empty == NONE_EXISTS


def _benchmarks(record: CodeSummary) -> tuple[Benchmark, ...]:
    return record.benchmarks if isinstance(record.benchmarks, tuple) else ()


def _empty(value: object, *path: str) -> Iterator[str]:
    """Find the paths of the lists that hold nothing."""
    match value:
        case Mapping():
            for key, inner in value.items():
                yield from _empty(inner, *path, key)
        case ():
            yield ".".join(path)
        case _:
            return
