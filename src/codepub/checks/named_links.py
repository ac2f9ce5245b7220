"""The links in a record's texts, each with the path of its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from codepub.markup.targets import find_link_targets, may_link_to_codes
from codepub.origin import FieldPath
from codepub.records.contents import Passage


class NamedLink(NamedTuple):
    """A link of prose: the path of its text, and where it leads, as written."""

    path: FieldPath
    target: str


def list_named_links(passages: Iterable[Passage]) -> Iterator[NamedLink]:
    """List the links of texts, without those of texts that lead to the web only."""
    for passage in passages:
        if may_link_to_codes(passage.text):
            for target in find_link_targets(passage.text):
                yield NamedLink(passage.path, target)
