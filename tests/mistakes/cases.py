"""The mistakes of this folder: each a change of one sound record, and what an editor is to be told of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from yaml.nodes import MappingNode, Node, SequenceNode

import yaml
from codepub.origin import FieldPath

FOLDER = Path(__file__).parent
BASE = (FOLDER / "base.yaml").read_text("utf-8")
FILE = "cpt/32120.yaml"

_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_INPUT = re.compile(r"^(?:in ([\w.]+)|(the whole file)):\n((?:\n| {4}.*\n)*)", re.MULTILINE)
_FINDING = re.compile(r"^(error|warning|note) ([\w-]+): (.+)$", re.MULTILINE)
_NAME = re.compile(r"^as the file (\S+)$", re.MULTILINE)
_WITH_LISTS = re.compile(r"^with the published lists$", re.MULTILINE)
_CHARACTER = re.compile(r"\{U\+([0-9A-F]{4,6})\}|\{0x([0-9A-F]{2})\}")


class Change(NamedTuple):
    """The lines that stand in place of a field or a row; without a path, of the whole file."""

    path: FieldPath
    lines: tuple[str, ...]


class Expected(NamedTuple):
    """What is to be told: the rule, its severity, and words of the message and its advice, in their order."""

    severity: str
    rule: str
    words: tuple[str, ...]

    def fits(self, severity: str, rule: str, told: str) -> bool:
        """Tell whether a finding is the expected one."""
        pattern = ".*".join(map(re.escape, self.words))
        return (severity, rule) == self[:2] and re.search(pattern, told, re.DOTALL) is not None


class Place(NamedTuple):
    """A place in a text: its line and column from 1, and how many characters of that line it holds."""

    line: int
    column: int
    width: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake: its title, what is changed in the base, and what is to be told."""

    title: str
    changes: tuple[Change, ...]
    expected: Expected
    name: str
    has_lists: bool

    @property
    def marked(self) -> str:
        """The text of the record, the place of the mistake between « and »."""
        text = BASE
        for change in sorted(self.changes, key=lambda change: _stretch(change.path).first, reverse=True):
            text = _changed(text, change)
        return _CHARACTER.sub(_character, text)

    @property
    def text(self) -> str:
        """The text of the record."""
        return self.marked.replace("«", "").replace("»", "")

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode("utf-8", "surrogateescape")

    @property
    def place(self) -> Place:
        """The place that is marked."""
        before, inside, _ = re.split("[«»]", self.marked)
        width = len(inside.split("\n")[0])
        return Place(before.count("\n") + 1, len(before) - before.rfind("\n"), width)

    def mended(self, typed: str) -> bytes:
        """The bytes of the file with something typed in place of what is marked."""
        return re.sub("«.*»", lambda _: typed, self.marked, flags=re.DOTALL).encode("utf-8", "surrogateescape")


@cache
def mistakes() -> tuple[Mistake, ...]:
    """Read all mistakes of the folder."""
    files = sorted(file for file in FOLDER.glob("*.md") if file.name != "README.md")
    return tuple(mistake for file in files for mistake in _mistakes_of(file.read_text("utf-8")))


def _mistakes_of(text: str) -> Iterator[Mistake]:
    _, *parts = _HEADING.split(text)
    for title, body in zip(parts[::2], parts[1::2], strict=True):
        changes = tuple(Change(_steps(path), _lines(block)) for path, _, block in _INPUT.findall(body))
        outside = _INPUT.sub("", body)
        findings = [
            Expected(severity, rule, tuple(word.strip() for word in words.split(" … ")))
            for severity, rule, words in _FINDING.findall(outside)
        ]
        name = _NAME.search(outside)
        left = _WITH_LISTS.sub("", _NAME.sub("", _FINDING.sub("", outside))).split("\n")
        unknown = [line for line in left if line.strip()]
        assert changes, f"{title}: nothing is changed"
        assert len(findings) == 1, f"{title}: one mistake, one message"
        assert not unknown, f"{title}: {unknown} is neither an input nor a finding"
        has_lists = _WITH_LISTS.search(outside) is not None
        yield Mistake(title, changes, findings[0], name[1] if name else FILE, has_lists)


def _steps(path: str) -> FieldPath:
    return tuple(int(step) - 1 if step.isdigit() else step for step in path.split(".")) if path else ()


def _lines(block: str) -> tuple[str, ...]:
    return tuple(line[4:] for line in block.strip("\n").split("\n")) if block.strip("\n") else ()


class Stretch(NamedTuple):
    """The lines of the base in which a field or a row stands, the last not included, and its column, from 0."""

    first: int
    last: int
    column: int


def _changed(text: str, change: Change) -> str:
    if not change.path:
        return "\n".join(change.lines) + "\n"
    lines, (first, last, column) = text.split("\n"), _stretch(change.path)
    margin = lines[first][:column]
    new = [f"{' ' * column if index else margin}{line}" if line else "" for index, line in enumerate(change.lines)]
    return "\n".join((*lines[:first], *new, *lines[last:]))


@cache
def _stretch(path: FieldPath) -> Stretch:
    if not path:
        return Stretch(0, BASE.count("\n"), 0)
    key, value = _nodes_at(path)
    start, end = key.start_mark, value.end_mark
    is_block = not getattr(value, "flow_style", True) or getattr(value, "style", None) == "|"
    last = end.line if is_block else end.line + 1
    while not BASE.split("\n")[last - 1].strip():
        last -= 1
    return Stretch(start.line, last, start.column - 2 * isinstance(path[-1], int))


@cache
def _tree() -> Node:
    tree = yaml.compose(BASE, yaml.SafeLoader)
    assert tree is not None
    return tree


def _nodes_at(path: FieldPath) -> tuple[Node, Node]:
    key = node = _tree()
    for step in path:
        if isinstance(node, MappingNode):
            key, node = next(pair for pair in node.value if pair[0].value == step)
        elif isinstance(node, SequenceNode):
            assert isinstance(step, int)
            key = node = node.value[step]
    return key, node


def _character(written: re.Match[str]) -> str:
    return chr(int(written[1], 16)) if written[1] else chr(0xDC00 + int(written[2], 16))
