"""The files that a call names: by codes, or by their paths."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from codepub.diagnostics import CallError, quote_text
from codepub.loading.content_files import SUFFIXES, is_record_name, list_record_files, record_file
from codepub.origin import CODE_SYSTEMS, CodeSystem, RecordId
from codepub.patterns import compile_late
from codepub.records.codes import CODE_PATTERNS, find_system, record_id, spell_code

_CODE: Final = compile_late(r"[0-9A-Za-z]{3,7}(\.[0-9A-Za-z]{1,4})?", re.ASCII)
_SEPARATORS: Final = tuple(filter(None, (os.sep, os.altsep)))
_NOT_THERE: Final = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}
_MAX_SUGGESTED: Final = 10
"""Codes without a record for which similar ones are suggested; to look for them goes through the whole library."""
_HOW_TO_NAME: Final = "Write a code such as 32120 or cpt:32120, or the path of a file below that folder."


def find_files(content: Path, wanted: Iterable[str]) -> list[Path]:
    """Find the files that are named, each by its code (``32120``, ``cpt:32120``) or its path (``content/cpt/…``).

    Raises:
        CallError: Some name no file, or several; all of them are told.
    """
    filed = cache(lambda: _name_filed_codes(content))
    found, faults = list[Path](), list[str]()
    for one in wanted:
        suggested = filed if len(faults) < _MAX_SUGGESTED else dict[str, str]
        try:
            found.append(_find_at_path(content, one) if _is_path(one) else _find_of_code(content, one, suggested))
        except CallError as error:
            faults.append(str(error))
    if faults:
        raise CallError("\n".join(faults))
    return found


def list_filed_codes(content: Path) -> list[str]:
    """List the codes that files of a content folder are named for, as they are written there."""
    return list(_name_filed_codes(content))


def _name_filed_codes(content: Path) -> dict[str, str]:
    """Name the files of codes as a call does: ``cpt:32120`` by ``32120``; a name that is no code's is left out."""
    if not content.is_dir():
        return {}
    return {
        file.stem: f"{file.parent.name}:{file.stem}"
        for file in list_record_files(content).files
        if _CODE.fullmatch(file.stem) and find_system(file.parent.name)
    }


def _is_path(wanted: str) -> bool:
    if "\0" in wanted:
        return False
    return any(separator in wanted for separator in _SEPARATORS) or wanted.lower().endswith(SUFFIXES)


def _find_at_path(content: Path, wanted: str) -> Path:
    """Return the file at a path as a file of the content folder, by whatever links it is reached."""
    if os.path.isdir(wanted):  # noqa: PTH112 -- Path.is_dir raises for a name that is too long
        raise CallError(f"{quote_text(wanted)} is a folder. Name files of it, or codes such as 32120.")
    given, top = Path(wanted), os.path.realpath(content)
    place = Path(os.path.realpath(given.parent), given.name)
    if not place.is_relative_to(top):
        raise CallError(f"{quote_text(wanted)} lies outside the content folder, {content}. {_HOW_TO_NAME}")
    below = place.relative_to(top)
    if not is_record_name(below.name) or any(folder.startswith(".") for folder in below.parts):
        raise CallError(f"{quote_text(wanted)} is no file of a record: these end in .yaml or .yml, and are not hidden.")
    if not _is_there(content / below) and not _is_out_of_reach(content / below):
        raise CallError(f"There is no file {quote_text(wanted)}. {_HOW_TO_NAME}")
    return content / below


def _find_of_code(content: Path, wanted: str, filed: Callable[[], Mapping[str, str]]) -> Path:
    """Find the file of a code, or else the one place that cannot be looked at: reading it will tell why."""
    prefix, _, code = wanted.rpartition(":")
    systems = _read_systems(prefix, wanted)
    if not _CODE.fullmatch(code):
        raise CallError(f"{quote_text(wanted)} is not a code. Write a code such as 32120 or cpt:32120.")
    named = [record_id(system, spell_code(system, code)) for system in systems]
    files = {record_file(content, record): record for record in named}
    found = [file for file in files if _is_there(file)] or [file for file in files if _is_out_of_reach(file)][:1]
    if not found:
        raise CallError(
            f"There is no record for {wanted}: {_describe_search(content, named)}. {_suggest(wanted, systems, filed())}"
        )
    if len(found) > 1:
        choices = " or ".join(str(files[file]) for file in found)
        raise CallError(f"Several systems have a record for {wanted}: say {choices}.")
    return found[0]


def _is_there(file: Path) -> bool:
    """Tell whether there is something of a name, be it what it may."""
    return os.path.lexists(file)


def _is_out_of_reach(file: Path) -> bool:
    """Tell whether nobody can say if there is something of a name, since its folder cannot be entered."""
    try:
        file.lstat()
    except OSError as error:
        return error.errno not in _NOT_THERE
    return False


def _read_systems(prefix: str, wanted: str) -> tuple[CodeSystem, ...]:
    if not prefix:
        return CODE_SYSTEMS
    system = find_system(prefix)
    if system is None:
        known = ", ".join(name.lower() for name in CODE_SYSTEMS)
        raise CallError(f"{quote_text(wanted)} names no code system. Write one of {known} before the colon.")
    return (system,)


def _describe_search(content: Path, named: list[RecordId]) -> str:
    if len(named) == 1:
        return f"{record_file(content, named[0])} does not exist"
    return f"none of the folders of {content} has it"


def _suggest(wanted: str, systems: Iterable[CodeSystem], filed: Mapping[str, str]) -> str:
    """Say what to write instead of a name that no record has, or how to begin the record."""
    code = wanted.rpartition(":")[2]
    if near := [filed[stem] for stem in get_close_matches(code.upper().replace(".", ""), filed, n=3)]:
        return f"Did you mean {' or '.join(near)}?"
    if any(CODE_PATTERNS[system].fullmatch(spell_code(system, code)) for system in systems):
        return f"Run `codepub new {wanted}` to begin it."
    return _HOW_TO_NAME
