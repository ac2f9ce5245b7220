"""The marking of a review copy: content controls around what a reviewer may change, with bookmarks around them.

A control is inline and a bookmark stands outside of it, since that is what programs keep when they save the file.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

from codepub.document.anchors import Anchors, Tagged, bookmark, list_tagged
from codepub.document.nodes import Citation, Document, Inline, Inlines, Leaf, Link, Paragraph, Role, Span, Text
from codepub.document.provenance import Value, naming_origin
from codepub.document.walk import descendants
from codepub.ooxml.xml import Element, qualified, w
from codepub.writers.docx.comments import Comments
from codepub.writers.docx.marking import Bookmarks

LOCKED_TAG: Final = "locked/"
"""How the tags begin of controls around words that no field has a part in; a number follows."""
_CONTROL, _TAG = qualified("sdt"), qualified("tag")
_TABLE: Final = qualified("tbl")


class Controls:
    """The marking of one review copy; ``comments`` stand on the words that they speak of."""

    def __init__(self, document: Document, anchors: Anchors, comments: Comments) -> None:
        self._document = document  # keeps its parts alive, and so their ids theirs
        self._bookmarks = Bookmarks(anchors)
        self._comments = comments
        self._identifiers = count(1)
        self._locked = count(1)
        self._tagged: defaultdict[int, deque[Tagged]] = defaultdict(deque)
        for tagged in list_tagged(document):
            self._tagged[id(tagged.part)].append(tagged)

    def enclose(self, leaf: Leaf, content: Iterable[Element]) -> Iterator[Element]:
        """Put the words of a leaf into its control, where it has one, and that into its bookmark."""
        tagged = self._take(leaf)
        words = self._comments.stand_on(leaf, content)
        if tagged is not None:
            words = [self.make_control(tagged.tag, words)]
        elif isinstance(leaf, Paragraph) and leaf.role is Role.RIGHTS:
            words = [self.lock(words)]
        return self._bookmarks.enclose(leaf, words)

    def enclose_span(self, span: Span, content: Iterable[Element]) -> Iterator[Element]:
        """Put a value that stands among other words into a control and a bookmark of its own."""
        tagged, origin = self._take(span), naming_origin(span.source)
        if tagged is None or origin is None:
            return iter(content)
        control = self.make_control(tagged.tag, self._comments.stand_on(span, content))
        return self._bookmarks.open(f"{bookmark(origin)}_v{tagged.number}", [control])

    def divide_cell(self, cell: Paragraph) -> tuple[Inlines, ...]:
        """Divide a cell that shows values among other words, so that each value is a paragraph by itself.

        Words between values that have a letter or a figure are paragraphs, too; signs that only divided are left out.
        """
        if isinstance(cell.source, Value):
            return (cell.content,)
        parts = list(_join_signs(_divide(cell.content)))
        return tuple(parts) if len(parts) > 1 else (cell.content,)

    def _take(self, part: Leaf | Span) -> Tagged | None:
        tagged = self._tagged[id(part)]
        return tagged.popleft() if tagged else None

    def make_control(self, tag: str, content: Iterable[Element], *properties: Element) -> Element:
        """Make a control within a line; its id is no other's."""
        kept = w("sdtContent", *content)
        return w("sdt", w("sdtPr", w("tag", val=tag), w("id", val=next(self._identifiers)), *properties), kept)

    def lock(self, content: Iterable[Element]) -> Element:
        """Make a control around words that are nobody's to change, and that nobody need comment on."""
        return self.make_control(f"{LOCKED_TAG}{next(self._locked)}", content, w("lock", val="sdtContentLocked"))


def keep_controls(body: Element) -> None:
    """Ask programs to keep the controls outside of tables though all words in them are deleted.

    In a table it would forbid that a row is deleted (ECMA-376 Part 1, 17.5.2.23).
    """
    for control in body.iter(_CONTROL):
        properties = control[0]
        if properties.find(qualified("lock")) is None and next(control.iterancestors(_TABLE), None) is None:
            properties.append(w("lock", val="sdtLocked"))


def _divide(content: Inlines) -> Iterator[Inlines]:
    """Yield values, and what stands between them; a link is divided with the words that it leads from."""
    between: list[Inline] = []
    for inline in content:
        match inline:
            case Span(_, Value()):
                yield from ((tuple(between),) if between else ())
                yield (inline,)
                between = []
            case Link(target, linked, title) if any(isinstance(each, Span) for each in descendants(inline)):
                yield from ((tuple(between),) if between else ())
                yield from ((Link(target, part, title),) for part in _divide(linked))
                between = []
            case _:
                between.append(inline)
    if between:
        yield tuple(between)


def _join_signs(parts: Iterable[Inlines]) -> Iterator[Inlines]:
    """Drop what only divided; leave a citation with the value that it follows."""
    before: Inlines = ()
    for part in parts:
        if any(isinstance(each, Span) and isinstance(each.source, Value) for each in _walk(part)):
            yield from ((before,) if before else ())
            before = part
        elif _says_words(part):
            yield from ((before,) if before else ())
            yield _strip(part)
            before = ()
        elif any(isinstance(each, Citation) for each in _walk(part)):
            before = (*before, *part)
    if before:
        yield before


def _walk(content: Inlines) -> Iterator[Inline]:
    for inline in content:
        yield inline
        yield from (each for each in descendants(inline) if isinstance(each, Inline))


def _says_words(content: Inlines) -> bool:
    return any(character.isalnum() for each in _walk(content) if isinstance(each, Text) for character in each.text)


def _strip(content: Inlines) -> Inlines:
    """Take off the signs at the beginning that divided words from a value before them, and the space at their end."""
    match content:
        case (Text(text), *others):
            first = text.lstrip(" ,;:–—-")
            return (Text(first if others else first.rstrip()), *others)
        case _:
            return content
