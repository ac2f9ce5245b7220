"""Modifiers of a visit in the table of a procedure: "25 on the visit beside it" is advice on the other code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from codepub.origin import CodeSystem, FieldPath
from codepub.patterns import compile_late
from codepub.records.code_summary import CodeSummary
from codepub.records.evaluation import is_evaluation
from codepub.records.modifiers import EVALUATION_MODIFIERS
from codepub.records.named_codes import rows

_VISIT: Final = r"(?:visits?|E\s?[/&]\s?Ms?|evaluation[- ]and[- ]management|evaluation|consultations?|encounters?)"
_SAYS_VISIT: Final = compile_late(rf"\b{_VISIT}\b", re.IGNORECASE)
_BESIDE: Final = compile_late(
    r"\b(?:beside|besides|alongside|along|with|same|companion|accompan\w+|addition\w*|separate\w*|distinct|apart|another"
    r"|other|unrelated|day|within|during|before|after|append\w*|attach\w*|decision|decided|decides|on|to)\b",
    re.IGNORECASE,
)
_NOT_ON_VISIT: Final = compile_late(
    rf"\b(?:not|never|rather than|instead of)\s+(?:(?:on|to|with)\s+)?(?:(?:an?|the|that|any)\s+)?{_VISIT}\b",
    re.IGNORECASE,
)
_CODE: Final = compile_late(r"\b[0-9A-Z]\d{4}\b", re.ASCII)


def find_companion_rows(record: CodeSummary) -> Iterator[FieldPath]:
    """Find the modifiers of rows that say, in their own words, that the modifier goes on the visit beside the code."""
    for index, row in enumerate(rows(record.specifications.modifiers)):
        if row.modifier in EVALUATION_MODIFIERS:
            words = " ".join(text for text in (row.description, row.when_to_use) if isinstance(text, str))
            if speaks_of_companion_visit(words, record.effective):
                yield ("specifications", "modifiers", index, "modifier")


def speaks_of_companion_visit(words: str, day: date) -> bool:
    """Tell whether words speak of a visit beside the service, by name or by its code."""
    plain = " ".join(words.split())
    if _NOT_ON_VISIT.search(plain):
        return False
    if any(is_evaluation(_system_of(code), code, day) for code in _CODE.findall(plain)):
        return True
    return bool(_SAYS_VISIT.search(plain) and _BESIDE.search(plain))


def _system_of(code: str) -> CodeSystem:
    return "CPT" if code.isdigit() else "HCPCS"
