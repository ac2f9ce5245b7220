"""Checks of modifiers against what a record says that its code is: an add-on, or one for unlisted services."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.checks.denied_modifiers import find_denied_rows
from codepub.checks.other_payers import list_rows_of_other_payers
from codepub.records.own_words import ADD_ONS, says_add_on, says_unlisted

_OF_UNLISTED: Final = frozenset({"22", "52"})
"""More and less than what the code stands for; one for unlisted services stands for nothing to measure by."""


def _may_say_kind(text: str) -> bool:
    """Tell quickly whether words for a kind of code may stand in a text, by parts of them."""
    return "dd" in text or "nlisted" in text or "DD-ON" in text or "NLISTED" in text


@check(
    "modifier-kind",
    WARNING,
    catches="51 with an add-on code, 22 or 52 with one for unlisted services.",
    example='modifier: "51" with 22614',
)
def unfit_kinds(subject: Subject) -> Iterator[Breach]:
    """Find modifiers that do not go with the kind of code that the record says its own is.

    Source: AMA, CPT, Introduction (add-on codes are exempt from 51; unlisted codes have no usual service to compare
    with) and Appendix A; CMS, NCCI Policy Manual, chapter I.
    """
    record = subject.record
    code = record.code
    if code not in ADD_ONS and not _may_say_kind("\n".join((record.title, *record.tags, subject.prose))):
        return
    denied = set(find_denied_rows(record))
    asked = set(list_rows_of_other_payers(record))
    for path, modifier in subject.modifiers:
        if path in denied:
            continue
        if modifier == "51" and path not in asked and says_add_on(subject.record):
            yield Breach(
                path,
                f"Modifier 51 does not go with {code}, which is an add-on code: add-ons are not reduced as further "
                "procedures.",
                "Take the row out, or name in it the payer other than Medicare that asks for it.",
            )
        elif modifier in _OF_UNLISTED and says_unlisted(subject.record):
            yield Breach(
                path,
                f"Modifier {modifier} does not go with {code}, which is for unlisted services: it has no usual extent.",
                "Take the row out; the claim's papers say what was done.",
            )


KIND_CHECKS = (unfit_kinds,)
