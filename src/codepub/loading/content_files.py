"""The files of a content folder: where a record lies, and which files there are."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from codepub.diagnostics import Diagnostic, MachineError, Rule, Severity, printable
from codepub.files.reading import TooLargeError, UnreadableFileError, read_plain_file
from codepub.origin import Position, RecordId
from codepub.records.codes import REVIEW_STEM, file_stem, find_system, record_id, spell_code
from codepub.yaml.rules import MAX_BYTES
from codepub.yaml.source_text import diagnose_too_large

UNREADABLE: Final = Rule(
    "unreadable",
    Severity.ERROR,
    "A file or a folder that cannot be read, or a file that is no plain one.",
    "a file without read permission; a pipe; a link in a circle",
)
OUTSIDE: Final = Rule(
    "outside-content", Severity.ERROR, "A link to a file outside the content folder.", "cpt/32120.yaml -> /etc/passwd"
)
FILE_RULES: Final = (UNREADABLE, OUTSIDE)

SUFFIXES: Final = (".yaml", ".yml")
MAX_DEPTH: Final = 20
"""Levels of folders that are looked into; a record lies in the second, ``content/<system>/<code>.yaml``."""


class ContentFiles(NamedTuple):
    """The YAML files below a content folder, in the order of their names, and what else could not be looked into."""

    files: tuple[Path, ...]
    unread: tuple[Diagnostic, ...]


def record_file(content: Path, record: RecordId) -> Path:
    """Return the file of a record: ``content/<system>/<code>.yaml``, ICD-10-CM codes without the dot."""
    return content / record.system / f"{file_stem(record)}.yaml"


def review_file(content: Path, record: RecordId) -> Path:
    """Return the review file of a record, beside it: ``content/<system>/<code>.review.yaml``."""
    return content / record.system / f"{file_stem(record)}{REVIEW_STEM}.yaml"


def record_at(file: Path) -> RecordId:
    """Return the record that a file stands for by its place below the content folder; that of a review is ``….review``.

    >>> str(record_at(Path("cpt/32120.review.yaml")))
    'cpt:32120.review'
    """
    system, stem = find_system(file.parent.name), file.stem
    if system is None:
        return RecordId(file.parent.name, stem)
    if stem.endswith(REVIEW_STEM):
        return record_id(system, spell_code(system, stem.removesuffix(REVIEW_STEM)) + REVIEW_STEM)
    return record_id(system, spell_code(system, stem))


def reviewed_record(review: RecordId) -> RecordId:
    """Return the record that a review file stands beside, by what `record_at` calls the file."""
    return review._replace(code=review.code.removesuffix(REVIEW_STEM))


def list_record_files(content: Path) -> ContentFiles:
    """List the YAML files below a content folder; hidden ones are left out.

    Raises:
        MachineError: The content folder itself cannot be read.
    """
    try:
        os.scandir(content).close()
    except OSError as error:
        fact = f"The folder {printable(content)} cannot be read: {error.strerror}."
        raise MachineError(f"{fact} Look at its permissions and its disk.") from None
    found = list(_walk_folder(content, MAX_DEPTH))
    return ContentFiles(
        tuple(one for one in found if isinstance(one, Path)),
        tuple(one for one in found if isinstance(one, Diagnostic)),
    )


def is_record_name(name: str) -> bool:
    """Tell whether a file of this name is taken for a record's."""
    return name.lower().endswith(SUFFIXES) and not name.startswith(".")


def _walk_folder(folder: Path, levels: int) -> Iterator[Path | Diagnostic]:
    """Yield the record files of a folder and of those below it, and a diagnostic for what cannot be looked into.

    ``levels`` is how many levels of folders may still be entered, this one included.
    """
    if levels == 0:
        fact = f"Folders lie more than {MAX_DEPTH} deep here, and nothing further down is looked at."
        yield _refuse(UNREADABLE, folder, fact, "Move what is a record to content/<system>, and take the rest out.")
        return
    try:
        entries = _list_entries(folder)
    except OSError as error:
        fact = f"The folder cannot be read: {error.strerror}."
        yield _refuse(UNREADABLE, folder, fact, "Look at its permissions and its disk; no file in it was looked at.")
        return
    for entry in entries:
        if _is_folder(entry):
            yield from _walk_folder(folder / entry.name, levels - 1)
        elif found := _judge_entry(entry, folder / entry.name):
            yield found


def _list_entries(folder: Path) -> list[os.DirEntry[str]]:
    """List what is in a folder and not hidden, by name."""
    with os.scandir(folder) as entries:
        return sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:  # it is gone, or the disk fails: looking at it as a file tells
        return False


def _judge_entry(entry: os.DirEntry[str], place: Path) -> Path | Diagnostic | None:
    """Tell a record's file from what is none, and from a link behind which nobody looks for records."""
    try:
        if entry.is_symlink() and stat.S_ISDIR(entry.stat().st_mode):
            return _refuse_linked_folder(place)
    except OSError as error:
        if not is_record_name(entry.name):
            fact = f"The link cannot be followed: {error.strerror}."
            return _refuse(UNREADABLE, place, fact, "Mend it, or take it out.")
    return place if is_record_name(entry.name) else None


def read_file(content: Path, file: Path) -> bytes | Diagnostic:
    """Read a file of a content folder; a diagnostic where it cannot be read, lies elsewhere or is too large."""
    try:
        if file.is_symlink() or file.parent.is_symlink():
            return _read_behind_link(content, file)
        return read_plain_file(file, MAX_BYTES, follow_links=False)
    except TooLargeError as error:
        return diagnose_too_large(file, error.size)
    except UnreadableFileError as error:
        return _refuse(UNREADABLE, file, error.fact, error.way_out)
    except OSError as error:
        fact = f"The file cannot be read: {error.strerror}."
        return _refuse(UNREADABLE, file, fact, "Look at its folder and, where it is a link, at where that leads.")


def _read_behind_link(content: Path, file: Path) -> bytes | Diagnostic:
    """Read what a link leads to; it is that which is opened, wherever the link may lead by then."""
    target = Path(os.path.realpath(file, strict=True))
    if not target.is_relative_to(os.path.realpath(content)):
        fact = "This file is a link to a file outside the content folder."
        return _refuse(OUTSIDE, file, fact, "Put the file itself here.")
    if target.is_dir():
        return _refuse_linked_folder(file)
    return read_plain_file(target, MAX_BYTES, follow_links=False)


def _refuse_linked_folder(place: Path) -> Diagnostic:
    fact = "This folder is a link, and records are not looked for behind links."
    return _refuse(OUTSIDE, place, fact, "Put the folder itself here.")


def _refuse(rule: Rule, place: Path, fact: str, way_out: str) -> Diagnostic:
    return Diagnostic(rule.id, rule.severity, fact, Position(place, 1, 1), way_out)
