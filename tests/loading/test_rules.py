from __future__ import annotations

from collections import Counter

import pytest

from codepub.diagnostics import Rule
from codepub.loading.checks.references import ENDED_REFERENCE
from codepub.loading.files import FILE_RULES
from codepub.loading.rules import RULES
from codepub.loading.yaml_rules import YAML_RULES
from tests.loading import test_model_errors
from tests.loading.checks import test_codes, test_prose, test_tables

CASES = (*test_model_errors.CASES, *test_codes.CASES, *test_tables.CASES, *test_prose.CASES)
SHOWN_ELSEWHERE = {
    *(rule.id for rule in FILE_RULES),  # test_files
    *(rule.id for rule in YAML_RULES),  # test_yaml_reading
    ENDED_REFERENCE.id,  # checks/test_references
}


def test_every_rule_is_broken_by_a_test() -> None:
    assert {rule.id for rule in RULES} == {wanted.rule for wanted in CASES} | SHOWN_ELSEWHERE


def test_the_ids_of_rules_are_unique() -> None:
    assert [name for name, count in Counter(rule.id for rule in RULES).items() if count > 1] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_it_catches_and_has_an_example(rule: Rule) -> None:
    assert rule.id == rule.id.lower().replace(" ", "-")
    assert rule.catches.endswith(".")
    assert rule.example.strip()
