"""The code sets that are there before anybody imports one: ICD-10-CM, from a package of PyPI, and places of service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from codepub.codesets.code_set import Entry, Release, normalize_code
from codepub.codesets.store import Store, open_store
from codepub.codesets.terms import TERMS

ICD_10_CM: Final = ("April 2026", date(2026, 4, 1), date(2026, 9, 30))
"""The release in simple-icd-10-cm 1.5.0, which pyproject.toml pins: its label, first and last day."""

_OWN_FILE: Final = "codepub"
_PACKAGE: Final = "simple-icd-10-cm"
_DATA_FOLDER: Final = "simple_icd_10_cm/data"
_PLACES_RELEASE: Final = ("retrieved 2026-10-08", date(2026, 10, 8))

Watch = Callable[[Sequence[str]], Iterable[str]]
"""Passes codes on one by one, and may show how far it is: a progress bar, or nothing."""


def prepare_store(root: Path, watch: Watch = iter) -> Store:
    """Open the store of a workspace, with the shipped code sets in it; the first time, that takes some seconds."""
    store = open_store(root)
    try:
        add_shipped(store, watch)
    except BaseException:
        store.__exit__(None, None, None)
        raise
    return store


def add_shipped(store: Store, watch: Watch = iter) -> None:
    """Add the shipped code sets, those that are not there yet."""
    present = {(release.set, release.label) for release, _ in store.releases()}
    if ("pos", _PLACES_RELEASE[0]) not in present:
        store.add(*_make_places())
    if ("icd-10-cm", ICD_10_CM[0]) not in present:
        store.add(_describe_icd_10_cm(), _read_icd_entries(watch))


def is_shipped(release: Release) -> bool:
    """Tell whether a release comes with codepub, and from no file that anybody adds."""
    return release.file == _OWN_FILE or release.file.startswith(f"{_PACKAGE} ")


def _make_places() -> tuple[Release, list[Entry]]:
    import hashlib

    from codepub.records.places import PLACES_OF_SERVICE

    entries = [Entry(code, name) for code, name in PLACES_OF_SERVICE.items()]
    text = "".join(f"{entry.code},{entry.description}\n" for entry in entries)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Release("pos", _PLACES_RELEASE[0], _PLACES_RELEASE[1], _OWN_FILE, digest, TERMS["pos"]), entries


def _describe_icd_10_cm() -> Release:
    import hashlib
    from importlib.metadata import distribution

    package = distribution(_PACKAGE)
    label, effective, ends = ICD_10_CM
    digest = hashlib.sha256()
    for file in sorted(Path(str(package.locate_file(_DATA_FOLDER))).iterdir()):
        if file.suffix in (".txt", ".xml"):
            digest.update(file.read_bytes())
    source = f"{_PACKAGE} {package.version}"
    terms = f"{TERMS['icd-10-cm']} Package simple-icd-10-cm: MIT license."
    return Release("icd-10-cm", label, effective, source, digest.hexdigest(), terms, ends)


def _read_icd_entries(watch: Watch) -> Iterator[Entry]:
    """Read categories and codes, without chapters and blocks; what has codes below it is a header."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the package reads its files the old way
        import simple_icd_10_cm as icd

    codes = [code for code in dict.fromkeys(icd.get_all_codes()) if icd.is_category_or_subcategory(code)]
    for code in watch(codes):
        yield Entry(normalize_code(code), " ".join(icd.get_description(code).split()), billable=icd.is_leaf(code))
