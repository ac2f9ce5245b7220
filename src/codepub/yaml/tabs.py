"""Tabs where YAML takes only spaces: how many spaces each stands for, where that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from yaml.error import MarkedYAMLError, YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from codepub.yaml.composing import compose_nodes

_WIDTHS: Final = (2, 4, 8)
"""Columns that a tab may stand for; the first is the one that records are indented by."""
_LEADING: Final = re.compile(r"^\t+", re.MULTILINE)
_FIELD: Final = re.compile(r"\t+(?:- +)?[a-z_]+:(?:\s|$)")
"""A line that was meant for a field, and not to go on with the text above it."""
_MAX_INSIDE: Final = 50
"""Tabs behind a blank or a dash that are tried; each takes a reading of the text."""


def find_tab_width(text: str) -> int | None:
    """Find how many columns a tab stands for; None where it is no YAML then, or would say one thing or another."""
    fields = {line for line, typed in enumerate(text.split("\n")) if _FIELD.match(typed)}
    tried = ((width, _try_width(text, width)) for width in _WIDTHS)
    found = {width: node for width, node in tried if node is not None and fields.issubset(_list_key_lines(node))}
    said = [_describe(node) for node in found.values()]
    return next(iter(found)) if said and all(one == said[0] for one in said) else None


def spread_tabs(line: str, tabs: re.Match[str], width: int) -> str:
    """Return the spaces that stand for a run of tabs of a line: columns at its beginning, and one behind a dash."""
    return " " * width * len(tabs[0]) if not line[: tabs.start()].strip() else " "


def _try_width(text: str, width: int) -> Node | None:
    """Read a text with spaces in place of the tabs that are in the way; None where it is no YAML for other reasons."""
    text = _LEADING.sub(lambda tabs: " " * width * len(tabs[0]), text)
    for _ in range(_MAX_INSIDE):
        try:
            return compose_nodes(text)
        except MarkedYAMLError as error:
            mark = error.problem_mark
            tabs = re.compile(r"\t+").match(text, mark.index) if mark is not None else None
            if tabs is None or mark is None:
                return None
            line_start = tabs.start() - mark.column
            line = text[line_start : tabs.end()]
            inside = re.compile(r"\t+").search(line, mark.column)
            assert inside is not None  # noqa: S101 -- it is the one that was found in the text
            text = text[: tabs.start()] + spread_tabs(line, inside, width) + text[tabs.end() :]
        except YAMLError:
            return None
    return None


def _list_key_lines(node: Node) -> Iterator[int]:
    """List the lines, from 0, in which the keys of fields begin."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield key.start_mark.line
            yield from _list_key_lines(value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _list_key_lines(value)


def _describe(node: Node) -> object:
    """Describe what a text says: its fields, rows and values."""
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {"fields": [(_describe(key), _describe(value)) for key, value in node.value]}
    return [_describe(value) for value in node.value]
