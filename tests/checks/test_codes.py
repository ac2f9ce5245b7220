from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.codes import CODE_CHECKS
from codepub.origin import CodeSystem
from codepub.records.codes import file_stem, record_id
from codepub.records.modifiers import is_modifier
from codepub.records.places import PLACES_OF_SERVICE
from tests.record_texts import VOLATILE, Case, assert_found, case, load_text, record_text, rule_id

OWN = 'system: CPT\ncode: "32120"'
MODIFIERS = """\
    - modifier: "78"
      description: A return nobody planned
      when_to_use: The usual case.
    - modifier: "62"
      description: Two surgeons
      when_to_use: {unavailable: unknown}
"""
NO_MODIFIERS = (f"  modifiers:\n{MODIFIERS}", "  modifiers: []\n")
RELATED = 'system: CPT\n      code: "32110"'


def own(system: CodeSystem, code: str) -> tuple[str, str]:
    return OWN, f'system: {system}\ncode: "{code}"'


def name_of(system: CodeSystem, code: str) -> str:
    return f"{system.lower()}/{file_stem(record_id(system, code))}.yaml"


def modifier(name: str) -> tuple[str, str]:
    return MODIFIERS, f"    - {{modifier: {name}, description: What it says, when_to_use: When it goes with it}}\n"


def crosswalk(key: str, code: str) -> tuple[str, str]:
    return "sources:\n", f"crosswalks:\n  {key}:\n    - {{code: {code}, description: D, {VOLATILE}}}\nsources:\n"


def drg(number: str) -> tuple[str, str]:
    group = f"groups: [{{drg: {number}, description: D}}]"
    return "sources:\n", f"crosswalks:\n  ms_drg:\n    - {{condition: C, {group}, {VOLATILE}}}\nsources:\n"


