"""How readers find their way in a page: what a screen has for it, and what is left of that on paper."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from markupsafe import Markup

from codepub.document.anchors import Anchors
from codepub.document.nodes import Citation, Document, Heading, Section, Table
from codepub.document.text import plain_text
from codepub.document.walk import descendants
from codepub.origin import Origin
from codepub.writers.chart_widths import PAPER_WIDTH, SCREEN_WIDTH
from codepub.writers.html.css import quote_for_css

_PARTS: Final = 2
"""The level of the headings that the list of contents has; below each stand those of the next."""
_FEWEST_PARTS: Final = 3
"""A page of fewer parts needs no list of them."""
_MOST_LISTED_COLUMNS: Final = 7
"""The most columns of a table that is set as a list of its cells where it is too wide."""


def is_scrolled(table: Table) -> bool:
    """Tell whether a table is scrolled where it is too wide; one of few columns is set as a list of its cells."""
    return len(table.columns) > _MOST_LISTED_COLUMNS


class Wayfinding(Protocol):
    """What is written into a page so that its readers find their way; asked for in the order of the page."""

    @property
    def chart_width(self) -> float:
        """The width of charts, in points."""
        ...

    def name_heading(self, heading: Heading, level: int, name: str) -> str:
        """Return the id of a heading: ``name``, or where that is empty one of its own, or none."""
        ...

    def name_section(self, section: Section) -> Markup:
        """Write the attribute that names a section by its heading, whose id has been asked for."""
        ...

    def write_contents(self) -> Markup:
        """Write the list of contents, of the headings whose ids have been asked for."""
        ...

    def name_citation(self, source: Origin) -> Markup:
        """Write the id of a citation, to which its source leads back."""
        ...

    def lead_back(self, source: Origin) -> Markup:
        """Write links from a source to where it is cited."""
        ...

    def frame_table(self, table: Table) -> Markup:
        """Write the attributes of what holds a table, behind its class."""
        ...

    def label_cells(self, table: Table) -> Markup:
        """Write the attribute of a table from which a style can label its cells."""
        ...


class OnPaper:
    """A page that is printed: its running heads and numbers come from its style, and its links lead one way."""

    chart_width: Final = PAPER_WIDTH

    def __init__(self, continued: tuple[str, str]) -> None:
        """Make one of the words around the name of a table that goes on."""
        self._continued = continued

    def name_heading(self, heading: Heading, level: int, name: str) -> str:  # noqa: ARG002
        """Return the id that it has."""
        return name

    def name_section(self, section: Section) -> Markup:  # noqa: ARG002
        """Write nothing."""
        return Markup("")

    def write_contents(self) -> Markup:
        """Write nothing."""
        return Markup("")

    def name_citation(self, source: Origin) -> Markup:  # noqa: ARG002
        """Write nothing."""
        return Markup("")

    def lead_back(self, source: Origin) -> Markup:  # noqa: ARG002
        """Write nothing."""
        return Markup("")

    def frame_table(self, table: Table) -> Markup:
        """Write what stands beside a table where it goes on over pages."""
        return Markup(' data-continued="%s"') % (table.name.join(self._continued),)

    def label_cells(self, table: Table) -> Markup:  # noqa: ARG002
        """Write nothing."""
        return Markup("")


class _Cited(NamedTuple):
    """A citation: its id, and the number of its source."""

    name: str
    source: int


@dataclass(slots=True)
class _Entry:
    text: str
    name: str
    below: list[_Entry] = field(default_factory=list)


class OnScreen:
    """A page that is read on a screen: a list of contents, named sections, and sources that lead back."""

    chart_width: Final = SCREEN_WIDTH

    def __init__(self, document: Document, anchors: Anchors) -> None:
        """Name the citations of each source, before they are written."""
        self._signs = document.signposts
        self._names: dict[int, str] = {}
        self._entries: list[_Entry] = []
        self._cited: defaultdict[Origin, list[_Cited]] = defaultdict(list)
        self._to_write: defaultdict[Origin, deque[_Cited]] = defaultdict(deque)
        for number, citation in enumerate(_list_citations(document), start=1):
            if (source := anchors.destination(citation.place)) is not None:
                self._cited[source].append(_Cited(f"cited-{number}", citation.number))
                self._to_write[source].append(self._cited[source][-1])

    def name_heading(self, heading: Heading, level: int, name: str) -> str:
        """Return the id that it has, or one of its own, and keep it for the list of contents."""
        named = name or f"part-{len(self._names) + 1}"
        self._names[id(heading)] = named
        words = tuple(inline for inline in heading.content if not isinstance(inline, Citation))
        entry = _Entry(plain_text(words), named)
        if level == _PARTS:
            self._entries.append(entry)
        elif level == _PARTS + 1 and self._entries:
            self._entries[-1].below.append(entry)
        return named

    def name_section(self, section: Section) -> Markup:
        """Write the reference to its heading."""
        named = self._names.get(id(section.heading))
        return Markup("") if named is None else Markup(' aria-labelledby="%s"') % (named,)

    def write_contents(self) -> Markup:
        """Write the list where there are enough parts, and forget them."""
        entries, self._entries = self._entries, []
        if len(entries) < _FEWEST_PARTS:
            return Markup("")
        return Markup('<nav class="contents" aria-label="%s">\n<p>%s</p>\n%s</nav>\n') % (
            self._signs.contents,
            self._signs.contents,
            _list_entries(entries),
        )

    def name_citation(self, source: Origin) -> Markup:
        """Write the id of the next citation of a source."""
        return Markup(' id="%s"') % (self._to_write[source].popleft().name,)

    def lead_back(self, source: Origin) -> Markup:
        """Write an arrow for each citation, with a number where there are several."""
        cited = self._cited.get(source, [])
        return Markup("").join(
            self._lead_back(each, nth, is_one_of_several=len(cited) > 1) for nth, each in enumerate(cited, start=1)
        )

    def _lead_back(self, cited: _Cited, nth: int, *, is_one_of_several: bool) -> Markup:
        before, between, after = self._signs.back
        return Markup(' <a class="back" href="#%s" role="doc-backlink" aria-label="%s">↑%s</a>') % (
            cited.name,
            f"{before}{nth}{between}{cited.source}{after}",
            nth if is_one_of_several else "",
        )

    def frame_table(self, table: Table) -> Markup:
        """Let a table that is scrolled be reached from the keyboard, and say that it is."""
        if not is_scrolled(table):
            return Markup("")
        return Markup(' tabindex="0" role="group" aria-label="%s"') % (self._signs.scrolls,)

    def label_cells(self, table: Table) -> Markup:
        """Write the headers as values of the style: --1 is the first."""
        if is_scrolled(table):
            return Markup("")
        headers = (f"--{number}:{quote_for_css(column.header)}" for number, column in enumerate(table.columns, start=1))
        return Markup(' style="%s"') % (";".join(headers),)


def _list_citations(document: Document) -> Iterator[Citation]:
    return (node for node in descendants(document) if isinstance(node, Citation))


def _list_entries(entries: Iterable[_Entry]) -> Markup:
    items = (
        Markup('<li><a href="#%s">%s</a>%s</li>\n')
        % (entry.name, entry.text, _list_entries(entry.below) if entry.below else "")
        for entry in entries
    )
    return Markup("<ol>\n%s</ol>\n") % (Markup("").join(items),)
