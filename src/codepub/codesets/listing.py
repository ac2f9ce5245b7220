"""What code sets are there, of which release, and how to get those that are not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from codepub.codesets.code_set import SET_NAMES, TITLES, Release, SetName, find_lacking_parts, parts_text
from codepub.codesets.in_force import describe_age
from codepub.codesets.lock import LOCK, Lock, Releases, find_differing, find_missing, find_missing_parts
from codepub.codesets.shipped_sets import ICD_10_CM
from codepub.codesets.terms import SOURCES
from codepub.diagnostics import printable

_WIDTH: Final = max(map(len, SET_NAMES))


def listing_json(releases: Releases, lock: Lock, today: date) -> str:
    """Return a JSON array: each set with its releases, what the lock names beyond them, and where to get it."""
    return json.dumps([_describe_set(name, releases, lock, today) for name in SET_NAMES], ensure_ascii=False, indent=2)


def _describe_set(name: SetName, releases: Releases, lock: Lock, today: date) -> dict[str, Any]:
    own = [(release, entries) for release, entries in releases if release.set == name]
    named = [(release, entries) for release, entries in lock.releases if release.set == name]
    return {
        "set": name,
        "title": TITLES[name],
        "releases": [describe_release(release, entries, today) for release, entries in own],
        "missing": [describe_release(release, entries, today) for release, entries in find_missing(named, own)],
        "missing_parts": [
            {"release": release.label, "part": part.number, "file": part.file, "sha256": part.sha256}
            for release, part in find_missing_parts(named, own)
        ],
        "differing": [
            {"release": release.label, "file": release.file, "sha256": release.sha256}
            for release in find_differing(named, own)
        ],
        "get": SOURCES[name],
    }


def describe_release(release: Release, entries: int, today: date) -> dict[str, Any]:
    """Return a release, with the number of its entries, as an object of JSON."""
    return {
        "release": release.label,
        "effective": release.effective.isoformat(),
        "ends": release.ends.isoformat() if release.ends else None,
        "ended": _is_over(release, today),
        "entries": entries,
        "file": release.file,
        "sha256": release.sha256,
        "parts": [{"part": part.number, "file": part.file, "sha256": part.sha256} for part in release.parts],
        "parts_lacking": find_lacking_parts(release),
        "terms": release.terms,
    }


def _is_over(release: Release, today: date) -> bool:
    return release.ends is not None and release.ends < today


def listing_text(releases: Releases, lock: Lock, today: date) -> str:
    """Tell each release in a line, what the lock names and is not here, and each set that is missing."""
    return "\n".join([*_list_present(releases, today), *_list_named(releases, lock), *_list_missing(releases)])


def _list_named(releases: Releases, lock: Lock) -> Iterator[str]:
    lacking = find_missing(lock.releases, releases)
    parts = find_missing_parts(lock.releases, releases)
    if lacking or parts:
        yield ""
        yield f"Named by {LOCK} and not here; add its file again:"
    for release, _ in lacking:
        for file, sha256 in _files(release):
            yield f"{_begin_line(release)} {file}, SHA-256 {sha256}"
    for release, part in parts:
        yield f"{_begin_line(release)} part {part.number}: {part.file}, SHA-256 {part.sha256}"
    others = find_differing(lock.releases, releases)
    if others:
        yield ""
        yield f"Here from another file than {LOCK} names; add that file, or the one you have, again:"
    for release in others:
        for file, sha256 in _files(release):
            yield f"{_begin_line(release)} {file}, SHA-256 {sha256}"
    if lock.unknown:
        yield ""
        yield f"Named by {LOCK}, of a set that this codepub does not know; kept:"
    for table in lock.unknown:
        yield f"{printable(table['set']):<{_WIDTH}} {printable(table.get('release', ''))}".rstrip()


def _files(release: Release) -> list[tuple[str, str]]:
    return [(part.file, part.sha256) for part in release.parts] or [(release.file, release.sha256)]


def _begin_line(release: Release) -> str:
    return f"{release.set:<{_WIDTH}} {release.label:<22}"


def _list_present(releases: Releases, today: date) -> Iterator[str]:
    newest = {release.set: release for release, _ in releases}
    for release, entries in releases:
        over = _tell_over(release, newest[release.set], today)
        since = f"effective {release.effective}{over}"
        parts = f". {parts_text(release)}" if release.parts else ""
        noun = "entry" if entries == 1 else "entries"
        yield f"{_begin_line(release)} {entries:>9,} {noun}, {since}; from {release.file}{parts}"
    if not any(release.set == "icd-10-cm" for release, _ in releases):
        yield f"{'icd-10-cm':<{_WIDTH}} {ICD_10_CM[0]:<22} comes with codepub; made ready when it is first needed"


def _tell_over(release: Release, newest: Release, today: date) -> str:
    """Tell that a release has ended, and, of the newest here of its set, that a newer one is out."""
    if _is_over(release, today):
        return f"; ended {release.ends}{', a newer release is out' if release == newest else ''}"
    age = describe_age(release, today) if release == newest else None
    return f"; {age}" if age else ""


def _list_missing(releases: Releases) -> Iterator[str]:
    here = {release.set for release, _ in releases} | {"icd-10-cm", "pos"}
    lacking = [name for name in SET_NAMES if name not in here]
    if lacking:
        yield ""
        yield "Not here; download it and give it to `codepub codes add`:"
    for name in lacking:
        yield f"{name:<{_WIDTH}} {SOURCES[name]}"
