from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from codepub.codesets.code_set import Entry, SetName
from codepub.library.impact.changes import Change, find_changes
from tests.library.impact.releases import AFTER, open_releases

BLEEDING = Entry("J95830", "Bleeding after a respiratory procedure")
HEADER = Entry("J9583", "Bleeding after a procedure", billable=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path


def list_changes(
    root: Path,
    code: str,
    before: Iterable[Entry],
    after: Iterable[Entry],
    name: SetName = "icd-10-cm",
    qualifier: str | None = None,
) -> tuple[Change, ...]:
    with open_releases(root, name, before, after) as (old, new):
        return find_changes(code, qualifier, old, new)


def test_a_code_that_stayed_as_it_was_has_no_changes(root: Path) -> None:
    assert list_changes(root, "J95.830", [HEADER, BLEEDING], [HEADER, BLEEDING]) == ()


def test_a_code_that_neither_release_has_has_no_changes(root: Path) -> None:
    assert list_changes(root, "32120", [], [], "mpfs") == ()


def test_a_code_that_is_new_has_no_changes(root: Path) -> None:
    assert list_changes(root, "J95.830", [], [BLEEDING]) == ()


def test_a_code_that_is_no_longer_listed_was_deleted(root: Path) -> None:
    (change,) = list_changes(root, "J95.830", [BLEEDING], [Entry("A000", "Cholera")])
    assert (change.kind, change.before, change.after) == ("deleted", BLEEDING.description, "not listed")


def test_a_code_that_is_listed_with_a_last_day_that_has_passed_was_deleted(root: Path) -> None:
    ended = Entry("J0171", "Injection", ends=date(2026, 3, 31))
    (change,) = list_changes(root, "J0171", [Entry("J0171", "Injection")], [ended], "hcpcs")
    assert change.kind == "deleted"


def test_a_code_that_will_end_is_told_with_its_last_day(root: Path) -> None:
    ending = Entry("J0171", "Injection", ends=date(2026, 6, 30), replaced_by="J0173")
    (change,) = list_changes(root, "J0171", [Entry("J0171", "Injection")], [ending], "hcpcs")
    assert (change.kind, change.after, change.suggested) == ("deleted", "last day 2026-06-30", ("J0173",))


def test_a_code_whose_last_day_is_not_new_is_not_told_again(root: Path) -> None:
    ending = Entry("J0171", "Injection", ends=date(2026, 6, 30))
    assert list_changes(root, "J0171", [ending], [ending], "hcpcs") == ()


def test_a_code_that_had_ended_before_the_earlier_release_is_not_deleted_again(root: Path) -> None:
    assert list_changes(root, "J0171", [Entry("J0171", "Injection", ends=date(2020, 1, 1))], [], "hcpcs") == ()


def test_the_stated_successor_comes_before_any_guess(root: Path) -> None:
    gone = Entry("J0171", "Injection", replaced_by="J0173")
    same_words = Entry("J9999", "Injection")
    (change,) = list_changes(root, "J0171", [gone], [same_words], "hcpcs")
    assert change.suggested == ("J0173",)


def test_a_code_with_the_same_words_is_suggested(root: Path) -> None:
    (change,) = list_changes(
        root, "J0171", [Entry("J0171", "Injection, 1 mg")], [Entry("J9999", "INJECTION, 1 mg")], "hcpcs"
    )
    assert change.suggested == ("J9999",)


def test_new_codes_of_the_nearest_category_and_the_same_encounter_are_suggested(root: Path) -> None:
    kept = Entry("S3092XA", "Kept")
    before = [Entry("S301XXA", "Contusion, initial"), Entry("S301XXS", "Contusion, sequela"), kept]
    after = [Entry("S3011XA", "New, initial"), Entry("S3011XS", "New, sequela"), kept, Entry("S3093XA", "Farther")]
    (change,) = list_changes(root, "S30.1XXA", before, after)
    assert change.suggested == ("S30.11XA",)


def test_a_billable_code_with_new_codes_below_it_became_a_header(root: Path) -> None:
    after = [Entry("Z841", "Kidney", billable=False), Entry("Z8411", "One kind"), Entry("Z8419", "Other")]
    (change,) = list_changes(root, "Z84.1", [Entry("Z841", "Kidney")], after)
    assert (change.kind, change.suggested) == ("became-header", ("Z84.11", "Z84.19"))
    assert change.after == "Z84.11 One kind; Z84.19 Other"


def test_a_code_became_a_header_where_the_list_gives_only_the_codes_below_it(root: Path) -> None:
    (change,) = list_changes(root, "Z84.1", [Entry("Z841", "Kidney")], [Entry("Z8411", "One kind")])
    assert (change.kind, change.suggested) == ("became-header", ("Z84.11",))


def test_codes_added_below_a_header_are_told_once(root: Path) -> None:
    after = [HEADER, BLEEDING, Entry("J95831", "Another"), Entry("J95832", "A third")]
    (change,) = list_changes(root, "J95.83", [HEADER, BLEEDING], after)
    assert (change.kind, change.suggested) == ("added-below", ("J95.831", "J95.832"))


def test_codes_added_below_a_header_that_no_list_has_are_told(root: Path) -> None:
    (change,) = list_changes(root, "J95.83", [BLEEDING], [BLEEDING, Entry("J95831", "Another")])
    assert (change.kind, change.suggested) == ("added-below", ("J95.831",))


def test_in_a_set_without_hierarchy_no_code_is_below_another(root: Path) -> None:
    before, after = [Entry("163", "Major")], [Entry("163", "Major"), Entry("1631", "None such")]
    assert list_changes(root, "163", before, after, "ms-drg") == ()


def test_another_wording_is_told_with_both(root: Path) -> None:
    (change,) = list_changes(root, "J95.830", [BLEEDING], [Entry("J95830", "Hemorrhage")])
    assert (change.kind, change.before, change.after) == ("wording", BLEEDING.description, "Hemorrhage")


def test_case_and_spaces_are_no_change_of_wording(root: Path) -> None:
    after = [Entry("J95830", "bleeding  after a RESPIRATORY procedure")]
    assert list_changes(root, "J95.830", [BLEEDING], after) == ()


def test_a_list_without_words_changes_no_wording(root: Path) -> None:
    assert list_changes(root, "J95.830", [BLEEDING], [Entry("J95830")]) == ()


def test_each_indicator_that_changed_is_told(root: Path) -> None:
    other = Entry("32110", facts={"nonfacility_na": "NA"})
    before = [other, Entry("32120", facts={"bilateral": "0", "team": "0"})]
    after = [other, Entry("32120", facts={"bilateral": "1", "team": "0", "nonfacility_na": "NA"})]
    found = list_changes(root, "32120", before, after, "mpfs")
    assert [(one.fact, one.before, one.after) for one in found] == [
        ("bilateral", "0", "1"),
        ("nonfacility_na", "", "NA"),
    ]


def test_a_column_that_one_list_lacks_altogether_says_nothing(root: Path) -> None:
    before = [Entry("J0171", facts={"coverage": "D"})]
    assert list_changes(root, "J0171", before, [Entry("J0171")], "hcpcs") == ()


def test_the_notes_of_a_release_on_itself_are_no_indicators(root: Path) -> None:
    before, after = [Entry("J0171", facts={"action": "A"})], [Entry("J0171", facts={"action": "N", "short": "Inj"})]
    assert list_changes(root, "J0171", before, after, "hcpcs") == ()


def test_several_successors_are_several_suggestions(root: Path) -> None:
    (change,) = list_changes(root, "J0171", [Entry("J0171", replaced_by="J0173, J0174")], [], "hcpcs")
    assert change.suggested == ("J0173", "J0174")


def test_an_indicator_of_one_modifier_is_told_with_it(root: Path) -> None:
    before = [Entry("71260", facts={"status_indicator": "A"}), Entry("71260", qualifier="26", facts={"pc_tc": "1"})]
    after = [Entry("71260", facts={"status_indicator": "A"}), Entry("71260", qualifier="26", facts={"pc_tc": "2"})]
    (change,) = list_changes(root, "71260", before, after, "mpfs")
    assert (change.fact, change.qualifier) == ("pc_tc", "26")


def test_one_pair_is_looked_at_where_one_is_named(root: Path) -> None:
    before = [Entry("32120", qualifier="32551"), Entry("32120", qualifier="32100")]
    (change,) = list_changes(
        root, "32120", before, [Entry("32120", qualifier="32100")], "ncci-ptp-practitioner", "32551"
    )
    assert change.kind == "deleted"


def test_a_release_holds_on_its_first_day(root: Path) -> None:
    assert (
        list_changes(root, "J0171", [Entry("J0171")], [Entry("J0171", ends=AFTER)], "hcpcs")[0].after
        == f"last day {AFTER}"
    )
