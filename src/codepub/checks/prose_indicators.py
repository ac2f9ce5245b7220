"""Checks of indicators that prose states: they are those of the payment part, and of the fee schedule."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.checks.own_entry import find_own_entry
from codepub.checks.published import PublishedSets, published_check
from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.codes import CODE_IN_WORDS
from codepub.records.fee_schedule import INDICATOR_COLUMNS
from codepub.records.named_codes import given

_NAMES: Final[Mapping[str, str]] = {
    "assistant": r"assistant(?:[ -]at[ -]surgery|[ -]surgeon)?",
    "co_surgeon": r"co-?surgeons?",
    "team": r"team(?:[ -]surgery|[ -]surgeons?)?",
    "bilateral": r"bilateral(?:[ -]surgery|[ -]procedures?)?",
    "pc_tc": r"PC/TC",
    "multiple": r"multiple[ -]procedures?",
}
"""How prose calls the indicators of the fee schedule, by their names in code sets and in the payment part."""

_ANY_NAME: Final = "|".join(f"(?P<{key}>{name})" for key, name in _NAMES.items())
_INDICATOR: Final = compile_late(
    rf"\b(?:{_ANY_NAME})\s+indicator(?:\s+(?:is|of)|:)?\s+(?P<value>\d)(?![\w.,/–-]*\d)(?!\s+(?:or|and|to|through)\s+\d)",
    re.IGNORECASE,
)
_PERIOD: Final = compile_late(
    r"\bglobal\s+period(?:\s+(?:is|of)|:)?\s+(?P<value>0?[019]0|000|XXX|YYY|ZZZ|MMM)(?![\w.,/–-]*\d)(?=\W|$)",
    re.IGNORECASE,
)
_OF_OTHERS: Final = compile_late(
    r"\b(?:codes?\s+(?:with|of|whose)|whose|with\s+an?|if|unless|unlike|other|another|others|no|not|never|instead|than|was|were"
    r"|had|until|formerly|former|before|first|earlier|original|index|primary|major|minor|base|parent|operations?)\b",
    re.IGNORECASE,
)
"""Words by which a sentence speaks of another code, or of another time."""
_SENTENCE_END: Final = compile_late(r"[.;!?](?=\s|$)|\n[ \t]*\n")
_WITHOUT_PERIOD: Final = frozenset({"XXX", "ZZZ", "MMM"})
"""Periods of services that stand beside others, and whose texts tell the global period of those."""


class _Stated(NamedTuple):
    """An indicator that a text states: its column in the fee schedule, its value, and the words."""

    path: FieldPath
    column: str
    value: str
    words: str


@check(
    "prose-payment",
    WARNING,
    catches="An indicator in prose that differs from the payment part.",
    example='"Assistant indicator 1" beside assistant: "2"',
    compares=True,
)
def contradicted_payment(subject: Subject) -> Iterator[Breach]:
    """Find indicators in prose that differ from those of the record's payment part."""
    held = _list_held(subject)
    if held:
        yield from _find_contradicted(subject, held.get, "the payment part")


@published_check(
    "prose-indicator",
    WARNING,
    catches="An indicator in prose that differs from the fee schedule.",
    example='"multiple procedure indicator 2" where the schedule has 0',
)
def contradicted_schedule(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find indicators in prose that differ from the fee schedule, where the payment part does not give them."""
    if not _may_state(subject.prose):
        return
    own = find_own_entry(subject, published, "mpfs")
    if own is not None:
        held = _list_held(subject)
        facts = {column: value for column, value in own.entry.facts.items() if column not in held}
        yield from _find_contradicted(subject, facts.get, str(own.release))


def _list_held(subject: Subject) -> dict[str, str]:
    """List the indicators that the payment part gives, by their columns in the fee schedule."""
    payment = given(subject.record.payment)
    if payment is None:
        return {}
    values = ((column, getattr(payment, field)) for field, column in INDICATOR_COLUMNS.items())
    return {column: value for column, value in values if isinstance(value, str)}


def _find_contradicted(subject: Subject, find: Callable[[str], str | None], where: str) -> Iterator[Breach]:
    for path, column, value, words in _list_stated(subject):
        held = find(column)
        if held and held != value and not (column == "global" and held in _WITHOUT_PERIOD):
            yield Breach(
                path,
                f"The text says `{words}`, and {where} says {held}.",
                "Mend the text, or say of which code it speaks.",
                words,
            )


def _may_state(prose: str) -> bool:
    return "indicator" in prose or "lobal period" in prose


def _list_stated(subject: Subject) -> Iterator[_Stated]:
    """List the indicators that sentences state of the record's code."""
    if not _may_state(subject.prose):
        return
    for passage in subject.passages:
        for match in _INDICATOR.finditer(passage.text):
            if not _is_of_others(match, subject):
                yield _Stated(passage.path, _name(match), match["value"], match[0])
        for match in _PERIOD.finditer(passage.text):
            if not _is_of_others(match, subject):
                value = match["value"].upper()
                yield _Stated(passage.path, "global", value.rjust(3, "0"), match[0])


def _name(match: re.Match[str]) -> str:
    return next(key for key in _NAMES if match[key])


def _is_of_others(match: re.Match[str], subject: Subject) -> bool:
    """Tell whether a sentence speaks of another code than the record's."""
    before = _SENTENCE_END.split(match.string[: match.start()])[-1]
    ends = _SENTENCE_END.search(match.string, match.end())
    sentence = f"{before} {match.string[match.end() : ends.start() if ends else None]}"
    names_other = any(code != subject.record.code for code in CODE_IN_WORDS.findall(sentence))
    return names_other or _OF_OTHERS.search(before) is not None


INDICATOR_CHECKS = (contradicted_payment,)
PUBLISHED_INDICATOR_CHECKS = (contradicted_schedule,)
