"""The layouts of HCPCS Level II, codes and modifiers.

Source: "HCPC2026_RECLAYOUT.txt", in the zip of each release. Record identification 3 begins a procedure and 4 goes on
with it, 7 and 8 do so for a modifier. In the workbook ANWEB the same fields are columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from codepub.codesets.code_set import TITLES, Entry, SetName
from codepub.codesets.published.layout_kinds import (
    Cells,
    LineLayout,
    TableLayout,
    clean,
    compile_record,
    has_code,
    keep_known,
    read_code,
    read_day,
    read_each,
)
from codepub.codesets.published.unreadable import UnreadableError

_HCPCS_FIELDS: Final = (
    (r"(?P<code>.{5})", 1, 5),
    (r"(?P<sequence>[\d ]{5})", 6, 10),
    (r"(?P<kind>[3478])", 11, 11),
    (r"(?P<long>.{80})", 12, 91),
    (r"(?P<short>.{28})", 92, 119),
    (r"(?P<xref>.{25})", 205, 229),
    (r"(?P<coverage>.)", 230, 230),
    (r"(?P<betos>.{3})", 257, 259),
    (r"(?P<added>[\d ]{8})", 269, 276),
    (r"(?P<acted>[\d ]{8})", 277, 284),
    (r"(?P<ends>[\d ]{8})", 285, 292),
    (r"(?P<action>[A-Z ])", 293, 293),
)

_KINDS: Final[dict[SetName, str]] = {"hcpcs": "34", "hcpcs-modifiers": "78"}


def _join_hcpcs_records(name: SetName, rows: Iterable[Cells]) -> Iterator[Entry]:
    """Join the records of each code; those of the other kind, procedures or modifiers, are passed over."""
    begun: Entry | None = None
    for row in rows:
        if row.get("kind", "") not in _KINDS[name]:
            continue
        if row["kind"] in "37":
            if begun is not None:
                yield begun
            begun = _make_hcpcs_entry(name, row)
        elif begun is None or begun.code != row["code"].strip():
            raise UnreadableError("The row goes on with a code that no row began.", "Download the file again.")
        else:
            begun = replace(begun, description=f"{begun.description} {clean(row['long'])}")
    if begun is not None:
        yield begun


def _make_hcpcs_entry(name: SetName, row: Cells) -> Entry:
    ends = read_day(row.get("ends", "").strip())
    crosswalk = ", ".join(row.get("xref", "").split())
    return Entry(
        read_code(name, row["code"].strip()),
        clean(row["long"]) or clean(row["short"]),
        starts=read_day(row.get("added", "").strip()),
        ends=ends,
        replaced_by=crosswalk if ends and crosswalk else None,
        facts=keep_known(
            short=clean(row["short"]),
            coverage=row.get("coverage", "").strip(),
            betos=row.get("betos", "").strip(),
            action=row.get("action", "").strip(),
            action_effective=_format_day(row.get("acted", "").strip()),
            crosswalk="" if ends else crosswalk,
        ),
    )


def _format_day(text: str) -> str:
    day = read_day(text)
    return day.isoformat() if day else ""


def _read_hcpcs_lines(name: SetName, rows: Iterable[re.Match[str]]) -> Iterator[Entry]:
    return _join_hcpcs_records(name, (row.groupdict() for row in rows))


def _make_contractor_layout(name: SetName) -> LineLayout:
    record = compile_record(_HCPCS_FIELDS, ".{0,40}")
    return LineLayout(name, "HCPCS Level II contractor file", record, partial(_read_hcpcs_lines, name))


def _make_anweb_layout(name: SetName) -> TableLayout:
    return TableLayout(
        name,
        f"{TITLES[name]}, ANWEB table",
        {
            "code": "hcpcs?( code)?",
            "kind": "recid",
            "long": "long desc(ription)?",
            "short": "short desc(ription)?",
            "xref": "xref1",
            "coverage": "cov",
            "betos": "betos",
            "added": "add dt",
            "acted": "act eff dt",
            "ends": "term dt",
            "action": "action cd",
        },
        {"code": "HCPC", "kind": "RECID", "long": "LONG DESCRIPTION", "short": "SHORT DESCRIPTION"},
        partial(_join_hcpcs_records, name),
    )


def _read_hcpcs_row(name: SetName, cells: Cells) -> Entry:
    description = cells.get("long") or cells["short"]
    return Entry(
        read_code(name, cells["code"]),
        description,
        starts=read_day(cells.get("starts", "")),
        ends=read_day(cells.get("ends", "")),
        facts=keep_known(short=cells["short"]),
    )


def _make_hcpcs_layout(name: SetName) -> TableLayout:
    return TableLayout(
        name,
        f"{TITLES[name]} list",
        {
            "code": "code|hcpcs( code)?",
            "short": "short description",
            "long": "long description",
            "starts": "starts",
            "ends": "ends",
        },
        {"code": "code", "short": "short_description"},
        read_each(partial(_read_hcpcs_row, name)),
        fits=has_code(name),
    )


HCPCS: Final = (
    _make_contractor_layout("hcpcs"),
    _make_contractor_layout("hcpcs-modifiers"),
    _make_anweb_layout("hcpcs"),
    _make_anweb_layout("hcpcs-modifiers"),
    _make_hcpcs_layout("hcpcs"),
    _make_hcpcs_layout("hcpcs-modifiers"),
)
