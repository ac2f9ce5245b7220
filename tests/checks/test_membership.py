from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.membership import MEMBERSHIP_CHECKS
from codepub.checks.published import MISSING_SET, PublishedSets
from codepub.codesets.code_set import Entry
from codepub.codesets.store import open_store
from codepub.diagnostics import Severity
from codepub.loading.load import Loaded, load, load_files
from codepub.loading.load_file import CheckContext
from tests.checks.listed import Sets, assert_told, load_against, make_release, rules_of
from tests.checks.test_codes import NO_MODIFIERS, RELATED, crosswalk, drg, modifier, name_of, own
from tests.record_texts import RECORD, TODAY, VOLATILE, Case, case, record_text, rule_id, write_record

FY_2025 = make_release("icd-10-cm", "FY 2025", date(2024, 10, 1), date(2025, 9, 30))
FY_2026 = make_release("icd-10-cm", "FY 2026", date(2025, 10, 1), date(2026, 9, 30))
APRIL = make_release("icd-10-cm", "April 2026", date(2026, 4, 1), date(2026, 9, 30))
HCPCS = make_release("hcpcs", "January 2026", date(2026, 1, 1))
HCPCS_2025 = make_release("hcpcs", "January 2025", date(2025, 1, 1))

DIAGNOSES = (
    *(Entry(code, "A header", billable=False) for code in ("J95", "J958", "J9583", "S27", "S270")),
    Entry("J95830", "Bleeding"),
    Entry("J95831", "Bleeding after another procedure"),
    Entry("S270XXA", "Air in the chest, first visit"),
    Entry("S270XXD", "Air in the chest, later visit"),
)
SETS: Sets = {
    FY_2025: (*DIAGNOSES, Entry("S301XXA", "A bruise of the belly")),
    FY_2026: DIAGNOSES,
    APRIL: (*DIAGNOSES, Entry("QA00101", "A new condition")),
    make_release("icd-10-pcs", "FY 2026", date(2025, 10, 1)): (Entry("0W390ZZ"),),
    HCPCS_2025: (Entry("G0001"), Entry("J0171"), Entry("A0425")),
    HCPCS: (
        Entry("A0425"),
        Entry("J0165", starts=date(2025, 7, 1)),
        Entry("J0171", ends=date(2025, 6, 30), replaced_by="J0165"),
        Entry("J0172", ends=date(2025, 12, 31)),
        Entry("J0173", ends=date(2026, 1, 1)),
        Entry("J9999", starts=date(2026, 1, 2)),
        Entry("J9998", starts=date(2028, 1, 3)),
    ),
    make_release("hcpcs-modifiers", "January 2026", date(2026, 1, 1)): [
        Entry(code) for code in ("LT", "RT", "AS", "TC")
    ],
    make_release("taxonomy", "v25.1", date(2025, 7, 1)): (Entry("208G00000X"),),
    make_release("carc", "November 2025", date(2025, 11, 1)): (
        Entry("16"),
        Entry("97"),
        Entry("A1"),
        Entry("125", ends=date(2013, 11, 1)),
        Entry("P99", starts=date(2026, 3, 1)),
    ),
    make_release("rarc", "November 2025", date(2025, 11, 1)): (Entry("N20"), Entry("MA130"), Entry("M53")),
    make_release("ms-drg", "v43", date(2025, 10, 1)): [Entry(code) for code in ("163", "164", "165", "166")],
}


def related(code: str) -> tuple[str, str]:
    return RELATED, f"system: HCPCS\n      code: {code}"


def effective(day: str) -> tuple[str, str]:
    return "edition: 2026\neffective: 2026-01-01", f"edition: {day[:4]}\neffective: {day}"


def denial(carc: str, rarc: str = "N20") -> tuple[str, str]:
    row = f"carc: {carc}, rarc: {rarc}, reason: R, prevention: P"
    return "sources:\n", f"denials:\n  - {{{row}, {VOLATILE}}}\nsources:\n"


