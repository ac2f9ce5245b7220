from __future__ import annotations

import time
from pathlib import Path

import pytest

from codepub.loading.model_errors import MODEL_RULES
from codepub.yaml.rules import MAX_MISTAKES
from tests.record_texts import RECORD, VOLATILE, Case, assert_found, case, load_text, record_text, rule_id

EDITS = (
    "sources:\n",
    f"edits:\n  ptp: []\n  mue: {{units: 1, adjudication: «3», rationale: Clinical, {VOLATILE}}}\nsources:\n",
)

DIAGNOSES = """\
diagnoses:
    - code: J95.830
      description: Bleeding after surgery
      rationale: The usual cause
"""


def denial(carc: str) -> tuple[str, str]:
    row = f"carc: {carc}, rarc: N20, reason: R, prevention: P, {VOLATILE}"
    return "sources:\n", f"denials:\n  - {{{row}}}\nsources:\n"


def coverage(kind: str) -> tuple[str, str]:
    row = f"kind: {kind}, number: L33718, title: T, payer: P, effective: 2026-01-01, says: S, {VOLATILE}"
    return "sources:\n", f"coverage:\n  - {{{row}}}\nsources:\n"


CASES = [
    *(
        case("wrong-form", "cannot stand here", f'Write "{code}": the group code {group} is left out.', denial(typed))
        for typed, code, group in (
            ("«CO-50»", "50", "CO"),
            ("«CO16»", "16", "CO"),
            ("«PR 1»", "1", "PR"),
            ("«oa-b7»", "B7", "OA"),
        )
    ),
    case("wrong-form", "no calendar has this day", "2026-01-01", ("effective: 2026-01-01", "effective: «2026-02-30»")),
    case("wrong-form", "no calendar has this day", "2026-01-01", ("effective: 2026-01-01", "effective: «2026-13-01»")),
    # keys that are not fields
    case("unknown-key", "`titel` is not a field", "`title`", ("title: Thoracotomy", "«titel»: Thoracotomy")),
    case("unknown-key", "`modifers`", "`modifiers`", ("  modifiers:", "  «modifers»:")),
    case("unknown-key", "`payer`", "`payers`", ("  payers:", "  «payer»:")),
    case(
        "unknown-key",
        "`when`",
        "The fields here are: modifier, description",
        ("  when_to_use: The", "  «when»: x\n      when_to_use: The"),
    ),
    case("unknown-key", "`colour`", "system, code, title", ("tags:", "«colour»: red\ntags:")),
    case("unknown-key", "`rational`", "`rationale`", ("rationale: The", "«rational»: The")),
    case("unknown-key", "`onwer`", "`owner`", ("{unavailable: unknown}", "{unavailable: unknown, «onwer»: desk}")),
    case(
        "unknown-key",
        "`title`",
        "unavailable, note, since",
        ("{unavailable: unknown}", "{unavailable: unknown, «title»: desk}"),
    ),
    case(
        "unknown-key",
        "`unavailble`",
        "`unavailable`",
        ("meaning: The chest is opened again after an operation.", "meaning: {«unavailble»: unknown}"),
    ),
    case(
        "unknown-key",
        "`unavailble`",
        "`unavailable`",
        ("sources:\n", "payment: {«unavailble»: unknown, since: 2026-01-01}\nsources:\n"),
    ),
    # fields that are not there
    case(
        "missing-field",
        "The record lacks `title`",
        "it cannot be unavailable",
        ("system: CPT\ncode:", "«system: CPT»\ncode:"),
        ("title: Thoracotomy for re-exploration\n", ""),
    ),
    case(
        "missing-field",
        "The record lacks `overview`",
        "it cannot be unavailable",
        ("system: CPT\ncode:", "«system: CPT»\ncode:"),
        (
            """\
overview:
  description: The chest wall is opened through the earlier incision.
  service_type: Surgical
  site_of_service:
    text: Operating room of a hospital
    pos: ["21"]
""",
            "",
        ),
    ),
    case(
        "missing-field",
        "`summary` lacks `scope`",
        "with its value or with {unavailable",
        ("summary:", "«summary»:"),
        ("  scope: When the code is meant.\n", ""),
    ),
    case(
        "missing-field",
        "`summary` lacks `payers`",
        "with [] for known to be none",
        ("summary:", "«summary»:"),
        ("  payers: [Aetna, Medicare]\n", ""),
    ),
    case(
        "missing-field",
        "`site_of_service` lacks `text`",
        "with its value or",
        ("site_of_service:", "«site_of_service»:"),
        ("    text: Operating room of a hospital\n", ""),
    ),
    case(
        "missing-field",
        "The row lacks `when_to_use`",
        "{unavailable: REASON}",
        ('modifier: "78"', '«modifier: "78"»'),
        ("      when_to_use: The usual case.\n", ""),
    ),
    case(
        "missing-field",
        "The row lacks `code`",
        "it cannot be unavailable",
        ("- code: J95.830\n      description: Bleeding after surgery", "- «description: Bleeding after surgery»"),
    ),
    # other types than those that belong there
    case("wrong-type", "Here belongs text, and this is a number", 'Write "32120", in quotes', ('"32120"', "«32120»")),
    case(
        "wrong-type",
        "Here belongs a whole number, and this is text",
        "Write 2026, without quotes",
        ("edition: 2026", 'edition: «"2026"»'),
    ),
    case("wrong-type", "a whole number, and this is a number", "whole number", ("edition: 2026", "edition: «2026.5»")),
    case(
        "wrong-type",
        "this is a date to YAML",
        '"2026-03-01"',
        ("title: Thoracotomy for re-exploration", "title: «2026-03-01»"),
    ),
    case("wrong-type", "this is true or false to YAML", '"true"', ("service_type: Surgical", "service_type: «true»")),
    case("wrong-type", "Here belongs a list, and this is text", "Write [Aetna]", ("[Aetna, Medicare]", "«Aetna»")),
    *(
        case("wrong-type", "a list, and this is text", f"Write [{members}]", ("[Aetna, Medicare]", f"«{typed}»"))
        for typed, members in (
            ("Aetna, Cigna, UnitedHealthcare and Medicare", "Aetna, Cigna, UnitedHealthcare, Medicare"),
            ("Aetna, Cigna, and Medicare", "Aetna, Cigna, Medicare"),
            ("Aetna; Cigna & Medicare", "Aetna, Cigna, Medicare"),
            ("Aetna and Medicare", "Aetna, Medicare"),
            ("Aetna, Blue Cross and Blue Shield", "Aetna, Blue Cross and Blue Shield"),
            ("Blue Cross and Blue Shield of Texas", "Blue Cross and Blue Shield of Texas"),
        )
    ),
    case(
        "wrong-type",
        "Here belongs text, and this is a list",
        "Write text",
        ("service_type: Surgical", "service_type: «[Surgical]»"),
    ),
    case(
        "wrong-type",
        "Here belongs text, and this is a mapping",
        "{unavailable: REASON}",
        ("service_type: Surgical", "service_type: «{kind: Surgical}»"),
    ),
    case(
        "wrong-type",
        "text, and this is a statement",
        "it cannot be unavailable",
        ("Thoracotomy for re-exploration", "«{unavailable: unknown}»"),
    ),
    case(
        "wrong-type",
        "a mapping of fields, and this is text",
        'Write fields, such as {code: "J95.830", description: …, rationale: …}.',
        ("- code: J95.830\n      description: Bleeding after surgery\n      rationale: The usual cause", "- «J95.830»"),
    ),
    case("wrong-type", "Here belongs text, and this is a number", '"21"', ('["21"]', "[«21»]")),
    case(
        "wrong-type",
        "Here belongs a date, and this is a number",
        "Write it as 2026-01-01",
        ("effective: 2026-01-01", "effective: «2026»"),
    ),
    case(
        "wrong-type",
        "Here belongs a date, and this is a number",
        "Write it as 2026-01-01",
        ("effective: 2026-01-01", "effective: «0»"),
    ),
    case("wrong-type", "text, and this is a number", 'Write "3", in quotes', EDITS),
    case(
        "wrong-type",
        "text, and this is a list",
        "Write one of: CPT, HCPCS",
        ("system: CPT\ncode", "system: «[CPT]»\ncode"),
    ),
    case(
        "wrong-type",
        "text, and this is true or false",
        "Write one of: unknown, asked-unknown",
        ("{unavailable: unknown}", "{unavailable: «true»}"),
    ),
    case("wrong-type", "a list, and this is a number", 'Write ["21"].', ('["21"]', "«21»")),
    case("wrong-type", "a list, and this is text", "with a dash and a space.", ("[Aetna, Medicare]", "«–Aetna»")),
    case("wrong-type", "a list, and this is text", "with a dash and a space.", ("[Aetna, Medicare]", "«• Aetna»")),
    case("wrong-type", "a list, and this is text", "with a dash and a space.", ("[Aetna, Medicare]", "«-Aetna»")),
    case(
        "wrong-type",
        "a list, and this is text",
        "on a line of its own with a dash and a space.",
        ("[Aetna, Medicare]", "«|»\n    Aetna\n    Medicare"),
    ),
    case("wrong-type", "a list, and this is text", "a space: - {code:", (DIAGNOSES, "diagnoses: «J95.830»\n")),
    # statements in the wrong place
    case(
        "unknown-key",
        "`unavailable` is not a field of a row",
        "Remove the dash",
        (DIAGNOSES, "diagnoses:\n    - «unavailable»: asked-unknown\n      since: 2026-11-01\n"),
    ),
    case(
        "wrong-type",
        "Here belongs text, and this is a statement",
        "Remove the dash",
        ("[Aetna, Medicare]", "\n    - «unavailable: unknown»"),
    ),
    case(
        "placeholder",
        "`specifications.diagnoses` is empty",
        "Indent `unavailable:` in the next line by two spaces more than `diagnoses:`",
        (DIAGNOSES, "diagnoses:« »\n  unavailable: unknown\n"),
    ),
    case(
        "wrong-type",
        "Here belongs text, and this is a list",
        "Write one of: unknown, asked-unknown",
        (DIAGNOSES, "diagnoses:\n    unavailable:\n    «- unknown»\n"),
    ),
    # what is no answer, or is typed in other quotes, or lies in a cell that a comma ends
    case("placeholder", "“masked” is not", "`[]` if it is known that there are none", ("Aetna, Medicare", "«masked»")),
    case("placeholder", "`edition` is empty", "Write the value.", ("edition: 2026", "edition:« »")),
    case("placeholder", "`tags` is empty", "or remove the line", ("tags: [thoracic]", "tags:« »")),
    case(
        "placeholder", "`summary.scope` is empty", "or `unavailable:`", ("scope: When the code is meant.", "scope:« »")
    ),
    case(
        "placeholder",
        "“n/a.” is not",
        "Write the value; or `unavailable:`",
        ("service_type: Surgical", "service_type: «n/a.»"),
    ),
    case(
        "placeholder",
        "when_to_use.unavailable` is empty",
        "Write a reason: unknown, asked-unknown",
        ("{unavailable: unknown}", "{unavailable: «}»"),
    ),
    case("yaml-surprise", "the quotes around “32120”", "typographic quotes", ('"32120"', "«“32120”»")),
    case("yaml-surprise", "the quotes around ‘21’", "typographic quotes", ('["21"]', "[«‘21’»]")),
    case(
        "placeholder",
        "severe` is empty",
        "A comma ends a value",
        (
            "{taxonomy: 208G00000X, provider: Surgeon, role: Operates}",
            "{taxonomy: 208G00000X, provider: Surgeon, severe«,» role: Operates}",
        ),
    ),
    # words that are not among the choices
    case(
        "unknown-choice", "`unknwon`", "Did you mean `unknown`?", ("{unavailable: unknown}", "{unavailable: «unknwon»}")
    ),
    case(
        "unknown-choice",
        "`soon`",
        "Write one of: unknown, asked-unknown, temp-unknown",
        ("{unavailable: unknown}", "{unavailable: «soon»}"),
    ),
    case(
        "unknown-choice",
        "`LOINC`",
        "Write one of: CPT, HCPCS, ICD-10-CM, ICD-10-PCS",
        ("system: CPT\ncode", "system: «LOINC»\ncode"),
    ),
    case("unknown-choice", "`cpt`", "Did you mean `CPT`?", ("system: CPT\ncode", "system: «cpt»\ncode")),
    case("unknown-choice", "`HCPC`", "Did you mean `HCPCS`?", ("- system: CPT", "- system: «HCPC»")),
    case("unknown-choice", "`Policy`", "Did you mean `Payer policy`?", coverage("«Policy»")),
    # values without the form of their field
    case("wrong-form", "soon cannot stand here", "2026-01-01", ("effective: 2026-01-01", "effective: «soon»")),
    case("wrong-form", "written as 2026-01-01", "An example", ("effective: 2026-01-01", 'effective: «"0"»')),
    case("wrong-form", "it should be greater than or equal to 1966", "year", ("edition: 2026", "edition: «1200»")),
    case("wrong-form", "it does not have the form", "An example: rvu25d", ("id: rvu25d", "id: «a b»")),
    *[
        case("wrong-form", fact, way_out, ("publisher: CMS", f"publisher: CMS, url: «{address}»"))
        for address, fact, way_out in (
            ("www.cms.gov", "does not begin with https://", "Write it with https:// in front."),
            ("ftp://cms.gov", "does not begin with https://", "a page on the web, or remove the line."),
            ("https:/cms.gov", "does not begin with https://", "Write https://cms.gov."),
            ("https//cms.gov", "does not begin with https://", "Write https://cms.gov."),
            ('"https: //cms.gov/list"', "does not begin with https://", "Write https://cms.gov/list."),
            ("htps://cms.gov", "does not begin with https://", "Write https://cms.gov."),
            ("htp://cms.gov", "does not begin with https://", "Write http://cms.gov."),
            ("hxxps://cms.gov", "does not begin with https://", "Write https://cms.gov."),
            ("https:\\\\cms.gov", "does not begin with https://", "Write https://cms.gov."),
            ("<https://cms.gov>", "does not begin with https://", "Write https://cms.gov."),
            ("(HTTPS://CMS.GOV)", "does not begin with https://", "Write HTTPS://CMS.GOV."),
            ('"[the list](https://cms.gov/a)"', "does not begin with https://", "Write https://cms.gov/a."),
            ('"https://cms.gov/a list"', "holds no blanks", "Write %20"),
            ('"https://cms.gov "', "holds no blanks", "Write %20"),
            ('"https:///list"', "it names no site", "behind https://"),
            (f"https://cms.gov/{'a' * 2984}", "has 3,000 characters, and an address 2,048 at most", "Link to the page"),
        )
    ],
    case(
        "wrong-form",
        "2026-13-01 cannot stand here",
        "The day it was searched for",
        ("{unavailable: unknown}", "{unavailable: unknown, since: «2026-13-01»}"),
    ),
]


