"""A Word file from outside as its parts (Open Packaging Conventions), read within bounds and one by one.

python-docx reads every part that anything leads to, whatever it unpacks to; here nothing is read but what is asked for.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, NAMESPACE, RELATIONSHIP_TYPE
from lxml import etree

from codepub.diagnostics import CallError, printable
from codepub.ooxml.xml import Element, parse_xml

MAX_MEMBERS: Final = 1_000
"""The most members of the archive; a long Word file with a picture on each page has some hundreds."""
MAX_UNPACKED_BYTES: Final = 64 * 1024**2
"""The most bytes that all members together unpack to: twice what a packed file may have, for pictures do not shrink."""
MAX_DOCUMENT_BYTES: Final = 16 * 1024**2
"""The most bytes of the part that is the text, of which the page is read; as a tree it takes some ten times as many."""
MAX_ADOPTED_BYTES: Final = 4 * 1024**2
"""The most bytes of a part that is taken over (styles, numbering, theme, fonts); in Word's own templates 0.1 MB."""

_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
"""How a compound file begins: Word 97 to 2003, and what is encrypted (MS-CFB, 2.2)."""
_CENTRAL_ENTRY: Final = b"PK\x01\x02"
"""How the entry of a member begins in the archive's directory (APPNOTE 4.3.12)."""
_ENCRYPTED: Final = 0x1
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_MACROS: Final = "application/vnd.ms-word"
_DOCUMENTS: Final = {
    CONTENT_TYPE.WML_DOCUMENT_MAIN,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    f"{_MACROS}.document.macroEnabled.main+xml",
    f"{_MACROS}.template.macroEnabledTemplate.main+xml",
}
"""The types of .docx, .dotx, .docm and .dotm."""
_OTHER_FORMATS: Final = {"spreadsheetml": "a workbook of Excel", "presentationml": "a presentation of PowerPoint"}
_DAMAGE_ERRORS: Final = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for an archive that is damaged or that it cannot read; `BadZipFile` is not all of it."""

SAVE_AGAIN: Final = "Open it in Word and save it as .docx, or remove `reference`."
_UNLOCK: Final = "Open it in Word, take its password away if it has one, and save it as .docx, or remove `reference`."
_TAKE_OUT: Final = "Only its styles and its page are taken: delete its content in Word and save it."
_TAKE_ANOTHER: Final = "Name a Word document (.docx, .dotx), or remove `reference`."


def refusal(fact: str, way_out: str = SAVE_AGAIN) -> CallError:
    """Return the error that says what is wrong with the publisher's Word file, and what to do."""
    return CallError(f"The reference document (`reference`): {fact} {way_out}")


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part is related to; ``target`` is the name of a part, and None where it lies outside of the file."""

    identifier: str
    kind: str
    target: str | None


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The parts of a Word file by name; names are compared without regard to case (ECMA-376 Part 2, 6.2.2.3)."""

    _archive: ZipFile
    _members: Mapping[str, ZipInfo]

    def holds(self, name: str) -> bool:
        """Tell whether there is a part of a name."""
        return name.casefold() in self._members

    def size(self, name: str) -> int:
        """Return how many bytes a part says that it has."""
        return self._members[name.casefold()].file_size

    def read(self, name: str, max_bytes: int) -> bytes:
        """Read a part of at most ``max_bytes`` bytes.

        Raises:
            CallError: There is none, it holds more, or it is damaged.
        """
        if not self.holds(name):
            raise refusal(f"Its part {printable(name)} is missing.")
        if self.size(name) > max_bytes:
            raise refusal(f"Its part {printable(name)} has {self.size(name):,} bytes; at most {max_bytes:,} are read.")
        try:
            with self._archive.open(self._members[name.casefold()]) as stream:
                return stream.read(max_bytes)  # in one bounded step, as read() unpacks all of a member whose size lies
        except _DAMAGE_ERRORS:
            raise refusal(f"Its part {printable(name)} is damaged.") from None

    def read_xml(self, name: str, root: str, max_bytes: int = MAX_ADOPTED_BYTES) -> Element:
        """Read a part that is XML with a given root, in lxml's spelling.

        Raises:
            CallError: There is none, it is too large, damaged or no XML, has a DOCTYPE, or is something else.
        """
        try:
            element = parse_xml(self.read(name, max_bytes))
        except (etree.XMLSyntaxError, ValueError):
            raise refusal(f"Its part {printable(name)} is damaged: it is no XML that Word would read.") from None
        if element.tag != root:
            raise refusal(f"Its part {printable(name)} is damaged: it is not what the file says it is.")
        return element

    def read_relationships(self, name: str) -> list[Relationship]:
        """Read what a part is related to; the empty name is that of the whole file.

        Raises:
            CallError: They cannot be read.
        """
        folder, file = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.holds(part):
            return []
        root = self.read_xml(part, f"{{{NAMESPACE.OPC_RELATIONSHIPS}}}Relationships")
        return [_make_relationship(each, folder) for each in root.iterchildren(f"{{{NAMESPACE.OPC_RELATIONSHIPS}}}*")]