def linked(code: str) -> tuple[str, str]:
    return "    - code: J95.830", f"    - code: {code}"


CASES = [
    case(
        "code-unknown",
        "J95.839 is not in ICD-10-CM, FY 2026.",
        "Did you mean J95.830 or J95.831 or J95.83?",
        linked("«J95.839»"),
    ),
    case("code-unknown", "S27.0A is not in ICD-10-CM, FY 2026.", "Did you mean S27.0XXA or", linked("«S27.0A»")),
    case("code-unknown", "Z99.9 is not in ICD-10-CM", "codepub codes search WORDS", linked("«Z99.9»")),
    case("code-unknown", "A0452 is not in HCPCS Level II, January 2026.", "Did you mean A0425?", related("«A0452»")),
    case("code-unknown", "J0160 is not in HCPCS", "", crosswalk("hcpcs", "«J0160»")),
    case("code-unknown", "0W390ZX is not in ICD-10-PCS, FY 2026.", "0W390ZZ?", crosswalk("icd_10_pcs", "«0W390ZX»")),
    case("code-unknown", "999 is not in Claim adjustment reason codes, November 2025.", "", denial('«"999"»')),
    case("code-unknown", "79 is not in Claim adjustment", "Did you mean 97?", denial('«"79"»')),
    case("code-unknown", "N999 is not in Remittance advice remark codes", "", denial('"97"', "«N999»")),
    case("code-deleted", "125 ended on 2013-11-01 (Claim adjustment", "", denial('«"125"»')),
    case("code-not-yet", "P99 holds from 2026-03-01 on", "", denial("«P99»")),
    case("code-unknown", "RB is not in HCPCS Level II modifiers, January 2026.", "Did you mean RT?", modifier("«RB»")),
    case(
        "code-unknown",
        "208G00001X is not in NUCC taxonomy, v25.1.",
        "Did you mean 208G00000X?",
        ("208G00000X", "«208G00001X»"),
    ),
    case("code-unknown", "167 is not in MS-DRG, v43.", "Did you mean 163 or 164 or 165?", drg('«"167"»')),
    case(
        "code-unknown",
        "A0426 is not in HCPCS Level II",
        "A0425",
        ('system: CPT\ncode: "32120"', "system: HCPCS\ncode: «A0426»"),
        NO_MODIFIERS,
        name="hcpcs/A0426.yaml",
    ),
    case(
        "code-unconfirmed",
        "J95.839 is not in ICD-10-CM, April 2026, 6 months older than the record.",
        "Import the release of its day",
        effective("2026-10-01"),
        linked("«J95.839»"),
    ),
    case(
        "code-unconfirmed",
        "A0426 is not in HCPCS Level II, January 2026, 12 months older than the record.",
        "codepub codes add FILE",
        effective("2026-12-31"),
        related("«A0426»"),
    ),
    case(
        "code-unconfirmed",
        "J0171 ended on 2025-06-30 by HCPCS Level II, January 2026, 2 years older than the record.",
        "Import the release of its day",
        effective("2028-01-02"),
        related("«J0171»"),
    ),
    case(
        "code-unconfirmed",
        "J9998 holds from 2028-01-03 on by HCPCS Level II, January 2026, 2 years older",
        "Import",
        effective("2028-01-02"),
        related("«J9998»"),
    ),
    case(
        "code-unconfirmed",
        "J95.83 is a header in ICD-10-CM, April 2026, 6 months older than the record.",
        "Import",
        effective("2026-10-01"),
        linked("«J95.83»"),
    ),
    case(
        "code-unconfirmed",
        "J4444 is in no release of HCPCS Level II that is here.",
        "Import",
        own("HCPCS", "A0425"),
        ("tags:", "supersedes: «J4444»\ntags:"),
        NO_MODIFIERS,
        name="hcpcs/A0425.yaml",
    ),
    case(
        "code-deleted",
        "J0171 ended on 2025-06-30 (HCPCS Level II, January 2026).",
        "It was replaced by J0165.",
        related("«J0171»"),
    ),
    case("code-deleted", "J0172 ended on 2025-12-31 (HCPCS", "Find the code that is meant now.", related("«J0172»")),
    case(
        "code-deleted",
        "S30.1XXA is in ICD-10-CM, FY 2025 and no longer in ICD-10-CM, FY 2026.",
        "Find the code that is meant now.",
        linked("«S30.1XXA»"),
    ),
    case(
        "code-deleted",
        "G0001 is in HCPCS Level II, January 2025 and no longer in HCPCS Level II, January 2026.",
        "Find",
        related("«G0001»"),
    ),
    case(
        "code-not-yet",
        "J9999 holds from 2026-01-02 on (HCPCS Level II, January 2026), the record from 2026-01-01.",
        "Mend `effective`",
        related("«J9999»"),
    ),
    case(
        "code-not-yet",
        "QA0.0101 is in ICD-10-CM, April 2026 and not yet in ICD-10-CM, FY 2026",
        "the code that held then",
        linked("«QA0.0101»"),
    ),
    case(
        "header-diagnosis",
        "J95.83 is a header in ICD-10-CM, FY 2026; it cannot be billed.",
        "Write one of: J95.830, J95.831.",
        linked("«J95.83»"),
    ),
    case(
        "header-diagnosis",
        "S27.0 is a header",
        "Write one of: S27.0XXA, S27.0XXD.",
        linked("«S27.0»"),
    ),
]
RULES_BROKEN = (*dict.fromkeys(wanted.rule for wanted in CASES), MISSING_SET.id)


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_told(tmp_path, SETS, wanted)


