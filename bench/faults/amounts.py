"""Mistakes in the payment part: figures and indicators that are retyped from the fee schedule every year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from random import Random
from typing import Final

from codepub.origin import FieldPath
from faults.kind import Edit, Kind, kind
from faults.lists import Lists, list_related
from faults.sheet import Sheet
from faults.slips import double, lose, move_point, swap

AMOUNTS: Final = {
    "work_rvu": "work_rvu",
    "practice_expense_rvu_facility": "facility_pe_rvu",
    "practice_expense_rvu_nonfacility": "nonfacility_pe_rvu",
    "malpractice_rvu": "mp_rvu",
}
"""The schedule's columns of amounts, by the record's fields."""
_FACILITY, _NONFACILITY = ("payment", "practice_expense_rvu_facility"), ("payment", "practice_expense_rvu_nonfacility")
_PERIODS: Final = ("000", "010", "090", "XXX", "ZZZ", "YYY", "MMM")
_VALUES: Final = {"bilateral": "01239", "assistant": "0129", "co_surgeon": "0129", "team": "0129"}


def _list_amounts(sheet: Sheet) -> list[tuple[FieldPath, str]]:
    return [(path, sheet.value(path)) for field in AMOUNTS if sheet.value(path := ("payment", field))]


def _slip(sheet: Sheet, random: Random, slip: Callable[[str, Random], str | None]) -> Iterator[Edit]:
    for path, figure in _list_amounts(sheet):
        wrong = slip(figure, random)
        if wrong is not None and float(wrong) != float(figure):
            yield Edit((path,), (sheet.write_raw(path, wrong),), f"{path[-1]} {figure} as {wrong}")


@kind("RVU: two digits swapped", 10, "payment-policy", "payment-amount")
def swapped_digits(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """14.39 is typed as 41.39."""
    yield from _slip(sheet, random, swap)


@kind("RVU: point shifted", 7, "payment-policy", "payment-amount")
def shifted_points(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """3.47 is typed as 34.7."""
    yield from _slip(sheet, random, move_point)


@kind("RVU: digit lost or doubled", 5, "payment-policy", "payment-amount", "yaml-surprise")
def lost_digits(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """14.39 is typed as 4.39, or as 144.39."""
    yield from _slip(sheet, random, random.choice((lose, double)))


@kind("RVU: facility and non-facility exchanged", 4, "payment-policy", "payment-amount")
def exchanged_columns(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """The two columns of practice expense are read in the wrong order."""
    one, other = sheet.value(_FACILITY), sheet.value(_NONFACILITY)
    if one and other:
        splices = (sheet.write_raw(_FACILITY, other), sheet.write_raw(_NONFACILITY, one))
        yield Edit((_FACILITY, _NONFACILITY), splices, f"{one} and {other}")


@kind("RVU: of the neighboring code", 6, "payment-policy", "payment-amount")
def neighboring_rows(sheet: Sheet, lists: Lists, random: Random) -> Iterator[Edit]:
    """The row above or below is read: the value of a related code."""
    codes = [*list_related(sheet, "CPT").values(), *list_related(sheet, "HCPCS").values()]
    neighbors = [lists.fees(sheet, code) for code in codes]
    for path, figure in _list_amounts(sheet):
        column = AMOUNTS[str(path[-1])]
        others = [
            value for facts in neighbors if float(value := facts.get(column, "") or "0") not in (0, float(figure))
        ]
        if others:
            wrong = random.choice(others)
            yield Edit((path,), (sheet.write_raw(path, wrong),), f"{path[-1]} {figure} as {wrong}")


@kind("RVU: a value where the schedule has NA", 2, "payment-policy", "payment-amount")
def values_without_value(sheet: Sheet, lists: Lists, _random: Random) -> Iterator[Edit]:
    """The figure beside the NA is copied; the schedule prints the facility's value there again."""
    facts = lists.fees(sheet)
    if facts.get("nonfacility_na") == "NA" and sheet.has(*_NONFACILITY):
        figure = facts["nonfacility_pe_rvu"]
        yield Edit((_NONFACILITY,), (sheet.write_raw(_NONFACILITY, figure),), f"{figure} outside a facility")


@kind("RVU: not applicable where the schedule has a value", 2, "payment-policy", "payment-amount")
def lost_values(sheet: Sheet, lists: Lists, _random: Random) -> Iterator[Edit]:
    """A value is said not to apply, though the schedule gives it."""
    for path, figure in _list_amounts(sheet):
        if float(lists.fees(sheet).get(AMOUNTS[str(path[-1])], "") or "0"):
            edit = sheet.write_raw(path, "{unavailable: not-applicable}")
            yield Edit((path,), (edit,), f"{path[-1]} {figure} as not-applicable")


def _mistake_indicator(sheet: Sheet, field: str, wrong: str) -> Edit:
    path = ("payment", field)
    return Edit((path,), (sheet.write_raw(path, f'"{wrong}"'),), f"{field} {sheet.value(path)} as {wrong}")


@kind("Indicator: global period", 6, "payment-policy")
def foreign_periods(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A global period of another kind, such as 010 for 090 or XXX for ZZZ."""
    if period := sheet.value(("payment", "global_days")):
        yield _mistake_indicator(sheet, "global_days", random.choice([one for one in _PERIODS if one != period]))


@kind("Indicator: bilateral, assistant, co-surgeon, team", 8, "payment-policy")
def foreign_indicators(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """An indicator of the column beside it, or of another code."""
    for field, values in _VALUES.items():
        if value := sheet.value(("payment", field)):
            yield _mistake_indicator(sheet, field, random.choice([one for one in values if one != value]))


@kind("Indicator: status, PC/TC", 4, "payment-policy")
def foreign_statuses(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A status or a PC/TC indicator of another code."""
    for field, values in (("status_indicator", "ABCINRTX"), ("pc_tc", "0123456789")):
        if value := sheet.value(("payment", field)):
            yield _mistake_indicator(sheet, field, random.choice([one for one in values if one != value]))


@kind("Benchmark: percentiles out of order", 4, "percentile-order")
def disordered_percentiles(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """Two percentiles are exchanged, or one has its point shifted."""
    for row in sheet.rows("benchmarks"):
        given = [path for name in ("p10", "p25", "p50", "p75", "p90") if sheet.value(path := (*row, name))]
        for one, other in pairwise(given):
            splices = (sheet.write_raw(one, sheet.value(other)), sheet.write_raw(other, sheet.value(one)))
            yield Edit((one, other), splices, f"{one[-1]} and {other[-1]} exchanged")
        for path in given:
            figure = sheet.value(path)
            wrong = f"{float(figure) * random.choice((0.1, 10)):.2f}"
            shifts_out = path != given[0] if float(wrong) < float(figure) else path != given[-1]
            if shifts_out:
                yield Edit((row,), (sheet.write_raw(path, wrong),), f"{path[-1]} {figure} as {wrong}")


AMOUNT_KINDS: tuple[Kind, ...] = (
    swapped_digits,
    shifted_points,
    lost_digits,
    exchanged_columns,
    neighboring_rows,
    values_without_value,
    lost_values,
    foreign_periods,
    foreign_indicators,
    foreign_statuses,
    disordered_percentiles,
)
