"""The command that publishes records."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never, cast

import click

from codepub.cli.coloring import color_option
from codepub.cli.destination import ToFile, ToFolder, ToStandardOutput, read_destination, refuse_several
from codepub.cli.edge import NamedPath, complain, hand_over_bytes, say
from codepub.cli.here import complete_code, load_once, open_here
from codepub.cli.making import (
    Order,
    complain_of_failures,
    complain_of_records,
    list_made,
    list_results,
    make_files,
    publish_order,
    show_plan,
)
from codepub.cli.printing import complain_of, name_files, quiet_option, shorten, show_examples
from codepub.cli.viewing import open_in_viewer
from codepub.cli.watching import run_on_changes
from codepub.diagnostics import CallError, Severity, printable

if TYPE_CHECKING:
    from codepub.building.outcomes import Failed, Kept, Made
    from codepub.compose.choices import Extent
    from codepub.loading.load import Loaded
    from codepub.session import Workspace
    from codepub.writers.choices import Format, Standard


_STANDARDS: Final = ("pdf/ua-1", "pdf/a-3a")
"""`writers.choices.Standard`, which help must not import; a test compares them."""
_EXTENTS: Final = ("full", "brief")
"""`compose.choices.Extent`, likewise."""
_FOR_PROGRAMS: Final = ("pdf", "docx")
"""Formats that are no text, and make a mess of a terminal."""
_MAX_LISTED: Final = 4
"""The most files that a run of `--watch` names in its line."""


@click.command(
    epilog=show_examples(
        "codepub build 32120 --pdf --docx",
        "codepub build 32120 --output thoracotomy.pdf --open",
        "codepub build --all --output public/ --dry-run",
        "codepub build 32120 --html --watch",
    )
)
@click.option("--all", "everything", is_flag=True, help="Build every record of the workspace.")
@click.option("--pdf", is_flag=True, help="Make a PDF.")
@click.option("--docx", is_flag=True, help="Make a Word file.")
@click.option("--html", is_flag=True, help="Make a web page that needs no other file.")
@click.option("--md", is_flag=True, help="Make a Markdown file.")
@click.option("--standard", type=click.Choice(_STANDARDS), help="What PDFs conform to; pdf/a-3a conforms to both.")
@click.option("--parts", type=click.Choice(_EXTENTS), help="How much is printed; brief leaves out payment and policy.")
@click.option("--final", "is_final", is_flag=True, help="Make only what is released; say why other records are not.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=NamedPath(),
    help="The folder to write to; or one file, such as x.pdf; or -, standard output.",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(1), metavar="N", help="How many processes work at once; all cores if not said."
)
@click.option("--force", "anew", is_flag=True, help="Make what is up to date, too.")
@click.option("--dry-run", "is_trial", is_flag=True, help="Say what would be made, and why; write nothing.")
@click.option("--watch", "watches", is_flag=True, help="Build again whenever a file is saved; Ctrl-C ends.")
@click.option("--open", "opens", is_flag=True, help="Open the result in the program that shows such files.")
@quiet_option
@color_option
@click.argument("codes", metavar="[CODE|FILE]...", nargs=-1, shell_complete=complete_code)
def build(
    codes: tuple[str, ...],
    everything: bool,
    standard: str | None,
    parts: str | None,
    is_final: bool,
    output: str | None,
    jobs: int | None,
    anew: bool,
    is_trial: bool,
    watches: bool,
    opens: bool,
    quiet: bool,
    **formats: bool,
) -> None:
    """Publish records as PDF, Word, HTML or Markdown.

    Where no format is named, those of codepub.toml are made. A record with errors stops no other. A folder stands for
    all records in it. What stands there as it would be made is left, and manifest.json lists all.
    """
    _refuse_unclear_call(codes, everything)
    from codepub.writers.choices import FORMATS

    workspace, conforming, extent = open_here(), cast("Standard | None", standard), cast("Extent | None", parts)
    named = tuple(name for name in FORMATS if formats[name])
    match destination := read_destination(output, named, workspace.settings.formats):
        case ToStandardOutput(wanted):
            if watches or opens:
                raise click.UsageError("Standard output can be neither watched nor opened. Name a file or a folder.")
            _refuse_terminal(wanted)
            loaded = load_once(workspace, codes)
            chosen = workspace.keep_released(loaded) if is_final else loaded
            _print_file(workspace, chosen, wanted, conforming, extent)
        case ToFolder() | ToFile():
            order = Order(workspace, named, conforming, extent, destination, quiet, is_final, anew, jobs)
            if is_trial:
                _refuse_one_file(destination)
                _plan(order, codes)
            else:
                (_build_on_changes if watches else _build_once)(order, codes, opens=opens)
        case _:
            assert_never(destination)


def _refuse_unclear_call(codes: Sequence[str], everything: bool) -> None:
    if not codes and not everything:
        raise click.UsageError("Name the codes to build, or build every record: codepub build --all")
    if codes and everything:
        raise click.UsageError("Name the codes to build, or say --all; not both.")


def _refuse_one_file(destination: ToFolder | ToFile) -> None:
    if isinstance(destination, ToFile):
        raise click.UsageError("A file that a call names is always made. Name a folder with --dry-run, or none.")


def _refuse_terminal(wanted: Format) -> None:
    if wanted in _FOR_PROGRAMS and sys.stdout.isatty():
        raise CallError(f"Standard output is a terminal, which shows no {wanted}. Redirect it, or name a file.")


def _print_file(
    workspace: Workspace, loaded: Loaded, wanted: Format, standard: Standard | None, extent: Extent | None
) -> None:
    """Write one publication to standard output, where nothing else is printed then."""
    refuse_several(ToStandardOutput(wanted), len(loaded.files))
    faults = complain_of_records(loaded.diagnostics)
    for record in loaded.records:
        rendered = workspace.render(record, wanted, standard=standard, extent=extent)
        complain_of(rendered.diagnostics)
        hand_over_bytes(rendered.content)
    if faults:
        raise click.exceptions.Exit(max(faults))


def _build_once(order: Order, codes: Sequence[str], *, opens: bool) -> None:
    from codepub.building.outcomes import summarize_build

    begun = time.monotonic()
    loaded = order.choose(load_once(order.workspace, codes))
    faults = complain_of_records(loaded.diagnostics)
    outcomes = make_files(order, loaded)
    faults += complain_of_failures(outcomes)
    summary = summarize_build(outcomes, time.monotonic() - begun, len(loaded.files) - len(loaded.records))
    if faults:
        complain(summary)
    elif not order.is_quiet:
        say(summary)
    if opens:
        open_in_viewer(list_results(outcomes))
    if faults:
        raise click.exceptions.Exit(max(faults))


def _plan(order: Order, codes: Sequence[str]) -> None:
    """Say what a build would make."""
    from codepub.building.outcomes import Due, Kept
    from codepub.reports.report import write_count

    loaded = order.choose(load_once(order.workspace, codes))
    faults = complain_of_records(loaded.diagnostics)
    planned = show_plan(order, loaded)
    faults += complain_of_failures([one for one in planned if not isinstance(one, Due)])
    due, kept = (sum(isinstance(one, kind) for one in planned) for kind in (Due, Kept))
    say(f"{write_count(due, 'file')} would be written; up to date: {write_count(kept, 'file')}")
    if faults:
        raise click.exceptions.Exit(max(faults))


def _build_on_changes(order: Order, codes: Sequence[str], *, opens: bool) -> None:
    """Build what is named, and again what changed, until Ctrl-C; the result is opened once."""
    to_open = opens

    def run(wanted: Sequence[str]) -> str:
        nonlocal to_open
        current = replace(order, workspace=open_here())
        begun = time.monotonic()
        loaded = current.choose(current.workspace.load(wanted))
        complain_of_records(loaded.diagnostics)
        outcomes = list(publish_order(current, loaded))
        _complain_of_outcomes(outcomes)
        if to_open:
            to_open = False
            open_in_viewer(list_results(outcomes))
        return _describe_run(loaded, outcomes, time.monotonic() - begun)

    run_on_changes(order.workspace, codes, run, made=order.destination.path)


def _complain_of_outcomes(outcomes: Sequence[Made | Kept | Failed]) -> None:
    from codepub.building.outcomes import Failed

    complain_of([found for one in outcomes if not isinstance(one, Failed) for found in one.diagnostics])
    complain_of_failures(outcomes)


def _describe_run(loaded: Loaded, outcomes: Sequence[Made | Kept | Failed], seconds: float) -> str:
    """Write what a run made, in a line: ``32120: wrote output/cpt/32120.pdf``, or ``32120: 1 error``."""
    from codepub.building.outcomes import Failed
    from codepub.reports.report import count_severity, write_count

    made, errors = list_made(outcomes), count_severity(loaded.diagnostics, Severity.ERROR)
    if len(made) > _MAX_LISTED:
        told = [f"wrote {write_count(len(made), 'file')}, {seconds:.1f} s"]
    else:
        told = [f"wrote {', '.join(str(shorten(file)) for file in made)}"] if made else []
    if failed := sum(isinstance(one, Failed) for one in outcomes):
        told.append(f"{write_count(failed, 'file')} failed")
    if errors:
        told.append(write_count(errors, "error"))
    return f"{name_files(loaded.files)}: {printable('; '.join(told) or 'nothing to make')}"
