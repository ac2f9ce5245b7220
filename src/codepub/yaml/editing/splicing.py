"""The one stretch of a text that an edit changes, and what is to stand there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, assert_never

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from codepub.origin import FieldPath, format_path
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace, Value
from codepub.yaml.editing.places import (
    BLOCK_STYLES,
    Member,
    Places,
    UneditableError,
    find_field,
    find_holder,
    find_member,
    list_members,
)
from codepub.yaml.editing.writing import (
    is_collection,
    write_block,
    write_field,
    write_inline,
    write_row,
    write_text_block,
)


class Splice(NamedTuple):
    """The text from one character to before another, and what takes its place."""

    start: int
    end: int
    new: str


def find_splice(root: Node, edit: Edit, places: Places) -> Splice:
    """Find the stretch of a text that an edit changes.

    Raises:
        UneditableError: There is nothing at its path, or too much would be changed.
    """
    match edit:
        case Replace(path, value):
            member = find_member(root, path)
            _refuse_properties(member.value, path, places)
            return _replace(member, value, places)
        case Insert():
            return _insert(root, edit, places)
        case Delete(path):
            return _delete(root, path, places)
        case _:
            assert_never(edit)


def _replace(member: Member, value: Value, places: Places) -> Splice:
    old, is_block = member.value, _is_block(member.value)
    start, end = old.start_mark.index, places.find_end(old)
    if not member.is_flow and is_collection(value) and value and not (_is_filled_flow(old) and not is_block):
        return _replace_by_block(member, value, places)
    if isinstance(old, CollectionNode) and isinstance(value, str) and "\n" in value and not member.is_flow:
        lines = write_text_block(value, _margin_of(member) + 2, "|")
        if lines is not None:
            return _put_text_over(member, lines, places)
    if is_block:
        mark = places.find_mark_end(member)
        between = places.text[mark:start].rstrip()  # a comment behind the colon
        return Splice(mark, end, f" {write_inline(value, in_flow=False)}{between}")
    if isinstance(old, ScalarNode):
        return _replace_scalar(member, old, value, places)
    return Splice(start, end, write_inline(value, in_flow=member.is_flow))


def _is_block(node: Node) -> bool:
    return isinstance(node, CollectionNode) and not node.flow_style


def _is_filled_flow(node: Node) -> bool:
    return isinstance(node, CollectionNode) and bool(node.flow_style) and bool(node.value)


def _replace_scalar(member: Member, old: ScalarNode, value: Value, places: Places) -> Splice:
    """Put a value in place of a single one, in the style that it has where that can hold it."""
    start, end = old.start_mark.index, places.find_end(old)
    was_block = old.style in BLOCK_STYLES
    if isinstance(value, str) and not member.is_flow and (was_block or "\n" in value):
        column = _column_below(member, old, places)
        stood = _list_lines(old, places) if was_block else []
        lines = write_text_block(value, column, old.style if was_block else "|", stood)
        if lines is not None:
            return _put_text_block(old, lines, places)
    style = old.style if isinstance(value, str) and not was_block else None
    new = write_inline(value, in_flow=member.is_flow, style=style)
    comment = _comment_of_block(old, places)
    is_bare = start == end and places.text[start - 1 : start] in {":", "-"}
    return Splice(start, end, f"{' ' * is_bare}{new}{comment}")


def _put_text_over(member: Member, lines: list[str], places: Places) -> Splice:
    """Put the lines of a text where a list or a mapping stands; a comment beside that goes behind the header."""
    (header, *others), old = lines, member.value
    mark, start, end = places.find_mark_end(member), old.start_mark.index, places.find_end(old)
    line_end = end if _is_block(old) else places.find_line_end(end)
    comment = places.text[mark:start].rstrip() if _is_block(old) else places.text[end:line_end].rstrip()
    return Splice(mark, line_end, places.line_end.join([f" {header}{comment}", *others]))


def _put_text_block(old: ScalarNode, lines: list[str], places: Places) -> Splice:
    """Put the lines of a text where a single value stands; a comment beside that goes behind the header."""
    (header, *others), start, end = lines, old.start_mark.index, places.find_end(old)
    comment = _comment_of_block(old, places)
    if old.style not in BLOCK_STYLES:
        end, before = places.find_line_end(end), end
        comment = places.text[before:end].rstrip()
        header = f" {header}" if places.text[start - 1 : start] in {":", "-"} else header
    return Splice(start, end, places.line_end.join([header + comment, *others]))


def _comment_of_block(node: Node, places: Places) -> str:
    """Return the comment behind the header of a text in lines of its own, with the blanks before it."""
    if not isinstance(node, ScalarNode) or node.style not in BLOCK_STYLES:
        return ""
    header = places.text[node.start_mark.index : places.find_line_end(node.start_mark.index)].rstrip()
    return header[len(header.split("#", 1)[0].rstrip()) :]


def _column_below(member: Member, old: ScalarNode, places: Places) -> int:
    """Find the column of a text's lines: that of those which are there, or two more than what the text belongs to."""
    if old.style in BLOCK_STYLES:
        first = next((line for line in _list_lines(old, places) if line.strip()), None)
        if first is not None:
            return len(first) - len(first.lstrip(" "))
    return _margin_of(member) + 2


