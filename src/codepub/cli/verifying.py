"""The command that compares a folder of results with its manifest."""

from __future__ import annotations

from pathlib import Path

import click

from codepub.cli.edge import NamedPath, complain, say
from codepub.cli.here import open_here
from codepub.cli.printing import quiet_option, show_examples
from codepub.diagnostics import ContentError, printable


@click.command(epilog=show_examples("codepub verify", "codepub verify public/"))
@quiet_option
@click.argument("folder", metavar="[DIR]", required=False, type=NamedPath(file_okay=False, path_type=Path))
def verify(folder: Path | None, quiet: bool) -> None:
    """Compare results with their manifest.

    Each file in the output folder, or in DIR, is compared with the SHA-256 that manifest.json has of it. Files that it
    does not list are named, and are no fault.
    """
    from codepub.reports.report import write_count

    found = open_here().verify(folder)
    for path in found.missing:
        complain(f"missing: {printable(path)}")
    for path in found.changed:
        complain(f"changed: {printable(path)}")
    if not quiet:
        for path in found.unlisted:
            say(f"not in the manifest: {printable(path)}")
        say(f"{write_count(found.sound, 'file')} as made; missing: {len(found.missing)}; changed: {len(found.changed)}")
    if not found.is_whole:
        raise click.exceptions.Exit(ContentError.exit_code)
