"""Edits by chance, and what must come of each: told by another reader, and by the lines and comments that stay."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final, NamedTuple

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

import yaml
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace, Value

TEXTS: Final = (
    *(
        "32120",
        "090",
        "04.10",
        "1E5",
        "no",
        "null",
        "~",
        "",
        "12:30",
        "2026-01-01",
        "0x1F",
        "=",
        "<<",
        "-",
        "- x",
        "? y",
    ),
    *(
        "key: value",
        "text # no comment",
        "#3",
        "*star",
        "&and",
        "!tag",
        "%x",
        "@at",
        "`tick`",
        "[a]",
        "{b}",
        "a, b",
        "a]",
    ),
    *(
        "it's",
        'say "so"',
        "back\\slash",
        "trailing ",
        " leading",
        "tab\tin",
        "ends:",
        "a:b",
        "“curly”",
        "é – 😀",
        "---",
    ),
    "Two lines\nof text",
    "Three\n\nparagraphs\n",
    "ends with one\n",
    "ends with two\n\n",
    "\nbegins with one",
    "  deep\nx",
    "A long text " + "that goes on and on, with some words: and a colon, " * 5 + "to its end.",
)
OTHERS: Final = (0, 7, -3, True, False)
COLLECTIONS: Final[tuple[Value, ...]] = (
    [], {}, ["a", "b: c"], {"unavailable": "unknown"}, {"k": "v", "rows": [{"x": "1", "y": ["p", "q"]}, "z"]},
    [["a"], []], [{"text": "One\ntwo\n", "n": 1}],
)  # fmt: skip
_COMMENT: Final = re.compile(r"#[ \t]*(c\d)\b")


class Case(NamedTuple):
    """An edit of a text, what the text must say then, and the lines, from 0, that it may touch."""

    edit: Edit
    meant: Any
    first: int
    last: int


class Place(NamedTuple):
    """What stands at a path: its key or itself, and its value."""

    path: tuple[str | int, ...]
    key: Node
    value: Node


def read_data(text: str) -> Any:
    """Read a text by PyYAML's loader, all single values as text."""
    return yaml.load(text, yaml.CBaseLoader)  # noqa: S506 -- it makes nothing but text


def make_case(text: str, chance: random.Random) -> Case:
    """Make an edit of a text by chance."""
    root = yaml.compose(text, yaml.CSafeLoader)
    assert root is not None  # noqa: S101 -- every text here holds something
    places = list(_list_places(root, ()))
    place = chance.choice(places)
    kind = chance.choice(("replace", "replace", "insert", "delete"))
    meant = read_data(text)
    if kind == "insert":
        holders = [one for one in places if isinstance(one.value, MappingNode | SequenceNode)]
        if holders:
            return _make_insert(chance.choice(holders), meant, chance)
    value = _choose_value(chance)
    edit: Edit = Replace(place.path, value) if kind != "delete" else Delete(place.path)
    holder = _holder_of(meant, place.path)
    if isinstance(edit, Delete):
        del holder[place.path[-1]]
    else:
        holder[place.path[-1]] = _as_text(value)
    return Case(edit, meant, _first_line(place, places), max(_last_line(place.value), _find_joined(edit, places)))


def find_fault(text: str, case: Case, changed: str) -> str | None:
    """Say what is wrong with what came of an edit; None where nothing is."""
    try:
        data = read_data(changed)
    except yaml.YAMLError:
        return "it is no YAML"
    if _in_order(data) != _in_order(case.meant):
        return "it says something else"
    before, after = text.removeprefix("\ufeff").split("\n"), changed.removeprefix("\ufeff").split("\n")
    first = case.first if text.endswith("\n") else max(0, case.first - 1)  # what ends it goes with the last line
    stay_above, stay_below = before[:first], before[case.last + 1 :]
    if after[:first] != stay_above or after[len(after) - len(stay_below) :] != stay_below:
        return f"other lines than those from {case.first} to {case.last} are touched"
    if text.startswith("\ufeff") != changed.startswith("\ufeff"):
        return "the byte order mark is lost"
    if text.endswith("\n") != changed.endswith("\n") and not isinstance(case.edit, Delete):
        return "the last line end is another"
    if "\r\n" in text and re.search(r"(?<!\r)\n", changed):
        return "a line end is another"
    lost = set(_COMMENT.findall(text)) - set(_COMMENT.findall(changed))
    held = "\n".join(before[case.first : case.last + 1]) if not _is_single(text, case) else ""
    return f"comments are lost: {lost}" if lost - set(_COMMENT.findall(held)) else None


