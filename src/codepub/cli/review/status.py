"""The command that tells how reviews stand."""

from __future__ import annotations

from pathlib import Path

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import NamedPath, hand_over, say
from codepub.cli.here import complete_code, open_reviewing
from codepub.cli.printing import complain_of, fail_for_errors, shorten_places, show_examples, write_to


@click.command(
    epilog=show_examples(
        "codepub review status", "codepub review status 32120 --format json", "codepub review status --page review.html"
    )
)
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="How to report."
)
@click.option("--page", type=NamedPath(dir_okay=False, path_type=Path), help="Write a web page, too.")
@color_option
@click.argument("codes", metavar="[CODE|FILE]...", nargs=-1, shell_complete=complete_code)
def status(codes: tuple[str, ...], form: str, page: Path | None) -> None:
    """Show how the review of records stands.

    For each: whether it is a draft, approved or released; who has a copy; what waits; who approved it, and what of that
    lapsed since the record changed.
    """
    from codepub.review.status import status_json, status_text

    reviewing = open_reviewing()
    reviews = reviewing.read(codes)
    statuses = reviewing.measure(reviews)
    if form == "json":
        hand_over(status_json(statuses))
    else:
        say(status_text(statuses))
    if page is not None:
        from codepub.review.status_page import status_html

        write_to(page, status_html(statuses, reviewing.workspace.load_theme()))
    unread = shorten_places(reviews.unread)
    complain_of(unread)
    fail_for_errors(unread)
