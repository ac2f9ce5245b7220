"""Figures become pictures: PNG that stands in a line of its own, with the words that are read in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docx.oxml.shape import CT_Inline
from docx.shared import Pt

from codepub.document.nodes import Figure
from codepub.ooxml.measures import TWIPS_PER_INCH
from codepub.ooxml.xml import Element, w
from codepub.writers.chart_widths import PAPER_WIDTH
from codepub.writers.docx.runs import Writing

if TYPE_CHECKING:
    from codepub.writers.charts.shapes import Drawing

_MOST_OF_PAGE: Final = 0.9
"""How much of the height of a page's text a picture takes at most."""


def make_picture_run(writing: Writing, figure: Figure) -> Element:
    """Make the run that holds the picture of a figure, and keep its file.

    Raises:
        ValueError: The words in its place hold a character that XML cannot hold.
    """
    # Most publications have no chart, and Pillow takes a while.
    from codepub.writers.charts.percentiles import draw_percentiles
    from codepub.writers.charts.png import write_png

    drawing = draw_percentiles(figure.chart, writing.theme.typography, PAPER_WIDTH)
    writing.pictures.append(write_png(drawing, writing.theme.palette))
    number = len(writing.pictures)
    name = picture_name(number)
    inline = CT_Inline.new_pic_inline(number, name, f"{name}.png", *_fit(writing, drawing))
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    properties = inline.docPr
    properties.set("name", figure.chart.name)
    properties.set("descr", figure.alternative)
    return w("r", w("drawing", inline))


def picture_name(number: int) -> str:
    """Return the name of a picture's file and the id of the relationship to it; pictures count from 1."""
    return f"chart{number}"


def _fit(writing: Writing, drawing: Drawing) -> tuple[Pt, Pt]:
    """Return the width and the height of a picture: its own, or what a page has room for."""
    wide, high = (twips * 72 / TWIPS_PER_INCH for twips in (writing.width, writing.height * _MOST_OF_PAGE))
    share = min(1, wide / drawing.width, high / drawing.height)
    return Pt(drawing.width * share), Pt(drawing.height * share)
