"""WordprocessingML as elements: names, the order of properties, bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from lxml import etree

Element = etree._Element  # noqa: SLF001 -- the type of lxml’s elements

WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES: Final = {"w": WORD, "r": RELATIONSHIPS}
_XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

# The sequences of CT_PPrBase and CT_RPr: ECMA-376 Part 1, 17.3.1.26 and 17.3.2.28; only what publications use.
_PARAGRAPH_ORDER: Final = (
    *("pStyle", "keepNext", "keepLines", "widowControl", "numPr", "pBdr", "shd", "tabs", "spacing", "ind"),
    *("contextualSpacing", "jc", "outlineLvl", "rPr"),
)
_RUN_ORDER: Final = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "spacing", "sz", "szCs", "u", "vertAlign")


def qualified(tag: str) -> str:
    """Return a WordprocessingML name as lxml spells it."""
    return f"{{{WORD}}}{tag}"


_MAKER: Final = etree.Element(qualified("document"))
"""What makes elements: by `etree.Element` each would begin as a document of its own, and take twice as long."""


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """Make an element of WordprocessingML; its attributes are of the same namespace.

    Raises:
        ValueError: An attribute holds a character that XML cannot hold.
    """
    values = {qualified(name): str(value) for name, value in attributes.items()}
    element = _MAKER.makeelement(qualified(tag), values, nsmap=_NAMES)
    element.extend(children)
    return element


def paragraph_properties(*properties: Element) -> Element:
    """Make ``w:pPr``, its children in the order of the schema."""
    return w("pPr", *_sort_properties(properties, _PARAGRAPH_ORDER))


def add_properties(paragraph: Element, *properties: Element) -> None:
    """Add to the properties of a paragraph, which are its first child, those that it has not yet."""
    known = {child.tag for child in paragraph[0]}
    added = [each for each in properties if each.tag not in known]
    paragraph.replace(paragraph[0], paragraph_properties(*paragraph[0], *added))


def keep_with_next(element: Element) -> None:
    """Keep the paragraphs of an element, be it one or a row of a table, on the page of what follows."""
    for paragraph in element.iter(qualified("p")):
        add_properties(paragraph, w("keepNext"))


def run_properties(*properties: Element) -> Element:
    """Make ``w:rPr``, its children in the order of the schema."""
    return w("rPr", *_sort_properties(properties, _RUN_ORDER))


def _sort_properties(properties: Iterable[Element], order: tuple[str, ...]) -> list[Element]:
    return sorted(properties, key=lambda each: order.index(etree.QName(each).localname))


def text_run(text: str, *properties: Element) -> Element:
    """Make a run that holds text as it stands.

    Raises:
        ValueError: The text holds a character that XML cannot hold.
    """
    return w("r", *_make_formatting(properties), text_element("t", text))


def tab_run() -> Element:
    """Make a run that holds a tab."""
    return w("r", w("tab"))


def field_runs(instruction: str, shown: str) -> list[Element]:
    """Make the runs of a field; ``shown`` stands there until a program computes it (ECMA-376 Part 1, 17.16.2)."""
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", text_element("instrText", f" {instruction} ")),
        w("r", w("fldChar", fldCharType="separate")),
        text_run(shown),
        w("r", w("fldChar", fldCharType="end")),
    ]


def _make_formatting(properties: tuple[Element, ...]) -> list[Element]:
    return [run_properties(*properties)] if properties else []


def text_element(tag: str, text: str) -> Element:
    """Make an element that holds text, its spaces kept."""
    element = w(tag)
    element.set(_XML_SPACE, "preserve")
    element.text = text
    return element


def parse_xml(blob: bytes) -> Element:
    """Read XML from outside; entities stay unresolved, nothing is fetched, and comments are left out.

    Raises:
        XMLSyntaxError: It is not XML.
        ValueError: It has a DOCTYPE, which no part may have (ECMA-376 Part 2, 6.2.5).
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_blank_text=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(blob, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type is declared")
    return root


def serialize_xml(element: Element) -> bytes:
    """Write an element as a part of a package."""
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
