"""The structure tree of a PDF before it is written: HTML elements, and the marked content each one holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codepub.writers.pdf.tagging.painting import Mark
from codepub.writers.pdf.tagging.roles import Path, Step, StructureError, label_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class LinkAnnotation:
    """A link annotation: the index of its page, the number of its object, and the ``a`` element it was made for."""

    page: int
    number: int
    source: Element


@dataclass(slots=True)
class Node:
    """A structure element and what it holds, in reading order; the Document itself has no step.

    ``inner`` finds the structure elements among the kids; ``furthest`` is the last place among theirs.
    """

    step: Step | None = None
    kids: list[Node | Mark | LinkAnnotation] = field(default_factory=list)
    inner: dict[Step, Node] = field(default_factory=dict)
    furthest: tuple[int, int] = (0, 0)

    def ensure_element(self, path: Path) -> Node:
        """Return the structure element at the end of a path, and make it where it is not there yet."""
        if not path:
            return self
        return (self.inner.get(path[0]) or self._open(path[0])).ensure_element(path[1:])

    def reaches(self, path: Path) -> bool:
        """Return whether there is a structure element at the end of a path."""
        return not path or (path[0] in self.inner and self.inner[path[0]].reaches(path[1:]))

    def walk(self) -> Iterator[Node]:
        """Yield itself and every structure element below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def _open(self, step: Step) -> Node:
        """Add a structure element where the HTML has it: a table head may first be shown on a later page."""
        node = self.inner[step] = Node(step)
        self.kids.insert(self._find_position(step) if step.place < self.furthest else len(self.kids), node)
        self.furthest = max(self.furthest, step.place)
        return node

    def _find_position(self, step: Step) -> int:
        return next(at for at, kid in enumerate(self.kids) if isinstance(kid, Node) and kid.follows(step))

    def follows(self, step: Step) -> bool:
        """Tell whether this element stands after the place of a step in the HTML."""
        return self.step is not None and self.step.place > step.place


def build_structure_tree(
    paths: Mapping[Element, Path], marks: Iterable[Mark], annotations: Iterable[LinkAnnotation]
) -> Node:
    """Build the Document with all of its content: marks and link annotations below the HTML element they belong to.

    An annotation whose text is not among the marks of its page (a link in a repeated table head) is left out.

    Raises:
        StructureError: A mark has no path, or a link no annotation.
    """
    document = Node()
    linked: set[tuple[int, Element]] = set()
    for mark in marks:
        path = _find_path(mark, paths)
        document.ensure_element(path).kids.append(mark)
        linked.update((mark.page, step.source) for step in path)
    for annotation in annotations:
        if (annotation.page, annotation.source) in linked:
            document.ensure_element(paths[annotation.source]).kids.append(annotation)
    _add_empty_cells(document, paths)
    _check_links(document)
    return document


def _find_path(mark: Mark, paths: Mapping[Element, Path]) -> Path:
    element = mark.box.element
    if element is None or element not in paths:
        raise StructureError(
            f"Page {mark.page + 1} shows text of <{mark.box.element_tag}>, which is not in the body of the HTML."
        )
    path = paths[element]
    return label_path(path) if mark.box.element_tag == "li::marker" else path


def _add_empty_cells(document: Node, paths: Mapping[Element, Path]) -> None:
    """Add the cells without text: they are painted nowhere, but without them those after would change columns."""
    for element, path in paths.items():
        if element.tag in ("td", "th") and document.reaches(path[:-1]):
            document.ensure_element(path)


def _check_links(document: Node) -> None:
    for node in document.walk():
        if node.step is None or node.step.role != "Link":
            continue
        if not any(isinstance(kid, LinkAnnotation) for kid in node.kids):
            raise StructureError(f"The link to {node.step.source.get('href')} leads nowhere in the document.")
