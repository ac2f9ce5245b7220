"""A command that is run once, and again whenever somebody saves a file it depends on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from codepub.cli.edge import complain, say
from codepub.diagnostics import CodepubError, printable

if TYPE_CHECKING:
    from codepub.session import Workspace
    from codepub.workspace.changes import Changes

Run = Callable[[Sequence[str]], str]
"""Do a command's work for codes or files, or for all where none is named; return what came of it in a line."""


def run_on_changes(workspace: Workspace, codes: Sequence[str], run: Run, *, made: Path | None = None) -> None:
    """Run, and run again for what changes, a line a run; Ctrl-C ends it, and nothing was wrong then.

    Args:
        workspace: The workspace whose files are watched.
        codes: What the call names; nothing else is run, and all of it where templates or settings change.
        run: What is run. Mistakes of the call end the first run, and are told and waited over in later ones.
        made: The folder or the file that a run writes to.

    Raises:
        CodepubError: The first run could not be done.
    """
    from codepub.workspace.changes import follow_changes

    try:
        changes = follow_changes(workspace.settings, made.absolute() if made else None)
        _say_line(run(codes))
        complain("Waiting for changes. Ctrl-C ends.")
        for changed in changes:
            _run_again(workspace, codes, changed, run)
    except KeyboardInterrupt:
        return


def _run_again(workspace: Workspace, codes: Sequence[str], changed: Changes, run: Run) -> None:
    try:
        wanted = _choose(workspace, codes, changed)
        if wanted is not None:
            _say_line(run(wanted))
    except CodepubError as error:
        _say_line(f"Error: {error}")


def _choose(workspace: Workspace, codes: Sequence[str], changed: Changes) -> Sequence[str] | None:
    """Choose what to run: the records that changed, of those named, or all that is named; None where nothing is."""
    if changed.others:
        return codes
    named = workspace.find_files(codes) if codes else None
    wanted = (file for file in changed.records if named is None or _find_record(workspace, file) in named)
    return list(map(str, wanted)) or None


def _find_record(workspace: Workspace, file: Path) -> Path:
    """Find the file of the record that is made anew with a file: with that of a review, the one beside it."""
    from codepub.session import find_record_beside

    return find_record_beside(workspace.settings.content, file)


def _say_line(line: str) -> None:
    say(f"{time.strftime('%H:%M:%S')} {printable(line)}")
