"""The rules of SARIF 2.1.0 that a log of validation must keep, each by its clause; schemas let most of them pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)([-+][0-9A-Za-z.+-]+)?")
RELATIVE = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+")
KINDS = ("utf16CodeUnits", "unicodeCodePoints")


def find_violations(log: dict[str, Any]) -> list[str]:
    """List what breaks a rule: the clause, and what is there."""
    return [*_check_log(log), *(found for run in log.get("runs", ()) for found in _check_run(run))]


def _check_log(log: dict[str, Any]) -> Iterator[str]:
    if log.get("version") != "2.1.0":
        yield "3.13.2 version"
    if not str(log.get("$schema", "")).endswith("sarif-schema-2.1.0.json"):
        yield "3.13.3 $schema"
    if len(log.get("runs", ())) != 1:
        yield "3.13.4 runs"


def _check_run(run: dict[str, Any]) -> Iterator[str]:
    driver = run["tool"]["driver"]
    yield from _check_driver(driver)
    if run.get("columnKind") not in KINDS:
        yield "3.14.17 columnKind"
    if not isinstance(run.get("results"), list):
        yield "3.14.23 results"
    if any(not isinstance(one.get("executionSuccessful"), bool) for one in run.get("invocations", ({},))):
        yield "3.20.14 executionSuccessful"
    for invocation in run.get("invocations", ()):
        for notification in invocation.get("toolConfigurationNotifications", ()):
            yield from _check_notification(notification, driver["rules"])
    bases = run.get("originalUriBaseIds", {})
    for base in bases.values():
        if "uri" in base and not re.fullmatch(r"[a-z]+:.*/", base["uri"]):
            yield "3.14.14 originalUriBaseIds"
    for result in run.get("results") or ():
        yield from _check_result(result, driver["rules"], bases)


def _check_driver(driver: dict[str, Any]) -> Iterator[str]:
    if not driver.get("name"):
        yield "3.19.8 name"
    if not SEMVER.fullmatch(driver.get("semanticVersion", "")):
        yield "3.19.12 semanticVersion"
    ids = [rule.get("id") for rule in driver["rules"]]
    if len(set(ids)) != len(ids) or not all(ids):
        yield "3.49.3 rule id"
    for rule in driver["rules"]:
        for key in ("shortDescription", "fullDescription"):
            if not rule.get(key, {}).get("text", "").endswith("."):
                yield f"3.49.9 {key} of {rule.get('id')}"


def _check_notification(notification: dict[str, Any], rules: list[dict[str, Any]]) -> Iterator[str]:
    rule = notification.get("associatedRule", {})
    index = rule.get("index", -1)
    if not 0 <= index < len(rules) or rules[index]["id"] != rule.get("id"):
        yield f"3.58.3 associatedRule {rule}"
    if not notification.get("message", {}).get("text", "").endswith("."):
        yield "3.58.5 message"
    if notification.get("level") not in ("none", "note", "warning", "error"):
        yield f"3.58.6 level {notification.get('level')}"


def _check_result(result: dict[str, Any], rules: list[dict[str, Any]], bases: dict[str, Any]) -> Iterator[str]:
    index = result.get("ruleIndex", -1)
    if not 0 <= index < len(rules) or rules[index]["id"] != result.get("ruleId"):
        yield f"3.27.6 ruleIndex {index}"
    if result.get("level") not in ("none", "note", "warning", "error"):
        yield f"3.27.10 level {result.get('level')}"
    text = result.get("message", {}).get("text", "")
    if not text.strip() or not text.endswith("."):
        yield f"3.11.3 message {text!r}"
    prints = result.get("partialFingerprints", {})
    if not prints or not all(re.fullmatch(r"\w+/v\d+", key) and value for key, value in prints.items()):
        yield f"3.27.17 partialFingerprints {prints}"
    if not result.get("locations"):
        yield "3.27.12 locations"  # which the standard does not ask for, and GitHub's code scanning does
    for location in result.get("locations", ()):
        yield from _check_location(location["physicalLocation"], bases)


def _check_location(place: dict[str, Any], bases: dict[str, Any]) -> Iterator[str]:
    artifact, region = place["artifactLocation"], place["region"]
    uri = artifact.get("uri", "")
    if not RELATIVE.fullmatch(uri) or uri.startswith("/") or ".." in unquote(uri).split("/"):
        yield f"3.4.3 uri {uri!r}"
    if artifact.get("uriBaseId") not in bases:
        yield f"3.4.4 uriBaseId {artifact.get('uriBaseId')!r}"
    if min(region["startLine"], region["startColumn"]) < 1:
        yield f"3.30.5 region {region}"
    if "endLine" not in region and region["endColumn"] <= region["startColumn"]:
        yield f"3.30.8 endColumn {region}"
