from __future__ import annotations

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from codepub.records.availability import Available
from codepub.records.code_summary import CodeSummary, Specifications
from codepub.records.digest import approval_digest, collection_digest
from codepub.records.sections import FRONT_MATTER, SECTIONS
from codepub.records.shape import Shape
from codepub.records.text import Phrase
from codepub.yaml.reading import read
from tests.publications import SAMPLES, UNKNOWN, bare, changed, full, record


def digest(data: dict[str, Any], section: str | None = None) -> str:
    return approval_digest(record(data), section)


def of_yaml(text: str, model: type[CodeSummary] = CodeSummary) -> CodeSummary:
    return model.model_validate(read(Path("32120.yaml"), text.encode(), Shape(model)).data)


class Later(Specifications):
    """Specifications of a later version, with a field more."""

    anatomy: Available[Phrase] | None = Field(default=None, title="Anatomy")


class LaterSummary(CodeSummary):
    """A record of a later version, with a field more at each depth."""

    specifications: Later
    quality: Available[Phrase] | None = Field(default=None, title="Quality")
    weights: tuple[int, ...] = ()


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_an_optional_field_that_a_later_model_adds_leaves_every_digest_of_a_record_as_it_is(sample: Path) -> None:
    now, later = (of_yaml(sample.read_text("utf-8"), model) for model in (CodeSummary, LaterSummary))

    assert approval_digest(later) == approval_digest(now)
    assert [approval_digest(later, one) for one in SECTIONS] == [approval_digest(now, one) for one in SECTIONS]


def test_a_digest_is_the_sha_256_of_canonical_json_after_the_number_of_its_scheme() -> None:
    payment = full()["payment"] | {"work_rvu": "14.50"}
    canonical = json.dumps({"code": "A0425", "payment": payment, "system": "HCPCS"}, sort_keys=True).replace(": ", ":")

    assert digest(full(), "payment") == f"1:{sha256(canonical.replace(', ', ',').encode()).hexdigest()}"
    assert re.fullmatch(r"1:[0-9a-f]{64}", digest(full()))


def test_the_digest_of_several_records_is_that_of_their_digests_one_a_line() -> None:
    first, second = record(full()), record(bare())
    lines = f"{approval_digest(first)}\n{approval_digest(second)}\n"

    assert collection_digest((first, second)) == f"1:{sha256(lines.encode()).hexdigest()}"
    assert collection_digest((second, first)) != collection_digest((first, second))
    assert collection_digest((first,)) != approval_digest(first)


WRITTEN = """\
system: CPT
code: "32120"
title: Return to the chest
edition: 2026
effective: 2026-01-01
summary: {meaning: Blood., payers: [Medicare], scope: {unavailable: asked-unknown, since: 2026-09-01}}
overview: {description: unknown to none, service_type: Surgery, site_of_service: {text: Theatre, pos: ["21"]}}
specifications: {clinical_context: Bleeding, modifiers: [], diagnoses: [], taxonomies: [], related_codes: []}
payment:
  {source: a, vintage: b, retrieved: 2026-11-01, work_rvu: 14.50, practice_expense_rvu_facility: 8, pc_tc: "0",
  practice_expense_rvu_nonfacility: 9.10, malpractice_rvu: 3.47, global_days: "090", status_indicator: A,
  bilateral: "1", assistant: "2", co_surgeon: "3", team: "9"}
"""

