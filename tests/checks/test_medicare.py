from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from codepub.checks.medicare import MEDICARE_CHECKS
from codepub.checks.organizations import ORGANIZATION_CHECKS
from codepub.codesets.code_set import Entry, Release
from codepub.diagnostics import Severity
from tests.checks.listed import Sets, assert_told, load_against, make_release, rules_of
from tests.checks.test_codes import MODIFIERS, NO_MODIFIERS, RELATED, modifier, own
from tests.record_texts import VOLATILE, Case, case, record_text, rule_id

OPPS = make_release("opps", "January 2026", date(2026, 1, 1))
MPFS = make_release("mpfs", "January 2026", date(2026, 1, 1))
PTP = make_release("ncci-ptp-practitioner", "v32.0", date(2026, 1, 1))
MUE = make_release("ncci-mue-practitioner", "January 2026", date(2026, 1, 1))
NUCC = make_release("taxonomy", "v25.1", date(2025, 7, 1))
ICD = make_release("icd-10-cm", "FY 2026", date(2025, 10, 1))

FACTS = {
    "status": "A",
    "global": "090",
    "nonfacility_na": "NA",
    "pc_tc": "0",
    "bilateral": "0",
    "assistant": "2",
    "co_surgeon": "1",
    "team": "0",
}
"""The indicators of 32120 in the fee schedule."""

FEES: Sets = {MPFS: [Entry("32120", facts=FACTS), Entry("32120", qualifier="26", facts={**FACTS, "bilateral": "1"})]}
OTHERS = ("32124", "32131", "32150", "32551")
"""Further codes that the lists have, for the cases of other rules."""
OUTPATIENT: Sets = {
    OPPS: [Entry("32120", facts={"status": "C"}), Entry("32110", facts={"status": "T"}), *map(Entry, OTHERS)]
}
PAIRS: Sets = {
    PTP: [
        Entry("32120", qualifier="32110", starts=date(1996, 1, 1), facts={"modifier_indicator": "1"}),
        Entry("32120", qualifier="32551", starts=date(1996, 1, 1), ends=date(2019, 12, 31), facts={}),
        Entry("32124", qualifier="32120", starts=date(1996, 1, 1), facts={"modifier_indicator": "0"}),
        Entry("32120", qualifier="A0100", starts=date(1996, 1, 1), facts={"modifier_indicator": "0"}),
        Entry("32120", qualifier="32130", starts=date(2026, 1, 2), facts={"modifier_indicator": "0"}),
        Entry("32120", qualifier="32131", ends=date(2026, 1, 1), facts={"modifier_indicator": "0"}),
    ]
}
UNITS: Sets = {MUE: [Entry("32120", facts={"units": "1", "mai": "3"})]}
PROVIDERS: Sets = {
    NUCC: [
        Entry("208G00000X", "A surgeon", facts={"section": "Individual"}),
        Entry("282N00000X", "A hospital", facts={"section": "Non-Individual", "grouping": "Hospitals"}),
    ]
}
SIDES: Sets = {
    ICD: [
        Entry("J95830", "Bleeding"),
        Entry("S20211A", "Bruise of right front wall of thorax"),
        Entry("S20212A", "Bruise of left front wall of thorax"),
    ]
}
ALL: Sets = {**FEES, **OUTPATIENT, **PAIRS, **UNITS, **PROVIDERS, **SIDES}


def places(pos: str) -> tuple[str, str]:
    return 'pos: ["21"]', f"pos: {pos}"


def payment(**stated: str) -> tuple[str, str]:
    known = {
        "global_days": '"090"',
        "status_indicator": "A",
        "pc_tc": '"0"',
        "bilateral": '"0"',
        "assistant": '"2"',
        "co_surgeon": '"1"',
        "team": '"0"',
        **stated,
    }
    units = ("work_rvu", "practice_expense_rvu_facility", "practice_expense_rvu_nonfacility", "malpractice_rvu")
    fields = {**dict.fromkeys(units, "{unavailable: unknown}"), **known}
    lines = "".join(f"  {key}: {value}\n" for key, value in fields.items())
    return (
        "sources:\n",
        f"payment:\n{lines}  source: rvu25d\n  vintage: January 2026\n  retrieved: 2026-11-01\nsources:\n",
    )


def edits(ptp: str = "[]", mue: str = "{unavailable: unknown}") -> tuple[str, str]:
    return "sources:\n", f"edits:\n  ptp: {ptp}\n  mue: {mue}\nsources:\n"


