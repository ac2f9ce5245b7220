"""The styles of a Word file: made from the theme, or taken from the publisher's own file and completed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from codepub.document.nodes import Document
from codepub.document.walk import deepest_level
from codepub.ooxml.xml import Element, paragraph_properties, qualified, run_properties, w
from codepub.writers.theme import Theme

StyleIds = Mapping[str, str]
"""The identifier of each style by its name in lower case: Word translates identifiers, never names."""

TABLE_STYLE: Final = "publication table"
DEFINITION_TABLE: Final = "definition table"
FACT_TABLE: Final = "fact table"
CELL_MARGIN: Final = 210
"""The space at the right of a cell, in twentieths of a point; at the left is none, so that text keeps the margin."""
DEEPEST_HEADING: Final = 9
"""The deepest level that Word has a heading for; what lies deeper has it too."""
_BUILT_IN: Final = {
    *("normal", "title", "body text", "hyperlink"),
    *(f"heading {level}" for level in range(1, DEEPEST_HEADING + 1)),
    *("list bullet", "list number", "list continue", "default paragraph font", "normal table", "no list"),
}
_DEFAULTS: Final = {"normal", "default paragraph font", "normal table", "no list"}


@dataclass(frozen=True, slots=True)
class Style:
    """A style before it has an identifier; ``based_on`` and ``following`` are names of styles."""

    name: str
    kind: Literal["paragraph", "character", "table", "numbering"]
    based_on: str | None = None
    following: str | None = None
    content: tuple[Element, ...] = ()


def complete_styles(theme: Theme, document: Document, existing: Element | None, width: int) -> tuple[Element, StyleIds]:
    """Complete the styles of a document, in its language and as deep as its headings lie; return them and their ids.

    ``width`` is that of the text, in twentieths of a point: what is read in lines is no wider than reads well.

    Styles that ``existing`` has by our names stay as they are; those it lacks are added.
    """
    root = w("styles") if existing is None else existing
    _set_language(root, document.language)
    ids = {_style_name(style): style.get(qualified("styleId"), "") for style in root.iterchildren(qualified("style"))}
    missing = [style for style in _styles(theme, deepest_level(document), width) if style.name.casefold() not in ids]
    for style in missing:
        ids[style.name.casefold()] = _find_free_identifier(style.name, set(ids.values()))
    root.extend(_make_element(style, ids) for style in missing)
    return root, ids


def _style_name(style: Element) -> str:
    name = style.find(qualified("name"))
    return "" if name is None else name.get(qualified("val"), "").casefold()


def _find_free_identifier(name: str, taken: set[str]) -> str:
    wanted = "".join(word[0].upper() + word[1:] for word in name.split())
    while wanted in taken:
        wanted += "Codepub"
    return wanted


def _set_language(root: Element, language: str) -> None:
    """Make the language of the document that of its styles: a style's own would outweigh it."""
    for declared in list(root.iter(qualified("lang"))):
        parent = declared.getparent()
        if parent is not None:
            parent.remove(declared)
    properties = _open_default_run_properties(root)
    after = (at for at, child in enumerate(properties) if child.tag in _AFTER_LANGUAGE or _is_extension(child))
    properties.insert(next(after, len(properties)), w("lang", val=language))


def _is_extension(element: Element) -> bool:
    return not element.tag.startswith(qualified(""))


_AFTER_LANGUAGE: Final = {qualified("eastAsianLayout"), qualified("specVanish"), qualified("oMath")}
"""What comes after ``w:lang`` (ECMA-376 Part 1, 17.3.2.28), before what Word added since."""


def _open_default_run_properties(root: Element) -> Element:
    """Return ``w:docDefaults/w:rPrDefault/w:rPr``, made where it is missing."""
    current = root
    for tag in ("docDefaults", "rPrDefault", "rPr"):
        child = current.find(qualified(tag))
        if child is None:
            child = w(tag)
            current.insert(0, child)
        current = child
    return current


