"""The kinds of reports, by name; those for programs are imported when one is first made, for their libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, Literal

from codepub.reports.report import Report
from codepub.reports.text import report_text

_ForPrograms = Literal["json", "github", "sarif", "junit"]


def _report_to_program(form: _ForPrograms, report: Report) -> str:
    from codepub.reports.machine import report_github, report_json, report_junit, report_sarif

    reports = {"json": report_json, "github": report_github, "sarif": report_sarif, "junit": report_junit}
    return reports[form](report)


REPORTS: Final[Mapping[str, Callable[[Report], str]]] = {
    "text": report_text,
    "json": partial(_report_to_program, "json"),
    "github": partial(_report_to_program, "github"),
    "sarif": partial(_report_to_program, "sarif"),
    "junit": partial(_report_to_program, "junit"),
}
