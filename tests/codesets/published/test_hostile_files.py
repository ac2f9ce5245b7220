"""Files that are not what they should be: refused with the place, and nothing half imported."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.published import files as published_files
from codepub.codesets.published.files import MAX_ROW_LENGTH
from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.store import open_store
from codepub.diagnostics import CallError
from tests.codesets.small_lists import (
    MPFS_HEADING,
    ORDER,
    PTP_HEADING,
    add_lists,
    contractor_record,
    fee_row,
    pack,
    write_list,
    write_sheet,
)

DATED = "icd10cm-order-2026.txt"


def _write(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


def _without_sheet(folder: Path) -> Path:
    whole = write_sheet(folder / "whole.xlsx", [["HCPCS Code", "SI"], ["32120", "C"]])
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    return pack(folder / "a.xlsx", members)


def _damaged_member(folder: Path) -> Path:
    """Pack two lists, of which the better one is damaged inside."""
    file = pack(folder / "2026.zip", {"icd10cm-order-2026.txt": ORDER, "icd10cm-codes-2026.txt": "A000  Cholera\n"})
    content = bytearray(file.read_bytes())
    content[120:160] = b"\xff" * 40
    return _write(file, bytes(content))


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "empty": (lambda folder: write_list(folder / DATED, ""), "is empty"),
    "binary": (lambda folder: _write(folder / DATED, bytes(range(256)) * 9), "This is not text"),
    "not a list": (lambda folder: write_list(folder / "letter.txt", "Dear editor,\nhow are you?\n"), "not a list"),
    "not there": (lambda folder: folder / "none.txt", "cannot be read: No such file"),
    "a line that is cut off": (
        lambda folder: write_list(folder / DATED, ORDER[:-60]),
        f"{DATED}:8: This is not a line",
    ),
    "a code that stands twice": (
        lambda folder: write_list(folder / DATED, ORDER + ORDER.splitlines(keepends=True)[3]),
        f"{DATED}:9: J95830 stands twice",
    ),
    "gzip of something else": (
        lambda folder: _write(folder / "a.gz", gzip.compress(b"\x00\x01" * 99)),
        "not text",
    ),
    "a gzip that is cut off": (
        lambda folder: _write(folder / "icd10cm-order-2026.txt.gz", gzip.compress(ORDER.encode())[:-20]),
        "cut off",
    ),
    "a zip that is cut off": (
        lambda folder: _write(folder / "b.zip", pack(folder / "a.zip", {DATED: ORDER}).read_bytes()[:-40]),
        "damaged or cut-off zip",
    ),
    "a zip with a member that is damaged": (_damaged_member, "The packed data is damaged"),
    "a zip of nothing": (lambda folder: pack(folder / "a.zip", {}), "not a list"),
    "a workbook of another kind": (lambda folder: write_sheet(folder / "a.xlsx", [["Name"], ["Ann"]]), "not a list"),
    "a workbook without its sheet": (_without_sheet, "has no sheet"),
    "an old workbook": (lambda folder: _write(folder / "a.xls", b"\xd0\xcf\x11\xe0" * 99), "old Excel"),
    "a PDF": (lambda folder: _write(folder / "a.pdf", b"%PDF-1.7\n"), "Save it as"),
    "a row with too few cells": (
        lambda folder: write_list(folder / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120") + "32124,,x,A\n"),
        "PPRRVU2025_Oct.csv:8: The row ends before its column 'global'",
    ),
    "quotes left open": (
        lambda folder: write_list(folder / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120") + '32124,,"x,A\n'),
        "This is not CSV",
    ),
    "a code of another set": (
        lambda folder: write_list(folder / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("J95.830")),
        "PPRRVU2025_Oct.csv:7: 'J95.830' is not a code of Medicare Physician Fee Schedule",
    ),
    "a number that is none": (
        lambda folder: write_list(
            folder / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120").replace("14.39", "14.3g", 1)
        ),
        "PPRRVU2025_Oct.csv:7: work_rvu is '14.3g', not a number",
    ),
    "a day that is none": (
        lambda folder: write_list(folder / "ccipra-v323r0-f1.txt", f"{PTP_HEADING}10021\t36000\t\t20261301\t*\t1\tx\n"),
        "ccipra-v323r0-f1.txt:7: '20261301' is not a day",
    ),
    "an indicator that is none": (
        lambda folder: write_list(folder / "ccipra-v323r0-f1.txt", f"{PTP_HEADING}10021\t36000\t\t20260101\t*\t7\tx\n"),
        "ccipra-v323r0-f1.txt:7: The modifier indicator is '7'",
    ),
    "a description without its beginning": (
        lambda folder: write_list(
            folder / "HCPC2026_JAN_ANWEB.txt",
            contractor_record("A4206", 10, 3, "A", short="A") + contractor_record("A4207", 20, 4, "B"),
        ),
        "HCPC2026_JAN_ANWEB.txt:2: The row goes on",
    ),
    "headings alone": (lambda folder: write_list(folder / "PPRRVU2025_Oct.csv", MPFS_HEADING), "no codes"),
    "no release": (lambda folder: write_list(folder / "a.txt", ORDER), "Add --release and --effective"),
}


@pytest.mark.parametrize(("make", "fact"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    make: Callable[[Path], Path], fact: str, tmp_path: Path
) -> None:
    file = make(tmp_path)
    with pytest.raises(CallError) as refused:
        add_lists(tmp_path, file)
    assert fact in str(refused.value)
    assert file.name in str(refused.value)
    with open_store(tmp_path) as store:
        assert store.releases() == []


def test_a_set_given_as_another_is_refused(tmp_path: Path) -> None:
    file = write_list(tmp_path / DATED, ORDER)
    with pytest.raises(CallError, match="holds ICD-10-CM, not HCPCS Level II"):
        add_lists(tmp_path, file, stated=StatedRelease("hcpcs"))


def test_nothing_of_a_call_is_imported_where_its_last_file_is_at_fault(tmp_path: Path) -> None:
    sound = write_list(tmp_path / DATED, ORDER)
    faulty = write_list(tmp_path / "icd10cm-order-2027.txt", ORDER + "99999\n")
    with pytest.raises(CallError, match=r"icd10cm-order-2027\.txt:9:"):
        add_lists(tmp_path, sound, faulty)
    with open_store(tmp_path) as store:
        assert store.releases() == []


def test_a_release_stays_as_it_was_where_its_renewal_is_at_fault(tmp_path: Path) -> None:
    add_lists(tmp_path, write_list(tmp_path / DATED, ORDER))
    with pytest.raises(CallError):
        add_lists(tmp_path, write_list(tmp_path / DATED, ORDER + "99999\n"))
    with open_store(tmp_path) as store:
        ((release, entries),) = store.releases()
        assert entries == 8
        assert [entry.code for entry in store.search(release, "bleeding lung", 5)] == ["J95830"]


def test_a_zip_that_unpacks_without_end_is_refused_before_it_fills_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published_files, "_SMALL_BYTES", 1024**2)
    bomb = pack(tmp_path / "icd10cm-order-2026.zip", {DATED: ORDER + "\r\n" * 4 * 1024**2})
    with pytest.raises(CallError, match="unpacks to more than"):
        add_lists(tmp_path, bomb)


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_files, "_SMALL_BYTES", 1024)
    whole = write_sheet(tmp_path / "whole.xlsx", [["HCPCS Code", "SI"], ["32120", "C"]])
    with zipfile.ZipFile(whole) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    bomb = pack(tmp_path / "2026_April_Addendum_B.xlsx", {**members, "xl/sharedStrings.xml": b" " * 9 * 1024**2})
    with pytest.raises(CallError, match="unpacks without end"):
        add_lists(tmp_path, bomb)


def test_a_zip_with_paths_that_lead_out_writes_nothing_anywhere(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    file = pack(tmp_path / "inner/a.zip", {f"../../{DATED}": ORDER, "/etc/passwd": "x"})
    (added,) = add_lists(tmp_path / "inner", file)
    assert added.entries == 8
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inner"]


def test_several_lists_of_one_set_in_a_zip_are_not_chosen_from(tmp_path: Path) -> None:
    file = pack(tmp_path / "a.zip", {DATED: ORDER, "icd10cm-order-2027.txt": ORDER})
    with pytest.raises(CallError, match="holds several lists of ICD-10-CM"):
        add_lists(tmp_path, file)


LONG = f"HCPCS Code,SI\nA0425,{'A' * MAX_ROW_LENGTH}\n"
"""A list whose second line is longer than any may be."""


def test_a_file_beside_a_list_that_cannot_be_looked_at_is_told_once_with_the_reason(tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {DATED: ORDER, "Addendum_B.csv": LONG, "a.bin": b"\x00", "b.bin": b"\x00"}
    (added,) = add_lists(tmp_path, pack(tmp_path / "2026.zip", members))
    assert [note.removeprefix(f"{tmp_path}/") for note in added.notes if "left out" in note] == [
        "2026.zip: left out: Addendum_B.csv: The row has more than 65,536 characters, as no published list does. "
        "Close its quotes, or give the list as published: text, CSV, xlsx, or their zip.",
        "2026.zip: left out: a.bin, b.bin: This is not text. "
        "Give the list as published: text, CSV, xlsx, or their zip.",
    ]


@pytest.mark.parametrize("stated", [None, StatedRelease("hcpcs")])
def test_where_nothing_else_is_found_all_reasons_are_told(stated: StatedRelease | None, tmp_path: Path) -> None:
    members: dict[str, str | bytes] = {"a.csv": LONG, **{f"{at}.bin": b"\x00" for at in range(5)}}
    if stated:
        members[DATED] = ORDER
    with pytest.raises(CallError) as refused:
        add_lists(tmp_path, pack(tmp_path / "a.zip", members), stated=stated)
    assert "Left out: a.csv: The row has more than 65,536 characters" in str(refused.value)
    assert "Left out: 0.bin, 1.bin, 2.bin and 2 more: This is not text." in str(refused.value)


def test_what_a_call_says_of_the_release_is_taken(tmp_path: Path) -> None:
    stated = StatedRelease(label="ours", effective=date(2026, 1, 1))
    (added,) = add_lists(tmp_path, write_list(tmp_path / "a.txt", ORDER), stated=stated)
    assert (added.release.label, added.release.effective, added.release.ends) == ("ours", date(2026, 1, 1), None)
