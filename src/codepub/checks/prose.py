"""Checks of texts: what they cite and link to must be there, and they must fit their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from codepub.checks.check import ERROR, Breach, Subject, check
from codepub.markup.targets import CITATION, MAX_BRACKETS, WEB_TARGET, is_crowded, is_phrase, parse_code_target
from codepub.patterns import compile_late
from codepub.records.address import MAX_CHARACTERS
from codepub.yaml.source_text import shorten_text

_NUMBERED: Final = compile_late(r"(\d{1,9})([.)])\s")
_ADDRESS: Final = compile_late(r"(?:https?://|mailto:)[^\s\[\]]+", re.IGNORECASE)
_MAX_NAMED: Final = 20
"""Sources that one hint names, so that it stays one line of a terminal or two."""


@check(
    "unknown-source",
    ERROR,
    catches="A citation of a source that is not listed.",
    example="as CMS says [^nowhere]",
    compares=True,
)
def unknown_citations(subject: Subject) -> Iterator[Breach]:
    """Find citations and `source` keys that name no entry of `sources`."""
    known = {source.id for source in subject.record.sources}
    for passage in subject.passages_with("[^"):
        for match in CITATION.finditer(passage.text):
            if match[1] not in known:
                yield Breach(
                    passage.path, f"No source has the id `{shorten_text(match[1])}`.", _advise(known), match[0]
                )
    for path, volatile in subject.sources:
        if volatile.source not in known:
            yield Breach((*path, "source"), f"No source has the id `{shorten_text(volatile.source)}`.", _advise(known))


def _advise(known: Collection[str]) -> str:
    return f"Cite one of: {', '.join(sorted(known)[:_MAX_NAMED])}." if known else "Add the source to `sources`."


@check("link-target", ERROR, catches="A link that leads nowhere.", example="[see](page-2.html)")
def unknown_targets(subject: Subject) -> Iterator[Breach]:
    """Find links that lead neither to the web nor to a code."""
    for path, target in subject.links:
        if not WEB_TARGET.fullmatch(target) and parse_code_target(target) is None:
            yield Breach(
                path,
                f"`{shorten_text(target)}` is neither a web address nor a code.",
                "Link to https://…, mailto:…, or a code such as icd-10-cm:J95.830.",
                target,
            )


@check("long-address", ERROR, catches="An address of more than 2,048 characters in a text.", example="[see](https://…)")
def long_addresses(subject: Subject) -> Iterator[Breach]:
    """Find addresses that are longer than those of fields may be."""
    if len(subject.prose) <= MAX_CHARACTERS:
        return
    for passage in subject.passages:
        if len(passage.text) <= MAX_CHARACTERS:
            continue
        for address in _ADDRESS.finditer(passage.text):
            length = len(address[0].rstrip(").,;:!?*_\"'"))  # what may end the sentence, or the link, around it
            if length > MAX_CHARACTERS:
                yield Breach(
                    passage.path,
                    f"An address here has {length:,} characters, and an address {MAX_CHARACTERS:,} at most.",
                    "Link to the page itself, without what was added for a search or a session.",
                    address[0][:60],
                )


@check("one-paragraph", ERROR, catches="Paragraphs or a list in a cell.", example="description: '- one'")
def blocks_in_phrases(subject: Subject) -> Iterator[Breach]:
    """Find paragraphs and lists where one paragraph belongs."""
    fact, way_out = "This place holds one paragraph, without lists.", "Write it as one paragraph."
    for passage in subject.passages:
        if not passage.blocks and not is_phrase(passage.text):
            number = _NUMBERED.match(passage.text)
            escaped = f" If no list is meant, type a backslash: {number[1]}\\{number[2]}" if number else ""
            yield Breach(passage.path, fact, f"{way_out}{escaped}")


@check("crowded-text", ERROR, catches="A text with more than 500 opening brackets.", example="[[[[")
def crowded_marks(subject: Subject) -> Iterator[Breach]:
    """Find texts with so many brackets that links are not looked for in them."""
    if not is_crowded(subject.prose):
        return
    for passage in subject.passages:
        if is_crowded(passage.text):
            yield Breach(
                passage.path,
                f"This text has more than {MAX_BRACKETS} opening brackets: links in it are not read.",
                "Divide the text, or take brackets out.",
            )


PROSE_CHECKS = (
    crowded_marks,
    unknown_citations,
    unknown_targets,
    long_addresses,
    blocks_in_phrases,
)
