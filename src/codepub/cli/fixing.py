"""What `codepub validate --fix` does first: it shows what it would change, asks on a terminal, and writes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from codepub.cli.coloring import paint_change
from codepub.cli.edge import complain, say, say_painted
from codepub.cli.printing import shorten

if TYPE_CHECKING:
    from codepub.loading.fixing import FixedFile
    from codepub.loading.load import Loaded
    from codepub.session import Workspace


def fix(workspace: Workspace, loaded: Loaded, *, is_quiet: bool) -> bool:
    """Fix what has one right answer in what was loaded, and tell whether files were written.

    A person at a terminal is asked; a call from a script has asked for it already, and finds the changes in its output.
    """
    from codepub.reports.report import write_count

    fixed = workspace.fix(loaded)
    made = [one for one in fixed if one.made]
    for one in made:
        _show_changes(one)
    what = f"{write_count(sum(one.made for one in made), 'mistake')} in {write_count(len(made), 'file')}"
    is_wanted = bool(made) and _is_wanted(f"Fix {what}?")
    if is_wanted:
        workspace.write_fixes(made)
    if not is_quiet:
        say(f"Fixed {what}.\n" if is_wanted else f"{'No file was changed.' if made else 'There is nothing to fix.'}\n")
    if left := sum(one.left for one in fixed):
        complain(f"{write_count(left, 'mistake')} left that cannot be fixed without changing more. Mend by hand.")
    return is_wanted


def _show_changes(fixed: FixedFile) -> None:
    from codepub.reports.changes import write_changes

    file, before, after = fixed.rewrite
    for line in write_changes(str(shorten(file).as_posix()), before.decode("utf-8-sig"), after.decode("utf-8-sig")):
        say_painted(paint_change(line))
    say("")


def _is_wanted(question: str) -> bool:
    """Ask a person, where one sits at a terminal; what is not answered is not wanted."""
    return not _is_at_terminal() or click.confirm(question, default=False)


def _is_at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
