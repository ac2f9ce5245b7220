"""Reading one YAML record: plain data, the place of every value in the file, and all that is wrong with the YAML."""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from yaml.error import YAMLError
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from codepub.conflicts import CONFLICT_FACT, CONFLICT_WAY_OUT, Conflict, find_conflict
from codepub.diagnostics import Fix
from codepub.origin import Position
from codepub.yaml import rules
from codepub.yaml.building import build_record, clean_key
from codepub.yaml.composing import compose_nodes
from codepub.yaml.hidden_characters import HIDDEN, find_unsound, is_code_like, may_hold_hidden
from codepub.yaml.source_text import (
    STAND_IN,
    Findings,
    ReadingStoppedError,
    SourceText,
    decode,
    find_unwanted,
    name_character,
    suggest_instead,
)
from codepub.yaml.syntax import report_syntax

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from yaml.nodes import Node

    from codepub.diagnostics import Diagnostic
    from codepub.origin import FieldPath
    from codepub.yaml.hints import Hints


@dataclass(frozen=True)  # without slots: the tree of positions is built when it is first asked for, and kept
class Reading:
    """What was read of one file: plain data, and what is wrong with its YAML.

    ``data`` is a mapping of text to text, int, `Decimal`, `date`, bool, None, lists and mappings, or None where the
    file cannot be read as one. ``refused`` are the paths of the values that ``diagnostics`` speak of.
    """

    source: SourceText
    data: dict[str, object] | None
    diagnostics: tuple[Diagnostic, ...]
    refused: frozenset[FieldPath] = frozenset()

    @property
    def file(self) -> Path:
        """The file that was read."""
        return self.source.file

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.source.text

    @property
    def lacks_values(self) -> bool:
        """Whether the data lacks values that are there, because they are written twice."""
        return any(one.rule == rules.DUPLICATE_KEY.id for one in self.diagnostics)

    def excerpt(self, line: int) -> str:
        """Return a line of the file, counted from 1, without its end."""
        return self.source.excerpt(line)

    def add_excerpts(self, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Add to diagnostics the lines of the file that they point into."""
        return (replace(one, excerpt=self.excerpt(one.position.line)) if one.position else one for one in diagnostics)

    def is_refused(self, path: FieldPath) -> bool:
        """Tell whether a diagnostic already speaks of the value at a path, or of one that holds it."""
        return bool(self.refused) and any(path[:length] in self.refused for length in range(1, len(path) + 1))

    def locate(self, path: FieldPath) -> Position:
        """Return the position of the value at a path, or of the nearest value above it that is there."""
        return self._position(self._steps(path)[-1][1])

    def locate_key(self, path: FieldPath) -> Position:
        """Return the position of the key at a path, or of the nearest that is there; a row's key is the row."""
        key, value = self._steps(path)[-1]
        return self._position(key or value)

    def locate_words(self, path: FieldPath, words: str) -> Position:
        """Return the position where words first stand in the text at a path, or of that text where they do not.

        Whole words come before parts of words; a line that is broken between two words counts as a space.
        """
        node = self._steps(path)[-1][1]
        found = _find_words(words, self.source.readable, node) if isinstance(node, ScalarNode) else None
        if found is None:
            return self._position(node)
        return self.source.at(found.start(), len(found[0].split("\n")[0].rstrip()))

    def text_at(self, path: FieldPath) -> str:
        """Return the value at a path as it is typed, with its quotes: `012`; empty where there is none."""
        steps = self._steps(path)
        node = steps[-1][1] if len(steps) == len(path) + 1 else None
        return self.text[node.start_mark.index : node.end_mark.index].rstrip() if node else ""

    def value_at(self, path: FieldPath) -> object:
        """Return the value at a path as it was read; None where there is none."""
        value: object = self.data
        for step in path:
            if not _has_child(value, step):
                return None
            value = value[step]  # type: ignore[index]
        return value

    def resolve(self, loc: tuple[int | str, ...]) -> FieldPath:
        """Return the path that a pydantic ``loc`` means: its steps, without those that are not in the data."""
        path: list[int | str] = []
        value: object = self.data
        for step in loc:
            if _has_child(value, step):
                path.append(step)
                value = value[step]  # type: ignore[index]
        return tuple(path)

    def resolve_missing(self, loc: tuple[int | str, ...]) -> FieldPath:
        """Return the path that the ``loc`` of a missing field means; its last step is the field that is missing."""
        return (*self.resolve(loc[:-1]), *loc[-1:])

    def is_comment(self, line: int, column: int) -> bool:
        """Tell whether a place, its line counted from 1 and its column from 0, lies outside of every value."""
        place = (line - 1, column)
        before = bisect_right(self._texts, place, key=itemgetter(0))
        return before == 0 or place >= self._texts[before - 1][1]

    def last_line(self, line: int) -> int:
        """Return the last line of the values that begin on a line, or whose keys do; counted from 1."""
        return max(line, self._last_lines.get(line, line))

    @cached_property
    def _tree(self) -> Node | None:
        return compose_nodes(self.source.readable) if self.data is not None else None

    def walk_scalars(self) -> Iterator[tuple[FieldPath, bool, ScalarNode]]:
        """Yield each field's name and each value that is no collection: its path, whether it is a name, its node."""
        return _walk_scalars(self._tree, ())

    @cached_property
    def _texts(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Where each text begins and ends, as lines and columns from 0; none overlaps another."""
        return [
            (_text_start(node), max(_text_start(node), (node.end_mark.line, node.end_mark.column)))
            for node in _walk_nodes(self._tree)
            if isinstance(node, ScalarNode)
        ]

    @cached_property
    def _last_lines(self) -> dict[int, int]:
        """The last line of the values that begin on a line, or whose keys do; both counted from 1."""
        lasts: dict[int, int] = {}
        for node in _walk_nodes(self._tree):
            for key, value in _pairs(node):
                line, end = key.start_mark.line + 1, value.end_mark
                lasts[line] = max(lasts.get(line, line), end.line + 1 if end.column > 0 else end.line)
        return lasts

    def _steps(self, path: FieldPath) -> list[tuple[Node | None, Node | None]]:
        """Walk down from the record as far as a path goes: the key and the value of each step."""
        steps: list[tuple[Node | None, Node | None]] = [(None, self._tree)]
        for step in path:
            below = _step_down(steps[-1][1], step)
            if below is None:
                break
            steps.append(below)
        return steps

    def _position(self, node: Node | None) -> Position:
        return self.source.stretch(node.start_mark, node.end_mark) if node else self.source.at(0)


def read(file: Path, raw: bytes, hints: Hints) -> Reading:
    """Read the bytes of a file as one YAML record; never raises, whatever the bytes are."""
    source, failure = decode(file, raw)
    if failure:
        return Reading(source, None, (failure,))
    findings = Findings(source)
    data = None
    with suppress(ReadingStoppedError):
        data = _read_record(findings, hints)
        if data is not None and may_hold_hidden(source):
            _report_hidden(Reading(source, data, ()), findings, hints)
    return Reading(source, data, tuple(findings.diagnostics), frozenset(findings.refused))


def read_for_places(file: Path, text: bytes) -> Reading:
    """Make a reading that finds places and has no data, from the UTF-8 of a text that was read before."""
    return Reading(SourceText(file, text.decode()), {}, ())


def _read_record(findings: Findings, hints: Hints) -> dict[str, object] | None:
    if _report_conflicts(findings):
        return None
    _report_unwanted(findings)
    has_stand_ins = bool(findings.diagnostics)
    try:
        data = build_record(findings, hints)
    except YAMLError as error:
        if not has_stand_ins:  # else they may be the very reason
            report_syntax(error, findings)
        return None
    if has_stand_ins:
        findings.refused.update(_find_stand_ins(data, ()))
    return data


def _report_unwanted(findings: Findings) -> None:
    if findings.source.readable is findings.source.text:
        return
    for run in find_unwanted(findings.source.text):
        count, first = len(run.characters), name_character(run.characters[0])
        message = f"Here stands {first}." if count == 1 else f"Here stand {count} unwanted characters, first {first}."
        findings.report(run.rule, findings.source.at(run.start, count), message, suggest_instead(run))


def _report_hidden(reading: Reading, findings: Findings, hints: Hints) -> None:
    """Report characters that nobody sees: errors in names, codes and addresses, warnings in words."""
    for path, is_name, node in reading.walk_scalars():
        if not is_name and hints.is_quoted(path):
            continue
        typed = list(HIDDEN.finditer(findings.source.readable, node.start_mark.index, node.end_mark.index))
        runs = typed or list(HIDDEN.finditer(node.value))  # as escapes
        is_exact = bool(runs) and (is_name or (is_code_like(node.value) and not hints.is_prose(path)))
        for run in runs if is_exact else find_unsound(runs):
            where = findings.source.at(run.start(), len(run[0])) if typed else reading.locate(path)
            message = f"Here stands {name_character(run[0][0])}, which nobody sees."
            hint = "Delete it; it goes when the word is typed again." if typed else "Remove the escape."
            rule = rules.HIDDEN_CHARACTER if is_exact else rules.HIDDEN_IN_TEXT
            findings.report(rule, where, message, hint, Fix(where, "") if typed and is_exact else None)
            if is_exact and not is_name:
                findings.refused.add(path)


def _report_conflicts(findings: Findings) -> bool:
    """Report the places where git left two versions; tell whether there are any, which ends the reading."""
    found = False
    for conflict in _find_conflicts(findings.source.text):
        typed = findings.source.excerpt(conflict.start)
        mark = typed.lstrip()
        position = Position(findings.source.file, conflict.start, len(typed) - len(mark) + 1, len(mark.rstrip()))
        findings.report(rules.CONFLICT, position, CONFLICT_FACT, CONFLICT_WAY_OUT)
        found = True
    return found


def _find_conflicts(text: str) -> Iterator[Conflict]:
    """Find all conflicts, also in lines that were indented since, as those of texts are."""
    lines = [line.lstrip(" \t") for line in text.split("\n")] if "<<<<<<<" in text else []
    done = 0
    while conflict := find_conflict("\n".join(lines[done:])):
        yield Conflict(done + conflict.start, done + conflict.end)
        done += conflict.end


def _find_stand_ins(value: object, path: FieldPath) -> Iterator[FieldPath]:
    """Find the texts that held an unwanted character."""
    if isinstance(value, str) and STAND_IN in value:
        yield path
    for step, below in _children(value).items():
        yield from _find_stand_ins(below, (*path, step))


def _children(value: object) -> dict[str | int, object]:
    if isinstance(value, dict):
        return value
    return dict(enumerate(value)) if isinstance(value, list) else {}


def _has_child(value: object, step: str | int) -> bool:
    if isinstance(value, list):
        return isinstance(step, int) and 0 <= step < len(value)
    return isinstance(value, dict) and step in value


def _text_start(node: ScalarNode) -> tuple[int, int]:
    """Return the line and column, from 0, where a text begins; a block's is below its header, which takes comments."""
    is_block = node.style in ("|", ">")
    return (node.start_mark.line + 1, 0) if is_block else (node.start_mark.line, node.start_mark.column)


def _walk_nodes(node: Node | None) -> Iterator[Node]:
    """Yield a node and all below it."""
    if node is not None:
        yield node
        for _, value in _pairs(node):
            yield from _walk_nodes(value)


def _walk_scalars(node: Node | None, path: FieldPath) -> Iterator[tuple[FieldPath, bool, ScalarNode]]:
    if isinstance(node, ScalarNode):
        yield path, False, node
    elif isinstance(node, SequenceNode):
        for index, member in enumerate(node.value):
            yield from _walk_scalars(member, (*path, index))
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            if isinstance(key, ScalarNode):
                below = (*path, clean_key(key.value))
                yield below, True, key
                yield from _walk_scalars(value, below)


def _pairs(node: Node) -> list[tuple[Node, Node]]:
    """Return the keys and values of a mapping; of a sequence, its members, each as its own key."""
    if isinstance(node, MappingNode):
        return list(node.value)
    return [(member, member) for member in node.value] if isinstance(node, SequenceNode) else []


def _step_down(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    """Return the key and the value of one step down; a row has no key."""
    if isinstance(node, MappingNode):
        return next((pair for pair in node.value if _is_key(pair[0], step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return None, node.value[step]
    return None


def _is_key(node: Node, step: str | int) -> bool:
    return isinstance(node, ScalarNode) and clean_key(node.value) == step


def _find_words(words: str, text: str, node: ScalarNode) -> re.Match[str] | None:
    parts = r"\s+".join(re.escape(word) for word in words.split())
    places = re.compile(parts).finditer(text, node.start_mark.index, node.end_mark.index) if parts else iter(())
    first = next(places, None)
    return next((place for place in chain([first], places) if place and _is_whole(place)), first)


def _is_whole(words: re.Match[str]) -> bool:
    """Tell whether words begin and end where words of the text do; a sign at their end always does."""
    text, start, end = words.string, words.start(), words.end()
    return not re.match(r"\w\w", text[max(0, start - 1) : start + 1]) and not re.match(r"\w\w", text[end - 1 : end + 1])