def _list_lines(old: ScalarNode, places: Places) -> list[str]:
    """List the lines of a text below its header, as they stand."""
    return [line.rstrip("\r") for line in places.text[old.start_mark.index : places.find_end(old)].split("\n")[1:]]


def _margin_of(member: Member) -> int:
    """Return the column of a field's key, or of the dashes of the list that a row belongs to."""
    return member.key.start_mark.column if member.key is not None else member.holder.start_mark.column


def _replace_by_block(member: Member, value: Value, places: Places) -> Splice:
    """Put a list or a mapping that has members in its lines below a key, or behind a dash."""
    old = member.value
    start, end = old.start_mark.index, places.find_end(old)
    if _is_block(old) and (isinstance(old, MappingNode) or not isinstance(value, Mapping)):
        lines = list(write_block(value, old.start_mark.column))
        return Splice(start, end, places.line_end.join(lines).lstrip(" "))
    if member.key is None:
        (first, *others) = write_row(value, _margin_of(member))
        dash = places.find_mark_end(member) - 1
        return Splice(dash, end, places.line_end.join([first.lstrip(" "), *others]))
    mark = places.find_mark_end(member)
    comment = places.text[mark:start].rstrip() if _is_block(old) else ""
    line_end = end if _is_block(old) else places.find_line_end(end)
    tail = places.text[end:line_end].rstrip() or _comment_of_block(old, places)
    lines = list(write_block(value, _margin_of(member) + 2))
    return Splice(mark, line_end, places.line_end.join([comment + tail, *lines]))


def _insert(root: Node, edit: Insert, places: Places) -> Splice:
    holder, member = find_holder(root, edit.path)
    members, step = list_members(holder), edit.path[-1]
    before = _find_neighbor(members, edit)
    if not members:
        if member is None:
            raise UneditableError("The file holds no fields. Write them by hand.")
        filled: Value = {step: edit.value} if isinstance(step, str) else [edit.value]
        return _replace(member, filled, places)
    if holder.flow_style:
        return _insert_in_flow(members, before, edit, places)
    column = _margin_of(members[0])
    lines = write_field(step, edit.value, column) if isinstance(step, str) else write_row(edit.value, column)
    if before is not None:
        return _add_lines(places.find_line_end(places.find_end(before.value)), lines, places)
    first = places.find_start(members[0])
    if member is not None and member.key is not None and places.begins_line(first):
        return _add_lines(places.find_line_end(places.find_mark_end(member)), lines, places)
    return Splice(first, first, f"{places.line_end.join(lines).lstrip(' ')}{places.line_end}{' ' * column}")


