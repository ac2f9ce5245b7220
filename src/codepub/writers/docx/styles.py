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

TABLE_STYLE: Final = "Publication Table"
DEEPEST_HEADING: Final = 9
"""The deepest level that Word has a heading for; what lies deeper has it too."""
_BUILT_IN: Final = {
    *("normal", "title", "body text", "header", "hyperlink"),
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


def complete_styles(theme: Theme, document: Document, existing: Element | None) -> tuple[Element, StyleIds]:
    """Complete the styles of a document, in its language and as deep as its headings lie; return them and their ids.

    Styles that ``existing`` has by our names stay as they are; those it lacks are added.
    """
    root = w("styles") if existing is None else existing
    _set_language(root, document.language)
    ids = {_style_name(style): style.get(qualified("styleId"), "") for style in root.iterchildren(qualified("style"))}
    missing = [style for style in _styles(theme, deepest_level(document)) if style.name.casefold() not in ids]
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


def _styles(theme: Theme, deepest: int) -> Iterator[Style]:
    yield from _ground(theme)
    yield from _headings(theme, deepest)
    yield from _running_text(theme)
    yield from _statements(theme)
    yield from _definitions(theme)
    yield from _tables(theme)
    yield from _margins(theme)
    yield from _characters(theme)


def _ground(theme: Theme) -> Iterator[Style]:
    letters = run_properties(_font(theme.typography.serif), *_size(theme.typography.body), _color(theme.palette.ink))
    lines = paragraph_properties(w("widowControl"), w("spacing", before=0, after=0, line=288, lineRule="auto"))
    yield Style("Normal", "paragraph", content=(lines, letters))
    yield Style("Default Paragraph Font", "character")
    yield Style("No List", "numbering")
    yield Style("Normal Table", "table", content=(w("tblPr", w("tblInd", w=0, type="dxa"), _cell_margins(0, 108)),))


def _cell_margins(vertical: int, horizontal: int) -> Element:
    """Make the margins of cells in twentieths of a point; the left one is 0, so that text keeps the page's edge."""
    return w(
        "tblCellMar",
        w("top", w=vertical, type="dxa"),
        w("left", w=0, type="dxa"),
        w("bottom", w=vertical, type="dxa"),
        w("right", w=horizontal, type="dxa"),
    )


def _headings(theme: Theme, deepest: int) -> Iterator[Style]:
    sizes, palette = theme.typography, theme.palette
    yield _heading(1, _large(theme, sizes.title, palette.ink), before=0, after=160)
    yield Style("Title", "paragraph", "heading 1", "Body Text")
    yield _heading(2, (*_large(theme, sizes.heading_2, palette.accent), *_bold()), before=440, after=140)
    yield _heading(3, (*_large(theme, sizes.heading_3, palette.ink), *_bold()), before=300, after=90)
    yield _heading(4, (*_large(theme, sizes.heading_4, palette.quiet), *_bold()), before=220, after=90)
    for level in range(5, min(deepest, DEEPEST_HEADING) + 1):
        yield _heading(level, _large(theme, sizes.heading_4, palette.quiet), before=180, after=70)


def _heading(level: int, letters: tuple[Element, ...], *, before: int, after: int) -> Style:
    lines = paragraph_properties(
        w("keepNext"),
        w("keepLines"),
        w("spacing", before=before, after=after, line=252, lineRule="auto"),
        w("outlineLvl", val=level - 1),
    )
    return Style(f"heading {level}", "paragraph", "Normal", "Body Text", (lines, run_properties(*letters)))


def _large(theme: Theme, size: float, color: str) -> tuple[Element, ...]:
    return _font(theme.typography.sans), *_size(size), _color(color)


def _running_text(theme: Theme) -> Iterator[Style]:
    yield Style("Body Text", "paragraph", "Normal", content=(_spaced(after=150),))
    for name in ("List Bullet", "List Number", "List Continue"):
        yield Style(name, "paragraph", "Normal", content=(_spaced(after=60),))
    for name in ("Source Entry", "Rights"):
        yield Style(name, "paragraph", "Normal", content=(_spaced(after=80), _small(theme)))


def _small(theme: Theme) -> Element:
    return run_properties(_font(theme.typography.sans), *_size(theme.typography.small), _color(theme.palette.quiet))


def _spaced(*, after: int, before: int = 0) -> Element:
    return paragraph_properties(w("spacing", before=before, after=after))


def _statements(theme: Theme) -> Iterator[Style]:
    palette = theme.palette
    # Borders of the ground's own colour: the only room around a text that Word shades.
    top, bottom, right = (_border(side, palette.note, eighths=4, space=4) for side in ("top", "bottom", "right"))
    edge = _border("left", palette.note_edge, eighths=20, space=8)
    lines = paragraph_properties(
        w("keepLines"),
        w("pBdr", top, edge, bottom, right),
        w("shd", val="clear", color="auto", fill=_hexadecimal(palette.note)),
        w("spacing", before=80, after=180),
        w("ind", left=190, right=110),
    )
    yield Style("Notice", "paragraph", "Normal", "Body Text", (lines, run_properties(*_sans(theme))))
    quiet = run_properties(*_slanted(), _font(theme.typography.sans), _color(palette.quiet))
    yield Style("Known None", "paragraph", "Body Text", "Body Text", (quiet,))


def _definitions(theme: Theme) -> Iterator[Style]:
    rule = theme.palette.rule
    rows = [_border(side, rule, eighths=4, space=4) for side in ("bottom", "between")]
    hanging = paragraph_properties(
        w("pBdr", *rows),
        w("tabs", w("tab", val="left", pos=DEFINITION_INDENT)),
        w("spacing", before=80, after=80),
        w("ind", left=DEFINITION_INDENT, hanging=DEFINITION_INDENT),
    )
    yield Style("Definition", "paragraph", "Normal", content=(hanging,))
    line = paragraph_properties(
        w("pBdr", _border("bottom", rule, eighths=6, space=10)),
        w("spacing", before=60, after=280),
    )
    yield Style("Facts", "paragraph", "Normal", "Body Text", (line, run_properties(*_sans(theme))))


DEFINITION_INDENT: Final = 3500
"""Where descriptions begin, in twentieths of a point from the margin."""


def _tables(theme: Theme) -> Iterator[Style]:
    lines = w("spacing", before=0, after=0, line=276, lineRule="auto")
    yield Style(TABLE_STYLE, "table", "Normal Table", content=(*_table_properties(theme),))
    yield Style(
        "Table Text", "paragraph", "Normal", content=(paragraph_properties(lines), run_properties(*_sans(theme)))
    )
    bold = run_properties(*_bold())
    yield Style("Table Row Heading", "paragraph", "Table Text", content=(bold,))
    accent = run_properties(*_bold(), _color(theme.palette.accent))
    yield Style("Table Heading", "paragraph", "Table Text", content=(paragraph_properties(w("keepNext")), accent))
    stated = run_properties(*_slanted(), _color(theme.palette.note_ink))
    yield Style("Table Notice", "paragraph", "Table Text", content=(stated,))
    kept = paragraph_properties(w("keepNext"))
    yield Style("Table Group Heading", "paragraph", "Table Text", content=(kept, bold))
    yield Style("Table Note", "paragraph", "Normal", content=(_spaced(before=60, after=60), _small(theme)))


def _table_properties(theme: Theme) -> Iterator[Element]:
    rule = theme.palette.rule
    borders = w("tblBorders", _border("bottom", rule, eighths=4), _border("insideH", rule, eighths=4))
    yield w("tblPr", w("tblInd", w=0, type="dxa"), borders, _cell_margins(72, 150))
    underline = w("tcBorders", _border("bottom", theme.palette.accent, eighths=10))
    yield w("tblStylePr", w("tcPr", underline, w("vAlign", val="bottom")), type="firstRow")


def _margins(theme: Theme) -> Iterator[Style]:
    """Style the imprint apart from Word's footer, whose tab stops at the middle would catch the page's number."""
    for name in ("header", "Imprint"):
        yield Style(name, "paragraph", "Normal", content=(_spaced(after=0), _small(theme)))
    yield from _drafts(theme)


def _drafts(theme: Theme) -> Iterator[Style]:
    """Style what says that a publication is a draft: the line below the title, and the word in every header."""
    letters = run_properties(*_font(theme.typography.sans), *_bold(), _color(theme.palette.note_ink))
    yield Style("Draft", "paragraph", "Body Text", "Body Text", (letters,))
    yield Style("Draft Mark", "paragraph", "header", content=(letters,))


def _characters(theme: Theme) -> Iterator[Style]:
    palette = theme.palette
    yield _character("Hyperlink", _color(palette.accent), w("u", val="single"))
    yield _character("Notice Label", *_sans(theme), *_bold(), _color(palette.note_ink))
    yield _character("Notice Statement", *_sans(theme), *_slanted(), _color(palette.note_ink))
    yield _character("Title Code", _color(palette.accent))
    yield _character("Term", *_sans(theme), *_bold(), _color(palette.quiet))
    yield _character("Fact Term", _color(palette.quiet))
    yield _character("Fact", *_bold())


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
