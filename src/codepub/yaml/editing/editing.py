"""Text and edits become a text, or a refusal: what comes of each edit is read again, and must say what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from decimal import Decimal
from typing import Any, assert_never

from yaml.error import YAMLError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from codepub.characters import BYTE_ORDER_MARK
from codepub.origin import FieldPath
from codepub.yaml.composing import compose_nodes, is_within_levels
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace
from codepub.yaml.editing.places import Places, UneditableError
from codepub.yaml.editing.splicing import find_splice
from codepub.yaml.plain_scalars import Surprise, read_plain
from codepub.yaml.rules import MAX_LEVELS

_OTHERWISE = "Edit the file by hand."


def edit_text(text: str, edits: Iterable[Edit]) -> str:
    """Return a YAML text with edits made in it, one after the other; none is made where one cannot be.

    Each changes one stretch, that of the value or the row itself, and no other line. Its path is that of the text which
    the edits before it left. Quotes, blocks and brackets stay where they can hold the new value. A comment beside a
    value stays; those in the lines of a row, or within a list or mapping that is replaced, go with it.

    Raises:
        UneditableError: An edit cannot be made in place, or the text would then say something else than is meant.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    text = text.removeprefix(mark)
    for edit in edits:
        text = _make_edit(text, edit)
    return mark + text


def _make_edit(text: str, edit: Edit) -> str:
    root = _compose(text)
    start, end, new = find_splice(root, edit, Places(text))
    changed = text[:start] + new + text[end:]
    meant = _apply(_to_data(root), edit.path, edit)
    if not _is_same(_to_data(_compose(changed)), meant):
        raise UneditableError(f"The text would then say something else than is meant. {_OTHERWISE}")
    return changed


def _compose(text: str) -> Node:
    try:
        root = compose_nodes(text) if is_within_levels(text, MAX_LEVELS) else None
    except YAMLError:
        raise UneditableError(f"The text is not YAML, or would not be any more. {_OTHERWISE}") from None
    if root is None:
        raise UneditableError(f"The text holds no record, or is nested too deep. {_OTHERWISE}")
    return root


def _to_data(node: Node) -> Any:
    """Make plain data of a node; a value that YAML may read in two ways is its text and how it may be read."""
    match node:
        case MappingNode():
            pairs = {_to_key(key): _to_data(value) for key, value in node.value}
            if len(pairs) < len(node.value):
                raise UneditableError("A field is written twice here. Keep one of the two first.")
            return pairs
        case SequenceNode():
            return [_to_data(value) for value in node.value]
        case ScalarNode() if node.style:
            return node.value
        case _:
            value = read_plain(node.value)
            return (node.value, value) if isinstance(value, Surprise) else value


def _to_key(node: Node) -> object:
    return node.value if isinstance(node, ScalarNode) else repr(_to_data(node))


def _apply(data: Any, path: FieldPath, edit: Edit) -> Any:
    """Return data with an edit made in it; what lies beside its path is the same."""
    step, *below = path
    changed = copy(data)
    if below:
        changed[step] = _apply(data[step], tuple(below), edit)
        return changed
    match edit:
        case Replace():
            changed[step] = edit.value
        case Insert() if isinstance(step, int):
            changed.insert(step, edit.value)
        case Insert():
            after = edit.after if edit.after is not None else next(reversed(data), None)
            pairs = [*data.items()]
            place = [key for key, _ in pairs].index(after) + 1 if after is not None else 0
            return dict([*pairs[:place], (step, edit.value), *pairs[place:]])
        case Delete():
            del changed[step]
        case _:
            assert_never(edit)
    return changed


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether data are the same in values, in their kinds and in their order."""
    if isinstance(one, dict):
        return (
            isinstance(other, Mapping)
            and list(one) == list(other)
            and all(_is_same(below, other[key]) for key, below in one.items())
        )
    if isinstance(one, list):
        return isinstance(other, list | tuple) and len(one) == len(other) and all(map(_is_same, one, other))
    is_number = {type(one), type(other)} <= {int, Decimal}
    return str(one) == str(other) if is_number else type(one) is type(other) and one == other