CASES = [
    case("code-format", "`3212` is not a code of CPT", "five digits", ('"32120"', '«"3212"»'), name="cpt/3212.yaml"),
    case("code-format", "`321200` is not a code", "F, T, U or M", ('"32120"', '«"321200"»'), name="cpt/321200.yaml"),
    case("code-format", "`32120A`", "five digits", ("tags:", "supersedes: «32120A»\ntags:")),
    case("code-format", "`j95.830`", 'Write "J95.830"', ("J95.830", "«j95.830»")),
    case("code-format", "`J95830`", 'Write "J95.830"', ("J95.830", "«J95830»")),
    case("code-format", "`j95830`", 'Write "J95.830"', ("J95.830", "«j95830»")),
    case("code-format", "`J95.83012` is not", "a letter, two characters", ("J95.830", "«J95.83012»")),
    case("code-format", "`A123` is not a code of HCPCS", "four digits", (RELATED, "system: HCPCS\n      code: «A123»")),
    case("code-format", "`W0001` is not a code of HCPCS", "not D, F", (RELATED, "system: HCPCS\n      code: «W0001»")),
    case("code-format", "`a0425`", 'Write "A0425"', (RELATED, "system: HCPCS\n      code: «a0425»")),
    case("code-format", "`0WI90ZZ`", "without I and O", crosswalk("icd_10_pcs", "«0WI90ZZ»")),
    case("code-format", "`0WO90ZZ`", "without I and O", crosswalk("icd_10_pcs", "«0WO90ZZ»")),
    case("code-format", "`0W9.0ZZ`", "no dot", crosswalk("icd_10_pcs", "«0W9.0ZZ»")),
    case("code-format", "`540` is not a code of CPT", "five digits", crosswalk("anesthesia", '«"540"»')),
    case(
        "code-format",
        "`j95.830`",
        "Write icd-10-cm:J95.830.",
        ("The usual case.", "For [bleeding](«icd-10-cm:j95.830»)."),
    ),
    *(
        case("code-format", "is not a code of ICD-10-CM", "Write a row for each code.", ("J95.830", f"«{cell}»"))
        for cell in ("J95.830 and J95.831", "J95.830-J95.831", '"J95.830, J95.831"', "J95.830/J95.831", "j95830 S27.1")
    ),
    case("code-format", "not a code of CPT", "Write a row for each code.", ('"32110"', "«32110-32120»")),
    case("code-format", "not a code of CPT", "Name one code.", ("tags:", 'supersedes: «"32100 or 32101"»\ntags:')),
    case("code-format", "not a code of CPT", "five digits", ('"32110"', '«"32110-78"»')),
    case("code-format", "not a code of CPT", "Write `system: HCPCS`", ('"32110"', "«A0425»")),
    case(
        "code-format", "not a code of HCPCS", "Write `system: CPT`", (RELATED, "system: HCPCS\n      code: «'32110'»")
    ),
    case("cdt-code", "`D2740` is a CDT code", "Leave dental", (RELATED, "system: HCPCS\n      code: «D2740»")),
    case("cdt-code", "`D2740`", "Leave dental codes", crosswalk("hcpcs", "«D2740»")),
    case("cdt-code", "`D2740`", "Leave dental", ("The usual case.", "With a [crown](«hcpcs:D2740»).")),
    case(
        "cdt-code",
        "`D2740`",
        "Leave dental",
        (OWN, "system: HCPCS\ncode: «D2740»"),
        NO_MODIFIERS,
        name="hcpcs/D2740.yaml",
    ),
    case("modifier-format", "`7` is not a modifier", "22 to 99", modifier('«"7"»')),
    case("modifier-format", "`21` is not a modifier", "22 to 99", modifier('«"21"»')),
    case("modifier-format", "`78, 79` is not a modifier", "Write a row for each modifier.", modifier('«"78, 79"»')),
    case("modifier-format", "`7/8` is not a modifier", "22 to 99", modifier('«"7/8"»')),
    *(
        case("modifier-format", f"`{name}` is not a modifier", "62, 63, 66, 73, 74", modifier(f'«"{name}"»'))
        for name in ("28", "29", "35", "60", "64", "83", "85", "94", "98")
    ),
    case("modifier-format", "`4P` is not a modifier", "1P, 2P, 3P, 8P", modifier("«4P»")),
    case("modifier-format", "`lt` is not a modifier", "in capitals", modifier("«lt»")),
    case("modifier-format", "`ZZ` is not a modifier", "A1 to ZC", modifier("«ZZ»")),
    *(
        case("modifier-range", f"Modifier {name} goes with anesthesia codes", "Take the row out", modifier(f"«{name}»"))
        for name in ("P1", "P6", "AA", "QK", "QX", "QZ")
    ),
    *(
        case("modifier-range", f"Modifier {name} goes with category II codes", "Take", modifier(f"«{name}»"))
        for name in ("1P", "2P", "3P", "8P")
    ),
    *(
        case("modifier-range", f"Modifier {name} goes with evaluation and management", "Take", modifier(f'«"{name}"»'))
        for name in ("24", "25", "57")
    ),
    case(
        "modifier-range",
        "Modifier 51 goes with CPT and HCPCS codes only, not with ICD-10-CM J95.830",
        "Take the row out",
        own("ICD-10-CM", "J95.830"),
        ("    - code: J95.830", "    - code: J95.831"),
        modifier('«"51"»'),
        name="icd-10-cm/J95830.yaml",
    ),
    case(
        "modifier-range",
        "not with ICD-10-PCS 0W390ZZ",
        "Take the row out",
        own("ICD-10-PCS", "0W390ZZ"),
        modifier("«LT»"),
        name="icd-10-pcs/0W390ZZ.yaml",
    ),
    *(
        case(
            "modifier-range",
            f"goes with evaluation and management codes only, not with HCPCS {code}",
            "say in it that the modifier goes on the visit",
            own("HCPCS", code),
            modifier('«"25"»'),
            name=f"hcpcs/{code}.yaml",
        )
        for code in ("J9271", "Q5103", "Q2050", "E1390", "A0425", "L1832", "P3000")
    ),
    *(
        case(
            "modifier-range",
            f"goes with evaluation and management codes only, not with CPT {code}",
            "Take the row out",
            own("CPT", code),
            modifier('«"25"»'),
            ("effective: 2026", f"effective: {year}"),
            ("edition: 2026", f"edition: {year}"),
            name=f"cpt/{code}.yaml",
        )
        for code, year in (("98012", 2024), ("99201", 2021), ("98017", 2026), ("92015", 2026), ("99500", 2026))
    ),
    case("anesthesia-range", "32110 is not an anesthesia code", "Name the", crosswalk("anesthesia", '«"32110"»')),
    case("anesthesia-range", "02000 is not", "take the row out", crosswalk("anesthesia", '«"02000"»')),
    case("pos-unknown", "`28` is not an assigned place", "two digits", ('["21"]', '["21", «"28"»]')),
    case("pos-unknown", "`1` is not an assigned place", "two digits", ('["21"]', '[«"1"»]')),
    case("taxonomy-format", "`208G00000`", "208G00000X", ("208G00000X", "«208G00000»")),
    case("taxonomy-format", "`208g00000x`", 'Write "208G00000X", in capitals.', ("208G00000X", "«208g00000x»")),
    case("drg-format", "`16` is not an MS-DRG", "three digits", drg('«"16"»')),
    case("drg-format", "MS-DRG 998 marks a claim in error", "Name the group", drg('«"998"»')),
    case("drg-format", "MS-DRG 999 marks a claim in error", "Name the group", drg('«"999"»')),
    case("file-name", "The file is cpt/32210.yaml", "cpt/32120.yaml", ('"32120"', '«"32120"»'), name="cpt/32210.yaml"),
    case("file-name", "hcpcs/32120.yaml", "cpt/32120.yaml", ('"32120"', '«"32120"»'), name="hcpcs/32120.yaml"),
    case("file-name", "cpt/32120.yml", "cpt/32120.yaml", ('"32120"', '«"32120"»'), name="cpt/32120.yml"),
    case("file-name", "cpt/a/32120.yaml", "cpt/32120.yaml", ('"32120"', '«"32120"»'), name="cpt/a/32120.yaml"),
    case("file-name", "a/cpt/32120.yaml", "cpt/32120.yaml", ('"32120"', '«"32120"»'), name="a/cpt/32120.yaml"),
    case("file-name", "The file is 32120.yaml", "cpt/32120.yaml", ('"32120"', '«"32120"»'), name="32120.yaml"),
    case(
        "file-name",
        "J95.830.yaml",
        "icd-10-cm/J95830.yaml",
        (OWN, "system: ICD-10-CM\ncode: «J95.830»"),
        ("    - code: J95.830", "    - code: J95.831"),
        NO_MODIFIERS,
        name="icd-10-cm/J95.830.yaml",
    ),
    case(
        "self-replaced", "32120 cannot stand for itself", "Name the other", ("tags:", 'replaced_by: «"32120"»\ntags:')
    ),
    case("self-replaced", "32120 cannot stand for itself", "Name the other", ("tags:", 'supersedes: «"32120"»\ntags:')),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("check", CODE_CHECKS, ids=lambda check: check.rule.id)
def test_every_check_of_codes_is_shown_by_a_case(check: object) -> None:
    assert check.rule.id in {wanted.rule for wanted in CASES}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("system", "code"),
    [
        ("CPT", "00100"),
        ("CPT", "0001F"),
        ("CPT", "0446T"),
        ("CPT", "0001U"),
        ("CPT", "0002M"),
        ("HCPCS", "A0425"),
        ("HCPCS", "V5008"),
        ("ICD-10-CM", "I10"),
        ("ICD-10-CM", "J95.830"),
        ("ICD-10-CM", "QA0.0101"),
        ("ICD-10-CM", "S27.0XXA"),
        ("ICD-10-CM", "U07.1"),
        ("ICD-10-CM", "C7A.00"),
        ("ICD-10-PCS", "0W390ZZ"),
    ],
)
def test_a_code_of_its_system_is_sound(tmp_path: Path, system: CodeSystem, code: str) -> None:
    text = record_text(own(system, code), NO_MODIFIERS, ("    - code: J95.830", "    - code: J95.831"))
    assert load_text(tmp_path, text, name_of(system, code)).diagnostics == ()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("00540", "P3"),
        ("00100", "AA"),
        ("01999", "QZ"),
        ("0001F", "1P"),
        ("4000F", "8P"),
        ("99214", "25"),
        ("99202", "24"),
        ("99499", "57"),
        ("92014", "25"),
        ("98000", "25"),
        ("98016", "24"),
        ("32120", "LT"),
        ("32120", "22"),
        ("32120", "99"),
        ("32120", "ZC"),
        ("32120", "A1"),
    ],
)
def test_a_modifier_that_goes_with_the_code_is_sound(tmp_path: Path, code: str, name: str) -> None:
    text = record_text(own("CPT", code), modifier(f'"{name}"'))
    assert load_text(tmp_path, text, f"cpt/{code}.yaml").diagnostics == ()


