"""Published files as lists of rows: plain, gzipped or in a zip; text, CSV, TSV or a workbook of Excel.

Nothing is unpacked to a place that a file names, nothing is read whole, and what unpacks without end is refused.
"""

from __future__ import annotations

import csv
import errno
import gzip
import hashlib
import io
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, cast

from codepub.diagnostics import CallError

MOST_BYTES: Final = 2 * 1024**3
"""So much a list may hold when unpacked; the largest published one, a quarter of NCCI pairs, holds a tenth of it."""
MOST_DENSE: Final = 200
"""So many bytes one packed byte may give. Published lists give 5 to 20; deflate's bound is 1,032."""
_SMALL: Final = 64 * 1024**2
_LONGEST_LINE: Final = 1024**2
_SPOOLED: Final = 16 * 1024**2


class UnreadableError(ValueError):
    """A list that cannot be read: the fact and the way out; whoever reads it knows the place."""

    def __init__(self, fact: str, way_out: str) -> None:
        super().__init__(f"{fact} {way_out}")


class DamagedError(UnreadableError):
    """Packed data that is damaged, cut off, locked, or has no end: no other list stands in for it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: its number in the file, from 1, and its text, or its cells where it is of a table."""

    number: int
    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One list inside a published file: its own name, how errors name it, its packed size, how to open it.

    ``folder`` is where it lies in a zip: the names of folders with slashes, or nothing.
    """

    name: str
    place: str
    packed: int
    open: Callable[[], io.BufferedReader]
    is_packed: bool = False
    folder: str = ""


_HEADS: Final = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "old Excel",
    b"%PDF": "PDF",
}
"""What files begin with."""


def parts_of(file: Path) -> list[Part]:
    """List what a published file holds: itself, or what is packed in it.

    Raises `CallError` where it is not there, is empty, or is a damaged or locked archive.
    """
    kind = _kind(_head(file))
    if kind == "gzip":
        return [Part(file.name.removesuffix(".gz"), str(file), file.stat().st_size, lambda: _gunzipped(file), True)]
    if kind != "zip":
        return [Part(file.name, str(file), file.stat().st_size, lambda: file.open("rb"))]
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, struct.error):
        raise CallError(f"{file} is a damaged or cut-off zip or workbook. Download it again.") from None
    if any(member.filename == "xl/workbook.xml" for member in members):
        return [Part(file.name, str(file), file.stat().st_size, lambda: file.open("rb"))]
    return [_member(file, member) for member in members if not member.is_dir()]


def sha256_of(file: Path) -> str:
    """Give the SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def rows_of(part: Part) -> Iterator[Row]:
    """Give the rows of a part one by one: lines with their text, or the rows of a workbook's first sheet with cells.

    Raises `UnreadableError` where the next row cannot be read.
    """
    with _opened(part) as stream:
        kind = _kind(stream.peek(4))
        if kind in ("old Excel", "PDF"):
            raise UnreadableError(
                f"This is a file of {kind}.", "Save it as xlsx or CSV, or take the text file beside it."
            )
        if kind == "gzip":
            raise UnreadableError("This is packed twice.", "Unpack it once.")
        yield from _sheet(part, stream) if kind == "zip" else _lines(part, stream)


def table_rows(rows: Iterable[Row], delimiter: str) -> Iterator[Row]:
    """Give lines their cells: CSV as in RFC 4180, TSV with quotes only around whole cells. Rows of a sheet stay.

    Raises `UnreadableError` where quotes are left open.
    """
    if delimiter == "\t":
        return (row if row.cells else replace(row, cells=_tabbed(row.text)) for row in rows)
    return _quoted(iter(rows))


def _tabbed(text: str) -> tuple[str, ...]:
    return tuple(
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
        for cell in text.rstrip("\r\n").split("\t")
    )


