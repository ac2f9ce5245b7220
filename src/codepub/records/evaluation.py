"""Which codes are evaluation and management services, and from which day to which: visits, to which 24, 25 and 57 go.

Sources: AMA, CPT, sections Evaluation and Management and Ophthalmology, with the changes of 2021 (99201 deleted) and of
2025 (telemedicine, 98000 to 98016); CMS, Medicare Claims Processing Manual, chapter 12, section 30.6, and HCPCS Level
II, whose own descriptions call these codes visits, consultations or evaluations.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from codepub.origin import CodeSystem


class EvaluationRange(NamedTuple):
    """Codes of visits, from the first to the last, and the days for which they are."""

    first: str
    last: str
    since: date = date.min
    until: date = date.max


EVALUATION_RANGES: Final[Mapping[CodeSystem, tuple[EvaluationRange, ...]]] = {
    "CPT": (
        EvaluationRange("92002", "92014"),
        EvaluationRange("98000", "98016", since=date(2025, 1, 1)),
        EvaluationRange("99201", "99201", until=date(2020, 12, 31)),
        EvaluationRange("99202", "99499"),
    ),
    "HCPCS": (
        EvaluationRange("G0245", "G0246"),
        EvaluationRange("G0316", "G0318", since=date(2023, 1, 1)),
        EvaluationRange("G0337", "G0337"),
        EvaluationRange("G0380", "G0384"),
        EvaluationRange("G0402", "G0402", since=date(2009, 1, 1)),
        EvaluationRange("G0406", "G0408"),
        EvaluationRange("G0425", "G0427", since=date(2010, 1, 1)),
        EvaluationRange("G0438", "G0439", since=date(2011, 1, 1)),
        EvaluationRange("G0463", "G0463", since=date(2014, 1, 1)),
        EvaluationRange("G0466", "G0470", since=date(2014, 10, 1)),
        EvaluationRange("G0508", "G0509", since=date(2017, 1, 1)),
        EvaluationRange("G2211", "G2212", since=date(2021, 1, 1)),
        EvaluationRange("S0620", "S0621"),
        EvaluationRange("T1015", "T1015"),
    ),
}
"""The ranges of visits by system; those of HCPCS Level II are not all that payers take for one."""

_ITEMS: Final = frozenset("ABEJKLPRU")
"""The letters under which HCPCS Level II has supplies, rides, equipment, drugs and tests, and no service of a visit."""

_ITEM_RANGES: Final = (
    EvaluationRange("Q0138", "Q0181"),
    EvaluationRange("Q2000", "Q2999"),
    EvaluationRange("Q4001", "Q5999"),
    EvaluationRange("Q9000", "Q9999"),
)
"""Ranges of drugs, biosimilars, casts, skin substitutes and contrast media under Q, which has services, too."""


def is_evaluation(system: CodeSystem, code: str, day: date) -> bool:
    """Tell whether a code is an evaluation and management service on a day."""
    return any(_holds(one, code) and one.since <= day <= one.until for one in EVALUATION_RANGES.get(system, ()))


def can_be_visit(system: CodeSystem, code: str, day: date) -> bool:
    """Tell whether a code may be one of a visit on a day.

    CPT has its ranges. HCPCS Level II mixes visits among its services; what it has under a letter of items is none.
    """
    if system != "HCPCS" or is_evaluation(system, code, day):
        return is_evaluation(system, code, day)
    return code[:1] not in _ITEMS and not any(_holds(one, code) for one in _ITEM_RANGES)


def _holds(one: EvaluationRange, code: str) -> bool:
    return len(code) == len(one.first) and one.first <= code <= one.last and code[1:].isdigit()
