"""Choices whose names are kept elsewhere, in modules that are too slow to import for every command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class LateChoice(click.ParamType[str]):
    """A choice among names, in any case; looked up when a call is read or explained, not at the start."""

    name = "choice"

    def __init__(self, find_names: Callable[[], Sequence[str]]) -> None:
        self._find_names = find_names

    @cached_property
    def _choice(self) -> click.Choice[str]:
        return click.Choice(self._find_names(), case_sensitive=False)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """Write the names as help shows them."""
        return self._choice.get_metavar(param, ctx)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Find the name that a call gives; click tells the names where it is none of them."""
        return self._choice.convert(value, param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Complete a name."""
        return self._choice.shell_complete(ctx, param, incomplete)
