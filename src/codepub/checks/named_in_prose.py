"""Checks of what prose names: codes and modifiers stand in the record's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.checks.amounts import is_amount
from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.checks.denied_modifiers import denies_modifier
from codepub.checks.other_lines import is_on_other_line
from codepub.origin import FieldPath
from codepub.patterns import compile_late
from codepub.records.availability import Unavailable
from codepub.records.codes import CODE_IN_WORDS
from codepub.records.modifiers import is_modifier
from codepub.records.named_codes import rows

_TO: Final = r"[ \t\n]*(?:[–—]|\b(?:up )?(?:to|through|thru)\b)[ \t\n]*"
_CODE: Final = r"[0-9A-Z][0-9A-Z.]{3,7}(?<!\.)"
_RANGE_FROM: Final = compile_late(rf"{_TO}({_CODE})(?![\w-])", re.ASCII)
_RANGE_TO: Final = compile_late(rf"(?<![\w.])({_CODE}){_TO}$", re.ASCII)
_BETWEEN_FROM: Final = compile_late(rf"[ \t\n]+and[ \t\n]+({_CODE})(?![\w-])", re.ASCII)
_BETWEEN_TO: Final = compile_late(rf"\bbetween[ \t\n]+({_CODE})[ \t\n]+and[ \t\n]+$", re.ASCII)
_BETWEEN_BEGUN: Final = compile_late(
    r"\b(?:codes?|numbers?|numbered|services?|procedures?|range|any\w*|all|everything|those|lies?|falls?|lying|falling)"
    r"[ \t\n]+between[ \t\n]+$",
    re.IGNORECASE,
)
_CHOSEN: Final = compile_late(r"choice|choos|decision|decid|differ|distin|line|bound|edit|bundl", re.IGNORECASE)
"""Words by which what lies between two codes is no range of codes, and both are meant."""
_CHANGED: Final = compile_late(r"chang|replac|renumber|convert|crosswalk|map|switch|instead|prefer", re.IGNORECASE)
_CODE_BEGUN: Final = compile_late(r"[0-9][0-9A-Z.][0-9A-Z.]", re.ASCII)
"""What stands in every code; it is looked for first, since it shows much sooner that there is no code."""
_WEB: Final = compile_late(r"(?:https?|mailto):[^\s)]+|\]\([^)\[\]]*\)|\[\^[^\[\]]*\]")
_NEAR: Final = 60
"""Characters before a code in which words are looked for that say what it is."""


@check("prose-code", WARNING, catches="A code in prose that the tables lack.", example="See also 32110.", compares=True)
def unlisted_codes(subject: Subject) -> Iterator[Breach]:
    """Find codes that prose names and the record's tables lack.

    The ends of a range are no codes of their own, and amounts, addresses and names of genes are none at all.
    """
    if not _CODE_BEGUN.search(subject.prose):
        return
    listed = {named.code for named in subject.codes} | _list_policy_numbers(subject)
    for passage in subject.passages:
        if not _CODE_BEGUN.search(passage.text):
            continue
        for match in CODE_IN_WORDS.finditer(_WEB.sub(" ", passage.text)):
            code = match[0]
            if code not in listed and _names_code(match, subject):
                yield Breach(
                    passage.path,
                    f"The text names {code}, which no table of the record lists.",
                    "Add it to the table it belongs to, or take it out of the text.",
                    code,
                )
                listed.add(code)


def _names_code(match: re.Match[str], subject: Subject) -> bool:
    if len(match[0]) == 7 and "." not in match[0]:
        return _is_procedure(match, subject)
    return not is_amount(match) and not _ends_range(match)


_SECTIONS: Final = frozenset("0123456789BCDFGHX")
_DAY: Final = compile_late(r"\d\d(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\d\d")
_PROCEDURE: Final = compile_late(r".{5}Z[XZ]|\d.{5}Z|0[0-9A-Z]{6}")
_NAME: Final = compile_late(r"(?=[^Z]*$)[A-Z]{3,}\d[0-9A-Z]*")


def _is_procedure(match: re.Match[str], subject: Subject) -> bool:
    """Tell a code of ICD-10-PCS from a gene, a day or a lot: it begins with a section, and looks or is called like one.

    Source: CMS, ICD-10-PCS Official Guidelines, A1 to A4, and the code tables: sections are 0 to 9, B to D, F to H, X.
    """
    code = match[0]
    if code.isalpha() or code.isdigit() or code[0] not in _SECTIONS or _DAY.fullmatch(code) or _ends_range(match):
        return False
    if _PROCEDURE.fullmatch(code):
        return True
    is_called = subject.record.system == "ICD-10-PCS" or "PCS" in match.string
    return is_called and not _NAME.fullmatch(code)


def _ends_range(match: re.Match[str]) -> bool:
    """Tell the first or last code of a range, such as 99202 to 99215, from a code that is meant by itself."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    if _ends_span(match, before):
        return True
    first = _RANGE_TO.search(before)
    last = _RANGE_FROM.match(match.string, match.end())
    if not ((first and _spans(first[1], match[0])) or (last and _spans(match[0], last[1]))):
        return False
    return _CHANGED.search(before) is None


def _ends_span(match: re.Match[str], before: str) -> bool:
    """Tell the first or last code of "codes between 96401 and 96549"; a choice between two codes means both."""
    first = _BETWEEN_TO.search(before)
    last = _BETWEEN_FROM.match(match.string, match.end())
    if first is not None and _spans(first[1], match[0]):
        lead = before[: first.start(1)]
    elif last is not None and _spans(match[0], last[1]):
        lead = before
    else:
        return False
    return _BETWEEN_BEGUN.search(lead) is not None and _CHOSEN.search(lead) is None


