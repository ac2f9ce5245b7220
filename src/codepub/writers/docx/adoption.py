"""What is taken over from the parts of the publisher's file: how text looks, and nothing that leads anywhere.

What a part may hold is listed here, so that what is not known (text, fields, objects, pictures, tracked changes with
the names of people, ids of relationships) stays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from lxml import etree

from codepub.diagnostics import CallError, printable
from codepub.ooxml.measures import MAX_NUMBER, has_unit, parse_whole_number
from codepub.ooxml.opc import refusal
from codepub.ooxml.xml import WORD, Element, qualified

DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EXTENSIONS: Final = {
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
}
"""What Word added: ligatures and figures of a font, and restarts of numbers (MS-DOCX, 2.6 and 2.7)."""
_MAX_FAULTS: Final = 20
"""The most faults of a part that an error names; who sees twenty opens the file."""


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SIDES: Final = _names("top start left bottom end right insideH insideV tl2br tr2bl between bar")
_PARAGRAPH: Final = _names(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr"
)
_RUN: Final = _names(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath"
)
_TABLE: Final = _names(
    "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription"
)
_ROW: Final = _names(
    "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden"
)
_CELL: Final = _names(
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
)
_PROPERTIES: Final = _names("pPr rPr tblPr trPr tcPr")
_STYLE: Final = _names(
    "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
    "personalCompose personalReply rsid tblStylePr"
)
_CHILDREN: Final[Mapping[str, frozenset[str]]] = {
    "styles": _names("docDefaults latentStyles style"),
    "docDefaults": _names("rPrDefault pPrDefault"),
    "rPrDefault": _names("rPr"),
    "pPrDefault": _names("pPr"),
    "latentStyles": _names("lsdException"),
    "style": _STYLE | _PROPERTIES,
    "tblStylePr": _PROPERTIES,
    "numbering": _names("abstractNum num numIdMacAtCleanup"),
    "abstractNum": _names("nsid multiLevelType tmpl name styleLink numStyleLink lvl"),
    "num": _names("abstractNumId lvlOverride"),
    "lvlOverride": _names("startOverride lvl"),
    "lvl": _names("start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"),
    "fonts": _names("font"),
    "font": _names("altName panose1 charset family notTrueType pitch sig"),
    "pPr": _PARAGRAPH,
    "rPr": _RUN,
    "tblPr": _TABLE,
    "trPr": _ROW,
    "tcPr": _CELL,
    "numPr": _names("ilvl numId"),
    "tabs": _names("tab"),
    **dict.fromkeys(_names("pBdr tblBorders tcBorders tblCellMar tcMar"), _SIDES),
}
"""What each element may hold: CT_Styles, CT_Numbering, CT_FontsList and below (ECMA-376 Part 1, annex A.1)."""

_VALUED: Final = _names(
    "sz szCs kern position w outlineLvl numId ilvl abstractNumId start startOverride lvlRestart lvlPicBulletId "
    "uiPriority trHeight tblStyleRowBandSize tblStyleColBandSize gridSpan gridBefore gridAfter numIdMacAtCleanup"
)
_NUMBERS: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(_VALUED, _names("val")),
    **dict.fromkeys(_SIDES | {"bdr"}, _names("sz space w")),
    **dict.fromkeys(_names("tblW tblInd tblCellSpacing tcW wBefore wAfter"), _names("w")),
    "spacing": _names("val before after line beforeLines afterLines"),
    "ind": _names(
        "left right start end hanging firstLine leftChars rightChars startChars endChars hangingChars firstLineChars"
    ),
    "tab": _names("pos"),
    "framePr": _names("w h x y hSpace vSpace lines"),
    "abstractNum": _names("abstractNumId"),
    "num": _names("numId"),
    "lvl": _names("ilvl"),
    "lvlOverride": _names("ilvl"),
    "latentStyles": _names("count defUIPriority"),
    "lsdException": _names("uiPriority"),
}
"""The attributes that are numbers or measures, by element."""
_MAX_LEVELS: Final = {"ilvl": 8, "outlineLvl": 9}
"""The highest level of a list and of an outline (ECMA-376 Part 1, 17.9.3 and 17.3.1.20)."""
_COUNTED: Final = _names("abstractNumId numId ilvl outlineLvl lvlPicBulletId")
"""The numbers that are never negative."""


def adopt(root: Element, name: str) -> Element:
    """Take from the root of styles, numbering or fonts what says how text looks; its numbers are numbers afterwards.

    Raises:
        CallError: Attributes of the part that are numbers hold something else.
    """
    _resolve_alternatives(root)
    _prune(root)
    _refuse(islice(_check_numbers(root), _MAX_FAULTS + 1), name)
    _drop_unidentified(root)
    _declare_extensions(root)
    return root


def _resolve_alternatives(root: Element) -> None:
    """Put in place of alternatives what stands there for programs that know none of them (Part 3, 7.6)."""
    for choice in list(root.iter(f"{{{_COMPATIBILITY}}}AlternateContent")):
        parent = choice.getparent()
        fallback = choice.find(f"{{{_COMPATIBILITY}}}Fallback")
        if fallback is not None:
            for child in list(fallback):
                choice.addprevious(child)
        if parent is not None:
            parent.remove(choice)


def _prune(root: Element) -> None:
    waiting = [root]
    while waiting:
        parent = waiting.pop()
        parent.text = None
        _strip_attributes(parent)
        for child in list(parent):
            if _belongs(child, parent):
                waiting.append(child)
            else:
                parent.remove(child)


def _belongs(child: Element, parent: Element) -> bool:
    inner, outer = etree.QName(child), etree.QName(parent)
    if inner.namespace == WORD:
        return outer.namespace == WORD and inner.localname in _CHILDREN.get(outer.localname, ())
    return inner.namespace in _EXTENSIONS.values() and (
        inner.namespace == outer.namespace or parent.tag == qualified("rPr")
    )


def _strip_attributes(element: Element) -> None:
    known = {WORD, *_EXTENSIONS.values()}
    for attribute in element.attrib:
        if etree.QName(attribute).namespace not in known:
            del element.attrib[attribute]


_IDENTIFIED: Final = {
    qualified("style"): ("styleId", "name"),
    qualified("abstractNum"): ("abstractNumId", None),
    qualified("num"): ("numId", "abstractNumId"),
    qualified("font"): ("name", None),
}
"""The attribute that identifies each definition, and the child without which it says nothing."""


def _drop_unidentified(root: Element) -> None:
    """Take out definitions that nothing can name, and of two that have the same name the second."""
    seen: set[tuple[object, str]] = {("", "")}
    for element in list(root):
        attribute, child = _IDENTIFIED.get(element.tag, (None, None))
        identity = (element.tag, element.get(qualified(attribute), "")) if attribute else ("", "")
        lacking = child is not None and element.find(qualified(child)) is None
        if attribute and (lacking or not identity[1] or identity in seen):
            root.remove(element)
        seen.add(identity)


def _declare_extensions(root: Element) -> None:
    """Say of Word's additions that a program may pass over them (ECMA-376 Part 3, 7.2)."""
    etree.cleanup_namespaces(root, top_nsmap={"w": WORD, "mc": _COMPATIBILITY, **_EXTENSIONS})
    used = [prefix for prefix, namespace in _EXTENSIONS.items() if namespace in root.nsmap.values()]
    if used:
        etree.cleanup_namespaces(root, top_nsmap={"mc": _COMPATIBILITY}, keep_ns_prefixes=["mc", *used])
        root.set(f"{{{_COMPATIBILITY}}}Ignorable", " ".join(used))


