"""The layouts of the Medicare Physician Fee Schedule's relative value file, PPRRVU: a table, and a text beside it.

Source: "RVU25D.pdf", in the zip of each release. The description is AMA's wording and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from codepub.codesets.code_set import Entry
from codepub.codesets.published.layout_kinds import (
    Cells,
    LineLayout,
    TableLayout,
    compile_record,
    read_code,
    read_each,
    read_number,
)
from codepub.records.fee_schedule import RVU_COLUMNS


def _read_fee(cells: Cells) -> Entry:
    given = {name: value for name, value in cells.items() if value and name not in ("code", "modifier")}
    facts = {name: read_number(value, name) if name in RVU_COLUMNS else value for name, value in given.items()}
    if facts.get("global", "").isdigit():
        facts["global"] = facts["global"].zfill(3)
    return Entry(read_code("mpfs", cells["code"]), qualifier=cells.get("modifier", "").upper(), facts=facts)


def _read_fee_lines(rows: Iterable[re.Match[str]]) -> Iterator[Entry]:
    return (_read_fee({name: text.strip() for name, text in row.groupdict().items()}) for row in rows)


_WHERE: Final = r"(fully implemented )?"
_TABLE: Final = TableLayout(
    "mpfs",
    "Physician fee schedule relative value file (PPRRVU)",
    {
        "code": "hcpcs( code)?",
        "modifier": "mod(ifier)?",
        "status": "status( code)?",
        "work_rvu": "work rvu",
        "nonfacility_pe_rvu": f"{_WHERE}non-?fac(ility)? pe rvu",
        "nonfacility_na": "non-?fac(ility)? na( indicator)?",
        "facility_pe_rvu": f"{_WHERE}fac(ility)? pe rvu",
        "facility_na": "fac(ility)? na( indicator)?",
        "mp_rvu": "mp rvu",
        "nonfacility_total": f"{_WHERE}non-?fac(ility)? total",
        "facility_total": f"{_WHERE}fac(ility)? total",
        "pc_tc": "pc/?tc( ind)?",
        "global": "glob(al)?( days)?",
        "multiple": "mult( proc)?",
        "bilateral": "bilat( surg)?",
        "assistant": "asst( surg)?",
        "co_surgeon": "co-? ?surg",
        "team": "team( surg)?",
    },
    {
        "code": "hcpcs",
        "status": "status",
        "global": "global",
        "pc_tc": "pctc",
        "bilateral": "bilat",
        "assistant": "asst",
        "co_surgeon": "cosurg",
        "team": "team",
    },
    read_each(_read_fee),
    stacked=4,
)

_FEE_FIELDS: Final = (
    (r"(?P<code>[0-9A-Z]{5})", 1, 5),
    (r"(?P<modifier>[0-9A-Z ]{2})", 6, 7),
    (r"(?P<status>[A-Z])", 58, 58),
    (r"(?P<work_rvu>[ \d]{2}\d\.\d\d)", 60, 65),
    (r"(?P<nonfacility_pe_rvu>[ \d]{3}\d\.\d\d)", 66, 72),
    (r"(?P<nonfacility_na>NA|  )", 73, 74),
    (r"(?P<facility_pe_rvu>[ \d]{3}\d\.\d\d)", 75, 81),
    (r"(?P<facility_na>NA|  )", 82, 83),
    (r"(?P<mp_rvu>[ \d]{2}\d\.\d\d)", 84, 89),
    (r"(?P<nonfacility_total>[ \d]{3}\d\.\d\d)", 90, 96),
    (r"(?P<facility_total>[ \d]{2}\d\.\d\d)", 97, 102),
    (r"(?P<pc_tc>\d)", 103, 103),
    (r"(?P<global>\d{3}|[A-Z]{3})", 104, 106),
    (r"(?:\.\d\d){3}", 107, 115),
    (r"(?P<multiple>\d)", 116, 116),
    (r"(?P<bilateral>\d)", 117, 117),
    (r"(?P<assistant>\d)", 118, 118),
    (r"(?P<co_surgeon>\d)", 119, 119),
    (r"(?P<team>\d)", 120, 120),
)
"""Where the text beside the table has its fields, in the release of October 2025: a record of 171 columns."""

_TEXT: Final = LineLayout(
    "mpfs",
    "Physician fee schedule relative value file (PPRRVU), text of fixed columns",
    compile_record(_FEE_FIELDS, ".*"),
    _read_fee_lines,
    notice="HDR ",
)

FEES: Final = (_TABLE, _TEXT)
