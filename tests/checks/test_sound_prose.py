"""Texts that are sound: nothing is told of them, wherever they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.record_texts import load_text, record_text

SOUND = [
    "Lesions < 5 mm and > 3 mm; 5 > 3.",
    "p < 0.05 and p<0.001, n = 12",
    "A program in C# and F#, item #1, # 2 and no. #3",
    "R&D, Q&A; AT&T and E&M; S&P",
    "2 * 3 and 2*3*4 cm and 5 * 3",
    "[sic] and note [1], [see below] and [this] (there)",
    '"Quoted", ‘quoted’ and “quoted” words',
    "The return – planned or not –\nis what counts.",
    "The return\n– planned or not –\nis what counts.",
    "Es es todo: todo el día, todos los casos.",
    "List<String>, Map<K, V>, <patient name> and <name>",
    "a*b*c and snake_case_names, T_max_2",
    "H~2~O, SO~4~^2-^ and 10^6^/L",
    "~5 mm in one and ~7 mm in the other",
    "Footnotes^1 and ^2 here",
    "5* and 6**, marked *",
    "*p<0.05 against the first *",
    "S27.* and J95.* and T81.4*",
    "99*** is a group",
    "1600 Main St * Suite 5 * Floor 2",
    "x^2 and y^2; a^2+b^2=c^2",
    "2^3*4^2 and 10^2^3",
    "> 5 mm is large",
    "The lesion is\n> 5 mm in most.",
    "> half of the patients improved",
    "The rate was\n> 0.8 of all",
    "|r| > 0.8 and |x| < 2",
    "it is 5'10\" & heavier",
    "CYP2D6 *4 and *1/*2 alleles",
    "HLA-B*57:01 and HLA-B*58",
    'See [CMS](https://www.cms.gov/ "The home page") there.',
    "*emphasis*, **strong**, ***both*** and _this_ and __that__",
    "*E. coli*-positive and non-*E. coli*",
    "**Note:** it is so. *See also* the table.",
    "- one\n- two\n  - three\n  - four\n- five",
    "Causes:\n\n- a vessel\n- a clip",
    "1. one\n2. two",
    "from 5\n- 10 mmol",
    "It measured 2 * 3\n* 4 cm",
    "In the year\n2026. Then more.",
    "The global indicator XXX means that no days apply.",
    "The XXX syndrome and 47,XXX",
    "Groups such as J95.XXX, T81.4* and S27.-",
    "Tick-borne disease (TBD) is rare",
    "Line -- dash -- and ... dots",
    "--\nA desk",
    "5 ft 10 in. & 3'",
    "it's the patient`s and the doctor`s",
    "Name: ____ Date: ____",
    "target _blank_name and _a_b",
    "The value x_ and y_ are",
    "Grade > 2; grade <3; age >= 65",
    "a <b and c> d",
    "So: 1) first, 2) second, and 3) third",
    "The (first) [second] case",
    "a·b·c and 5 · 3 mm",
    "“– and then –” he said",
    "– Not at all, he said.",
    "50 % ~ 60 %",
    "https://www.example.org/~smith/_a_/*b*c?x=1&copy=2",
    "See https://example.org/a_b_c and [it](https://example.org/_x_).",
    "$5 * 3 = $15; 3*2",
    "100 µg/m² and 5×10⁶",
    "Codes 99202 to 99215 are visits.",
    "Codes 99202–99215 are visits.",
    "Codes 98000 through 98016 are visits.",
    "Visits (99202-99215) are others.",
    "ICD S20-S29 and S20.0 to S29.9 and A00–B99",
    "CYP2C19 and BRCA2, CYP3A4, HER2, B4GALT1 and SLC22A1",
    "Lot 0123456, 01JAN26 and 15MAR26",
    "20250 patients and 12,000 claims, $20250 and 12500 miles",
    "Bethesda, MD 21244 and Washington DC 20250",
    "NDC 00409-4887-01, LOINC 12345-6, ISBN 978-0-12345-678-9, ISBN 978 0 12345 678 9",
    "Call 800 555 12345 or (410) 78612",
    "2026-01-01 and 2026/01/01; NCT01234567",
    "5000U of heparin and 25000 units of it",
    "89 FR 97710 and CR 13452, Transmittal 12345",
    "platelets 50000/µL, about 20000 cells",
    "approximately 20250 of them",
    "V43.1 of the MS-DRG grouper: MS-DRG V43.1",
    "Report modifier 25 on the visit beside it.",
    "Modifier 25 goes on the E/M service.",
    "The visit takes modifier 25.",
    "Add modifier 57 to the evaluation that led to it.",
    "Modifiers 76 to 79 are for returns.",
    "Modifiers 62–66 tell of teams",
    "Modifier 59 goes on the other code.",
    "Opened 5–7 days later — or not.",
    "Wow! [it](https://cms.gov)",
    "Stop![^rvu25d]",
    "x[^rvu25d](see there)",
    "The rates were 5* (2*) and 7*.",
    "*Significant; see 5*.",
    "# of units, per day",
    "a | b is an or",
    "see (^1) and (^2)",
    "[a] (b) and (a)[b]",
    "<5 and >3, <b",
    "&c; and so on",
    "5 & 6; 7",
    "Fish & chips; more",
    "mg/kg^-1*min^-1",
    "A ~ B and a~b",
    "1^st^ and 2^nd^",
    "The **first** and the **second**, *third*",
    "“*one*”, *two*[^rvu25d]",
    "Options: a) one; b) two",
    "See the table: \\*not a mark, \\_no, \\~no, \\^no, \\# no",
]


@pytest.mark.parametrize("text", SOUND)
def test_nothing_is_told_of_a_sound_text(tmp_path: Path, text: str) -> None:
    indented = text.replace("\n", "\n    ")
    record = record_text(("  scope: When the code is meant.", f"  scope: |\n    {indented}"))
    assert load_text(tmp_path, record).diagnostics == ()


@pytest.mark.parametrize("text", [text for text in SOUND if "\n" not in text])
def test_nothing_is_told_of_a_sound_cell(tmp_path: Path, text: str) -> None:
    record = record_text(("The usual case.", json.dumps(text, ensure_ascii=False)))
    assert load_text(tmp_path, record).diagnostics == ()


def test_there_are_at_least_sixty_sound_texts() -> None:
    assert len(set(SOUND)) >= 60
