"""A licensee's own file of descriptors, which texts of records are held against."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from codepub.checks.verbatim import RUN_WORDS, Descriptors
from codepub.diagnostics import CallError, printable
from codepub.files.reading import UnreadableFileError, read_plain_file

MAX_BYTES: Final = 64 * 1024**2
"""Bytes of a file of descriptors: ten times the largest; its runs of words take about a gigabyte of memory."""

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_descriptors(file: Path) -> Descriptors:
    """Read a descriptor file: text, CSV or TSV, a descriptor a line.

    Raises:
        CallError: It cannot be read, or holds nothing that a text could be found to repeat.
    """
    try:
        raw = read_plain_file(file, MAX_BYTES)
    except UnreadableFileError as error:
        raise CallError(str(error)) from None
    descriptors = Descriptors(_split_lines(raw))
    if not descriptors:
        raise CallError(
            f"{printable(file)} holds no line of text with {RUN_WORDS} words or more, so no copy could be found. "
            "Give the file of long descriptors, as text, CSV or TSV."
        )
    return descriptors


def _split_lines(raw: bytes) -> Iterator[str]:
    if raw.startswith(_UTF_16):
        yield from raw.decode("utf-16", "replace").splitlines()
    elif b"\0" not in raw:  # as in workbooks and archives
        yield from map(_decode, raw.splitlines())


def _decode(line: bytes) -> str:
    """Read a line that is not UTF-8 as Windows-1252, which it most likely is."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
