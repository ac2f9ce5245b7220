from __future__ import annotations

import pytest

from codepub.diagnostics import Rule, Severity
from codepub.loading.rules import RULES
from codepub.reports.rulebook import explain_rule, write_rulebook
from codepub.reports.table import REPORTS
from tests.reports.reporting import RULES as TWO
from tests.reports.reporting import make_report


def test_a_rule_is_told_with_its_level_what_it_catches_and_an_example() -> None:
    assert write_rulebook(TWO).split("\n") == [
        "wrong-type (error)",
        "  Another type than belongs there.",
        "      code: 32120",
        "",
        "prose-code (warning)",
        "  A code that tables lack.",
        "      See 32110.",
    ]


@pytest.mark.parametrize(
    ("allowable", "last"),
    [
        (True, "  It can be allowed, with a reason: # codepub: allow prose-code because …"),
        (False, "  It cannot be allowed."),
    ],
)
def test_one_rule_is_explained_with_whether_it_can_be_allowed(allowable: bool, last: str) -> None:
    assert explain_rule(TWO[1], allowable=allowable).split("\n") == [
        "prose-code (warning)",
        "  A code that tables lack.",
        "      See 32110.",
        "",
        last,
    ]


def test_no_character_of_an_example_is_invisible() -> None:
    rule = Rule("hidden", Severity.ERROR, "What nobody sees.", "code: 32\u200b120\u00a0\uf0b7")
    assert write_rulebook([rule]).endswith("code: 32\\u200b120\\xa0\\uf0b7")
    assert all(one.isprintable() for one in write_rulebook(RULES).split("\n"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_of_validation_stands_in_the_rulebook(rule: Rule) -> None:
    assert f"{rule.id} ({rule.severity})\n  {rule.catches}\n" in write_rulebook(RULES)


def test_the_kinds_of_reports_are_these() -> None:
    assert list(REPORTS) == ["text", "json", "github", "sarif", "junit"]


@pytest.mark.parametrize("kind", REPORTS)
def test_every_kind_of_report_can_tell_that_nothing_was_found(kind: str) -> None:
    assert isinstance(REPORTS[kind](make_report()), str)