def _make_element(style: Style, ids: StyleIds) -> Element:
    attributes = {"type": style.kind, "styleId": ids[style.name.casefold()]}
    if style.name.casefold() in _DEFAULTS:
        attributes["default"] = "1"
    if style.name.casefold() not in _BUILT_IN:
        attributes["customStyle"] = "1"
    relations = [("basedOn", style.based_on), ("next", style.following)]
    named = [w(tag, val=ids[name.casefold()]) for tag, name in relations if name is not None]
    return w("style", w("name", val=style.name), *named, w("qFormat"), *style.content, **attributes)


# What the styles say ---------------------------------------------------------------------------------------------


def _styles(theme: Theme, deepest: int, width: int) -> Iterator[Style]:
    margin = max(0, width - round(theme.typography.body * _MEASURE_TWIPS))
    yield from _ground(theme)
    yield from _headings(theme, deepest)
    yield from _running_text(theme, margin)
    yield from _small_print(theme, margin)
    yield from _statements(theme, margin)
    yield from _definitions(theme)
    yield from _tables(theme)
    yield from _table_styles(theme)
    yield from _margins(theme)
    yield from _characters(theme)


_MEASURE_TWIPS: Final = 695
"""The width of running text for each point of its size, in twentieths of a point: about 75 characters a line."""


def _ground(theme: Theme) -> Iterator[Style]:
    letters = run_properties(_font(theme.typography.serif), *_size(theme.typography.body), _color(theme.palette.ink))
    lines = paragraph_properties(w("widowControl"), _spaced(theme.typography.body * 1.4))
    yield Style("Normal", "paragraph", content=(lines, letters))
    yield Style("Default Paragraph Font", "character")
    yield Style("No List", "numbering")
    yield Style("Normal Table", "table", content=(w("tblPr", w("tblInd", w=0, type="dxa"), _cell_margins(0, 0, 108)),))


def _headings(theme: Theme, deepest: int) -> Iterator[Style]:
    sizes, palette = theme.typography, theme.palette
    yield _heading(1, _large(theme, sizes.title * 0.77, palette.ink), before=0, after=80)
    yield Style("Title", "paragraph", "heading 1", "Body Text")
    rule = w("pBdr", _border("top", palette.accent, eighths=6, space=5))
    yield _heading(2, (*_large(theme, sizes.heading_2, palette.accent), *_bold()), rule, before=250, after=80)
    yield _heading(3, (*_large(theme, sizes.heading_3, palette.ink), *_bold()), before=180, after=50)
    yield _heading(4, (*_large(theme, sizes.heading_4, palette.accent), *_bold()), before=140, after=40)
    for level in range(5, min(deepest, DEEPEST_HEADING) + 1):
        yield _heading(level, _large(theme, sizes.heading_4, palette.quiet), before=140, after=40)


def _heading(level: int, letters: tuple[Element, ...], *border: Element, before: int, after: int) -> Style:
    lines = paragraph_properties(
        w("keepNext"),
        w("keepLines"),
        *border,
        w("spacing", before=before, after=after, line=240, lineRule="auto"),
        w("outlineLvl", val=level - 1),
    )
    return Style(f"heading {level}", "paragraph", "Normal", "Body Text", (lines, run_properties(*letters)))


def _large(theme: Theme, size: float, color: str) -> tuple[Element, ...]:
    return _font(theme.typography.sans), *_size(size), _color(color)


def _running_text(theme: Theme, margin: int) -> Iterator[Style]:
    lines, side = theme.typography.body * 1.4, w("ind", right=margin)
    yield Style("Body Text", "paragraph", "Normal", content=(paragraph_properties(_spaced(lines, after=113), side),))
    for name in ("List Bullet", "List Number", "List Continue"):
        # Between items, which have one style, there is no space; after the last, that of a paragraph.
        spaced = (_spaced(lines, after=120), w("ind", right=margin), w("contextualSpacing"))
        yield Style(name, "paragraph", "Normal", content=(paragraph_properties(*spaced),))


def _small_print(theme: Theme, margin: int) -> Iterator[Style]:
    """Style sources, whose addresses want the whole width, and what a publication says of itself, which few read."""
    lines = theme.typography.small * 1.4
    entry = paragraph_properties(w("keepLines"), _spaced(theme.typography.table * 1.4, after=30))
    yield Style("Source Entry", "paragraph", "Normal", content=(entry, run_properties(*_sans(theme))))
    told = paragraph_properties(_spaced(lines, after=120), w("ind", right=margin))
    yield Style("Source Line", "paragraph", "Normal", content=(told, _small(theme)))
    for name in ("Small Print", "Rights"):
        small = paragraph_properties(w("keepLines"), _spaced(lines, after=60), w("ind", right=margin))
        yield Style(name, "paragraph", "Normal", content=(small, _small(theme)))


