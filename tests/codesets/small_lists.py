"""Small lists in the layouts they are published in, written by hand; and where the real ones are."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook

from codepub.codesets.adding import AddedRelease, add_files
from codepub.codesets.published.identification import StatedRelease
from codepub.codesets.store import open_store

SHARED = Path(__file__).parents[3] / "shared/data"


def find_shared_list(name: str) -> Path:
    """Find a real list; skips the test where it is not there."""
    file = SHARED / name
    if not file.is_file():
        pytest.skip(f"{file} is not there: real lists are not part of the project")
    return file


def add_lists(root: Path, *files: Path, stated: StatedRelease | None = None) -> list[AddedRelease]:
    """Add files to the store of a folder."""
    with open_store(root) as store:
        return add_files(store, files, stated or StatedRelease())


def write_list(file: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a list as text, its line ends as they are."""
    file.write_bytes(text.encode(encoding))
    return file


def pack(file: Path, members: Mapping[str, str | bytes]) -> Path:
    """Pack lists into a zip."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def write_sheet(file: Path, rows: Iterable[Iterable[object]]) -> Path:
    """Write rows to the first sheet of a workbook."""
    with closing(Workbook()) as book:
        sheet = book.worksheets[0]
        for row in rows:
            sheet.append(list(row))
        book.save(file)
    return file


def order_line(number: int, code: str, billable: int, short: str, long: str) -> str:
    """Write a line of the ICD-10 order file: columns 1, 7, 15, 17 and 78."""
    return f"{number:05} {code:<7} {billable} {short:<60} {long}\r\n"


ORDER = "".join(
    order_line(number, code, billable, text[:60], text)
    for number, (code, billable, text) in enumerate(
        [
            ("J95", 0, "Complications of breathing, not elsewhere told"),
            ("J958", 0, "Other complications of breathing"),
            ("J9583", 0, "Bleeding after a procedure"),
            ("J95830", 1, 'Bleeding after a procedure on the "lung", of a respiratory organ'),
            ("J95831", 1, "Bleeding after another procedure"),
            ("S27", 0, "Injury of the chest"),
            ("S270XXA", 1, "Air in the chest after an injury, first visit"),
            ("S270XXD", 1, "Air in the chest after an injury, later visit"),
        ],
        start=1,
    )
)


def contractor_record(code: str, sequence: int, kind: int, long: str, **fields: str) -> str:
    """Write a record of the HCPCS contractor file, 320 columns; ``fields`` are those of the first record of a code."""
    columns = [" "] * 320
    starts = {"short": 92, "xref": 205, "coverage": 230, "betos": 257, "added": 269, "acted": 277, "ends": 285}
    for start, text in (
        (1, f"{code:>5}"),
        (6, f"{sequence:05}"),
        (11, str(kind)),
        (12, long),
        (293, fields.pop("action", " ")),
        *((starts[name], text) for name, text in fields.items()),
    ):
        columns[start - 1 : start - 1 + len(text)] = text
    return "".join(columns) + "\r\n"


MPFS_HEADING = (
    ",,2025 National Physician Fee Schedule Relative Value File October Release,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
    ",,CPT codes and descriptions only are copyright 2024 American Medical Association.,,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
    ",,,,NOT USED,,,,,,,,,,,,,,,,,,,,,PHYSICIAN,,DIAGNOSTIC,PE USED,PE USED,MP USED\n"
    ",,,,FOR,,,NON-FAC,,FACILITY ,,,,,,,,,,,,,,,,SUPERVISION OF,,IMAGING,FOR OPPS,FOR OPPS,FOR OPPS\n"
    ",,,STATUS,MEDICARE ,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,MULT,BILAT,"
    "ASST,CO-,TEAM,ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT\n"
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,PROC,"
    "SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT\n"
)
"""The heading of PPRRVU as CMS publishes it, over four rows, below its title and notice."""


def fee_row(code: str, modifier: str = "", description: str = "A service") -> str:
    """Write a row of PPRRVU whose indicators are all told apart."""
    cells = [code, modifier, description, "A", "", "14.39", "8.28", "NA", "8.29", "", "3.47", "26.14", "26.15", "0"]
    cells += ["090", "0.1", "0.7", "0.2", "2", "1", "0", "2", "3", "", "32.3465", "09", "0", "99", "0", "0", "0"]
    return ",".join(cells) + "\n"


PTP_HEADING = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
