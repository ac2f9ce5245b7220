"""Numbers in prose that have the shape of a code and count, measure or number something else."""

from __future__ import annotations

import re
from typing import Final

from codepub.patterns import compile_late

_NEAR: Final = 40

_STATES: Final = (
    r"A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]"
    r"|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
_NUMBERED: Final = compile_late(
    r"(?:[$€£¥<>≤≥~≈±×§]\s?|(?<![A-Za-z])#\s?|\b[nN]\s?=\s?"
    r"|\b(?:USD|EUR|GBP|CAD|ZIP(?:\s+codes?)?|Box|Room|Suite|CR|[Cc]hange\s+[Rr]equests?|[Tt]ransmittals?|FR|Fed\.\s?Reg\."
    r"|Federal\s+Register|CFR|U\.?S\.?C\.?|[Pp]ages?|pp?\.|PMID|PMC|ISBN(?:-1[03])?|ISSN|NDC|LOINC|NPI|DOI|SNOMED(?:\s+CT)?"
    r"|RxCUI|[Dd]ocket|[Ll]ot|[Ss]erial|[Mm]odel|[Pp]hone|[Tt]el\.?|[Tt]elephone|[Ff]ax|[Cc]all|[Tt]rial|ISO|ASTM|IEC"
    r"|[Vv]ersions?|[Gg]rouper|DRGs?|MCE|IOCE)(?:\s+(?:[Nn]o\.|[Nn]umbers?))?[:\s]\s*"
    r"|\b(?:approximately|nearly|almost|roughly|more\s+than|fewer\s+than|less\s+than|at\s+least|as\s+many\s+as"
    r"|(?:total|sum|population|sample|average|mean|median|cost|price|fee|ZIP\s+codes?)\s+of|the\s+year)\s+"
    rf"|\b[A-Z][a-z]+,?\s+(?:{_STATES})\s+"
    r"|\b(?:ISBN|NDC|[Pp]hone|[Tt]el\.?|[Ff]ax|[Cc]all)\b[^A-Za-z]*[\s-]|\(\d{3}\)\s*(?:\d{3}[\s-])?|\+\d[\d\s-]*\s)$"
)
"""What stands before a number that is no code: a sign of an amount, or the name of another numbering."""

_MEASURED: Final = compile_late(
    r"\s?[%×°]|/\s?[a-zµμ]|\s?(?:USD|EUR|GBP|IU)\b"
    r"|\s+(?:dollars?|euros?|cents|international\s+units|mc?g|[µμ]g|k?g|m?[lL]|mc[lL]|[µμ]L|[cmk]?m|mi|miles?|feet|ft|met(?:er|re)s?"
    r"|kilomet(?:er|re)s?|yards?|steps?|years?|days?|hours?|minutes?|seconds?|patients?|persons?|people|women|men|children"
    r"|adults?|beneficiaries|members?|enrollees|participants?|subjects?|births|deaths|residents|inhabitants|cells?|copies"
    r"|kcal|calories|cGy|Gy|Hz|volts?|rpm|words|times|records)\b"
)
"""What stands behind a number that measures or counts."""

_COUNTED: Final = compile_late(
    r"\s*(?:units?|claims?|visits?|cases?|services?|procedures?|operations?|tests?|samples?)\b"
)
"""What codes are said of, too: only a round number counts it."""

_GROUP: Final = compile_late(r"[A-Z]\d[0-9AB]\.(?:X+|[0-9A-Z]*(?=\*))")
"""Diagnoses that begin alike, such as T81.4* or J95.XXX."""

_RELEASE: Final = compile_late(r"V\d\d\.\d")
_GROUPER: Final = compile_late(r"DRG|[Gg]rouper|MCE|IOCE")

_CALLED_CODE: Final = compile_late(
    r"\b(?:[Cc]odes?|CPT|HCPCS|[Rr]eport(?:ing|ed|s)?|[Bb]ill(?:ing|ed|s)?|[Uu]s(?:e|ing)|[Ss]ee)\s+$"
)


def is_amount(match: re.Match[str]) -> bool:
    """Tell a number that counts, measures or numbers something else from a code, by what stands beside it."""
    text, code = match.string, match[0]
    before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
    if _NUMBERED.search(before):
        return True
    if not code[:4].isdigit():
        return _is_group_or_release(match)
    if code[-1] in "UM" and code[0] != "0":
        return True  # 5000U of a drug; the codes of these letters are few, and begin with 0
    if _CALLED_CODE.search(before):
        return False
    return bool(_MEASURED.match(after)) or (code.endswith("00") and bool(_COUNTED.match(after)))


def _is_group_or_release(match: re.Match[str]) -> bool:
    """Tell diagnoses that begin alike, and the release of a grouper, from one diagnosis."""
    group = _GROUP.match(match.string, match.start())
    if group is not None and group.end() >= match.end():
        return True
    return _RELEASE.fullmatch(match[0]) is not None and _GROUPER.search(match.string) is not None
