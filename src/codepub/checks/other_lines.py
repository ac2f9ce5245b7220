"""Modifiers that a sentence puts on another line of the claim than the record's, or into another time."""

from __future__ import annotations

import re
from typing import Final

from codepub.checks.check import Subject
from codepub.patterns import compile_late
from codepub.records.codes import CODE_IN_WORDS
from codepub.records.evaluation import is_evaluation

_VISIT: Final = compile_late(
    r"\b(?:visits?|E/M|E&M|E and M|evaluations?|encounters?|consult\w*|office)\b", re.IGNORECASE
)
_ON_VISIT: Final = compile_late(
    r"(?:\W+\w+){0,4}?\W+(?:on|to|with|for|of)\s+(?:[\w-]+\s+){0,4}?(?:visits?|E/M|E&M|evaluations?|encounters?|consult\w*)\b"
)
_ELSEWHERE: Final = compile_late(
    r"(?:\W+\w+){0,4}?\W+(?:on|to|with|for)\s+(?:the|an?|any|each|that|its)\s+"
    r"(?:other|second|secondary|companion|accompanying|lesser|separate|drug)\b"
    r"|[^.;!?]*?\b(?:beside (?:it|this)|next to it|alongside)\b"
)
_OF_VISITS: Final = frozenset({"24", "25", "57"})
"""Modifiers that only evaluation and management services take. Source: CPT, Appendix A, by their definitions."""

_LINE: Final = r"(?:lines?|claims?|codes?|bills?|charges?|services?)"
_WHOSE: Final = (
    r"(?:facility|hospital|institutional|anesthesia|anesthesiologist|anesthetist|supply|supplies|device|imaging|laboratory"
    r"|lab|pathology|pathologist|radiology|radiologist|add-on|companion|other|second|secondary|visit|UB-04|injection"
    r"|administration|infusion|contrast)"
)
_DRUG: Final = r"(?:drug|biological|biosimilar|vaccine|product|medication)"
_DRUG_CODES: Final = compile_late(r"[JQ]\d{4}|90[4-7]\d\d", re.ASCII)
"""How the codes of drugs and vaccines begin: a drug's line is theirs."""

_ON_CODE: Final = r"(?:\W+\w+){{0,4}}?\W+(?:on|to|for|behind)\s+(?:(?:the|CPT|HCPCS|code|codes|only)\s+){{0,3}}{}"
_NAMED_BEFORE: Final = r"(?<!\bwith ){}(?:\s+(?:[\w-]+|\([^()]*\))){{0,4}}\s*$"
_BESIDE: Final = compile_late(
    r"\b(?:with|beside|after|before|than|from|to|and|or|when|if|of)\s+(?:code\s+|CPT\s+)?$", re.IGNORECASE
)
_PAST: Final = compile_late(
    r"\b(?:before|until|till|prior\s+to|up\s+to)\s+(?:[\w,]+\s+){0,3}?(?:19|20)\d\d\b|\b(?:formerly|previously|used\s+to)\b",
    re.IGNORECASE,
)


def is_on_other_line(modifier: str, before: str, after: str, subject: Subject) -> bool:
    """Tell whether a sentence, around a modifier, puts it on another service than the record's, or before its time."""
    if _ELSEWHERE.match(after) or _PAST.search(before) or _PAST.search(after):
        return True
    if _names_other_line(before, after, subject.record.code) or _names_other_code(before, after, subject.record.code):
        return True
    if is_evaluation(subject.record.system, subject.record.code, subject.record.effective):
        return False
    return bool(_ON_VISIT.match(after)) or (modifier in _OF_VISITS and bool(_VISIT.search(f"{before} {after}")))


def _names_other_line(before: str, after: str, own: str) -> bool:
    """Tell whether a sentence names another line: the drug line takes it, it goes on the facility claim."""
    whose = _WHOSE if _DRUG_CODES.fullmatch(own) else f"(?:{_WHOSE}|{_DRUG})"
    named = rf"{whose}(?:['’]s)?\s+{_LINE}\b"
    takes = re.compile(rf"(?:^|[,;:]\s*|\b(?:the|an?|on|each|every)\s+){named}(?:\s+[\w-]+){{0,3}}\s*$", re.IGNORECASE)
    goes = re.compile(rf"(?:\W+\w+){{0,4}}?\W+(?:on|to|for|with|behind)\s+(?:[\w'’]+\s+){{0,2}}?{named}", re.IGNORECASE)
    return takes.search(before) is not None or goes.match(after) is not None


def _names_other_code(before: str, after: str, own: str) -> bool:
    """Tell whether a sentence puts a modifier on another code: append it to J9271, 99213 takes it."""
    for found in CODE_IN_WORDS.finditer(after):
        if re.match(_ON_CODE.format(re.escape(found[0])), after):
            return found[0] != own
    last = next(reversed(list(CODE_IN_WORDS.finditer(before))), None)
    if last is None or last[0] == own or _BESIDE.search(before[: last.start()]):
        return False
    return re.search(_NAMED_BEFORE.format(re.escape(last[0])), before) is not None
