"""The layouts that each code set is published in, and the plain lists that take their place; one list of all.

Sources: the record layouts that CMS, CDC and NUCC publish beside their files, named at each layout.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from codepub.codesets.code_set import FAMILIES, TITLES, Entry, SetName
from codepub.codesets.published.layout_kinds import (
    Cells,
    LineLayout,
    ListLayout,
    TableLayout,
    clean,
    keep_known,
    read_choice,
    read_code,
    read_day,
    read_each,
)
from codepub.codesets.published.unreadable import UnreadableError
from codepub.diagnostics import quote_text

# --- ICD-10-CM and ICD-10-PCS: "icd10OrderFiles.pdf", in the zip of each release: columns 1–5 order number, 7–13 code,
# 15 whether the code is billable, 17–76 short description, 78– long description; and the flat list of billable codes.

_ORDER: Final = r"(?P<order>\d{5}) (?P<code>%s) *(?<=^.{13}) (?P<billable>[01]) (?P<short>.{60}) (?P<long>\S.*)"
_CM: Final = r"[A-Z][0-9A][0-9A-Z]{1,5}"
_PCS: Final = r"[0-9B-DFGHX][0-9A-HJ-NP-Z]{2}(?:[0-9A-HJ-NP-Z]{4})?"
_FLAT: Final = r"(?P<code>%s) +(?P<long>\S.*)"


def _read_code_lines(name: SetName, rows: Iterable[re.Match[str]]) -> Iterator[Entry]:
    for row in rows:
        found = row.groupdict()
        billable = found.get("billable", "1") == "1"
        yield Entry(read_code(name, found["code"]), clean(found["long"]), billable=billable)


def _make_line_layout(name: SetName, title: str, pattern: str) -> LineLayout:
    return LineLayout(name, f"{TITLES[name]} {title}", re.compile(pattern, re.ASCII), partial(_read_code_lines, name))


_ICD: Final = (
    _make_line_layout("icd-10-cm", "order file", _ORDER.replace("%s", _CM)),
    _make_line_layout("icd-10-pcs", "order file", _ORDER.replace("%s", _PCS)),
    _make_line_layout("icd-10-pcs", "flat list", _FLAT.replace("%s", r"[0-9B-DFGHX][0-9A-HJ-NP-Z]{6}")),
    _make_line_layout("icd-10-cm", "flat list", _FLAT.replace("%s", _CM)),
)


def _read_icd_row(cells: Cells) -> Entry:
    billable = read_choice(cells.get("billable", "1"), "01", "billable") == "1"
    return Entry(read_code("icd-10-cm", cells["code"]), cells["description"], billable=billable)


_ICD_TABLE: Final = TableLayout(
    "icd-10-cm",
    "ICD-10-CM list",
    {"code": "code", "billable": "billable", "description": "(long )?description"},
    ("code", "billable", "description"),
    read_each(_read_icd_row),
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


def _compile_record() -> re.Pattern[str]:
    pattern, at = "", 1
    for field, first, last in _FIELDS:
        pattern += (f".{{{first - at}}}" if first > at else "") + field
        at = last + 1
    return re.compile(pattern + ".{0,40}", re.ASCII)


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


def _make_anweb_layout(name: SetName) -> TableLayout:
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


def _has_code(name: SetName) -> Callable[[Cells], bool]:
    """Tell a list by its first code, where lists of several sets have the same headings."""

    def fits(cells: Cells) -> bool:
        try:
            return bool(read_code(name, cells["code"]))
        except UnreadableError:
            return False

    return fits


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
        ("code", "short"),
        read_each(partial(_read_hcpcs_row, name)),
        fits=_has_code(name),
    )


_HCPCS: Final = (
    LineLayout("hcpcs", "HCPCS Level II contractor file", _compile_record(), partial(_read_hcpcs_lines, "hcpcs")),
    LineLayout(
        "hcpcs-modifiers",
        "HCPCS Level II contractor file",
        _compile_record(),
        partial(_read_hcpcs_lines, "hcpcs-modifiers"),
    ),
    _make_anweb_layout("hcpcs"),
    _make_anweb_layout("hcpcs-modifiers"),
    _make_hcpcs_layout("hcpcs"),
    _make_hcpcs_layout("hcpcs-modifiers"),
)

# --- Medicare Physician Fee Schedule: "RVU25D.pdf", beside PPRRVU in the zip of each release. The description is
# AMA's wording and left out.


def _read_fee(cells: Cells) -> Entry:
    for rvu in ("work_rvu", "nonfacility_pe_rvu", "facility_pe_rvu", "mp_rvu"):
        if re.fullmatch(r"-?[0-9]*\.?[0-9]*", cells.get(rvu, "")) is None:
            raise UnreadableError(f"{rvu} is {quote_text(cells[rvu])}, not a number.", "Mend the row.")
    facts = {name: value for name, value in cells.items() if value and name not in ("code", "modifier")}
    if facts.get("global", "").isdigit():
        facts["global"] = facts["global"].zfill(3)
    return Entry(read_code("mpfs", cells["code"]), qualifier=cells.get("modifier", "").upper(), facts=facts)


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
    read_each(_read_fee),
    stacked=4,
)

# --- OPPS Addendum B: as CMS publishes it quarterly; the short descriptor is AMA's wording and left out.


def _read_outpatient_status(cells: Cells) -> Entry:
    if re.fullmatch(r"[A-Z][0-9]?", cells["status"]) is None:
        raise UnreadableError(f"{quote_text(cells['status'])} is not a status indicator.", "Mend the row.")
    facts = keep_known(status=cells["status"], apc=cells.get("apc", ""))
    return Entry(read_code("opps", cells["code"]), facts=facts)


_OPPS: Final = TableLayout(
    "opps",
    "OPPS Addendum B",
    {"code": "hcpcs( code)?", "status": "si|status indicator", "apc": "apc"},
    ("code", "status"),
    read_each(_read_outpatient_status),
    stacked=2,
)

# --- Place of service, MS-DRG (Table 5 of the IPPS rule, or the definitions manual's list), NUCC taxonomy


def _read_place(cells: Cells) -> Entry:
    return Entry(read_code("pos", cells["code"]), cells["name"], facts=keep_known(rate_type=cells.get("rate_type", "")))


_POS: Final = TableLayout(
    "pos",
    "Place of service list",
    {
        "code": r"code|place of service code(\(s\)|s)?",
        "name": "name|place of service name",
        "rate_type": "pfs rate type",
    },
    ("code", "name"),
    read_each(_read_place),
    fits=_has_code("pos"),
)


def _read_drg(cells: Cells) -> Entry:
    kind = {"SURG": "S", "MED": "M"}.get(cells["type"].upper(), cells["type"].upper())
    return Entry(read_code("ms-drg", cells["code"]), cells["title"], facts=keep_known(mdc=cells["mdc"], type=kind))


_DRG: Final = TableLayout(
    "ms-drg",
    "MS-DRG list",
    {"code": "(ms-)?drg", "mdc": "mdc", "type": "type", "title": "title|(ms-)?drg title"},
    ("code", "mdc", "type", "title"),
    read_each(_read_drg),
)


def _read_provider(cells: Cells) -> Entry:
    parts = [cells[part] for part in ("classification", "specialization") if cells[part]]
    return Entry(
        read_code("taxonomy", cells["code"]),
        cells.get("display_name") or ", ".join(parts),
        facts=keep_known(
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
    read_each(_read_provider),
)

# --- NCCI: the headings stand in the files, nearly alike for each service. A deletion date is an edit's last day.


def _read_pair(name: SetName, cells: Cells) -> Entry:
    facts = keep_known(
        modifier_indicator=read_choice(cells["modifier"], "019", "The modifier indicator"),
        rationale=cells.get("rationale", ""),
        prior_to_1996="yes" if cells.get("prior") == "*" else "",
    )
    starts, ends = read_day(cells["effective"]), read_day(cells["deletion"])
    column_2 = read_code(name, cells["column_2"])
    return Entry(read_code(name, cells["code"]), qualifier=column_2, starts=starts, ends=ends, facts=facts)


def _make_pairs_layout(name: SetName) -> TableLayout:
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
        read_each(partial(_read_pair, name)),
    )


def _read_units(name: SetName, cells: Cells) -> Entry:
    if re.fullmatch("[0-9]+", cells["units"]) is None:
        raise UnreadableError(f"The MUE value is {quote_text(cells['units'])}, not a number.", "Mend the row.")
    mai = read_choice(cells["mai"][:1], "123", "The MUE adjudication indicator")
    facts = keep_known(units=cells["units"], mai=mai, rationale=cells.get("rationale", ""))
    return Entry(read_code(name, cells["code"]), facts=facts)


_SERVICES: Final[Mapping[SetName, str]] = {
    "ncci-mue-practitioner": "practitioner",
    "ncci-mue-outpatient": "outpatient|hospital|facility",
    "ncci-mue-dme": "dme|supplier",
}
"""What the heading of a table's values says of the service; a list of one's own says nothing of it."""


def _make_units_layout(name: SetName) -> TableLayout:
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
        read_each(partial(_read_units, name)),
    )


_NCCI: Final = (*map(_make_pairs_layout, FAMILIES["ncci-ptp"]), *map(_make_units_layout, FAMILIES["ncci-mue"]))

# --- Claim adjustment reason codes and remittance advice remark codes: the columns of X12's pages. Both lists have the
# same headings; a code of one never has the form of the other. Stop is the last day.


def _read_remark(name: SetName, cells: Cells) -> Entry:
    return Entry(
        read_code(name, cells["code"]),
        cells["description"],
        starts=read_day(cells["starts"]),
        ends=read_day(cells["ends"]),
    )


def _make_remarks_layout(name: SetName) -> TableLayout:
    return TableLayout(
        name,
        TITLES[name],
        {
            "code": f"code|{name}|{TITLES[name].lower().removesuffix('s')}",
            "description": "description",
            "starts": "start( date)?|effective( date)?",
            "ends": "stop( date)?|deactivation date|inactive date",
        },
        ("code", "description", "starts", "ends"),
        read_each(partial(_read_remark, name)),
        fits=_has_code(name),
    )


_REMARKS: Final = (_make_remarks_layout("carc"), _make_remarks_layout("rarc"))

LAYOUTS: Final[tuple[ListLayout, ...]] = (
    *_ICD,
    _ICD_TABLE,
    *_HCPCS,
    _MPFS,
    _OPPS,
    _POS,
    _DRG,
    _TAXONOMY,
    *_NCCI,
    *_REMARKS,
)
"""Every layout, the better one first where a release is published in several: an order file has the headers, too."""


def _read_plain_row(name: SetName, cells: Cells) -> Entry:
    billable = read_choice(cells.get("billable") or "1", "01", "billable") == "1"
    return Entry(
        read_code(name, cells["code"]),
        cells["description"],
        billable=billable,
        starts=read_day(cells.get("starts", "")),
        ends=read_day(cells.get("ends", "")),
        replaced_by=cells.get("replaced_by") or None,
    )


def make_plain_layout(name: SetName) -> TableLayout:
    """Make the layout of a list with a code and a description, whose headings do not tell its set."""
    columns = {column: column for column in ("code", "description", "billable", "starts", "ends")}
    columns["replaced_by"] = "replaced by"
    return TableLayout(name, "list", columns, ("code", "description"), read_each(partial(_read_plain_row, name)))
