"""What is to be changed in a file, as a unified diff in which nothing is invisible."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from codepub.diagnostics import legible, printable
from codepub.reports.unseen import show_unseen


def write_changes(name: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff; in lines that change, what cannot be seen is written as an escape."""
    old, new = (text.replace("\r\n", "\n").split("\n") for text in (before, after))
    for line in unified_diff(old, new, printable(name), printable(name), lineterm=""):
        yield line if line.startswith(("---", "+++", "@@")) else legible(_show(line))


def _show(line: str) -> str:
    return show_unseen(line) if line[0] in "-+" else line