def pair(code: str) -> str:
    row = f'system: CPT, code: "{code}", column: 2, modifier_indicator: "1", rationale: {{unavailable: unknown}}'
    return f"[{{{row}, {VOLATILE}}}]"


def units(most: str, vintage: str = "January 2026") -> str:
    read = VOLATILE.replace("October 2025", vintage)
    return f'{{units: {most}, adjudication: "3", rationale: {{unavailable: unknown}}, {read}}}'


def related(code: str, system: str = "CPT") -> tuple[str, str]:
    return RELATED, f"system: {system}\n      code: {code}"


def provider(taxonomy: str, role: str) -> tuple[str, str]:
    return (
        "- {taxonomy: 208G00000X, provider: Surgeon, role: Operates}",
        f"- {{taxonomy: {taxonomy}, provider: Somebody, role: {role}}}",
    )


def diagnosis(code: str) -> tuple[str, str]:
    return "    - code: J95.830", f"    - code: {code}"


PLAIN = related('"32150"')
"""A related code without an edit, for the cases of other rules."""

CASES = [
    case(
        "inpatient-only",
        "Medicare pays 32120 to inpatients only (OPPS Addendum B, January 2026: status C), "
        "and this is place of service 22.",
        "Name 21",
        places('["21", «"22"»]'),
        PLAIN,
    ),
    case(
        "inpatient-only",
        "this is place of service 24.",
        "in the text of the site the payer that pays it elsewhere",
        places('[«"24"»]'),
        PLAIN,
    ),
    case(
        "modifier-policy",
        "Modifier 50 is implausible with 32120: bilateral indicator 0 (Medicare Physician Fee Schedule, January 2026).",
        "Take the row out",
        modifier('«"50"»'),
        PLAIN,
    ),
    case("modifier-policy", "66 is implausible with 32120: team surgery indicator 0", "", modifier('«"66"»'), PLAIN),
    case("modifier-policy", "26 is implausible with 32120: PC/TC indicator 0", "", modifier('«"26"»'), PLAIN),
    case("modifier-policy", "TC is implausible with 32120: PC/TC indicator 0", "", modifier("«TC»"), PLAIN),
    case(
        "ncci-pair",
        "are an NCCI edit, modifier indicator 1 (NCCI procedure-to-procedure edits, practitioner, v32.0).",
        "Tell it in `edits`: 32110 is the column 2 code.",
        related('«"32110"»'),
    ),
    case(
        "ncci-pair",
        "32124 and 32120 are an NCCI edit, modifier indicator 0",
        "32120 is the column 2 code.",
        related('«"32124"»'),
    ),
    case("ncci-pair", "32120 and 32110 are an NCCI edit", "", related('«"32110"»'), edits(pair("32124"))),
    case("ncci-pair", "32120 and 32110 are", "", related('«"32110"»'), edits("{unavailable: not-asked}")),
    case("ncci-pair", "32120 and 32131 are", "", related('«"32131"»')),
    case(
        "organization-performs",
        "282N00000X is a taxonomy of organizations (NUCC taxonomy, v25.1); it does not perform a service.",
        "the organization's own role",
        provider("«282N00000X»", "Performs the service"),
        PLAIN,
    ),
    *(
        case("organization-performs", "282N00000X is a taxonomy of", "", provider("«282N00000X»", role), PLAIN)
        for role in (
            "Operates",
            "The rendering provider",
            "Carries out the procedure",
            "Operating surgeon",
            "Bills and performs it",
        )
    ),
    case(
        "opposite-side",
        "S20.211A is of the right side (ICD-10-CM, FY 2026), and the modifiers name LT only.",
        "Add the other modifier",
        diagnosis("«S20.211A»"),
        modifier("LT"),
        PLAIN,
    ),
    case(
        "opposite-side",
        "S20.212A is of the left side (ICD-10-CM, FY 2026), and the modifiers name RT only.",
        "the diagnosis of the same side",
        diagnosis("«S20.212A»"),
        modifier("RT"),
        PLAIN,
    ),
]
OFFICE = [
    case(
        "no-office-value",
        "32120 has no value outside of a facility (Medicare Physician Fee Schedule, January 2026: NA), "
        f"and this is place of service {place}.",
        "Name a facility",
        places(f'[«"{place}"»]'),
        PLAIN,
    )
    for place in ("11", "12")
]
RULES_BROKEN = tuple(dict.fromkeys(wanted.rule for wanted in (*CASES, *OFFICE)))


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_contradiction_gives_one_warning_at_its_place(tmp_path: Path, wanted: Case) -> None:
    loaded = assert_told(tmp_path, ALL, wanted)
    assert [one.severity for one in loaded.diagnostics] == [Severity.WARNING]
    assert loaded.record is not None


