"""A Word file from outside as its parts (Open Packaging Conventions, ECMA-376 Part 2), behind guards.

No part is unpacked but what is asked for, none beyond its bounds; no address is followed. Whoever sent the file can
mend it: every refusal says what is wrong and what to do.
"""

from __future__ import annotations

import posixpath
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from codepub.diagnostics import printable
from codepub.ooxml.reading.formats import refuse_other_formats
from codepub.ooxml.reading.refusal import SAVE_AGAIN, SEND_AGAIN, TAKE_OUT, UnreadableWordError
from codepub.ooxml.reading.xml_text import parse_part
from codepub.ooxml.xml import Element

MAX_MEMBERS: Final = 1_000
"""The most members of the archive; a long Word file with a picture on each page has some hundreds."""
MAX_UNPACKED_BYTES: Final = 64 * 1024**2
"""The most bytes that all members together say they unpack to; most of them are pictures, which are never unpacked."""
MAX_PART_BYTES: Final = 8 * 1024**2
"""The most bytes of a part that is read; the text of ten pages has half a million."""
MAX_RATIO: Final = 150
"""The most that a part may be packed, times; texts of Word are packed 5 to 60 times, a bomb 1,000."""
RATIO_FROM_BYTES: Final = 1024**2
"""From how many bytes on the ratio counts: what is small does no harm."""
MAX_TAGS: Final = 300_000
"""The most tags in all parts that are read: a page that LibreOffice wrote has 1,200."""
MAX_RELATIONS: Final = 5_000
"""The most relations of all parts; each link to another address is one."""

_CENTRAL_ENTRY: Final = b"PK\x01\x02"
"""How the entry of a member begins in the archive's directory (APPNOTE 4.3.12)."""
_ENCRYPTED: Final = 0x1
_DAMAGE_ERRORS: Final = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What zipfile raises for an archive that is damaged or that it cannot read; `BadZipFile` is not all of it."""
_PACKAGE: Final = "{http://schemas.openxmlformats.org/package/2006/"
_TYPES: Final = f"{_PACKAGE}content-types}}"
_RELATIONS: Final = f"{_PACKAGE}relationships}}"
_DOCUMENT_TYPES: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
_OTHER_TYPES: Final = {"spreadsheetml": "a workbook of Excel", "presentationml": "a presentation of PowerPoint"}
_STRICT_KINDS: Final = {"customProperties": "custom-properties", "extendedProperties": "extended-properties"}
"""What two kinds of relations are called in strict files (ISO/IEC 29500-1), and in all others (29500-4)."""
_OUTSIDE_ALLOWED: Final = "hyperlink"
_TAKE_OUT_MACROS: Final = "Save it in Word as “Word Document (.docx)”, which holds none."
_TAKE_OUT_TEMPLATE: Final = (
    "Attach the template Normal to it in Word (Developer, Document Template), save it and send it again."
)
_BREAK_LINKS: Final = (
    "Break the link in Word (File, Info, Edit Links to Files), or take out what is linked; save it and send it again."
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part is related to: the last word of its type, and the name of a part, or an address outside."""

    kind: str
    target: str
    is_outside: bool


class Package:
    """The parts of a Word file by name; names are compared without regard to case (ECMA-376 Part 2, 6.2.2.3)."""

    def __init__(self, archive: ZipFile, members: Mapping[str, ZipInfo]) -> None:
        self._archive = archive
        self._members = members
        self._tags = 0

    def holds(self, name: str) -> bool:
        """Tell whether there is a part of a name."""
        return name.casefold() in self._members

    def names(self) -> list[str]:
        """List the names of all parts, in lower case."""
        return list(self._members)

    def read_xml(self, name: str, root: str) -> Element:
        """Read a part that is XML with a given root, in lxml's spelling; of strict files, as in transitional ones.

        Raises:
            UnreadableWordError: There is none, it is too large, damaged, or something else than it says.
        """
        blob = self._unpack(name)
        self._tags += blob.count(b"<")
        if self._tags > MAX_TAGS:
            raise UnreadableWordError(f"It holds more than {MAX_TAGS:,} tags of XML.", TAKE_OUT)
        element = parse_part(blob, name)
        if element.tag != root:
            raise UnreadableWordError(f"Its part {printable(name)} is not what the file says it is.", SAVE_AGAIN)
        return element

    def read_relations(self, name: str) -> dict[str, Relation]:
        """Read what a part is related to, by identifier; the empty name is that of the whole file.

        Raises:
            UnreadableWordError: They cannot be read.
        """
        folder, file = posixpath.split(name)
        part = posixpath.join(folder, "_rels", f"{file}.rels")
        if not self.holds(part):
            return {}
        root = self.read_xml(part, f"{_RELATIONS}Relationships")
        return {each.get("Id", ""): _make_relation(each, folder) for each in root.iterchildren(f"{_RELATIONS}*")}

    def _unpack(self, name: str) -> bytes:
        member = self._members.get(name.casefold())
        if member is None:
            raise UnreadableWordError(f"Its part {printable(name)} is missing.", SAVE_AGAIN)
        if member.file_size > MAX_PART_BYTES:
            fact = f"Its part {printable(name)} has {member.file_size:,} bytes; at most {MAX_PART_BYTES:,} are read."
            raise UnreadableWordError(fact, TAKE_OUT)
        try:
            with self._archive.open(member) as stream:
                return stream.read(member.file_size)  # not read(), which unpacks all of a member whose size lies
        except _DAMAGE_ERRORS:
            raise UnreadableWordError(f"Its part {printable(name)} is damaged.", SEND_AGAIN) from None


