"""Tabs where YAML takes only spaces: how many spaces each stands for, where that can be told."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from yaml._yaml import CParser  # where its type is known; yaml.cyaml hands on the same class
from yaml.error import YAMLError
from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, ScalarEvent, StreamEndEvent

from codepub.patterns import compile_late
from codepub.yaml import rules

_WIDTHS: Final = (2, 4, 8)
"""Columns that a tab may stand for; the first is the one that records are indented by."""
_LEADING: Final = compile_late(r"^\t+", re.MULTILINE)
_BEHIND_DASH: Final = compile_late(r"^( *-)[ \t]*\t[ \t]*", re.MULTILINE)
_FIELD: Final = compile_late(r"\t+(?:- +)?[a-z_]+:(?:\s|$)")
"""A line that was meant for a field, and not to go on with the text above it."""


class _Said(NamedTuple):
    """What a text says, event by event, and the lines, from 0, in which its single values and names begin."""

    events: list[tuple[type[Event | None], str]]
    lines: set[int]


def find_tab_width(text: str) -> int | None:
    """Find how many columns a tab stands for; None where it is no YAML then, or would say one thing or another."""
    fields = {line for line, typed in enumerate(text.split("\n")) if _FIELD.match(typed)}
    tried = ((width, _try_width(text, width)) for width in _WIDTHS)
    found = {width: said for width, said in tried if said is not None and fields <= said.lines}
    every = [said.events for said in found.values()]
    return next(iter(found)) if every and all(events == every[0] for events in every) else None


def spread_tabs(line: str, tabs: re.Match[str], width: int) -> str:
    """Return the spaces that stand for a run of tabs of a line: columns at its beginning, and one behind a dash."""
    return " " * width * len(tabs[0]) if not line[: tabs.start()].strip() else " "


def _try_width(text: str, width: int) -> _Said | None:
    """Read a text with spaces in place of its tabs; None where it is no YAML for other reasons, or holds too much."""
    text = _BEHIND_DASH.sub(r"\1 ", _LEADING.sub(lambda tabs: " " * width * len(tabs[0]), text))
    parser, said, depth = CParser(text), _Said([], set()), 0
    try:
        while type(event := parser.get_event()) is not StreamEndEvent:
            depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
            if depth > rules.MAX_LEVELS or len(said.events) > 2 * rules.MAX_VALUES:
                return None
            said.events.append((type(event), event.value if isinstance(event, ScalarEvent) else ""))
            if isinstance(event, ScalarEvent) and event.start_mark is not None:
                said.lines.add(event.start_mark.line)
    except YAMLError:
        return None
    return said