@pytest.mark.parametrize("wanted", OFFICE, ids=rule_id)
def test_a_service_without_an_office_value_is_warned_of_in_an_office_and_at_home(tmp_path: Path, wanted: Case) -> None:
    assert_told(tmp_path, FEES, wanted)


@pytest.mark.parametrize("check", [*MEDICARE_CHECKS, *ORGANIZATION_CHECKS], ids=lambda check: check.rule.id)
def test_every_check_of_policy_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in RULES_BROKEN  # type: ignore[attr-defined]


def test_a_record_that_agrees_with_everything_is_sound(tmp_path: Path) -> None:
    assert load_against(tmp_path, ALL, record_text(payment(), PLAIN)).diagnostics == ()


@pytest.mark.parametrize("pos", ['["21"]', '["22", "19"]', "[]"])
def test_a_service_that_outpatients_get_goes_with_any_place(tmp_path: Path, pos: str) -> None:
    outpatient = {OPPS: [Entry("32120", facts={"status": "T"})]}
    assert load_against(tmp_path, outpatient, record_text(places(pos))).diagnostics == ()


def test_a_service_with_an_office_value_goes_with_an_office(tmp_path: Path) -> None:
    valued = {MPFS: [Entry("32120", facts={**FACTS, "nonfacility_na": ""})]}
    assert load_against(tmp_path, valued, record_text(places('["11", "12"]'))).diagnostics == ()


def test_only_offices_and_homes_are_no_facilities(tmp_path: Path) -> None:
    assert load_against(tmp_path, FEES, record_text(places('["21", "22", "24", "31"]'))).diagnostics == ()


INDICATORS = [
    ("50", "bilateral", "13", "029"),
    ("62", "co_surgeon", "12", "09"),
    ("66", "team", "12", "09"),
    ("80", "assistant", "02", "19"),
    ("81", "assistant", "02", "19"),
    ("82", "assistant", "02", "19"),
    ("AS", "assistant", "02", "19"),
    ("26", "pc_tc", "1678", "023459"),
    ("TC", "pc_tc", "17", "02345689"),
    ("51", "multiple", "1234567", "09"),
]
VALUES = [
    (name, indicator, value, plausible)
    for name, indicator, good, bad in INDICATORS
    for values, plausible in ((good, True), (bad, False))
    for value in values
]
PERIODS = ("000", "010", "090", "MMM", "XXX", "YYY", "ZZZ")
IN_PERIODS = [
    *(("51", period, period != "ZZZ") for period in PERIODS),
    *((name, period, period in ("010", "090")) for name in ("54", "55", "56") for period in PERIODS),
    *((name, period, period != "YYY") for name in ("22", "52") for period in PERIODS),
]


def check_policy(root: Path, name: str, facts: dict[str, str]) -> list[str]:
    """Hold the record with one modifier against indicators, and give the rules that are broken."""
    return rules_of(load_against(root, {MPFS: [Entry("32120", facts=facts)]}, record_text(modifier(f'"{name}"'))))


@pytest.mark.parametrize(("name", "indicator", "value", "plausible"), VALUES)
def test_a_modifier_goes_with_the_indicators_that_allow_it(
    tmp_path: Path, name: str, indicator: str, value: str, plausible: bool
) -> None:
    assert check_policy(tmp_path, name, {indicator: value}) == ([] if plausible else ["modifier-policy"])


def describe(name: str, use: str) -> tuple[str, str]:
    """Replace the table of modifiers by one row with its words."""
    old, new = modifier(f'"{name}"')
    return old, new.replace("when_to_use: When it goes with it", f'when_to_use: "{use}"')


@pytest.mark.parametrize(
    "use",
    [
        "Aetna pays both sides.",
        "Some commercial plans take it; Medicare does not.",
        "Medicaid pays both sides, Medicare refuses it.",
        "Payers other than Medicare take it.",
        "Medicare Advantage plans take it.",
        "Never: no bilateral payment",
        "Do not report it: Medicare pays once.",
        "Not used with this code",
        "It does not apply.",
    ],
)
def test_a_row_that_names_another_payer_or_denies_the_modifier_is_sound(tmp_path: Path, use: str) -> None:
    assert load_against(tmp_path, FEES, record_text(describe("50", use))).diagnostics == ()