def _is_single(text: str, case: Case) -> bool:
    """Tell whether a comment in the lines of an edit must stay: beside a single value, or where one is inserted."""
    if isinstance(case.edit, Insert):
        return True
    old = read_data(text)
    for step in case.edit.path:
        old = old[step]
    return isinstance(case.edit, Replace) and isinstance(old, str)


def _make_insert(place: Place, meant: Any, chance: random.Random) -> Case:
    value, last = _choose_value(chance), _last_line(place.value)
    holder = _holder_of(meant, (*place.path, 0))
    if isinstance(holder, list):
        index = chance.randint(0, len(holder))
        holder.insert(index, _as_text(value))
        return Case(Insert((*place.path, index), value), meant, place.key.start_mark.line, last)
    key = chance.choice(("added", "added: too", "ADDED"))
    after = chance.choice([*holder, None])
    pairs = list(holder.items())
    at = [name for name, _ in pairs].index(after) + 1 if after is not None else len(pairs)
    holder.clear()
    holder.update([*pairs[:at], (key, _as_text(value)), *pairs[at:]])
    return Case(Insert((*place.path, key), value, after), meant, place.key.start_mark.line, last)


def _choose_value(chance: random.Random) -> Value:
    pool: tuple[Value, ...] = chance.choice((TEXTS, TEXTS, OTHERS, COLLECTIONS))
    return deepcopy(chance.choice(pool))


def _as_text(value: Value) -> Any:
    """Return a value as the loader reads it."""
    if isinstance(value, dict):
        return {key: _as_text(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_as_text(below) for below in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _in_order(data: Any) -> Any:
    if isinstance(data, dict):
        return [(key, _in_order(below)) for key, below in data.items()]
    return [_in_order(below) for below in data] if isinstance(data, list) else data


def _holder_of(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path[:-1]:
        data = data[step]
    return data


def _list_places(node: Node, path: tuple[str | int, ...]) -> Iterator[Place]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value != "<<":
                yield Place((*path, key.value), key, value)
                yield from _list_places(value, (*path, key.value))
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node.value):
            yield Place((*path, index), value, value)
            yield from _list_places(value, (*path, index))


def _find_joined(edit: Edit, places: list[Place]) -> int:
    """Return the line that moves up behind a dash where the first field of a row is deleted; 0 where none does."""
    row = next((one.value for one in places if one.path == edit.path[:-1]), None)
    in_row = len(edit.path) > 1 and isinstance(edit.path[-2], int)
    if row is None or not in_row or not isinstance(edit, Delete) or len(row.value) < 2:
        return 0
    keys = [one[0] if isinstance(one, tuple) else one for one in row.value]
    return keys[1].start_mark.line if edit.path[-1] in {0, keys[0].value} else 0


def _first_line(place: Place, places: list[Place]) -> int:
    """Return the line of a key or a dash; where only this one is in its list, that of the list's key."""
    above = next((one for one in places if one.path == place.path[:-1]), None)
    is_only = above is not None and isinstance(above.value, MappingNode | SequenceNode) and len(above.value.value) == 1
    line = place.key.start_mark.line
    if is_only and above is not None:
        return _first_line(above, places)
    if above is not None and isinstance(place.path[-1], int) and place.path[-1] > 0:
        return min(line, _last_line(above.value.value[place.path[-1] - 1]) + (not above.value.flow_style))
    return above.value.start_mark.line if above is not None and isinstance(place.path[-1], int) else line


def _last_line(node: Node) -> int:
    if isinstance(node, ScalarNode):
        return node.end_mark.line - (node.end_mark.column == 0 and node.end_mark.line > node.start_mark.line)
    if node.flow_style or not node.value:
        return node.end_mark.line
    last = node.value[-1]
    return _last_line(last[1] if isinstance(last, tuple) else last)
