"""Checks of texts: what they cite, link to and name must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codepub.checks.check import ERROR, WARNING, Breach, Subject, check
from codepub.markup.parsing import CITATION, MAX_BRACKETS, WEB_TARGET, is_crowded, is_phrase, parse_code_target
from codepub.records.address import MAX_CHARACTERS
from codepub.records.availability import Unavailable
from codepub.records.codes import CODE_IN_WORDS
from codepub.records.named_codes import rows
from codepub.yaml.source_text import shorten_text

_MODIFIERS: Final = re.compile(r"odifiers?\s+((?:[0-9A-Z]{2}\b(?:,?\s+(?:and|or|to)\s+|,\s*|/)?)+)", re.ASCII)
_MODIFIER: Final = re.compile(r"\b[0-9A-Z]{2}\b", re.ASCII)
_CODE_BEGUN: Final = re.compile(
    r"[0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z.]", re.ASCII
)  # finds much sooner that there is no code
# None of these goes beyond the next bracket, so that many of them are found in one pass.
_BROKEN: Final = re.compile(
    r"\[\^(?:\]|[^\[\]\s]*\s[^\[\]]*\]|[^\[\]]*(?:$|(?=\[)))|\]\((?:https?:|mailto:)[^)\s\[\]]*\s[^)\[\]]*\)"
)
_NUMBERED: Final = re.compile(r"(\d{1,9})([.)])\s")
_WEB: Final = re.compile(r"(?:https?|mailto):[^\s)]+|\]\([^)\[\]]*\)|\[\^[^\[\]]*\]")
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s\[\]]+", re.IGNORECASE)
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
    way_out = f"Cite one of: {', '.join(sorted(known)[:_MAX_NAMED])}." if known else "Add the source to `sources`."
    for passage in subject.passages_with("[^"):
        for match in CITATION.finditer(passage.text):
            if match[1] not in known:
                yield Breach(passage.path, f"No source has the id `{shorten_text(match[1])}`.", way_out, match[0])
    for path, volatile in subject.sources:
        if volatile.source not in known:
            yield Breach((*path, "source"), f"No source has the id `{shorten_text(volatile.source)}`.", way_out)


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


@check(
    "prose-modifier",
    WARNING,
    catches="A modifier in prose that the table lacks.",
    example="Report modifier 78.",
    compares=True,
)
def unlisted_modifiers(subject: Subject) -> Iterator[Breach]:
    """Find modifiers that prose names and the table of modifiers lacks."""
    if isinstance(subject.record.specifications.modifiers, Unavailable):
        return
    listed = {modifier for _, modifier in subject.modifiers}
    for passage in subject.passages_with("odifier"):
        for match in _MODIFIERS.finditer(passage.text):
            for modifier in _MODIFIER.findall(match[1]):
                if modifier not in listed:
                    yield Breach(
                        passage.path,
                        f"The text names modifier {modifier}, which the table of modifiers lacks.",
                        "Add a row for it, or take it out of the text.",
                        modifier,
                    )
                    listed.add(modifier)


@check("prose-code", WARNING, catches="A code in prose that the tables lack.", example="See also 32110.", compares=True)
def unlisted_codes(subject: Subject) -> Iterator[Breach]:
    """Find codes that prose names and the record's tables lack."""
    if not _CODE_BEGUN.search(subject.prose):
        return
    listed = {named.code for named in subject.codes} | _list_policy_numbers(subject)
    for passage in subject.passages:
        if not _CODE_BEGUN.search(passage.text):
            continue
        for match in CODE_IN_WORDS.finditer(_WEB.sub(" ", passage.text)):
            code = match[0]
            if code not in listed and _looks_like_code(code):
                yield Breach(
                    passage.path,
                    f"The text names {code}, which no table of the record lists.",
                    "Add it to the table it belongs to, or take it out of the text.",
                    code,
                )
                listed.add(code)


def _looks_like_code(token: str) -> bool:
    """Tell a code from a word or a number in prose: seven characters need letters and digits."""
    return len(token) != 7 or not (token.isalpha() or token.isdigit())


def _list_policy_numbers(subject: Subject) -> set[str]:
    """List the policy numbers that a record gives, which may be shaped like codes and are none."""
    return {policy.number for policy in rows(subject.record.coverage) if isinstance(policy.number, str)}


@check("title-code", WARNING, catches="Another code in the title.", example="title: 32110, thoracotomy")
def foreign_title(subject: Subject) -> Iterator[Breach]:
    """Find a title that names another code than the record's."""
    if not _CODE_BEGUN.search(subject.record.title):
        return
    named = dict.fromkeys(match[0] for match in CODE_IN_WORDS.finditer(subject.record.title))
    for code in named:
        if code != subject.record.code and _looks_like_code(code):
            yield Breach(
                ("title",),
                f"The title names {code}, yet the record's code is {subject.record.code}.",
                "Leave the code out of the title; it is printed before it.",
                code,
            )


@check("broken-mark", WARNING, catches="A citation or link that is printed as typed.", example="as CMS says [^a, b]")
def broken_marks(subject: Subject) -> Iterator[Breach]:
    """Find citations and links that are not closed as they should be, and so are printed as typed."""
    for passage in subject.passages_with("["):
        for match in _BROKEN.finditer(passage.text):
            yield Breach(
                passage.path,
                f"`{shorten_text(match[0])}` is neither a citation nor a link, and is printed as typed.",
                "A citation is [^id], one id and no space; a link is [words](https://…), no space in the address.",
                match[0],
            )


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
    broken_marks,
    crowded_marks,
    unknown_citations,
    unknown_targets,
    long_addresses,
    blocks_in_phrases,
    unlisted_modifiers,
    unlisted_codes,
    foreign_title,
)
