"""What only follows from another error of the same record, and is not told beside it: one mistake, one message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from codepub.diagnostics import Finding
from codepub.origin import FieldPath


class Cause(NamedTuple):
    """An error that others follow from: in the value itself or, with ``below``, anywhere below a path of the record.

    With ``near`` it is one only of codes that begin as its own does.
    """

    rule: str
    below: FieldPath | None = None
    near: bool = False


_WRONG_CODE: Final = tuple(
    Cause(rule, ("code",)) for rule in ("file-name", "code-format", "code-unknown", "code-deleted", "code-not-yet")
)
"""The record's own code is not the one that is meant, so that nothing of it can be held against it."""

_OF_OWN_CODE: Final = (
    "inpatient-only", "no-office-value", "payment-policy", "ncci-pair", "mue-units", "title-code",
)  # fmt: skip

CAUSES: Final[Mapping[str, tuple[Cause, ...]]] = {
    **dict.fromkeys(_OF_OWN_CODE, _WRONG_CODE),
    "no-office-value": (*_WRONG_CODE, Cause("inpatient-only")),
    "modifier-range": (Cause("file-name", ("code",)), Cause("code-format", ("code",))),
    "modifier-kind": (Cause("modifier-range"),),
    "modifier-policy": (*_WRONG_CODE, Cause("modifier-range"), Cause("modifier-kind")),
    "code-format": (Cause("duplicate"), Cause("own-relation")),
    "code-unknown": (Cause("file-name"),),
    "code-unconfirmed": (Cause("file-name"),),
    "code-deleted": (Cause("file-name"),),
    "code-not-yet": (Cause("file-name"),),
    "future-vintage": (Cause("date-order", ()),),
    "unknown-source": (Cause("duplicate", ("sources",)),),
    "unused-source": (Cause("unknown-source", ()), Cause("duplicate", ("sources",)), Cause("broken-mark", ())),
    "prose-code": (
        *(
            Cause(rule, ())
            for rule in ("code-format", "code-unknown", "code-deleted", "code-not-yet", "header-diagnosis")
        ),
        Cause("code-unconfirmed", (), near=True),
        Cause("file-name", ()),
    ),
    "prose-modifier": (Cause("modifier-format", ()), Cause("modifier-range", ())),
    "opposite-side": (Cause("code-unknown"), Cause("code-deleted"), Cause("code-not-yet")),
}
"""What each rule follows from. What is misspelt in its table, texts that name it rightly miss there."""


def withhold_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out the findings about a record that only follow from others of them."""
    found = list(findings)
    if len(found) < 2:
        return found
    broken: dict[str, list[Finding]] = {}
    for finding in found:
        broken.setdefault(finding.rule.id, []).append(finding)
    return [finding for finding in found if not _follows(finding, broken)]


def _follows(finding: Finding, broken: Mapping[str, Collection[Finding]]) -> bool:
    return any(
        _explains(cause, other, finding)
        for cause in CAUSES.get(finding.rule.id, ())
        for other in broken.get(cause.rule, ())
    )


def _explains(cause: Cause, other: Finding, finding: Finding) -> bool:
    if cause.below is None:
        return other.path == finding.path
    if cause.near and not _begin_alike(other.words, finding.words):
        return False
    return other.path[: len(cause.below)] == cause.below


_CATEGORY: Final = 3
"""Characters by which a code is told to be near another: those of a category of ICD-10-CM."""


def _begin_alike(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one[:_CATEGORY] == other[:_CATEGORY]


def list_withheld_rules(broken: Collection[str]) -> frozenset[str]:
    """List the rules of which something may have been left out where others are broken."""
    return frozenset(rule for rule, causes in CAUSES.items() if any(cause.rule in broken for cause in causes))
