"""The line of a file that says whether its publication is a draft: set in its place, and nothing else touched."""

from __future__ import annotations

from typing import Final

from codepub.origin import Position
from codepub.records.code_summary import CodeSummary, Status
from codepub.records.kinds import CODE_SUMMARY
from codepub.yaml.reading import Reading, read

_FIELDS: Final = tuple(CodeSummary.model_fields)
_ABOVE: Final = _FIELDS[: _FIELDS.index("status")]
"""The fields that stand above the status, in their order."""


def set_status(reading: Reading, status: Status) -> str | None:
    """Return the text of a record's file with its status set, or None where that takes more than its one line.

    What comes of it is read again: it must say what the file said, with this status, and differ in one line.
    """
    data = reading.data or {}
    changed = _replace_value(reading, str(data["status"]), status) if "status" in data else _add_line(reading, status)
    return changed if changed is not None and _is_sound(reading, changed, status) else None


def _replace_value(reading: Reading, old: str, status: Status) -> str | None:
    text, typed = reading.text, reading.text_at(("status",))
    start = _find_index(text, reading.locate(("status",)))
    if not text.startswith(typed, start) or typed.count(old) != 1:
        return None
    return text[:start] + typed.replace(old, status) + text[start + len(typed) :]


def _find_index(text: str, position: Position) -> int:
    before = text.split("\n")[: position.line - 1]
    return sum(len(line) + 1 for line in before) + position.column - 1


def _add_line(reading: Reading, status: Status) -> str | None:
    """Add a line below the last field that stands above the status, with its indentation and its end."""
    above = next((key for key in reversed(_ABOVE) if key in (reading.data or {})), None)
    if above is None:
        return None
    key = reading.locate_key((above,))
    line, lines = f"{' ' * (key.column - 1)}status: {status}", reading.text.split("\n")
    last = reading.last_line(key.line)
    if last >= len(lines):  # nothing ends the last line of the file
        end = "\r\n" if "\r\n" in reading.text else "\n"
        return f"{reading.text}{end}{line}"
    lines.insert(last, line + ("\r" if lines[last - 1].endswith("\r") else ""))
    return "\n".join(lines)


def _is_sound(reading: Reading, changed: str, status: Status) -> bool:
    again = read(reading.file, changed.encode(), CODE_SUMMARY.shape)
    rules, rules_again = ([found.rule for found in one.diagnostics] for one in (reading, again))
    says_the_same = again.data == {**(reading.data or {}), "status": status} and rules == rules_again
    is_added_last = changed.startswith(reading.text)
    return says_the_same and (is_added_last or _differ_in_one_line(reading.text.split("\n"), changed.split("\n")))


def _differ_in_one_line(old: list[str], new: list[str]) -> bool:
    pairs = enumerate(zip(old, new, strict=False))
    first = next((place for place, (one, other) in pairs if one != other), min(len(old), len(new)))
    rest = len(new) - first - 1
    return old[len(old) - rest :] == new[first + 1 :] and len(new) - len(old) in (0, 1)