@pytest.mark.parametrize(
    "use",
    [
        "Medicare pays both sides.",
        "Aetna does not pay both sides.",
        "Medicare and Aetna pay both sides.",
        "Not used when one side is done",
        "Never used alone",
        "When both sides are done, not one",
    ],
)
def test_a_row_that_says_nothing_of_other_payers_is_held_against_medicare(tmp_path: Path, use: str) -> None:
    assert rules_of(load_against(tmp_path, FEES, record_text(describe("50", use)))) == ["modifier-policy"]


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("Operating room; Medicaid plans pay it in the hospital's outpatient department", []),
        ("Office where Aetna pays it there, while Medicare does not", []),
        ("Operating room of a hospital, as Medicare asks", ["inpatient-only"]),
        ("Operating room, since Aetna does not pay it elsewhere", ["inpatient-only"]),
    ],
)
def test_a_site_may_name_the_payer_that_pays_elsewhere(tmp_path: Path, site: str, told: list[str]) -> None:
    text = record_text(("Operating room of a hospital", site), places('["21", "22", "11"]'), PLAIN)
    found = rules_of(load_against(tmp_path, {**OUTPATIENT, **FEES}, text))
    assert sorted(set(found)) == told
    assert len(found) == 2 * len(told)


@pytest.mark.parametrize(("name", "period", "plausible"), IN_PERIODS)
def test_a_modifier_goes_with_the_global_periods_that_allow_it(
    tmp_path: Path, name: str, period: str, plausible: bool
) -> None:
    assert check_policy(tmp_path, name, {"global": period}) == ([] if plausible else ["modifier-policy"])


@pytest.mark.parametrize("name", ["53", "58", "59", "76", "77", "78", "79", "LT", "XS"])
def test_other_modifiers_rest_on_no_indicator(tmp_path: Path, name: str) -> None:
    nothing_allowed = dict.fromkeys(FACTS, "9") | {"global": "ZZZ"}
    assert check_policy(tmp_path, name, nothing_allowed) == []


@pytest.mark.parametrize("name", ["22", "50", "62", "66", "80", "26", "TC", "51", "54"])
def test_a_list_that_does_not_give_an_indicator_says_nothing(tmp_path: Path, name: str) -> None:
    assert check_policy(tmp_path, name, {"status": "A"}) == []


def test_each_implausible_modifier_of_a_table_is_told(tmp_path: Path) -> None:
    rows = "".join(f'    - {{modifier: "{name}", description: D, when_to_use: W}}\n' for name in ("50", "62", "66"))
    loaded = load_against(tmp_path, FEES, record_text((MODIFIERS, rows)))
    assert [one.message.split(" is")[0] for one in loaded.diagnostics] == ["Modifier 50", "Modifier 66"]


def test_the_row_without_a_modifier_is_the_one_that_is_asked(tmp_path: Path) -> None:
    assert check_policy(tmp_path, "50", FACTS) == ["modifier-policy"]
    only_component = {MPFS: [Entry("32120", qualifier="26", facts=FACTS)]}
    assert load_against(tmp_path / "other", only_component, record_text(modifier('"50"'))).diagnostics == ()


@pytest.mark.parametrize("block", ["payment", "edits"])
def test_a_part_that_is_unavailable_contradicts_nothing(tmp_path: Path, block: str) -> None:
    text = record_text(("sources:\n", f"{block}: {{unavailable: not-asked}}\nsources:\n"), PLAIN)
    assert load_against(tmp_path, ALL, text).diagnostics == ()


@pytest.mark.parametrize("code", ["32551", "32130", "32150"])
def test_a_pair_that_is_deleted_not_yet_in_force_or_none_is_not_told(tmp_path: Path, code: str) -> None:
    assert load_against(tmp_path, PAIRS, record_text(related(f'"{code}"'))).diagnostics == ()


def test_a_pair_that_was_deleted_after_the_release_came_out_is_judged_on_the_day_of_the_record(tmp_path: Path) -> None:
    text = record_text(related('"32131"'), ("effective: 2026-01-01", "effective: 2026-01-02"))
    assert load_against(tmp_path, PAIRS, text).diagnostics == ()


def test_a_pair_in_the_other_order_stands_where_the_first_was_deleted(tmp_path: Path) -> None:
    both = {
        PTP: [
            Entry("32120", qualifier="32110", ends=date(2019, 12, 31)),
            Entry("32110", qualifier="32120", facts={"modifier_indicator": "0"}),
        ]
    }
    (only,) = load_against(tmp_path, both, record_text()).diagnostics
    assert only.message.startswith("32110 and 32120 are an NCCI edit")