def _small(theme: Theme) -> Element:
    return run_properties(_font(theme.typography.sans), *_size(theme.typography.small), _color(theme.palette.quiet))


def _spaced(lines: float, *, after: int = 0, before: int = 0) -> Element:
    """Make the spacing of lines, in points, and of paragraphs, in twentieths of one.

    Lines have at least their height, since what fonts ask for by themselves differs by a fifth.
    """
    return w("spacing", before=before, after=after, line=round(lines * 20), lineRule="atLeast")


def _statements(theme: Theme, margin: int) -> Iterator[Style]:
    palette = theme.palette
    lines = paragraph_properties(
        w("keepLines"),
        w("pBdr", _border("left", palette.rule, eighths=12, space=7)),
        _spaced(theme.typography.table * 1.4, after=140),
        w("ind", left=160, right=margin),
    )
    quiet = (*_sans(theme), _color(palette.quiet))
    yield Style("Notice", "paragraph", "Normal", "Body Text", (lines, run_properties(*quiet)))
    slanted = run_properties(*_slanted(), _font(theme.typography.sans), _color(palette.quiet))
    yield Style("Known None", "paragraph", "Body Text", "Body Text", (slanted,))


def _definitions(theme: Theme) -> Iterator[Style]:
    """Style what stands in tables of definitions and of facts: one face on both sides, so that lines stand even."""
    sizes = theme.typography
    for name, looks in (
        ("Text", ()),
        ("Term", (*_bold(), _color(theme.palette.quiet))),
        ("Number", _bold()),
        ("Notice", (_color(theme.palette.quiet),)),
    ):
        content = (paragraph_properties(_spaced(sizes.table * 1.4)), run_properties(*_sans(theme), *looks))
        yield Style(f"Definition {name}", "paragraph", "Normal", content=content)
    for name, size, looks in (
        ("Fact Heading", sizes.small - 0.5, (_color(theme.palette.quiet),)),
        ("Fact Value", sizes.table - 0.5, _bold()),
    ):
        letters = run_properties(_font(sizes.sans), *_size(size), *looks)
        yield Style(name, "paragraph", "Normal", content=(paragraph_properties(_spaced(size * 1.35)), letters))


def _tables(theme: Theme) -> Iterator[Style]:
    """Style what stands in tables."""
    sizes, quiet = theme.typography, theme.palette.quiet
    lines = paragraph_properties(_spaced(sizes.table * 1.33))
    yield Style("Table Text", "paragraph", "Normal", content=(lines, run_properties(*_sans(theme))))
    yield Style("Table Row Heading", "paragraph", "Table Text", content=(run_properties(*_bold()),))
    head = run_properties(*_bold(), *_size(sizes.table - 0.5), _color(quiet))
    yield Style("Table Heading", "paragraph", "Table Text", content=(paragraph_properties(w("keepNext")), head))
    yield Style("Table Notice", "paragraph", "Table Text", content=(run_properties(*_slanted(), _color(quiet)),))
    kept = paragraph_properties(w("keepNext"), _spaced(sizes.table * 1.33, before=60))
    yield Style("Table Group Heading", "paragraph", "Table Text", content=(kept, run_properties(*_bold())))
    note = paragraph_properties(_spaced(sizes.small * 1.4, before=40, after=60))
    yield Style("Table Note", "paragraph", "Normal", content=(note, _small(theme)))


