"""Finding the releases that a call names, in the store or in a published file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from codepub.codesets.adding import add_files
from codepub.codesets.code_set import SET_NAMES, Release
from codepub.codesets.published.identification import StatedRelease, UnclearReleaseError
from codepub.codesets.published.vintage import Vintage
from codepub.codesets.store import Store, open_store
from codepub.diagnostics import CallError, printable, quote_text
from codepub.library.impact.changes import StoredRelease


def find_releases(store: Store, name: str) -> list[Release]:
    """Find the releases of a label, or of ``set:label``.

    Raises:
        CallError: There is none.
    """
    prefix, _, rest = name.partition(":")
    set_name, label = (prefix, rest) if prefix in SET_NAMES else (None, name)
    known = [release for release, _ in store.releases()]
    found = [release for release in known if release.label == label and set_name in (None, release.set)]
    if not found:
        raise CallError(f"There is no release {quote_text(name)}. {_list_known(known)}")
    return found


@contextmanager
def open_pair(store: Store, before: str, after: str, today: date) -> Iterator[tuple[StoredRelease, StoredRelease]]:
    """Open the two releases of one set that a call names; ``after`` may be a published file in place of a label.

    A file is read into a store of its own, which is gone afterwards; where its name does not say its release, it is
    taken to hold from ``today`` on.

    Raises:
        CallError: The names mean no such pair, or several.
    """
    earlier, file = find_releases(store, before), Path(after)
    if not _is_file(file):
        one, other = _choose_pair(earlier, find_releases(store, after), before, after)
        yield StoredRelease(store, one), StoredRelease(store, other)
        return
    with TemporaryDirectory(prefix="codepub-") as folder, open_store(Path(folder)) as fresh:
        later = _read_release_file(fresh, file, earlier, today)
        one, other = _choose_pair(earlier, later, before, after)
        yield StoredRelease(store, one), StoredRelease(fresh, other)


def _read_release_file(fresh: Store, file: Path, earlier: list[Release], today: date) -> list[Release]:
    names = list(dict.fromkeys(release.set for release in earlier))
    label = printable(file.name)
    stated = StatedRelease(names[0] if len(names) == 1 else None, assumed=Vintage(label, today))
    try:
        return [added.release for added in add_files(fresh, [file], stated)]
    except UnclearReleaseError as error:
        way_out = "Import it with `codepub codes add`, --release and --effective, and compare with that release."
        raise CallError(f"{error.fact} {way_out}") from None


def _is_file(file: Path) -> bool:
    """Tell a file, or what only looks like one, from a label; a folder may have the name of a label."""
    try:
        return file.exists() and not file.is_dir()
    except (OSError, ValueError):  # too long to be a name, or no name at all
        return False


def _choose_pair(earlier: list[Release], later: list[Release], before: str, after: str) -> tuple[Release, Release]:
    pairs = [(one, other) for one in earlier for other in later if one.set == other.set]
    if not pairs:
        raise CallError(
            f"{quote_text(before)} and {quote_text(after)} are releases of different sets. Name two of one set."
        )
    if len(pairs) > 1:
        choices = " or ".join(f"'{one.set}:{one.label}'" for one, _ in pairs)
        raise CallError(
            f"Several sets have the releases {quote_text(before)} and {quote_text(after)}. Say --from {choices}."
        )
    return pairs[0]


def _list_known(releases: list[Release]) -> str:
    return f"There are: {', '.join(f'{release.set}:{release.label}' for release in releases)}."
