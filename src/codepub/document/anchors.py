"""How the places of a document are named.

They are ids in HTML and Markdown, destinations in PDF, bookmarks and content controls in Word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, assert_never

from codepub.document.digest import digest
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Document,
    Figure,
    Heading,
    Leaf,
    Paragraph,
    Span,
    TableNote,
)
from codepub.document.provenance import Absent, Derived, Provenance, Value, list_origins, naming_origin
from codepub.document.walk import descendants, leaves
from codepub.origin import Origin

_MAX_READABLE: Final = 24
"""Characters of a bookmark that are for readers; its digest and a number take the rest of Word's 40."""


def anchor(origin: Origin) -> str:
    """Name a place in a page: record and path, rows from 1, as in ``cpt-32120-specifications-modifiers-3``."""
    steps = (*origin.record, *(str(step + 1) if isinstance(step, int) else step for step in origin.path))
    return re.sub(r"[^0-9a-z_]+", "-", "-".join(steps).lower())


def bookmark(origin: Origin, nth: int = 1) -> str:
    """Name the bookmark of the nth leaf of an origin, counted from 1.

    The last steps of the path make it readable, rows counted from 1; eight digits of the origin's digest make it
    unique. Word wants a letter first, then letters, digits and underscores, at most 40 characters
    (ECMA-376 Part 1, 17.13.6.2).
    """
    name = f"{_shorten_path(origin)}_{digest(origin)[:8]}"
    return name if nth == 1 else f"{name}_{nth}"


MAX_TAG_CHARACTERS: Final = 64
"""The most characters that Word takes for the tag of a content control."""


def control_tag(source: Provenance, number: int) -> str:
    """Name the content control of the nth part of a document whose words come from a source, counted from 1.

    A kind (v for a value, a for the statement of an absence, d for derived words), the path, rows from 1, and the
    number, as in ``v/specifications/clinical_context/2``. Where that is too long for Word, the last steps that fit
    whole stand behind the kind, and eight digits of the digest of all of it behind them.

    Raises:
        ValueError: The words are made from no field.
    """
    origin = naming_origin(source)
    if origin is None:
        raise ValueError("words that are made from no field have no control")
    steps = [*(str(step + 1) if isinstance(step, int) else step for step in origin.path), str(number)]
    whole = "/".join((_name_kind(source), *steps))
    if len(whole) <= MAX_TAG_CHARACTERS:
        return whole
    room = MAX_TAG_CHARACTERS - len("v/") - len("/12345678")
    tails = ("/".join(steps[first:]) for first in range(len(steps)))
    fitting = next(tail for tail in tails if len(tail) <= room)
    return f"{_name_kind(source)}/{fitting}/{digest(whole)[:8]}"


def _name_kind(source: Provenance) -> str:
    match source:
        case Value():
            return "v"
        case Absent():
            return "a"
        case Derived():
            return "d"
        case _:
            assert_never(source)


class Tagged(NamedTuple):
    """A part of a document that has a content control: what it is, where its words come from, which of those it is."""

    part: Leaf | Span
    source: Provenance
    number: int

    @property
    def tag(self) -> str:
        """The name of its content control."""
        return control_tag(self.source, self.number)


def list_tagged(document: Document) -> Iterator[Tagged]:
    """Yield what has a content control, in reading order.

    These are the leaves that hold a value or state that there is none, the values that stand among derived words, and
    the leaves that hold no value and are made from some field. A picture has none, nor has the note of an author
    within the statement of an absence: LibreOffice keeps no control that lies in another.
    """
    counted = Counter[tuple[str, Origin | None]]()
    for leaf in leaves(document):
        for part in _list_controlled(leaf):
            origin = naming_origin(part.source)
            if origin is not None:
                key = _name_kind(part.source), origin
                counted[key] += 1
                yield Tagged(part, part.source, counted[key])


def _list_controlled(leaf: Leaf) -> Sequence[Leaf | Span]:
    match leaf:
        case Figure():
            return ()
        case Heading() | Paragraph() | AbsenceNotice() | AbsenceSign() | TableNote():
            if not isinstance(leaf.source, Derived):
                return (leaf,)
            values = [each for each in descendants(leaf) if isinstance(each, Span) and isinstance(each.source, Value)]
            return values or (leaf,)
        case _:
            assert_never(leaf)


class LeafPlace(NamedTuple):
    """A leaf's place: the origin that names it, and which of the leaves of that origin it is, from 1."""

    origin: Origin
    number: int


class Anchors:
    """The places of one document, and where links lead.

    Of the leaves that one origin names, those that hold or state its value are counted first, so that a heading never
    takes the name of the value below it. A leaf that is made from no field has no place. A link to a field leads to the
    first leaf that is named by it or by what lies in it, or else to the first that is made from it, too.
    """

    def __init__(self, document: Document) -> None:
        found = [(leaf, origin) for leaf in leaves(document) if (origin := naming_origin(leaf.source)) is not None]
        counted = Counter[Origin]()
        self._document = document  # keeps its leaves alive, and so their ids theirs
        self._places: defaultdict[int, deque[LeafPlace]] = defaultdict(deque)
        self._destinations: dict[Origin, Origin] = {}
        for leaf, origin in sorted(found, key=_is_derived):
            counted[origin] += 1
            self._places[id(leaf)].append(LeafPlace(origin, counted[origin]))
        named = ((origin, origin) for _, origin in found)
        told = ((field, origin) for leaf, origin in found for field in list_origins(leaf.source))
        for field, origin in (*named, *told):
            for place in _list_places(field):
                self._destinations.setdefault(place, origin)

    def place(self, leaf: Leaf) -> LeafPlace | None:
        """Return the place of a leaf, which is asked for once for each time that the document holds it."""
        places = self._places[id(leaf)]
        return places.popleft() if places else None

    def destination(self, origin: Origin | None) -> Origin | None:
        """Return the origin that names the first leaf at an origin or below it: a link leads to its place number 1.

        A row of a table is no leaf: who leads to it arrives at its first cell.
        """
        return None if origin is None else self._destinations.get(origin)


def _is_derived(found: tuple[Leaf, Origin]) -> bool:
    return isinstance(found[0].source, Derived)


def _list_places(field: Origin) -> Iterator[Origin]:
    """Yield a field and all that it lies in."""
    for length in range(len(field.path), -1, -1):
        yield Origin(field.record, field.path[:length])


def _shorten_path(origin: Origin) -> str:
    """Return as many of the last steps as fit, whole."""
    steps = [str(step + 1) if isinstance(step, int) else step for step in origin.path or origin.record]
    words = [re.sub(r"[^0-9A-Za-z]+", "_", step).strip("_") for step in steps]
    fitting = next(tail for tail in _list_tails(words) if len(tail) <= _MAX_READABLE)
    return fitting.lstrip("_0123456789") or "record"


def _list_tails(words: list[str]) -> Iterator[str]:
    yield from ("_".join(words[first:]) for first in range(len(words)))
    yield words[-1][:_MAX_READABLE]
