"""What a record is checked for: one rule, one function, one list."""

from codepub.checks.codes import CODE_CHECKS
from codepub.checks.medicare import MEDICARE_CHECKS
from codepub.checks.membership import MEMBERSHIP_CHECKS
from codepub.checks.prose import PROSE_CHECKS
from codepub.checks.tables import TABLE_CHECKS
from codepub.checks.unlisted import UNLISTED_CHECKS

CHECKS = (*CODE_CHECKS, *TABLE_CHECKS, *PROSE_CHECKS)
PUBLISHED_CHECKS = (*MEMBERSHIP_CHECKS, *UNLISTED_CHECKS, *MEDICARE_CHECKS)
"""Those that rest on code sets, and are left out where there is no store of them."""
