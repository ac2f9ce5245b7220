"""A page of HTML as a browser reads it: parsed by the algorithm of the HTML standard, which also says what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Page:
    """A page: its root element, and what breaks the rules of the standard in it."""

    root: Element
    errors: list[str]

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.root.iter() if element.tag in tags]

    def one(self, tag: str) -> Element:
        (element,) = self.all(tag)
        return element

    @property
    def ids(self) -> list[str]:
        return [element.attrib["id"] for element in self.root.iter() if "id" in element.attrib]

    def with_id(self, name: str) -> Element:
        (element,) = (element for element in self.root.iter() if element.get("id") == name)
        return element


def read_page(content: bytes | str) -> Page:
    parser = HTMLParser(namespace_html_elements=False)
    text = content.decode() if isinstance(content, bytes) else content
    root = parser.parse(text)
    return Page(root, [f"{place}: {code} {values}" for place, code, values in parser.errors])


def words(element: Element) -> str:
    """All characters in an element."""
    return "".join(element.itertext())


def references(page: Page) -> Iterator[tuple[str, str]]:
    """Every address that a page names, with the tag that names it."""
    for element in page.root.iter():
        for name in ("href", "src", "srcset", "data", "action", "poster", "background", "cite", "formaction"):
            if name in element.attrib:
                yield str(element.tag), element.attrib[name]