def _table_styles(theme: Theme) -> Iterator[Style]:
    rule, accent = theme.palette.rule, theme.palette.accent
    borders = w("tblBorders", _border("bottom", rule, eighths=4), _border("insideH", rule, eighths=4))
    underline = w("tcBorders", _border("bottom", accent, eighths=8))
    head = w("tblStylePr", w("tcPr", underline, w("vAlign", val="bottom")), type="firstRow")
    yield _table_style("Publication Table", borders, _cell_margins(40, 40, CELL_MARGIN), head)
    sides = [_border(side, rule, eighths=4) for side in ("top", "bottom", "insideH")]
    yield _table_style("Definition Table", w("tblBorders", *sides), _cell_margins(30, 30, CELL_MARGIN))
    yield _table_style("Fact Table", _cell_margins(0, 0, CELL_MARGIN))


def _table_style(name: str, *properties: Element) -> Style:
    whole = [each for each in properties if each.tag != qualified("tblStylePr")]
    parts = [each for each in properties if each.tag == qualified("tblStylePr")]
    content = (w("tblPr", w("tblInd", w=0, type="dxa"), *whole), *parts)
    return Style(name, "table", "Normal Table", content=content)


def _cell_margins(top: int, bottom: int, right: int) -> Element:
    """Make the margins of cells in twentieths of a point; the left one is 0, so that text keeps the page's edge."""
    return w(
        "tblCellMar",
        w("top", w=top, type="dxa"),
        w("left", w=0, type="dxa"),
        w("bottom", w=bottom, type="dxa"),
        w("right", w=right, type="dxa"),
    )


def _margins(theme: Theme) -> Iterator[Style]:
    """Style both apart from Word's own, whose tab stops at the middle would catch what stands at the end of a line."""
    for name, after in (("Running Head", 160), ("Imprint", 0)):
        lines = paragraph_properties(_spaced(theme.typography.small * 1.35, after=after))
        yield Style(name, "paragraph", "Normal", content=(lines, _small(theme)))
    yield from _drafts(theme)


def _drafts(theme: Theme) -> Iterator[Style]:
    """Style what says that a publication is a draft: the line below the title, and the word in every header."""
    line = paragraph_properties(w("keepNext"), _spaced(theme.typography.table * 1.4, after=80))
    letters = run_properties(*_draft_letters(theme, theme.typography.table))
    yield Style("Draft", "paragraph", "Body Text", "Body Text", (line, letters))
    size = theme.typography.small * 1.75
    mark = paragraph_properties(_spaced(size * 1.1, after=0), w("jc", val="right"))
    letters = run_properties(*_draft_letters(theme, size), w("spacing", val=60))
    yield Style("Draft Mark", "paragraph", "Running Head", content=(mark, letters))


def _draft_letters(theme: Theme, size: float) -> tuple[Element, ...]:
    return _font(theme.typography.sans), *_size(size), *_bold(), _color(theme.palette.note_ink)


def _characters(theme: Theme) -> Iterator[Style]:
    palette, sizes = theme.palette, theme.typography
    yield _character("Hyperlink", _color(palette.accent), w("u", val="single"))
    yield _character("Citation", _font(sizes.sans), *_size(sizes.small - 0.5), _color(palette.accent))
    yield _character("Notice Label", *_bold())
    yield _character("Title Code", _color(palette.accent))
    yield _character("Colophon Title", *_size(sizes.heading_4), _color(palette.quiet))


def _character(name: str, *properties: Element) -> Style:
    return Style(name, "character", "Default Paragraph Font", content=(run_properties(*properties),))


def _sans(theme: Theme) -> tuple[Element, ...]:
    """Return the letters of tables and statements."""
    return _font(theme.typography.sans), *_size(theme.typography.table)


# Their values ----------------------------------------------------------------------------------------------------


def _font(family: str) -> Element:
    return w("rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family)


def _size(points: float) -> tuple[Element, Element]:
    halves = round(points * 2)
    return w("sz", val=halves), w("szCs", val=halves)


def _bold() -> tuple[Element, Element]:
    return w("b"), w("bCs")


def _slanted() -> tuple[Element, Element]:
    return w("i"), w("iCs")


def _color(color: str) -> Element:
    return w("color", val=_hexadecimal(color))


def _hexadecimal(color: str) -> str:
    return color.removeprefix("#").upper()


def _border(side: str, color: str, *, eighths: int, space: int = 0) -> Element:
    """Make a border: its width in eighths of a point, its distance from the text in points."""
    return w(side, val="single", sz=eighths, space=space, color=_hexadecimal(color))
