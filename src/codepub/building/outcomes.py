"""What became of a target, and the line that ends a build."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from codepub.building.targets import Target
from codepub.diagnostics import CodepubError, Diagnostic
from codepub.reports.report import write_count

_MAX_NAMED: Final = 20
"""The most failed files that a summary names: more have one cause, which is told, and would fill the screen."""


Causes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is known of a file since it was made: by what it is told whether it is still that, and still right.

    ``fingerprint`` covers all that its bytes depend on, and ``causes`` are the digests of what that is made from, by
    the names that a reader knows. ``approval`` is the approval digest of the record, ``standing`` whether it was a
    draft; ``modified`` is the file's time in nanoseconds.
    """

    fingerprint: str
    causes: Causes
    approval: str
    standing: str
    versions: tuple[str, ...]
    sha256: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Made:
    """A target that was made, and what its format could not express."""

    target: Target
    diagnostics: tuple[Diagnostic, ...]
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A target that stands as it would be made, and what its format could not express."""

    target: Target
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A target that would be made, and why."""

    target: Target
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A target that was not made, and why; what stood in its place still does."""

    target: Target
    error: CodepubError


Outcome = Made | Kept | Due | Failed


def summarize_build(outcomes: Sequence[Outcome], seconds: float, left_out: int = 0) -> str:
    """Write the line that ends a build, such as ``48 files, 12 records, 9.8 s; 40 were up to date``.

    ``left_out`` counts the records that had errors and were not tried.
    """
    failed = [outcome.target for outcome in outcomes if isinstance(outcome, Failed)]
    kept = sum(isinstance(outcome, Kept) for outcome in outcomes)
    files, records = write_count(len(outcomes), "file"), {outcome.target.record for outcome in outcomes}
    if failed:
        files = f"{len(outcomes) - len(failed):,} of {files}"
    line = f"{files}, {write_count(len(records), 'record')}, {seconds:.1f} s"
    if kept:
        line += f"; up to date: {write_count(kept, 'file')}"
    if failed:
        more = f" and {len(failed) - _MAX_NAMED:,} more" if len(failed) > _MAX_NAMED else ""
        line += f"; {len(failed):,} failed: {', '.join(map(str, failed[:_MAX_NAMED]))}{more}"
    return f"{line}; left out for errors: {write_count(left_out, 'record')}" if left_out else line
