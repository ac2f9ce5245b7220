"""Published files as lists of rows: plain, gzipped or in a zip; text, CSV, TSV or a workbook of Excel.

Nothing is unpacked to a place that a file names, nothing is read whole, and what unpacks without end is refused.
"""

from __future__ import annotations

import csv
import errno
import gzip
import hashlib
import io
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final, NamedTuple, cast

from codepub.codesets.published.decoding import split_lines
from codepub.codesets.published.unreadable import DamagedError, UnreadableError
from codepub.codesets.published.workbook import MAX_COLUMNS, ElementCounter, name_sheets, read_sheet_rows
from codepub.diagnostics import CallError, printable, quote_text
from codepub.files.reading import UnreadableFileError, open_plain_file

MAX_BYTES: Final = 2 * 1024**3
"""How many bytes a list may hold when unpacked; the largest published one, a quarter of NCCI pairs, has a tenth."""
MAX_DENSITY: Final = 200
"""How many bytes one packed byte may give. Published lists give 5 to 20; deflate's bound is 1,032."""
MAX_MEMBERS: Final = 100
"""How many files a zip or a workbook may hold; published ones hold up to 20."""
MAX_MEMBER_NAME_LENGTH: Final = 255
"""How many characters a file in a zip may have in its name, with its folders; published ones have some 60."""
MAX_ROW_LENGTH: Final = 64 * 1024
"""How many characters a row may have; the longest published one, of NUCC, has 2,509, and one of HCPCS records 320."""
_SMALL_BYTES: Final = 8 * 1024**2
"""How many bytes any packed list may unpack to; a larger one is held to `MAX_DENSITY`."""
_MIN_ROW_BYTES: Final = 32
"""How many bytes a row counts as at least, since reading it costs as much; the shortest published ones have 9."""
_MIN_CELL_BYTES: Final = 16
"""How many bytes a cell of a workbook counts as at least, filled or not: 13 cells for a packed byte. HCPCS has half a
cell for one."""
MAX_SHEETS: Final = 20
"""How many sheets of a workbook are looked at for a list; published ones have up to 5."""
_BLOCK_BYTES: Final = 1024**2
"""How much of a workbook is copied at once."""
_MAX_BYTES_IN_MEMORY: Final = 16 * 1024**2
"""How much of an unpacked workbook is held in memory; a larger one goes to a temporary file."""


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row of a list: its number in the file, from 1, and its text, or its cells where it is of a table."""

    number: int
    text: str
    cells: tuple[str, ...] = ()


class _FileMark(NamedTuple):
    """What changes when a file is written to, replaced or deleted while it is open: one of the three, at least."""

    size: int
    changed: int
    links: int


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A published file that is open, what it was known by when it was opened, and what was read of its workbooks."""

    path: Path
    stream: io.BufferedReader
    mark: _FileMark
    elements: ElementCounter

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Open it for reading from its first byte on.

        Raises:
            DamagedError: The file changed since it was opened first.
        """
        self._refuse_changed()
        self.stream.seek(0)
        yield self.stream
        self._refuse_changed()

    def sha256(self) -> str:
        """Return its SHA-256 in hexadecimal digits; that it changed meanwhile is found when it is read next."""
        self.stream.seek(0)
        return hashlib.file_digest(self.stream, "sha256").hexdigest()

    def _refuse_changed(self) -> None:
        if _read_mark(self.stream) != self.mark:
            raise DamagedError(
                "The file changed while it was read.", "Wait until it is written whole, then add it again."
            )


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """One list inside a published file: its own name, how errors name it, the file, its packed size, how to open it.

    ``folder`` is where it lies in a zip: the names of folders with slashes, or nothing. ``sheet`` is which sheet of a
    workbook it is, from 0. Names and place can be printed as they are.
    """

    name: str
    place: str
    file: PublishedFile
    packed: int
    open: Callable[[], AbstractContextManager[io.BufferedReader]]
    is_packed: bool = False
    folder: str = ""
    sheet: int = 0


_KINDS_BY_HEAD: Final = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "old Excel",
    b"%PDF": "PDF",
}
"""The kinds of files that are told by their first bytes."""


@contextmanager
def open_parts(path: Path) -> Iterator[list[PublishedPart]]:
    """Open a published file, once for all that is read of it, and list what it holds: itself, or what is packed in it.

    Raises:
        CallError: It is not there, is empty, or is a damaged or locked archive.
    """
    with _open_plain(path) as stream:
        mark = _read_mark(stream)
        if not mark.size:
            raise CallError(f"{printable(path)} is empty. Download it again.")
        yield _list_parts(PublishedFile(path, stream, mark, ElementCounter(mark.size)))


def read_rows(part: PublishedPart) -> Generator[PublishedRow]:
    """Yield the rows of a part: lines with their text, or the rows of a workbook's sheet with cells.

    Raises:
        UnreadableError: The next row cannot be read.
    """
    with _open_part(part) as stream:
        kind = _kind_of(stream.peek(4))
        if kind in ("old Excel", "PDF"):
            raise UnreadableError(
                f"This is a file of {kind}.", "Save it as xlsx or CSV, or take the text file beside it."
            )
        if kind == "gzip":
            raise UnreadableError("This is packed twice.", "Unpack it once.")
        yield from _read_sheet(part, stream) if kind == "zip" else _read_lines(part, stream)


def split_cells(rows: Iterable[PublishedRow], delimiter: str) -> Iterator[PublishedRow]:
    """Split lines into cells: CSV as in RFC 4180, TSV with quotes only around whole cells. Rows of a sheet stay.

    Raises:
        UnreadableError: Quotes are left open, or a row has too many columns.
    """
    return map(_refuse_wide, _split_tabbed(rows) if delimiter == "\t" else _read_csv(iter(rows), delimiter))


def _split_tabbed(rows: Iterable[PublishedRow]) -> Iterator[PublishedRow]:
    return (row if row.cells else replace(row, cells=_split_at_tabs(row.text)) for row in rows)


def _split_at_tabs(text: str) -> tuple[str, ...]:
    return tuple(
        cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
        for cell in text.rstrip("\r\n").split("\t")
    )


def _read_csv(rows: Iterator[PublishedRow], delimiter: str) -> Iterator[PublishedRow]:
    first = next(rows, None)
    if first is None or first.cells:
        yield from rows if first is None else chain([first], rows)
        return
    lines = _Lines(chain([first], rows))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield PublishedRow(lines.begin_row(), "", tuple(cells))
    except csv.Error as error:
        raise UnreadableError(f"This is not CSV ({error}).", "Close its quotes.") from None


class _Lines:
    """The lines that a reader of CSV takes for its rows, whose cells may hold line ends; counts those of each row."""

    def __init__(self, rows: Iterator[PublishedRow]) -> None:
        self._rows = rows
        self._first = self._size = 0

    def __iter__(self) -> Iterator[str]:
        for row in self._rows:
            self._first = self._first or row.number
            self._size += len(row.text)
            if self._size > MAX_ROW_LENGTH:
                raise _too_long()
            yield row.text

    def begin_row(self) -> int:
        """Begin a new row, and return the number of the line in which the last one began."""
        first, self._first, self._size = self._first, 0, 0
        return first


def _refuse_wide(row: PublishedRow) -> PublishedRow:
    if len(row.cells) > MAX_COLUMNS:
        raise UnreadableError(
            f"The row has {len(row.cells):,} columns, and no published list more than {MAX_COLUMNS}.",
            "Give the list as published.",
        )
    return row


def _too_long() -> UnreadableError:
    return UnreadableError(
        f"The row has more than {MAX_ROW_LENGTH:,} characters, as no published list does.",
        "Close its quotes, or give the list as published: text, CSV, xlsx, or their zip.",
    )


def _kind_of(head: bytes) -> str:
    return next((kind for magic, kind in _KINDS_BY_HEAD.items() if head.startswith(magic)), "text")


@contextmanager
def _open_plain(file: Path) -> Iterator[io.BufferedReader]:
    """Open a plain file; raises `CallError` where it cannot be read, or is a pipe, a device, a folder."""
    try:
        stream = cast("io.BufferedReader", open_plain_file(file))
    except UnreadableFileError as fault:
        way_out = "Save the list to a file first." if "no plain file" in fault.fact else fault.way_out
        raise CallError(f"{printable(file)}: {fault.fact} {way_out}") from None
    with stream:
        yield stream


def _read_mark(stream: IO[bytes]) -> _FileMark:
    found = os.fstat(stream.fileno())
    return _FileMark(found.st_size, found.st_mtime_ns, found.st_nlink)


def _list_parts(file: PublishedFile) -> list[PublishedPart]:
    name, place, size = printable(file.path.name), printable(file.path), file.mark.size
    kind = _kind_of(file.stream.peek(4))
    if kind == "gzip":
        return [PublishedPart(name.removesuffix(".gz"), place, file, size, partial(_open_gzip, file), True)]
    if kind == "zip":
        try:
            archive = _read_archive(file.stream)
        except UnreadableError as fault:
            raise CallError(f"{place}: {fault}") from None
        if not _is_workbook(archive):
            return [_make_part(file, archive, member) for member in archive.infolist() if not member.is_dir()]
    return [PublishedPart(name, place, file, size, file.open)]


@contextmanager
def _open_gzip(file: PublishedFile) -> Iterator[io.BufferedReader]:
    with file.open() as stream, gzip.GzipFile(fileobj=stream) as unpacked:
        yield io.BufferedReader(cast("Any", unpacked))


@contextmanager
def _open_member(file: PublishedFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[io.BufferedReader]:
    with file.open(), archive.open(member) as unpacked:
        yield io.BufferedReader(cast("Any", unpacked))


def _read_archive(stream: IO[bytes]) -> zipfile.ZipFile:
    """Read the directory of a zip or a workbook; raises `DamagedError` where it is damaged or promises too much."""
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, struct.error):
        raise DamagedError("This is a damaged or cut-off zip or workbook.", "Download it again.") from None
    _check_directory(archive.infolist(), stream.seek(0, io.SEEK_END))
    return archive


def _is_workbook(archive: zipfile.ZipFile) -> bool:
    return "xl/workbook.xml" in archive.namelist()


def _check_directory(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse a directory that no published zip has; what it says is unpacked, zipfile never goes beyond."""
    again = "Download it from its publisher."
    if len(members) > MAX_MEMBERS:
        raise DamagedError(f"It holds {len(members):,} files, as no published zip or workbook does.", again)
    if any(len(member.filename) > MAX_MEMBER_NAME_LENGTH for member in members):
        raise DamagedError(f"It holds a file whose name is longer than {MAX_MEMBER_NAME_LENGTH} characters.", again)
    if sum(member.compress_size for member in members) > size:
        raise DamagedError("Its files lie over each other.", again)
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise DamagedError(f"It unpacks to more than {MAX_BYTES // 1024**2:,} MB.", again)


