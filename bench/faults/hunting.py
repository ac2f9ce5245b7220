"""Samples with a mistake held against the lists: is the mistake told, by the right rule and at its place?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from codepub.checks.published import report_missing_sets
from codepub.diagnostics import Diagnostic, Severity
from codepub.loading.load_file import load_file
from codepub.records.kinds import CODE_SUMMARY
from faults.lists import Lists
from faults.seeding import Fault
from faults.sheet import Sheet


class Verdict(NamedTuple):
    """A mistake, whether it is told rightly, and all that is told of its sample besides what is told of a clean one."""

    fault: Fault
    found: bool
    told: tuple[Diagnostic, ...]


class Expected(NamedTuple):
    """A warning that a clean sample may give: where, of which rule, with which words, and why it is right."""

    sample: str
    rule: str
    words: str
    why: str


@dataclass(frozen=True)
class Hunter:
    """Loads samples from a folder of its own."""

    folder: Path
    lists: Lists

    def tell(self, sheet: Sheet, text: str) -> tuple[Diagnostic, ...]:
        """Load a text as a sample's and return what is told of it."""
        file = self.folder / sheet.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return load_file(CODE_SUMMARY, self.folder, file, self.lists.context).diagnostics

    def hunt(self, faults: Iterable[Fault]) -> Iterator[Verdict]:
        """Look for each mistake; what is told of its clean sample as well does not count."""
        clean: dict[str, set[tuple[str, str]]] = {}
        for fault in faults:
            sheet = fault.sheet
            if sheet.name not in clean:
                clean[sheet.name] = {(one.rule, one.message) for one in self.tell(sheet, sheet.text)}
            told = tuple(
                one for one in self.tell(sheet, fault.text) if (one.rule, one.message) not in clean[sheet.name]
            )
            yield Verdict(fault, any(_tells(one, fault) for one in told), told)

    def list_unexplained(self, sheets: Iterable[Sheet], expected: Iterable[Expected]) -> list[str]:
        """List what is told of clean samples and no explanation covers."""
        told = [(sheet.name, one) for sheet in sheets for one in self.tell(sheet, sheet.text)]
        told += [("all", one) for one in report_missing_sets(self.lists.published)]
        explained = tuple(expected)
        return [
            f"{name}: {one.severity} {one.rule}: {one.message}"
            for name, one in told
            if not any(_explains(why, name, one) for why in explained)
        ]


def _explains(why: Expected, name: str, one: Diagnostic) -> bool:
    return name == why.sample and one.rule == why.rule and why.words in one.message


def _tells(one: Diagnostic, fault: Fault) -> bool:
    """Tell whether a diagnostic is of the right rule, and at the mistake's field or on a line that it changed."""
    if one.rule not in fault.kind.rules or one.severity is Severity.NOTE:
        return False
    path = one.origin.path if one.origin is not None else ()
    at_field = any(path[: len(field)] == field for field in fault.edit.fields)
    return at_field or (one.position is not None and one.position.line in _list_changed_lines(fault))


def _list_changed_lines(fault: Fault) -> range:
    """List the lines of the text with the mistake, from 1, that differ from the sample's."""
    before, after = fault.sheet.text.split("\n"), fault.text.split("\n")
    same = _count_equal(before, after)
    tail = _count_equal(before[same:][::-1], after[same:][::-1])
    return range(same + 1, len(after) - tail + 1)


def _count_equal(some: Sequence[str], others: Sequence[str]) -> int:
    """Count the lines that two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))
