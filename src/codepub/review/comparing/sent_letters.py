"""The letters of what was sent, each with the inlines it comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import count
from typing import NamedTuple, assert_never

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Emphasis,
    Inlines,
    Link,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from codepub.document.provenance import Value
from codepub.document.text import plain_text
from codepub.ooxml.reading.letters import Letter, Paragraph
from codepub.review.comparing.pieces import END, SentLetter, Wrapper
from codepub.review.copies import SentCopy, SentLeaf


class Anchors(NamedTuple):
    """What names the leaves of a copy in a file: tags of controls, and the bookmarks that stand around them."""

    leaves: Mapping[str, SentLeaf]
    bookmarks: Mapping[str, str]

    def find_tags(self, tags: Iterable[str], bookmarks: Iterable[str]) -> tuple[str, ...]:
        """Return the tags of the leaves that something stands in, outermost first: by controls, else by a bookmark."""
        known = tuple(tag for tag in tags if tag in self.leaves)
        return known or tuple(self.bookmarks[name] for name in bookmarks if name in self.bookmarks)[-1:]


def find_anchors(copy: SentCopy, paragraphs: Iterable[Paragraph]) -> Anchors:
    """Find what names the leaves of a copy in the file as it was sent."""
    leaves = {leaf.tag: leaf for leaf in copy.leaves}
    inside: defaultdict[str, set[str | None]] = defaultdict(set)
    for paragraph in paragraphs:
        for letter in paragraph.letters:
            outermost = next((tag for tag in letter.tags if tag in leaves), None)
            for name in letter.bookmarks:
                inside[name].add(outermost)
    sole = {name: next(iter(tags)) for name, tags in inside.items() if len(tags) == 1}
    return Anchors(leaves, {name: tag for name, tag in sole.items() if tag is not None})


def read_sent_letters(anchors: Anchors, paragraphs: Sequence[Paragraph]) -> dict[int, tuple[SentLetter, ...]]:
    """Return the letters of each paragraph of the file as it was sent, its end last, by the paragraph's index."""
    of_leaves = _match_leaves(anchors, paragraphs)
    return {
        paragraph.index: (
            *(
                _read_letter(anchors, letter, of_leaves.get((paragraph.index, at)))
                for at, letter in enumerate(paragraph.letters)
            ),
            SentLetter(END),
        )
        for paragraph in paragraphs
    }


class _Expected(NamedTuple):
    """A letter of a leaf's inlines."""

    text: str
    wrappers: tuple[Wrapper, ...]
    citation: tuple[int, Citation] | None = None
    is_added: bool = False


def _read_letter(anchors: Anchors, letter: Letter, expected: _Expected | None) -> SentLetter:
    leaves = tuple(anchors.leaves[tag] for tag in letter.tags if tag in anchors.leaves)
    derived = next((tag for tag in letter.tags if tag.startswith("d/")), None)
    if expected is None:
        return SentLetter(letter.text, leaves, is_added=True, look=letter.look, derived=derived)
    return SentLetter(
        letter.text, leaves, expected.wrappers, expected.citation, expected.is_added, letter.look, derived
    )


def _match_leaves(anchors: Anchors, paragraphs: Iterable[Paragraph]) -> dict[tuple[int, int], _Expected]:
    """Find for each letter of a leaf, by paragraph and place in it, the letter of its inlines that it shows."""
    places: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
    for paragraph in paragraphs:
        for at, letter in enumerate(paragraph.letters):
            innermost = next((tag for tag in reversed(letter.tags) if tag in anchors.leaves), None)
            if innermost is not None:
                places[innermost].append((paragraph.index, at, letter.text))
    found: dict[tuple[int, int], _Expected] = {}
    for tag, shown in places.items():
        expected = list(_list_expected(anchors.leaves[tag].content, (), count()))
        for (index, at, _), one in _match(shown, expected):
            found[index, at] = one
    return found


def _match(
    shown: Sequence[tuple[int, int, str]], expected: Sequence[_Expected]
) -> Iterator[tuple[tuple[int, int, str], _Expected]]:
    """Pair letters as shown with those expected; what a writer added finds none."""
    was, is_now = "".join(one.text for one in expected), "".join(text for _, _, text in shown)
    if was == is_now:
        yield from zip(shown, expected, strict=True)
        return
    for block in SequenceMatcher(None, was, is_now, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            yield shown[block.b + step], expected[block.a + step]


def _list_expected(content: Inlines, around: tuple[Wrapper, ...], copies: Iterator[int]) -> Iterator[_Expected]:
    """Yield the letters of inlines that are the leaf's own: values that stand in it are leaves themselves."""
    for inline in content:
        match inline:
            case Text(text):
                yield from (_Expected(character, around) for character in text)
            case Emphasis(inner):
                yield from _list_expected(inner, (*around, Wrapper("emphasis")), copies)
            case Strong(inner):
                yield from _list_expected(inner, (*around, Wrapper("strong")), copies)
            case Superscript(inner):
                yield from _list_expected(inner, (*around, Wrapper("superscript")), copies)
            case Subscript(inner):
                yield from _list_expected(inner, (*around, Wrapper("subscript")), copies)
            case Link(target, inner, title):
                yield from _list_expected(inner, (*around, Wrapper("link", target, title)), copies)
            case CodeReference(target, inner, _, title):
                yield from _list_expected(inner, (*around, Wrapper("code", target, title)), copies)
            case Citation():
                number = next(copies)
                yield from (_Expected(one, around, (number, inline)) for one in plain_text(inline))
            case Span(_, Value()):
                continue
            case Span(inner):
                yield from (_Expected(one, around, is_added=True) for one in plain_text(inner))
            case _:
                assert_never(inline)