@pytest.mark.parametrize("wanted", CASES, ids=rule_id)
def test_a_mistake_gives_one_diagnostic_at_its_place(tmp_path: Path, wanted: Case) -> None:
    assert_found(tmp_path, wanted)


@pytest.mark.parametrize("rule", MODEL_RULES, ids=lambda rule: rule.id)
def test_every_rule_of_the_model_is_shown_by_a_case(rule: object) -> None:
    assert rule.id in {wanted.rule for wanted in CASES}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "rows",
    [
        [f"key{number}: a" for number in range(9000)],
        ["coverage:", *(f"  - {{a{number}: b}}" for number in range(2000))],
        ["coverage:", *["  - unavailable: unknown"] * 2000],
    ],
    ids=["keys", "rows", "statements"],
)
def test_of_thousands_of_mistakes_a_hundred_are_told_within_seconds(tmp_path: Path, rows: list[str]) -> None:
    start = time.process_time()
    found = load_text(tmp_path, f"{RECORD}{chr(10).join(rows)}\n").diagnostics
    assert time.process_time() - start < 5
    assert [one.rule for one in found].count("too-many-mistakes") == 1
    assert found[-1].rule == "too-many-mistakes"
    assert len(found) <= MAX_MISTAKES + 1


def test_a_hundred_mistakes_are_told_without_more_ado(tmp_path: Path) -> None:
    found = load_text(tmp_path, RECORD + "".join(f"key{number}: a\n" for number in range(MAX_MISTAKES))).diagnostics
    assert [one.rule for one in found] == ["unknown-key"] * MAX_MISTAKES


