"""Removing releases of code sets from a workspace: from its store and codepub.lock together, or from neither."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from codepub.codesets.adding import write_number
from codepub.codesets.code_set import Family, Release, SetName
from codepub.codesets.importing import changing_lock
from codepub.codesets.listing import describe_release
from codepub.codesets.lock import Lock, Releases, find_missing, without_releases
from codepub.codesets.looking_up import sets_of
from codepub.codesets.shipped_sets import is_shipped
from codepub.diagnostics import CallError, quote_text


@dataclass(frozen=True, slots=True)
class RemovedRelease:
    """A release that was removed, the number of its entries, and whether only the lock named it."""

    release: Release
    entries: int
    from_lock_only: bool


def remove_releases(root: Path, name: SetName | Family, label: str | None) -> list[RemovedRelease]:
    """Remove the release of a set, or of each set of a family, that has a label; without one, the only release.

    The store and the lock change together, as they do in `import_files`.

    Raises:
        CallError: There is no such release, there are several, or it comes with codepub.
    """
    with changing_lock(root) as change:
        missing = find_missing(change.lock.releases, change.store.releases())
        removed = _choose_releases(name, label, change.store.releases(), missing)
        for one in removed:
            if not one.from_lock_only:
                change.store.forget(one.release)
        change.write(without_releases(change.lock, [one.release for one in removed]), {})
    return removed


def _choose_releases(
    name: SetName | Family, label: str | None, here: Releases, missing: Releases
) -> list[RemovedRelease]:
    known = [RemovedRelease(release, entries, False) for release, entries in here]
    known += [RemovedRelease(release, entries, True) for release, entries in missing]
    ours = [one for one in known if one.release.set in sets_of(name)]
    found = [one for one in ours if label is None or _is_called(one.release, label)]
    if shipped := [one.release for one in found if is_shipped(one.release)]:
        found = [one for one in found if one.release not in shipped]
        if not found:
            raise CallError(f"{shipped[0]} comes with codepub and stays; there is nothing of it to remove.")
    if not found:
        fact = f"{name} has no release {quote_text(label)}" if label else f"{name} has no release here"
        raise CallError(f"{fact}. {_list_known([one.release for one in ours or known])}")
    if label is None and len(found) > 1:
        raise CallError(f"{name} has several releases. Say which. {_list_known([one.release for one in found])}")
    return found


def _is_called(release: Release, label: str) -> bool:
    return " ".join(label.split()).casefold() == " ".join(release.label.split()).casefold()


def _list_known(releases: Sequence[Release]) -> str:
    names = [f"{release.set} {release.label}" for release in releases if not is_shipped(release)]
    return f"There are: {', '.join(names)}." if names else "There is none that was added."


def list_removable(here: Releases, lock: Lock, name: str | None) -> list[str]:
    """List the labels of the releases of a set, of a family's sets, or of all, that can be removed."""
    rows = (*here, *find_missing(lock.releases, here))
    releases = (release for release, _ in rows if release.set in sets_of(name) and not is_shipped(release))
    return list(dict.fromkeys(release.label for release in releases))


def removed_text(removed: RemovedRelease) -> str:
    """Say in a sentence what was removed, and from which file it came."""
    release = removed.release
    where = "codepub.lock; the store did not have it" if removed.from_lock_only else "the store and codepub.lock"
    return f"Removed from {where}: {release}, {write_number(removed.entries, 'entry', 'entries')}, from {release.file}."


def removed_json(removed: Sequence[RemovedRelease], today: date) -> str:
    """Return a JSON array: each release that was removed."""
    rows = [{"set": one.release.set, **describe_release(one.release, one.entries, today)} for one in removed]
    return json.dumps(rows, ensure_ascii=False, indent=2)
