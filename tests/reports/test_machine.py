from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.diagnostics import Fix, Severity
from codepub.origin import Origin, Position, RecordId
from codepub.reports.machine import report_github, report_json, report_junit, report_sarif
from codepub.reports.report import Report
from codepub.reports.text import report_text
from tests.reports.reporting import FILE, PLACE, RULES, make_diagnostic, make_report

KEYS = ["rule", "severity", "message", "hint", "file", "line", "column", "field", "record", "fix"]
WARNING = make_diagnostic("prose-code", Severity.WARNING, "The text names 32110.", Position(FILE, 9, 1, 3), hint=None)

FIXABLE = replace(make_diagnostic(), fix=Fix(PLACE, '"32120"'))


# --- JSON ---------------------------------------------------------------------------------------------------------


def test_json_has_an_object_of_these_keys_for_each_diagnostic() -> None:
    told = json.loads(report_json(make_report(make_diagnostic(path=("specifications", "modifiers", 1, "modifier")))))
    assert [list(one) for one in told] == [KEYS]
    assert told == [
        {
            "rule": "wrong-type",
            "severity": "error",
            "message": "Here belongs text.",
            "hint": "Quote it.",
            "file": "content/cpt/32120.yaml",
            "line": 3,
            "column": 7,
            "field": "specifications.modifiers[2].modifier",
            "record": "cpt:32120",
            "fix": None,
        }
    ]


def test_json_of_no_diagnostics_is_an_empty_array() -> None:
    assert json.loads(report_json(make_report())) == []


def test_json_says_null_where_nothing_is_known() -> None:
    (told,) = json.loads(report_json(make_report(make_diagnostic(position=None, hint=None, path=None))))
    assert list(told) == KEYS
    assert {key for key, value in told.items() if value is None} == {
        "hint",
        "file",
        "line",
        "column",
        "field",
        "record",
        "fix",
    }


def test_json_tells_what_to_type_where_a_mistake_has_one_right_answer() -> None:
    (told,) = json.loads(report_json(make_report(FIXABLE)))
    assert told["fix"] == {"line": 3, "column": 7, "end_column": 12, "text": '"32120"'}


def test_json_says_no_field_where_a_diagnostic_speaks_of_the_whole_record() -> None:
    (told,) = json.loads(report_json(make_report(make_diagnostic(path=()))))
    assert (told["record"], told["field"]) == ("cpt:32120", None)


# --- GitHub -------------------------------------------------------------------------------------------------------


def test_github_is_told_the_place_the_rule_and_the_message() -> None:
    assert report_github(make_report(make_diagnostic(), WARNING)).split("\n") == [
        "::error title=wrong-type,file=content/cpt/32120.yaml,line=3,col=7,endColumn=11::Here belongs text. Quote it.",
        "::warning title=prose-code,file=content/cpt/32120.yaml,line=9,col=1,endColumn=3::The text names 32110.",
    ]


def test_github_calls_a_note_a_notice() -> None:
    assert report_github(make_report(make_diagnostic(severity=Severity.NOTE))).startswith("::notice ")


def test_github_is_told_no_place_where_there_is_none() -> None:
    assert (
        report_github(make_report(make_diagnostic(position=None)))
        == "::error title=wrong-type::Here belongs text. Quote it."
    )


def test_percent_signs_of_a_message_are_escaped_and_line_ends_are_shown() -> None:
    told = report_github(make_report(make_diagnostic(message="100% wrong:\r\nhere, there", hint=None)))
    assert told.endswith(r"::100%25 wrong:\x0d\x0ahere, there")
    assert "\n" not in told


def test_commas_and_colons_of_a_file_are_escaped() -> None:
    told = report_github(make_report(make_diagnostic(position=Position(Path("a,b:c%d\n.yaml"), 1, 1))))
    assert r",file=a%2Cb%3Ac%25d\x0a.yaml,line=1," in told


# --- SARIF --------------------------------------------------------------------------------------------------------


def read_sarif(report: Report) -> dict[str, Any]:
    log = json.loads(report_sarif(report))
    assert log["version"] == "2.1.0"
    assert log["$schema"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def read_region(position: Position) -> dict[str, Any]:
    (result,) = read_sarif(make_report(make_diagnostic(position=position)))["results"]
    (location,) = result["locations"]
    physical = location["physicalLocation"]
    assert isinstance(physical, dict)
    return physical


def test_sarif_names_the_tool_and_how_columns_are_counted() -> None:
    run = read_sarif(make_report())
    assert run["tool"]["driver"]["name"] == "codepub"
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"] == []


def test_sarif_lists_every_rule_with_what_it_catches_and_its_level() -> None:
    rules = {rule["id"]: rule for rule in read_sarif(make_report())["tool"]["driver"]["rules"]}
    assert rules.keys() == {rule.id for rule in RULES}
    for rule in RULES:
        assert rules[rule.id]["shortDescription"]["text"] == rule.catches
        assert rules[rule.id]["defaultConfiguration"]["level"] == rule.severity.value


def test_every_result_of_sarif_points_to_its_rule() -> None:
    run = read_sarif(make_report(make_diagnostic(), WARNING, make_diagnostic("schema-stale")))
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        "wrong-type",
        "prose-code",
        "schema-stale",
    ]
    assert [result["ruleId"] for result in run["results"]] == ["wrong-type", "prose-code", "schema-stale"]
    assert len({rule["id"] for rule in rules}) == len(rules)


