from __future__ import annotations

from datetime import date
from pathlib import Path

from codepub.checks.consequences import CAUSES
from codepub.codesets.code_set import Entry
from codepub.diagnostics import Severity
from codepub.loading.rules import RULES
from tests.checks.listed import load_against, make_release, rules_of
from tests.checks.test_codes import modifier
from tests.checks.test_medicare import ALL, PLAIN, payment, places
from tests.record_texts import load_text, record_text

SOURCE = "publisher: CMS}"
CITED = ("The usual case.", "The usual case[^rvu25d].")


def told(root: Path, *replaced: tuple[str, str], name: str = "cpt/32120.yaml") -> list[str]:
    return [one.rule for one in load_text(root, record_text(*replaced), name).diagnostics]


def test_a_source_id_that_is_misspelt_is_not_told_as_an_unused_source_too(tmp_path: Path) -> None:
    other = f"{SOURCE}\n  - {{id: guide, title: T, publisher: P}}"
    text = ("A surgeon decides.", "A surgeon decides[^giude].")
    assert told(tmp_path, CITED, (SOURCE, other), text) == ["unknown-source"]


def test_a_source_id_that_stands_twice_leaves_no_citation_unknown(tmp_path: Path) -> None:
    other = f"{SOURCE}\n  - {{id: rvu25d, title: T, publisher: P}}"
    text = ("A surgeon decides.", "A surgeon decides[^guide].")
    assert told(tmp_path, CITED, (SOURCE, other), text) == ["duplicate"]


def test_a_misspelt_code_of_a_table_is_not_missed_in_prose(tmp_path: Path) -> None:
    assert told(tmp_path, ("J95.830", "J95830"), ("A surgeon decides.", "As in J95.830.")) == ["code-format"]


def test_a_code_of_a_table_that_had_ended_is_not_missed_in_prose(tmp_path: Path) -> None:
    release = make_release("icd-10-cm", "FY 2026", date(2025, 10, 1))
    ended = {release: [Entry("J95830", "Bleeding", ends=date(2025, 12, 31)), Entry("J95831", "Other bleeding")]}
    text = record_text(("A surgeon decides.", "As in J95.831."))
    assert rules_of(load_against(tmp_path, ended, text)) == ["code-deleted"]


def test_a_header_in_a_table_hides_its_child_in_prose(tmp_path: Path) -> None:
    release = make_release("icd-10-cm", "FY 2026", date(2025, 10, 1))
    listed = {release: [Entry("J9583", "Bleeding", billable=False), Entry("J95830", "Bleeding of one kind")]}
    text = record_text(("code: J95.830", "code: J95.83"), ("A surgeon decides.", "As in J95.830."))
    assert rules_of(load_against(tmp_path, listed, text)) == ["header-diagnosis"]


def test_a_code_that_an_older_list_lacks_hides_only_codes_near_it_in_prose(tmp_path: Path) -> None:
    release = make_release("icd-10-cm", "FY 2024", date(2023, 10, 1), date(2024, 9, 30))
    listed = {release: [Entry("J95831", "Bleeding")]}
    near = load_against(tmp_path, listed, record_text(("A surgeon decides.", "As in J95.831.")))
    assert rules_of(near) == ["code-unconfirmed"]
    far = load_against(tmp_path / "other", listed, record_text(("A surgeon decides.", "As in K91.840.")))
    assert sorted(rules_of(far)) == ["code-unconfirmed", "prose-code"]


def test_a_place_that_two_lists_speak_against_is_told_once(tmp_path: Path) -> None:
    assert rules_of(load_against(tmp_path, ALL, record_text(places('["11"]'), PLAIN))) == ["inpatient-only"]


def test_a_misspelt_modifier_is_not_missed_in_prose(tmp_path: Path) -> None:
    said = ("A surgeon decides.", "Report modifier 79.")
    assert told(tmp_path, ('modifier: "62"', "modifier: '7 9'"), said) == ["modifier-format"]


def test_a_row_under_another_spelling_is_told_as_the_second_of_its_kind(tmp_path: Path) -> None:
    row = ("  taxonomies:", "    - {code: j95830, description: D, rationale: R}\n  taxonomies:")
    assert told(tmp_path, row) == ["duplicate"]


def test_of_a_code_that_is_not_the_files_no_policy_is_told(tmp_path: Path) -> None:
    text = record_text(places('["22"]'), PLAIN, payment(global_days='"010"'))
    assert set(rules_of(load_against(tmp_path, ALL, text))) == {"inpatient-only", "payment-policy"}
    misnamed = load_against(tmp_path / "other", ALL, text, "cpt/32210.yaml")
    assert rules_of(misnamed) == ["file-name"]


def test_a_modifier_of_another_kind_is_told_once_without_what_medicare_says(tmp_path: Path) -> None:
    fees = {make_release("mpfs", "January 2026", date(2026, 1, 1)): [Entry("32120", facts={"global": "ZZZ"})]}
    assert rules_of(load_against(tmp_path, fees, record_text(modifier('"51"')))) == ["modifier-policy"]
    said = ("title: Thoracotomy for re-exploration", "title: Thoracotomy, add-on")
    loaded = load_against(tmp_path / "other", fees, record_text(modifier('"51"'), said))
    assert rules_of(loaded) == ["modifier-kind"]


def test_an_allowance_of_what_an_error_hides_is_not_called_unused(tmp_path: Path) -> None:
    said = ("A surgeon decides.\n", "A surgeon decides, as in 99999.\n")
    allowed = ("  clinical_context: |", "  # codepub: allow prose-code because it is no code\n  clinical_context: |")
    assert told(tmp_path, said, allowed) == []
    assert told(tmp_path, said, allowed, ("J95.830", "J95830")) == ["code-format"]


def test_other_mistakes_of_a_record_are_all_told(tmp_path: Path) -> None:
    mistakes = (places('["28"]'), ("J95.830", "J95830"), ('modifier: "62"', "modifier: ZZ"))
    assert sorted(told(tmp_path, *mistakes)) == ["code-format", "modifier-format", "pos-unknown"]


def test_what_others_follow_from_is_a_rule_and_an_error_or_told_at_the_same_place() -> None:
    rules = {rule.id: rule for rule in RULES}
    assert sorted(CAUSES.keys() - rules.keys()) == []
    for causes in CAUSES.values():
        for cause in causes:
            assert cause.rule in rules
            assert (
                cause.below is None
                or rules[cause.rule].severity is Severity.ERROR
                or cause.rule == "broken-mark"
                or cause.near
            )
