"""Mistakes in years and days: what is left from last year's edition, and what is typed for another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Final

from codepub.origin import FieldPath
from faults.kind import Edit, Kind, kind
from faults.lists import TODAY, Lists
from faults.sheet import Sheet

_COMING: Final = ("2027", "2062", "2206", "2029")


def _list_days(sheet: Sheet, name: str) -> list[tuple[FieldPath, str]]:
    """List the fields of a name that hold a day."""
    return [
        (path, value)
        for path in sheet.nodes
        if path and path[-1] == name and re.fullmatch(r"\d{4}-\d\d-\d\d", value := sheet.value(path))
    ]


@kind("Retrieved: a day that has not come", 5, "future-day")
def coming_readings(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """2026-11-23 is typed as 2062-11-23, or as 2026-12-23."""
    for path, day in _list_days(sheet, "retrieved"):
        wrong = random.choice((f"{random.choice(_COMING)}{day[4:]}", f"{day[:5]}12{day[7:]}"))
        yield Edit((path,), (sheet.write_raw(path, wrong),), f"{day} as {wrong}")


@kind("Retrieved: before the source came out", 3, "date-order")
def early_readings(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """2026-11-23 is typed as 2016-11-23, of a source or of what is read in it."""
    published = {
        sheet.value((*row, "id")): sheet.value((*row, "date"))
        for row in sheet.rows("sources")
        if sheet.has(*row, "date")
    }
    for path, day in _list_days(sheet, "retrieved"):
        holder = path[:-1]
        source = sheet.value((*holder, "id" if path[0] == "sources" else "source"))
        wrong = f"{random.choice(('2016', '2006', '2024'))}{day[4:]}"
        if wrong < published.get(source, ""):
            yield Edit((holder,), (sheet.write_raw(path, wrong),), f"{day} as {wrong}")


@kind("Source: date and retrieved exchanged", 2, "date-order")
def exchanged_days(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """The day a source came out and the day it was read stand in each other's place."""
    for row in sheet.rows("sources"):
        one, other = (*row, "date"), (*row, "retrieved")
        if sheet.has(*one) and sheet.has(*other):
            splices = (sheet.write_raw(one, sheet.value(other)), sheet.write_raw(other, sheet.value(one)))
            yield Edit((row,), splices, f"source {sheet.value((*row, 'id'))}")


@kind("Source: a date that has not come", 2, "future-day", "date-order")
def coming_sources(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A source is said to come out after it was used."""
    for path, day in _list_days(sheet, "date"):
        wrong = f"{random.choice(_COMING)}{day[4:]}"
        yield Edit((path[:-1],), (sheet.write_raw(path, wrong),), f"{day} as {wrong}")


@kind("Edition: of another year", 3, "edition-year")
def foreign_editions(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The edition stays last year's, is next year's, or has its digits swapped."""
    wrong = random.choice(("2025", "2027", "2062", "2016"))
    if _is_foreign(sheet.system, int(wrong), sheet.day):
        yield Edit((("edition",), ("effective",)), (sheet.write_raw(("edition",), wrong),), f"2026 as {wrong}")


@kind("Effective: of another year", 4, "edition-year")
def foreign_beginnings(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The edition was raised, and the first day was not; or the year is mistyped."""
    day = sheet.value(("effective",))
    wrong = f"{int(day[:4]) + random.choice((-1, -1, 1, -10))}{day[4:]}"
    if _is_foreign(sheet.system, 2026, date.fromisoformat(wrong)):
        yield Edit((("edition",), ("effective",)), (sheet.write_raw(("effective",), wrong),), f"{day} as {wrong}")


def _is_foreign(system: str, edition: int, day: date) -> bool:
    """Tell whether a first day lies outside of an edition: its code set's year begins in October or in January."""
    first = date(edition - 1, 10, 1) if system.startswith("ICD") else date(edition, 1, 1)
    return not first <= day <= date(edition, 12, 31)


@kind("Ends: before it begins", 2, "date-order")
def early_ends(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The last day is of the year before."""
    wrong = f"{sheet.day.year - random.choice((1, 2))}-{random.choice(('06-30', '09-30'))}"
    yield Edit((("ends",), ("effective",)), (sheet.add_line(("effective",), f"ends: {wrong}"),), f"ends {wrong}")


@kind("Vintage: payment of a year before the last", 4, "payment-older")
def old_payments(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """The release that the amounts were read in is of an earlier year."""
    path = ("payment", "vintage")
    if sheet.has(*path):
        wrong = f"{random.choice(('January', 'April', 'July', 'October'))} {random.choice((2022, 2023, 2024))}"
        splices = (sheet.write_raw(path, wrong), *sheet.withdraw("payment-older"))
        yield Edit((path,), splices, f"payment of {wrong}")


@kind("Vintage: of a year that has not come", 2, "future-vintage")
def coming_vintages(sheet: Sheet, _lists: Lists, random: Random) -> Iterator[Edit]:
    """A release is named that comes out after the day on which it was read."""
    for path in [path for path in sheet.nodes if path and path[-1] == "vintage"]:
        year = re.search(r"20\d\d", sheet.value(path))
        if year:
            wrong = random.choice(("2052", "2062", "2028"))
            yield Edit((path,), (sheet.change(path, year[0], wrong),), f"{year[0]} as {wrong}")


@kind("Unavailable: a day in the wrong year", 2, "recheck-passed", "future-day")
def foreign_reasons(sheet: Sheet, _lists: Lists, _random: Random) -> Iterator[Edit]:
    """A value was asked for on a day to come, or is to be looked for again on a day gone by."""
    for name, years in (("since", 1), ("recheck_by", -2)):
        for path, day in _list_days(sheet, name):
            wrong = f"{int(day[:4]) + years}{day[4:]}"
            if (date.fromisoformat(wrong) > TODAY) == (name == "since"):
                yield Edit((path,), (sheet.write_raw(path, wrong),), f"{name} {wrong}")


YEAR_KINDS: tuple[Kind, ...] = (
    coming_readings,
    early_readings,
    exchanged_days,
    coming_sources,
    foreign_editions,
    foreign_beginnings,
    early_ends,
    old_payments,
    coming_vintages,
    foreign_reasons,
)