@pytest.mark.parametrize("severity", Severity)
def test_the_level_of_a_result_is_one_of_sarifs(severity: Severity) -> None:
    (result,) = read_sarif(make_report(make_diagnostic(severity=severity)))["results"]
    assert result["level"] == severity.value
    assert result["level"] in {"none", "note", "warning", "error"}


def test_the_region_of_a_result_ends_behind_the_value() -> None:
    assert read_region(Position(FILE, 3, 7, 5))["region"] == {"startLine": 3, "startColumn": 7, "endColumn": 12}


@pytest.mark.parametrize(
    ("file", "address"),
    [
        (Path("content/cpt/32120.yaml"), {"uri": "content/cpt/32120.yaml", "uriBaseId": "SRCROOT"}),
        (Path("my content/cpt/ä#1?.yaml"), {"uri": "my%20content/cpt/%C3%A4%231%3F.yaml", "uriBaseId": "SRCROOT"}),
        (Path("a:b.yaml"), {"uri": "a%3Ab.yaml", "uriBaseId": "SRCROOT"}),
        (Path("/srv/my content/x.yaml"), {"uri": "file:///srv/my%20content/x.yaml"}),
    ],
)
def test_the_place_of_a_file_is_an_address_relative_where_the_file_is(file: Path, address: dict[str, str]) -> None:
    assert read_region(Position(file, 1, 1))["artifactLocation"] == address


def test_sarif_proposes_a_fix_where_a_mistake_has_one_right_answer() -> None:
    fixed, other = json.loads(report_sarif(make_report(FIXABLE, WARNING)))["runs"][0]["results"]
    place = {"startLine": 3, "startColumn": 7, "endColumn": 12}
    (change,) = fixed["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"] == fixed["locations"][0]["physicalLocation"]["artifactLocation"]
    assert change["replacements"] == [{"deletedRegion": place, "insertedContent": {"text": '"32120"'}}]
    assert "fixes" not in other


def test_what_has_no_position_is_a_notification_and_no_result() -> None:
    run = read_sarif(make_report(make_diagnostic(position=None), WARNING))
    assert [result["ruleId"] for result in run["results"]] == [WARNING.rule]
    assert [one["toolConfigurationNotifications"] for one in run["invocations"]] == [
        [
            {
                "associatedRule": {"id": "wrong-type", "index": 1},
                "level": "error",
                "message": {"text": "Here belongs text. Quote it."},
            }
        ]
    ]


# --- JUnit --------------------------------------------------------------------------------------------------------


def read_suite(report: Report) -> ET.Element:
    root = ET.fromstring(report_junit(report))
    assert root.tag == "testsuites"
    (found,) = root
    assert found.tag == "testsuite"
    return found


def test_junit_has_a_case_for_every_file_and_counts_those_with_errors() -> None:
    files = [FILE, Path("content/cpt/32110.yaml"), Path("content/cpt/32124.yaml")]
    told = read_suite(make_report(make_diagnostic(), make_diagnostic(), WARNING, files=files))
    assert (told.get("tests"), told.get("failures")) == ("3", "1")
    assert [case.get("name") for case in told] == [file.as_posix() for file in files]


def test_a_case_of_junit_has_one_failure_that_holds_all_errors_of_its_file() -> None:
    (case,) = read_suite(make_report(make_diagnostic(), make_diagnostic(message="Another."), WARNING))
    (failure,) = case.findall("failure")
    assert (failure.get("type"), failure.get("message")) == ("wrong-type", "Here belongs text.")
    assert (failure.text or "").split("\n") == [
        "content/cpt/32120.yaml:3:7: error[wrong-type]: Here belongs text. Quote it.",
        "content/cpt/32120.yaml:3:7: error[wrong-type]: Another. Quote it.",
    ]


def test_warnings_are_output_of_their_case_and_no_failure() -> None:
    told = read_suite(make_report(WARNING))
    (case,) = told
    assert told.get("failures") == "0"
    assert case.find("failure") is None
    assert "warning[prose-code]" in (case.findtext("system-out") or "")


