"""CPT codes that Medicare's lists do not have: no list of CPT itself comes with codepub, for it is licensed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject
from codepub.checks.published import PublishedSets, published_check
from codepub.codesets.in_force import AskedRelease
from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.named_codes import rows

_MONTHS_UNTIL_RENEWED: Final = (
    (compile_late(r"\d{4}T"), 6),
    (compile_late(r"\d{4}F"), 12),
    (compile_late(r"90[4-7]\d\d|913\d\d"), 3),
    (compile_late(r"\d{5}"), 12),
)
"""How often a kind of code gets new ones: category III, category II, vaccines and their products, all others.

Source: AMA, the calendars of code releases for each category. PLA and MAAA codes are not among them: CMS puts them into
Addendum B, and not into the fee schedule, so that being in neither says nothing of them.
"""

_SAYS_SO: Final = compile_late(
    r"\b(delet|replac|retir|former|predecessor|discontinu|supersed|sunset|expire|no longer|until|ended)", re.IGNORECASE
)
"""What a row says of a code that it knows to have ended."""


@published_check(
    "code-unlisted",
    WARNING,
    catches="A CPT code that neither the fee schedule nor Addendum B has: it was probably deleted.",
    example='code: "99443" in 2026',
)
def unlisted_codes(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find CPT codes that are in neither of the lists of the record's year that name every code of their kind."""
    codes = [(path, code) for path, system, code in subject.codes if system == "CPT" and not _is_known(subject, path)]
    if not codes:
        return
    day = subject.record.effective
    fees, outpatient = published.find_release("mpfs", day), published.find_release("opps", day)
    if fees is None or outpatient is None:
        return
    for path, code in codes:
        is_recent = _is_recent(code, fees, outpatient, day)
        if is_recent and all(published.find_entry(asked, code) is None for asked in (fees, outpatient)):
            yield Breach(
                path,
                f"{code} is neither in {fees} nor in {outpatient}; it was probably deleted.",
                "Look it up in the CPT code set of that day. If it has ended, name its successor (`replaced_by`, or in "
                "the words of its row).",
            )


def _is_known(subject: Subject, path: FieldPath) -> bool:
    """Tell whether a code may be of another time: as it stands at such a place, or as the record says."""
    if path[0] in ("supersedes", "replaced_by", "edits"):
        return True
    if path == ("code",):
        return subject.record.replaced_by is not None
    if path[:2] != ("specifications", "related_codes"):
        return False
    row = rows(subject.record.specifications.related_codes)[int(path[2])]
    return any(isinstance(told, str) and _SAYS_SO.search(told) for told in (row.description, row.relationship))


def _is_recent(code: str, fees: AskedRelease, outpatient: AskedRelease, day: date) -> bool:
    """Tell whether one of the lists is so recent that no code of this kind was added between it and the day."""
    months = next((months for kind, months in _MONTHS_UNTIL_RENEWED if kind.fullmatch(code)), None)
    if months is None:
        return False
    newer = max(fees.release.effective, outpatient.release.effective)
    return newer.year == day.year and (newer.month - 1) // months == (day.month - 1) // months


UNLISTED_CHECKS = (unlisted_codes,)
