"""What a publication must show, told from the record alone: its texts in the order of the layout.

Where values were read, and why values in tables are not given, is told once for several: that it is told at all is what
`told_together` is for.

Nothing here asks compose. ``FIELDS`` is the layout written down once more, by hand; a test holds it against the models,
so that a new field must be given its place here, and another then looks for it in every format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from codepub.document.nodes import Citation
from codepub.document.text import plain_text, texts
from codepub.markup.parsing import ReferenceTargets, parse_phrase, parse_prose
from codepub.origin import Origin, RecordId

VOLATILE = ("vintage", "retrieved", "source")

FIELDS: dict[str, tuple[str, ...]] = {
    "": (
        "summary",
        "overview",
        "specifications",
        "payment",
        "edits",
        "crosswalks",
        "coverage",
        "denials",
        "benchmarks",
        "documentation_tips",
        "coding_tips",
        "sources",
    ),
    "summary": ("meaning", "payers", "scope"),
    "overview": ("description", "service_type", "site_of_service"),
    "overview.site_of_service": ("text", "pos"),
    "specifications": ("clinical_context", "workflow", "modifiers", "diagnoses", "taxonomies", "related_codes"),
    "specifications.modifiers": ("modifier", "description", "when_to_use"),
    "specifications.diagnoses": ("code", "description", "rationale"),
    "specifications.taxonomies": ("taxonomy", "provider", "role"),
    "specifications.related_codes": ("system", "code", "description", "relationship"),
    "payment": (
        "work_rvu",
        "practice_expense_rvu_facility",
        "practice_expense_rvu_nonfacility",
        "malpractice_rvu",
        "global_days",
        "status_indicator",
        "pc_tc",
        "bilateral",
        "assistant",
        "co_surgeon",
        "team",
        *VOLATILE,
    ),
    "edits": ("ptp", "mue"),
    "edits.ptp": ("system", "code", "column", "modifier_indicator", "rationale", *VOLATILE),
    "edits.mue": ("units", "adjudication", "rationale", *VOLATILE),
    "crosswalks": ("icd_10_pcs", "hcpcs", "anesthesia", "ms_drg"),
    "crosswalks.icd_10_pcs": ("code", "description", *VOLATILE),
    "crosswalks.hcpcs": ("code", "description", *VOLATILE),
    "crosswalks.anesthesia": ("code", "description", *VOLATILE),
    "crosswalks.ms_drg": ("condition", "groups", *VOLATILE),
    "crosswalks.ms_drg.groups": ("drg", "description"),
    "coverage": ("kind", "title", "number", "payer", "effective", "says", *VOLATILE),
    "denials": ("carc", "rarc", "reason", "prevention", *VOLATILE),
    "benchmarks": ("payer", "geography", "rate_type", "month", "p10", "p25", "p50", "p75", "p90", "count", *VOLATILE),
    "sources": ("title", "publisher", "date", "url", "retrieved"),
}
"""The fields at each place of a record, in the order in which a publication shows them."""

ELSEWHERE: dict[str, set[str]] = {
    "": {
        *("system", "code", "title", "edition", "effective", "ends", "audience"),
        *("status", "published", "supersedes", "replaced_by", "tags"),
    },
    "coverage": {"url"},
    "sources": {"id"},
}
"""Fields that are shown at the head and the end of a publication, as the address of a link, or as a number."""

PROSE = {"summary.meaning", "summary.scope", "overview.description", "specifications.clinical_context"}
PHRASES = {
    *("service_type", "text", "workflow", "description", "when_to_use", "rationale", "provider", "role"),
    *("relationship", "condition", "says", "reason", "prevention", "documentation_tips", "coding_tips"),
}
TABLES = {
    *("modifiers", "diagnoses", "taxonomies", "related_codes", "ptp", "icd_10_pcs", "hcpcs", "anesthesia", "groups"),
    *("ms_drg", "coverage", "denials", "benchmarks", "payment"),
}
"""The fields whose members are rows of tables, or short facts: below them it is told why one is not given."""
DAYS = {"effective", "date", "retrieved", "ends", "published"}
DOLLARS = {"p10", "p25", "p50", "p75", "p90"}

STATEMENTS = {
    "unknown": "Not available in the source material.",
    "asked-unknown": "Searched for on {since}; none was published.",
    "temp-unknown": "Pending; expected by {recheck_by}.",
    "not-asked": "Not researched for this edition.",
    "masked": "Withheld.",
    "not-applicable": "Does not apply to this code.",
    "as-text": "See {note}.",
}


def data_of(file: Path) -> dict[str, Any]:
    """Read a record as YAML and nothing more, each value as its characters."""
    data: dict[str, Any] = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)
    return data


def texts_of(data: dict[str, Any]) -> list[str]:
    """List the texts that a publication of a record must show, in its order."""
    return [*_opening(data), *_walk(data, "", _references(data)), *_closing(data)]


def told_together(data: dict[str, Any]) -> set[str]:
    """List the texts that a publication of a record must show somewhere, once or for each of its fields."""
    references = _references(data)
    return {text for part in FIELDS[""] if part in data for text in _told_together(data[part], part, references)}


def _told_together(value: Any, place: str, references: ReferenceTargets) -> Iterator[str]:
    if isinstance(value, dict) and "unavailable" in value:
        yield from _statement(value, references)
    elif isinstance(value, dict):
        for key in value:
            if key in VOLATILE and place != "sources":
                yield from _shown(value[key], f"{place}.{key}", references)
            else:
                yield from _told_together(value[key], f"{place}.{key}", references)
    elif isinstance(value, list):
        for member in value:
            yield from _told_together(member, place, references)


def addresses_of(data: Any) -> Iterator[str]:
    """List the addresses of the web that a record names in fields of their own."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from [value] if key == "url" else addresses_of(value)
    elif isinstance(data, list):
        for member in data:
            yield from addresses_of(member)


