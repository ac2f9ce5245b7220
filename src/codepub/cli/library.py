"""The commands that ask about all records of a library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import NamedPath, complain, hand_over, say
from codepub.cli.here import load_once, open_here
from codepub.cli.printing import (
    STATUSES,
    SYSTEMS,
    complain_of,
    fail_for_errors,
    shorten,
    shorten_places,
    show_examples,
    write_to,
)
from codepub.diagnostics import CallError, ContentError, printable

if TYPE_CHECKING:
    from codepub.library.impact.impact import Impact


@click.command(
    "list", epilog=show_examples("codepub list", "codepub list --system CPT --tag thoracic", "codepub list --json")
)
@click.option("--system", type=click.Choice(SYSTEMS, case_sensitive=False), help="Only records of this code system.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only records with this tag; of several, with all.")
@click.option("--status", type=click.Choice(STATUSES), help="Only drafts, approved or not, or only what is released.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@color_option
def list_(system: str | None, tags: tuple[str, ...], status: str | None, as_json: bool) -> None:
    """List the records, and what is unavailable in them.

    Each with its code, title, edition and status, and with how many values are unavailable for which reason.
    """
    from codepub.library.listing import library_json, library_text
    from codepub.loading.content_files import FILE_RULES
    from codepub.records.standing import STANDINGS

    workspace = open_here()
    loaded = load_once(workspace)
    standings = workspace.find_standings(loaded.records)
    wanted = {None: STANDINGS, "draft": ("draft", "approved", "lapsed"), "released": ("released",)}[status]
    records = [
        one
        for one in loaded.records
        if system in (None, one.system) and standings[one.id] in wanted and set(tags) <= set(one.tags)
    ]
    if as_json:
        hand_over(library_json(records, standings))
    elif records:
        say(library_text(records, standings))
    elif loaded.records:
        complain(_describe_none(system, tags, status))
    elif not loaded.files:
        complain("There are no records here. `codepub new CODE` begins one.")
    broken = len(loaded.files) - len(loaded.records)
    if broken:
        complain(f"{broken} of {len(loaded.files)} records have errors and are left out; see codepub validate.")
    names = {rule.id for rule in FILE_RULES}
    unread = shorten_places([one for one in loaded.diagnostics if one.rule in names])
    complain_of(unread)
    if broken or unread:
        raise click.exceptions.Exit(ContentError.exit_code)


def _describe_none(system: str | None, tags: Sequence[str], status: str | None) -> str:
    """Say that no record is what was asked for, in the words of the call."""
    asked = [f"is of {system}"] if system else []
    asked += [f"is {'a draft' if status == 'draft' else status}"] if status else []
    asked += [f"has the tag {printable(tag)}" for tag in tags]
    return f"No record {' and '.join(asked)}."


def _refuse_no_number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Refuse what is not a number (NaN), with which every comparison is false, that with a range too."""
    if value is not None and math.isnan(value):
        raise click.BadParameter(f"{value} is not a number.", ctx, param)
    return value


@click.command(
    epilog=show_examples(
        "codepub completeness",
        "codepub completeness --format html --output completeness.html",
        "codepub completeness --fail-under 80",
    )
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "csv", "html")),
    default="text",
    show_default=True,
    help="What to make of it.",
)
@click.option("-o", "--output", type=NamedPath(dir_okay=False, path_type=Path), help="The file to write to.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    callback=_refuse_no_number,
    metavar="PERCENT",
    help="Exit with 1 where the share is smaller.",
)
@color_option
def completeness(form: str, output: Path | None, fail_under: float | None) -> None:
    """Show which fields are given, and why others are not.

    The share counts fields that have a value or are known to be none ([]), of all fields that stand in a record. A
    field that is unavailable counts against it, whatever its reason; an optional field that is left out counts for
    nothing.
    """
    from codepub.library.completeness.matrix import tally_all
    from codepub.library.completeness.page import completeness_html
    from codepub.library.completeness.symbols import write_percentage
    from codepub.library.completeness.tables import completeness_csv, completeness_text

    workspace = open_here()
    if form == "html":
        _refuse_former_template(workspace.settings.templates)
    measured, found = workspace.measure_completeness()
    text = {
        "text": lambda: completeness_text(measured),
        "csv": lambda: completeness_csv(measured),
        "html": lambda: completeness_html(measured, workspace.load_theme()),
    }[form]()
    if output is not None:
        write_to(output, text)
    elif form == "text":
        say(text)
    else:
        hand_over(text)
    unread = shorten_places(found)
    complain_of(unread)
    share = tally_all(measured).percent
    if fail_under is not None and share < fail_under:
        complain(f"{write_percentage(share)} is complete, and {fail_under:g}% is asked for.")
        raise click.exceptions.Exit(ContentError.exit_code)
    fail_for_errors(unread)


def _refuse_former_template(templates: Path) -> None:
    """Refuse to pass over a workspace's own page whose name is the one from when the command was `coverage`."""
    former, name = templates / "coverage.html", "completeness.html"
    if former.is_file() and not (templates / name).exists():
        raise CallError(f"The template {printable(shorten(former))} is now called {name}. Rename the file.")


@click.pass_context
def _call_completeness(ctx: click.Context, /, **options: Any) -> None:
    complain("`codepub coverage` is now called `codepub completeness`; the old name will be taken away.")
    ctx.invoke(completeness, **options)


coverage = click.Command(
    "coverage",
    params=completeness.params,
    callback=_call_completeness,
    help="The former name of `codepub completeness`.",
    hidden=True,
)
"""The former name of `completeness`: in this field, coverage is what payers cover."""

_IMPACT_REPORTS: Final = ("text", "json", "markdown")
"""`library.impact.reports.IMPACT_REPORTS`, which help must not import; a test compares them."""


@click.command(
    epilog=show_examples(
        "codepub impact --from 'icd-10-cm:October 2025' --to 'April 2026'",
        "codepub impact --from 'April 2026' --to icd10cm_order_2027.txt",
    )
)
@click.option("--from", "before", metavar="RELEASE", required=True, help="The release that records were written by.")
@click.option("--to", "after", metavar="RELEASE|FILE", required=True, help="The release, or its file, to compare with.")
@click.option(
    "--format",
    "report",
    type=click.Choice(_IMPACT_REPORTS),
    default="text",
    show_default=True,
    help="How to report.",
)
@color_option
def impact(before: str, after: str, report: str) -> None:
    """Find what a new release of a code set makes stale.

    Every place of a record is shown that names a code which changed. RELEASE is a label of `codepub codes list`, or
    set:label where several sets have it. FILE is a published file; it is compared without being imported. Exits with 1
    where something is stale.
    """
    from codepub.library.impact.reports import IMPACT_REPORTS

    found = _shorten_impact(open_here().find_impact(before, after))
    (say if report == "text" else hand_over)(IMPACT_REPORTS[report](found))
    complain_of(found.unread)
    fail_for_errors(found.unread)
    if found.stale:
        raise click.exceptions.Exit(ContentError.exit_code)


def _shorten_impact(found: Impact) -> Impact:
    stale = tuple(replace(one, position=replace(one.position, file=shorten(one.position.file))) for one in found.stale)
    return replace(found, stale=stale, unread=tuple(shorten_places(found.unread)))