def _find_neighbor(members: Sequence[Member], edit: Insert) -> Member | None:
    """Find the member behind which another is inserted; None where that comes first."""
    step = edit.path[-1]
    if isinstance(step, int):
        if not 0 <= step <= len(members):
            raise UneditableError(f"`{format_path(edit.path)}` lies beyond the last row. Add it behind that.")
        return members[step - 1] if step else None
    if find_field(members, step) is not None:
        raise UneditableError(f"`{format_path(edit.path)}` is there already. Replace it.")
    if edit.after is None:
        return members[-1] if members else None
    found = find_field(members, edit.after)
    if found is None:
        raise UneditableError(f"There is no field `{edit.after}` beside `{format_path(edit.path)}`. Name another.")
    return found


def _add_lines(index: int, lines: Iterable[str], places: Places) -> Splice:
    return Splice(index, index, "".join(f"{places.line_end}{line}" for line in lines))


def _insert_in_flow(members: Sequence[Member], before: Member | None, edit: Insert, places: Places) -> Splice:
    step = edit.path[-1]
    written = write_inline(edit.value, in_flow=True)
    new = f"{write_inline(step, in_flow=True)}: {written}" if isinstance(step, str) else written
    if before is None:
        first = places.find_start(members[0])
        return Splice(first, first, f"{new}, ")
    end = places.find_end(before.value)
    return Splice(end, end, f", {new}")


def _delete(root: Node, path: FieldPath, places: Places) -> Splice:
    member = find_member(root, path)
    _refuse_properties(member.value, path, places)
    members = list_members(member.holder)
    if len(members) == 1:
        return _empty(root, path, member, places)
    if member.is_flow:
        return _delete_from_flow(members, member, places)
    start, end = places.find_start(member), places.find_end(member.value)
    if places.begins_line(start):
        return _delete_lines(places.find_line_start(start), places.find_line_end(end), places)
    if member.index + 1 == len(members):
        raise UneditableError(f"`{format_path(path)}` stands in one line with others. Take it out by hand.")
    following = places.find_start(members[member.index + 1])
    line_end = places.find_line_end(end)
    if places.text[line_end:following].strip():  # comments of their own lines, which stay
        return Splice(len(places.text[:start].rstrip(" ")), line_end, "")
    return Splice(start, following, "")


def _delete_lines(start: int, end: int, places: Places) -> Splice:
    """Take out whole lines, with what ends them; of the last lines of a file, with what ends the line before."""
    behind = places.text.find("\n", end)
    if behind >= 0:
        return Splice(start, behind + 1, "")
    return Splice(max(0, start - len(places.line_end)), end, "")


def _empty(root: Node, path: FieldPath, member: Member, places: Places) -> Splice:
    """Take out the only member: an empty list or mapping is left."""
    if len(path) == 1:
        raise UneditableError(f"`{format_path(path)}` is all that the file holds. Delete the file.")
    value: Value = [] if isinstance(member.holder, SequenceNode) else {}
    return _replace(find_member(root, path[:-1]), value, places)


def _delete_from_flow(members: Sequence[Member], member: Member, places: Places) -> Splice:
    start, end = places.find_start(member), places.find_end(member.value)
    if member.index + 1 < len(members):
        following = places.find_start(members[member.index + 1])
        if places.begins_line(following) and not places.begins_line(start):
            return Splice(len(places.text[:start].rstrip(" ")), places.find_line_end(end), "")
        return Splice(start, following, "")
    before = places.find_end(members[member.index - 1].value)
    if "#" in places.text[before:start]:  # a comment of the member before, whose comma may end the list
        closing = places.text[end:].lstrip()
        return Splice(start, places.text.index(",", end) + 1 if closing.startswith(",") else end, "")
    return Splice(before, end, "")


def _refuse_properties(node: Node, path: FieldPath, places: Places) -> None:
    if places.text[node.start_mark.index : node.start_mark.index + 1] in {"&", "!"}:
        raise UneditableError(f"An anchor or a tag stands at `{format_path(path)}`. Take it out first.")
