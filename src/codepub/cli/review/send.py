"""The command that makes review copies."""

from __future__ import annotations

from pathlib import Path

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import NamedPath, complain, say
from codepub.cli.here import complete_code, load_once, open_here
from codepub.cli.printing import complain_of, quiet_option, shorten, shorten_places, show_examples
from codepub.diagnostics import ContentError, printable


@click.command(
    epilog=show_examples(
        "codepub review send 32120", 'codepub review send 32120 --for "Ada Coder" --for "Dr. B" --to out/'
    )
)
@click.option("--for", "reviewers", metavar="NAME", multiple=True, help="A reviewer; each gets a copy.")
@click.option("--to", "folder", metavar="DIR", type=NamedPath(), help="The folder to write to; else output/review/.")
@quiet_option
@color_option
@click.argument("codes", metavar="CODE|FILE...", nargs=-1, required=True, shell_complete=complete_code)
def send(codes: tuple[str, ...], reviewers: tuple[str, ...], folder: str | None, quiet: bool) -> None:
    """Make review copies, to edit and comment.

    They are Word files. What was sent is kept in reviews/, which belongs into git: by it the edits of a file that comes
    back are found. If one record has errors, none is sent.
    """
    from codepub.reviewing import Reviewing

    workspace = open_here()
    loaded = load_once(workspace, codes)
    if loaded.errors:
        complain_of(shorten_places(loaded.errors))
        complain("Nothing was sent.")
        raise click.exceptions.Exit(ContentError.exit_code)
    for sent in Reviewing(workspace).send(loaded, reviewers, folder=Path(folder) if folder else None):
        complain_of(sent.diagnostics)
        if not quiet:
            say(f"wrote {printable(shorten(sent.file))} ({sent.copy.identifier})")
