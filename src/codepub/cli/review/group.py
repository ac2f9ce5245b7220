"""The group of the commands of review; each is imported when it is called for, since most runs call for none."""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

from codepub.cli.printing import show_examples

_MODULES: Final[dict[str, str]] = {
    "send": "send",
    "receive": "receive",
}
"""The module beside this one that holds each command, in the order in which help lists them."""


class _Commands(click.Group):
    """Commands that are imported by their names."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        """Return the names of the commands."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 -- likewise
        """Import a command."""
        if cmd_name not in _MODULES:
            return None
        found = getattr(import_module(f"codepub.cli.review.{_MODULES[cmd_name]}"), cmd_name)
        return found if isinstance(found, click.Command) else None


@click.group(
    cls=_Commands,
    epilog=show_examples(
        "codepub review send 32120", "codepub review receive 32120-reviewed.docx", "codepub review status"
    ),
)
def review() -> None:
    """Send publications to reviewers in Word, take their edits back, and sign."""
