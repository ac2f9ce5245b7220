"""The bytes of a part as XML: UTF-8 or UTF-16, no document type, not too deep (ECMA-376 Part 2, 6.2.5)."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from lxml import etree

from codepub.diagnostics import printable
from codepub.ooxml.reading.refusal import SAVE_AGAIN, SEND_AGAIN, UnreadableWordError
from codepub.ooxml.xml import Element
from codepub.patterns import compile_late

MAX_DEPTH: Final = 200
"""How deep elements may lie; a text box in the innermost of ten nested tables lies 60 deep."""

_DECLARATION: Final = compile_late(r"<\?xml[^>]*?\?>")
_ENCODING: Final = compile_late(r"""encoding\s*=\s*["']([^"']*)["']""")
_ENCODINGS: Final = {"utf-8", "utf8", "us-ascii"}
_DOCTYPE: Final = "<!DOCTYPE"
_STRICT_NAMESPACE: Final = compile_late(
    r"""(xmlns(?::[\w.-]+)?\s*=\s*["'])http://purl\.oclc\.org/ooxml/([\w/]+)(["'])"""
)
_TRANSITIONAL: Final = {
    "wordprocessingml/main": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "officeDocument/relationships": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "officeDocument/customProperties": "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
    "officeDocument/extendedProperties": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "officeDocument/docPropsVTypes": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
}
"""What names are in strict files (ISO/IEC 29500-1), and in all others (29500-4)."""
_TOO_DEEP: Final = f"boolean({'/*' * (MAX_DEPTH + 1)})"


def parse_part(blob: bytes, name: str) -> Element:
    """Read XML from outside: no entity is resolved, nothing is fetched; comments and instructions are left out.

    Raises:
        UnreadableWordError: It is no XML that a part of a Word file may be.
    """
    text = _decode(blob, name)
    if _DOCTYPE in text:
        raise _refuse(name, "declares a document type, which no part of a Word file has")
    try:
        root = etree.fromstring(_name_as_transitional(text).encode(), _make_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise _refuse(name, "nests its elements deeper than any Word file does") from None
        raise _refuse(name, "is damaged: it is no XML that Word would read", SEND_AGAIN) from None
    if root.xpath(_TOO_DEEP):
        raise _refuse(name, "nests its elements deeper than any Word file does")
    return root


def _make_parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _decode(blob: bytes, name: str) -> str:
    """Return the text of a part without its declaration."""
    encoding = _find_wide_encoding(blob) or _find_declared_encoding(blob, name)
    try:
        text = blob.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise _refuse(name, "holds bytes that are not UTF-8") from None
    declaration = _DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _find_declared_encoding(blob: bytes, name: str) -> str:
    declaration = _DECLARATION.match(blob[:200].removeprefix(BOM_UTF8).decode("latin-1"))
    encoding = _ENCODING.search(declaration[0]) if declaration else None
    if encoding and encoding[1].casefold() not in _ENCODINGS:
        raise _refuse(name, f"is written in {printable(encoding[1])} and not in UTF-8")
    return "utf-8"


def _find_wide_encoding(blob: bytes) -> str | None:
    if blob.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if blob.startswith(b"<\0"):
        return "utf-16-le"
    return "utf-16-be" if blob.startswith(b"\0<") else None


def _name_as_transitional(text: str) -> str:
    if "purl.oclc.org/ooxml" not in text:
        return text
    return _STRICT_NAMESPACE.sub(_name_namespace, text)


def _name_namespace(found: re.Match[str]) -> str:
    known = _TRANSITIONAL.get(found[2])
    return found[0] if known is None else f"{found[1]}{known}{found[3]}"


def _refuse(name: str, fact: str, way_out: str = SAVE_AGAIN) -> UnreadableWordError:
    return UnreadableWordError(f"Its part {printable(name)} {fact}.", way_out)
