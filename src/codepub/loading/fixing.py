"""Mistakes with one right answer are fixed in the text of a file, round after round; each is read again and judged."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from codepub.diagnostics import Diagnostic, Fix
from codepub.files.writing import Rewrite
from codepub.loading.content_files import read_file
from codepub.loading.load_file import CheckContext, load_content
from codepub.loading.saving import write_unless_saved
from codepub.origin import FieldPath
from codepub.records.availability import Frozen
from codepub.records.kinds import KINDS, Kind, kind_at
from codepub.yaml.reading import read

_MAX_ROUNDS: Final = 100
"""Rounds that a file is fixed in: each brings to light what the one before it hid, or what was beyond the limit."""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """What a file is to hold in place of what it holds: how many fixes were made, and how many could not be.

    A fix cannot be made that would change more than its own value, or that overlaps one that was refused.
    """

    rewrite: Rewrite
    made: int
    left: int


def fix_file(content: Path, file: Path, context: CheckContext) -> FixedFile | None:
    """Fix what has one right answer in the text of one file; None where the file cannot be read, or is no UTF-8."""
    raw = read_file(content, file)
    if isinstance(raw, Diagnostic):
        return None
    mark = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    try:
        text = raw.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError:
        return None
    kind: Kind[Frozen] = kind_at(file.relative_to(content), KINDS)
    made, left = 0, 0
    for _ in range(_MAX_ROUNDS):
        found = load_content(kind, content, file, text.encode(), context).diagnostics
        fixable = [one for one in found if one.fix is not None]
        text, more = _make_fixes(text, fixable, file, kind)
        made, left = made + more, len(fixable) - more
        if not more:
            break
    return FixedFile(Rewrite(file, raw, mark + text.encode()), made, left)


def write_fixes(content: Path, fixed: Iterable[FixedFile]) -> None:
    """Write the files in which fixes were made, all or none.

    Raises:
        SavedMeanwhileError: One of them was saved since; none is written then.
        MachineError: One cannot be written; those before it are put back.
    """
    write_unless_saved(content, [one.rewrite for one in fixed if one.made])


def _make_fixes(text: str, found: Sequence[Diagnostic], file: Path, kind: Kind[Frozen]) -> tuple[str, int]:
    """Make all fixes, or, where that would change more, those that can be made by themselves; count them."""
    apart = _leave_out_overlapping(found)
    whole = _apply(text, apart)
    if _is_sound(text, whole, apart, file, kind):
        return whole, len(apart)
    made = 0
    for one in reversed(apart):  # from the end, so that the places of those before it stay
        changed = _apply(text, [one])
        if _is_sound(text, changed, [one], file, kind):
            text, made = changed, made + 1
    return text, made


def _leave_out_overlapping(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Put what was found in the order of its places, without what overlaps the one before it."""
    apart: list[Diagnostic] = []
    end = (0, 0)
    for one in sorted((one for one in found if one.fix), key=_start_of):
        if _start_of(one) >= end:
            apart.append(one)
            assert one.fix is not None  # noqa: S101 -- those without were left out
            end = (one.fix.position.line, one.fix.position.column + one.fix.position.width)
    return apart


def _start_of(found: Diagnostic) -> tuple[int, int]:
    return (found.fix.position.line, found.fix.position.column) if found.fix else (0, 0)


def _apply(text: str, found: Sequence[Diagnostic]) -> str:
    """Type fixes into a text, from the last to the first; their places are in order and apart."""
    lines = text.split("\n")
    for fix in (one.fix for one in reversed(found)):
        if fix is not None:
            lines[fix.position.line - 1] = _type_into(lines[fix.position.line - 1], fix)
    return "\n".join(lines)


def _type_into(line: str, fix: Fix) -> str:
    start = fix.position.column - 1
    return line[:start] + fix.text + line[start + fix.position.width :]


def _is_sound(before: str, after: str, made: Sequence[Diagnostic], file: Path, kind: Kind[Frozen]) -> bool:
    """Tell whether a text says what it said but for the values that were fixed; one that was no YAML said nothing.

    Of such a one nothing that was fixed may be told again.
    """
    was, now = (read(file, text.encode(), kind.shape) for text in (before, after))
    if was.data is None:
        told = {(one.rule, one.position) for one in now.diagnostics}
        return told.isdisjoint((one.rule, one.position) for one in made)
    if now.data is None:
        return False
    paths = {one.origin.path for one in made if one.origin}
    return all(path in paths for path in _find_differences(was.data, now.data, ()))


def _find_differences(one: Any, other: Any, path: FieldPath) -> Iterator[FieldPath]:
    """Find the paths at which two data differ, in values or in kinds."""
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        for key, below in one.items():
            yield from _find_differences(below, other[key], (*path, key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (below, beside) in enumerate(zip(one, other, strict=True)):
            yield from _find_differences(below, beside, (*path, index))
    elif type(one) is not type(other) or one != other:
        yield path