def _spans(first: str, last: str) -> bool:
    """Tell whether two codes are of one kind and in order."""
    return first < last and _kind(first) == _kind(last)


def _kind(code: str) -> tuple[bool, bool, int]:
    return code[0].isalpha(), "." in code, 0 if "." in code else len(code)


def _list_policy_numbers(subject: Subject) -> set[str]:
    """List the policy numbers that a record gives, which may be shaped like codes and are none."""
    return {policy.number for policy in rows(subject.record.coverage) if isinstance(policy.number, str)}


@check("title-code", WARNING, catches="Another code in the title.", example="title: 32110, thoracotomy")
def foreign_title(subject: Subject) -> Iterator[Breach]:
    """Find a title that names another code than the record's."""
    if not _CODE_BEGUN.search(subject.record.title):
        return
    told = {subject.record.code}
    for match in CODE_IN_WORDS.finditer(subject.record.title):
        if match[0] not in told and _names_code(match, subject):
            told.add(match[0])
            yield Breach(
                ("title",),
                f"The title names {match[0]}, yet the record's code is {subject.record.code}.",
                "Leave the code out of the title; it is printed before it.",
                match[0],
            )


_BETWEEN: Final = r",?\s+(?:and/or|and|or|to|through|thru)\s+|,\s*|/|\s?[–—]\s?|-(?=[0-9A-Z]{2}\b)"
_MODIFIERS: Final = compile_late(rf"odifiers?\s+(-?[0-9A-Z]{{2}}\b(?:(?:{_BETWEEN})-?[0-9A-Z]{{2}}\b)*)", re.ASCII)
_MODIFIER: Final = compile_late(
    r"\b([0-9A-Z]{2})\b(?:(?:\s?[–—-]\s?|,?\s+(?:to|through|thru)\s+)([0-9A-Z]{2})\b)?", re.ASCII
)
_SENTENCE_END: Final = compile_late(r"[.;!?](?=\s|$)|\n[ \t]*\n")


@check(
    "prose-modifier",
    WARNING,
    catches="A modifier in prose that the table lacks.",
    example="Report modifier 78.",
    compares=True,
)
def unlisted_modifiers(subject: Subject) -> Iterator[Breach]:
    """Find modifiers that prose names for the record's code and the table of modifiers lacks.

    A modifier on the visit beside it, or on another line of the claim, needs no row; nor does one that is not used.
    """
    if isinstance(subject.record.specifications.modifiers, Unavailable):
        return
    listed = {modifier for _, modifier in subject.modifiers}
    for passage in subject.passages_with("odifier"):
        for match in _MODIFIERS.finditer(passage.text):
            for first, last in _MODIFIER.findall(match[1]):
                if _is_listed(first, last, listed) or _is_elsewhere(first, match, subject):
                    continue
                named = f"modifiers {first} to {last}" if last else f"modifier {first}"
                yield _report_unlisted(passage.path, first, named, first)
                listed.add(first)
    for path, modifier in _list_appended(subject):
        if modifier not in listed:
            yield _report_unlisted(path, modifier, f"modifier {modifier}", f"{subject.record.code}-{modifier}")
            listed.add(modifier)


def _report_unlisted(path: FieldPath, first: str, named: str, words: str) -> Breach:
    return Breach(
        path,
        f"The text names {named}, which the table of modifiers lacks.",
        "Add a row for it, or take it out of the text."
        if is_modifier(first)
        else "There is no such modifier: take it out of the text.",
        words,
    )


_APPENDED: Final = compile_late(r"-([0-9A-Z]{2})(?![\w-])", re.ASCII)
_LONGEST_SPAN: Final = 9


def _list_appended(subject: Subject) -> Iterator[tuple[FieldPath, str]]:
    """List the modifiers that texts write behind the record's code: 32120-78."""
    code = subject.record.code
    for passage in subject.passages_with(f"{code}-"):
        for part in passage.text.split(code)[1:]:
            found = _APPENDED.match(part)
            if found is not None and is_modifier(found[1]) and not _shortens_range(code, found[1]):
                yield passage.path, found[1]


def _shortens_range(code: str, digits: str) -> bool:
    """Tell the last digits of a range, such as 99221-23, from a modifier."""
    return digits.isdigit() and code.isdigit() and 0 < int(digits) - int(code[-2:]) <= _LONGEST_SPAN


def _is_listed(first: str, last: str, listed: set[str]) -> bool:
    """Tell whether a modifier has its row; a range needs one of those that it spans."""
    return first in listed or (bool(last) and any(first <= modifier <= last for modifier in listed))


def _is_elsewhere(modifier: str, match: re.Match[str], subject: Subject) -> bool:
    """Tell whether the sentence puts a modifier on another service than the record's, or says that it is not used."""
    ends = _SENTENCE_END.search(match.string, match.end())
    after = match.string[match.end() : ends.start() if ends else None]
    before = _SENTENCE_END.split(match.string[: match.start()])[-1].removesuffix("m").removesuffix("M")
    return is_on_other_line(modifier, before, after, subject) or denies_modifier(before, after)


NAMING_CHECKS = (unlisted_modifiers, unlisted_codes, foreign_title)
