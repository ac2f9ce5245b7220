"""Lines of text in the encodings that publishers, editors and spreadsheets write: UTF-8, UTF-16, Windows-1252."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from codepub.characters import BYTE_ORDER_MARK
from codepub.codesets.published.unreadable import UnreadableError

_BLOCK_BYTES: Final = 1024**2
"""How much is read at once."""
_HEAD_BYTES: Final = 256
"""How many bytes tell an encoding: more than the first heading of any list."""
_MOSTLY: Final = 0.6
"""Of UTF-16 in the Latin alphabet, so much of the one half of the bytes is zero, and next to nothing of the other."""


def split_lines(stream: io.BufferedReader, most: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a stream, with their ends, each with the number of its bytes.

    A line of UTF-16 that has more than ``most`` characters is cut there, so that no line is read whole without end.

    Raises:
        UnreadableError: It is no text.
    """
    encoding = find_wide_encoding(stream.peek(_HEAD_BYTES)[:_HEAD_BYTES])
    return _split_bytes(stream) if encoding is None else _split_wide(stream, encoding, most)


def find_wide_encoding(head: bytes) -> str | None:
    """Find whether the first bytes of a file are UTF-16, by its mark or by every other byte being zero.

    >>> find_wide_encoding("code,text".encode("utf-16-le"))
    'utf-16-le'
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-le" if head.startswith(b"\xff\xfe") else "utf-16-be"
    first, second = head[::2], head[1::2]
    for encoding, letters, zeros in (("utf-16-le", first, second), ("utf-16-be", second, first)):
        if len(letters) > 1 and min(letters) >= ord("\t") and zeros.count(0) > _MOSTLY * len(zeros):
            return encoding
    return None


def _split_bytes(stream: io.BufferedReader) -> Iterator[tuple[int, str]]:
    while block := stream.readline(_BLOCK_BYTES):
        if b"\x00" in block:
            raise _no_text()
        for line in block.splitlines(keepends=True):  # a carriage return alone ends a line, too
            yield len(line), _decode(line)


def _decode(line: bytes) -> str:
    """Decode a line: UTF-8, with or without its mark, or else Windows-1252, in which older files are written.

    What Windows-1252 has no character for becomes U+FFFD: a letter is lost, and the code it stands with is not.
    """
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _split_wide(stream: io.BufferedReader, encoding: str, most: int) -> Iterator[tuple[int, str]]:
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    try:
        while line := text.readline(most + 1):
            if "\x00" in line:
                raise _no_text()
            yield 2 * len(line), line.removeprefix(BYTE_ORDER_MARK)
    finally:
        text.detach()


def _no_text() -> UnreadableError:
    return UnreadableError("This is not text.", "Give the list as published: text, CSV, xlsx, or their zip.")
