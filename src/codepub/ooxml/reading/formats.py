"""What a file is that is no Word document of today, told by how it begins."""

from __future__ import annotations

from typing import Final

from codepub.ooxml.reading.refusal import SAVE_AGAIN, SEND_AGAIN, UnreadableWordError

_COMPOUND: Final = bytes.fromhex("D0CF11E0A1B11AE1")
"""How a compound file begins: Word 97 to 2003, and what is encrypted (MS-CFB, 2.2)."""
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an encrypted document (MS-OFFCRYPTO, 2.3.4.4)."""
_ARCHIVE: Final = b"PK\x03\x04"
_OPEN_DOCUMENT: Final = b"mimetypeapplication/vnd.oasis.opendocument"
"""What stands, unpacked, in the first member of a file of OpenDocument (Part 2, 3.3)."""
_WORD_STREAM: Final = "WordDocument".encode("utf-16-le")
"""The stream that holds the text of a document of Word 97 to 2003 (MS-DOC, 2.1)."""
_BEGINNINGS: Final = {
    b"{\\rtf": "Rich Text (.rtf)",
    b"%PDF": "a PDF",
    b"<": "a web page or XML",
    b"\xef\xbb\xbf<": "a web page or XML",
}
_FIRST_BYTES: Final = 200
_UNLOCK: Final = "Take its password away in Word (File, Info, Protect Document), save it and send it again."


def refuse_other_formats(content: bytes) -> None:
    """Refuse what does not begin as a Word document does, and say what it is where that is known.

    Raises:
        UnreadableWordError: It is something else.
    """
    if not content:
        raise UnreadableWordError("It is empty.", SEND_AGAIN)
    if content.startswith(_COMPOUND):
        if _ENCRYPTED_STREAM in content:
            raise UnreadableWordError("It is protected with a password.", _UNLOCK)
        raise UnreadableWordError(f"It is {_name_compound(content)}.", SAVE_AGAIN)
    if content.startswith(_ARCHIVE):
        if _OPEN_DOCUMENT in content[:_FIRST_BYTES]:
            raise UnreadableWordError("It is an OpenDocument file (.odt).", SAVE_AGAIN)
        return
    begun = content[:_FIRST_BYTES].lstrip()
    found = next((name for beginning, name in _BEGINNINGS.items() if begun.startswith(beginning)), None)
    raise UnreadableWordError(
        f"It is {found} and no Word document." if found else "It is no Word document.", SAVE_AGAIN
    )


def _name_compound(content: bytes) -> str:
    return "an old Word document (.doc)" if _WORD_STREAM in content else "an old Office file and no Word document"
