"""The files of a content folder: where a record lies, and which files there are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from codepub.diagnostics import CallError, Diagnostic, Rule, Severity
from codepub.origin import Position, RecordId
from codepub.records.codes import CODE_SYSTEMS, CodeSystem, file_stem, record_id, spelled, system_named

UNREADABLE: Final = Rule(
    "unreadable", Severity.ERROR, "A file that cannot be opened.", "a file without read permission"
)
OUTSIDE: Final = Rule(
    "outside-content", Severity.ERROR, "A link to a file outside the content folder.", "cpt/32120.yaml -> /etc/passwd"
)
FILE_RULES: Final = (UNREADABLE, OUTSIDE)


def record_file(content: Path, record: RecordId) -> Path:
    """Give the file of a record: ``content/<system>/<code>.yaml``, ICD-10-CM codes without the dot."""
    return content / record.system / f"{file_stem(record)}.yaml"


def filed_record(file: Path) -> RecordId:
    """Name the record that a file below the content folder stands for by its place."""
    system = system_named(file.parent.name)
    return record_id(system, spelled(system, file.stem)) if system else RecordId(file.parent.name, file.stem)


def record_files(content: Path) -> list[Path]:
    """List the YAML files below a content folder, in the order of their names; hidden ones are left out."""
    return list(_yaml_files(content))


def _yaml_files(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _yaml_files(folder / entry.name)
            elif entry.is_dir():
                yield folder / entry.name  # a link to a folder: reading it tells what is wrong
            elif entry.name.lower().endswith((".yaml", ".yml")):
                yield folder / entry.name


def read_file(content: Path, file: Path) -> bytes | Diagnostic:
    """Read a file of a content folder; a diagnostic where it cannot be read or lies elsewhere."""
    try:
        outside = _outside(content, file) if file.is_symlink() or file.parent.is_symlink() else None
        return file.read_bytes() if outside is None else outside
    except OSError as error:
        fact = f"The file cannot be read: {error.strerror}."
        hint = "Look at its permissions and its disk."
        return Diagnostic(UNREADABLE.id, UNREADABLE.severity, fact, Position(file, 1, 1), hint)


def _outside(content: Path, file: Path) -> Diagnostic | None:
    """Tell what is wrong with a link, where it leads to a folder or out of the content."""
    if file.is_dir():
        fact, hint = (
            "This folder is a link, and records are not looked for behind links.",
            "Put the folder itself here.",
        )
    elif not _is_within(content, file):
        fact, hint = "This file is a link to a file outside the content folder.", "Put the file itself here."
    else:
        return None
    return Diagnostic(OUTSIDE.id, OUTSIDE.severity, fact, Position(file, 1, 1), hint)


def _is_within(content: Path, file: Path) -> bool:
    """Tell whether links lead to a place below the content folder; a link in a circle leads nowhere else."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(content))


_CODE: Final = re.compile(r"[0-9A-Za-z]{3,7}(\.[0-9A-Za-z]{1,4})?", re.ASCII)


def find_record(content: Path, wanted: str) -> RecordId:
    """Find the record that a code names, given as ``32120`` or ``cpt:32120``.

    Raises `CallError` where there is none, or where several systems have one.
    """
    prefix, _, code = wanted.rpartition(":")
    systems = _systems(prefix, wanted)
    if not _CODE.fullmatch(code):
        raise CallError(f"{wanted!r} is not a code. Write a code such as 32120 or cpt:32120.")
    named = [record_id(system, spelled(system, code)) for system in systems]
    found = [record for record in named if record_file(content, record).is_file()]
    if not found:
        raise CallError(f"There is no record for {wanted}: {_looked(content, named)}{_near(content, wanted, code)}")
    if len(found) > 1:
        raise CallError(f"Several systems have a record for {wanted}: say {' or '.join(map(str, found))}.")
    return found[0]


def _systems(prefix: str, wanted: str) -> tuple[CodeSystem, ...]:
    if not prefix:
        return CODE_SYSTEMS
    system = system_named(prefix)
    if system is None:
        known = ", ".join(name.lower() for name in CODE_SYSTEMS)
        raise CallError(f"{wanted!r} names no code system. Write one of {known} before the colon.")
    return (system,)


def _looked(content: Path, named: list[RecordId]) -> str:
    if len(named) == 1:
        return f"{record_file(content, named[0])} does not exist"
    return f"none of the folders of {content} has it"


def _near(content: Path, wanted: str, code: str) -> str:
    names = {file.stem: f"{file.parent.name}:{file.stem}" for file in record_files(content)} if content.is_dir() else {}
    near = [names[stem] for stem in get_close_matches(code.upper().replace(".", ""), names, n=3)]
    return f". Did you mean {' or '.join(near)}?" if near else f". Run `codepub new {wanted}` to begin it."
