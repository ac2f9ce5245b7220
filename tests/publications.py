"""Records built by hand, and what becomes of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from codepub.building.build import build, list_tasks
from codepub.building.ledger import Ledger
from codepub.building.outcomes import Failed, Kept, Made
from codepub.building.targets import Publishing
from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.compose.wording import Wording
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Definition,
    Document,
    FlowBlock,
    Heading,
    Paragraph,
    Table,
)
from codepub.document.walk import flow
from codepub.loading.load import load
from codepub.loading.load_file import CheckContext
from codepub.records.code_summary import CodeSummary
from codepub.workspace.settings import Settings
from codepub.workspace.templates import load_theme, load_wording
from codepub.writers.choices import Format, PageSize, Standard
from codepub.writers.theme import Theme

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
SAMPLES = {f"{file.parent.name}:{file.stem}": file for file in sorted(CONTENT.rglob("*.yaml"))}

UNKNOWN = {"unavailable": "unknown"}
VOLATILE = {"source": "first", "vintage": "October 2025", "retrieved": "2026-11-23"}

BARE: dict[str, Any] = {
    "system": "HCPCS",
    "code": "A0425",
    "title": "Ground mileage",
    "edition": 2026,
    "effective": "2026-01-01",
    "summary": {"meaning": "What it means.", "payers": ["Medicare"], "scope": "What is found."},
    "overview": {
        "description": "What is done.",
        "service_type": "Transport",
        "site_of_service": {"text": "On the road", "pos": ["41"]},
    },
    "specifications": {
        "clinical_context": "Who is carried.",
        "modifiers": [{"modifier": "22", "description": "More work", "when_to_use": "Rarely"}],
        "diagnoses": [{"code": "J95.830", "description": "Bleeding", "rationale": "It is why"}],
        "taxonomies": [{"taxonomy": "208G00000X", "provider": "Surgeon", "role": "Operates"}],
        "related_codes": [{"system": "CPT", "code": "32110", "description": "Another", "relationship": "Nearby"}],
    },
}
"""A record with every field that a record must have, and no other."""

PARTS: dict[str, Any] = {
    "payment": {
        **VOLATILE,
        "work_rvu": "14.50",
        "practice_expense_rvu_facility": "8.28",
        "practice_expense_rvu_nonfacility": "9.10",
        "malpractice_rvu": "3.47",
        "global_days": "090",
        "status_indicator": "A",
        "pc_tc": "0",
        "bilateral": "1",
        "assistant": "2",
        "co_surgeon": "3",
        "team": "9",
    },
    "edits": {
        "ptp": [
            {**VOLATILE, "system": "CPT", "code": "32551", "column": 2, "modifier_indicator": "1", "rationale": "Part"}
        ],
        "mue": {**VOLATILE, "units": 1, "adjudication": "3", "rationale": "Clinical: data"},
    },
    "crosswalks": {
        "icd_10_pcs": [{**VOLATILE, "code": "0W390ZZ", "description": "Open control"}],
        "hcpcs": [{**VOLATILE, "code": "A0426", "description": "Another ride"}],
        "anesthesia": [{**VOLATILE, "code": "00540", "description": "Open chest"}],
        "ms_drg": [
            {**VOLATILE, "condition": "In MDC 4", "groups": [{"drg": "163", "description": "Major chest procedures"}]}
        ],
    },
    "coverage": [
        {
            **VOLATILE,
            "kind": "NCD",
            "number": "220.1",
            "title": "Computed tomography",
            "payer": "Medicare",
            "effective": "2008-03-12",
            "url": "https://www.cms.gov/ncd",
            "says": "Covered",
        }
    ],
    "denials": [{**VOLATILE, "carc": "97", "rarc": "N20", "reason": "Bundled", "prevention": "Say why"}],
    "benchmarks": [
        {
            **VOLATILE,
            "payer": "All",
            "geography": "National",
            "rate_type": "Professional",
            "p10": "610",
            "p25": "720.5",
            "p50": "905",
            "p75": "1210",
            "p90": "1600",
            "count": 1200,
            "month": "2026-09",
        }
    ],
    "documentation_tips": ["Write the date"],
    "coding_tips": ["Report it once"],
    "sources": [
        {"id": "first", "title": "Fee files", "publisher": "CMS", "url": "https://www.cms.gov/", "date": "2025-10-01"},
        {"id": "second", "title": "Manual", "publisher": "An agency", "retrieved": "2026-09-01"},
    ],
}
"""Every optional part."""


def changed(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give a record's data with values set at dotted paths; a step that is a number is an index from 0."""
    whole: Any = copy.deepcopy(dict(data))
    for path, value in changes.items():
        *way, last = (int(step) if step.isdigit() else step for step in path.split("."))
        holder = whole
        for step in way:
            holder = holder[step]
        holder[last] = value
    return dict(whole)