def _opening(data: dict[str, Any]) -> Iterator[str]:
    yield from (f"{data['system']} {data['code']}", data["title"], str(data["edition"]))
    yield from (long_date(data[key]) for key in ("effective", "ends") if key in data)


def _closing(data: dict[str, Any]) -> Iterator[str]:
    yield str(data["edition"])
    yield from (long_date(data[key]) for key in ("effective", "ends", "published") if key in data)
    yield from data.get("tags", ())
    yield from (data[key] for key in ("supersedes", "replaced_by") if key in data)


def _references(data: dict[str, Any]) -> ReferenceTargets:
    place = Origin(RecordId("", ""))
    ids = (source["id"] for source in data.get("sources", ()))
    return ReferenceTargets({name: Citation(number, place, name) for number, name in enumerate(ids, 1)})


def _walk(value: Any, place: str, references: ReferenceTargets) -> Iterator[str]:
    if isinstance(value, dict) and "unavailable" in value:
        if not TABLES.intersection(place.split(".")[:-1]):
            yield from _statement(value, references)
    elif isinstance(value, dict):
        unknown = set(value) - set(FIELDS[place]) - ELSEWHERE.get(place, set())
        assert not unknown, f"{place} has no place in the layout for {unknown}"
        for key in FIELDS[place]:
            if key in value and (key not in VOLATILE or place == "sources"):
                yield from _walk(value[key], f"{place}.{key}".lstrip("."), references)
    elif isinstance(value, list):
        for member in value:
            yield from _walk(member, place, references)
    else:
        yield from _shown(value, place, references)


def _statement(why: dict[str, str], references: ReferenceTargets) -> Iterator[str]:
    days = {key: long_date(why[key]) for key in ("since", "recheck_by") if key in why}
    note = plain_text(parse_phrase(why["note"], references)) if "note" in why else ""
    pattern = STATEMENTS[why["unavailable"]]
    yield pattern.format(**days, note=note)
    if note and "{note}" not in pattern:
        yield note


def _shown(value: str, place: str, references: ReferenceTargets) -> Iterator[str]:
    key = place.rpartition(".")[2]
    if place in PROSE:
        for block in parse_prose(value, Origin(RecordId("", "")), references):
            yield from texts(block)
    elif key in PHRASES:
        yield plain_text(parse_phrase(value, references))
    elif key in DAYS:
        yield long_date(value)
    elif key in DOLLARS:
        yield f"${Decimal(value):,.2f}"
    elif key == "month":
        yield f"{date.fromisoformat(f'{value}-01'):%B %Y}"
    elif key == "source":
        yield plain_text((references.sources[value],))
    else:
        yield str(value)


def long_date(day: str) -> str:
    read = date.fromisoformat(day)
    return f"{read:%B} {read.day}, {read.year}"


# Holding it against a publication ----------------------------------------------------------------------------------

LONG = 30
"""Texts of more characters stand once for each time that the record has them; shorter ones may be anywhere."""


def squeezed(text: str) -> str:
    """Take away white space, which formats set as they need it, and the sign that rights set into texts."""
    return "".join(text.replace("®", "").split())


def lost(expected: Iterable[str], shown: str) -> list[str]:
    """List the texts that a publication does not show after the one before."""
    page, at, missing = squeezed(shown), 0, []
    for text in expected:
        found = page.find(squeezed(text), at)
        if found < 0:
            missing.append(text)
        else:
            at = found + len(squeezed(text))
    return missing


def miscounted(expected: Iterable[str], shown: str) -> list[str]:
    """List the long texts that a publication shows more or less often than the record has them."""
    page, texts = squeezed(shown), list(map(squeezed, expected))
    together = "\0".join(texts)
    return [text for text in texts if len(text) > LONG and page.count(text) != together.count(text)]
