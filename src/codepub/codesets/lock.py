"""codepub.lock: which releases of code sets a workspace is checked with, for people to read and to commit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final, cast

from codepub.codesets.code_set import SET_NAMES, Release
from codepub.diagnostics import CallError

LOCK: Final = "codepub.lock"
_HEAD: Final = """\
# The releases of code sets that this workspace is checked with. Written by `codepub codes add`; commit it.
# .codepub/codes.sqlite is made from these files and can be deleted: add them again.
"""

Releases = Sequence[tuple[Release, int]]
"""Releases, each with the number of its entries."""


def lock_text(releases: Iterable[tuple[Release, int]]) -> str:
    """Write releases as TOML, in order; the same releases give the same bytes."""
    ordered = sorted(releases, key=lambda row: (row[0].set, row[0].effective, row[0].label))
    return "\n".join([_HEAD, *(_table(release, entries) for release, entries in ordered)])


def locked(text: str) -> Releases:
    """Read what a lock names; raises `CallError` where somebody broke it, as an unmended merge does."""
    import tomllib

    try:
        tables = tomllib.loads(text).get("release", [])
        return [_locked(table) for table in tables if table["set"] in SET_NAMES]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CallError(f"{LOCK} cannot be read: {error}. Mend it, or delete it and add the code sets again.") from None


def _locked(table: dict[str, object]) -> tuple[Release, int]:
    named = (table["set"], table["release"], table["effective"], table["file"], table["sha256"])
    return Release(*named), cast("int", table["entries"])  # type: ignore[arg-type]


def missing(in_lock: Releases, in_store: Releases) -> Releases:
    """Find what a lock names and a store lacks: a colleague has imported it, or the store was deleted."""
    here = {(release.set, release.label) for release, _ in in_store}
    return [(release, entries) for release, entries in in_lock if (release.set, release.label) not in here]


def is_another_file(release: Release, in_lock: Releases) -> bool:
    """Tell whether a lock names another file for a release than the one it was read from."""
    known = {(one.set, one.label): one.sha256 for one, _ in in_lock}
    return known.get((release.set, release.label), release.sha256) != release.sha256


def _table(release: Release, entries: int) -> str:
    return f"""\
[[release]]
set = {_text(release.set)}
release = {_text(release.label)}
effective = {release.effective.isoformat()}
file = {_text(release.file)}
sha256 = {_text(release.sha256)}
entries = {entries}
"""


def _text(value: str) -> str:
    """Write a basic string of TOML 1.0, whose escapes are those of JSON and one character more."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