@pytest.mark.parametrize("check", MEMBERSHIP_CHECKS, ids=lambda check: check.rule.id)
def test_every_check_of_membership_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in RULES_BROKEN  # type: ignore[attr-defined]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_only_an_unconfirmed_code_leaves_the_record_to_be_built(tmp_path: Path, wanted: Case) -> None:
    loaded = load_against(tmp_path, SETS, wanted.text, wanted.name)
    assert (loaded.record is not None) == (wanted.rule == "code-unconfirmed")


def test_a_record_whose_codes_stand_in_their_releases_is_sound(tmp_path: Path) -> None:
    assert load_against(tmp_path, SETS, RECORD).diagnostics == ()


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        ("2024-09-30", []),
        ("2024-10-01", ["code-unknown"]),
        ("2026-09-30", ["code-unknown"]),
        ("2026-10-01", ["code-unconfirmed"]),
    ],
)
def test_a_release_says_nothing_before_its_first_day_and_warns_after_its_last(
    tmp_path: Path, day: str, rules: list[str]
) -> None:
    assert rules_of(load_against(tmp_path, SETS, record_text(effective(day), linked("J95.839")))) == rules


@pytest.mark.parametrize(
    ("day", "rules"),
    [
        ("2024-12-31", []),
        ("2025-01-01", ["code-unknown"]),
        ("2025-07-01", ["code-unknown"]),
        ("2025-07-02", ["code-unconfirmed"]),
        ("2025-12-31", ["code-unconfirmed"]),
        ("2026-01-01", ["code-unknown"]),
    ],
)
def test_a_quarterly_release_holds_for_its_quarter_and_ninety_two_days(
    tmp_path: Path, day: str, rules: list[str]
) -> None:
    only_hcpcs = {one: entries for one, entries in SETS.items() if one.set == "hcpcs"}
    assert rules_of(load_against(tmp_path, only_hcpcs, record_text(effective(day), related("A0426")))) == rules


def test_a_code_that_an_older_release_has_is_confirmed(tmp_path: Path) -> None:
    text = record_text(effective("2028-01-02"), related("A0425"))
    assert load_against(tmp_path, SETS, text).diagnostics == ()


