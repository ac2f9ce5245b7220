"""What a record is checked for: one rule, one function, one list."""

from codepub.checks.broken_marks import BROKEN_MARK_CHECKS
from codepub.checks.cited_sources import SOURCE_CHECKS
from codepub.checks.codes import CODE_CHECKS
from codepub.checks.coming_vintages import VINTAGE_CHECKS
from codepub.checks.kinds_of_codes import KIND_CHECKS
from codepub.checks.left_over import LEFT_OVER_CHECKS
from codepub.checks.medicare import MEDICARE_CHECKS
from codepub.checks.membership import MEMBERSHIP_CHECKS
from codepub.checks.named_in_prose import NAMING_CHECKS
from codepub.checks.organizations import ORGANIZATION_CHECKS
from codepub.checks.payment import PAYMENT_CHECKS, PUBLISHED_PAYMENT_CHECKS
from codepub.checks.policy_numbers import POLICY_CHECKS
from codepub.checks.prose import PROSE_CHECKS
from codepub.checks.prose_indicators import INDICATOR_CHECKS, PUBLISHED_INDICATOR_CHECKS
from codepub.checks.released import RELEASE_CHECKS
from codepub.checks.repeated_rows import REPETITION_CHECKS
from codepub.checks.sides import SIDE_CHECKS
from codepub.checks.tables import TABLE_CHECKS
from codepub.checks.typed_lists import LIST_CHECKS
from codepub.checks.unclosed_marks import UNCLOSED_MARK_CHECKS
from codepub.checks.unlisted import UNLISTED_CHECKS
from codepub.checks.unprinted import UNPRINTED_CHECKS
from codepub.checks.without_glyph import GLYPH_CHECKS

CHECKS = (
    *CODE_CHECKS,
    *KIND_CHECKS,
    *REPETITION_CHECKS,
    *TABLE_CHECKS,
    *VINTAGE_CHECKS,
    *PAYMENT_CHECKS,
    *POLICY_CHECKS,
    *SOURCE_CHECKS,
    *PROSE_CHECKS,
    *NAMING_CHECKS,
    *INDICATOR_CHECKS,
    *BROKEN_MARK_CHECKS,
    *UNCLOSED_MARK_CHECKS,
    *UNPRINTED_CHECKS,
    *LIST_CHECKS,
    *LEFT_OVER_CHECKS,
    *GLYPH_CHECKS,
    *RELEASE_CHECKS,
)
PUBLISHED_CHECKS = (
    *MEMBERSHIP_CHECKS,
    *UNLISTED_CHECKS,
    *MEDICARE_CHECKS,
    *ORGANIZATION_CHECKS,
    *SIDE_CHECKS,
    *PUBLISHED_PAYMENT_CHECKS,
    *PUBLISHED_INDICATOR_CHECKS,
)
"""Those that rest on code sets, and are left out where there is no store of them."""
