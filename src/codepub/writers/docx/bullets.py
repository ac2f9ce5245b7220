"""Bullets that are pictures: the pictures alone are taken, and a shape of our own is put around each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from codepub.diagnostics import CallError, Diagnostic, Severity, printable
from codepub.ooxml.measures import parse_whole_number
from codepub.ooxml.opc import WordPackage
from codepub.ooxml.xml import RELATIONSHIPS, Element, qualified, w

MOST_BYTES: Final = 256 * 1024
"""The most bytes of a picture that is a bullet; Word's own have 1 to 5 KB."""
MOST_PIXELS: Final = 1_000
"""The most pixels of its side: 12 points at 6,000 dots per inch."""
MOST_BULLETS: Final = 32
"""The most bullets that are pictures, others keep their signs; a list has nine levels."""
_EXTENSIONS: Final = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_VML: Final = "urn:schemas-microsoft-com:vml"
_OFFICE: Final = "urn:schemas-microsoft-com:office:office"
_SIDE: Final = re.compile(r"(?:^|;)\s*(width|height)\s*:\s*([0-9]{1,2}(?:\.[0-9]{1,4})?)pt", re.IGNORECASE)
_USUAL_SIDE: Final = "9"
# What python-docx says of a picture that it cannot measure; it does not expect one that was made to mislead.
_NO_PICTURE: Final = (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
    ArithmeticError,
    LookupError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A picture for bullets: its number in the numbering, its file, and the shape's sides in points."""

    number: int
    extension: str
    content_type: str
    content: bytes
    width: str
    height: str


def read_bullets(package: WordPackage, name: str, numbering: Element) -> Sequence[Bullet | Diagnostic]:
    """Read the pictures of the bullets of a numbering part, in its order; of one that cannot be taken, say so."""
    related = {each.identifier: each for each in package.read_relationships(name)}
    found: list[Bullet | Diagnostic] = []
    for element in numbering.findall(qualified("numPicBullet"))[:MOST_BULLETS]:
        targets = (related[each] for each in _identifiers(element) if each in related)
        pictures = (each.target for each in targets if each.kind == RELATIONSHIP_TYPE.IMAGE and each.target)
        picture = next(pictures, None)
        free = _number(element) not in {None, *map(_number_of, found)}
        bullet = _bullet(package, picture, element) if picture is not None and free else None
        found.append(bullet or _left_out(picture))
    return found


def _number(element: Element) -> int | None:
    number = parse_whole_number(element.get(qualified("numPicBulletId"), ""))
    return number if number is not None and number >= 0 else None


def _number_of(found: Bullet | Diagnostic) -> int | None:
    return found.number if isinstance(found, Bullet) else None


def _identifiers(element: Element) -> Iterator[str]:
    for each in element.iter():
        yield from (each.get(f"{{{RELATIONSHIPS}}}{key}", "") for key in ("id", "embed"))


def _bullet(package: WordPackage, picture: str, element: Element) -> Bullet | None:
    try:
        content = package.read(picture, MOST_BYTES)
        image = Image.from_blob(content)
        sides = (image.px_width, image.px_height)
    except (CallError, *_NO_PICTURE):
        return None
    if image.content_type not in _EXTENSIONS or not all(0 < side <= MOST_PIXELS for side in sides):
        return None
    styles = (shape.get("style", "") for shape in element.iter(f"{{{_VML}}}shape"))
    drawn = dict(_SIDE.findall(next(styles, "").casefold()))
    return Bullet(
        number=_number(element) or 0,
        extension=_EXTENSIONS[image.content_type],
        content_type=image.content_type,
        content=content,
        width=drawn.get("width", _USUAL_SIDE),
        height=drawn.get("height", _USUAL_SIDE),
    )


def _left_out(picture: str | None) -> Diagnostic:
    named = "that lies outside of it" if picture is None else printable(picture)
    return Diagnostic(
        rule="word-reference",
        severity=Severity.WARNING,
        message=f"A bullet of the reference document is the picture {named}, which is not taken over; "
        "the sign of its level stands there.",
        hint=f"Give the list a PNG, JPEG or GIF of at most {MOST_BYTES:,} bytes and {MOST_PIXELS:,} pixels a side.",
    )


def put_bullets(numbering: Element, bullets: Sequence[Bullet]) -> None:
    """Put bullets into a numbering; a level whose picture is not among them keeps its sign."""
    taken = {str(bullet.number) for bullet in bullets}
    for use in list(numbering.iter(qualified("lvlPicBulletId"))):
        level = use.getparent()
        if level is not None and use.get(qualified("val")) not in taken:
            level.remove(use)
    numbering[0:0] = [_element(bullet, picture_id(place)) for place, bullet in enumerate(bullets, 1)]


def picture_id(place: int) -> str:
    """Give the id of the relationship to the picture of a bullet, counted from 1."""
    return f"bullet{place}"


def _element(bullet: Bullet, relationship: str) -> Element:
    names = {"v": _VML, "o": _OFFICE, "r": RELATIONSHIPS}
    style = f"width:{bullet.width}pt;height:{bullet.height}pt"
    shape = etree.Element(f"{{{_VML}}}shape", {"style": style, f"{{{_OFFICE}}}bullet": "t"}, nsmap=names)
    picture = {f"{{{RELATIONSHIPS}}}id": relationship, f"{{{_OFFICE}}}title": ""}
    etree.SubElement(shape, f"{{{_VML}}}imagedata", picture)
    return w("numPicBullet", w("pict", shape), numPicBulletId=bullet.number)
