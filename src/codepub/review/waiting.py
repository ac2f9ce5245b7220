"""What of a review waits for somebody: copies that are out, changes, conflicts, comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from codepub.records.review_file import Copy, Proposal, ReviewFile, Thread


class Waiting(NamedTuple):
    """What waits, in the order of the review file; ``proposals`` are without the conflicts."""

    copies: tuple[Copy, ...]
    proposals: tuple[Proposal, ...]
    conflicts: tuple[Proposal, ...]
    threads: tuple[Thread, ...]


def find_waiting(review: ReviewFile) -> Waiting:
    """Find what of a review waits."""
    undecided = [one for one in review.proposals if one.status == "open"]
    return Waiting(
        tuple(_list_out(review.copies)),
        tuple(one for one in undecided if one.against is None),
        tuple(one for one in undecided if one.against is not None),
        tuple(one for one in review.threads if one.status == "open"),
    )


def name_change(waiting: Proposal | Thread) -> str:
    """Name a change or a comment by its id and its field: ``p1 (summary.scope)``."""
    return f"{waiting.id} ({waiting.field or 'in no field'})"


def _list_out(copies: Sequence[Copy]) -> Iterator[Copy]:
    """List the copies that have not come back; a later one for the same reviewer stands in place of an earlier."""
    for place, copy in enumerate(copies):
        is_replaced = copy.reviewer is not None and any(one.reviewer == copy.reviewer for one in copies[place + 1 :])
        if not copy.received and not is_replaced:
            yield copy