@pytest.mark.parametrize("code", ["32110", "32124"])
def test_a_pair_that_the_record_tells_is_not_told_again(tmp_path: Path, code: str) -> None:
    text = record_text(related(f'"{code}"'), edits(pair(code)))
    assert load_against(tmp_path, PAIRS, text).diagnostics == ()


def test_a_diagnosis_spelled_like_a_supply_is_no_pair(tmp_path: Path) -> None:
    assert load_against(tmp_path, PAIRS, record_text(related("A01.00", "ICD-10-CM"))).diagnostics == ()
    assert rules_of(load_against(tmp_path / "other", PAIRS, record_text(related("A0100", "HCPCS")))) == ["ncci-pair"]


@pytest.mark.parametrize(
    ("taxonomy", "role"),
    [
        ("208G00000X", "Performs the service"),
        ("282N00000X", "The place where the service is performed"),
        ("282N00000X", "Keeps the operating room ready"),
        ("282N00000X", "Postoperative care"),
        ("282N00000X", "Does not perform it; bills"),
        ("282N00000X", "The hospital; its nurses perform the infusion"),
        ("282N00000X", "Where surgeons operate"),
        ("282N00000X", "Bills for the surgeon who performs it"),
        ("282N00000X", "{unavailable: as-text, note: Who operates}"),
        ("282N00001X", "Performs the service"),
    ],
)
def test_an_organization_may_have_another_role_than_to_perform(tmp_path: Path, taxonomy: str, role: str) -> None:
    known = {NUCC: [*PROVIDERS[NUCC], Entry("282N00001X", "Of no section")]}
    assert load_against(tmp_path, known, record_text(provider(taxonomy, role))).diagnostics == ()


@pytest.mark.parametrize(
    ("grouping", "specialization"),
    [
        ("Laboratories", ""),
        ("Suppliers", "Oxygen Equipment & Supplies"),
        ("Transportation Services", "Land Transport"),
        ("Agencies", ""),
        ("Ambulatory Health Care Facilities", "End-Stage Renal Disease (ESRD) Treatment"),
        ("Ambulatory Health Care Facilities", "Radiology, Mobile"),
    ],
)
def test_laboratories_ambulances_suppliers_agencies_and_dialysis_centers_perform_what_they_claim(
    tmp_path: Path, grouping: str, specialization: str
) -> None:
    facts = {"section": "Non-Individual", "grouping": grouping, "specialization": specialization}
    known = {NUCC: [*PROVIDERS[NUCC], Entry("291U00000X", "An organization", facts=facts)]}
    text = record_text(provider("291U00000X", "Performs the test"))
    assert load_against(tmp_path, known, text).diagnostics == ()


@pytest.mark.parametrize(
    ("code", "classification", "specialization"),
    [
        ("261QR0401X", "Clinic/Center", "Rehabilitation, Comprehensive Outpatient Rehabilitation Facility (CORF)"),
        ("314000000X", "Skilled Nursing Facility", ""),
    ],
)
def test_facilities_that_claim_for_therapy_perform_it(
    tmp_path: Path, code: str, classification: str, specialization: str
) -> None:
    facts = {"section": "Non-Individual", "classification": classification, "specialization": specialization}
    known = {NUCC: [*PROVIDERS[NUCC], Entry(code, "A facility", facts=facts)]}
    assert load_against(tmp_path, known, record_text(provider(code, "Performs the therapy"))).diagnostics == ()


@pytest.mark.parametrize("specialization", ["Radiology", "Ambulatory Surgical", ""])
def test_a_clinic_performs_through_the_people_who_work_in_it(tmp_path: Path, specialization: str) -> None:
    facts = {"section": "Non-Individual", "grouping": "Ambulatory Health Care Facilities"}
    known = {NUCC: [Entry("261QR0200X", "A clinic", facts={**facts, "specialization": specialization})]}
    loaded = load_against(tmp_path, known, record_text(provider("261QR0200X", "Performs the scan")))
    assert rules_of(loaded) == ["organization-performs"]


def policy_of(root: Path, code: str, name: str, facts: dict[str, str]) -> list[str]:
    """The rules that a modifier breaks in the record of another CPT code."""
    text = record_text(('code: "32120"', f'code: "{code}"'), modifier(f'"{name}"'))
    return rules_of(load_against(root, {MPFS: [Entry(code, facts=facts)]}, text, f"cpt/{code}.yaml"))


