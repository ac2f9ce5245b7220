"""The workspace that a command is run in: opened with a progress bar, and its codes completed in a shell."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codepub.cli.edge import pause_collecting
from codepub.diagnostics import CodepubError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from codepub.loading.load import Loaded
    from codepub.reviewing import Reviewing
    from codepub.session import Workspace


def open_here() -> Workspace:
    """Open the workspace that the current folder lies in."""
    from codepub.session import open_workspace

    return open_workspace(Path.cwd(), watch=show_progress)


def open_reviewing() -> Reviewing:
    """Open the reviews of the workspace that the current folder lies in."""
    from codepub.reviewing import Reviewing

    return Reviewing(open_here())


def load_once(workspace: Workspace, codes: Sequence[str] = ()) -> Loaded:
    """Load records as a command does, which ends soon after: without a search for cycles of references meanwhile."""
    with pause_collecting():
        return workspace.load(codes)


def show_progress(codes: Sequence[str]) -> Iterator[str]:
    """Show a bar on a terminal while codes are made ready; on standard error, so that output stays clean."""
    with click.progressbar(
        codes, label="Making ICD-10-CM ready, once", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from bar


def complete_code(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 -- click's signature
    """Complete a code from the records of the workspace; none outside of one, where a shell wants no message."""
    from click.shell_completion import CompletionItem

    from codepub.loading.named_files import list_filed_codes
    from codepub.workspace.settings import read_settings

    try:
        names = list_filed_codes(read_settings(Path.cwd()).content)
    except (CodepubError, OSError):
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete.upper())]
