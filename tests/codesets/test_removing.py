"""Removing releases: store and lock together, whatever is named, and nothing that was not."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepub.codesets import importing
from codepub.codesets.importing import import_files
from codepub.codesets.lock import LOCK, read_lock
from codepub.codesets.published.identification import NOTHING_STATED
from codepub.codesets.removing import remove_releases
from codepub.codesets.store import STORE, open_store
from codepub.diagnostics import CallError
from tests.codesets.small_lists import MPFS_HEADING, fee_row, write_list

UNITS = '"HCPCS/\nCPT Code",MUE Values,MUE Adjudication Indicator\n32120,1,3 Date of Service Edit: Clinical\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with two releases of the fee schedule and the table of one quarter for two services."""
    for month in ("Jan", "Oct"):
        file = write_list(tmp_path / f"PPRRVU2025_{month}.csv", MPFS_HEADING + fee_row("32120"))
        import_files(tmp_path, [file], NOTHING_STATED)
    for service in ("Practitioner", "DMESupplier"):
        file = write_list(tmp_path / f"MCR_MUE_{service}Services_Eff_10-01-2026.csv", UNITS)
        import_files(tmp_path, [file], NOTHING_STATED)
    return tmp_path


def read_names(root: Path) -> tuple[list[str], list[str]]:
    """List the releases of the store and those of the lock."""
    with open_store(root) as store:
        here = [f"{release.set} {release.label}" for release, _ in store.releases()]
    return here, [f"{release.set} {release.label}" for release, _ in read_lock(root).releases]


def test_a_release_goes_from_the_store_and_from_the_lock(root: Path) -> None:
    (removed,) = remove_releases(root, "mpfs", "january  2025")
    assert (removed.release.label, removed.entries, removed.from_lock_only) == ("January 2025", 1, False)
    here, named = read_names(root)
    assert here == named
    assert [name for name in here if name.startswith("mpfs")] == ["mpfs October 2025"]


def test_of_a_family_each_set_that_has_the_release_loses_it(root: Path) -> None:
    removed = remove_releases(root, "ncci-mue", "October 2026")
    assert [one.release.set for one in removed] == ["ncci-mue-dme", "ncci-mue-practitioner"]


def test_the_only_release_of_a_set_needs_no_name(root: Path) -> None:
    (removed,) = remove_releases(root, "ncci-mue-dme", None)
    assert removed.release.label == "October 2026"


def test_of_several_releases_one_has_to_be_named(root: Path) -> None:
    with pytest.raises(CallError, match=r"Say which\. There are: mpfs January 2025, mpfs October 2025\."):
        remove_releases(root, "mpfs", None)


@pytest.mark.parametrize(
    ("name", "told"), [("mpfs", "mpfs January 2025, mpfs October 2025"), ("opps", "mpfs January 2025, mpfs")]
)
def test_an_unknown_release_is_told_with_what_there_is(name: str, told: str, root: Path) -> None:
    before = (root / LOCK).read_bytes()
    with pytest.raises(CallError, match=rf"{name} has no release 'v9'\. There are: {told}"):
        remove_releases(root, name, "v9")  # type: ignore[arg-type]
    assert (root / LOCK).read_bytes() == before


def test_what_only_the_lock_names_goes_from_it(root: Path) -> None:
    (root / STORE).unlink()
    (removed,) = remove_releases(root, "mpfs", "January 2025")
    assert removed.from_lock_only
    assert "mpfs January 2025" not in read_names(root)[1]
    assert "mpfs October 2025" in read_names(root)[1]


def test_where_the_lock_cannot_be_written_nothing_goes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("full")

    before = read_names(root)
    monkeypatch.setattr(importing, "write_file", fail)
    with pytest.raises(OSError, match="full"):
        remove_releases(root, "mpfs", "January 2025")
    assert read_names(root) == before
