"""Whose services a record is about: CMS publishes some tables once for each kind, and they differ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from codepub.checks.check import Subject
from codepub.codesets.code_set import SetName
from codepub.patterns import compile_late
from codepub.records.named_codes import given, named_places, named_taxonomies, rows
from codepub.records.parts import Volatile

Service = Literal["practitioner", "hospital", "supplier"]

_UNIT_TABLES: Final[Mapping[Service, SetName]] = {
    "practitioner": "ncci-mue-practitioner",
    "hospital": "ncci-mue-outpatient",
    "supplier": "ncci-mue-dme",
}
_PAIR_TABLES: Final[Mapping[Service, SetName]] = {
    "practitioner": "ncci-ptp-practitioner",
    "hospital": "ncci-ptp-hospital",
    "supplier": "ncci-ptp-practitioner",
}
"""CMS, Medicare NCCI: units for practitioners, outpatient hospitals and DME suppliers; pairs for the first two only."""

_NAMES: Final[Mapping[Service, re.Pattern[str]]] = {
    "practitioner": compile_late(r"practitioner|physician|ccipra", re.IGNORECASE),
    "hospital": compile_late(r"hospital|outpatient|facility|ccioph", re.IGNORECASE),
    "supplier": compile_late(r"\bdme|durable|supplier", re.IGNORECASE),
}
"""What the name of a table says of the service, as CMS calls its files and headings."""

_HOSPITALS: Final = compile_late(r"27[356]|28[1-7]")
_SUPPLIERS: Final = compile_late(r"332B|335E")
"""How taxonomies begin (NUCC): of hospitals and their units; of suppliers of equipment, prosthetics and orthotics."""

_OUTPATIENT_CODES: Final = "C"
_SUPPLIED_CODES: Final = frozenset("BEKL")
"""The first letters of HCPCS codes that hospitals report under the OPPS only, and of those that are mostly supplied."""

_HOMES: Final = frozenset({"04", "12", "13", "14", "16", "33", "54", "55", "56"})
"""Where a supplier delivers to a home (CMS, Medicare Claims Processing Manual, chapter 20, section 10.1.2)."""


def find_units_table(subject: Subject) -> SetName:
    """Find the table of medically unlikely edits of a record: the one that its row cites, if any."""
    edits = given(subject.record.edits)
    mue = given(edits.mue) if edits is not None else None
    return _UNIT_TABLES[_find_service(subject, mue)]


def find_pairs_table(subject: Subject) -> SetName:
    """Find the table of procedure-to-procedure edits of a record: the one that its first row cites, if any."""
    edits = given(subject.record.edits)
    pairs = rows(edits.ptp) if edits is not None else ()
    return _PAIR_TABLES[_find_service(subject, next(iter(pairs), None))]


def _find_service(subject: Subject, row: Volatile | None) -> Service:
    """Find whose services a record is about; a practitioner's where nothing in it says otherwise."""
    cited = _find_cited(subject, row) if row is not None else None
    if cited is not None:
        return cited
    record = subject.record
    taxonomies = [taxonomy for _, taxonomy in named_taxonomies(record)]
    if taxonomies and all(map(_HOSPITALS.match, taxonomies)):
        return "hospital"
    if record.system != "HCPCS":
        return "practitioner"
    if record.code.startswith(_OUTPATIENT_CODES):
        return "hospital"
    return "supplier" if _is_supplied(subject, taxonomies) else "practitioner"


def _find_cited(subject: Subject, row: Volatile) -> Service | None:
    """Find the service that the source of a row or its vintage names; None where they name none, or several."""
    titles = [source.title for source in subject.record.sources if source.id == row.source]
    words = " ".join((row.source, row.vintage, *titles))
    named = [service for service, name in _NAMES.items() if name.search(words)]
    return named[0] if len(named) == 1 else None


def _is_supplied(subject: Subject, taxonomies: list[str]) -> bool:
    """Tell whether a HCPCS code is an article that a supplier delivers and claims."""
    if any(map(_SUPPLIERS.match, taxonomies)):
        return True
    places = {place for _, place in named_places(subject.record)}
    return subject.record.code[0] in _SUPPLIED_CODES and bool(places) and places <= _HOMES
