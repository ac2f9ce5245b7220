"""The command that publishes records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, assert_never, cast

import click

from codepub.cli.edge import NamedPath, complain, say
from codepub.cli.here import complete_code, load_once, open_here
from codepub.cli.printing import complain_of, shorten, shorten_places, show_examples
from codepub.diagnostics import ContentError, Severity, printable

if TYPE_CHECKING:
    from codepub.building.build import Outcome
    from codepub.compose.choices import Extent
    from codepub.writers.choices import Standard


_STANDARDS: Final = ("pdf/ua-1", "pdf/a-3a")
"""`writers.choices.Standard`, which help must not import; a test compares them."""
_EXTENTS: Final = ("full", "brief")
"""`compose.choices.Extent`, likewise."""


@click.command(epilog=show_examples("codepub build 32120 --pdf --docx", "codepub build --all --output public"))
@click.option("--all", "everything", is_flag=True, help="Build every record of the workspace.")
@click.option("--pdf", is_flag=True, help="Make a PDF.")
@click.option("--docx", is_flag=True, help="Make a Word file.")
@click.option("--html", is_flag=True, help="Make a web page that needs no other file.")
@click.option("--md", is_flag=True, help="Make a Markdown file.")
@click.option("--standard", type=click.Choice(_STANDARDS), help="What PDFs conform to; pdf/a-3a conforms to both.")
@click.option("--parts", type=click.Choice(_EXTENTS), help="How much is printed; brief leaves out payment and policy.")
@click.option("--output", type=NamedPath(file_okay=False, path_type=Path), help="The folder to write to.")
@click.argument("codes", metavar="[CODE|FILE]...", nargs=-1, shell_complete=complete_code)
def build(
    codes: tuple[str, ...],
    everything: bool,
    standard: str | None,
    parts: str | None,
    output: Path | None,
    **formats: bool,
) -> None:
    """Publish records as PDF, Word, HTML or Markdown.

    Where no format is named, those of codepub.toml are made. A record with errors stops no other.
    """
    if bool(codes) == everything:
        raise click.UsageError("Name the codes to build, or say --all; not both.")
    from codepub.building.build import summarize_build
    from codepub.writers.choices import FORMATS

    workspace = open_here()
    loaded = load_once(workspace, codes)
    diagnostics = shorten_places(loaded.diagnostics)
    complain_of([diagnostic for diagnostic in diagnostics if diagnostic.severity is not Severity.NOTE])
    wanted = tuple(name for name in FORMATS if formats[name])
    making = workspace.publish(
        loaded.records,
        wanted,
        output=output,
        standard=cast("Standard | None", standard),
        extent=cast("Extent | None", parts),
    )
    outcomes = [_show(outcome) for outcome in making]
    faults = [ContentError.exit_code for one in diagnostics if one.severity is Severity.ERROR]
    faults += _complain_of_failures(outcomes)
    (complain if faults else say)(summarize_build(outcomes, len(loaded.files) - len(loaded.records)))
    if faults:
        raise click.exceptions.Exit(max(faults))


def _show(outcome: Outcome) -> Outcome:
    """Say at once what was made; why something failed is said at the end, where it is not overlooked."""
    from codepub.building.build import Failed, Made

    match outcome:
        case Made(target, diagnostics):
            complain_of(diagnostics)
            say(f"wrote {printable(shorten(target.file))}")
        case Failed():
            pass
        case _:
            assert_never(outcome)
    return outcome


def _complain_of_failures(outcomes: Sequence[Outcome]) -> list[int]:
    """Say why files failed, each reason once; return the exit code of each."""
    from codepub.building.build import Failed

    errors = [outcome.error for outcome in outcomes if isinstance(outcome, Failed)]
    for reason, count in Counter(map(str, errors)).items():
        complain(f"Error: {reason}{f' ({count:,} files)' if count > 1 else ''}")
    return [error.exit_code for error in errors]