def _make_relationship(element: Element, folder: str) -> Relationship:
    target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
    inside = element.get("TargetMode", "Internal") == "Internal"
    return Relationship(element.get("Id", ""), element.get("Type", ""), target.lstrip("/") if inside else None)


def open_package(content: bytes) -> WordPackage:
    """Open a Word file; none of its parts is read yet.

    Raises:
        CallError: It is no file of Word's present formats, or larger than a reference may be.
    """
    _refuse_other_formats(content)
    if content.count(_CENTRAL_ENTRY) > MAX_MEMBERS:  # before they are read: an entry takes ten times its bytes
        raise refusal(f"It holds more than {MAX_MEMBERS:,} parts.", _TAKE_OUT)
    try:
        archive = ZipFile(BytesIO(content))
    except _DAMAGE_ERRORS:
        raise refusal("It is damaged.") from None
    return WordPackage(archive, _index_members(archive.infolist()))


def _refuse_other_formats(content: bytes) -> None:
    if not content:
        raise refusal("It is empty.", _TAKE_ANOTHER)
    if content.startswith(_OLE):
        raise refusal("It is encrypted, or of Word 97 to 2003.", _UNLOCK)
    if not content.startswith(b"PK"):
        raise refusal("It is no Word document.")


def _index_members(entries: list[ZipInfo]) -> Mapping[str, ZipInfo]:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refusal("It is encrypted.", _UNLOCK)
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise refusal("It is packed in a way that Word does not know.")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        raise refusal(f"It unpacks to {unpacked:,} bytes; at most {MAX_UNPACKED_BYTES:,} are read.", _TAKE_OUT)
    members: dict[str, ZipInfo] = {}
    for entry in entries:
        if members.setdefault(entry.filename.casefold(), entry) is not entry:
            raise refusal(f"It is damaged: its part {printable(entry.filename)} is there twice.")
    return members


def find_document_part(package: WordPackage) -> str:
    """Find the part that is the text of a document or template of Word, with macros or without, and return its name.

    Raises:
        CallError: The file is something else.
    """
    related = package.read_relationships("")
    main = next((each for each in related if each.kind == RELATIONSHIP_TYPE.OFFICE_DOCUMENT), None)
    if main is None and any(each.kind == _STRICT for each in related):
        raise refusal("It is a Strict Open XML Document.", "Save it as “Word Document (.docx)”, or remove `reference`.")
    if main is None or main.target is None:
        raise refusal("It is no Word document.")
    kind = _find_content_type(package, main.target)
    if kind not in _DOCUMENTS:
        found = next((name for word, name in _OTHER_FORMATS.items() if word in kind), "something else")
        raise refusal(f"It is {found} and no Word document.", _TAKE_ANOTHER)
    return main.target


def _find_content_type(package: WordPackage, name: str) -> str:
    """Find the type of a part: its own, or else that of its extension (ECMA-376 Part 2, 6.2.3)."""
    types = package.read_xml("[Content_Types].xml", f"{{{NAMESPACE.OPC_CONTENT_TYPES}}}Types")
    stated = {
        each.get(key, "").casefold(): each.get("ContentType", "")
        for key in ("Extension", "PartName")
        for each in types.iterchildren(f"{{{NAMESPACE.OPC_CONTENT_TYPES}}}*")
        if key in each.attrib
    }
    extension = posixpath.splitext(name)[1].removeprefix(".").casefold()
    return stated.get(f"/{name.casefold()}", stated.get(extension, ""))
