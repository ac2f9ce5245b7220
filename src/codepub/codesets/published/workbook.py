"""The sheets of a workbook of Excel, row by row; what would grow without end is refused before it is built.

openpyxl builds the whole of a part's element, and fills every gap between rows and between cells. So each part that it
opens is watched: its elements are counted as they go by, before openpyxl sees them.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from string import digits
from typing import IO, TYPE_CHECKING, Any, Final, cast
from xml.parsers import expat

from codepub.codesets.published.unreadable import DamagedError, UnreadableError

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.worksheet._reader import WorkSheetParser

MAX_ROWS: Final = 1_048_576
"""How many rows a sheet of Excel has (its own limit); NCCI's pairs are published in parts that fit into one each."""
MAX_COLUMNS: Final = 256
"""How many columns a list may have, as many as Excel had until 2003; the widest published one, HCPCS, has 48."""
_LAST_COLUMN: Final = (len("IV"), "IV")  # Excel's name for the column of that number
MAX_ASIDE: Final = 20_000
"""How many elements may stand between two rows or two shared strings, and in all parts that have neither (styles, the
list of sheets). The HCPCS workbook of 2020 has 60; a row of 256 cells of formulas and values, 769."""
ALWAYS_ALLOWED: Final = 100_000
"""How many rows, and how many shared strings, any workbook may have; a larger one, two for each packed byte. The HCPCS
workbook has 21,633 strings in 258,270 bytes and 7,208 rows in 484,191; codes in sequence pack into 2.6 bytes each."""
MAX_EMPTY_ROWS: Final = 100_000
"""How many rows may hold nothing. Some programs write them to the end of the sheet; published lists have none."""
MAX_OUTSIDE_CELLS: Final = 200_000
"""How many elements may stand outside of cells (rows, strings, styles) in all workbooks of a published file, each time
that they are read; of a larger file, one for each packed byte. HCPCS, read three times, has a fifth of that."""
_WAY_OUT: Final = "Delete what is empty to the right of it and below it, or download it again."


class ElementCounter:
    """Counts the elements outside of cells of all the workbooks in a published file: a zip may hold a hundred."""

    def __init__(self, packed: int) -> None:
        self._max = max(MAX_OUTSIDE_CELLS, packed)
        self._counted = 0

    def count(self) -> None:
        """Count one more."""
        self._counted += 1
        if self._counted > self._max:
            raise _EndlessError(f"Its sheets, strings and styles have more than {self._max:,} elements")


