"""Which modifiers there are, and which codes they go with."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from codepub.origin import CodeSystem
from codepub.patterns import compile_late
from codepub.records.codes import is_anesthesia, is_category_ii
from codepub.records.evaluation import can_be_visit

_NUMERIC: Final = compile_late(r"2[2-7]|3[23]|47|5\d|6[236]|7[346-9]|8[0-2]|9[0-35-79]", re.ASCII)
"""Those of CPT, of whatever year. Source: AMA, CPT, Appendix A."""
NUMERIC_MODIFIERS: Final = "22 to 27, 32, 33, 47, 50 to 59, 62, 63, 66, 73, 74, 76 to 82, 90 to 93, 95 to 97 and 99"
"""The modifiers of CPT that are numbers, in the words of a message."""
_PERFORMANCE: Final = frozenset({"1P", "2P", "3P", "8P"})
_LEVEL_II: Final = compile_late(r"[A-Z][0-9A-Z]")

_ANESTHESIA: Final = frozenset({"P1", "P2", "P3", "P4", "P5", "P6", "AA", "QK", "QX", "QZ"})
EVALUATION_MODIFIERS: Final = frozenset({"24", "25", "57"})
"""Those that go on a visit, and tell how it stands to a procedure."""
SIDES: Final = frozenset({"LT", "RT"})
"""Left and right."""
BILATERAL: Final = "50"
"""Both sides at once."""

_TRIP: Final = compile_late(r"[DEGHIJNPRS][DEGHIJNPRSX]")


def is_trip(modifier: str, system: CodeSystem, code: str) -> bool:
    """Tell whether a modifier is an ambulance's origin and destination: two letters that no list holds as a pair.

    Source: CMS, Medicare Claims Processing Manual, chapter 15, section 30; X stands for a destination only.
    """
    return system == "HCPCS" and code.startswith("A0") and bool(_TRIP.fullmatch(modifier))


def is_modifier(modifier: str) -> bool:
    """Tell whether there is such a modifier: CPT's numbers, P1 to P6, 1P 2P 3P 8P; HCPCS Level II A1 to ZC."""
    if _NUMERIC.fullmatch(modifier) or modifier in _PERFORMANCE:
        return True
    return bool(_LEVEL_II.fullmatch(modifier)) and "A1" <= modifier <= "ZC"


def codes_bound_to(modifier: str, system: CodeSystem, code: str, day: date) -> str | None:
    """Say which codes a modifier is bound to, where the given code is none of them on a day; None where it is one."""
    if system in ("ICD-10-CM", "ICD-10-PCS"):
        return "CPT and HCPCS codes"
    if modifier in _ANESTHESIA and not is_anesthesia(system, code):
        return "anesthesia codes (00100 to 01999)"
    if modifier in _PERFORMANCE and not is_category_ii(system, code):
        return "category II codes"
    if modifier in EVALUATION_MODIFIERS and not can_be_visit(system, code, day):
        return "evaluation and management codes"
    return None
