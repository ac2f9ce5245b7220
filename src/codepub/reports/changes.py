"""What is to be changed in a file, as a unified diff in which nothing is invisible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff
from typing import Final

from codepub.diagnostics import legible, printable
from codepub.patterns import compile_late

_UNSEEN: Final = compile_late(
    r"[^\S ]|[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164\ufe00-\ufe0f\uffa0]"
)
"""What shows as nothing, or as a blank that it is not: a tab, a no-break space, what has no width."""


def write_changes(name: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a unified diff; in lines that change, what cannot be seen is written as an escape."""
    old, new = (text.replace("\r\n", "\n").split("\n") for text in (before, after))
    for line in unified_diff(old, new, printable(name), printable(name), lineterm=""):
        yield line if line.startswith(("---", "+++", "@@")) else legible(_show(line))


def _show(line: str) -> str:
    return _UNSEEN.sub(_escape, line) if line[0] in "-+" else line


def _escape(found: re.Match[str]) -> str:
    number = ord(found[0])
    return "\\t" if found[0] == "\t" else f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}"
