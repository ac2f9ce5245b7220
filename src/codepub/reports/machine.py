"""Diagnostics for programs: JSON, GitHub's annotations, SARIF 2.1.0, JUnit's XML."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from xml.etree import ElementTree as ET

from codepub.diagnostics import Diagnostic, Fix, Rule, Severity, printable
from codepub.origin import Position, format_path
from codepub.reports.report import Report, count_severity, join_message, write_file_name


def report_json(report: Report) -> str:
    """Report in JSON: one array of objects, a diagnostic each."""
    return json.dumps([_make_object(diagnostic) for diagnostic in report.diagnostics], ensure_ascii=False, indent=2)


def _make_object(diagnostic: Diagnostic) -> dict[str, Any]:
    position, origin = diagnostic.position, diagnostic.origin
    return {
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": printable(diagnostic.message),
        "hint": printable(diagnostic.hint) if diagnostic.hint is not None else None,
        "file": write_file_name(position.file) if position else None,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "field": printable(format_path(origin.path)) if origin and origin.path else None,
        "record": printable(origin.record) if origin else None,
        "fix": _describe_fix(diagnostic.fix) if diagnostic.fix else None,
    }


def _describe_fix(fix: Fix) -> dict[str, str | int]:
    """Describe what to type in place of which characters of a line; line and columns count from 1."""
    end = fix.position.column + fix.position.width
    return {"line": fix.position.line, "column": fix.position.column, "end_column": end, "text": fix.text}


def report_github(report: Report) -> str:
    """Report in workflow commands, which make GitHub annotate lines (docs: workflow commands for GitHub Actions)."""
    return "\n".join(map(_write_annotation, report.diagnostics))


def _write_annotation(diagnostic: Diagnostic) -> str:
    level = "notice" if diagnostic.severity is Severity.NOTE else diagnostic.severity.value
    properties = {"title": diagnostic.rule, **(_describe_place(diagnostic.position) if diagnostic.position else {})}
    written = ",".join(f"{key}={_escape_property(str(value))}" for key, value in properties.items())
    return f"::{level} {written}::{_escape_data(join_message(diagnostic))}"


def _describe_place(position: Position) -> dict[str, str | int]:
    end = position.column + position.width - 1
    return {"file": write_file_name(position.file), "line": position.line, "col": position.column, "endColumn": end}


def _escape_data(text: str) -> str:
    return text.replace("%", "%25")  # line ends are escaped too, but what is shown has none


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")


_ROOT: Final = "SRCROOT"
"""What relative addresses of files are relative to; where that is, each server knows itself (SARIF 3.14.14)."""


def report_sarif(report: Report) -> str:
    """Report in a log of the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0).

    What has no place in a file is a notification and no result: GitHub's code scanning refuses a whole log for one
    result without a location (github/codeql-action, issue 1738), though the standard allows it (3.27.12).
    """
    known = {rule.id: rule for rule in report.rules}
    named = sorted(known | {d.rule: None for d in report.diagnostics if d.rule not in known})
    number = version("codepub")
    driver = {
        "name": "codepub",
        "version": number,
        "semanticVersion": number,
        "rules": [_describe_rule(name, known.get(name)) for name in named],
    }
    index = {name: place for place, name in enumerate(named)}
    notified = [_make_notification(one, index[one.rule]) for one in report.diagnostics if one.position is None]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolConfigurationNotifications": notified}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder of codepub.toml."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_make_result(one, one.position, index[one.rule]) for one in report.diagnostics if one.position],
    }
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, ensure_ascii=False, indent=2)


def _describe_rule(name: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": name}
    return {
        "id": name,
        "shortDescription": {"text": rule.catches},
        "fullDescription": {"text": rule.catches},
        "help": {"text": f"An example that breaks the rule:\n\n{rule.example}"},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _make_notification(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    """Say what is so about the workspace and not in a file: a code set that is missing, for example (3.20.22, 3.58)."""
    return {
        "associatedRule": {"id": diagnostic.rule, "index": index},
        "level": diagnostic.severity.value,
        "message": {"text": _join_sentences(diagnostic)},
    }


def _make_result(diagnostic: Diagnostic, position: Position, index: int) -> dict[str, Any]:
    fixes = {"fixes": [_propose_fix(diagnostic.fix)]} if diagnostic.fix else {}
    return {
        "ruleId": diagnostic.rule,
        "ruleIndex": index,
        "level": diagnostic.severity.value,
        "message": {"text": _join_sentences(diagnostic)},
        "partialFingerprints": {"fieldHash/v1": _fingerprint_result(diagnostic, position)},
        "locations": [{"physicalLocation": _describe_location(position)}],
        **fixes,
    }


def _propose_fix(fix: Fix) -> dict[str, Any]:
    """Propose a change of one stretch of a file (SARIF 3.55 to 3.57)."""
    place = _describe_location(fix.position)
    replacement = {"deletedRegion": place["region"], "insertedContent": {"text": fix.text}}
    return {"artifactChanges": [{"artifactLocation": place["artifactLocation"], "replacements": [replacement]}]}


def _join_sentences(diagnostic: Diagnostic) -> str:
    """Join fact and way out so that a full stop ends them, as messages of SARIF do (3.11); a question goes within."""
    text, hint = join_message(diagnostic), diagnostic.hint
    if text.endswith("."):
        return text
    within = f"{diagnostic.message.rstrip('.')} ({hint[0].lower()}{hint[1:]})" if hint else text
    return f"{printable(within)}."


def _fingerprint_result(diagnostic: Diagnostic, position: Position) -> str:
    """Name a result by its rule, record, field and fact, so that it stays the same when lines move.

    Not called `primaryLocationLineHash`: GitHub computes that one itself, and warns of any other value.
    """
    origin = diagnostic.origin
    where = (str(origin.record), format_path(origin.path)) if origin else (diagnostic.excerpt or "",)
    named = "\n".join((diagnostic.rule, position.file.as_posix(), *where, diagnostic.message))
    return hashlib.sha256(named.encode(errors="surrogatepass")).hexdigest()[:32]


def _describe_location(position: Position) -> dict[str, Any]:
    region = {
        "startLine": position.line,
        "startColumn": position.column,
        "endColumn": position.column + position.width,
    }
    return {"artifactLocation": _address_file(position.file), "region": region}


def _address_file(file: Path) -> dict[str, str]:
    """Return the address of a file, made of the very bytes of its name, which need not be UTF-8 (RFC 3986, 2.1)."""
    if file.is_absolute():
        return {"uri": file.as_uri()}
    return {"uri": quote(os.fsencode(file.as_posix())), "uriBaseId": _ROOT}


# What XML 1.0, section 2.2, has no characters for, besides the controls and surrogates that no report shows.
_XML_FORBIDDEN: Final = dict.fromkeys((0xFFFE, 0xFFFF), "�")


def report_junit(report: Report) -> str:
    """Report in the XML that servers of continuous integration read: a test case for each file."""
    found: dict[Path, list[Diagnostic]] = {file: [] for file in report.files}
    for diagnostic in report.diagnostics:
        if diagnostic.position is not None:
            found.setdefault(diagnostic.position.file, []).append(diagnostic)
    failing = sum(count_severity(diagnostics, Severity.ERROR) > 0 for diagnostics in found.values())
    suite = ET.Element("testsuite", name="codepub validate", tests=str(len(found)), failures=str(failing))
    for file, diagnostics in found.items():
        _add_case(suite, file, diagnostics)
    placeless = [diagnostic for diagnostic in report.diagnostics if diagnostic.position is None]
    if placeless:
        ET.SubElement(suite, "system-out").text = _replace_forbidden("\n".join(map(_write_line, placeless)))
    tree = ET.Element("testsuites")
    tree.append(suite)
    ET.indent(tree)
    return ET.tostring(tree, encoding="unicode", xml_declaration=True)


def _add_case(suite: ET.Element, file: Path, diagnostics: Sequence[Diagnostic]) -> None:
    """Add a test case; its schema allows one failure, so that the errors of a file stand in it together."""
    case = ET.SubElement(suite, "testcase", classname="codepub", name=_replace_forbidden(write_file_name(file)))
    errors = [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR]
    if errors:
        failure = ET.SubElement(
            case, "failure", type=errors[0].rule, message=_replace_forbidden(printable(errors[0].message))
        )
        failure.text = _replace_forbidden("\n".join(map(_write_line, errors)))
    others = [diagnostic for diagnostic in diagnostics if diagnostic.severity is not Severity.ERROR]
    if others:
        ET.SubElement(case, "system-out").text = _replace_forbidden("\n".join(map(_write_line, others)))


def _write_line(diagnostic: Diagnostic) -> str:
    position = diagnostic.position
    place = f"{write_file_name(position.file)}:{position.line}:{position.column}: " if position else ""
    return f"{place}{diagnostic.severity}[{diagnostic.rule}]: {join_message(diagnostic)}"


def _replace_forbidden(text: str) -> str:
    return text.translate(_XML_FORBIDDEN)
