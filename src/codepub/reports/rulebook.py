"""The rules, for people."""

from __future__ import annotations

from collections.abc import Sequence

from codepub.diagnostics import Rule
from codepub.reports.unseen import show_unseen


def write_rulebook(rules: Sequence[Rule]) -> str:
    """Write down each rule: its id and level, what it catches, an example."""
    return "\n\n".join(map(_write_rule, rules))


def explain_rule(rule: Rule, *, allowable: bool) -> str:
    """Explain one rule: its id and level, what it catches, an example, and whether it can be allowed."""
    way = f"It can be allowed, with a reason: # codepub: allow {rule.id} because …"
    return f"{_write_rule(rule)}\n\n  {way if allowable else 'It cannot be allowed.'}"


def _write_rule(rule: Rule) -> str:
    example = "\n".join(f"      {show_unseen(line)}" for line in rule.example.rstrip().splitlines())
    return f"{rule.id} ({rule.severity})\n  {rule.catches}\n{example}"
