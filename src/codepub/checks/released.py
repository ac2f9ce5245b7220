"""A check of records that are released: they lack nothing that only a draft may lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from codepub.checks.check import ERROR, Breach, Subject, check
from codepub.checks.left_over import left_overs
from codepub.diagnostics import Diagnostic
from codepub.origin import format_path
from codepub.records.availability import BLOCKS_RELEASE, REASONS
from codepub.records.contents import Absence

_LASTING: Final = ", ".join(reason for reason in REASONS if reason not in BLOCKS_RELEASE)


@check(
    "blocks-release",
    ERROR,
    catches="A value that a draft may lack and a release may not.",
    example="payment: {unavailable: not-asked}, status: released",
)
def blocked_releases(subject: Subject) -> Iterator[Breach]:
    """Find the values that a record lacks though it is released: somebody has set its status by hand."""
    if subject.record.status == "released":
        for breach in find_blocks(subject.absences):
            yield breach._replace(hint=f"{breach.hint} Until then write `status: draft`.")


def find_blocks(absences: Iterable[Absence]) -> Iterator[Breach]:
    """Find the values that a record lacks and that hold its release back."""
    for path, why in absences:
        if why.reason in BLOCKS_RELEASE:
            yield Breach(
                path,
                f"`{format_path(path)}` is {why.reason}, which only a draft may say.",
                f"Write the value, or a reason that may stay: {_LASTING}.",
            )


def weigh_for_release(found: Diagnostic) -> Diagnostic:
    """Return a diagnostic as it weighs for a release: words that are left over are an error, and not a warning."""
    return replace(found, severity=ERROR) if found.rule == left_overs.rule.id else found


RELEASE_CHECKS = (blocked_releases,)
