"""The nodes of a YAML text with their places, as libyaml finds them; nothing is made of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yaml._yaml import CParser  # where its type is known; yaml.cyaml hands on the same class
from yaml.events import CollectionEndEvent, CollectionStartEvent, StreamEndEvent

if TYPE_CHECKING:
    from yaml.nodes import Node


def compose_nodes(text: str) -> Node | None:
    """Compose the nodes of the first document of a text; None where it holds none.

    Marks count characters from 0. A list or a mapping in block style ends where the next token begins, behind blank
    lines and comments.

    Raises:
        yaml.YAMLError: The text is not YAML.
    """
    composer = _Composer(text)
    return composer.get_node() if composer.check_node() else None


def is_within_levels(text: str, most: int) -> bool:
    """Tell whether lists and mappings nest at most so many levels; composing them is a call for each.

    Raises:
        yaml.YAMLError: The text is not YAML.
    """
    parser, depth = CParser(text), 0
    while type(event := parser.get_event()) is not StreamEndEvent:
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > most:
            return False
    return True


class _Composer(CParser):
    """Composes nodes, and resolves no tags: what a value is, whoever reads it decides."""

    def resolve(self, kind: type[Node], value: str | None, implicit: object) -> str:  # noqa: ARG002 -- called by CParser
        return ""

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """Do nothing: there is no resolver to tell."""

    def ascend_resolver(self) -> None:
        """Do nothing: there is no resolver to tell."""
