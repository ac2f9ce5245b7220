"""A sample as its text and the places of its fields, so that a mistake is made as an author makes it: in the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import yaml
from codepub.origin import FieldPath


class Splice(NamedTuple):
    """A stretch of a text, and what is written in its place."""

    start: int
    end: int
    written: str


@dataclass(frozen=True)
class Sheet:
    """A record's file: its name below the content folder, its text, and the nodes of its YAML by their paths."""

    name: str
    text: str

    @cached_property
    def nodes(self) -> Mapping[FieldPath, yaml.Node]:
        """The node of every field and row, by its path."""
        return dict(_list_nodes(yaml.compose(self.text, yaml.CSafeLoader), ()))

    @property
    def system(self) -> str:
        """The code system of the record."""
        return self.value(("system",))

    @property
    def code(self) -> str:
        """The record's own code."""
        return self.value(("code",))

    @property
    def day(self) -> date:
        """The first day that the record holds for."""
        return date.fromisoformat(self.value(("effective",)))

    def has(self, *path: str | int) -> bool:
        """Tell whether there is such a field."""
        return path in self.nodes

    def value(self, path: FieldPath) -> str:
        """Return the text of a field; nothing where it is not there, or is a mapping or a list."""
        node = self.nodes.get(path)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    def values(self, *path: str | int) -> list[tuple[FieldPath, str]]:
        """List the fields of a pattern that hold text, in which ``"*"`` stands for every row."""
        return [
            (found, node.value)
            for found, node in self.nodes.items()
            if isinstance(node, yaml.ScalarNode)
            and len(found) == len(path)
            and all(step in ("*", one) for step, one in zip(path, found, strict=True))
        ]

    def rows(self, *path: str | int) -> list[FieldPath]:
        """List the rows of a table or list, each by its path."""
        node = self.nodes.get(path)
        return [(*path, index) for index in range(len(node.value))] if isinstance(node, yaml.SequenceNode) else []

    def write(self, path: FieldPath, value: str) -> Splice:
        """Write another text into a field, with the quotes that it stands in."""
        node = self.nodes[path]
        quoted = isinstance(node, yaml.ScalarNode) and (node.style in ('"', "'") or value.isdigit() or not value)
        return self.write_raw(path, json.dumps(value, ensure_ascii=False) if quoted else value)

    def write_raw(self, path: FieldPath, written: str) -> Splice:
        """Write something in place of a field's value, as it stands."""
        return Splice(*self._find_stretch(path), written)

    def change(self, path: FieldPath, old: str, new: str) -> Splice:
        """Write other words in place of some in a field, once."""
        start, end = self._find_stretch(path)
        place = self.text.index(old, start, end)
        return Splice(place, place + len(old), new)

    def holds(self, path: FieldPath, words: str) -> bool:
        """Tell whether words stand on one line of a field as it is written."""
        start, end = self._find_stretch(path)
        return self.text.find(words, start, end) >= 0

    def say(self, path: FieldPath, sentence: str) -> Splice:
        """Add a sentence to a text: to a block as a last paragraph or words, to one line at its end."""
        node = self.nodes[path]
        start, end = self._find_stretch(path)
        if not isinstance(node, yaml.ScalarNode) or node.style not in ("|", ">"):
            return Splice(start, end, json.dumps(f"{self.value(path)} {sentence}", ensure_ascii=False))
        if node.style == ">":
            return Splice(end, end, f" {sentence}")
        indent = " " * self._indent_of_block(start, end)
        lines = "".join(f"\n{indent}{line}" if line else "\n" for line in sentence.split("\n"))
        return Splice(end, end, f"\n{lines}")

    def take_row(self, path: FieldPath) -> Splice:
        """Take a row out of its table."""
        return Splice(*self._find_lines(path), "")

    def add_rows(self, path: FieldPath, *rows: str) -> Splice:
        """Add rows to the end of a table or list, each as one line without its dash."""
        last = self.rows(*path)[-1]
        start, end = self._find_lines(last)
        indent = self.text[start : self.text.index("-", start)]
        return Splice(end, end, "".join(f"{indent}- {row}\n" for row in rows))

    def repeat_row(self, path: FieldPath) -> Splice:
        """Paste a row a second time behind itself."""
        start, end = self._find_lines(path)
        return Splice(end, end, self.text[start:end])

    def add_line(self, below: FieldPath, line: str) -> Splice:
        """Add a line below a field of one line, as far to the right."""
        start, end = self._find_lines(below)
        first = self.text[start:end]
        return Splice(end, end, f"{first[: len(first) - len(first.lstrip())]}{line}\n")

    def withdraw(self, rule: str) -> tuple[Splice, ...]:
        """Take out the allowances of a rule, which stand in comments of their own lines."""
        lines = re.finditer(rf"^ *# codepub: allow {rule} .*\n", self.text, re.MULTILINE)
        return tuple(Splice(*line.span(), "") for line in lines)

    def _find_stretch(self, path: FieldPath) -> tuple[int, int]:
        node = self.nodes[path]
        start, end = node.start_mark.index, node.end_mark.index
        return start, start + len(self.text[start:end].rstrip())

    def _find_lines(self, path: FieldPath) -> tuple[int, int]:
        start, end = self._find_stretch(path)
        below = self.text.find("\n", end)
        return self.text.rfind("\n", 0, start) + 1, len(self.text) if below < 0 else below + 1

    def _indent_of_block(self, start: int, end: int) -> int:
        first = self.text[start:end].split("\n")[1]
        return len(first) - len(first.lstrip())


def _list_nodes(node: yaml.Node | None, path: FieldPath) -> Iterator[tuple[FieldPath, yaml.Node]]:
    if node is None:
        return
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _list_nodes(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _list_nodes(value, (*path, index))


def splice(text: str, splices: tuple[Splice, ...]) -> str:
    """Write all splices into a text; none may lie within another."""
    for one in sorted(splices, reverse=True):
        text = text[: one.start] + one.written + text[one.end :]
    return text


def read_sheets(content: Path) -> list[Sheet]:
    """Read the samples of a content folder, in the order of their names."""
    return [
        Sheet(file.relative_to(content).as_posix(), file.read_text("utf-8"))
        for file in sorted(content.glob("*/*.yaml"))
    ]
