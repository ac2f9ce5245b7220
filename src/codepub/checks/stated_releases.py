"""The releases that values of a record say they were read in: of the year, and of the quarter, of their vintage."""

from __future__ import annotations

from codepub.checks.published import PublishedSets
from codepub.codesets.code_set import Release, SetName
from codepub.codesets.published.vintage import Vintage, read_stated_vintage


def find_stated_releases(published: PublishedSets, name: SetName, vintage: str) -> list[Release]:
    """Find the releases of a set that a vintage may mean, oldest first; none where it does not say a year."""
    stated = read_stated_vintage(name, vintage)
    if stated is None:
        return []
    return [release for release in published.list_releases(name) if _means(stated, release)]


def _means(stated: Vintage, release: Release) -> bool:
    if stated.effective.year != release.effective.year:
        return False
    return stated.until is not None or _quarter(stated.effective.month) == _quarter(release.effective.month)


def _quarter(month: int) -> int:
    return (month - 1) // 3
