"""Every rule of validation, in the order in which a file meets them."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from codepub.checks import CHECKS, PUBLISHED_CHECKS
from codepub.checks.published import MISSING_SET
from codepub.checks.references import ENDED_REFERENCE
from codepub.checks.review_rules import REVIEW_RULES
from codepub.checks.verbatim import VERBATIM
from codepub.diagnostics import Rule
from codepub.loading.allowances import ALLOWANCE_RULES
from codepub.loading.content_files import FILE_RULES
from codepub.loading.duplicates import DUPLICATE_RECORD
from codepub.loading.findings_limit import MORE_FINDINGS
from codepub.loading.model_errors import MODEL_RULES
from codepub.loading.unforeseen import UNFORESEEN
from codepub.yaml.cut_texts import CUT_TEXT
from codepub.yaml.decoded_twice import DECODED_TWICE
from codepub.yaml.rules import YAML_RULES

RULES: Final[tuple[Rule, ...]] = (
    *FILE_RULES,
    *YAML_RULES,
    *MODEL_RULES,
    CUT_TEXT,
    DECODED_TWICE,
    *(check.rule for check in CHECKS),
    DUPLICATE_RECORD,
    ENDED_REFERENCE,
    *REVIEW_RULES,
    *(check.rule for check in PUBLISHED_CHECKS),
    MISSING_SET,
    VERBATIM,
    *ALLOWANCE_RULES,
    UNFORESEEN,
    MORE_FINDINGS,
)


def find_similar_rules(name: str, rules: Sequence[Rule]) -> list[str]:
    """Find the ids of the rules that are spelled like a name, or share a word with it: at most three."""
    ids = [rule.id for rule in rules]
    near = get_close_matches(name.lower(), ids, n=3, cutoff=0.7)
    words = set(name.lower().replace("_", "-").replace(" ", "-").split("-"))
    return near or [one for one in ids if words & set(one.split("-"))][:3]
