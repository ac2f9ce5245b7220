"""What code sets are there, of which release, and how to get those that are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from codepub.codesets.code_set import SET_NAMES, TITLES, Release, SetName
from codepub.codesets.lock import LOCK, Releases, missing
from codepub.codesets.shipped import ICD_10_CM
from codepub.codesets.terms import SOURCES


def listing_json(releases: Releases, in_lock: Releases, today: date) -> str:
    """Give one array: each set with its releases, those of the lock that are not here, and where to get it."""
    lacking = missing(in_lock, releases)
    return json.dumps([_plain(name, releases, lacking, today) for name in SET_NAMES], ensure_ascii=False, indent=2)


def _plain(name: SetName, releases: Releases, lacking: Releases, today: date) -> dict[str, Any]:
    own = [(release, entries) for release, entries in releases if release.set == name]
    return {
        "set": name,
        "title": TITLES[name],
        "releases": [_release(release, entries, today) for release, entries in own],
        "missing": [_release(release, entries, today) for release, entries in lacking if release.set == name],
        "get": SOURCES[name],
    }


def _release(release: Release, entries: int, today: date) -> dict[str, Any]:
    return {
        "release": release.label,
        "effective": release.effective.isoformat(),
        "ends": release.ends.isoformat() if release.ends else None,
        "ended": _is_over(release, today),
        "entries": entries,
        "file": release.file,
        "sha256": release.sha256,
        "terms": release.terms,
    }


def _is_over(release: Release, today: date) -> bool:
    return release.ends is not None and release.ends < today


def listing_text(releases: Releases, in_lock: Releases, today: date) -> str:
    """Tell each release in a line, each that the lock names and is not here, and each set that is missing."""
    return "\n".join([*_present(releases, today), *_named(missing(in_lock, releases)), *_missing(releases)])


def _named(lacking: Releases) -> Iterator[str]:
    if lacking:
        yield ""
        yield f"Named by {LOCK} and not here; add its file again:"
    for release, _ in lacking:
        yield f"{release.set:<16} {release.label:<22} {release.file}, SHA-256 {release.sha256}"


def _present(releases: Releases, today: date) -> Iterator[str]:
    newest = {release.set: release for release, _ in releases}
    for release, entries in releases:
        over = f"; ended {release.ends}" if _is_over(release, today) else ""
        over += ", a newer release is out" if over and newest[release.set] == release else ""
        since = f"effective {release.effective}{over}"
        yield f"{release.set:<16} {release.label:<22} {entries:>9,} entries, {since}; from {release.file}"
    if not any(release.set == "icd-10-cm" for release, _ in releases):
        yield f"{'icd-10-cm':<16} {ICD_10_CM[0]:<22} comes with codepub; made ready when it is first needed"


def _missing(releases: Releases) -> Iterator[str]:
    here = {release.set for release, _ in releases} | {"icd-10-cm", "pos"}
    missing = [name for name in SET_NAMES if name not in here]
    if missing:
        yield ""
        yield "Not here; download it and give it to `codepub codes add`:"
    for name in missing:
        yield f"{name:<16} {SOURCES[name]}"
