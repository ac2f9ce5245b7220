"""Groups of commands of which each is imported when it is called: a run calls one, and help alone names all."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

import click

_NO_PLACES: Final[Mapping[str, str]] = {}


class LateGroup(click.Group):
    """A group that knows where its commands are, besides those that it is given.

    ``places`` are module and name, such as ``codepub.cli.begin:init``, by the name of the command.
    """

    def __init__(self, *arguments: Any, places: Mapping[str, str] = _NO_PLACES, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of their places."""
        return [*self._places, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, which is imported now."""
        if cmd_name not in self._places:
            return super().get_command(ctx, cmd_name)
        module, _, name = self._places[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        return found if isinstance(found, click.Command) else None
