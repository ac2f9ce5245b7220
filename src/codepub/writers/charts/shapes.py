"""What a picture is made of, before it has a format; lengths are points from its top left corner."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final, assert_never

from codepub.writers.theme import Palette

_PAPER: Final = "#ffffff"


class Tone(enum.StrEnum):
    """What a shape is drawn in: a colour of the theme, or that of the paper."""

    INK = "ink"
    QUIET = "quiet"
    RULE = "rule"
    ACCENT = "accent"
    PAPER = "paper"


def find_color(tone: Tone, palette: Palette) -> str:
    """Return the colour of a tone on white paper, as ``#rrggbb``."""
    match tone:
        case Tone.INK:
            return palette.ink
        case Tone.QUIET:
            return palette.quiet
        case Tone.RULE:
            return palette.rule
        case Tone.ACCENT:
            return palette.accent
        case Tone.PAPER:
            return _PAPER
        case _:
            assert_never(tone)


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle; a line is a thin one."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around a point."""

    x: float
    y: float
    radius: float
    tone: Tone


class Anchor(enum.StrEnum):
    """Whether the beginning of a label stands at its place, or its middle."""

    START = "start"
    MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class Label:
    """Letters in one line; ``y`` is that of the line they stand on."""

    text: str
    x: float
    y: float
    size: float
    tone: Tone
    anchor: Anchor = Anchor.START
    bold: bool = False


Shape = Bar | Dot | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture: its size, and its shapes, of which later ones lie over earlier ones."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
