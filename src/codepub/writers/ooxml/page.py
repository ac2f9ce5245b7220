"""The page of a Word file: its size and margins, the running head and the footer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codepub.document import Imprint
from codepub.writers.ooxml.styles import StyleIds
from codepub.writers.ooxml.xml import (
    RELATIONSHIPS,
    Element,
    field_runs,
    paragraph_properties,
    qualified,
    tab_run,
    text_run,
    w,
)
from codepub.writers.theme import PAGE_INCHES, Page

PageSetup = tuple[Element, Element]
"""``w:pgSz`` and ``w:pgMar``."""

_TWIPS_PER_INCH: Final = 1440
_TWIPS_PER_MILLIMETRE: Final = 1440 / 25.4
_PAGE_NUMBER_WIDTH: Final = 1300


def page_setup(page: Page) -> PageSetup:
    """Make size and margins from the theme's."""
    width, height = (round(inches * _TWIPS_PER_INCH) for inches in PAGE_INCHES[page.size])
    sides = {"top": page.top, "right": page.outer, "bottom": page.bottom, "left": page.inner}
    twips = {side: round(millimetres * _TWIPS_PER_MILLIMETRE) for side, millimetres in sides.items()}
    lines = {"header": round(twips["top"] * 0.45), "footer": round(twips["bottom"] * 0.45)}
    return w("pgSz", w=width, h=height), w("pgMar", **twips, **lines, gutter=0)


def text_width(setup: PageSetup) -> int:
    """Give the width between the margins, in twentieths of a point."""
    size, margins = setup
    inner, outer, gutter = (int(margins.get(qualified(side), "0")) for side in ("left", "right", "gutter"))
    return int(size.get(qualified("w"), "0")) - inner - outer - gutter


def section(setup: PageSetup) -> Element:
    """Make ``w:sectPr``: the first page, which bears the title, has no running head; every page has the footer."""
    uses = [
        ("headerReference", "default", "header"),
        ("headerReference", "first", "firstHeader"),
        ("footerReference", "default", "footer"),
        ("footerReference", "first", "footer"),
    ]
    return w("sectPr", *(_use(*each) for each in uses), *setup, w("titlePg"))


def _use(tag: str, pages: str, relationship: str) -> Element:
    element = w(tag, type=pages)
    element.set(f"{{{RELATIONSHIPS}}}id", relationship)
    return element


def running_head(imprint: Imprint, styles: StyleIds) -> Element:
    """Make the header of the pages after the first."""
    text = [text_run(imprint.short, w("b"), w("bCs")), text_run(f" · {imprint.title}")]
    return w("hdr", w("p", paragraph_properties(w("pStyle", val=styles["header"])), *text))


def first_head(styles: StyleIds) -> Element:
    """Make the header of the first page, which is empty."""
    return w("hdr", w("p", paragraph_properties(w("pStyle", val=styles["header"]))))


def footer(imprint: Imprint, styles: StyleIds, width: int) -> Element:
    """Make the footer: the imprint's lines, and the page's number at the right end of the first."""
    first, *others = imprint.footer or ("",)
    numbered = (text_run(first), tab_run(), *_page_number(imprint))
    lines = [numbered, *((text_run(line),) for line in others)]
    return w("ftr", *(w("p", _footer_properties(styles, width), *line) for line in lines))


def _page_number(imprint: Imprint) -> Iterator[Element]:
    before, between, after = imprint.numbering
    yield text_run(before)
    yield from field_runs("PAGE", "1")
    yield text_run(between)
    yield from field_runs("NUMPAGES", "1")
    if after:
        yield text_run(after)


def _footer_properties(styles: StyleIds, width: int) -> Element:
    """Keep the lines clear of the page's number, which stands to the right of their end."""
    stop = w("tabs", w("tab", val="right", pos=width))
    return paragraph_properties(w("pStyle", val=styles["imprint"]), stop, w("ind", right=_PAGE_NUMBER_WIDTH))