def read_sheet_rows(file: IO[bytes], elements: ElementCounter, sheet: int = 0) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the rows of a workbook's sheet that are not empty: their numbers, from 1, and their cells as text.

    ``elements`` counts those of the published file that holds it; ``sheet`` is the number of the sheet, from 0.

    Raises:
        UnreadableError: There is no sheet, it is damaged, or grows without end.
    """
    with _explain_faults(), _WatchedArchive(file, elements) as archive:
        yield from _read_rows(archive, sheet)


def name_sheets(file: IO[bytes], elements: ElementCounter) -> list[str]:
    """List the names of a workbook's sheets that hold cells.

    Raises:
        UnreadableError: There is none, or the workbook is damaged.
    """
    with _explain_faults(), _WatchedArchive(file, elements) as archive:
        return [name for name, _ in _list_sheets(_begin_reading(archive))]


@contextmanager
def _explain_faults() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")  # it warns of page headers, which are not read here
        try:
            yield
        except _EndlessError as fault:
            raise DamagedError(f"{fault}, as no published list does.", _WAY_OUT) from None
        except (KeyError, ValueError, TypeError, SyntaxError, AttributeError, IndexError, OSError) as error:
            if isinstance(error, UnreadableError):
                raise
            raise UnreadableError("The workbook is damaged.", "Save it anew, or download it again.") from None


def _read_rows(archive: _WatchedArchive, sheet: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    last = empty = 0
    for number, cells in _open_parser(archive, sheet).parse():
        if number <= last:
            raise UnreadableError("The rows of the workbook are not in their order.", "Save it anew.")
        last = number
        filled = {cell["column"]: _write_cell(cell["value"]) for cell in cells if cell["value"] is not None}
        if filled:
            yield number, tuple(filled.get(column, "") for column in range(1, max(filled) + 1))
            continue
        empty += 1
        if empty > MAX_EMPTY_ROWS:
            raise _EndlessError(f"It has more than {MAX_EMPTY_ROWS:,} rows that hold nothing")


def _open_parser(archive: _WatchedArchive, sheet: int) -> WorkSheetParser:
    """Open a sheet, and read what its cells refer to.

    openpyxl's own read-only sheets are passed by: where one does not tell its size, they read it twice.
    """
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.worksheet._reader import WorkSheetParser

    reader = _begin_reading(archive)
    reader.read_strings()
    apply_stylesheet(archive, reader.wb)
    book: Any = reader.wb
    _, part = _list_sheets(reader)[sheet]
    return WorkSheetParser(
        archive.open(part),
        reader.shared_strings,
        data_only=True,
        epoch=book.epoch,
        date_formats=book._date_formats,  # noqa: SLF001 -- openpyxl says it nowhere else
        timedelta_formats=book._timedelta_formats,  # noqa: SLF001 -- openpyxl says it nowhere else
    )


def _begin_reading(archive: _WatchedArchive) -> ExcelReader:
    from openpyxl.reader.excel import ExcelReader

    reader = ExcelReader(cast("Any", archive.fp), read_only=True, data_only=True, keep_links=False)
    reader.archive = archive
    reader.read_manifest()
    reader.read_workbook()
    return reader


def _list_sheets(reader: ExcelReader) -> list[tuple[str, str]]:
    """List the sheets that are there and hold cells: the name of each, and of the part that it is in."""
    sheets = [
        (str(sheet.name), str(rel.target))
        for sheet, rel in reader.parser.find_sheets()
        if rel.target in reader.valid_files and "chartsheet" not in rel.Type
    ]
    if not sheets:
        raise UnreadableError("The workbook has no sheet.", "Give the list as published.")
    if len({part for _, part in sheets}) < len(sheets):
        raise _EndlessError("Its list of sheets names one sheet again and again")
    return sheets


class _EndlessError(Exception):
    """A workbook that would grow without end; no ValueError, for which openpyxl raises another."""


class _WatchedArchive(zipfile.ZipFile):
    """A workbook's archive whose parts are watched while they are read."""

    def __init__(self, file: IO[bytes], elements: ElementCounter) -> None:
        super().__init__(file)
        self._elements = elements

    def open(self, name: str | zipfile.ZipInfo, *how: Any, **options: Any) -> IO[bytes]:
        """Open a part for reading, watched."""
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        watch = _Watch(part.compress_size, self._elements)
        return cast("IO[bytes]", _WatchedPart(super().open(part, *how, **options), watch))


class _WatchedPart(io.BufferedIOBase):
    """A part of a workbook that is watched while it is read."""

    def __init__(self, part: IO[bytes], watch: _Watch) -> None:
        self._part = part
        self._watch = watch

    def read(self, size: int | None = -1, /) -> bytes:
        """Read some bytes, or all."""
        block = self._part.read(-1 if size is None else size)
        self._watch.look_at(block)
        return block

    def close(self) -> None:
        """Close the part."""
        self._part.close()
        super().close()


class _Watch:
    """Counts the elements of a part as they go by, and raises `_EndlessError` where it has too many, or too far out."""

    def __init__(self, packed: int, elements: ElementCounter) -> None:
        self._elements = elements
        self._parser: expat.XMLParserType | None = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._max = max(ALWAYS_ALLOWED, 2 * packed)
        self._items = self._cells = self._aside = 0

    def look_at(self, block: bytes) -> None:
        """Look at the next bytes of the part; what is no XML is left to whoever reads it."""
        if self._parser is None:
            return
        try:
            self._parser.Parse(block)
        except expat.ExpatError:
            self._parser = None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._aside += 1
        match name.rpartition(" ")[2]:
            case "c":
                self._begin_cell(attributes.get("r", ""))
            case "row":
                self._begin_row(attributes.get("r", "0"))
            case "si":
                self._begin_item()
        if self._aside > MAX_ASIDE:
            raise _EndlessError(f"It has more than {MAX_ASIDE:,} elements that are no rows")
        if not self._cells:
            self._elements.count()

    def _begin_row(self, number: str) -> None:
        self._begin_item()
        if float(number) > MAX_ROWS:
            raise _EndlessError(f"It has a row {float(number):,.0f}, and Excel at most {MAX_ROWS:,}")

    def _begin_cell(self, coordinate: str) -> None:
        self._cells += 1
        column = coordinate.rstrip(digits)
        if self._cells > MAX_COLUMNS or (len(column), column) > _LAST_COLUMN:
            raise _EndlessError(f"It has a row of more than {MAX_COLUMNS} columns")

    def _begin_item(self) -> None:
        self._cells = self._aside = 0
        self._items += 1
        if self._items > self._max:
            raise _EndlessError(f"It has more than {self._max:,} rows or shared strings")


def _write_cell(value: object) -> str:
    """Write a cell as the lists in text do: whole numbers without a point, days as in ISO 8601."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