def bare(**changes: Any) -> dict[str, Any]:
    """Give a record with no optional part; keys name fields, ``__`` between steps."""
    return changed(BARE, {path.replace("__", "."): value for path, value in changes.items()})


def full(**changes: Any) -> dict[str, Any]:
    """Give a record with every part; keys name fields, ``__`` between steps."""
    whole = changed({**BARE, **PARTS}, {"specifications.workflow": ["Call", "Carry"]})
    return changed(whole, {path.replace("__", "."): value for path, value in changes.items()})


def record(data: Mapping[str, Any]) -> CodeSummary:
    return CodeSummary.model_validate(data)


def composed(data: Mapping[str, Any], publisher: Publisher = Publisher()) -> Document:  # noqa: B008 -- it is frozen
    return compose(record(data), wording(), publisher)


def workspace(folder: Path, page: PageSize = "letter", standard: Standard = "pdf/ua-1") -> Settings:
    """A workspace in a folder, with the settings that hold where none are given."""
    return Settings(
        root=folder,
        content=folder / "content",
        output=folder / "output",
        templates=folder / "templates",
        assets=folder / "assets",
        formats=("pdf", "docx"),
        page=page,
        standard=standard,
        reference=None,
        publisher=Publisher(),
    )


NOWHERE = ROOT / "there-is-no-such-folder"


@cache
def wording() -> Wording:
    """The wording that is shipped."""
    return load_wording(workspace(NOWHERE))


@cache
def theme(page: PageSize = "letter") -> Theme:
    """The theme that is shipped."""
    return load_theme(workspace(NOWHERE, page))


@cache
def samples() -> Mapping[str, CodeSummary]:
    """The records of the sample library, by their names."""
    records = load(CONTENT, CheckContext(date(2026, 11, 24))).records
    return {f"{record.system.lower()}:{record.code}": record for record in records}


def flow_of(document: Document) -> list[tuple[int, Heading | FlowBlock]]:
    """The headings of a document and the blocks between them, each with its level."""
    return [leveled for section in document.sections for leveled in flow(section)]


def headings(document: Document) -> list[tuple[int, Heading]]:
    return [(level, block) for level, block in flow_of(document) if isinstance(block, Heading)]


def descendants(part: object) -> Iterator[Any]:
    """Every block and inline of a document, in reading order, the parts of a whole after it."""
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        for member in part:
            yield from descendants(member)
    elif hasattr(part, "__dataclass_fields__"):
        yield part
        for name in part.__dataclass_fields__:
            yield from descendants(getattr(part, name))


def notices(document: Document) -> list[AbsenceNotice]:
    return [found for found in descendants(document.sections) if isinstance(found, AbsenceNotice)]


def absences_stated(document: Document) -> list[AbsenceNotice | AbsenceSign]:
    """What stands where values are not given, in cells as elsewhere."""
    return [found for found in descendants(document.sections) if isinstance(found, AbsenceNotice | AbsenceSign)]


def paragraphs(document: Document) -> list[Paragraph]:
    return [found for found in descendants(document.sections) if isinstance(found, Paragraph)]


def tables(document: Document) -> list[Table]:
    return [block for _, block in flow_of(document) if isinstance(block, Table)]


def definitions(document: Document) -> list[Definition]:
    return [found for found in descendants(document.sections) if isinstance(found, Definition)]


def part_of(document: Document, heading: str) -> tuple[FlowBlock, ...]:
    """The blocks below a heading, up to the next of any level."""
    blocks = (block for _, block in flow_of(document))
    for block in blocks:
        if isinstance(block, Heading) and all_text(block) == heading:
            break
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            break
        found.append(block)
    return tuple(found)


def all_text(part: object) -> str:
    """All characters of what lies in a part, in reading order."""
    from codepub.document.nodes import Text

    return "".join(found.text for found in descendants(part) if isinstance(found, Text))


def publish(
    records: Sequence[CodeSummary], formats: Sequence[Format], folder: Path, publishing: Publishing
) -> list[Made | Kept | Failed]:
    """Make the files of records in a folder, of which a ledger beside it knows."""
    with Ledger(folder.parent / f"{folder.name}.sqlite") as ledger:
        return list(build(list_tasks(records, formats, folder, ledger), publishing, ledger))
