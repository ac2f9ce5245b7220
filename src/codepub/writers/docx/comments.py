"""Comments that go out with a review copy: threads of remarks on words, as Word keeps them (ECMA-376 Part 1, 17.13.4).

A reply is a comment of its own that stands on the same words; which comment it replies to, and whether a thread is
done, a part says that Word added later (MS-DOCX, 2.5.36).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from lxml import etree

from codepub.document.anchors import list_tagged
from codepub.document.nodes import Document, Heading, Leaf, Span
from codepub.document.provenance import Derived, list_origins
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.ooxml.xml import Element, qualified, text_element, text_run, w
from codepub.origin import FieldPath

_RUN, _TEXT = qualified("r"), qualified("t")
_WORD_2010: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_WORD_2012: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark as Word shows it; ``date`` is ISO 8601, None where it is not known."""

    author: str
    initials: str
    date: str | None
    text: str


@dataclass(frozen=True, slots=True)
class CommentThread:
    """A remark and the replies to it: the field that it is on, None for none, and the words that it quotes."""

    path: FieldPath | None
    quoted: str
    comments: tuple[Comment, ...]
    is_done: bool = False


class Comments:
    """The comments of one review copy, which stand on the words that they speak of."""

    def __init__(self, document: Document, threads: Sequence[CommentThread]) -> None:
        self._document = document  # keeps its parts alive, and so their ids theirs
        self._threads: dict[int, list[tuple[CommentThread, tuple[int, ...]]]] = {}
        self._numbered: list[tuple[CommentThread, tuple[int, ...]]] = []
        numbers, parts = count(), _list_parts(document)
        for thread in threads:
            one = thread, tuple(next(numbers) for _ in thread.comments)
            self._numbered.append(one)
            self._threads.setdefault(id(_find_part(parts, thread)), []).append(one)

    def stand_on(self, part: Leaf | Span, content: Iterable[Element]) -> Iterable[Element]:
        """Let the comments on a part of the document stand on its words; each is asked for once."""
        for thread, numbers in self._threads.pop(id(part), ()):
            content = _mark_words(list(content), thread.quoted, numbers)
        return content

    def make_parts(self) -> dict[str, Element]:
        """Make the parts of the comments, where there are some."""
        if not self._numbered:
            return {}
        return {"comments": _make_comments(self._numbered), "commentsExtended": _make_threads(self._numbered)}


# The words that they stand on ----------------------------------------------------------------------------------------


def _list_parts(document: Document) -> list[Leaf | Span]:
    """List what a comment may stand on: what says a value or that there is none, before other words."""
    tagged = [each.part for each in list_tagged(document)]
    spoken = [part for part in tagged if not isinstance(part.source, Derived)]
    return [*spoken, *(leaf for leaf in leaves(document) if isinstance(leaf.source, Derived))]


def _find_part(parts: Sequence[Leaf | Span], thread: CommentThread) -> Leaf | Span | None:
    """Find what a thread stands on: what is of its field, or of what lies in it or around it; best with its words.

    What is on no field stands on the title.
    """
    path = thread.path or ()
    placed = [(part, origin.path) for part in parts for origin in list_origins(part.source)[:1]]
    near = [
        *(part for part, own in placed if path and own == path),
        *(part for part, own in placed if path and own[: len(path)] == path),
        *(part for length in range(len(path) - 1, 0, -1) for part, own in placed if own == path[:length]),
    ]
    quoting = (part for part in near if thread.quoted and thread.quoted in plain_text(part))
    title = (part for part in parts if isinstance(part, Heading))
    return next(chain(quoting, near, title), None)


def _mark_words(elements: list[Element], words: str, numbers: Sequence[int]) -> list[Element]:
    """Mark the words of comments among elements of a paragraph: the words given where they stand there, or all."""
    opening = [w("commentRangeStart", id=number) for number in numbers]
    closing = [w("commentRangeEnd", id=number) for number in numbers]
    closing += [w("r", w("commentReference", id=number)) for number in numbers]
    pieces = [(element, _read_text(element)) for element in elements]
    start = "".join(text for _, text in pieces).find(words) if words else -1
    if start < 0:
        return [*opening, *elements, *closing]
    return list(_cut(pieces, (start, opening), (start + len(words), closing)))


def _cut(
    pieces: list[tuple[Element, str]], first: tuple[int, list[Element]], last: tuple[int, list[Element]]
) -> Iterator[Element]:
    """Yield elements with what is put in at two places of their text; what is no run is not cut, but stands inside."""
    (start, opening), (end, closing) = first, last
    at, is_open, is_closed = 0, False, False
    for element, text in pieces:
        after = at + len(text)
        cuts = [place - at for place in (start, end) if at < place < after] if element.tag == _RUN else []
        for part, begins, ends in _split_run(element, at, cuts):
            if not is_open and begins <= start < ends:
                yield from opening
                is_open = True
            yield part
            if is_open and not is_closed and ends >= end:
                yield from closing
                is_closed = True
        at = after


def _split_run(element: Element, at: int, cuts: Sequence[int]) -> Iterator[tuple[Element, int, int]]:
    """Yield the parts of an element that is cut, with where each begins and ends in the text."""
    text = _read_text(element)
    ends = [*cuts, len(text)]
    if not cuts:
        yield element, at, at + len(text)
        return
    for begin, end in zip([0, *cuts], ends, strict=True):
        properties = [etree.fromstring(etree.tostring(child)) for child in element if child.tag != _TEXT]
        yield w("r", *properties, text_element("t", text[begin:end])), at + begin, at + end


def _read_text(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(_TEXT))


# Their parts -----------------------------------------------------------------------------------------------------


def _make_comments(numbered: Sequence[tuple[CommentThread, tuple[int, ...]]]) -> Element:
    root = etree.Element(qualified("comments"), nsmap={"w": w("t").nsmap["w"], "w14": _WORD_2010, "mc": _COMPATIBILITY})
    root.set(f"{{{_COMPATIBILITY}}}Ignorable", "w14")
    for thread, numbers in numbered:
        for number, comment in zip(numbers, thread.comments, strict=True):
            root.append(_make_comment(number, comment))
    return root


def _make_comment(number: int, comment: Comment) -> Element:
    """Make a comment, the last paragraph of which has the id that its place in a thread is told by."""
    lines = [w("p", text_run(line)) for line in comment.text.split("\n")]
    lines[0].insert(0, w("r", w("annotationRef")))
    lines[-1].set(f"{{{_WORD_2010}}}paraId", _paragraph_id(number))
    dated = {} if comment.date is None else {"date": comment.date}
    return w("comment", *lines, id=number, author=comment.author, initials=comment.initials, **dated)


def _make_threads(numbered: Sequence[tuple[CommentThread, tuple[int, ...]]]) -> Element:
    root = etree.Element(f"{{{_WORD_2012}}}commentsEx", nsmap={"w15": _WORD_2012})
    for thread, numbers in numbered:
        for number in numbers:
            entry = etree.SubElement(root, f"{{{_WORD_2012}}}commentEx")
            entry.set(f"{{{_WORD_2012}}}paraId", _paragraph_id(number))
            if number != numbers[0]:
                entry.set(f"{{{_WORD_2012}}}paraIdParent", _paragraph_id(numbers[0]))
            entry.set(f"{{{_WORD_2012}}}done", str(int(thread.is_done)))
    return root


def _paragraph_id(number: int) -> str:
    """Return the id of a comment's paragraph: eight digits, from 1, below 0x80000000 (MS-DOCX, 2.6.2.2)."""
    return f"{number + 1:08X}"