@pytest.mark.parametrize("typed", ["null", "N/A", "TBD", '"-"', "none", '""', "", "~"])
@pytest.mark.parametrize(
    "field",
    [
        "title: Thoracotomy for re-exploration",
        "edition: 2026",
        "payers: [Aetna, Medicare]",
        "service_type: Surgical",
        "role: Operates",
    ],
)
def test_an_answer_that_is_none_gives_one_diagnostic(tmp_path: Path, field: str, typed: str) -> None:
    key, _, _ = field.partition(":")
    found = load_text(tmp_path, record_text((field, f"{key}: {typed}"))).diagnostics
    assert [one.rule for one in found] == ["placeholder"]


def test_a_part_that_is_no_answer_gives_one_diagnostic(tmp_path: Path) -> None:
    text = RECORD[: RECORD.index("sources:")] + "payment: TBD\n"
    assert [one.rule for one in load_text(tmp_path, text).diagnostics] == ["placeholder"]


def test_a_number_with_a_leading_zero_gives_one_diagnostic(tmp_path: Path) -> None:
    found = load_text(tmp_path, record_text(('["21"]', "[02]"))).diagnostics
    assert [one.rule for one in found] == ["yaml-surprise"]


def test_a_key_that_the_reading_of_the_yaml_has_refused_is_not_refused_again(tmp_path: Path) -> None:
    found = load_text(tmp_path, record_text(("  payers:", '  "pay\\u202eers":'))).diagnostics
    assert [one.rule for one in found] == ["bidi-character"]


