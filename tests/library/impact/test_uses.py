from __future__ import annotations

from pathlib import Path

import pytest

from codepub.codesets.code_set import SetName
from codepub.library.impact.uses import list_uses
from codepub.origin import format_path
from tests.record_texts import VOLATILE, sound_record

EDITS = f"""\
edits:
  ptp:
    - {{system: CPT, code: "32551", column: 2, modifier_indicator: "1", rationale: A part, {VOLATILE}}}
    - {{system: CPT, code: "32100", column: 1, modifier_indicator: "0", rationale: A whole, {VOLATILE}}}
  mue: {{units: 1, adjudication: "3", rationale: Data, {VOLATILE}}}
crosswalks:
  ms_drg:
    - {{condition: Any, groups: [{{drg: "163", description: Major}}], {VOLATILE}}}
sources:
"""


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("icd-10-cm", [("specifications.diagnoses[1].code", "J95.830")]),
        ("icd-10-pcs", []),
        ("hcpcs", []),
        (
            "hcpcs-modifiers",
            [("specifications.modifiers[1].modifier", "78"), ("specifications.modifiers[2].modifier", "62")],
        ),
        ("taxonomy", [("specifications.taxonomies[1].taxonomy", "208G00000X")]),
        ("pos", [("overview.site_of_service.pos[1]", "21")]),
        ("ms-drg", [("crosswalks.ms_drg[1].groups[1].drg", "163")]),
        ("ncci-mue-practitioner", [("edits.mue", "32120")]),
    ],
)
def test_a_set_is_used_where_the_record_names_its_codes(
    tmp_path: Path, name: SetName, places: list[tuple[str, str]]
) -> None:
    record = sound_record(tmp_path, ("sources:\n", EDITS))
    assert [(format_path(use.path), use.code) for use in list_uses(record, name)] == places


def test_a_fee_schedule_is_used_by_the_codes_of_cpt_and_hcpcs(tmp_path: Path) -> None:
    record = sound_record(tmp_path)
    for name in ("mpfs", "opps"):
        assert [(format_path(use.path), use.code) for use in list_uses(record, name)] == [
            ("code", "32120"),
            ("specifications.related_codes[1].code", "32110"),
        ]


def test_a_pair_stands_at_its_column_one_code(tmp_path: Path) -> None:
    record = sound_record(tmp_path, ("sources:\n", EDITS))
    assert [(use.code, use.qualifier) for use in list_uses(record, "ncci-ptp-practitioner")] == [
        ("32120", "32551"),
        ("32100", "32120"),
    ]


def test_links_of_prose_name_codes(tmp_path: Path) -> None:
    text = "A surgeon decides about [bleeding](ICD-10-CM:J95.831) and [a tube](cpt:32551)."
    record = sound_record(tmp_path, ("    A surgeon decides.", f"    {text}"))
    (linked,) = [use for use in list_uses(record, "icd-10-cm") if use.words]
    assert (format_path(linked.path), linked.code) == ("specifications.clinical_context", "J95.831")


def test_what_is_unavailable_names_no_code(tmp_path: Path) -> None:
    record = sound_record(tmp_path, ('    pos: ["21"]', "    pos: {unavailable: unknown}"))
    assert list(list_uses(record, "pos")) == []
