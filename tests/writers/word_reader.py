"""A Word file read by nothing but zipfile and ElementTree."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def part(content: bytes, name: str = "word/document.xml") -> ET.Element:
    with ZipFile(BytesIO(content)) as package:
        return ET.fromstring(package.read(name))


def val(element: ET.Element | None, name: str = "val") -> str:
    assert element is not None
    return element.attrib[W + name]


def words(element: ET.Element) -> str:
    """All text below an element, tabs and line ends as such, and of a picture what is read in its place."""
    return "".join(_read(each) for run in element.iter(f"{W}r") for each in run)


def _read(part_of_run: ET.Element) -> str:
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    if part_of_run.tag == f"{W}drawing":
        return "".join(each.get("descr", "") for each in part_of_run.iter(f"{WP}docPr"))
    return part_of_run.text or "" if part_of_run.tag == f"{W}t" else signs.get(part_of_run.tag, "")


def paragraph_style(paragraph: ET.Element) -> str:
    return val(paragraph.find(f"{W}pPr/{W}pStyle"))


def paragraphs(content: bytes, style: str) -> list[str]:
    """The text of the paragraphs of a style, by its identifier."""
    found = part(content).iter(f"{W}p")
    return [
        words(each) for each in found if each.find(f"{W}pPr/{W}pStyle") is not None and paragraph_style(each) == style
    ]


def bookmarks(content: bytes) -> list[tuple[str, str]]:
    """The names of bookmarks with the text in each, in the order of the file; each lies in one paragraph."""
    return [found for paragraph in part(content).iter(f"{W}p") for found in _bookmarks(paragraph)]


def _bookmarks(paragraph: ET.Element) -> list[tuple[str, str]]:
    names: dict[str, str] = {}
    texts: dict[str, str] = {}
    for child in paragraph:
        if child.tag == f"{W}bookmarkStart":
            names[val(child, "id")], texts[val(child, "id")] = val(child, "name"), ""
        elif child.tag != f"{W}bookmarkEnd":
            for open_one in names.keys() - _ended(paragraph, child):
                texts[open_one] += words(_alone(child))
    return [(names[identifier], texts[identifier]) for identifier in names]


def _ended(paragraph: ET.Element, until: ET.Element) -> set[str]:
    children = list(paragraph)
    return {val(each, "id") for each in children[: children.index(until)] if each.tag == f"{W}bookmarkEnd"}


def _alone(child: ET.Element) -> ET.Element:
    holder = ET.Element("holder")
    holder.append(child)
    return holder


def style(content: bytes, name: str) -> ET.Element:
    """A style by its name."""
    styles = part(content, "word/styles.xml").iter(f"{W}style")
    return next(each for each in styles if val(each.find(f"{W}name")) == name)


def relationships(content: bytes) -> dict[str, str]:
    return {each.attrib["Id"]: each.attrib["Target"] for each in part(content, "word/_rels/document.xml.rels")}
