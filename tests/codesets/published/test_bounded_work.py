"""Lists that are made to cost: refused before they grow, and work that doubles with what is given and no more."""

from __future__ import annotations

import gzip
import hashlib
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codepub.codesets.adding import MAX_FILES
from codepub.codesets.published import files as published_files
from codepub.codesets.published import layout_kinds, recognition
from codepub.codesets.published.files import MAX_MEMBERS, MAX_ROW_LENGTH, open_parts, read_rows, split_cells
from codepub.codesets.published.set_layouts import LAYOUTS
from codepub.codesets.published.unreadable import UnreadableError
from codepub.codesets.published.workbook import (
    ALWAYS_ALLOWED,
    MAX_ASIDE,
    MAX_COLUMNS,
    MAX_EMPTY_ROWS,
    MAX_OUTSIDE_CELLS,
    MAX_ROWS,
)
from codepub.codesets.store import open_store
from codepub.diagnostics import CallError
from codepub.files.reading import open_plain_file
from tests.codesets.small_lists import ORDER, add_lists, contractor_record, pack, write_list, write_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OPPS = "2026_April_Addendum_B"


def sheet(rows: str) -> bytes:
    """Write the XML of a sheet: the heading and a row of Addendum B, and further rows."""
    cells = [("HCPCS Code", "SI"), ("A0425", "A")]
    own = "".join(
        f'<row r="{at}">' + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>"
        for at, row in enumerate(cells, start=1)
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{own}{rows}</sheetData></worksheet>'.encode()


def strings(items: str) -> bytes:
    return f'<sst xmlns="{MAIN}">{items}</sst>'.encode()


def rebuild(folder: Path, **parts: bytes) -> Path:
    """Make a workbook of which some parts are replaced."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "book": "xl/workbook.xml"}
    with zipfile.ZipFile(write_sheet(folder / "whole.xlsx", [["HCPCS Code", "SI"], ["A0425", "A"]])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" '
        b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
        if b"sharedStrings" not in members["[Content_Types].xml"]
        else b"</Types>",
    )
    members["xl/sharedStrings.xml"] = strings("")
    return pack(folder / f"{OPPS}.xlsx", {**members, **{names[name]: part for name, part in parts.items()}})


def one_sheet_often(folder: Path) -> Path:
    with zipfile.ZipFile(write_sheet(folder / "whole.xlsx", [["a"]])) as archive:
        book = archive.read("xl/workbook.xml")
    start = book.index(b"<sheet ")
    own = book[start : book.index(b"/>", start) + 2]
    return rebuild(folder, book=book.replace(own, own * 9), sheet=sheet(""))


WORKBOOKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a row that is far below": (
        lambda folder: rebuild(folder, sheet=sheet('<row r="999999999"/>')),
        "row 999,999,999",
    ),
    "a row below that is written otherwise": (
        lambda folder: rebuild(folder, sheet=sheet('<row r="1e9"/>')),
        "a row 1,000",
    ),
    "a cell that is far to the right": (
        lambda folder: rebuild(folder, sheet=sheet('<row r="3"><c r="XFD3"/></row>')),
        f"more than {MAX_COLUMNS} columns",
    ),
    "a row of cells without end": (
        lambda folder: rebuild(folder, sheet=sheet(f"<row>{'<c/>' * (MAX_COLUMNS + 1)}</row>")),
        f"more than {MAX_COLUMNS} columns",
    ),
    "empty rows without end": (
        lambda folder: rebuild(folder, sheet=sheet("<row/>" * ALWAYS_ALLOWED)),
        f"more than {ALWAYS_ALLOWED:,} rows",
    ),
    "rows that hold nothing without end": (
        lambda folder: rebuild(folder, sheet=sheet("<row><c/></row>" * (MAX_EMPTY_ROWS + 1))),
        f"more than {MAX_EMPTY_ROWS:,} rows",
    ),
    "other elements without end": (
        lambda folder: rebuild(folder, sheet=sheet("<x/>" * MAX_ASIDE)),
        "are no rows",
    ),
    "elements one in another": (lambda folder: rebuild(folder, sheet=sheet("<x>" * MAX_ASIDE)), "are no rows"),
    "shared strings without end": (
        lambda folder: rebuild(folder, strings=strings("<si/>" * (ALWAYS_ALLOWED + 1))),
        f"more than {ALWAYS_ALLOWED:,} rows or shared strings",
    ),
    "a shared string without end": (
        lambda folder: rebuild(folder, strings=strings(f"<si>{'<r/>' * (MAX_ASIDE + 1)}</si>")),
        "are no rows",
    ),
    "one sheet named again and again": (one_sheet_often, "one sheet again and again"),
}


@pytest.mark.parametrize(("make", "fact"), WORKBOOKS.values(), ids=WORKBOOKS.keys())
def test_a_workbook_that_grows_without_end_is_refused_before_it_does(
    make: Callable[[Path], Path], fact: str, tmp_path: Path
) -> None:
    file = make(tmp_path)
    with pytest.raises(CallError) as refused:
        add_lists(tmp_path, file)
    assert fact in str(refused.value)
    with open_store(tmp_path) as store:
        assert store.releases() == []


def test_one_long_text_that_many_cells_share_counts_in_each_of_them(tmp_path: Path) -> None:
    cell = '<c t="s"><v>0</v></c>'
    file = rebuild(
        tmp_path, strings=strings(f"<si><t>{'a' * 30_000}</t></si>"), sheet=sheet(f"<row>{cell * 9}</row>" * 99)
    )
    with open_parts(file) as (part,), pytest.raises(UnreadableError, match="unpacks to more than 8 MB"):
        list(read_rows(part))


def test_an_empty_last_row_at_the_end_of_the_sheet_costs_nothing(tmp_path: Path) -> None:
    with open_parts(rebuild(tmp_path, sheet=sheet(f'<row r="{MAX_ROWS}"/>'))) as (part,):
        assert [row.number for row in read_rows(part)] == [1, 2]


def test_rows_keep_their_numbers_where_rows_before_them_are_empty(tmp_path: Path) -> None:
    with open_parts(rebuild(tmp_path, sheet=sheet('<row r="9"><c r="B9"><v>1</v></c></row>'))) as (part,):
        assert [(row.number, row.cells) for row in read_rows(part)][-1] == (9, ("", "1"))


def test_a_sheet_that_does_not_tell_its_size_is_read_once_to_tell_it_and_once_to_add_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = zipfile.ZipFile.open

    def counted(archive: zipfile.ZipFile, name: zipfile.ZipInfo | str, *rest: Any, **options: Any) -> object:
        opened.append(name if isinstance(name, str) else name.filename)
        return real(archive, name, *rest, **options)

    file = rebuild(tmp_path, sheet=sheet(""))
    monkeypatch.setattr(zipfile.ZipFile, "open", counted)
    add_lists(tmp_path, file)
    assert opened.count("xl/worksheets/sheet1.xml") == 2


def test_cells_that_are_not_there_count_too_where_they_lie_before_others(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{at}"><c r="IV{at}"><v>1</v></c></row>' for at in range(3, 3_000))
    with open_parts(rebuild(tmp_path, sheet=sheet(rows))) as (part,):
        given = read_rows(part)
        with pytest.raises(UnreadableError, match="unpacks to more than 8 MB"):
            list(given)


def test_rows_that_are_not_in_their_order_are_refused_and_not_dropped(tmp_path: Path) -> None:
    cell = '<c t="inlineStr"><is><t>A0426</t></is></c><c t="inlineStr"><is><t>A</t></is></c>'
    with pytest.raises(CallError, match="rows of the workbook are not in their order"):
        add_lists(tmp_path, rebuild(tmp_path, sheet=sheet(f'<row r="2">{cell}</row>')))


def test_workbooks_that_each_are_within_bounds_are_refused_where_a_zip_holds_too_many_of_them(tmp_path: Path) -> None:
    book = rebuild(tmp_path, sheet=sheet("<row/>" * 50_000)).read_bytes()
    file = pack(tmp_path / f"{OPPS}.zip", {f"{at}.xlsx": book for at in range(9)})
    with pytest.raises(CallError, match=f"more than {MAX_OUTSIDE_CELLS:,} elements"):
        add_lists(tmp_path, file)


def test_a_zip_of_more_files_than_any_publisher_packs_is_refused(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", {f"{at}.txt": "x" for at in range(MAX_MEMBERS + 1)})
    with pytest.raises(CallError, match="holds 101 files, as no published zip"):
        add_lists(tmp_path, file)


def test_a_zip_with_a_name_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="longer than 255 characters"):
        add_lists(tmp_path, pack(tmp_path / "a.zip", {"a" * 256: "x"}))


def test_a_zip_whose_files_lie_over_each_other_is_refused(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", {"icd10cm-order-2026.txt": ORDER})
    content = file.read_bytes()
    entry = content[content.index(b"PK\x01\x02") : content.index(b"PK\x05\x06")]
    end = bytearray(content[content.index(b"PK\x05\x06") :])
    end[8:10] = end[10:12] = (9).to_bytes(2, "little")
    end[12:16] = (9 * len(entry)).to_bytes(4, "little")
    file.write_bytes(content[: content.index(b"PK\x01\x02")] + entry * 9 + end)
    with pytest.raises(CallError, match="lie over each other"):
        add_lists(tmp_path, file)


def test_rows_of_nothing_count_too_where_they_are_packed(tmp_path: Path) -> None:
    file = tmp_path / "icd10cm-order-2026.txt.gz"
    file.write_bytes(gzip.compress(ORDER.encode() + b"\n" * 1024**2))
    with pytest.raises(CallError, match="unpacks to more than 8 MB"):
        add_lists(tmp_path, file)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(",".join(["code"] * 400_000), id="columns without end"),
        pytest.param(f"HCPCS Code,SI\nA0425,A\nA0426,{'A' * MAX_ROW_LENGTH}\n", id="a line without end"),
        pytest.param("HCPCS Code,SI\nA0425,A\n" + '"\n",' * MAX_ROW_LENGTH, id="a row over lines without end"),
    ],
)
def test_a_row_without_end_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"The row has more than 65,536 characters"):
        add_lists(tmp_path, write_list(tmp_path / f"{OPPS}.csv", text))


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_row_of_more_columns_than_any_list_has_is_refused(delimiter: str, tmp_path: Path) -> None:
    file = write_list(tmp_path / "a.csv", delimiter.join(["1"] * (MAX_COLUMNS + 1)))
    with open_parts(file) as (part,), pytest.raises(UnreadableError, match="The row has 257 columns"):
        list(split_cells(read_rows(part), delimiter))


def test_a_row_is_numbered_by_the_line_in_which_it_begins(tmp_path: Path) -> None:
    with open_parts(write_list(tmp_path / "a.csv", 'a,b\n"c\n\nd",e\nf,g\n')) as (part,):
        assert [(row.number, row.cells[0]) for row in split_cells(read_rows(part), ",")] == [
            (1, "a"),
            (2, "c\n\nd"),
            (5, "f"),
        ]


@pytest.mark.parametrize("members", [10, 20, 40])
def test_each_file_of_a_zip_is_opened_once_to_look_at_it(
    members: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = zipfile.ZipFile.open

    def counted(archive: zipfile.ZipFile, name: zipfile.ZipInfo, *rest: str) -> object:
        opened.append(name.filename)
        return real(archive, name, *rest)  # type: ignore[arg-type]

    file = pack(tmp_path / "a.zip", {f"{at}.txt": "x\n" for at in range(members)})
    monkeypatch.setattr(zipfile.ZipFile, "open", counted)
    with pytest.raises(CallError, match="not a list"):
        add_lists(tmp_path, file)
    assert len(opened) == members


def test_a_file_is_opened_once_and_its_directory_read_once_for_all_that_is_added_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object) -> object:
            done.append(name)
            return real(*given)

        return call

    contractor = contractor_record("A4206", 10, 3, "A", short="A") + contractor_record("AA", 20, 7, "B", short="B")
    members = {"HCPC2026_JAN_ANWEB.txt": contractor, "a.txt": "x\n", "b.txt": "x\n"}
    file = pack(tmp_path / "jan-2026-hcpcs.zip", members)
    monkeypatch.setattr(f"{published_files.__name__}.open_plain_file", counted("opened", open_plain_file))
    monkeypatch.setattr(zipfile, "ZipFile", counted("directory", zipfile.ZipFile))
    assert [added.release.set for added in add_lists(tmp_path, file)] == ["hcpcs", "hcpcs-modifiers"]
    assert done == ["opened", "directory"]


@pytest.mark.parametrize("rows", [60, 600])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_of_a_wide_table_no_more_cells_are_looked_at_to_tell_it_than_the_widest_list_has_in_its_head(
    rows: int, delimiter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []
    real = layout_kinds.headings_of

    def counted(row: published_files.PublishedRow) -> list[str]:
        looked_at.append(len(row.cells))
        return real(row)

    monkeypatch.setattr(recognition, "headings_of", counted)
    file = write_list(tmp_path / "a.csv", f"{delimiter.join(['x'] * 250)}\n" * rows)
    with open_parts(file) as (part,):
        assert recognition.recognize_lists(part) == []
    assert 3_000 <= sum(looked_at) <= 3_250 + rows  # tabs are tried first, then commas, of which a row has none


@pytest.mark.parametrize("columns", [50, 100, 200])
def test_headings_are_searched_once_for_each_layout_however_many_columns_there_are(
    columns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searches: list[str] = []
    real = layout_kinds.columns_of

    def counted(one: layout_kinds.TableLayout, heading: list[str]) -> dict[str, int]:
        searches.append(one.title)
        return real(one, heading)

    monkeypatch.setattr(recognition, "columns_of", counted)
    with open_parts(write_list(tmp_path / "a.csv", f"{','.join(map(str, range(columns)))}\n" * 9)) as (part,):
        assert recognition.recognize_lists(part) == []
        tables = [one for one in LAYOUTS if isinstance(one, layout_kinds.TableLayout)]
        assert len(searches) <= 9 * sum(one.stacked for one in tables)


def test_no_more_of_a_part_is_read_to_tell_it_than_one_row_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    real = published_files._read_lines

    def counted(*source: object) -> object:
        for row in real(*source):  # type: ignore[arg-type]
            given.append(len(row.text))
            yield row

    monkeypatch.setattr(published_files, "_read_lines", counted)
    with open_parts(write_list(tmp_path / "a.csv", f"{'x' * (MAX_ROW_LENGTH - 9)}\n" * 60)) as (part,):
        recognition.recognize_lists(part)
        assert len(given) == 2


def special(folder: Path) -> Path:
    os.mkfifo(folder / "list.csv")
    return folder / "list.csv"


def sparse(folder: Path) -> Path:
    with (folder / "list.csv").open("wb") as file:
        file.truncate(8 * 1024**3)
    return folder / "list.csv"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_told_and_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"This is a pipe and no plain file\. Save the list to a file first\."):
        add_lists(tmp_path, special(tmp_path))


def test_a_file_of_nothing_but_size_is_told_at_its_first_bytes(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="This is not text"):
        add_lists(tmp_path, sparse(tmp_path))


def test_a_name_that_is_too_long_or_none_is_told(tmp_path: Path) -> None:
    for name in ("a" * 300, "a\x00b"):
        with pytest.raises(CallError, match="cannot be read"):
            add_lists(tmp_path, tmp_path / name)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = write_list(tmp_path / "icd10cm-order-2026.txt", ORDER)
    with open_parts(file) as (part,):
        rows = read_rows(part)
        next(rows)
        write_list(file, ORDER[:-60])
        with pytest.raises(UnreadableError, match="changed while it was read"):
            list(rows)


def test_a_file_that_is_replaced_between_two_looks_is_refused(tmp_path: Path) -> None:
    file = write_list(tmp_path / "icd10cm-order-2026.txt", ORDER)
    with open_parts(file) as (part,):
        write_list(tmp_path / "other.txt", ORDER).replace(file)
        with pytest.raises(UnreadableError, match="changed while it was read"):
            next(read_rows(part))


def test_the_digest_is_that_of_the_file_that_was_opened_whatever_has_its_name_now(tmp_path: Path) -> None:
    file = write_list(tmp_path / "icd10cm-order-2026.txt", ORDER)
    digest = hashlib.sha256(ORDER.encode()).hexdigest()
    with open_parts(file) as (part,):
        write_list(tmp_path / "other.txt", "another").replace(file)
        assert part.file.sha256() == digest


def test_a_call_names_no_more_files_than_can_be_open_at_once(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=f"at most {MAX_FILES} are added at once"):
        add_lists(tmp_path, *(tmp_path / f"{at}.csv" for at in range(MAX_FILES + 1)))


def test_names_inside_of_a_zip_are_shown_so_that_a_terminal_obeys_nothing(tmp_path: Path) -> None:
    file = pack(tmp_path / "icd10cm-order-2026.zip", {"a\x1b]0;x.txt": ORDER + "?\n"})
    with pytest.raises(CallError) as refused:
        add_lists(tmp_path, file)
    assert r"a\x1b]0;x.txt):9" in str(refused.value)
