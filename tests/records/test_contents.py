from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from codepub.origin import FieldPath
from codepub.records.availability import REASONS, Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import Absence, Passage, absences, contents
from codepub.records.shape import Shape, keys_of, may_be_unavailable, model_at
from codepub.yaml.reading import read
from tests.record_texts import RECORD, VOLATILE, record_text

FULL = (
    RECORD
    + f"""\
payment:
  source: rvu25d
  vintage: October 2025
  retrieved: 2026-11-01
  work_rvu: 14.39
  practice_expense_rvu_facility: 8.28
  practice_expense_rvu_nonfacility: 9.1
  malpractice_rvu: 3.47
  global_days: "090"
  status_indicator: A
  pc_tc: "0"
  bilateral: "0"
  assistant: "2"
  co_surgeon: "1"
  team: "0"
edits:
  ptp:
    - {{system: CPT, code: "32551", column: 2, modifier_indicator: "1", rationale: Why, {VOLATILE}}}
  mue: {{units: 1, adjudication: "3", rationale: Clinical, {VOLATILE}}}
crosswalks:
  icd_10_pcs: [{{code: 0W390ZZ, description: Open, {VOLATILE}}}]
  hcpcs: []
  anesthesia: [{{code: "00540", description: Chest, {VOLATILE}}}]
  ms_drg:
    - {{condition: A stay, groups: [{{drg: "163", description: Chest}}], {VOLATILE}}}
coverage:
  - {{kind: NCD, number: "220.1", title: T, payer: P, effective: 2026-01-01, says: Covered, {VOLATILE}}}
denials:
  - {{carc: "97", rarc: N20, reason: Why, prevention: How, {VOLATILE}}}
benchmarks:
  - {{payer: P, geography: G, rate_type: R, month: "2026-09", p10: 1, p25: 2, p50: 3, p75: 4, p90: 5, count: 6,
     {VOLATILE}}}
documentation_tips: [Write it down]
coding_tips: [Code it]
"""
)


def data_of(text: str) -> dict[str, Any]:
    data = read(Path("x.yaml"), text.encode(), Shape(CodeSummary)).data
    assert data is not None
    return data


def optional_places(value: object, path: FieldPath = ()) -> list[FieldPath]:
    """List the places of raw data that may be stated as unavailable, the deepest first."""
    steps = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    found = [place for step, below in steps for place in optional_places(below, (*path, step))]
    if path and isinstance(path[-1], str) and may_be_unavailable(model_at(CodeSummary, path[:-1]), path[-1]):
        found.append(path)
    return found


PLACES = [
    place for place in optional_places(data_of(FULL)) if "unavailable" not in place and place[-1] != "when_to_use"
]


def stated(places: set[FieldPath], reason: str) -> CodeSummary:
    data = data_of(FULL)
    for place in sorted(places, key=len, reverse=True):
        holder: Any = data
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = {"unavailable": reason}
    return CodeSummary.model_validate(data)


def test_a_record_holds_no_absences_where_everything_is_given() -> None:
    record = CodeSummary.model_validate(data_of(FULL.replace("{unavailable: unknown}", "Sometimes")))
    assert absences(record) == ()


def test_most_fields_of_a_full_record_may_be_unavailable() -> None:
    assert len(PLACES) > 60


@settings(max_examples=100, deadline=None)
@given(places=st.sets(st.sampled_from(PLACES), max_size=12), reason=st.sampled_from(REASONS))
def test_every_value_that_is_not_given_is_listed_at_its_path(places: set[FieldPath], reason: str) -> None:
    outermost = {place for place in places if not any(place[:length] in places for length in range(len(place)))}
    found = {absence.path: absence.why.reason for absence in absences(stated(places, reason))}
    always = ("specifications", "modifiers", 1, "when_to_use")
    if not any(always[: len(place)] == place for place in outermost):
        assert found.pop(always) == "unknown"
    assert found == dict.fromkeys(outermost, reason)


def test_texts_are_listed_in_order_each_with_its_path_and_kind() -> None:
    listed = contents(CodeSummary.model_validate(data_of(RECORD))).passages
    assert listed[:6] == (
        Passage(("summary", "meaning"), "The chest is opened again after an operation.", blocks=True),
        Passage(("summary", "scope"), "When the code is meant.", blocks=True),
        Passage(("overview", "description"), "The chest wall is opened through the earlier incision.", blocks=True),
        Passage(("overview", "service_type"), "Surgical", blocks=False),
        Passage(("overview", "site_of_service", "text"), "Operating room of a hospital", blocks=False),
        Passage(
            ("specifications", "clinical_context"),
            "The patient bleeds some hours after surgery.\n\nA surgeon decides.",
            blocks=True,
        ),
    )
    assert (("specifications", "modifiers", 0, "when_to_use"), "The usual case.", False) in listed


def test_names_are_no_texts_in_markup() -> None:
    paths = [passage.path for passage in contents(CodeSummary.model_validate(data_of(FULL))).passages]
    assert ("title",) not in paths
    assert not any("payers" in path or "sources" in path or "vintage" in path for path in paths)
    assert ("documentation_tips", 0) in paths
    assert ("crosswalks", "ms_drg", 0, "groups", 0, "description") in paths


def test_the_note_of_an_absence_is_a_text_of_its_own() -> None:
    record = CodeSummary.model_validate(
        data_of(record_text(("{unavailable: unknown}", "{unavailable: masked, note: Why}")))
    )
    path = ("specifications", "modifiers", 1, "when_to_use")
    assert Passage((*path, "note"), "Why", blocks=False) in contents(record).passages
    assert contents(record).absences == (Absence(path, Unavailable(unavailable="masked", note="Why")),)


def test_an_empty_list_is_a_value_and_no_absence() -> None:
    whole = data_of(RECORD)
    whole["specifications"]["related_codes"] = []
    record = CodeSummary.model_validate(whole)
    assert record.specifications.related_codes == ()
    assert ("specifications", "related_codes") not in [absence.path for absence in absences(record)]


def test_what_has_been_read_does_not_change() -> None:
    record = CodeSummary.model_validate(data_of(FULL))
    for model, name in (
        (record, "title"),
        (record.summary, "meaning"),
        (record.payment, "team"),
        (record.sources[0], "id"),
    ):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(model, name, "else")


def test_a_record_is_equal_to_one_of_the_same_text_and_to_no_other() -> None:
    record = CodeSummary.model_validate(data_of(RECORD))
    assert record == CodeSummary.model_validate(data_of(RECORD))
    assert record != CodeSummary.model_validate(data_of(record_text(("Operates", "Assists"))))


def test_the_keys_of_a_model_are_those_that_authors_write() -> None:
    assert keys_of(Unavailable) == ("unavailable", "note", "since", "recheck_by", "owner")
    assert "date" in keys_of(model_at(CodeSummary, ("sources", 0)))