def test_across_a_gap_nothing_is_an_error(tmp_path: Path) -> None:
    sets: Sets = {
        make_release("hcpcs", "2022", date(2022, 1, 1)): [Entry("A0425")],
        make_release("hcpcs", "April 2026", date(2026, 4, 1)): [Entry("J0165")],
    }
    (only,) = load_against(tmp_path, sets, record_text(related("J0165"))).diagnostics
    assert (only.rule, only.severity) == ("code-unconfirmed", Severity.WARNING)
    assert only.message == "J0165 is not in HCPCS Level II, 2022, 4 years older than the record."


def test_a_code_of_a_release_after_a_gap_is_unknown_before_it(tmp_path: Path) -> None:
    sets: Sets = {
        make_release("hcpcs", "January 2026", date(2026, 1, 1)): [Entry("A0425")],
        make_release("hcpcs", "January 2027", date(2027, 1, 1)): [Entry("J0165")],
    }
    assert rules_of(load_against(tmp_path, sets, record_text(related("J0165")))) == ["code-unknown"]


@pytest.mark.parametrize("key", ["supersedes", "replaced_by"])
def test_the_codes_before_and_after_may_stand_in_any_release(tmp_path: Path, key: str) -> None:
    code = {"supersedes": "G0001", "replaced_by": "J0165"}[key]
    sets: Sets = {**SETS, make_release("hcpcs", "January 2030", date(2030, 1, 1)): [Entry("J0165")]}
    text = record_text(own("HCPCS", "A0425"), ("tags:", f"{key}: {code}\ntags:"), NO_MODIFIERS)
    assert load_against(tmp_path, sets, text, name_of("HCPCS", "A0425")).diagnostics == ()


@pytest.mark.parametrize("code", ["J0165", "J0173"])
def test_a_code_holds_on_its_first_and_on_its_last_day(tmp_path: Path, code: str) -> None:
    assert load_against(tmp_path, SETS, record_text(related(code))).diagnostics == ()


@pytest.mark.parametrize(
    ("day", "first"), [("2025-09-30", "FY 2025"), ("2025-10-01", "FY 2026"), ("2026-04-01", "April 2026")]
)
def test_the_release_is_the_one_that_holds_on_the_day_of_the_record(tmp_path: Path, day: str, first: str) -> None:
    (only,) = load_against(tmp_path, SETS, record_text(effective(day), linked("J95.839"))).diagnostics
    assert f"ICD-10-CM, {first}." in only.message


@pytest.mark.parametrize(
    ("day", "code", "rules"),
    [
        ("2025-09-30", "S30.1XXA", []),
        ("2025-10-01", "S30.1XXA", ["code-deleted"]),
        ("2026-03-31", "QA0.0101", ["code-not-yet"]),
        ("2026-04-01", "QA0.0101", []),
    ],
)
def test_a_code_is_judged_by_its_release_and_not_by_the_newest(
    tmp_path: Path, day: str, code: str, rules: list[str]
) -> None:
    assert rules_of(load_against(tmp_path, SETS, record_text(effective(day), linked(code)))) == rules


def test_what_a_release_names_as_the_successor_is_spelled_with_its_dot(tmp_path: Path) -> None:
    ended = Entry("J95830", ends=date(2025, 9, 30), replaced_by="J95831")
    (only,) = load_against(tmp_path, {FY_2026: [ended]}, RECORD).diagnostics
    assert only.hint == "It was replaced by J95.831."


@pytest.mark.parametrize("key", ["supersedes", "replaced_by"])
def test_the_code_before_may_be_deleted_and_the_code_after_need_not_hold_yet(tmp_path: Path, key: str) -> None:
    code = {"supersedes": "J0171", "replaced_by": "J9999"}[key]
    text = record_text(own("HCPCS", "A0425"), ("tags:", f"{key}: {code}\ntags:"), NO_MODIFIERS)
    assert load_against(tmp_path, SETS, text, name_of("HCPCS", "A0425")).diagnostics == ()


