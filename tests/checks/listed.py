"""Small releases of code sets, written by hand with invented words, and records held against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from codepub.checks.published import PublishedSets
from codepub.codesets.code_set import Entry, Release, SetName
from codepub.codesets.store import open_store
from codepub.loading.load_file import CheckContext, LoadedFile, load_file
from codepub.records.code_summary import CodeSummary
from codepub.records.kinds import CODE_SUMMARY
from tests.record_texts import TODAY, Case, write_record

Sets = Mapping[Release, Iterable[Entry]]


def make_release(name: SetName, label: str, effective: date, ends: date | None = None) -> Release:
    return Release(name, label, effective, f"{label}.txt", "0" * 64, ends=ends)


def load_against(root: Path, sets: Sets, text: str, name: str = "cpt/32120.yaml") -> LoadedFile[CodeSummary]:
    """Write a record and load it, held against releases that are added to a store of their own."""
    with open_store(root) as store:
        for one, entries in sets.items():
            store.add(one, entries)
        file = write_record(root / "content", text, name)
        return load_file(CODE_SUMMARY, root / "content", file, CheckContext(TODAY, PublishedSets(store)))


def rules_of(loaded: LoadedFile[CodeSummary]) -> list[str]:
    return [one.rule for one in loaded.diagnostics]


def assert_told(root: Path, sets: Sets, wanted: Case) -> LoadedFile[CodeSummary]:
    """Assert that the mistake of a case gives its diagnostic, at its place, and no other."""
    loaded = load_against(root, sets, wanted.text, wanted.name)
    assert rules_of(loaded) == [wanted.rule], "\n".join(f"{one.rule}: {one.message}" for one in loaded.diagnostics)
    (only,) = loaded.diagnostics
    assert only.position is not None
    assert (only.position.line, only.position.column, only.position.width) == wanted.place
    assert wanted.message in only.message
    assert wanted.hint in (only.hint or "")
    return loaded
