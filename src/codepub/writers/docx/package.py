"""The package around the body: its parts, settings, properties, and a zip that never varies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Final, assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package
from lxml import etree

from codepub.document.nodes import Document, Draft, Released, Standing
from codepub.ooxml.xml import Element, serialize_xml, w
from codepub.writers.docx.bullets import Bullet, picture_id
from codepub.writers.docx.pictures import picture_name
from codepub.writers.theme import Typography

_OLDEST_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)
_KINDS: Final = {
    "document": (CONTENT_TYPE.WML_DOCUMENT_MAIN, RELATIONSHIP_TYPE.OFFICE_DOCUMENT),
    "styles": (CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "numbering": (CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
    "settings": (CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": (CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "theme/theme1": (CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
    "header": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "firstHeader": (CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": (CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
    "comments": (CONTENT_TYPE.WML_COMMENTS, RELATIONSHIP_TYPE.COMMENTS),
    "commentsExtended": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    ),
}
_PROPERTY_KINDS: Final = {
    "core": (CONTENT_TYPE.OPC_CORE_PROPERTIES, RELATIONSHIP_TYPE.CORE_PROPERTIES),
    "custom": (CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES),
}


def pack(
    roots: Mapping[str, Element],
    links: Mapping[str, str],
    pictures: Sequence[bytes],
    bullets: Sequence[Bullet],
    properties: Mapping[str, Element],
) -> bytes:
    """Return the bytes of a Word file; the names of its parts are ours, so that none is there twice.

    ``roots`` are the elements of its parts by name, the last step of which is also the id of the relationship to each;
    ``links`` are the ids of relationships by address; nothing else leads out of the file. ``pictures`` are files, PNG.
    ``properties`` are those of the whole file, by the names of their parts.
    """
    package = Package()
    parts = {name: _make_part(f"/word/{name}.xml", _KINDS[name][0], root, package) for name, root in roots.items()}
    document = parts.pop("document")
    for name, part in parts.items():
        document.load_rel(_KINDS[name][1], part, name.rpartition("/")[2])
    for address, identifier in links.items():
        document.load_rel(RELATIONSHIP_TYPE.HYPERLINK, address, identifier, is_external=True)
    for number, picture in enumerate(pictures, 1):
        _relate_picture(document, picture_name(number), picture, package)
    for place, bullet in enumerate(bullets, 1):
        _relate_bullet(parts["numbering"], picture_id(place), bullet, package)
    package.relate_to(document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name, root in properties.items():
        content_type, relationship = _PROPERTY_KINDS[name]
        package.relate_to(_make_part(f"/docProps/{name}.xml", content_type, root, package), relationship)
    return _zip(package)


def _make_part(name: str, content_type: str, root: Element, package: Package) -> Part:
    return Part(PackURI(name), content_type, serialize_xml(root), package)


def _relate_picture(document: Part, name: str, content: bytes, package: Package) -> None:
    part = Part(PackURI(f"/word/media/{name}.png"), CONTENT_TYPE.PNG, content, package)
    document.load_rel(RELATIONSHIP_TYPE.IMAGE, part, name)


def _relate_bullet(numbering: Part, name: str, bullet: Bullet, package: Package) -> None:
    file = PackURI(f"/word/media/{name}.{bullet.extension}")
    numbering.load_rel(RELATIONSHIP_TYPE.IMAGE, Part(file, bullet.content_type, bullet.content, package), name)


def _zip(package: Package) -> bytes:
    """Write a package so that two runs give the same bytes: names in order, no clock, no system.

    The content types come first: ``[`` sorts before letters and ``_rels`` (ECMA-376 Part 2 asks no order, readers
    that sniff do).
    """
    saved, result = BytesIO(), BytesIO()
    package.save(saved)
    with ZipFile(saved) as source, ZipFile(result, "w") as target:
        for name in sorted(source.namelist()):
            entry = ZipInfo(name, _OLDEST_ZIP_TIME)
            entry.create_system = 0
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()


# Settings and fonts ----------------------------------------------------------------------------------------------


def make_settings(language: str, *, mirrored: bool) -> Element:
    """Make the settings: Word 2013 and later without compatibility mode, the language, and facing pages or not."""
    compatible = w(
        "compatSetting",
        name="compatibilityMode",
        uri="http://schemas.microsoft.com/office/word",
        val=15,
    )
    return w(
        "settings",
        *([w("mirrorMargins")] if mirrored else []),
        w("defaultTabStop", val=720),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", compatible),
        w("themeFontLang", val=language),
        _make_color_mapping(),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _make_color_mapping() -> Element:
    accents = {f"accent{number}": f"accent{number}" for number in range(1, 7)}
    links = {"hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink"}
    return w("clrSchemeMapping", bg1="light1", t1="dark1", bg2="light2", t2="dark2", **accents, **links)


def make_font_table(typography: Typography) -> Element:
    """Make the table of fonts, with what to take where ours are not installed."""
    fonts = {typography.serif: ("Georgia", "roman"), typography.sans: ("Calibri", "swiss")}
    return w("fonts", *(_make_font(name, *others) for name, others in fonts.items()))


def _make_font(name: str, alternative: str, family: str) -> Element:
    return w("font", w("altName", val=alternative), w("family", val=family), w("pitch", val="variable"), name=name)


# Properties ------------------------------------------------------------------------------------------------------

_CORE: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN_CORE: Final = "http://purl.org/dc/elements/1.1/"
_TERMS: Final = "http://purl.org/dc/terms/"
_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"


def make_core_properties(document: Document) -> Element:
    """Make the core properties (ECMA-376 Part 2, 11): both times are the day that the publication bears."""
    names = {"cp": _CORE, "dc": _DUBLIN_CORE, "dcterms": _TERMS, "xsi": _INSTANCE}
    root = etree.Element(f"{{{_CORE}}}coreProperties", nsmap=names)
    for namespace, tag, value in (
        (_DUBLIN_CORE, "title", document.title),
        (_DUBLIN_CORE, "subject", document.imprint.short),
        (_DUBLIN_CORE, "creator", document.publisher),
        (_CORE, "keywords", ", ".join(document.keywords)),
        (_CORE, "lastModifiedBy", document.publisher),
        (_DUBLIN_CORE, "identifier", document.digest),
        (_DUBLIN_CORE, "language", document.language),
        *_state_draft(document.standing),
    ):
        etree.SubElement(root, f"{{{namespace}}}{tag}").text = _shorten_property(value)
    for tag in ("created", "modified"):
        time = etree.SubElement(root, f"{{{_TERMS}}}{tag}", {f"{{{_INSTANCE}}}type": "dcterms:W3CDTF"})
        time.text = f"{document.dated.isoformat()}T00:00:00Z"
    return root


def _state_draft(standing: Standing) -> Iterator[tuple[str, str, str]]:
    match standing:
        case Draft():
            yield _CORE, "contentStatus", "Draft"
        case Released():
            return
        case _:
            assert_never(standing)


def _shorten_property(value: str) -> str:
    return value if len(value) <= _MAX_PROPERTY_CHARACTERS else f"{value[: _MAX_PROPERTY_CHARACTERS - 1]}…"


_MAX_PROPERTY_CHARACTERS: Final = 255
"""The most characters of a property that Word shows and writes back."""
