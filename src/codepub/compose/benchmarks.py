"""Reimbursement benchmarks: a table of percentiles, and before it what it shows, in words and as a chart.

It is shown where there is something to compare: two numbers that differ, of rates of one type. A dollar a month and a
dollar a piece have no scale in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil
from typing import Final

from codepub.compose.context import ComposeContext, Described
from codepub.compose.readings import dated_table, state_source
from codepub.compose.wording import long_month
from codepub.document.amounts import write_amount
from codepub.document.nodes import Chart, ChartRow, ColumnKind, Figure, Paragraph, Percentiles, Section, Text
from codepub.document.provenance import Derived
from codepub.origin import Origin
from codepub.records.availability import Unavailable
from codepub.records.parts import PERCENTILES, Benchmark

_NAMING: Final = ("payer", "geography", "rate_type")
_NUMBER: Final = ColumnKind.NUMBER
_COLUMNS: Final = (ColumnKind.TEXT, *(_NUMBER for _ in PERCENTILES), _NUMBER)
_UNIT, _DECIMALS = "$", 2
_MOST_ROWS: Final = 6
"""The most rows of one chart, so that none leaves a large hole where it moves to the next page as a whole.

More are divided among charts with the same scale.
"""


def benchmarks(context: ComposeContext, value: tuple[Benchmark, ...] | Unavailable) -> Section:
    """Make the part of benchmarks: the table, and before it what it shows."""
    section = state_source(context, dated_table(context, "benchmarks", value, _COLUMNS, _make_row, "benchmarks"))
    if isinstance(value, Unavailable):
        return section
    rates = _list_rates(context, value)
    if len({row.rate_type for row in value}) > 1 or len(set(_list_numbers(rates))) < 2:
        return section
    figures = tuple(_draw(context, rates, _list_shared(value)))
    return replace(section, blocks=(_tell(context, rates), *figures, *section.blocks))


def _make_row(context: ComposeContext, row: Benchmark, *path: str | int) -> tuple[Described, ...]:
    rate = {key: context.field(getattr(row, key), *path, key) for key in _NAMING}
    named = context.wording.inlines("headings", "benchmark", **rate, month=long_month(row.month))
    amounts = (_make_amount(context, getattr(row, key), *path, key) for key in PERCENTILES)
    return (
        Paragraph(named, context.derived(*_NAMING, "month", below=path)),
        *amounts,
        context.value(row.count, *path, "count"),
    )


def _make_amount(context: ComposeContext, amount: Decimal | Unavailable, *path: str | int) -> Described:
    if isinstance(amount, Unavailable):
        return context.notice(amount, *path)
    return context.restatement(_write_dollars(amount), *path)


def _write_dollars(amount: Decimal) -> str:
    return write_amount(_UNIT, amount, _DECIMALS)


# What the table shows ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rate:
    """A row to compare: what tells it from the others, its percentiles, and what is said of those not given."""

    name: str
    percentiles: Percentiles
    note: str
    origins: tuple[Origin, ...]

    @property
    def median(self) -> Decimal | None:
        return self.percentiles[2]


def _list_rates(context: ComposeContext, rows: Sequence[Benchmark]) -> list[_Rate]:
    telling = _find_telling(rows)
    return [
        _Rate(
            ", ".join(_list_names(row)[at] for at in telling),
            _read_percentiles(row),
            _note_absences(context, row),
            tuple(context.origin("benchmarks", index, key) for key in (*_NAMING, "month", *PERCENTILES)),
        )
        for index, row in enumerate(rows)
    ]


def _list_names(row: Benchmark) -> tuple[str, str, str, str]:
    return row.payer, row.geography, row.rate_type, long_month(row.month)


def _find_telling(rows: Sequence[Benchmark]) -> list[int]:
    """Find which names tell rows apart; where none does, the payer stands for its row."""
    values = zip(*map(_list_names, rows), strict=True)
    return [at for at, different in enumerate(map(set, values)) if len(different) > 1] or [0]


def _list_shared(rows: Sequence[Benchmark]) -> list[str]:
    """List the names that all rows have in common, and that none of them is told by."""
    telling = _find_telling(rows)
    return [name for at, name in enumerate(_list_names(rows[0])) if at not in telling]


def _read_percentiles(row: Benchmark) -> Percentiles:
    p10, p25, p50, p75, p90 = (
        None if isinstance(value, Unavailable) else value for value in (row.p10, row.p25, row.p50, row.p75, row.p90)
    )
    return p10, p25, p50, p75, p90


def _note_absences(context: ComposeContext, row: Benchmark) -> str:
    """Say of percentiles that are not given what their cells say: of all together, or of each by its name."""
    say = context.wording.say
    absent: dict[str, list[str]] = {}
    for key in PERCENTILES:
        if isinstance(value := getattr(row, key), Unavailable):
            absent.setdefault(value.reason, []).append(say("percentiles", key))
    return "; ".join(
        say("charts", "absent", percentiles=names if len(names) < len(PERCENTILES) else (), sign=say("signs", reason))
        for reason, names in absent.items()
    )


def _list_numbers(rates: Sequence[_Rate]) -> list[Decimal]:
    return [number for rate in rates for number in rate.percentiles if number is not None]


def _find_source(context: ComposeContext, rates: Sequence[_Rate]) -> Derived:
    return Derived((context.origin("benchmarks"), *(origin for rate in rates for origin in rate.origins)))


def _tell(context: ComposeContext, rates: Sequence[_Rate]) -> Paragraph:
    """Say in a sentence or two what the numbers of rates are, as far as they are given."""
    sentences = " ".join((*_tell_medians(context, rates), *_tell_spread(context, rates)))
    return Paragraph((Text(sentences),), _find_source(context, rates))


def _tell_medians(context: ComposeContext, rates: Sequence[_Rate]) -> Iterator[str]:
    medians = {rate.name: rate.median for rate in rates if rate.median is not None}
    if medians:
        least, greatest = min(medians.values()), max(medians.values())
        yield context.wording.say(
            "sentences",
            "median",
            rates=len(rates),
            given=sum(rate.median is not None for rate in rates),
            least=_write_dollars(least),
            greatest=_write_dollars(greatest),
            lowest=[name for name, median in medians.items() if median == least],
            highest=[name for name, median in medians.items() if median == greatest],
        )


def _tell_spread(context: ComposeContext, rates: Sequence[_Rate]) -> Iterator[str]:
    """Say how far a single rate spreads; of several, or where that is not given, what all numbers lie between."""
    say = context.wording.say
    p10, p25, _, p75, p90 = rates[0].percentiles
    middle, most = _write_range(p25, p75), _write_range(p10, p90)
    if len(rates) == 1 and (middle or most):
        yield say("sentences", "spread", middle=middle, most=most)
    elif (ends := _write_range(*_list_numbers(rates))) != _write_range(*(rate.median for rate in rates)):
        yield say("sentences", "range", ends=ends)


def _write_range(*numbers: Decimal | None) -> tuple[str, str] | None:
    """Write the least and the greatest of numbers, where all are given and some differ."""
    given = [number for number in numbers if number is not None]
    if len(given) < len(numbers) or len(set(given)) < 2:
        return None
    return _write_dollars(min(given)), _write_dollars(max(given))


def _draw(context: ComposeContext, rates: Sequence[_Rate], shared: Sequence[str]) -> Iterator[Figure]:
    """Yield the charts of rates, in their order, all on one scale."""
    say, numbers = context.wording.say, _list_numbers(rates)
    least, greatest = min(numbers), max(numbers)
    lead, p10, p25, p50, p75, p90 = (say("percentiles", key) for key in ("all", *PERCENTILES))
    charts = ceil(len(rates) / _MOST_ROWS)
    size = ceil(len(rates) / charts)
    for number in range(charts):
        drawn = rates[number * size : (number + 1) * size]
        rows = tuple(ChartRow(rate.name, rate.percentiles, rate.note) for rate in drawn)
        name = say("charts", "benchmarks", shared=shared)
        chart = Chart(name, (lead, p10, p25, p50, p75, p90), rows, least, greatest, _UNIT, _DECIMALS)
        alternative = say(
            "charts",
            "alternative",
            number=number + 1,
            charts=charts,
            names=[rate.name for rate in drawn],
            least=_write_dollars(least),
            greatest=_write_dollars(greatest),
        )
        yield Figure(chart, alternative, _find_source(context, drawn))
