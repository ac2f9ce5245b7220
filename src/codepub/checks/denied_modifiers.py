"""Modifiers that a record says are not used: advice to leave one out is sound in a row and in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.code_summary import CodeSummary, ModifierRow
from codepub.records.named_codes import rows

_USED: Final = (
    r"(?:us(?:e|ed|ing)|report(?:ed|ing)?|append(?:ed|ing)?|add(?:ed|ing)?|bill(?:ed|ing)?|appl(?:y|ies|ied|icable)"
    r"|attach(?:ed)?|tak(?:e|en)|need(?:ed)?|requir(?:e|ed)|paid|pay|payable|accept(?:ed)?|recogniz(?:e|ed)|allow(?:ed)?"
    r"|want(?:ed)?|put|writ(?:e|ten)|typ(?:e|ed)|ask(?:ed)?|call(?:ed)?|carr(?:y|ied)|go|belong|valid|appropriate|bear"
    r"|combin(?:e|ed)|submit(?:ted)?|claim(?:ed)?|enter(?:ed)?|honor(?:ed)?|include(?:d)?|expect(?:ed)?|have|look|reach)"
)
_NOT: Final = r"(?:not|never|cannot|(?:do|does|did|is|are|was|were|should|must|can|will|would)n['’]t)"
_CONDITION: Final = r"(?:when|if|unless|until|before|except|only|where|alone|for|on)"
_ROW_DENIED: Final = compile_late(
    rf"^(?:never|none|n/a|not applicable)\s*(?:[.:;,–—-]|$)"
    rf"|^(?:(?:it|this modifier|modifier \w\w)\s+)?(?:(?:is|are|does|do|should|must|can|may|will)\s+)?{_NOT}"
    rf"\s+(?:be\s+)?{_USED}\b(?!\s+(?:it\s+|this\s+|the\s+\w+\s+)?{_CONDITION}\b)(?!.*\b(?:unless|except|only)\b)",
    re.IGNORECASE,
)
_DENIED_BEFORE: Final = compile_late(
    rf"\b(?:{_NOT}\s+(?:be\s+)?(?:\w+ly\s+)?{_USED}(?:\s+[\w-]+){{0,4}}\s*"
    r"|no\s+(?:need|reason|room|place|use|call)\s+(?:for|of|to)(?:\s+[\w-]+){0,3}\s*"
    r"|(?:not|no|nor|neither|without|instead\s+of|rather\s+than)\s+(?:(?:the|any|an?|with|by|CPT|of|to)\s+){0,2}"
    r"|(?:avoid|omit|drop|refuse|reject|den(?:y|ie)|exclude|leave(?:s|\s+out|\s+off))(?:s|d|ed)?\s+(?:(?:the|any|CPT)\s+)?)$",
    re.IGNORECASE,
)
_TWICE: Final = compile_late(
    rf"\b(?:{_NOT}\b(?:\W+\w+){{0,6}}?\W+(?:without|avoid|omit|drop|leave)|{_NOT}\s+only\b)", re.IGNORECASE
)
_DENIED_AFTER: Final = compile_late(
    r"^(?:\s*\([^()]*\))?\s*(?:(?:itself|alone|here|thus|therefore|usually|generally|also|then)\s+)?"
    r"(?:(?:on|with|for|to)\s+(?:(?!when\b|if\b|is\b|are\b)[\w.-]+\s+){1,5}?)?"
    r"(?:(?:(?:is|are|was|does|do|did|will|would|should|must|may|can|has|have)\s+(?:\w+ly\s+)?(?:not|never)|never|cannot"
    r"|(?:is|are|does|do|should|must|can|will|would)n['’]t)\b(?!\s+only\b)"
    r"|has\s+no\s+(?:place|effect|use|bearing|meaning)\b|serves\s+no\b"
    r"|(?:is|are)\s+(?:\w+ly\s+)?(?:refused|rejected|denied|invalid|inapplicable|unnecessary|superfluous|wrong|void|excluded)\b)",
    re.IGNORECASE,
)
_EXCEPTED: Final = compile_late(r"\b(?:unless|except|other\s+than)\b", re.IGNORECASE)
_CLAUSE_END: Final = compile_late(r"[,;:–—]|\b(?:and|but|because|since)\b")


def find_denied_rows(record: CodeSummary) -> Iterator[FieldPath]:
    """Find the modifiers of rows that say that the modifier is not used."""
    for index, row in enumerate(rows(record.specifications.modifiers)):
        if _is_denied(row):
            yield ("specifications", "modifiers", index, "modifier")


def _is_denied(row: ModifierRow) -> bool:
    texts = [" ".join(text.split()) for text in (row.when_to_use, row.description) if isinstance(text, str)]
    return any(_ROW_DENIED.search(text) for text in texts)


def denies_modifier(before: str, after: str) -> bool:
    """Tell whether a sentence says, around a modifier, that it is not used; two denials affirm."""
    if _EXCEPTED.search(after):
        return False
    clause = _CLAUSE_END.split(re.sub(r"\bmodifiers?\s*$", "", " ".join(f"{before} ".split()), flags=re.IGNORECASE))[-1]
    clause = f"{clause.rstrip()} "
    if _DENIED_BEFORE.search(clause):
        return _TWICE.search(clause) is None
    return (
        _DENIED_AFTER.match(" ".join(after.split()) if after[:1] != " " else " " + " ".join(after.split())) is not None
    )