def test_an_error_in_a_file_that_holds_no_record_is_a_case_of_its_own() -> None:
    settings = make_diagnostic("allow-unknown", position=Position(Path("codepub.toml"), 4, 1))
    told = read_suite(make_report(settings))
    assert (told.get("tests"), told.get("failures")) == ("2", "1")
    assert [case.get("name") for case in told.findall("testcase[failure]")] == ["codepub.toml"]


def test_what_has_no_position_is_output_of_the_suite() -> None:
    told = read_suite(make_report(make_diagnostic("set-missing", Severity.NOTE, "No list.", None, hint=None)))
    assert [case.find("system-out") for case in told.findall("testcase")] == [None]
    assert told.findtext("system-out") == "note[set-missing]: No list."


def test_a_sound_file_is_an_empty_case() -> None:
    (case,) = read_suite(make_report())
    assert list(case) == []


@given(st.text(alphabet=st.characters(), max_size=30))
def test_junit_is_xml_whatever_a_message_a_hint_and_a_file_hold(text: str) -> None:
    file = Path(f"content/{text.replace('/', '')}x.yaml")
    found = make_diagnostic(message=text, hint=text, position=Position(file, 1, 1))
    (case,) = read_suite(make_report(found, files=[file]))
    assert case.find("failure") is not None


def test_characters_that_xml_cannot_hold_are_shown_or_replaced() -> None:
    (case,) = read_suite(make_report(make_diagnostic(message="a\0b\x1bc\ufffed\ud800e\uffff")))
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("message") == r"a\x00b\x1bc�d\ud800e�"


def test_markup_in_a_message_stays_text() -> None:
    (case,) = read_suite(make_report(make_diagnostic(message="<b> & ]]> \"'")))
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("message") == "<b> & ]]> \"'"


def test_ten_thousand_files_with_a_mistake_each_are_reported_in_one_pass() -> None:
    files = [Path(f"content/cpt/{number}.yaml") for number in range(10_000)]
    found = [make_diagnostic(position=Position(file, 1, 1)) for file in files]
    assert read_suite(make_report(*found, files=files)).get("failures") == "10000"


# --- names from outside -------------------------------------------------------------------------------------------

HOSTILE = os.fsdecode(b"content/cpt/\xff\n::error::a\x1b]0;b\x07") + "\u202e%,é.yaml"
SHOWN = "content/cpt/\\xff\\x0a::error::a\\x1b]0;b\\x07\\u202e%,é.yaml"
"""The name as it is shown; a program that shows it obeys nothing in it, and it stays in one line."""


def make_hostile() -> Report:
    """Report of a file, a folder and messages whose words are those of a hostile library."""
    named = make_diagnostic(
        position=Position(Path(HOSTILE), 3, 7, 5), message=f"The file is {HOSTILE}.", hint=f"{HOSTILE}?"
    )
    elsewhere = replace(named, origin=Origin(RecordId("\udcfe\n", HOSTILE), ("\x1b", HOSTILE)), position=None)
    return make_report(named, elsewhere, files=[Path(HOSTILE)])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("written", [report_json, report_github, report_sarif, report_junit, report_text])
def test_no_report_hands_on_what_a_terminal_obeys_or_what_is_not_unicode(written: Callable[[Report], str]) -> None:
    text = written(make_hostile())
    text.encode()
    assert text.replace("\n", "").isprintable()
    assert not any(line.startswith("::error::") for line in text.splitlines())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_json_and_junit_name_a_file_so_that_it_can_be_shown() -> None:
    told, _ = json.loads(report_json(make_hostile()))
    assert (told["file"], told["message"], told["hint"]) == (SHOWN, f"The file is {SHOWN}.", f"{SHOWN}?")
    (case,) = ET.fromstring(report_junit(make_hostile())).iter("testcase")
    assert case.get("name") == SHOWN


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_github_reads_one_line_for_each_diagnostic() -> None:
    lines = report_github(make_hostile()).split("\n")
    assert len(lines) == 2
    assert lines[0].startswith("::error title=wrong-type,file=content/cpt/\\xff\\x0a%3A%3Aerror%3A%3Aa")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("top", ["", "/library/"])
def test_sarif_gives_the_address_of_the_very_file(top: str) -> None:
    named = make_diagnostic(position=Position(Path(top + HOSTILE), 3, 7, 5))
    (result,) = json.loads(report_sarif(make_report(named)))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote_to_bytes(urlsplit(uri).path) == os.fsencode(top + HOSTILE)


def test_the_fingerprint_of_a_file_with_a_plain_name_is_what_it_was() -> None:
    (result,) = json.loads(report_sarif(make_report(make_diagnostic())))["runs"][0]["results"]
    assert result["partialFingerprints"] == {"fieldHash/v1": "d898b0fa8870c1f0f5874f23e8080f4d"}
