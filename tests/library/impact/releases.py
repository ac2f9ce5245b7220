"""Two small releases of a set, written by hand with invented words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from codepub.codesets.code_set import Entry, Release, SetName
from codepub.codesets.store import Store, open_store
from codepub.library.impact.changes import StoredRelease

BEFORE, AFTER = date(2025, 10, 1), date(2026, 4, 1)


def make_release(name: SetName, label: str, effective: date) -> Release:
    return Release(name, label, effective, f"{label}.txt", "0" * 64)


def import_releases(store: Store, name: SetName, before: Iterable[Entry], after: Iterable[Entry]) -> None:
    store.add(make_release(name, "old", BEFORE), before)
    store.add(make_release(name, "new", AFTER), after)


@contextmanager
def open_releases(
    root: Path, name: SetName, before: Iterable[Entry], after: Iterable[Entry]
) -> Iterator[tuple[StoredRelease, StoredRelease]]:
    with open_store(root) as store:
        import_releases(store, name, before, after)
        yield (
            StoredRelease(store, make_release(name, "old", BEFORE)),
            StoredRelease(store, make_release(name, "new", AFTER)),
        )