SAME = {
    "a comment": ("system: CPT", "# Looked at twice.\nsystem: CPT  # of the AMA"),
    "an allowance": ("modifiers: []", "modifiers: [] # codepub: allow no-modifiers because there are none\n "),
    "the order of keys": ("system: CPT\ncode: '32120'", "code: '32120'\nsystem: CPT"),
    "the order of keys inside": ("text: Theatre, pos: ['21']", "pos: ['21'], text: Theatre"),
    "a text in quotes": ("title: Return to the chest", "title: 'Return to the chest'"),
    "a text in a block": ("title: Return to the chest", "title: >-\n  Return\n  to the chest"),
    "a number in quotes": ("work_rvu: 14.50", 'work_rvu: "14.50"'),
    "a whole number in quotes": ("facility: 8,", "facility: '8',"),
    "a day in quotes": ("effective: 2026-01-01", "effective: '2026-01-01'"),
    "blanks around a text": ("title: Return to the chest", "title: '  Return to the chest '"),
    "tags": ("summary:", "tags: [thoracic]\nsummary:"),
    "the day of publication": ("summary:", "published: 2026-02-03\nsummary:"),
    "whose task it is to look again": ("since: 2026-09-01", "since: 2026-09-01, owner: coding desk"),
}


@pytest.mark.parametrize(("written", "otherwise"), SAME.values(), ids=SAME)
def test_what_is_no_content_leaves_every_digest_as_it_is(written: str, otherwise: str) -> None:
    text = WRITTEN.replace('"', "'")
    assert text.count(written) == 1
    one, other = of_yaml(text), of_yaml(text.replace(written, otherwise))

    assert approval_digest(other) == approval_digest(one)
    assert [approval_digest(other, each) for each in SECTIONS] == [approval_digest(one, each) for each in SECTIONS]


CHANGES: dict[str, dict[str, Any]] = {
    FRONT_MATTER: {"title": "Ground mileages", "edition": 2027, "ends": "2026-12-31", "audience": "national"},
    "summary": {"summary.meaning": "What it means", "summary.payers": [], "summary.scope": UNKNOWN},
    "overview": {"overview.site_of_service.pos.0": "42", "overview.service_type": "Carriage"},
    "specifications": {
        "specifications.modifiers": [],
        "specifications.diagnoses": UNKNOWN,
        "specifications.modifiers.0.when_to_use": UNKNOWN,
        "specifications.workflow": ["Carry", "Call"],
    },
    "payment": {"payment.work_rvu": "14.5", "payment": {"unavailable": "not-asked"}, "payment.retrieved": "2026-11-24"},
    "edits": {"edits.mue.units": 2, "edits.ptp.0.column": 1},
    "crosswalks": {"crosswalks.ms_drg.0.groups.0.drg": "164"},
    "coverage": {"coverage.0.kind": "LCD"},
    "denials": {"denials.0.rarc": "N21"},
    "benchmarks": {"benchmarks.0.p25": "720"},
    "documentation_tips": {"documentation_tips": []},
    "coding_tips": {"coding_tips": ["Report it twice"]},
    "sources": {"sources.1.title": "Handbook", "sources.0.date": "2025-10-02"},
}


def test_there_is_a_change_for_each_section() -> None:
    assert set(CHANGES) == set(SECTIONS)


@pytest.mark.parametrize(
    ("section", "path", "value"),
    [(section, path, value) for section, changes in CHANGES.items() for path, value in changes.items()],
)
def test_a_change_of_content_changes_the_digest_of_the_whole_and_of_its_section_alone(
    section: str, path: str, value: object
) -> None:
    before, after = full(), changed(full(), {path: value})

    assert digest(after) != digest(before)
    assert [one for one in SECTIONS if digest(after, one) != digest(before, one)] == [section]


def test_known_to_be_none_unavailable_and_left_out_are_three_contents() -> None:
    contents = [bare(), bare(denials=[]), bare(denials=UNKNOWN), bare(denials={"unavailable": "not-asked"})]

    assert len({digest(data) for data in contents}) == 4
    assert len({digest(data, "denials") for data in contents}) == 4


def test_the_same_section_of_another_code_has_another_digest() -> None:
    assert digest(bare(code="A0426"), "summary") != digest(bare(), "summary")
    assert digest(bare(code="A0426"), "payment") != digest(bare(), "payment")


@pytest.mark.parametrize("name", ["sumary", "tags", "published", "title", "status"])
def test_what_is_no_section_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name} is no section of a record$"):
        digest(bare(), name)
