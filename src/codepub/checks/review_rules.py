"""The rules of review files, and of what their signatures are needed for."""

from __future__ import annotations

from codepub.checks.check import ERROR, WARNING
from codepub.diagnostics import Rule

REVIEW_FIELD = Rule(
    "review-field",
    ERROR,
    "A field that records do not have, in a review file.",
    "threads: [{id: t1, field: summary.meening}]",
)
REVIEW_ID = Rule(
    "review-id",
    ERROR,
    "An id that two comments, or two proposals, of a review file have.",
    "threads: [{id: t1}, {id: t1}]",
)
REVIEW_ALONE = Rule(
    "review-alone",
    ERROR,
    "A review file without its record.",
    "cpt/32120.review.yaml, where there is no cpt/32120.yaml",
)
REVIEW_PLACE = Rule(
    "review-place",
    WARNING,
    "An open comment or proposal on a row or a part that its record does not have any more.",
    "threads: [{id: t1, field: 'specifications.modifiers[9]'}]",
)
REVIEW_ROLE = Rule(
    "review-role",
    WARNING,
    "A signature or a rejection for a role that codepub.toml does not have, and that counts for nothing.",
    "signatures: [{role: codder}]",
)
REVIEW_SIGNER = Rule(
    "review-signer",
    WARNING,
    "A signature of somebody whom codepub.toml does not list for its role, and that counts for nothing.",
    "signatures: [{role: coder, name: Bob}]",
)
UNAPPROVED = Rule(
    "unapproved",
    WARNING,
    "A release that a role of codepub.toml has not approved, or not as it is now: it is published as a draft.",
    "status: released, with `summary` changed since it was signed",
)
REVIEW_RULES = (REVIEW_FIELD, REVIEW_ID, REVIEW_ALONE, REVIEW_PLACE, REVIEW_ROLE, REVIEW_SIGNER, UNAPPROVED)
"""The rules of review files."""
