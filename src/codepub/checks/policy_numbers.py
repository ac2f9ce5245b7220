"""A check of the numbers of coverage policies: each kind of Medicare's has a form of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from codepub.checks.check import WARNING, Breach, Subject, check
from codepub.patterns import compile_late
from codepub.records.named_codes import rows


class _Form(NamedTuple):
    """The form of a kind's numbers, and the same in words, with an example."""

    shape: re.Pattern[str]
    words: str


_FORMS: Final[Mapping[str, _Form]] = {
    "LCD": _Form(compile_late(r"D?L\d{5}", re.ASCII), "an LCD's number is L and five digits, such as L33718"),
    "Article": _Form(compile_late(r"D?A\d{5}", re.ASCII), "an article's number is A and five digits, such as A52467"),
    "NCD": _Form(
        compile_late(r"\d{1,3}\.\d{1,2}(?:\.\d{1,2})?", re.ASCII),
        "an NCD's number is that of its section, such as 220.1 or 220.6.17",
    ),
}
"""Source: CMS, Medicare Coverage Database; NCDs are numbered as sections of the NCD Manual (publication 100-03).

A D before the letter marks a proposed one. The policies of payers are numbered as each of them likes.
"""


@check(
    "policy-number",
    WARNING,
    catches="A number that its kind of policy does not have.",
    example="kind: LCD, number: A33718",
)
def misnumbered_policies(subject: Subject) -> Iterator[Breach]:
    """Find numbers of NCDs, LCDs and articles that have not the form of their kind."""
    for index, policy in enumerate(rows(subject.record.coverage)):
        form = _FORMS.get(policy.kind)
        if form is None or not isinstance(policy.number, str) or form.shape.fullmatch(policy.number):
            continue
        other = next((kind for kind, one in _FORMS.items() if one.shape.fullmatch(policy.number)), None)
        yield Breach(
            ("coverage", index, "number"),
            f"`{policy.number}` cannot stand here: {form.words}.",
            f"Mend the number, or write `kind: {other}`." if other else "Look the number up, and mend it.",
        )


POLICY_CHECKS = (misnumbered_policies,)
