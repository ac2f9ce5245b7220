"""The rules, for people."""

from __future__ import annotations

from collections.abc import Sequence

from codepub.diagnostics import Rule


def rulebook(rules: Sequence[Rule]) -> str:
    """Give each rule: its id and level, what it catches, an example."""
    return "\n\n".join(map(_entry, rules))


def _entry(rule: Rule) -> str:
    example = "\n".join(f"      {line}" for line in rule.example.rstrip().splitlines())
    return f"{rule.id} ({rule.severity})\n  {rule.catches}\n{example}"
