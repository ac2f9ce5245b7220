"""A small reader of tagged PDFs that goes about it as a screen reader does: structure first, then the text in it."""

from __future__ import annotations

import functools
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

ARTIFACT = None


@dataclass(frozen=True)
class Content:
    """The text of one page by MCID, that of its artifacts, and how deep marked content is nested."""

    marked: dict[int, str]
    artifacts: list[str]
    depth: int


@dataclass(frozen=True)
class Structure:
    """A structure element: its role, its dictionary, and its kids; a kid that is text stands as itself."""

    role: str
    dictionary: Any
    kids: list[Structure | str] = field(default_factory=list)

    def walk(self) -> Iterator[Structure]:
        yield self
        for kid in self.kids:
            if isinstance(kid, Structure):
                yield from kid.walk()

    def all(self, role: str) -> list[Structure]:
        return [each for each in self.walk() if each.role == role]

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    @property
    def roles(self) -> list[str]:
        return [kid.role for kid in self.kids if isinstance(kid, Structure)]


@dataclass(frozen=True)
class Reading:
    """A PDF as read: the file, the text of its pages, and its structure."""

    pdf: pikepdf.Pdf
    pages: list[Content]
    document: Structure


@functools.cache  # the dictionaries of a structure live no longer than the file they are in
def read(content: bytes) -> Reading:
    pdf = pikepdf.open(io.BytesIO(content))
    pages = [content_of(page) for page in pdf.pages]
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}

    def text_of(page: Any, mcid: int) -> str:
        return pages[numbers[page.objgen]].marked[mcid]

    def element(dictionary: Any) -> Structure:
        kids: list[Structure | str] = []
        for kid in dictionary.get("/K", ()):
            if isinstance(kid, int):
                kids.append(text_of(dictionary.Pg, kid))
            elif kid.Type == pikepdf.Name.MCR:
                kids.append(text_of(kid.Pg, int(kid.MCID)))
            elif kid.Type == pikepdf.Name.StructElem:
                kids.append(element(kid))
        return Structure(str(dictionary.S)[1:], dictionary, kids)

    return Reading(pdf, pages, element(pdf.Root.StructTreeRoot.K[0]))


def content_of(page: pikepdf.Page) -> Content:
    """Raises ``AssertionError`` where marked content does not end as often as it begins."""
    fonts = {name: code_map(font) for name, font in page.Resources.Font.items()}
    marked: dict[int, str] = {}
    artifacts: list[str] = []
    opened: list[int | None] = []
    font: dict[int, str] = {}
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        match str(instruction.operator):
            case "BMC":
                opened.append(ARTIFACT)
                artifacts.append("")
            case "BDC" if "/MCID" in operands[1]:
                opened.append(int(operands[1].MCID))
                marked[int(operands[1].MCID)] = ""
            case "BDC":
                assert operands[0] == pikepdf.Name.Artifact
                opened.append(ARTIFACT)
                artifacts.append("")
            case "EMC":
                opened.pop()
            case "Tf":
                font = fonts[str(operands[0])]
            case "TJ":
                text = "".join(decode(part, font) for part in operands[0] if isinstance(part, pikepdf.String))
                if opened[-1] is ARTIFACT:
                    artifacts[-1] += text
                else:
                    marked[opened[-1]] += text
        depth = max(depth, len(opened))
    assert not opened
    return Content(marked, artifacts, depth)


def code_map(font: Any) -> dict[int, str]:
    """The characters of a font by glyph, from its ToUnicode map as WeasyPrint writes it."""
    lines = (line.split() for line in font.ToUnicode.read_bytes().decode().splitlines())
    pairs = ((line[0].strip("<>"), line[1].strip("<>")) for line in lines if len(line) == 2 and line[0].startswith("<"))
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def decode(string: Any, font: dict[int, str]) -> str:
    codes = bytes(string)
    return "".join(font[int.from_bytes(codes[at : at + 2])] for at in range(0, len(codes), 2))
