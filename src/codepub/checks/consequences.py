"""What only follows from another error of the same record, and is not told beside it: one mistake, one message."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from codepub.diagnostics import Finding
from codepub.origin import FieldPath


class Cause(NamedTuple):
    """An error that others follow from: in the value itself or, with ``below``, anywhere below a path of the record."""

    rule: str
    below: FieldPath | None = None


_WRONG_CODE: Final = tuple(
    Cause(rule, ("code",)) for rule in ("file-name", "code-format", "code-unknown", "code-deleted", "code-not-yet")
)
"""The record's own code is not the one that is meant, so that nothing of it can be held against it."""

_OF_OWN_CODE: Final = (
    "inpatient-only", "no-office-value", "payment-policy", "ncci-pair", "mue-units", "title-code",
)  # fmt: skip

CAUSES: Final[Mapping[str, tuple[Cause, ...]]] = {
    **dict.fromkeys(_OF_OWN_CODE, _WRONG_CODE),
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
    "prose-code": (Cause("code-format", ()), Cause("code-unknown", ()), Cause("file-name", ())),
    "prose-modifier": (Cause("modifier-format", ()), Cause("modifier-range", ())),
    "opposite-side": (Cause("code-unknown"), Cause("code-deleted"), Cause("code-not-yet")),
}
"""What each rule follows from. What is misspelt in its table, texts that name it rightly miss there."""


def withhold_consequences(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out the findings about a record that only follow from others of them."""
    found = list(findings)
    if len(found) < 2:
        return found
    broken: dict[str, list[FieldPath]] = {}
    for finding in found:
        broken.setdefault(finding.rule.id, []).append(finding.path)
    return [finding for finding in found if not _follows(finding, broken)]


def _follows(finding: Finding, broken: Mapping[str, Collection[FieldPath]]) -> bool:
    for cause in CAUSES.get(finding.rule.id, ()):
        paths = broken.get(cause.rule, ())
        if (
            finding.path in paths
            if cause.below is None
            else any(path[: len(cause.below)] == cause.below for path in paths)
        ):
            return True
    return False


def list_withheld_rules(broken: Collection[str]) -> frozenset[str]:
    """List the rules of which something may have been left out where others are broken."""
    return frozenset(rule for rule, causes in CAUSES.items() if any(cause.rule in broken for cause in causes))
