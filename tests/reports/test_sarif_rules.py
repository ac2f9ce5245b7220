"""Logs against the rules of the standard; that the rules see a broken log is tested as well."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from codepub.cli.commands import main
from codepub.loading.rules import RULES
from tests.record_texts import record_text, write_record
from tests.reports.sarif_rules import find_violations

Log = dict[str, Any]

BROKEN = {
    "cpt/32120.yaml": record_text(("service_type: Surgical", "service_typ: Surgical"), ('"62"', '"78"')),
    "cpt/31600.yaml": record_text(("32120", "31600"), ("{unavailable: unknown}", "{unavailable: unknwon}")),
    "cpt/a b%é#.yaml": record_text(("Surgical", "TBD"), ("edition: 2026", 'edition: "2026"')),
    "cpt/99999.yaml": "system: [",
    "cpt/99998.yaml": "a: 1\n\tb: 2\n",
    "cpt/99997.yaml": "",
    "hcpcs/A0425.yaml": record_text(("A surgeon decides.", "See [it](nowhere) and modifier 59[^none].")),
}


@pytest.fixture
def empty(tmp_path: Path, put_code_sets: Callable[[Path], None]) -> Path:
    """A workspace without records."""
    (tmp_path / "codepub.toml").touch()
    put_code_sets(tmp_path)
    return tmp_path


@pytest.fixture
def workspace(empty: Path) -> Path:
    for name, text in BROKEN.items():
        write_record(empty / "content", text, name)
    return empty


def write_log(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    monkeypatch.chdir(folder)
    log: Log = json.loads(CliRunner().invoke(main, ["validate", "--format", "sarif"]).stdout)
    return log


def read_results(log: Log) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found


def read_prints(log: Log) -> list[str]:
    return [result["partialFingerprints"]["fieldHash/v1"] for result in read_results(log)]


def test_a_log_of_many_mistakes_keeps_every_rule(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = write_log(workspace, monkeypatch)
    assert {result["ruleId"] for result in read_results(log)} >= {"unknown-key", "unknown-choice", "yaml-syntax"}
    assert find_violations(log) == []


def test_a_log_without_mistakes_keeps_every_rule(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_record(empty / "content", record_text())
    log = write_log(empty, monkeypatch)
    assert read_results(log) == []
    assert find_violations(log) == []


def test_code_sets_that_are_missing_are_notified(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (invocation,) = write_log(workspace, monkeypatch)["runs"][0]["invocations"]
    notified = invocation["toolConfigurationNotifications"]
    assert {(one["associatedRule"]["id"], one["level"]) for one in notified} == {("set-missing", "note")}


def test_the_log_lists_every_rule_of_validation(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = {rule["id"] for rule in write_log(workspace, monkeypatch)["runs"][0]["tool"]["driver"]["rules"]}
    assert listed >= {rule.id for rule in RULES}


def test_files_are_named_from_the_top_of_the_workspace_wherever_the_call_is_made(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write_log(workspace / "content/hcpcs", monkeypatch)
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in read_results(log)}
    assert {"content/cpt/32120.yaml", "content/cpt/a%20b%25%C3%A9%23.yaml"} <= uris
    assert find_violations(log) == []


def test_no_path_of_the_machine_is_in_the_log(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(workspace) not in json.dumps(write_log(workspace, monkeypatch))


def test_a_fingerprint_names_one_result(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = read_prints(write_log(workspace, monkeypatch))
    assert len(set(found)) == len(found)


def test_fingerprints_stay_when_lines_move(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_prints(write_log(workspace, monkeypatch))
    for name in ("cpt/32120.yaml", "cpt/31600.yaml"):
        write_record(workspace / "content", f"# one more line\n{BROKEN[name]}", name)
    log = write_log(workspace, monkeypatch)
    assert sorted(read_prints(log)) == sorted(before)


def test_a_question_stands_within_the_sentence(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [result["message"]["text"] for result in read_results(write_log(workspace, monkeypatch))]
    assert "`service_typ` is not a field here (did you mean `service_type`?)." in texts


def _set(log: Log, value: object, *path: str | int) -> None:
    place: Any = log["runs"][0]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value


NOTIFIED = ("invocations", 0, "toolConfigurationNotifications", 0)
PLACE = ("results", 0, "locations", 0, "physicalLocation")
BREAKS: dict[str, Callable[[Log], None]] = {
    "3.13.2": lambda log: log.update(version="2.0.0"),
    "3.13.3": lambda log: log.pop("$schema"),
    "3.13.4": lambda log: log["runs"].append(log["runs"][0]),
    "3.19.8": lambda log: _set(log, "", "tool", "driver", "name"),
    "3.19.12": lambda log: _set(log, "1.0", "tool", "driver", "semanticVersion"),
    "3.49.3": lambda log: log["runs"][0]["tool"]["driver"]["rules"].append(
        log["runs"][0]["tool"]["driver"]["rules"][0]
    ),
    "3.49.9": lambda log: _set(log, {"text": "No stop"}, "tool", "driver", "rules", 0, "shortDescription"),
    "3.14.17": lambda log: _set(log, "bytes", "columnKind"),
    "3.14.23": lambda log: _set(log, None, "results"),
    "3.20.14": lambda log: _set(log, [{}], "invocations"),
    "3.58.3": lambda log: _set(log, 0, *NOTIFIED, "associatedRule", "index"),
    "3.58.5": lambda log: _set(log, {}, *NOTIFIED, "message"),
    "3.58.6": lambda log: _set(log, "notice", *NOTIFIED, "level"),
    "3.14.14": lambda log: _set(log, "content/", "originalUriBaseIds", "SRCROOT", "uri"),
    "3.27.6": lambda log: _set(log, -1, "results", 0, "ruleIndex"),
    "3.27.10": lambda log: _set(log, "fatal", "results", 0, "level"),
    "3.11.3": lambda log: _set(log, "Did you?", "results", 0, "message", "text"),
    "3.27.17": lambda log: _set(log, {}, "results", 0, "partialFingerprints"),
    "3.27.12": lambda log: _set(log, [], "results", 0, "locations"),
    "3.4.3": lambda log: _set(log, "content/a b.yaml", *PLACE, "artifactLocation", "uri"),
    "3.4.4": lambda log: _set(log, "ELSEWHERE", *PLACE, "artifactLocation", "uriBaseId"),
    "3.30.5": lambda log: _set(log, 0, *PLACE, "region", "startLine"),
    "3.30.8": lambda log: _set(log, 0, *PLACE, "region", "endColumn"),
}


@pytest.mark.parametrize("clause", BREAKS)
def test_a_log_that_breaks_a_rule_is_seen(workspace: Path, monkeypatch: pytest.MonkeyPatch, clause: str) -> None:
    log = copy.deepcopy(write_log(workspace, monkeypatch))
    BREAKS[clause](log)
    assert clause in {violation.split()[0] for violation in find_violations(log)}
