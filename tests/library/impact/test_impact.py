from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from codepub.codesets.code_set import Entry, SetName
from codepub.library.impact.impact import Impact, find_impact
from codepub.library.impact.uses import CodeUse, list_uses
from codepub.origin import Position, format_path
from codepub.records.code_summary import CodeSummary
from tests.library.impact.releases import open_releases
from tests.record_texts import VOLATILE, Case, case, record_text, write_record
from tests.trial_kinds import TRIAL_KINDS

PAYMENT = f"""\
payment:
  work_rvu: 14.39
  practice_expense_rvu_facility: 8.28
  practice_expense_rvu_nonfacility: {{unavailable: not-applicable}}
  malpractice_rvu: 3.47
  global_days: "090"
  status_indicator: "A"
  pc_tc: "0"
  bilateral: "0"
  assistant: "2"
  co_surgeon: "1"
  team: "0"
  {VOLATILE.replace(", ", chr(10) + "  ")}
sources:
"""


def find_stale(root: Path, before: Iterable[Entry], after: Iterable[Entry], name: SetName = "icd-10-cm") -> Impact:
    with open_releases(root, name, before, after) as (old, new):
        return find_impact(root / "content", old, new)


def list_places(result: Impact) -> list[tuple[str, str]]:
    return [(format_path(stale.origin.path), stale.change.kind) for stale in result.stale]


def write_marked(*replaced: tuple[str, str]) -> Case:
    """Mark the place that is told; that something is stale is not said by a rule."""
    return case("", "", "", *replaced)


def test_a_stale_code_is_told_at_its_line(tmp_path: Path) -> None:
    expected = write_marked(("code: J95.830", "code: «J95.830»"))
    file = write_record(tmp_path / "content", expected.text)
    (stale,) = find_stale(tmp_path, [Entry("J95830", "Bleeding")], []).stale
    assert (stale.position.file, stale.position.line, stale.position.column) == (file, *expected.place[:2])
    assert str(stale.origin.record) == "cpt:32120"


def test_a_code_in_prose_is_told_at_its_words(tmp_path: Path) -> None:
    text = "    A surgeon decides on [bleeding](«icd-10-cm:J95.831»)."
    expected = write_marked(("    A surgeon decides.", text))
    write_record(tmp_path / "content", expected.text)
    (stale,) = find_stale(tmp_path, [Entry("J95831", "Bleeding")], []).stale
    assert (stale.position.line, stale.position.column, stale.position.width) == expected.place


def test_a_record_that_the_checks_refuse_is_looked_at(tmp_path: Path) -> None:
    write_record(tmp_path / "content", record_text(('modifier: "62"', 'modifier: "78"')))
    assert list_places(find_stale(tmp_path, [Entry("J95830", "Bleeding")], [])) == [
        ("specifications.diagnoses[1].code", "deleted")
    ]


def test_a_file_that_is_no_record_is_named_as_unread(tmp_path: Path) -> None:
    file = write_record(tmp_path / "content", "system: [")
    result = find_stale(tmp_path, [], [])
    assert (result.files, result.stale) == (0, ())
    assert [(one.rule, one.position) for one in result.unread] == [("unreadable", Position(file, 1, 1))]


def test_files_of_other_kinds_are_not_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codepub.loading.unchecked.KINDS", TRIAL_KINDS)
    write_record(tmp_path / "content", "title: Thoracic surgery\n", "books/thoracic.yaml")
    result = find_stale(tmp_path, [], [])
    assert (result.files, result.unread) == (0, ())


def test_an_indicator_is_told_at_the_field_that_gives_it(tmp_path: Path) -> None:
    write_record(tmp_path / "content", record_text(("sources:\n", PAYMENT)))
    facts = {"bilateral": "0", "work_rvu": "14.39"}
    changed = {"bilateral": "1", "work_rvu": "14.50"}
    result = find_stale(tmp_path, [Entry("32120", facts=facts)], [Entry("32120", facts=changed)], "mpfs")
    assert [place for place, _ in list_places(result)] == ["payment.work_rvu", "payment.bilateral"]


def test_an_indicator_that_the_record_already_gives_is_not_stale(tmp_path: Path) -> None:
    write_record(tmp_path / "content", record_text(("sources:\n", PAYMENT)))
    before, after = [Entry("32120", facts={"bilateral": "1"})], [Entry("32120", facts={"bilateral": "0"})]
    assert find_stale(tmp_path, before, after, "mpfs").stale == ()


@pytest.mark.parametrize(
    ("fact", "field"),
    [("status", "status_indicator"), ("global", "global_days"), ("mp_rvu", "malpractice_rvu")],
)
def test_a_column_of_the_fee_schedule_is_told_at_the_field_of_another_name(
    tmp_path: Path, fact: str, field: str
) -> None:
    write_record(tmp_path / "content", record_text(("sources:\n", PAYMENT)))
    result = find_stale(tmp_path, [Entry("32120", facts={fact: "1"})], [Entry("32120", facts={fact: "2"})], "mpfs")
    assert [place for place, _ in list_places(result)] == [f"payment.{field}"]


def test_a_number_agrees_however_it_is_written(tmp_path: Path) -> None:
    write_record(tmp_path / "content", record_text(("sources:\n", PAYMENT)))
    before, after = [Entry("32120", facts={"work_rvu": "9"})], [Entry("32120", facts={"work_rvu": "14.390"})]
    assert find_stale(tmp_path, before, after, "mpfs").stale == ()


def test_an_indicator_of_a_related_code_is_told_at_the_code(tmp_path: Path) -> None:
    write_record(tmp_path / "content", record_text())
    before, after = [Entry("32110", facts={"bilateral": "1"})], [Entry("32110", facts={"bilateral": "0"})]
    assert list_places(find_stale(tmp_path, before, after, "mpfs")) == [
        ("specifications.related_codes[1].code", "indicators")
    ]


def test_relative_values_that_a_record_does_not_give_are_not_stale(tmp_path: Path) -> None:
    write_record(tmp_path / "content", record_text())
    before, after = [Entry("32110", facts={"work_rvu": "1.0"})], [Entry("32110", facts={"work_rvu": "2.0"})]
    assert find_stale(tmp_path, before, after, "mpfs").stale == ()


def test_places_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    linked = record_text(("    A surgeon decides.", "    On [bleeding](icd-10-cm:J95.830)."))
    write_record(tmp_path / "content", linked)
    write_record(tmp_path / "content", record_text(("32120", "31600")), "cpt/31600.yaml")
    result = find_stale(tmp_path, [Entry("J95830", "Bleeding")], [])
    lines = [(stale.position.file.name, stale.position.line) for stale in result.stale]
    assert lines == sorted(lines)
    assert len(lines) == 3


def test_a_record_at_which_codepub_fails_is_told_and_the_others_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_record(tmp_path / "content", record_text())
    bad = write_record(tmp_path / "content", record_text(('code: "32120"', 'code: "32110"')), "cpt/32110.yaml")

    def failing(record: CodeSummary, name: SetName) -> Iterator[CodeUse]:
        if record.code == "32110":
            raise ZeroDivisionError("by nothing")
        return list_uses(record, name)

    monkeypatch.setattr("codepub.library.impact.impact.list_uses", failing)
    result = find_stale(tmp_path, [Entry("J95830", "Bleeding")], [])
    assert [(one.rule, one.position) for one in result.unread] == [("unforeseen", Position(bad, 1, 1))]
    assert len(result.stale) == 1
