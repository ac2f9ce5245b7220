from __future__ import annotations

import pkgutil
from collections import Counter
from collections.abc import Iterator
from importlib import import_module

import pytest

from codepub.checks.references import ENDED_REFERENCE
from codepub.diagnostics import Rule
from codepub.loading.content_files import FILE_RULES
from codepub.loading.rules import RULES
from codepub.releasing.release import RELEASE_RULES
from codepub.yaml.rules import YAML_RULES
from tests import checks, loading, yaml

SHOWN_ELSEWHERE = {
    *(rule.id for rule in FILE_RULES),  # test_files
    *(rule.id for rule in YAML_RULES),  # test_yaml_reading
    ENDED_REFERENCE.id,  # checks/test_references
}


def list_broken_rules() -> Iterator[str]:
    """Name the rules that test modules break: by their cases, or, where they have other ones, as they list them."""
    for room in (checks, loading, yaml):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            module = import_module(found.name)
            yield from (wanted.rule for wanted in getattr(module, "CASES", ()))
            yield from getattr(module, "RULES_BROKEN", ())


def test_every_rule_is_broken_by_a_test() -> None:
    assert {rule.id for rule in RULES} == {*list_broken_rules()} | SHOWN_ELSEWHERE


def test_the_ids_of_rules_are_unique() -> None:
    assert [name for name, count in Counter(rule.id for rule in (*RULES, *RELEASE_RULES)).items() if count > 1] == []


@pytest.mark.parametrize("rule", [*RULES, *RELEASE_RULES], ids=lambda rule: rule.id)
def test_a_rule_says_what_it_catches_and_has_an_example(rule: Rule) -> None:
    assert rule.id == rule.id.lower().replace(" ", "-")
    assert rule.catches.endswith(".")
    assert rule.example.strip()