def test_all_mistakes_of_a_file_are_told_in_the_order_of_its_lines(tmp_path: Path) -> None:
    text = record_text(
        ('"32120"', "32120"),
        ("  payers:", "  payer:"),
        (
            "    - {taxonomy: 208G00000X, provider: Surgeon, role: Operates}",
            "    - {taxonomy: 208G00000X, provider: 7}",
        ),
        ("{unavailable: unknown}", "{unavailable: unknwon}"),
        ("id: rvu25d", "id: null"),
    )
    found = load_text(tmp_path, text).diagnostics
    places = sorted((one.position.line, one.position.column, one.rule) for one in found if one.position)
    assert [rule for _, _, rule in places] == [
        "wrong-type",
        "unknown-key",
        "unknown-choice",
        "missing-field",
        "wrong-type",
        "placeholder",
    ]


def test_a_misspelt_key_with_mistakes_below_it_is_told_with_its_own_name_only(tmp_path: Path) -> None:
    found = load_text(
        tmp_path, record_text(("specifications:", "specification:"), ("    - code: J95.830", "    - code: 5"))
    ).diagnostics
    assert [(one.rule, one.hint) for one in found] == [("unknown-key", "Did you mean `specifications`?")]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('"32120"', "32120", ("code",)),
        ("  payers:", "  payer:", ("summary", "payer")),
        ("  scope: When the code is meant.\n", "", ("summary", "scope")),
        (
            "{unavailable: unknown}",
            "{unavailable: unknwon}",
            ("specifications", "modifiers", 1, "when_to_use", "unavailable"),
        ),
        (
            "{unavailable: unknown}",
            "{unavailable: unknown, since: soon}",
            ("specifications", "modifiers", 1, "when_to_use", "since"),
        ),
        (
            "{unavailable: unknown}",
            "{unavailable: unknown, onwer: A}",
            ("specifications", "modifiers", 1, "when_to_use", "onwer"),
        ),
        ('["21"]', "[21]", ("overview", "site_of_service", "pos", 0)),
    ],
)
def test_a_diagnostic_carries_its_record_and_its_field(
    tmp_path: Path, old: str, new: str, field: tuple[str | int, ...]
) -> None:
    (found,) = load_text(tmp_path, record_text((old, new))).diagnostics
    assert found.origin is not None
    assert (str(found.origin.record), found.origin.path) == ("cpt:32120", field)


def test_the_excerpt_is_the_line_of_the_mistake(tmp_path: Path) -> None:
    (found,) = load_text(tmp_path, record_text(('"32120"', "32120"))).diagnostics
    assert found.excerpt == "code: 32120"
