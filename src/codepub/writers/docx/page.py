"""The page of a Word file: its size and margins, the running head and the footer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, assert_never

from lxml import etree

from codepub.diagnostics import CallError, printable
from codepub.document.nodes import Document, Draft, Heading, Released, RunningMatter, Standing
from codepub.document.text import plain_text
from codepub.document.walk import flow
from codepub.ooxml.measures import TWIPS_PER_INCH, TWIPS_PER_MILLIMETRE, parse_twips
from codepub.ooxml.opc import refusal
from codepub.ooxml.xml import (
    RELATIONSHIPS,
    Element,
    field_runs,
    paragraph_properties,
    qualified,
    tab_run,
    text_run,
    w,
)
from codepub.writers.docx.styles import StyleIds
from codepub.writers.theme import PAGE_INCHES, PageGeometry

PageSetup = tuple[Element, Element]
"""``w:pgSz`` and ``w:pgMar``."""

_PAGE_NUMBER_TWIPS: Final = 1300
"""The width that the page's number has at the right end of the footer, in twentieths of a point."""
_MAX_TWIPS: Final = 31_680
"""The longest side and the widest margin that Word knows, in twentieths of a point: 22 inches (MS-OI29500, 2.1.218)."""
_SIZE_LIMITS: Final = {"w": (144, _MAX_TWIPS), "h": (144, _MAX_TWIPS)}
_MARGIN_LIMITS: Final = {
    **dict.fromkeys(("top", "bottom"), (-_MAX_TWIPS, _MAX_TWIPS)),
    **dict.fromkeys(("left", "right", "header", "footer", "gutter"), (0, _MAX_TWIPS)),
}
"""The attributes of ``w:pgSz`` and ``w:pgMar`` and their limits; a negative margin does not yield to a long header."""
MIN_TEXT_TWIPS: Final = (3 * TWIPS_PER_INCH, 2 * TWIPS_PER_INCH)
"""The least width and height of the text, in twentieths of a point: at the least, terms take two fifths of it."""


def make_page_setup(page: PageGeometry) -> PageSetup:
    """Make size and margins from those of the theme."""
    width, height = (round(inches * TWIPS_PER_INCH) for inches in PAGE_INCHES[page.size])
    sides = {"top": page.top, "right": page.outer, "bottom": page.bottom, "left": page.inner}
    margins = {side: round(millimetres * TWIPS_PER_MILLIMETRE) for side, millimetres in sides.items()}
    lines = {"header": round(margins["top"] * 0.3), "footer": round(margins["bottom"] * 0.45)}
    return w("pgSz", w=width, h=height), w("pgMar", **margins, **lines, gutter=0)


def read_page_setup(document: Element, name: str, usual: PageSetup) -> PageSetup:
    """Read size and margins of the last section of a part, which are those of the document; else take the usual ones.

    Raises:
        CallError: They are no measures, beyond what Word takes, or leave no room for text.
    """
    last = document.find(f"{qualified('body')}/{qualified('sectPr')}")
    given_size, given_margins = (None if last is None else last.find(qualified(tag)) for tag in ("pgSz", "pgMar"))
    size = _read_measures(usual[0], given_size, _SIZE_LIMITS)
    margins = _read_measures(usual[1], given_margins, _MARGIN_LIMITS)
    faults = [*_find_faults(given_size, _SIZE_LIMITS), *_find_faults(given_margins, _MARGIN_LIMITS)]
    if faults:
        raise CallError("\n".join(str(refusal(f"In {printable(name)} {each}", _SET_PAGE)) for each in faults))
    _refuse_narrow(size, margins)
    turned = {} if given_size is None or given_size.get(qualified("orient")) != "landscape" else {"orient": "landscape"}
    return w("pgSz", **size, **turned), w("pgMar", **margins)


_SET_PAGE: Final = "Open it in Word, set the size and the margins of its page, and save it."