def _make_part(file: PublishedFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> PublishedPart:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    name, folder = printable(path.name), printable("/".join(path.parts[:-1]))
    unpacked = partial(_open_member, file, archive, member)
    return PublishedPart(name, f"{printable(file.path)} ({name})", file, member.compress_size, unpacked, True, folder)


@contextmanager
def _open_part(part: PublishedPart) -> Iterator[io.BufferedReader]:
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

    def __init__(self, part: PublishedPart, *, is_packed: bool) -> None:
        self._most = min(max(_SMALL_BYTES, part.packed * MAX_DENSITY), MAX_BYTES) if is_packed else MAX_BYTES
        self._read = 0

    def count(self, size: int) -> None:
        self._read += size
        if self._read > self._most:
            raise DamagedError(
                f"It unpacks to more than {self._most // 1024**2:,} MB, as no published list of its size does.",
                "Download it from its publisher.",
            )


def _read_lines(part: PublishedPart, stream: io.BufferedReader) -> Iterator[PublishedRow]:
    bound = _Bound(part, is_packed=part.is_packed)
    for number, (size, line) in enumerate(split_lines(stream, MAX_ROW_LENGTH), start=1):
        bound.count(max(_MIN_ROW_BYTES, size))
        if len(line) > MAX_ROW_LENGTH:
            raise _too_long()
        yield PublishedRow(number, line)


def _read_sheet(part: PublishedPart, stream: IO[bytes]) -> Iterator[PublishedRow]:
    with _copy_workbook(part, stream) as copy:
        bound = _Bound(part, is_packed=True)
        for number, cells in read_sheet_rows(copy, part.file.elements, part.sheet):
            bound.count(_MIN_CELL_BYTES * len(cells) + sum(map(len, cells)))
            yield PublishedRow(number, "", cells)


@contextmanager
def _copy_workbook(part: PublishedPart, stream: IO[bytes]) -> Iterator[IO[bytes]]:
    with tempfile.SpooledTemporaryFile(max_size=_MAX_BYTES_IN_MEMORY) as copy:
        unpacked = _Bound(part, is_packed=part.is_packed)
        while block := stream.read(_BLOCK_BYTES):
            unpacked.count(len(block))
            copy.write(block)
        _check_workbook(copy)
        yield copy


def list_later_sheets(part: PublishedPart) -> list[PublishedPart]:
    """List the sheets of a workbook after the first, each as a part; none of a text.

    Raises:
        UnreadableError: The workbook is damaged.
    """
    with _open_part(part) as stream:
        if _kind_of(stream.peek(4)) != "zip":
            return []
        with _copy_workbook(part, stream) as copy:
            names = name_sheets(copy, part.file.elements)[:MAX_SHEETS]
    places = (f"{part.place}, sheet {quote_text(name)}" for name in names)
    return [replace(part, sheet=sheet, place=place) for sheet, place in enumerate(places)][1:]


def _check_workbook(copy: IO[bytes]) -> None:
    archive = _read_archive(copy)
    if any(member.file_size > max(_SMALL_BYTES, member.compress_size * MAX_DENSITY) for member in archive.infolist()):
        raise DamagedError("The workbook unpacks without end.", "Download it from its publisher.")
    if not _is_workbook(archive):
        raise UnreadableError("This is a zip inside of a zip.", "Unpack it, and give what is in it.")