def test_a_header_may_be_named_elsewhere_than_among_the_pairings(tmp_path: Path) -> None:
    text = record_text((RELATED, "system: ICD-10-CM\n      code: J95.83"))
    assert load_against(tmp_path, SETS, text).diagnostics == ()


def test_a_header_names_five_of_its_codes_at_most(tmp_path: Path) -> None:
    many = [Entry("J9583", billable=False), *(Entry(f"J9583{last}") for last in range(6))]
    (only,) = load_against(tmp_path, {FY_2026: many}, record_text(linked("J95.83"))).diagnostics
    assert only.hint == "Write one of: J95.830, J95.831, J95.832, J95.833, J95.834, …."


def test_a_flat_list_without_headers_has_those_that_its_codes_begin_with(tmp_path: Path) -> None:
    flat = {FY_2026: [entry for entry in DIAGNOSES if entry.billable]}
    wanted = case("header-diagnosis", "J95.83 is a header in", "J95.830, J95.831", linked("«J95.83»"))
    assert_told(tmp_path, flat, wanted)


def test_a_header_that_a_flat_list_does_not_name_is_not_deleted(tmp_path: Path) -> None:
    flat = [entry for entry in DIAGNOSES if entry.billable]
    text = record_text((RELATED, "system: ICD-10-CM\n      code: J95.83"))
    assert load_against(tmp_path, {FY_2025: DIAGNOSES, FY_2026: flat}, text).diagnostics == ()


def test_what_only_stood_above_the_codes_of_a_flat_list_was_never_deleted(tmp_path: Path) -> None:
    flat = [entry for entry in DIAGNOSES if entry.billable]
    loaded = load_against(tmp_path, {FY_2025: flat, FY_2026: DIAGNOSES}, record_text(linked("S27.0X")))
    assert [(one.rule, one.message) for one in loaded.diagnostics] == [
        ("code-unknown", "S27.0X is not in ICD-10-CM, FY 2026.")
    ]


def test_what_only_stands_above_the_codes_of_the_next_flat_list_is_no_code_to_come(tmp_path: Path) -> None:
    flat = [Entry("QA0010X1", "A new condition"), *(entry for entry in DIAGNOSES if entry.billable)]
    loaded = load_against(tmp_path, {FY_2026: DIAGNOSES, APRIL: flat}, record_text(linked("QA0.010X")))
    assert rules_of(loaded) == ["code-unknown"]


OCTOBER_ONLY: Sets = {FY_2026: DIAGNOSES}
FY_2027 = make_release("icd-10-cm", "FY 2027", date(2026, 10, 1), date(2027, 9, 30))


@pytest.mark.parametrize(
    ("day", "rule"),
    [("2026-03-31", "code-unknown"), ("2026-04-01", "code-unconfirmed"), ("2026-09-30", "code-unconfirmed")],
)
def test_what_a_list_of_october_lacks_may_have_been_added_in_april(tmp_path: Path, day: str, rule: str) -> None:
    (only,) = load_against(tmp_path, OCTOBER_ONLY, record_text(effective(day), linked("QA0.0101"))).diagnostics
    assert only.rule == rule


def test_what_may_have_been_added_in_april_is_told_with_what_may_be_meant(tmp_path: Path) -> None:
    text = record_text(effective("2026-05-01"), linked("J95.839"))
    (only,) = load_against(tmp_path, OCTOBER_ONLY, text).diagnostics
    assert only.message == "J95.839 is not in ICD-10-CM, FY 2026, to which codes were added before the record's day."
    assert only.hint is not None
    assert only.hint.startswith("Did you mean J95.830 or J95.831 or J95.83? Import the additions")


