"""A check of sides: what a record says of a code's side in its own words is what the code set says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from codepub.checks.check import WARNING, Breach, Subject
from codepub.checks.published import PublishedSets, published_check
from codepub.codesets.code_set import SetName
from codepub.origin import CodeSystem, FieldPath
from codepub.patterns import compile_late
from codepub.records.named_codes import given, rows

_SETS: Final[Mapping[CodeSystem, SetName]] = {"ICD-10-CM": "icd-10-cm", "ICD-10-PCS": "icd-10-pcs"}
"""The sets whose codes tell a side."""

_SIDE: Final = compile_late(r"\b(left|right|bilateral|both)\b", re.IGNORECASE)
_NO_SIDE: Final = compile_late(
    r"\b(?:is|are|was|were|be|been|has|have|had|if|when|what)\s+left\b"
    r"|\bleft\s+(?:in\b|open|alone|behind|untreated|out\b|over|after|without|to\s+heal|against|before)"
    r"|\bright\s+(?:away|after|before|now)\b"
    r"|\b(?:left|right)(?:-|\s+)(?:hemispher\w*|brain|cerebr\w*|middle\s+cerebral|ventric\w*|atri\w*|heart|shift)",
    re.IGNORECASE,
)
"""Words that are no side; and sides of the brain and of the heart, which are not those of what they act on."""


_UNPAIRED: Final = compile_late(
    r"\b(?:heart|bundle|fascicular|ventric\w*|atri(?:um|al)|coronary|dominant|quadrant|hemispher\w*|cerebr\w*|cerebellar"
    r"|(?:left|right)[ -]sided)\b",
    re.IGNORECASE,
)
"""What has a side and is no organ of a pair: parts of the heart, the brain and the belly; the side a stroke struck."""


def is_of_side(description: str, side: str) -> bool:
    """Tell whether a diagnosis is of one side of a pair, left or right, and of that only."""
    return _find_side(description) == side and _UNPAIRED.search(description) is None


class _Described(NamedTuple):
    """A code, and the record's own words for what it stands for."""

    path: FieldPath
    system: CodeSystem
    code: str
    words: str


@published_check(
    "side-in-words",
    WARNING,
    catches="Words of one side for a code of the other.",
    example="C34.11 described as of the left lung",
)
def contradicted_sides(subject: Subject, published: PublishedSets) -> Iterator[Breach]:
    """Find descriptions that name one side only, while the list's own words for the code name the other only."""
    for path, system, code, words in _list_described(subject):
        said = _find_side(words)
        release = published.find_release(_SETS[system], subject.record.effective) if said is not None else None
        entry = published.find_entry(release, code) if release is not None else None
        listed = _find_side(entry.description) if entry is not None else None
        if listed is not None and listed != said:
            yield Breach(
                path,
                f"The words say {said}, and {code} is of the {listed} side ({release}).",
                "Mend the words, or name the code of that side.",
            )


def _find_side(words: str) -> str | None:
    """Find the side that words name; None where they name none, or both."""
    named = {found.lower() for found in _SIDE.findall(_NO_SIDE.sub(" ", words))}
    (only,) = named if len(named) == 1 else (None,)
    return only if only in ("left", "right") else None


def _list_described(subject: Subject) -> Iterator[_Described]:
    """List the codes of sets that tell sides, where the record describes them."""
    record = subject.record
    if record.system in _SETS:
        yield _Described(("title",), record.system, record.code, record.title)
    for index, row in enumerate(rows(record.specifications.diagnoses)):
        if isinstance(row.description, str):
            path: FieldPath = ("specifications", "diagnoses", index, "description")
            yield _Described(path, "ICD-10-CM", row.code, row.description)
    for index, related in enumerate(rows(record.specifications.related_codes)):
        if related.system in _SETS and isinstance(related.description, str):
            path = ("specifications", "related_codes", index, "description")
            yield _Described(path, related.system, related.code, related.description)
    crosswalks = given(record.crosswalks)
    for index, crosswalk in enumerate(rows(crosswalks.icd_10_pcs) if crosswalks is not None else ()):
        if isinstance(crosswalk.description, str):
            path = ("crosswalks", "icd_10_pcs", index, "description")
            yield _Described(path, "ICD-10-PCS", crosswalk.code, crosswalk.description)


SIDE_CHECKS = (contradicted_sides,)
