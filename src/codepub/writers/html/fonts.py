"""The faces that a page brings with it, each with the characters that it sets there and no others."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from codepub.document.nodes import Document
from codepub.writers.faces import FACES, FALLBACK, Face, find_font_file
from codepub.writers.html.characters import SANS, SERIF, STRONG_SANS, Setting, gather_characters
from codepub.writers.html.woff2 import pack_font
from codepub.writers.theme import Typography

if TYPE_CHECKING:
    import uharfbuzz

_KEPT_NAMES: Final = (0, 14)
"""The names of a font that are kept: whose it is, and the address of its licence (OpenType, `name`, name IDs)."""
_FEATURES: Final = ("kern", "liga", "ccmp", "locl", "mark", "mkmk")
"""What is kept of a font: kerning, ligatures, and accents in their places; figures are tabular and lining without."""


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """A face as a style loads it: what it is called, and its bytes as WOFF 2.0, in base64."""

    family: str
    weight: int
    style: str
    data: str


def embed_faces(document: Document, typography: Typography, around: str) -> Iterator[EmbeddedFace]:
    """Yield the faces that a page needs of those that come with codepub, then one for what they lack.

    A family of a theme that does not come with codepub is not embedded. ``around`` is the text of the page around what
    the document sets, which may stand in any of the faces of running text, of tables and of headings.

    Raises:
        MachineError: A package of fonts is missing.
    """
    import uharfbuzz

    lacked: set[str] = set()
    wanted = _list_wanted(document, typography, around)
    for face in FACES:
        if characters := wanted.get((face.family, face.weight, face.style)):
            font = uharfbuzz.Face(find_font_file(face).read_bytes())
            has = font.unicodes
            lacked.update(each for each in characters if each.isprintable() and ord(each) not in has)
            yield _embed(face, font, characters)
    if lacked:
        yield _embed(FALLBACK, uharfbuzz.Face(find_font_file(FALLBACK).read_bytes()), frozenset(lacked))


def _list_wanted(
    document: Document, typography: Typography, around: str
) -> Mapping[tuple[str, int, str], frozenset[str]]:
    """List the characters that are wanted of each face, by family, weight and style."""
    gathered = gather_characters(document, typography)
    wanted: dict[tuple[str, int, str], frozenset[str]] = {}
    for setting in {SERIF, SANS, STRONG_SANS, *gathered}:
        added = frozenset(around) if setting in (SERIF, SANS, STRONG_SANS) else frozenset()
        named = (_find_family(setting, typography), setting.weight, setting.style)
        wanted[named] = wanted.get(named, frozenset()) | gathered.get(setting, frozenset()) | added
    return wanted


def _find_family(setting: Setting, typography: Typography) -> str:
    return typography.serif if setting.kind == "serif" else typography.sans


def _embed(face: Face, font: uharfbuzz.Face, characters: frozenset[str]) -> EmbeddedFace:
    import uharfbuzz

    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    for kept, only in (
        (wanted.name_id_set, _KEPT_NAMES),
        (wanted.layout_feature_tag_set, (int.from_bytes(tag.encode("ascii")) for tag in _FEATURES)),
    ):
        kept.clear()
        kept.update(only)
    wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING
    packed = pack_font(uharfbuzz.subset(font, wanted).blob.data)
    return EmbeddedFace(face.family, face.weight, face.style, b64encode(packed).decode("ascii"))
