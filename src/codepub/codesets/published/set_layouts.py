"""The layouts that each code set is published in, and the plain lists that take their place; one list of all.

Sources: the record layouts that CMS, CDC and NUCC publish beside their files, named at each layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from codepub.codesets.code_set import FAMILIES, TITLES, Entry, SetName
from codepub.codesets.published.fee_layouts import FEES
from codepub.codesets.published.hcpcs_layouts import HCPCS
from codepub.codesets.published.layout_kinds import (
    Cells,
    LineLayout,
    ListLayout,
    TableLayout,
    clean,
    has_code,
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
_CM: Final = r"(?=\w*\d)[A-Z][0-9A][0-9A-Z]{1,5}"
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
    {"code": "code", "billable": "billable", "description": "description"},
    read_each(_read_icd_row),
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
    {"code": "hcpcs", "status": "status_indicator"},
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
    {"code": "code", "name": "name"},
    read_each(_read_place),
    fits=has_code("pos"),
)


def _read_drg(cells: Cells) -> Entry:
    kind = cells["type"].upper()
    kind = {"SURG": "S", "MED": "M", "SURGICAL": "S", "MEDICAL": "M"}.get(kind, kind)
    mdc = cells["mdc"].zfill(2) if cells["mdc"].isdigit() else cells["mdc"]
    return Entry(read_code("ms-drg", cells["code"]), cells["title"], facts=keep_known(mdc=mdc, type=kind))


_DRG: Final = TableLayout(
    "ms-drg",
    "MS-DRG list",
    {
        "code": "((ms-? ?)?drg|code)( code| number)?",
        "mdc": "mdc( code)?",
        "type": "type|medical ?/?surgical|med ?/?surg|surg ?/?med|(ms-? ?)?drg type",
        "title": "title|(ms-? ?)?drg (title|description)|description",
    },
    {"code": "drg", "mdc": "mdc", "type": "type", "title": "title"},
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
    {name: name for name in ("code", "grouping", "classification", "specialization")},
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
        {
            "code": "column_1",
            "column_2": "column_2",
            "effective": "effective",
            "deletion": "deletion",
            "modifier": "modifier",
        },
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
        {"code": "code", "units": "units", "mai": "mai"},
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
        {"code": "code", "description": "description", "starts": "start date", "ends": "stop date"},
        read_each(partial(_read_remark, name)),
        fits=has_code(name),
    )


_REMARKS: Final = (_make_remarks_layout("carc"), _make_remarks_layout("rarc"))

LAYOUTS: Final[tuple[ListLayout, ...]] = (
    *_ICD, _ICD_TABLE, *HCPCS, *FEES, _OPPS, _POS, _DRG, _TAXONOMY, *_NCCI, *_REMARKS,
)  # fmt: skip
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


def _make_plain_layout(name: SetName) -> TableLayout:
    """Make the layout of a list with a code and a description, whose headings do not tell its set."""
    columns = {column: column for column in ("code", "description", "billable", "starts", "ends")}
    columns["replaced_by"] = "replaced by"
    needed = {"code": "code", "description": "description"}
    return TableLayout(name, f"{TITLES[name]}, plain list", columns, needed, read_each(partial(_read_plain_row, name)))


def choose_layouts(sets: Sequence[SetName]) -> tuple[ListLayout, ...]:
    """Choose the layouts of sets; of a single one, the plain list is one, too."""
    plain = (_make_plain_layout(sets[0]),) if len(sets) == 1 else ()
    return (*(layout for layout in LAYOUTS if layout.set in sets), *plain)
