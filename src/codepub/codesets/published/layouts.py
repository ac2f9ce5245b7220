"""The layouts that code sets are published in, and the plain lists that take their place; one list of all.

Sources: the record layouts that CMS, CDC and NUCC publish beside their files, named at each layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from codepub.codesets.code_set import FAMILIES, TITLES, Entry, SetName
from codepub.codesets.published.layout import (
    Cells,
    Layout,
    LineLayout,
    TableLayout,
    cleaned,
    code_of,
    day_of,
    each,
    known,
    one_of,
)
from codepub.codesets.published.unreadable import UnreadableError
from codepub.diagnostics import quote_text

# --- ICD-10-CM and ICD-10-PCS: "icd10OrderFiles.pdf", in the zip of each release: columns 1–5 order number, 7–13 code,
# 15 whether the code is billable, 17–76 short description, 78– long description; and the flat list of billable codes.

_ORDER: Final = r"(?P<order>\d{5}) (?P<code>%s) *(?<=^.{13}) (?P<billable>[01]) (?P<short>.{60}) (?P<long>\S.*)"
_CM: Final = r"[A-Z][0-9A][0-9A-Z]{1,5}"
_PCS: Final = r"[0-9B-DFGHX][0-9A-HJ-NP-Z]{2}(?:[0-9A-HJ-NP-Z]{4})?"
_FLAT: Final = r"(?P<code>%s) +(?P<long>\S.*)"


def _listed(name: SetName, rows: Iterable[re.Match[str]]) -> Iterator[Entry]:
    for row in rows:
        found = row.groupdict()
        billable = found.get("billable", "1") == "1"
        yield Entry(code_of(name, found["code"]), cleaned(found["long"]), billable=billable)


def _lines_of(name: SetName, title: str, pattern: str) -> LineLayout:
    return LineLayout(name, f"{TITLES[name]} {title}", re.compile(pattern, re.ASCII), partial(_listed, name))


_ICD: Final = (
    _lines_of("icd-10-cm", "order file", _ORDER.replace("%s", _CM)),
    _lines_of("icd-10-pcs", "order file", _ORDER.replace("%s", _PCS)),
    _lines_of("icd-10-pcs", "flat list", _FLAT.replace("%s", r"[0-9B-DFGHX][0-9A-HJ-NP-Z]{6}")),
    _lines_of("icd-10-cm", "flat list", _FLAT.replace("%s", _CM)),
)


def _icd_row(cells: Cells) -> Entry:
    billable = one_of(cells.get("billable", "1"), "01", "billable") == "1"
    return Entry(code_of("icd-10-cm", cells["code"]), cells["description"], billable=billable)


_ICD_TABLE: Final = TableLayout(
    "icd-10-cm",
    "ICD-10-CM list",
    {"code": "code", "billable": "billable", "description": "(long )?description"},
    ("code", "billable", "description"),
    each(_icd_row),
)

# --- HCPCS Level II: "HCPC2026_RECLAYOUT.txt", in the zip of each release. Record identification 3 begins a procedure
# and 4 goes on with it, 7 and 8 do so for a modifier. In the workbook ANWEB the same fields are columns.

_FIELDS: Final = (
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
"""The fields of a record that are kept, each with its first and last column."""

_KINDS: Final[dict[SetName, str]] = {"hcpcs": "34", "hcpcs-modifiers": "78"}


def _record() -> re.Pattern[str]:
    pattern, at = "", 1
    for field, first, last in _FIELDS:
        pattern += (f".{{{first - at}}}" if first > at else "") + field
        at = last + 1
    return re.compile(pattern + ".{0,40}", re.ASCII)


def _hcpcs_records(name: SetName, rows: Iterable[Cells]) -> Iterator[Entry]:
    """Join the records of each code; those of the other kind, procedures or modifiers, are passed over."""
    begun: Entry | None = None
    for row in rows:
        if row.get("kind", "") not in _KINDS[name]:
            continue
        if row["kind"] in "37":
            if begun is not None:
                yield begun
            begun = _hcpcs_entry(name, row)
        elif begun is None or begun.code != row["code"].strip():
            raise UnreadableError("The row goes on with a code that no row began.", "Download the file again.")
        else:
            begun = replace(begun, description=f"{begun.description} {cleaned(row['long'])}")
    if begun is not None:
        yield begun


def _hcpcs_entry(name: SetName, row: Cells) -> Entry:
    ends = day_of(row.get("ends", "").strip())
    crosswalk = ", ".join(row.get("xref", "").split())
    return Entry(
        code_of(name, row["code"].strip()),
        cleaned(row["long"]) or cleaned(row["short"]),
        starts=day_of(row.get("added", "").strip()),
        ends=ends,
        replaced_by=crosswalk if ends and crosswalk else None,
        facts=known(
            short=cleaned(row["short"]),
            coverage=row.get("coverage", "").strip(),
            betos=row.get("betos", "").strip(),
            action=row.get("action", "").strip(),
            action_effective=_iso(row.get("acted", "").strip()),
            crosswalk="" if ends else crosswalk,
        ),
    )


def _iso(text: str) -> str:
    day = day_of(text)
    return day.isoformat() if day else ""


def _hcpcs_lines(name: SetName, rows: Iterable[re.Match[str]]) -> Iterator[Entry]:
    return _hcpcs_records(name, (row.groupdict() for row in rows))


def _anweb(name: SetName) -> TableLayout:
    return TableLayout(
        name,
        f"{TITLES[name]}, ANWEB table",
        {
            "code": "hcpc",
            "kind": "recid",
            "long": "long description",
            "short": "short description",
            "xref": "xref1",
            "coverage": "cov",
            "betos": "betos",
            "added": "add dt",
            "acted": "act eff dt",
            "ends": "term dt",
            "action": "action cd",
        },
        ("code", "kind", "long", "short", "added", "ends"),
        partial(_hcpcs_records, name),
    )


def _hcpcs_row(name: SetName, cells: Cells) -> Entry:
    description = cells.get("long") or cells["short"]
    return Entry(
        code_of(name, cells["code"]),
        description,
        starts=day_of(cells.get("starts", "")),
        ends=day_of(cells.get("ends", "")),
        facts=known(short=cells["short"]),
    )


def _has_code(name: SetName) -> Callable[[Cells], bool]:
    """Tell a list by its first code, where lists of several sets have the same headings."""

    def fits(cells: Cells) -> bool:
        try:
            return bool(code_of(name, cells["code"]))
        except UnreadableError:
            return False

    return fits


def _hcpcs_table(name: SetName) -> TableLayout:
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
        ("code", "short"),
        each(partial(_hcpcs_row, name)),
        fits=_has_code(name),
    )


_HCPCS: Final = (
    LineLayout("hcpcs", "HCPCS Level II contractor file", _record(), partial(_hcpcs_lines, "hcpcs")),
    LineLayout(
        "hcpcs-modifiers", "HCPCS Level II contractor file", _record(), partial(_hcpcs_lines, "hcpcs-modifiers")
    ),
    _anweb("hcpcs"),
    _anweb("hcpcs-modifiers"),
    _hcpcs_table("hcpcs"),
    _hcpcs_table("hcpcs-modifiers"),
)

# --- Medicare Physician Fee Schedule: "RVU25D.pdf", beside PPRRVU in the zip of each release. The description is
# AMA's wording and left out.


def _fee(cells: Cells) -> Entry:
    for rvu in ("work_rvu", "nonfacility_pe_rvu", "facility_pe_rvu", "mp_rvu"):
        if re.fullmatch(r"-?[0-9]*\.?[0-9]*", cells.get(rvu, "")) is None:
            raise UnreadableError(f"{rvu} is {quote_text(cells[rvu])}, not a number.", "Mend the row.")
    facts = {name: value for name, value in cells.items() if value and name not in ("code", "modifier")}
    if facts.get("global", "").isdigit():
        facts["global"] = facts["global"].zfill(3)
    return Entry(code_of("mpfs", cells["code"]), qualifier=cells.get("modifier", "").upper(), facts=facts)


_WHERE: Final = r"(fully implemented )?"
_MPFS: Final = TableLayout(
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
    ("code", "status", "global", "pc_tc", "bilateral", "assistant", "co_surgeon", "team"),
    each(_fee),
    stacked=4,
)

# --- OPPS Addendum B: as CMS publishes it quarterly; the short descriptor is AMA's wording and left out.


def _outpatient(cells: Cells) -> Entry:
    if re.fullmatch(r"[A-Z][0-9]?", cells["status"]) is None:
        raise UnreadableError(f"{quote_text(cells['status'])} is not a status indicator.", "Mend the row.")
    facts = known(status=cells["status"], apc=cells.get("apc", ""))
    return Entry(code_of("opps", cells["code"]), facts=facts)


_OPPS: Final = TableLayout(
    "opps",
    "OPPS Addendum B",
    {"code": "hcpcs( code)?", "status": "si|status indicator", "apc": "apc"},
    ("code", "status"),
    each(_outpatient),
    stacked=2,
)

# --- Place of service, MS-DRG (Table 5 of the IPPS rule, or the definitions manual's list), NUCC taxonomy


def _place(cells: Cells) -> Entry:
    return Entry(code_of("pos", cells["code"]), cells["name"], facts=known(rate_type=cells.get("rate_type", "")))


_POS: Final = TableLayout(
    "pos",
    "Place of service list",
    {
        "code": r"code|place of service code(\(s\)|s)?",
        "name": "name|place of service name",
        "rate_type": "pfs rate type",
    },
    ("code", "name"),
    each(_place),
    fits=_has_code("pos"),
)


def _drg(cells: Cells) -> Entry:
    kind = {"SURG": "S", "MED": "M"}.get(cells["type"].upper(), cells["type"].upper())
    return Entry(code_of("ms-drg", cells["code"]), cells["title"], facts=known(mdc=cells["mdc"], type=kind))


_DRG: Final = TableLayout(
    "ms-drg",
    "MS-DRG list",
    {"code": "(ms-)?drg", "mdc": "mdc", "type": "type", "title": "title|(ms-)?drg title"},
    ("code", "mdc", "type", "title"),
    each(_drg),
)


def _provider(cells: Cells) -> Entry:
    parts = [cells[part] for part in ("classification", "specialization") if cells[part]]
    return Entry(
        code_of("taxonomy", cells["code"]),
        cells.get("display_name") or ", ".join(parts),
        facts=known(
            section=cells.get("section", ""),
            grouping=cells["grouping"],
            classification=cells["classification"],
            specialization=cells["specialization"],
        ),
    )


_TAXONOMY: Final = TableLayout(
    "taxonomy",
    "NUCC taxonomy",
    {
        "code": "code",
        "grouping": "grouping",
        "classification": "classification",
        "specialization": "specialization",
        "display_name": "display name",
        "section": "section",
    },
    ("code", "grouping", "classification", "specialization"),
    each(_provider),
)

# --- NCCI: the headings stand in the files, nearly alike for each service. A deletion date is an edit's last day.


def _pair(name: SetName, cells: Cells) -> Entry:
    facts = known(
        modifier_indicator=one_of(cells["modifier"], "019", "The modifier indicator"),
        rationale=cells.get("rationale", ""),
        prior_to_1996="yes" if cells.get("prior") == "*" else "",
    )
    starts, ends = day_of(cells["effective"]), day_of(cells["deletion"])
    column_2 = code_of(name, cells["column_2"])
    return Entry(code_of(name, cells["code"]), qualifier=column_2, starts=starts, ends=ends, facts=facts)


def _pairs_for(name: SetName) -> TableLayout:
    return TableLayout(
        name,
        TITLES[name],
        {
            "code": "column ?1.*",
            "column_2": "column ?2.*",
            "prior": r"\*? ?= ?in existence.*",
            "effective": "effective.*",
            "deletion": "deletion.*",
            "modifier": "modifier.*",
            "rationale": "(ptp edit )?rationale",
        },
        ("code", "column_2", "effective", "deletion", "modifier"),
        each(partial(_pair, name)),
    )


def _units(name: SetName, cells: Cells) -> Entry:
    if re.fullmatch("[0-9]+", cells["units"]) is None:
        raise UnreadableError(f"The MUE value is {quote_text(cells['units'])}, not a number.", "Mend the row.")
    mai = one_of(cells["mai"][:1], "123", "The MUE adjudication indicator")
    facts = known(units=cells["units"], mai=mai, rationale=cells.get("rationale", ""))
    return Entry(code_of(name, cells["code"]), facts=facts)


_SERVICES: Final[Mapping[SetName, str]] = {
    "ncci-mue-practitioner": "practitioner",
    "ncci-mue-outpatient": "outpatient|hospital|facility",
    "ncci-mue-dme": "dme|supplier",
}
"""What the heading of a table's values says of the service; a list of one's own says nothing of it."""


def _units_for(name: SetName) -> TableLayout:
    others = "|".join(words for other, words in _SERVICES.items() if other != name)
    return TableLayout(
        name,
        TITLES[name],
        {
            "code": "hcpcs ?/ ?cpt code|code",
            "units": f"(?!.*({others}))(.* )?mue values?|units",
            "mai": "mue adjudication indicator|mai",
            "rationale": "(mue )?rationale",
        },
        ("code", "units", "mai"),
        each(partial(_units, name)),
    )


_NCCI: Final = (*map(_pairs_for, FAMILIES["ncci-ptp"]), *map(_units_for, FAMILIES["ncci-mue"]))

LAYOUTS: Final[tuple[Layout, ...]] = (*_ICD, _ICD_TABLE, *_HCPCS, _MPFS, _OPPS, _POS, _DRG, _TAXONOMY, *_NCCI)
"""Every layout, the better one first where a release is published in several: an order file has the headers, too."""


def _plain(name: SetName, cells: Cells) -> Entry:
    billable = one_of(cells.get("billable") or "1", "01", "billable") == "1"
    return Entry(
        code_of(name, cells["code"]),
        cells["description"],
        billable=billable,
        starts=day_of(cells.get("starts", "")),
        ends=day_of(cells.get("ends", "")),
        replaced_by=cells.get("replaced_by") or None,
    )


def plain_layout(name: SetName) -> TableLayout:
    """Give the layout of a list with a code and a description, which no heading tells the set of."""
    columns = {column: column for column in ("code", "description", "billable", "starts", "ends")}
    columns["replaced_by"] = "replaced by"
    return TableLayout(name, "list", columns, ("code", "description"), each(partial(_plain, name)))