# Numbers ---------------------------------------------------------------------------------------------------------


def _check_numbers(root: Element) -> Iterator[str]:
    """Yield the attributes that hold no number though they should, and round those with a fraction."""
    for element in root.iter(f"{{{WORD}}}*"):
        tag = etree.QName(element).localname
        for attribute in sorted(_NUMBERS.get(tag, ())):
            value = element.get(qualified(attribute))
            if value is None or has_unit(value):
                continue
            number = parse_whole_number(value)
            if number is None or not _lowest(tag, attribute) <= number <= _highest(tag, attribute):
                yield f"`w:{attribute}` of `w:{tag}` is “{printable(value[:40])}”"
            else:
                element.set(qualified(attribute), str(number))


def _meaning(tag: str, attribute: str) -> str:
    return tag if attribute == "val" else attribute


def _lowest(tag: str, attribute: str) -> int:
    return 0 if _meaning(tag, attribute) in _COUNTED else -MAX_NUMBER - 1


def _highest(tag: str, attribute: str) -> int:
    return _MAX_LEVELS.get(_meaning(tag, attribute), MAX_NUMBER)


def _refuse(faults: Iterator[str], name: str) -> None:
    found = list(faults)
    lines = [str(refusal(f"In {printable(name)} {fault}, which is no number that Word takes.")) for fault in found]
    if len(lines) > _MAX_FAULTS:
        lines[_MAX_FAULTS:] = [str(refusal("There are more such numbers."))]
    if lines:
        raise CallError("\n".join(lines))


# The theme -------------------------------------------------------------------------------------------------------

_SCHEMES: Final = ("clrScheme", "fontScheme", "fmtScheme")


def adopt_theme(root: Element, name: str) -> Element:
    """Take from a theme its colours, its fonts and its effects; a fill that is a picture becomes a plain one.

    Raises:
        CallError: The theme lacks one of these.
    """
    elements = root.find(f"{{{DRAWING}}}themeElements")
    if elements is None or any(elements.find(f"{{{DRAWING}}}{scheme}") is None for scheme in _SCHEMES):
        raise refusal(f"Its theme, {printable(name)}, is damaged: it lacks colours, fonts or effects.")
    theme = etree.Element(f"{{{DRAWING}}}theme", {"name": root.get("name", "")}, nsmap={"a": DRAWING})
    theme.append(elements)
    for element in list(elements.iter()):
        _simplify(element)
    etree.cleanup_namespaces(theme)
    return theme


def _simplify(element: Element) -> None:
    parent = element.getparent()
    for attribute in element.attrib:
        if etree.QName(attribute).namespace is not None:
            del element.attrib[attribute]
    if parent is None:
        return
    kind = etree.QName(element)
    if kind.namespace != DRAWING or kind.localname == "extLst":
        parent.remove(element)
    elif kind.localname == "blipFill":
        parent.replace(element, _make_plain_fill())


def _make_plain_fill() -> Element:
    fill = etree.Element(f"{{{DRAWING}}}solidFill")
    etree.SubElement(fill, f"{{{DRAWING}}}schemeClr", {"val": "phClr"})
    return fill
