"""Published code sets as checks see them: the release that holds on a record's day, each look-up made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from codepub.codesets.code_set import TITLES, Entry, Release, SetName
from codepub.codesets.store import Store
from codepub.diagnostics import Diagnostic, Rule, Severity
from codepub.loading.checks.check import Finding, Subject

MISSING_SET: Final = Rule(
    "set-missing",
    Severity.NOTE,
    "A code set that is not here: nothing was checked against it.",
    "no HCPCS list",
)


class Published:
    """The code sets that records are checked against; remembers which of those asked for are not there."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.missing: set[SetName] = set()
        self._releases: dict[tuple[SetName, date], Release | None] = {}
        self._entries: dict[tuple[Release, str, str], Entry | None] = {}

    def release(self, name: SetName, day: date) -> Release | None:
        """Find the release of a set that holds on a day; None where the set is not there."""
        asked = (name, day)
        if asked not in self._releases:
            self._releases[asked] = self.store.release_on(name, day)
        found = self._releases[asked]
        if found is None:
            self.missing.add(name)
        return found

    def entry(self, release: Release, code: str, beside: str = "") -> Entry | None:
        """Find a code in a release."""
        asked = (release, code, beside)
        if asked not in self._entries:
            self._entries[asked] = self.store.find(release, code, beside)
        return self._entries[asked]


def missing_sets(published: Published) -> Iterator[Diagnostic]:
    """Note the sets that checks asked for and that are not there, each once."""
    for name in sorted(published.missing):
        yield Diagnostic(
            MISSING_SET.id,
            MISSING_SET.severity,
            f"No release of {TITLES[name]} is here, so nothing was checked against one.",
            hint="Run `codepub codes list` to see how to get it.",
        )


@dataclass(frozen=True, slots=True)
class PublishedCheck:
    """One rule that rests on a code set, and the one function that finds where it is broken."""

    rule: Rule
    find: Callable[[Subject, Published], Iterator[Finding]]
