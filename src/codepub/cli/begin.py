"""The commands that begin a workspace or a record."""

from __future__ import annotations

from pathlib import Path
from typing import assert_never

import click

from codepub.cli.edge import NamedPath, complain, say
from codepub.cli.here import open_here
from codepub.cli.printing import SYSTEMS, shorten, show_examples
from codepub.diagnostics import printable


@click.command(epilog=show_examples("codepub init", "codepub init my-library"))
@click.argument("folder", metavar="[DIR]", default=".", type=NamedPath(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Begin a workspace: settings, a sample, a schema.

    In the current folder, or in DIR. What is there already is left as it is, so the command can be repeated.
    """
    from codepub.workspace.scaffold import SAMPLE, FileLeft, FileMade, FileUnmade, begin_workspace

    codes = [0]
    for begun in begin_workspace(folder):
        match begun:
            case FileMade(file, ()):
                say(f"wrote {printable(file)}")
            case FileMade(file, added):
                say(f"added to {printable(file)}: {', '.join(added)}")
            case FileLeft(file, advice):
                say(f"left {printable(file)} as it is. {advice}".rstrip())
            case FileUnmade(error):
                complain(f"Error: {error}")
                codes.append(error.exit_code)
            case _:
                assert_never(begun)
    if any(codes):
        raise click.exceptions.Exit(max(codes))
    say(f"Next: codepub {'build 32120 --pdf' if (folder / SAMPLE).is_file() else 'validate'}")


@click.command(epilog=show_examples("codepub new 99213", "codepub new --system HCPCS J1100"))
@click.option("--system", type=click.Choice(SYSTEMS, case_sensitive=False), help="The code's system.")
@click.argument("code")
def new(system: str | None, code: str) -> None:
    """Begin a record.

    Every field of it states that nobody has looked for its value yet. A record that is there already is left as it is.
    """
    from datetime import date

    from codepub.records.codes import find_system
    from codepub.workspace.scaffold import begin_record, identify_record

    declared = find_system(system) if system is not None else None
    found, record = identify_record(code, declared)
    file = begin_record(open_here().settings, record, found, date.today())
    say(f"wrote {printable(shorten(file))}")
