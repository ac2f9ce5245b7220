"""The kinds of reports, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from codepub.reports.machine import report_github, report_json, report_junit, report_sarif
from codepub.reports.report import Report
from codepub.reports.text import report_text

REPORTS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": report_text,
    "json": report_json,
    "github": report_github,
    "sarif": report_sarif,
    "junit": report_junit,
}
