"""The codes of a record that must stand in a published list, each where the record names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codepub.codesets.code_set import CODE_LISTS, SetName
from codepub.origin import FieldPath
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import CODE_PATTERNS, DENTAL, MS_DRG, TAXONOMY, UNGROUPABLE
from codepub.records.modifiers import is_modifier, is_trip
from codepub.records.named_codes import (
    NamedCode,
    named_drgs,
    named_modifiers,
    named_reasons,
    named_remarks,
    named_taxonomies,
)
from codepub.records.own_words import says_ended


class Member(NamedTuple):
    """A code that must stand in a set, as the record spells it."""

    path: FieldPath
    set: SetName
    code: str


def list_members(record: CodeSummary, codes: Iterable[NamedCode]) -> Iterator[Member]:
    """List the codes that must stand in a set, ``codes`` being all that the record names; malformed ones have a rule.

    The record's own code is none of them where the record is about a code that had ended.
    """
    has_ended = says_ended(record)
    for path, system, code in codes:
        if path == ("code",) and has_ended:
            continue
        if system in CODE_LISTS and CODE_PATTERNS[system].fullmatch(code) and not DENTAL.fullmatch(code):
            yield Member(path, CODE_LISTS[system], code)
    for path, modifier in named_modifiers(record):
        if is_modifier(modifier) and modifier[0].isalpha() and not is_trip(modifier, record.system, record.code):
            yield Member(path, "hcpcs-modifiers", modifier)
    for path, taxonomy in named_taxonomies(record):
        if TAXONOMY.fullmatch(taxonomy):
            yield Member(path, "taxonomy", taxonomy)
    for path, drg in named_drgs(record):
        if MS_DRG.fullmatch(drg) and drg not in UNGROUPABLE:
            yield Member(path, "ms-drg", drg)
    for path, reason in named_reasons(record):
        yield Member(path, "carc", reason)
    for path, remark in named_remarks(record):
        yield Member(path, "rarc", remark)
