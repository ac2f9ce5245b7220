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
from codepub.patterns import compile_late

MAX_PICTURE_BYTES: Final = 256 * 1024
"""The most bytes of a picture that serves as a bullet; Word's own have 1 to 5 KB."""
MAX_PICTURE_PIXELS: Final = 1_000
"""The most pixels of a side of such a picture: 12 points at 6,000 dots per inch."""
MAX_BULLETS: Final = 32
"""The most bullets that are pictures; further ones keep their signs. A list has nine levels."""
_EXTENSIONS: Final = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_VML: Final = "urn:schemas-microsoft-com:vml"
_OFFICE: Final = "urn:schemas-microsoft-com:office:office"
_SIDE: Final = compile_late(r"(?:^|;)\s*(width|height)\s*:\s*([0-9]{1,2}(?:\.[0-9]{1,4})?)pt", re.IGNORECASE)
_USUAL_SIDE: Final = "9"
# What python-docx raises for a picture that it cannot measure; it does not expect one that was made to mislead.
_UNMEASURABLE: Final = (
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
    """Read the pictures of the bullets of a numbering part, in its order; one that cannot be taken is a diagnostic."""
    related = {each.identifier: each for each in package.read_relationships(name)}
    found: list[Bullet | Diagnostic] = []
    for element in numbering.findall(qualified("numPicBullet"))[:MAX_BULLETS]:
        targets = (related[each] for each in _find_relationship_ids(element) if each in related)
        pictures = (each.target for each in targets if each.kind == RELATIONSHIP_TYPE.IMAGE and each.target)
        picture = next(pictures, None)
        free = _read_number(element) not in {None, *map(_bullet_number, found)}
        bullet = _read_bullet(package, picture, element) if picture is not None and free else None
        found.append(bullet or _describe_left_out(picture))
    return found


def _read_number(element: Element) -> int | None:
    number = parse_whole_number(element.get(qualified("numPicBulletId"), ""))
    return number if number is not None and number >= 0 else None


def _bullet_number(found: Bullet | Diagnostic) -> int | None:
    return found.number if isinstance(found, Bullet) else None


def _find_relationship_ids(element: Element) -> Iterator[str]:
    for each in element.iter():
        yield from (each.get(f"{{{RELATIONSHIPS}}}{key}", "") for key in ("id", "embed"))


def _read_bullet(package: WordPackage, picture: str, element: Element) -> Bullet | None:
    try:
        content = package.read(picture, MAX_PICTURE_BYTES)
        image = Image.from_blob(content)
        sides = (image.px_width, image.px_height)
    except (CallError, *_UNMEASURABLE):
        return None
    if image.content_type not in _EXTENSIONS or not all(0 < side <= MAX_PICTURE_PIXELS for side in sides):
        return None
    styles = (shape.get("style", "") for shape in element.iter(f"{{{_VML}}}shape"))
    drawn = dict(_SIDE.findall(next(styles, "").casefold()))
    return Bullet(
        number=_read_number(element) or 0,
        extension=_EXTENSIONS[image.content_type],
        content_type=image.content_type,
        content=content,
        width=drawn.get("width", _USUAL_SIDE),
        height=drawn.get("height", _USUAL_SIDE),
    )


def _describe_left_out(picture: str | None) -> Diagnostic:
    named = "that lies outside of it" if picture is None else printable(picture)
    return Diagnostic(
        rule="word-reference",
        severity=Severity.WARNING,
        message=f"A bullet of the reference document is the picture {named}, which is not taken over; "
        "the sign of its level stands there.",
        hint=f"Give the list a PNG, JPEG or GIF of at most {MAX_PICTURE_BYTES:,} bytes "
        f"and {MAX_PICTURE_PIXELS:,} pixels a side.",
    )


def put_bullets(numbering: Element, bullets: Sequence[Bullet]) -> None:
    """Put bullets into a numbering; a level whose picture is not among them keeps its sign."""
    taken = {str(bullet.number) for bullet in bullets}
    for use in list(numbering.iter(qualified("lvlPicBulletId"))):
        level = use.getparent()
        if level is not None and use.get(qualified("val")) not in taken:
            level.remove(use)
    numbering[0:0] = [_make_element(bullet, picture_id(place)) for place, bullet in enumerate(bullets, 1)]


def picture_id(place: int) -> str:
    """Return the id of the relationship to the picture of a bullet, counted from 1."""
    return f"bullet{place}"


def _make_element(bullet: Bullet, relationship: str) -> Element:
    names = {"v": _VML, "o": _OFFICE, "r": RELATIONSHIPS}
    style = f"width:{bullet.width}pt;height:{bullet.height}pt"
    shape = etree.Element(f"{{{_VML}}}shape", {"style": style, f"{{{_OFFICE}}}bullet": "t"}, nsmap=names)
    picture = {f"{{{RELATIONSHIPS}}}id": relationship, f"{{{_OFFICE}}}title": ""}
    etree.SubElement(shape, f"{{{_VML}}}imagedata", picture)
    return w("numPicBullet", w("pict", shape), numPicBulletId=bullet.number)
