"""Published code sets as checks see them: the release that is asked of a record's day, each look-up made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from codepub.checks.check import Breach, Subject
from codepub.codesets.code_set import HIERARCHIES, TITLES, Entry, Release, SetName, normalize_code
from codepub.codesets.in_force import AskedRelease, ask_releases
from codepub.codesets.store import Store
from codepub.diagnostics import Diagnostic, Rule, Severity

MISSING_SET: Final = Rule(
    "set-missing",
    Severity.NOTE,
    "Code sets that are not here: nothing was checked against them.",
    "no HCPCS list",
)

_CATEGORY_LENGTH: Final = 3
"""Characters of a topmost code of ICD-10-CM, and of the name of a table of ICD-10-PCS."""


class PublishedSets:
    """The code sets that records are checked against; remembers which of those asked for are not there."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.missing: set[SetName] = set()
        self._releases: dict[SetName, list[Release]] = {}
        self._asked: dict[tuple[SetName, date], AskedRelease | None] = {}
        self._entries: dict[tuple[Release, str, str], Entry | None] = {}

    def find_release(self, name: SetName, day: date) -> AskedRelease | None:
        """Find the release of a set that is asked of a day; None where none that is here had begun by then."""
        wanted = (name, day)
        if wanted not in self._asked:
            self._asked[wanted] = ask_releases(self.list_releases(name), day)
        found = self._asked[wanted]
        if found is None:
            self.missing.add(name)
        return found

    def list_releases(self, name: SetName) -> list[Release]:
        """List the releases of a set, oldest first."""
        if name not in self._releases:
            self._releases[name] = [release for release, _ in self.store.releases(name)]
        return self._releases[name]

    def find_entry(self, asked: AskedRelease, code: str, qualifier: str = "") -> Entry | None:
        """Find a code in the release that is asked."""
        return self.find_entry_in(asked.release, code, qualifier)

    def find_entry_in(self, release: Release, code: str, qualifier: str = "") -> Entry | None:
        """Find a code in any release."""
        wanted = (release, code, qualifier)
        if wanted not in self._entries:
            self._entries[wanted] = self.store.find(release, code, qualifier) or self._find_unlisted_header(
                release, code
            )
        return self._entries[wanted]

    def names(self, release: Release, code: str) -> bool:
        """Tell whether a release names a code; a header that a flat list leaves out has never been a code in it."""
        return self.find_entry_in(release, code) is not None and self.store.find(release, code) is not None

    def _find_unlisted_header(self, release: Release, code: str) -> Entry | None:
        """Make the entry of a header that a flat list of billable codes leaves out, and that others begin with."""
        if release.set not in HIERARCHIES or self.store.find(release, normalize_code(code)[:_CATEGORY_LENGTH]):
            return None
        has_codes_below = next(self.store.find_below(release, code), None) is not None
        return Entry(normalize_code(code), billable=False) if has_codes_below else None


def report_missing_sets(published: PublishedSets) -> Iterator[Diagnostic]:
    """Note in one line all sets that checks asked for and that are not there, or only for later days."""
    if published.missing:
        lacking = "; ".join(_name_lacking(published, name) for name in sorted(published.missing))
        yield Diagnostic(
            MISSING_SET.id,
            MISSING_SET.severity,
            f"Nothing was checked against code sets that are not here: {lacking}.",
            hint='Run `codepub codes list` to see how to get them, or write missing_code_sets = "quiet" below [checks] '
            "in codepub.toml.",
        )


def _name_lacking(published: PublishedSets, name: SetName) -> str:
    releases = published.list_releases(name)
    return f"{TITLES[name]} before {releases[0].effective}" if releases else TITLES[name]


@dataclass(frozen=True, slots=True)
class PublishedCheck:
    """One rule that rests on a code set, and the one function that finds where it is broken."""

    rule: Rule
    find: Callable[[Subject, PublishedSets], Iterator[Breach]]


def published_check(
    rule: str, severity: Severity, *, catches: str, example: str
) -> Callable[[Callable[[Subject, PublishedSets], Iterator[Breach]]], PublishedCheck]:
    """Make a check that rests on a code set of the function below; the rule that it finds broken is stated here."""
    return lambda find: PublishedCheck(Rule(rule, severity, catches, example), find)
