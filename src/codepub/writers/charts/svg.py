"""A drawing as SVG that stands in a page of HTML: letters stay letters, and a style may colour each tone anew."""

from __future__ import annotations

from typing import Final, assert_never

from markupsafe import Markup

from codepub.writers.charts.shapes import Bar, Dot, Drawing, Label, Shape, find_color
from codepub.writers.theme import Theme

_BOLD: Final = 600


def write_svg(drawing: Drawing, alternative: str, theme: Theme) -> Markup:
    """Write a drawing as one picture with a text in its place, which is read instead of the letters in it.

    Each shape bears the name of its tone as its class, and the colour that the theme has for it.
    """
    shapes = Markup("\n").join(_write_shape(shape, theme) for shape in drawing.shapes)
    width, height = _write_length(drawing.width), _write_length(drawing.height)
    return Markup(
        '<svg role="img" aria-label="%s" width="%spt" height="%spt" viewBox="0 0 %s %s" font-family="%s, sans-serif">\n'
        "%s\n</svg>"
    ) % (alternative, width, height, width, height, theme.typography.sans, shapes)


def _write_shape(shape: Shape, theme: Theme) -> Markup:
    tone = Markup('class="%s" fill="%s"') % (shape.tone.value, find_color(shape.tone, theme.palette))
    match shape:
        case Bar(x, y, width, height):
            sides = map(_write_length, (x, y, width, height))
            return Markup('<rect x="%s" y="%s" width="%s" height="%s" %s/>') % (*sides, tone)
        case Dot(x, y, radius):
            return Markup('<circle cx="%s" cy="%s" r="%s" %s/>') % (*map(_write_length, (x, y, radius)), tone)
        case Label(text, x, y, size, _, anchor, bold):
            weight = Markup(' font-weight="%s"') % (_BOLD,) if bold else ""
            return Markup('<text x="%s" y="%s" font-size="%s" text-anchor="%s"%s %s>%s</text>') % (
                *map(_write_length, (x, y, size)),
                anchor.value,
                weight,
                tone,
                text,
            )
        case _:
            assert_never(shape)


def _write_length(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")
