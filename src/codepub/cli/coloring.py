"""Colours on terminals: what weighs how much is told apart. What programs read never has any."""

from __future__ import annotations

import os
from typing import Final

import click

from codepub.diagnostics import Severity

_FOREGROUND: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def paint(severity: Severity, words: str) -> str:
    """Return words in the colour of a severity; click leaves colours out where no terminal shows them."""
    return click.style(words, fg=_FOREGROUND[severity], bold=True)


def paint_change(line: str) -> str:
    """Return a line of a diff in the colour that such lines have."""
    color = {"-": "red", "+": "green", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=color, bold=line.startswith(("---", "+++")) or None) if color else line


def _choose_color(ctx: click.Context, param: click.Parameter, choice: str) -> None:  # noqa: ARG001 -- click's signature
    match choice:
        case "always":
            ctx.color = True
        case "never":
            ctx.color = False
        case _:
            ctx.color = _read_environment()


def _read_environment() -> bool | None:
    """Tell whether the environment wants colours; None where each output decides, by being a terminal or none.

    NO_COLOR (no-color.org) holds where it is not empty, and before FORCE_COLOR (force-color.org).
    """
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return True if os.environ.get("FORCE_COLOR") else None


color_option = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    expose_value=False,
    callback=_choose_color,
    help="Colours; auto: on terminals only.",
)
