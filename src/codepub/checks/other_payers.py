"""What a text says of payers other than Medicare, whose policies differ from those that its lists tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.code_summary import CodeSummary
from codepub.records.named_codes import given, rows

_OTHER: Final = compile_late(
    r"\b(?:Aetna|Anthem|Blue\s+(?:Cross|Shield)|BCBS\w*|Centene|Cigna|Elevance|Highmark|Humana|Kaiser|Molina|Optum\w*"
    r"|United\s?Health\w*|UHC|Medicaid|Medi-Cal|CHIP|TRICARE|CHAMPVA|Medicare\s+Advantage"
    r"|work(?:ers|men)['’]?s?['’]?\s+compensation|(?:auto|no-fault|liability)\s+(?:carriers?|insur\w+)"
    r"|(?:commercial|private|state|health|employer\w*|union|self-funded|self-insured)\s+(?:payers?|plans?|insur\w+|carriers?)"
    r"|(?:other|another|some|many|most|several|certain|few)\s+(?:\w+\s+)?(?:payers?|plans?|insur\w+|carriers?)"
    r"|payers?\s+(?:other\s+than|besides|beside|except)\s+Medicare)\b",
    re.IGNORECASE,
)
_CLAUSE_END: Final = compile_late(
    r"[.;:!?](?=\s|$)|,?\s+(?:but|while|whereas|though|although)\s|,\s+(?=Medicare\s+\w+s\b)"
)
_MEDICARE: Final = compile_late(
    r"(?<!other than )(?<!unlike )(?<!besides )(?<!beside )(?<!except )(?<!not )\bMedicare\b(?!\s+Advantage)",
    re.IGNORECASE,
)
_DENIED: Final = compile_late(
    r"\b(?:not|never|no|nor|none|neither|refuses?|denies|deny|rejects?)\b|n['’]t\b", re.IGNORECASE
)


def names_other_payer(words: str, record: CodeSummary) -> bool:
    """Tell whether words name a payer other than Medicare that does what Medicare does not.

    Payers are those that the record lists and those that everybody knows; what a clause denies of them, or says of
    Medicare as well, does not count.
    """
    listed = [payer for payer in rows(record.summary.payers) if not _MEDICARE.search(payer)]
    own = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)", re.IGNORECASE) if listed else None
    for clause in _CLAUSE_END.split(" ".join(words.split())):
        if _DENIED.search(clause) or _MEDICARE.search(clause):
            continue
        if _OTHER.search(clause) or (own is not None and own.search(clause)):
            return True
    return False


def list_rows_of_other_payers(record: CodeSummary) -> Iterator[FieldPath]:
    """List the modifiers of rows that name a payer other than Medicare that takes the modifier."""
    for index, row in enumerate(rows(record.specifications.modifiers)):
        words = ". ".join(text for text in (row.description, row.when_to_use) if isinstance(text, str))
        if names_other_payer(words, record):
            yield ("specifications", "modifiers", index, "modifier")


def says_other_payer_pays(record: CodeSummary) -> bool:
    """Tell whether the text of the site of service names a payer other than Medicare that pays there."""
    site = given(record.overview.site_of_service)
    return site is not None and isinstance(site.text, str) and names_other_payer(site.text, record)