def _read_measures(usual: Element, given: Element | None, limits: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Read each measure of an element, in twentieths of a point; the usual one where it has none."""
    stated = usual if given is None else given
    values = {side: stated.get(qualified(side), usual.get(qualified(side), "")) for side in limits}
    return {side: parse_twips(value) or 0 for side, value in values.items()}


def _find_faults(given: Element | None, limits: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    """Find the attributes of an element that hold no measure within limits, each with what it holds."""
    if given is None:
        return
    for side, (least, most) in limits.items():
        value = given.get(qualified(side))
        if value is not None and not _is_within(parse_twips(value), least, most):
            yield (
                f"`w:{side}` of `w:{etree.QName(given).localname}` is “{printable(value[:40])}”, "
                f"which is no measure from {least:,} to {most:,} twentieths of a point."
            )


def _is_within(measure: int | None, least: int, most: int) -> bool:
    return measure is not None and least <= measure <= most


def _refuse_narrow(size: Mapping[str, int], margins: Mapping[str, int]) -> None:
    """Refuse a page without room for text; a running head pushes the text away from its margin."""
    above = max(abs(margins["top"]), margins["header"])
    below = max(abs(margins["bottom"]), margins["footer"])
    room = (size["w"] - margins["left"] - margins["right"] - margins["gutter"], size["h"] - above - below)
    for side, left, least in zip(("width", "height"), room, MIN_TEXT_TWIPS, strict=True):
        if left < least:
            raise refusal(
                f"Its page and margins leave the text a {side} of {left / TWIPS_PER_INCH:.1f} inches; "
                f"a publication needs {least // TWIPS_PER_INCH}.",
                _SET_PAGE,
            )


def text_width(setup: PageSetup) -> int:
    """Return the width between the margins, in twentieths of a point."""
    size, margins = setup
    inner, outer, gutter = (int(margins.get(qualified(side), "0")) for side in ("left", "right", "gutter"))
    return int(size.get(qualified("w"), "0")) - inner - outer - gutter


def text_height(setup: PageSetup) -> int:
    """Return the height between the margins, in twentieths of a point."""
    size, margins = setup
    above, below = (abs(int(margins.get(qualified(side), "0"))) for side in ("top", "bottom"))
    return int(size.get(qualified("h"), "0")) - above - below


def make_section(setup: PageSetup) -> Element:
    """Make ``w:sectPr``: the first page, which bears the title, has no running head; every page has the footer."""
    uses = [
        ("headerReference", "default", "header"),
        ("headerReference", "first", "firstHeader"),
        ("footerReference", "default", "footer"),
        ("footerReference", "first", "footer"),
    ]
    return w("sectPr", *(_refer_to_part(*each) for each in uses), *setup, w("titlePg"))


def _refer_to_part(tag: str, pages: str, relationship: str) -> Element:
    element = w(tag, type=pages)
    element.set(f"{{{RELATIONSHIPS}}}id", relationship)
    return element


def make_running_head(document: Document, styles: StyleIds, width: int) -> Element:
    """Make the header of the pages after the first: what the publication is, and the part that the page is in.

    The number in the field is that of Word's heading 2, which every language of Word knows under it.
    """
    imprint = document.imprint
    part = () if (first := _find_first_part(document)) is None else (tab_run(), *field_runs("STYLEREF 2", first))
    text = (text_run(imprint.short, w("b"), w("bCs")), text_run(f" · {imprint.title}"), *part)
    stop = w("tabs", w("tab", val="right", pos=width))
    line = w("p", paragraph_properties(w("pStyle", val=styles["running head"]), stop), *text)
    return w("hdr", *mark_draft(document.standing, styles), line)


def _find_first_part(document: Document) -> str | None:
    """Find the first heading of level 2, which a field that refers to such headings shows until it is computed."""
    flows = (block for section in document.sections for block in flow(section))
    return next((plain_text(block) for level, block in flows if level == 2 and isinstance(block, Heading)), None)


def make_first_head(document: Document, styles: StyleIds) -> Element:
    """Make the header of the first page: the name of the publisher, and the mark of a draft."""
    house = [text_run(document.publisher, w("b"), w("bCs"))] if document.publisher else []
    line = w("p", paragraph_properties(w("pStyle", val=styles["running head"])), *house)
    return w("hdr", *mark_draft(document.standing, styles), line)


def mark_draft(standing: Standing, styles: StyleIds) -> Iterator[Element]:
    """Make the line that marks a draft on every page."""
    match standing:
        case Draft(mark):
            yield w("p", paragraph_properties(w("pStyle", val=styles["draft mark"])), text_run(mark))
        case Released():
            return
        case _:
            assert_never(standing)


def make_footer(imprint: RunningMatter, styles: StyleIds, width: int) -> Element:
    """Make the footer: the imprint's lines, and the page's number at the right end of the first."""
    first, *others = imprint.footer or ("",)
    numbered = (text_run(first), tab_run(), *_make_page_number(imprint))
    lines = [numbered, *((text_run(line),) for line in others)]
    return w("ftr", *(w("p", _make_footer_properties(styles, width), *line) for line in lines))


def _make_page_number(imprint: RunningMatter) -> Iterator[Element]:
    before, between, after = imprint.numbering
    yield text_run(before)
    yield from field_runs("PAGE", "1")
    yield text_run(between)
    yield from field_runs("NUMPAGES", "1")
    if after:
        yield text_run(after)


def _make_footer_properties(styles: StyleIds, width: int) -> Element:
    """Keep the lines clear of the page's number, which stands to the right of their end."""
    stop = w("tabs", w("tab", val="right", pos=width))
    return paragraph_properties(w("pStyle", val=styles["imprint"]), stop, w("ind", right=_PAGE_NUMBER_TWIPS))