@pytest.mark.parametrize("code", ["0505T", "34841", "43647", "55970", "76932", "94775"])
def test_a_service_that_contractors_price_is_not_unlisted(tmp_path: Path, code: str) -> None:
    assert policy_of(tmp_path, code, "22", {"global": "YYY"}) == []


@pytest.mark.parametrize("code", ["32999", "38129", "58578", "59898"])
def test_an_unlisted_service_has_no_usual_extent(tmp_path: Path, code: str) -> None:
    assert policy_of(tmp_path, code, "22", {"global": "YYY"}) == ["modifier-policy"]


VISIT_ROWS = [("25", "The visit beside it is separate", []), ("25", "When it goes with it", ["modifier-policy"])]


@pytest.mark.parametrize(("name", "use", "told"), VISIT_ROWS)
def test_a_procedure_of_hcpcs_takes_the_modifier_of_a_visit_only_on_the_visit(
    tmp_path: Path, name: str, use: str, told: list[str]
) -> None:
    table = modifier(f'"{name}"')
    text = record_text(own("HCPCS", "G0121"), (table[0], table[1].replace("When it goes with it", use)))
    lists = {MPFS: [Entry("G0121", facts={"global": "000"})]}
    assert rules_of(load_against(tmp_path, lists, text, "hcpcs/G0121.yaml")) == told


BOTH = MODIFIERS, "".join(f"    - {{modifier: {side}, description: D, when_to_use: W}}\n" for side in ("LT", "RT"))


@pytest.mark.parametrize(
    ("code", "table"),
    [
        ("S20.212A", modifier("LT")),
        ("S20.211A", modifier("RT")),
        ("S20.211A", BOTH),
        ("S20.212A", NO_MODIFIERS),
        ("J95.830", modifier("LT")),
    ],
)
def test_the_same_side_both_sides_or_none_are_sound(tmp_path: Path, code: str, table: tuple[str, str]) -> None:
    assert load_against(tmp_path, SIDES, record_text(diagnosis(code), table)).diagnostics == ()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("H54.1131", "Blindness of the right eye, low vision of the left eye"),
        ("I50.810", "Failure of the right heart, unspecified"),
        ("I45.10", "Block of the right bundle branch"),
        ("I69.351", "Hemiplegia after an infarction affecting right dominant side"),
        ("R10.31", "Pain in the right lower quadrant"),
        ("K51.50", "Right sided colitis"),
    ],
)
def test_what_is_of_both_sides_or_of_no_pair_is_of_no_other_side(tmp_path: Path, code: str, words: str) -> None:
    known = {ICD: [Entry(code.replace(".", ""), words)]}
    assert load_against(tmp_path, known, record_text(diagnosis(code), modifier("LT"))).diagnostics == ()


QUARTERS = (
    make_release("opps", "January 2026", date(2026, 1, 1)),
    make_release("opps", "April 2026", date(2026, 4, 1)),
)


@pytest.mark.parametrize(
    ("day", "inpatient", "told"),
    [
        ("2026-03-31", QUARTERS[0], ["inpatient-only"]),
        ("2026-04-01", QUARTERS[0], []),
        ("2026-03-31", QUARTERS[1], []),
        ("2026-04-01", QUARTERS[1], ["inpatient-only"]),
    ],
)
def test_of_two_releases_the_one_of_the_records_day_is_asked(
    tmp_path: Path, day: str, inpatient: Release, told: list[str]
) -> None:
    lists = {one: [Entry("32120", facts={"status": "C" if one == inpatient else "T"})] for one in QUARTERS}
    text = record_text(places('["22"]'), ("effective: 2026-01-01", f"effective: {day}"))
    loaded = load_against(tmp_path, lists, text)
    assert rules_of(loaded) == told
    assert all(str(inpatient) in one.message for one in loaded.diagnostics)


def test_a_diagnosis_spelled_like_a_service_is_not_asked_for_in_the_lists_of_services(tmp_path: Path) -> None:
    lists = {OPPS: [Entry("A0100", facts={"status": "C"}), Entry("32110")], MPFS: [Entry("A0100", facts=FACTS)]}
    text = record_text(own("ICD-10-CM", "A01.00"), places('["11", "22"]'), NO_MODIFIERS)
    assert load_against(tmp_path, lists, text, "icd-10-cm/A0100.yaml").diagnostics == ()
