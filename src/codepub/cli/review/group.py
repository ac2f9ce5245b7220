"""The group of the commands of review."""

from __future__ import annotations

from typing import Final

import click

from codepub.cli.late_group import LateGroup
from codepub.cli.printing import show_examples

_PLACES: Final = {
    "send": "codepub.cli.review.send:send",
    "receive": "codepub.cli.review.receive:receive",
    "status": "codepub.cli.review.status:status",
    "comments": "codepub.cli.review.comments:comments",
    "reply": "codepub.cli.review.comments:reply",
    "resolve": "codepub.cli.review.comments:resolve",
    "approve": "codepub.cli.review.signing:approve",
    "reject": "codepub.cli.review.signing:reject",
}


@click.group(
    cls=LateGroup,
    places=_PLACES,
    epilog=show_examples(
        "codepub review send 32120", "codepub review receive 32120-reviewed.docx", "codepub review status"
    ),
)
def review() -> None:
    """Review publications in Word, and sign them."""
