"""Every rule of validation, in the order in which a file meets them."""

from __future__ import annotations

from typing import Final

from codepub.diagnostics import Rule
from codepub.loading.allowances import ALLOWANCE_RULES
from codepub.loading.checks import CHECKS, PUBLISHED_CHECKS
from codepub.loading.checks.published import MISSING_SET
from codepub.loading.checks.references import ENDED_REFERENCE
from codepub.loading.cut_texts import CUT_TEXT
from codepub.loading.decoded_twice import DECODED_TWICE
from codepub.loading.duplicates import DUPLICATE_RECORD
from codepub.loading.files import FILE_RULES
from codepub.loading.model_errors import MODEL_RULES
from codepub.loading.told import MORE_FINDINGS
from codepub.loading.unforeseen import UNFORESEEN
from codepub.loading.verbatim import VERBATIM
from codepub.loading.yaml_rules import YAML_RULES

RULES: Final[tuple[Rule, ...]] = (
    *FILE_RULES,
    *YAML_RULES,
    *MODEL_RULES,
    CUT_TEXT,
    DECODED_TWICE,
    *(check.rule for check in CHECKS),
    DUPLICATE_RECORD,
    ENDED_REFERENCE,
    *(check.rule for check in PUBLISHED_CHECKS),
    MISSING_SET,
    VERBATIM,
    *ALLOWANCE_RULES,
    UNFORESEEN,
    MORE_FINDINGS,
)
