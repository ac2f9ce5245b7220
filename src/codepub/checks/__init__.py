"""What a record is checked for: one rule, one function, one list."""

from codepub.checks.cited_sources import SOURCE_CHECKS
from codepub.checks.codes import CODE_CHECKS
from codepub.checks.kinds_of_codes import KIND_CHECKS
from codepub.checks.medicare import MEDICARE_CHECKS
from codepub.checks.membership import MEMBERSHIP_CHECKS
from codepub.checks.payment import PAYMENT_CHECKS, PUBLISHED_PAYMENT_CHECKS
from codepub.checks.prose import PROSE_CHECKS
from codepub.checks.tables import TABLE_CHECKS

CHECKS = (*CODE_CHECKS, *KIND_CHECKS, *TABLE_CHECKS, *PAYMENT_CHECKS, *SOURCE_CHECKS, *PROSE_CHECKS)
PUBLISHED_CHECKS = (*MEMBERSHIP_CHECKS, *MEDICARE_CHECKS, *PUBLISHED_PAYMENT_CHECKS)
"""Those that rest on code sets, and are left out where there is no store of them."""