def _make_relation(element: Element, folder: str) -> Relation:
    kind = posixpath.basename(element.get("Type", ""))
    kind = _STRICT_KINDS.get(kind, kind)
    target = element.get("Target", "")
    if element.get("TargetMode", "Internal") != "Internal":
        return Relation(kind, target, is_outside=True)
    return Relation(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"), is_outside=False)


def open_package(content: bytes) -> Package:
    """Open a Word file behind all guards that need no look into its text; its parts are read when they are asked for.

    Raises:
        UnreadableWordError: It is no Word document; it is damaged, too large or protected; it holds or leads to more.
    """
    refuse_other_formats(content)
    if content.count(_CENTRAL_ENTRY) > MAX_MEMBERS:  # before they are read: an entry takes ten times its bytes
        raise UnreadableWordError(f"It holds more than {MAX_MEMBERS:,} parts.", TAKE_OUT)
    try:
        archive = ZipFile(BytesIO(content))
    except _DAMAGE_ERRORS:
        raise UnreadableWordError(
            "It is damaged, or ends too early: the list of its parts is missing.", SEND_AGAIN
        ) from None
    package = Package(archive, _index_members(archive.infolist()))
    _refuse_macros(package)
    _refuse_what_leads_outside(package)
    return package


def _index_members(entries: list[ZipInfo]) -> Mapping[str, ZipInfo]:
    members: dict[str, ZipInfo] = {}
    for entry in entries:
        _refuse_member(entry)
        if members.setdefault(entry.filename.casefold(), entry) is not entry:
            raise UnreadableWordError(f"Its part {printable(entry.filename)} is there twice.", SAVE_AGAIN)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_BYTES:
        fact = f"It unpacks to {unpacked:,} bytes; at most {MAX_UNPACKED_BYTES:,} are read."
        raise UnreadableWordError(fact, TAKE_OUT)
    return members


def _refuse_member(entry: ZipInfo) -> None:
    name = printable(entry.filename)
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableWordError(f"Its part {name} is protected with a password.", SAVE_AGAIN)
    if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise UnreadableWordError(f"Its part {name} is packed in a way that Word does not know.", SAVE_AGAIN)
    if entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * entry.compress_size:
        fact = f"Its part {name} unpacks to {entry.file_size:,} bytes from {entry.compress_size:,}, as no text does."
        raise UnreadableWordError(fact, SAVE_AGAIN)


def _refuse_macros(package: Package) -> None:
    types = [kind.casefold() for kind in _read_content_types(package).values()]
    names = [posixpath.basename(name) for name in package.names()]
    if "vbaproject.bin" in names or any("macroenabled" in kind or "vbaproject" in kind for kind in types):
        raise UnreadableWordError("It holds macros, or is of a kind that may.", _TAKE_OUT_MACROS)


def _refuse_what_leads_outside(package: Package) -> None:
    count = 0
    for name in package.names():
        folder, file = posixpath.split(name)
        if posixpath.basename(folder) != "_rels" or not file.endswith(".rels"):
            continue
        part = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        relations = package.read_relations(part)
        for relation in relations.values():
            _refuse_relation(relation, name)
        count += len(relations)
        if count > MAX_RELATIONS:
            raise UnreadableWordError(f"It leads to more than {MAX_RELATIONS:,} parts and addresses.", TAKE_OUT)


def _refuse_relation(relation: Relation, part: str) -> None:
    if relation.kind.casefold() == "vbaproject":
        raise UnreadableWordError("It holds macros.", _TAKE_OUT_MACROS)
    if relation.is_outside and relation.kind != _OUTSIDE_ALLOWED:
        where = f"{printable(relation.kind)}: {printable(relation.target[:80])}"
        way_out = _TAKE_OUT_TEMPLATE if relation.kind == "attachedTemplate" else _BREAK_LINKS
        raise UnreadableWordError(f"Its part {printable(part)} leads outside of the file ({where}).", way_out)


def find_document_part(package: Package) -> str:
    """Find the part that is the text of a document or template of Word, and return its name.

    Raises:
        UnreadableWordError: The file is something else.
    """
    related = package.read_relations("").values()
    main = next((each for each in related if each.kind == "officeDocument" and not each.is_outside), None)
    if main is None:
        raise UnreadableWordError("It is an archive, but no Word document.", SAVE_AGAIN)
    types = _read_content_types(package)
    extension = posixpath.splitext(main.target)[1].removeprefix(".").casefold()
    kind = types.get(f"/{main.target.casefold()}", types.get(extension, ""))
    if kind not in _DOCUMENT_TYPES:
        found = next((name for word, name in _OTHER_TYPES.items() if word in kind), "something else")
        raise UnreadableWordError(f"It is {found} and no Word document.", SAVE_AGAIN)
    return main.target


def _read_content_types(package: Package) -> dict[str, str]:
    """Read the types of parts, by ``/name`` and by extension (ECMA-376 Part 2, 6.2.3)."""
    if not package.holds("[Content_Types].xml"):
        raise UnreadableWordError("It is an archive, but no Word document.", SAVE_AGAIN)
    root = package.read_xml("[Content_Types].xml", f"{_TYPES}Types")
    return {
        each.get(key, "").casefold(): each.get("ContentType", "")
        for key in ("Extension", "PartName")
        for each in root.iterchildren(f"{_TYPES}*")
        if key in each.attrib
    }