@pytest.mark.parametrize(("next_year", "rule"), [(("QA00101",), "code-unconfirmed"), ((), "code-unknown")])
def test_an_addition_of_april_stands_in_the_next_release(tmp_path: Path, next_year: tuple[str, ...], rule: str) -> None:
    sets = {**OCTOBER_ONLY, FY_2027: [*DIAGNOSES, *map(Entry, next_year)]}
    loaded = load_against(tmp_path, sets, record_text(effective("2026-05-01"), linked("QA0.0101")))
    assert rules_of(loaded) == [rule]


@pytest.mark.parametrize("code", ["S30.1XXA", "J95.83"])
def test_what_october_took_out_or_has_as_a_header_is_an_error_in_april_too(tmp_path: Path, code: str) -> None:
    sets = {FY_2025: SETS[FY_2025], FY_2026: DIAGNOSES}
    (only,) = load_against(tmp_path, sets, record_text(effective("2026-05-01"), linked(code))).diagnostics
    assert only.severity == Severity.ERROR


HCPCS_JULY = make_release("hcpcs", "July 2026", date(2026, 7, 1))


@pytest.mark.parametrize(
    ("entry", "rules"),
    [
        (Entry("U0003", starts=date(2020, 4, 14)), []),
        (Entry("U0003", starts=date(2026, 1, 1)), []),
        (Entry("U0003", starts=date(2026, 1, 2)), ["code-not-yet"]),
        (Entry("U0003"), ["code-not-yet"]),
        (Entry("U0003", starts=date(2020, 4, 14), ends=date(2023, 5, 11)), ["code-deleted"]),
        (Entry("U0003", starts=date(2020, 4, 14), ends=date(2026, 3, 31)), []),
    ],
)
def test_a_later_list_says_since_when_a_code_holds(tmp_path: Path, entry: Entry, rules: list[str]) -> None:
    sets = {**SETS, HCPCS_JULY: [Entry("A0425"), entry]}
    assert rules_of(load_against(tmp_path, sets, record_text(related("U0003")))) == rules


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("Former code, deleted with 2024", []),
        ("Predecessor of a newer code", []),
        ("Its predecessor", []),
        ("Replaced in 2025", []),
        ("Replaced in the operating room", ["code-deleted"]),
        ("It was replaced by another in 2025", []),
        ("Retired", []),
        ("Replacement of a former device", ["code-deleted"]),
        ("It has not been deleted", ["code-deleted"]),
        ("Replaces the former code", ["code-deleted"]),
    ],
)
@pytest.mark.parametrize("code", ["J0171", "G0001"])
def test_a_row_that_says_that_its_code_has_ended_may_name_it(
    tmp_path: Path, words: str, rules: list[str], code: str
) -> None:
    text = record_text(related(code), ("Often the first operation", words))
    assert rules_of(load_against(tmp_path, SETS, text)) == rules


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("J0171", "add `ends: 2025-06-30`."),
        ("G0001", "add `ends:` with its last day."),
        ("G9999", "add `ends:` with its last day."),
    ],
)
def test_a_page_about_a_code_that_has_ended_is_told_to_say_when(tmp_path: Path, code: str, hint: str) -> None:
    text = record_text(own("HCPCS", code), NO_MODIFIERS)
    title = next(line for line in text.splitlines() if line.startswith("title:"))
    text = text.replace(title, f"{title} (Deleted 2024)")
    (only,) = load_against(tmp_path, SETS, text, name_of("HCPCS", code)).diagnostics
    assert (only.hint or "").startswith(f"This is a page about a code that has ended: {hint}")
    told = text.replace("effective: 2026-01-01", "effective: 2026-01-01\nends: 2024-12-31")
    assert load_against(tmp_path / "told", SETS, told, name_of("HCPCS", code)).diagnostics == ()


