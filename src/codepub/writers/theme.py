"""How a publication looks: values that every writer reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from codepub.writers.assets import Assets
from codepub.writers.choices import PageSize

PAGE_INCHES: Mapping[PageSize, tuple[float, float]] = {"letter": (8.5, 11.0), "a4": (8.2677, 11.6929)}

Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Points = Annotated[float, Field(ge=4, le=72)]
Millimetres = Annotated[float, Field(ge=8, le=60)]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``; ``ground`` is that of a page on a screen, paper having its own."""

    ground: Color
    ink: Color
    quiet: Color
    rule: Color
    accent: Color
    tint: Color
    note: Color
    note_edge: Color
    note_ink: Color


@dataclass(frozen=True, slots=True)
class Typography:
    """Families by name and the sizes of text in points."""

    serif: str
    sans: str
    body: Points
    table: Points
    small: Points
    title: Points
    heading_2: Points
    heading_3: Points
    heading_4: Points


@dataclass(frozen=True, slots=True)
class PageGeometry:
    """The page: its size by name and its margins in millimetres."""

    size: PageSize
    top: Millimetres
    bottom: Millimetres
    inner: Millimetres
    outer: Millimetres


@dataclass(frozen=True, slots=True)
class Theme:
    """How publications look, in every format; nothing here names a file to open.

    ``dark`` are the colours on a screen for readers who ask for dark pages. ``templates`` are the page shells and
    styles by file name; ``assets`` are the pictures and fonts that a style may name.
    """

    palette: Palette
    dark: Palette
    typography: Typography
    page: PageGeometry
    templates: Mapping[str, str]
    assets: Assets = field(default_factory=dict)
