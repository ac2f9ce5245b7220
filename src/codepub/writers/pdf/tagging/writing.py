"""A structure tree as objects of a PDF file (ISO 32000-1, 14.7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pikepdf import Array, Dictionary, Name, String

from codepub.writers.pdf.tagging.painting import Mark, bounding_box
from codepub.writers.pdf.tagging.roles import OWN_TYPES, SVG, Step, StructureError
from codepub.writers.pdf.tagging.tree import LinkAnnotation, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from xml.etree.ElementTree import Element

    import pikepdf

    from codepub.writers.pdf.tagging.painting import PaintedPage

LIST_NUMBERING = {"ol": Name.Decimal, "ul": Name.Disc, "dl": Name("/None")}


@dataclass(slots=True)
class TreeWriter:
    """Writes a structure tree into ``pdf`` in place of the one that is there; ``pages`` are as painted."""

    pdf: pikepdf.Pdf
    pages: Sequence[PaintedPage]
    owners: dict[tuple[int, int], Any] = field(default_factory=dict)
    links: list[Any] = field(default_factory=list)
    identified: dict[str, Any] = field(default_factory=dict)

    def write(self, document: Node) -> None:
        """Write the tree below ``document``, and the index from marked content and annotations back to it."""
        root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = Array([self._write_element(document, root)])
        root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self._list_parents())))
        used = {node.step.role for node in document.walk() if node.step} & OWN_TYPES.keys()
        if used:
            root.RoleMap = Dictionary({f"/{role}": Name(f"/{OWN_TYPES[role]}") for role in sorted(used)})
        root.ParentTreeNextKey = len(self.pages) + len(self.links)
        if self.identified:
            names = [part for name in sorted(self.identified) for part in (String(name), self.identified[name])]
            root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(names)))
        self.pdf.Root.StructTreeRoot = root

    def _write_element(self, node: Node, parent: Any) -> Any:
        role = node.step.role if node.step else "Document"
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=parent))
        home = next((kid.page for kid in node.kids if not isinstance(kid, Node)), None)
        if home is not None:
            element.Pg = self.pdf.pages[home].obj
        if node.step:
            self._describe(element, node, node.step)
        element.K = Array([self._write_kid(kid, element, home) for kid in node.kids])
        return element

    def _write_kid(self, kid: Node | Mark | LinkAnnotation, element: Any, home: int | None) -> Any:
        match kid:
            case Node():
                return self._write_element(kid, element)
            case Mark():
                self.owners[kid.page, kid.mcid] = element
                return kid.mcid if kid.page == home else self._refer_to_content(kid)
            case LinkAnnotation():
                return self._write_link(kid, element)

    def _refer_to_content(self, mark: Mark) -> Any:
        """Refer to marked content on another page than the one its element begins on (14.7.4.2)."""
        return Dictionary(Type=Name.MCR, Pg=self.pdf.pages[mark.page].obj, MCID=mark.mcid)

    def _write_link(self, link: LinkAnnotation, element: Any) -> Any:
        annotation = self.pdf.get_object(link.number, 0)
        # A link needs words for those who do not see the text under it (ISO 14289-1, 7.18.5).
        annotation.Contents = String(
            link.source.get("title") or link.source.get("aria-label") or _read_text(link.source)
        )
        annotation.StructParent = len(self.pages) + len(self.links)
        self.links.append(element)
        return Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self.pdf.pages[link.page].obj)

    def _list_parents(self) -> Iterator[Any]:
        """Yield the number tree from pages and annotations to structure elements (14.7.4.4); artifacts have none."""
        for number, page in enumerate(self.pages):
            yield number
            yield Array([self.owners.get((number, mcid)) for mcid in range(len(page.boxes))])
        for key, element in enumerate(self.links, start=len(self.pages)):
            yield key
            yield element

    def _describe(self, element: Any, node: Node, step: Step) -> None:
        if step.role != "LI" and (language := step.source.get("lang")):
            element.Lang = String(language)
        match step.role:
            case "L":
                element.A = Dictionary(O=Name.List, ListNumbering=LIST_NUMBERING[step.source.tag])
            case "TH":
                scope = Name.Row if step.source.get("scope") == "row" else Name.Column
                element.A = Dictionary(O=Name.Table, Scope=scope, **_read_spans(step.source))
            case "Table" if name := step.source.get("aria-label"):
                element.A = Dictionary(O=Name.Table, Summary=String(name))
            case "TD" if spans := _read_spans(step.source):
                element.A = Dictionary(O=Name.Table, **spans)
            case "Figure":
                element.Alt = String(_read_alternative(step.source))
                element.A = Dictionary(O=Name.Layout, BBox=self._find_box(node))
            case "Note":
                self._identify(element, f"note-{step.place[0]}")

    def _find_box(self, node: Node) -> Any:
        return Array(next(bounding_box(kid, self.pages) for kid in node.kids if isinstance(kid, Mark)))

    def _identify(self, element: Any, name: str) -> None:
        """A note needs a name of its own (ISO 14289-1, 7.9)."""
        element.ID = String(name)
        self.identified[name] = element


def _read_spans(cell: Element) -> dict[str, Any]:
    spans = {"ColSpan": int(cell.get("colspan", 1)), "RowSpan": int(cell.get("rowspan", 1))}
    return {name: span for name, span in spans.items() if span > 1}


def _read_alternative(figure: Element) -> str:
    title = figure.find(f"{SVG}title")
    words = figure.get("alt") or figure.get("aria-label") or (_read_text(title) if title is not None else "")
    if not words:
        raise StructureError(
            f"The picture {figure.get('src', '')} has no words for those who do not see it; give it an alt text."
        )
    return words


def _read_text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
