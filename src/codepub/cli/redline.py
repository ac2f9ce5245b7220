"""The command that shows what changed between two versions of a record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import NamedPath
from codepub.cli.here import complete_code, open_here
from codepub.cli.making import complain_of_failures, show_outcome
from codepub.cli.printing import quiet_option, show_examples

if TYPE_CHECKING:
    from codepub.building.outcomes import Failed, Made


@click.command(
    epilog=show_examples(
        "codepub redline 32120 --from HEAD~1 --pdf",
        "codepub redline 32120 --from v1 --to v2 --docx --changed-only",
        "codepub redline --from old.yaml --to new.yaml",
    )
)
@click.option(
    "--from", "before", metavar="REV|FILE", required=True, help="The older version: a git revision, or a file."
)
@click.option("--to", "after", metavar="REV|FILE", help="The newer version; the file as it is now where none is named.")
@click.option("--pdf", is_flag=True, help="Make a PDF.")
@click.option("--docx", is_flag=True, help="Make a Word file with tracked changes.")
@click.option("--html", is_flag=True, help="Make a web page that needs no other file.")
@click.option("--md", is_flag=True, help="Make a Markdown file.")
@click.option("--changed-only", "only_changes", is_flag=True, help="Leave out what did not change.")
@click.option("-o", "--output", metavar="FOLDER", type=NamedPath(), help="The folder to write to.")
@quiet_option
@color_option
@click.argument("code", metavar="[CODE|FILE]", required=False, shell_complete=complete_code)
def redline(
    code: str | None,
    before: str,
    after: str | None,
    only_changes: bool,
    output: str | None,
    quiet: bool,
    **formats: bool,
) -> None:
    """Show what changed between two versions of a record.

    That makes a publication with insertions and deletions marked, in Word as tracked changes. A version is a revision
    of git (a commit, a branch, a tag, HEAD~3), or a file with the ending .yaml. Records are not checked.
    """
    from codepub.reviewing import Reviewing
    from codepub.writers.choices import FORMATS

    reviewing = Reviewing(open_here())
    document = reviewing.redline(code, before, after, only_changes=only_changes)
    wanted = tuple(name for name in FORMATS if formats[name])
    outcomes: list[Made | Failed] = []
    for outcome in reviewing.publish_redline(document, wanted, output=None if output is None else Path(output)):
        show_outcome(outcome, is_quiet=quiet)
        outcomes.append(outcome)
    if faults := complain_of_failures(outcomes):
        raise click.exceptions.Exit(max(faults))