def _quoted(rows: Iterator[Row]) -> Iterator[Row]:
    first = next(rows, None)
    if first is None or first.cells:
        yield from rows if first is None else chain([first], rows)
        return
    reader = csv.reader((row.text for row in chain([first], rows)), strict=True)
    number = 1
    try:
        for cells in reader:
            yield Row(number, "", tuple(cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableError(f"This is not CSV ({error}).", "Close its quotes.") from None


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            head = stream.read(4)
    except OSError as error:
        raise CallError(f"{file} cannot be read: {error.strerror}. Look at its name.") from None
    if not head:
        raise CallError(f"{file} is empty. Download it again.")
    return head


def _kind(head: bytes) -> str:
    return next((kind for magic, kind in _HEADS.items() if head.startswith(magic)), "text")


def _gunzipped(file: Path) -> io.BufferedReader:
    return io.BufferedReader(cast("Any", gzip.open(file, "rb")))


def _member(file: Path, member: zipfile.ZipInfo) -> Part:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    name, folder = path.name, "/".join(path.parts[:-1])

    def opened() -> io.BufferedReader:
        with zipfile.ZipFile(file) as archive:
            return io.BufferedReader(cast("Any", archive.open(member)))

    return Part(name, f"{file} ({name})", member.compress_size, opened, True, folder)


@contextmanager
def _opened(part: Part) -> Iterator[io.BufferedReader]:
    try:
        with part.open() as stream:
            yield stream
    except (EOFError, zipfile.BadZipFile, gzip.BadGzipFile, zlib.error):
        raise DamagedError("The packed data is damaged or cut off here.", "Download it again.") from None
    except (RuntimeError, NotImplementedError):
        raise DamagedError("The archive is locked or packed in a way of its own.", "Unpack it first.") from None
    except OSError as error:
        if error.errno != errno.EINVAL:  # seeking to where a damaged zip points
            raise
        raise DamagedError("The archive is damaged.", "Download it again.") from None


class _Bound:
    """Counts what was unpacked, and refuses what has no end."""

    def __init__(self, part: Part) -> None:
        self._most = max(_SMALL, part.packed * MOST_DENSE) if part.is_packed else MOST_BYTES
        self._read = 0

    def count(self, size: int) -> None:
        self._read += size
        if self._read > min(self._most, MOST_BYTES):
            raise DamagedError(
                f"It unpacks to more than {self._read // 1024**2:,} MB, as no published list does.",
                "Download it from its publisher.",
            )


def _lines(part: Part, stream: IO[bytes]) -> Iterator[Row]:
    bound, number = _Bound(part), 0
    while line := stream.readline(_LONGEST_LINE):
        bound.count(len(line))
        if len(line) == _LONGEST_LINE or b"\x00" in line:
            raise UnreadableError("This is not text.", "Give the list as published: text, CSV, xlsx, or their zip.")
        for one in line.splitlines(keepends=True):  # a carriage return alone ends a line, too
            number += 1
            yield Row(number, _text(one))


def _text(line: bytes) -> str:
    """Decode a line: UTF-8, with or without its mark, or else Windows-1252, in which older files are written."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _sheet(part: Part, stream: IO[bytes]) -> Iterator[Row]:
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as copy:
        bound = _Bound(part)
        while block := stream.read(_LONGEST_LINE):
            bound.count(len(block))
            copy.write(block)
        _check_workbook(copy)
        yield from _sheet_rows(copy)


def _check_workbook(copy: IO[bytes]) -> None:
    with zipfile.ZipFile(copy) as archive:
        for member in archive.infolist():
            most = max(_SMALL, member.compress_size * MOST_DENSE)
            if member.file_size > min(most, MOST_BYTES):
                raise DamagedError("The workbook unpacks without end.", "Download it from its publisher.")
        if "xl/workbook.xml" not in archive.namelist():
            raise UnreadableError("This is a zip inside of a zip.", "Unpack it, and give what is in it.")


def _sheet_rows(copy: IO[bytes]) -> Iterator[Row]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")  # it warns of page headers, which are not read here
        try:
            with closing(load_workbook(copy, read_only=True, data_only=True)) as book:
                if not book.worksheets:
                    raise UnreadableError("The workbook has no sheet.", "Give the list as published.")
                sheet = book.worksheets[0]
                sheet.reset_dimensions()
                for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
                    yield Row(number, "", tuple(_cell(cell) for cell in cells))
        except (KeyError, ValueError, TypeError, SyntaxError, AttributeError, IndexError) as error:
            if isinstance(error, UnreadableError):
                raise
            raise UnreadableError("The workbook is damaged.", "Save it anew, or download it again.") from None


def _cell(value: object) -> str:
    """Write a cell as the lists in text do: whole numbers without a point, days as in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
