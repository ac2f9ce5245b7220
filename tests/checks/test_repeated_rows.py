from __future__ import annotations

from pathlib import Path

import pytest

from codepub.checks.repeated_rows import duplicates
from tests.checks.test_tables import WHY, below, drg_set, pair
from tests.record_texts import VOLATILE, Case, assert_found, case, load_text, record_text, rule_id


def crosswalk(key: str, first: str, second: str) -> tuple[str, str]:
    rows = "".join(f"    - {{code: {code}, description: D, {VOLATILE}}}\n" for code in (first, second))
    return below(f"crosswalks:\n  {key}:\n{rows}")


DENIALS = "denials:\n  - {carc: '97', rarc: N20, reason: Bundled, prevention: P, " + VOLATILE + "}\n"


def denial(carc: str, rarc: str, reason: str, prevention: str = "P") -> tuple[str, str]:
    row = f"carc: {carc}, rarc: {rarc}, reason: {reason}, prevention: {prevention}"
    return below(f"{DENIALS}  - {{{row}, {VOLATILE}}}\n")


def policies(*rows: str) -> tuple[str, str]:
    return below("coverage:\n" + "".join(f"  - {{{row}, says: S, {VOLATILE}}}\n" for row in rows))


def benchmarks(*rows: str) -> tuple[str, str]:
    amounts = "p10: 1, p25: 2, p50: 3, p75: 4, p90: 5, count: 9"
    return below("benchmarks:\n" + "".join(f"  - {{{row}, {amounts}, {VOLATILE}}}\n" for row in rows))


def steps(*written: str) -> tuple[str, str]:
    return "  modifiers:\n", "  workflow:\n" + "".join(f"    - {step}\n" for step in written) + "  modifiers:\n"


NCD = "kind: NCD, number: '220.1', title: CT, payer: {}, effective: 2008-03-12"
UNNUMBERED = "kind: Payer policy, number: {{unavailable: unknown}}, title: {}, payer: Aetna, effective: 2024-01-01"
RATE = "payer: Aetna, geography: {}, rate_type: Professional, month: '2026-09'"

CASES = [
    case("duplicate", "Modifier 78 stands here a second time", "Keep one", ('modifier: "62"', 'modifier: «"78"»')),
    case(
        "duplicate",
        "Diagnosis ICD-10-CM J95.830",
        "Keep one",
        ("  taxonomies:", "    - {code: «J95.830», description: D, rationale: R}\n  taxonomies:"),
    ),
    case(
        "duplicate",
        "Related code CPT 32110",
        "Keep one",
        ("sources:\n", '    - {system: CPT, code: «"32110"», description: D, relationship: R}\nsources:\n'),
    ),
    case(
        "duplicate",
        "Taxonomy 208G00000X",
        "Keep one",
        ("  related_codes:", "    - {taxonomy: «208G00000X», provider: P, role: R}\n  related_codes:"),
    ),
    case("duplicate", "Payer Aetna", "Keep one", ("[Aetna, Medicare]", "[Aetna, Medicare, «Aetna»]")),
    case("duplicate", "Payer Aetna", "Keep one", ("[Aetna, Medicare]", "[Aetna, Medicare, «aetna»]")),
    case("duplicate", "Place of service 21", "Keep one", ('["21"]', '["21", «"21"»]')),
    case("duplicate", "Tag thoracic", "Keep one", ("[thoracic]", "[thoracic, «thoracic»]")),
    case(
        "duplicate",
        "Source id rvu25d",
        "Keep one",
        ("publisher: CMS}", "publisher: CMS}\n  - {id: «rvu25d», title: T, publisher: P}"),
    ),
    case("duplicate", "The crosswalk to CPT 00540", "Keep one", crosswalk("anesthesia", '"00540"', '«"00540"»')),
    case("duplicate", "The crosswalk to HCPCS A0425", "Keep one", crosswalk("hcpcs", "A0425", "«A0425»")),
    case("duplicate", "The crosswalk to ICD-10-PCS", "Keep one", crosswalk("icd_10_pcs", "0W390ZZ", "«0W390ZZ»")),
    case(
        "duplicate",
        "The edit with CPT 32551",
        "Keep one",
        below(f"edits:\n  mue: {WHY}\n  ptp:\n" + pair('"32551"') + pair('«"32551"»')),
    ),
    case(
        "duplicate",
        "MS-DRG 163",
        "Keep one",
        below("crosswalks:\n  ms_drg:\n" + drg_set('"163"', '"164"', '«"163"»')),
    ),
    case(
        "duplicate",
        "Diagnosis ICD-10-CM J95.830 stands here a second time",
        "Keep one",
        ("  taxonomies:", "    - {code: «j95830», description: D, rationale: R}\n  taxonomies:"),
    ),
    case("duplicate", "This denial stands here a second time", "Keep one", denial("«'97'»", "N20", "bundled.", "Q")),
    case(
        "duplicate",
        "This policy stands",
        "Keep one",
        policies(NCD.format("Medicare"), NCD.format("Medicare").replace("'220.1'", "«'220.1'»")),
    ),
    case(
        "duplicate",
        "This policy stands",
        "Keep one",
        policies(
            UNNUMBERED.format("Scans"),
            UNNUMBERED.format("SCANS").replace("number: {", "number: «{").replace("unknown}", "unknown}»"),
        ),
    ),
    case(
        "duplicate",
        "This benchmark stands",
        "Keep one",
        benchmarks(RATE.format("National"), RATE.format("national").replace("Aetna", "«Aetna»")),
    ),
    case(
        "duplicate", "This tip stands", "Keep one", below("coding_tips:\n  - Say why.\n  - Name it.\n  - «say  why»\n")
    ),
    case("duplicate", "This tip stands", "Keep one", below("documentation_tips:\n  - Say why.\n  - «Say why.»\n")),
    case("duplicate", "This step stands", "Keep one", steps("Consent", "«consent»", "Surgery")),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_what_stands_twice_gives_one_diagnostic_at_its_second_place(tmp_path: Path, wanted: Case) -> None:
    assert wanted.rule == duplicates.rule.id
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize(
    "replaced",
    [
        below("crosswalks:\n  hcpcs: []\n  ms_drg:\n" + drg_set('"163"') + drg_set('"163"', '"164"')),
        denial("'97'", "N20", "Read as a visit of the package."),
        denial("'97'", "M15", "Bundled"),
        policies(NCD.format("Medicare"), NCD.format("Medicare").replace("2008-03-12", "2027-01-01")),
        policies(NCD.format("Medicare"), NCD.format("Aetna")),
        policies(UNNUMBERED.format("Scans"), UNNUMBERED.format("Needles")),
        benchmarks(RATE.format("National"), RATE.format("Ohio")),
        benchmarks(RATE.format("National"), RATE.format("National").replace("09", "10")),
        below("coding_tips:\n  - Say why.\ndocumentation_tips:\n  - Say why.\n"),
        steps("Reassess", "Ventilate", "Reassess"),
    ],
)
def test_rows_that_differ_are_no_duplicates(tmp_path: Path, replaced: tuple[str, str]) -> None:
    assert load_text(tmp_path, record_text(replaced)).diagnostics == ()


def test_a_third_time_is_told_as_well_as_the_second(tmp_path: Path) -> None:
    text = record_text(("[Aetna, Medicare]", "[Aetna, Aetna, Aetna]"))
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == ["duplicate"] * 2