@pytest.mark.parametrize("code", ["A0426", "J0171", "G0001"])
def test_an_error_of_a_release_in_its_days_of_grace_names_the_newer_one(tmp_path: Path, code: str) -> None:
    (only,) = load_against(tmp_path, SETS, record_text(effective("2026-05-01"), related(code))).diagnostics
    told = "January 2026 is in its days of grace; April 2026's is out: import it."
    assert (only.severity, told in (only.hint or "")) == (Severity.ERROR, True)
    (only,) = load_against(tmp_path / "before", SETS, record_text(effective("2026-03-31"), related(code))).diagnostics
    assert "grace" not in (only.hint or "")


@pytest.mark.parametrize(
    ("code", "hint"),
    [("J95.839", "Did you mean J95.830 or J95.831 or J95.83? Import"), ("J95.83", "Write one of: J95.830, J95.831. I")],
)
def test_an_older_release_tells_what_may_be_meant_too(tmp_path: Path, code: str, hint: str) -> None:
    (only,) = load_against(tmp_path, SETS, record_text(effective("2026-10-01"), linked(code))).diagnostics
    assert (only.hint or "").startswith(hint)


def test_the_modifiers_that_an_older_release_lacks_are_told_in_one_finding(tmp_path: Path) -> None:
    name, row = modifier("JZ")
    text = record_text(effective("2030-01-01"), (name, row + row.replace("JZ", "XE") + row.replace("JZ", "XU")))
    only_modifiers = {one: entries for one, entries in SETS.items() if one.set == "hcpcs-modifiers"}
    (only,) = load_against(tmp_path, only_modifiers, text).diagnostics
    assert (
        only.message
        == "JZ, XE and XU are not in HCPCS Level II modifiers, January 2026, 4 years older than the record."
    )


def test_an_old_list_of_reasons_confirms_or_warns(tmp_path: Path) -> None:
    text = record_text(effective("2026-07-02"), denial('"79"'))
    (only,) = load_against(tmp_path, SETS, text).diagnostics
    assert (only.rule, only.hint) == ("code-unconfirmed", f"Did you mean 97? {IMPORT}")


IMPORT = "Import the release of its day: codepub codes add FILE."


@pytest.mark.parametrize("name", ["RH", "SX", "HH", "NR"])
def test_origin_and_destination_of_an_ambulance_are_no_unknown_modifier(tmp_path: Path, name: str) -> None:
    text = record_text(own("HCPCS", "A0425"), modifier(name))
    assert load_against(tmp_path, SETS, text, name_of("HCPCS", "A0425")).diagnostics == ()


@pytest.mark.parametrize("name", ["XR", "RX", "RH"])
def test_they_are_unknown_with_a_code_that_is_no_ambulance(tmp_path: Path, name: str) -> None:
    text = record_text(own("HCPCS", "J0165"), modifier(name))
    assert rules_of(load_against(tmp_path, SETS, text, name_of("HCPCS", "J0165"))) == ["code-unknown"]


def test_an_intermediate_stop_is_no_origin(tmp_path: Path) -> None:
    text = record_text(own("HCPCS", "A0425"), modifier("XR"))
    assert rules_of(load_against(tmp_path, SETS, text, name_of("HCPCS", "A0425"))) == ["code-unknown"]


@pytest.mark.parametrize(
    ("rule", "replaced"),
    [
        ("code-format", linked("J95830")),
        ("cdt-code", related("D2740")),
        ("modifier-format", modifier("ZZ")),
        ("taxonomy-format", ("208G00000X", "208G00000")),
        ("drg-format", drg('"999"')),
    ],
)
def test_of_a_malformed_code_nothing_more_is_said(tmp_path: Path, rule: str, replaced: tuple[str, str]) -> None:
    assert rules_of(load_against(tmp_path, SETS, record_text(replaced))) == [rule]


def load_library(root: Path, sets: Sets, *, records: int = 2) -> Loaded:
    """Load two records, or more, held against releases."""
    for number in range(records):
        code = f"{32120 + number}"
        write_record(root / "content", record_text(own("CPT", code), related("A0425")), f"cpt/{code}.yaml")
    with open_store(root) as store:
        for one, entries in sets.items():
            store.add(one, entries)
        return load(root / "content", CheckContext(TODAY, PublishedSets(store)))


