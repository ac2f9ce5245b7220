"""A drawing as PNG, for formats that hold no drawings of ours: lettered in the faces that come with codepub."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from typing import Final, assert_never

from PIL import Image, ImageDraw, ImageFont

from codepub.writers.charts.shapes import Anchor, Bar, Dot, Drawing, Label, Shape, Tone, find_color
from codepub.writers.faces import FACES, FALLBACK, Face, find_font_file
from codepub.writers.theme import Palette

DOTS_PER_INCH: Final = 300
_FINER: Final = 2
"""How many times finer it is drawn than it is written, so that edges are smooth."""
_SCALE: Final = DOTS_PER_INCH * _FINER / 72
"""The dots to a point in which it is drawn."""
_REGULAR, _SEMIBOLD = (
    next(face for face in FACES if face.file == f"SourceSansPro-{name}.ttf") for name in ("Regular", "Semibold")
)
_COLORS: Final = 64
"""The colours that it is written in: the tones, and what lies between each and the paper."""
_LACKED: Final = "\uffff"
"""A character that no face has: it looks as all do that a face lacks."""


def write_png(drawing: Drawing, palette: Palette) -> bytes:
    """Write a drawing on white paper, at 300 dots an inch; two runs give the same bytes."""
    size = (round(drawing.width * _SCALE), round(drawing.height * _SCALE))
    image = Image.new("RGB", size, find_color(Tone.PAPER, palette))
    canvas = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _draw_shape(canvas, shape, find_color(shape.tone, palette))
    written = BytesIO()
    flat = image.reduce(_FINER).quantize(_COLORS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat.save(written, "PNG", dpi=(DOTS_PER_INCH, DOTS_PER_INCH), optimize=True)
    return written.getvalue()


def _draw_shape(canvas: ImageDraw.ImageDraw, shape: Shape, color: str) -> None:
    match shape:
        case Bar(x, y, width, height):
            left, top, right, bottom = (round(edge * _SCALE) for edge in (x, y, x + width, y + height))
            canvas.rectangle((left, top, max(left, right - 1), max(top, bottom - 1)), fill=color)
        case Dot(x, y, radius):
            canvas.circle((x * _SCALE, y * _SCALE), radius * _SCALE, fill=color)
        case Label():
            _draw_label(canvas, shape, color)
        case _:
            assert_never(shape)


def _draw_label(canvas: ImageDraw.ImageDraw, label: Label, color: str) -> None:
    runs = [(text, _open_font(face, label.size)) for text, face in _divide(label)]
    x = label.x * _SCALE - _find_shift(label.anchor, sum(font.getlength(text) for text, font in runs))
    for text, font in runs:
        canvas.text((x, label.y * _SCALE), text, fill=color, font=font, anchor="ls")
        x += font.getlength(text)


def _find_shift(anchor: Anchor, width: float) -> float:
    """Return how far before the place of a label its letters begin."""
    match anchor:
        case Anchor.START:
            return 0
        case Anchor.MIDDLE:
            return width / 2
        case _:
            assert_never(anchor)


def _divide(label: Label) -> Iterator[tuple[str, Face]]:
    """Divide the text of a label where its face changes: what its own face lacks is lettered in another."""
    own = _SEMIBOLD if label.bold else _REGULAR
    for face, characters in groupby(label.text, lambda character: own if _has(own, character) else FALLBACK):
        yield "".join(characters), face


def _has(face: Face, character: str) -> bool:
    font = _open_font(face, 12)
    return character.isascii() or bytes(font.getmask(character)) != bytes(font.getmask(_LACKED))


@lru_cache(maxsize=16)
def _open_font(face: Face, points: float) -> ImageFont.FreeTypeFont:
    # The plain layout, since the one that shapes letters is not there on every machine.
    return ImageFont.truetype(find_font_file(face), points * _SCALE, layout_engine=ImageFont.Layout.BASIC)
