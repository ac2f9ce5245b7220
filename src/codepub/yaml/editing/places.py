"""Where the parts of a YAML text stand, down to the character: values, keys, dashes, rows with their lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from codepub.diagnostics import CodepubError
from codepub.origin import FieldPath, format_path

BLOCK_STYLES: Final = ("|", ">")
"""The styles of a text in lines of its own: literal and folded (YAML 1.2.2, 8.1)."""


class UneditableError(CodepubError):
    """An edit that cannot be made without touching what stands around it: the fact, and the way out."""


@dataclass(frozen=True, slots=True)
class Member:
    """A row of a list or a field of a mapping: its nodes, and which of its siblings it is, from 0.

    ``key`` is None for a row.
    """

    holder: CollectionNode
    index: int
    key: Node | None
    value: Node

    @property
    def is_flow(self) -> bool:
        """Whether it stands between brackets."""
        return bool(self.holder.flow_style)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one text; an index counts its characters from 0."""

    text: str

    @property
    def line_end(self) -> str:
        """What ends its lines: that of the first, for a file has one kind."""
        first = self.text.find("\n")
        return "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def find_start(self, member: Member) -> int:
        """Find where a member begins: at its key or, in brackets, its value; a row of lines at its dash."""
        if member.key is not None:
            return member.key.start_mark.index
        if member.is_flow:
            return member.value.start_mark.index
        return self._find_dash(member)

    def find_mark_end(self, member: Member) -> int:
        """Find the character behind the colon or the dash that stands before a value."""
        if member.key is not None:
            return self.text.index(":", self.find_end(member.key)) + 1
        return self._find_dash(member) + 1

    def find_end(self, node: Node) -> int:
        """Find the character behind a value, without comments and blank lines that follow it."""
        if isinstance(node, CollectionNode) and not node.flow_style:
            return max(node.start_mark.index, *(self.find_end(member.value) for member in list_members(node)[-1:]))
        start, end = node.start_mark.index, node.end_mark.index
        if isinstance(node, ScalarNode) and node.style in BLOCK_STYLES:
            written = self.text[start:end]
            if "+" in written.split("\n", 1)[0].split("#", 1)[0]:  # blank lines belong to the text
                return start + len(written.removesuffix("\n").removesuffix("\r"))
            return start + len(written.rstrip())
        return end

    def find_line_end(self, index: int) -> int:
        """Find the end of the line that a character stands in, before the signs that end it."""
        end = self.text.find("\n", index)
        if end < 0:
            return len(self.text)
        return end - 1 if end > index and self.text[end - 1] == "\r" else end

    def find_line_start(self, index: int) -> int:
        """Find the first character of the line that a character stands in."""
        return self.text.rfind("\n", 0, index) + 1

    def begins_line(self, index: int) -> bool:
        """Tell whether nothing but blanks stands before a character in its line."""
        return not self.text[self.find_line_start(index) : index].strip()

    def _find_dash(self, member: Member) -> int:
        first = member.holder.start_mark
        if member.index == 0:
            return first.index
        before = self.find_end(member.holder.value[member.index - 1])
        dash = re.compile(rf"^ {{{first.column}}}-(?=\s|$)", re.MULTILINE).search(self.text, before)
        if dash is None:
            raise UneditableError("The dash of a row is not where those of the others are. Edit the file by hand.")
        return dash.end() - 1


def list_members(node: Node) -> list[Member]:
    """List the rows of a list, or the fields of a mapping."""
    if isinstance(node, MappingNode):
        return [Member(node, index, key, value) for index, (key, value) in enumerate(node.value)]
    if isinstance(node, SequenceNode):
        return [Member(node, index, None, value) for index, value in enumerate(node.value)]
    return []


def find_member(root: Node, path: FieldPath) -> Member:
    """Find the row or the field at a path.

    Raises:
        UneditableError: There is none.
    """
    found: Member | None = None
    for step in path:
        node = found.value if found else root
        found = next((one for one in list_members(node) if _is_at(one, step)), None)
        if found is None:
            raise UneditableError(f"There is nothing at `{format_path(path)}`. Look whether the file has changed.")
    if found is None:
        raise UneditableError("A whole record is not edited in place. Write its file.")
    return found


def find_holder(root: Node, path: FieldPath) -> tuple[CollectionNode, Member | None]:
    """Find the list or mapping that what is at a path stands in, or would; and of which member it is the value."""
    member = find_member(root, path[:-1]) if len(path) > 1 else None
    node = member.value if member else root
    if not isinstance(node, MappingNode if isinstance(path[-1:][0], str) else SequenceNode):
        kind = "fields" if isinstance(path[-1], str) else "rows"
        raise UneditableError(f"What stands at `{format_path(path[:-1])}` has no {kind}. Replace it as a whole.")
    assert isinstance(node, CollectionNode)  # noqa: S101 -- both are
    return node, member


def find_field(members: Sequence[Member], key: str) -> Member | None:
    """Find a field by its key."""
    return next((one for one in members if _is_at(one, key)), None)


def _is_at(member: Member, step: str | int) -> bool:
    if member.key is None:
        return member.index == step
    return isinstance(member.key, ScalarNode) and member.key.value == step