@pytest.mark.parametrize("code", ["00099", "02000", "0054T"])
def test_an_anesthesia_modifier_does_not_go_with_codes_beside_the_anesthesia_section(tmp_path: Path, code: str) -> None:
    text = record_text(own("CPT", code), modifier("P1"))
    assert [one.rule for one in load_text(tmp_path, text, f"cpt/{code}.yaml").diagnostics] == ["modifier-range"]


@pytest.mark.parametrize("code", ["G0463", "G0438", "G0402", "G2211", "T1015", "S0610", "G0121", "Q0091", "H2000"])
def test_visits_and_services_of_hcpcs_take_the_modifiers_of_visits(tmp_path: Path, code: str) -> None:
    text = record_text(own("HCPCS", code), modifier('"25"'))
    assert load_text(tmp_path, text, f"hcpcs/{code}.yaml").diagnostics == ()


@pytest.mark.parametrize("place", PLACES_OF_SERVICE)
def test_every_assigned_place_of_service_is_known(tmp_path: Path, place: str) -> None:
    assert load_text(tmp_path, record_text(('["21"]', f'["{place}"]'))).diagnostics == ()


def test_there_are_52_places_of_service() -> None:
    assert len(PLACES_OF_SERVICE) == 52


@pytest.mark.parametrize("name", ["2", "222", "", "2²", "é1"])
def test_what_is_not_two_letters_or_digits_is_no_modifier(name: str) -> None:
    assert not is_modifier(name)
