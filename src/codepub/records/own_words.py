"""What a record says of its own code in words, where the model has no field for it.

Only plain sayings count: the title, the service type and the tags name the kind of code; in a sentence it is said of
the code itself, and not denied.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from codepub.patterns import compile_late
from codepub.records.code_summary import CodeSummary, RelatedCodeRow

_ADD_ON: Final = r"add[-\u2010\u2011 ]?on"
_UNLISTED: Final = "unlisted"
_KINDS: Final = {kind: compile_late(rf"\b{kind}\b", re.IGNORECASE) for kind in (_ADD_ON, _UNLISTED)}
_DENIED: Final = compile_late(r"\b(?:not?|never|isn't|other than)\b", re.IGNORECASE)
_ENDED: Final = compile_late(r"\b(?:deleted|discontinued|retired|withdrawn|ended|sunset|no longer)\b", re.IGNORECASE)
_HAS_ENDED: Final = compile_late(
    r"\bdeleted\b|\bsunset\b"
    r"|\bno longer (?:be )?(?:valid|active|billable|reported|reportable|used|in use|exists?|there)\b"
    r"|\b(?:was|were|been) (?:retired|discontinued|replaced by|ended)\b|\bended (?:on|with|in)\b",
    re.IGNORECASE,
)
_ROW_HAS_ENDED: Final = compile_late(
    r"(?<!not )(?<!been )\bdeleted\b|\b(?:has|have|was|were) (?:been )?(?:deleted|replaced|superseded)\b"
    r"|\b(?:retired|discontinued|sunset|withdrawn|expired|superseded)\b"
    r"|\bno longer (?:valid|active|billable|reported)\b"
    r"|^(?:the )?(?:former|predecessor|previous|old) code\b|^predecessor\b"
    r"|\breplaced by\b|\b(?:code|it) ended\b|\bended (?:on|with|in) (?:[a-z]+ )?(?:\d+,? )?20\d\d",
    re.IGNORECASE,
)

ADD_ONS: Final = frozenset({"01953", "01968", "01969"})
"""Codes of anesthesia that are add-ons, which the fee schedule does not show: their global period is that of others.

Source: CMS, NCCI add-on code edits, type I; NCCI Policy Manual, chapter II.
"""


def says_add_on(record: CodeSummary) -> bool:
    """Tell whether a code is an add-on code, by what the record says or by the codes that are."""
    return (record.system == "CPT" and record.code in ADD_ONS) or _says(record, _ADD_ON)


def says_unlisted(record: CodeSummary) -> bool:
    """Tell whether a record says that its code is one for unlisted services."""
    return _says(record, _UNLISTED)


def says_ended(record: CodeSummary) -> bool:
    """Tell whether a record is about a code that had ended before its day: a page of what to report now.

    `ends` alone may be a slip of the year. It is none where the title, the tags or the summary say that the code was
    deleted, or where the code that replaced it is named and it ended before the year that went before.
    """
    return record.ends is not None and says_ended_on(record, record.ends)


def says_ended_on(record: CodeSummary, ends: date) -> bool:
    """Tell whether a record is about a code that had ended before its day, were ``ends`` the last day of the code."""
    if ends >= record.effective:
        return False
    if record.replaced_by is not None and ends.year < record.effective.year - 1:
        return True
    if _ENDED.search(" ".join((record.title, *record.tags))):
        return True
    texts = (record.summary.meaning, record.summary.scope, record.overview.description)
    return any(_HAS_ENDED.search(" ".join(text.split())) for text in texts if isinstance(text, str))


def says_row_ended(row: RelatedCodeRow) -> bool:
    """Tell whether a row about a related code says that this code has ended."""
    return any(isinstance(told, str) and _ROW_HAS_ENDED.search(told) for told in (row.description, row.relationship))


def _says(record: CodeSummary, kind: str) -> bool:
    service = record.overview.service_type
    named = (record.title, *record.tags, *((service,) if isinstance(service, str) else ()))
    texts = [text for text in (record.summary.meaning, record.overview.description) if isinstance(text, str)]
    word = _KINDS[kind]
    if not word.search("\n".join((*named, *texts))):
        return False  # most records; the pattern below costs as much as all the rest
    if any(word.search(words) and not _DENIED.search(words) for words in named):
        return True
    of_itself = re.compile(
        rf"\b(?:{re.escape(record.code)}|it|this(?: code)?) is (?:always |reported as |billed as )?(?:an|the) {kind}\b",
        re.IGNORECASE,
    )
    return any(of_itself.search(" ".join(text.split())) for text in texts)
