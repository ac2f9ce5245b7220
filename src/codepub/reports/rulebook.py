"""The rules, for people."""

from __future__ import annotations

from collections.abc import Sequence

from codepub.diagnostics import Rule


def write_rulebook(rules: Sequence[Rule]) -> str:
    """Write down each rule: its id and level, what it catches, an example."""
    return "\n\n".join(map(_write_rule, rules))


def _write_rule(rule: Rule) -> str:
    example = "\n".join(f"      {line}" for line in rule.example.rstrip().splitlines())
    return f"{rule.id} ({rule.severity})\n  {rule.catches}\n{example}"
