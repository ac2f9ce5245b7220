"""Word files by hand: small pieces of XML, packed as Word packs them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from codepub.ooxml.reading.letters import Letter, Paragraph, WordFile
from codepub.ooxml.reading.word_file import read_word_file

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006"
OFFICE_RELATIONS: Final = f"{OFFICE}/relationships/"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
MICROSOFT: Final = "http://schemas.microsoft.com/office"
TEXT: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMES: Final = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": f"{OFFICE}/relationships",
        "m": f"{OFFICE}/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": f"{MICROSOFT}/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": f"{MICROSOFT}/word/2010/wordml",
        "w15": f"{MICROSOFT}/word/2012/wordml",
        "w16cid": f"{MICROSOFT}/word/2016/wordml/cid",
        "w16cex": f"{MICROSOFT}/word/2018/wordml/cex",
        "w16du": f"{MICROSOFT}/word/2023/wordml/word16du",
    }.items()
)
ADA: Final = 'w:id="1" w:author="Ada Coder" w:date="2026-11-30T10:00:00Z"'
BOB: Final = 'w:id="2" w:author="Bob Reviewer" w:date="2026-11-30T11:00:00Z"'


# Pieces of XML -----------------------------------------------------------------------------------------------------


def r(text: str, properties: str = "") -> str:
    """A run, as Word writes it."""
    return f'<w:r w:rsidR="00A1B2C3">{f"<w:rPr>{properties}</w:rPr>" if properties else ""}{t(text)}</w:r>'


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{''.join(runs)}</w:p>"


def ins(text: str, by: str = ADA) -> str:
    return f"<w:ins {by}>{r(text)}</w:ins>"


def cut(text: str, by: str = ADA) -> str:
    """A deletion; its letters are ``w:delText``."""
    return f'<w:del {by}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def end(change: str, by: str = ADA) -> str:
    """The properties of a paragraph whose end was put in or taken out."""
    return f"<w:rPr><w:{change} {by}/></w:rPr>"


def control(tag: str, content: str, more: str = "") -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/>{more}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def bookmark(name: str, content: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def root(tag: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{tag} {NAMES}>{content}</{tag}>'


# Packages ----------------------------------------------------------------------------------------------------------


def types(main: str = TEXT) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )


def relations(*listed: tuple[str, str, str], outside: Iterable[str] = ()) -> str:
    """The relations of a part: identifier, type and target of each; those of ``outside`` lead out of the file."""
    external = dict.fromkeys(outside, ' TargetMode="External"')
    lines = (
        f'<Relationship Id="{name}" Type="{kind if "/" in kind else OFFICE_RELATIONS + kind}" Target="{target}"'
        f"{external.get(name, '')}/>"
        for name, kind, target in listed
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


KINDS: Final = {
    "word/commentsExtended.xml": f"{MICROSOFT}/2011/relationships/commentsExtended",
    "word/commentsIds.xml": f"{MICROSOFT}/2016/09/relationships/commentsIds",
    "word/commentsExtensible.xml": f"{MICROSOFT}/2018/08/relationships/commentsExtensible",
    "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties",
    "docProps/app.xml": "extended-properties",
    "docProps/custom.xml": "custom-properties",
}


def members(
    body: str,
    parts: Mapping[str, str] | None = None,
    *,
    links: Mapping[str, str] | None = None,
) -> dict[str, str | bytes]:
    """The members of a Word file: the text, other parts by name, and the addresses of links by identifier."""
    added, addresses = parts or {}, links or {}
    of_file = [(name, _find_kind(name), name) for name in added if name.startswith("docProps/")]
    of_text = [
        (name, _find_kind(name), name.removeprefix("word/"))
        for name in added
        if name.startswith("word/") and "_rels" not in name
    ]
    linked = [(name, "hyperlink", address) for name, address in addresses.items()]
    return {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(("main", "officeDocument", "word/document.xml"), *of_file),
        "word/document.xml": root("w:document", f"<w:body>{body}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": relations(*of_text, *linked, outside=addresses),
        **added,
    }


def _find_kind(name: str) -> str:
    return KINDS.get(name, name.rpartition("/")[2].partition(".")[0].rstrip("0123456789"))


def zipped(listed: Mapping[str, str | bytes], method: int = ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, member in listed.items():
            archive.writestr(name, member)
    return stream.getvalue()


def word_file(body: str, parts: Mapping[str, str] | None = None, *, links: Mapping[str, str] | None = None) -> bytes:
    return zipped(members(body, parts, links=links))


def read(body: str, parts: Mapping[str, str] | None = None, *, links: Mapping[str, str] | None = None) -> WordFile:
    return read_word_file(word_file(body, parts, links=links))


def read_body(body: str) -> tuple[Paragraph, ...]:
    return read(body).paragraphs


def read_letters(*runs: str) -> tuple[Letter, ...]:
    """The letters of one paragraph."""
    (paragraph,) = read_body(p(*runs))
    return paragraph.letters


def texts(paragraphs: Iterable[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs]


# What letters say, to be read at a glance --------------------------------------------------------------------------


def marked(letters: Iterable[Letter]) -> str:
    """Letters with their marks of change: ``{+in+}``, ``{-out-}``, and ``{±in and out±}``."""
    shown, at = "", ""
    for letter in letters:
        sign = {(False, False): "", (True, False): "+", (False, True): "-", (True, True): "±"}[
            letter.inserted is not None, letter.deleted is not None
        ]
        if sign != at:
            shown += (f"{at}}}" if at else "") + (f"{{{sign}" if sign else "")
        shown, at = shown + letter.text, sign
    return shown + (f"{at}}}" if at else "")