def test_all_sets_that_are_not_there_are_noted_in_one_line_for_all_records(tmp_path: Path) -> None:
    (only,) = load_library(tmp_path, {FY_2026: DIAGNOSES}).diagnostics
    assert only.rule == "set-missing"
    assert only.message == (
        "Nothing was checked against code sets that are not here: HCPCS Level II; Medicare Physician Fee Schedule; "
        "NCCI procedure-to-procedure edits, practitioner; OPPS Addendum B; NUCC taxonomy."
    )


def test_a_set_that_is_there_for_later_days_only_is_noted_with_its_first_day(tmp_path: Path) -> None:
    loaded = load_library(tmp_path, {**SETS, APRIL: DIAGNOSES, FY_2026: DIAGNOSES})
    assert "ICD-10-CM" not in loaded.diagnostics[0].message
    later = load_library(tmp_path / "later", {APRIL: DIAGNOSES})
    assert "; ICD-10-CM before 2026-04-01;" in later.diagnostics[0].message


def test_what_is_missing_is_told_before_what_is_wrong(tmp_path: Path) -> None:
    write_record(tmp_path / "content", record_text(linked("J95839")), "cpt/32120.yaml")
    with open_store(tmp_path) as store:
        loaded = load(tmp_path / "content", CheckContext(TODAY, PublishedSets(store)))
    assert [one.rule for one in loaded.diagnostics] == ["set-missing", "code-format"]


def test_a_set_that_is_not_there_is_never_an_error(tmp_path: Path) -> None:
    loaded = load_library(tmp_path, {})
    assert {one.severity for one in loaded.diagnostics} == {Severity.NOTE}
    assert all("codepub codes list" in (one.hint or "") for one in loaded.diagnostics)
    assert len(loaded.records) == 2


def test_a_set_that_no_record_needs_is_not_noted(tmp_path: Path) -> None:
    loaded = load_library(tmp_path, {})
    assert not any("MS-DRG" in one.message or "ICD-10-PCS" in one.message for one in loaded.diagnostics)


def test_without_a_store_nothing_is_noted(tmp_path: Path) -> None:
    write_record(tmp_path, RECORD)
    assert load(tmp_path, CheckContext(TODAY)).diagnostics == ()


def test_records_asked_for_note_what_they_lack_too(tmp_path: Path) -> None:
    write_record(tmp_path / "content", RECORD)
    with open_store(tmp_path) as store:
        loaded = load_files(
            tmp_path / "content", [tmp_path / "content/cpt/32120.yaml"], CheckContext(TODAY, PublishedSets(store))
        )
    assert {one.rule for one in loaded.diagnostics} == {"set-missing"}


DELETED = ("tags: [thoracic]", "tags: [deleted]\nends: 2025-06-30\nreplaced_by: J0165")


@pytest.mark.parametrize("code", ["J0171", "J0100"])
def test_a_page_about_a_deleted_code_is_told_nothing_of_its_own_code(tmp_path: Path, code: str) -> None:
    text = record_text(own("HCPCS", code), DELETED, NO_MODIFIERS)
    assert load_against(tmp_path, SETS, text, f"hcpcs/{code}.yaml").diagnostics == ()


def test_a_page_about_a_deleted_code_names_codes_that_hold(tmp_path: Path) -> None:
    text = record_text(own("HCPCS", "J0100"), DELETED, NO_MODIFIERS, related("J0171"))
    assert rules_of(load_against(tmp_path, SETS, text, "hcpcs/J0100.yaml")) == ["code-deleted"]


def test_the_codes_of_a_denial_stand_in_their_lists(tmp_path: Path) -> None:
    for carc, rarc in (('"97"', "N20"), ("A1", "MA130"), ('"16"', "{unavailable: unknown}")):
        assert load_against(tmp_path, SETS, record_text(denial(carc, rarc))).diagnostics == ()
