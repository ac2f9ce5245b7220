"""The folders that a call names, which stand for all records in them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from codepub.diagnostics import CallError, quote_text
from codepub.loading.content_files import list_record_files
from codepub.records.codes import CODE_PATTERNS, spell_code


def expand_folders(content: Path, wanted: Iterable[str]) -> list[str]:
    """Replace each folder below the content folder by the files of records in it; codes and files stay as they are.

    Raises:
        CallError: A folder holds no record.
        MachineError: The content folder cannot be read.
    """
    return [name for one in wanted for name in (_list_folder(content, one) if _is_folder(content, one) else [one])]


def _is_folder(content: Path, wanted: str) -> bool:
    """Tell whether a folder of records is meant: a name that could be a code is one, whatever else is called so."""
    if "\0" in wanted or any(pattern.fullmatch(spell_code(s, wanted)) for s, pattern in CODE_PATTERNS.items()):
        return False
    if not wanted or not os.path.isdir(wanted):  # noqa: PTH112 -- Path.is_dir raises for a name that is too long
        return False
    return Path(os.path.realpath(wanted)).is_relative_to(os.path.realpath(content))


def _list_folder(content: Path, wanted: str) -> list[str]:
    below = Path(os.path.realpath(wanted)).relative_to(os.path.realpath(content))
    files = [str(file) for file in list_record_files(content).files if file.is_relative_to(content / below)]
    if not files:
        raise CallError(f"{quote_text(wanted)} holds no record. Name a folder such as {content}, or a code.")
    return files
