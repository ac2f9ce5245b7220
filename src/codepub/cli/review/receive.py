"""The command that takes edits and comments back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import NamedPath, complain, hand_over, pause_collecting, say, say_painted
from codepub.cli.here import open_here
from codepub.cli.printing import shorten, show_examples
from codepub.diagnostics import ContentError, printable

if TYPE_CHECKING:
    from codepub.review.receive_text import Tone
    from codepub.review.receiving import Received

_COLORS: Final = {"old": "red", "new": "green", "applied": "green", "waiting": "yellow"}


@click.command(
    epilog=show_examples(
        "codepub review receive 32120-ada-coder.docx", "codepub review receive --apply inbox/*.docx --format json"
    )
)
@click.option("--apply", "applies", is_flag=True, help="Write what came back into the records and their review files.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True, help="What to print."
)
@color_option
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=NamedPath(exists=True, dir_okay=False, path_type=Path),
)
def receive(files: tuple[Path, ...], applies: bool, form: str) -> None:
    """Take edits and comments back from review copies.

    Shows each change: its field, the words, who and when, and what becomes of it. Without --apply nothing is written.
    With it, records are changed in place where nothing speaks against it; the rest, and all comments, are kept in the
    review file beside the record. Ends with 1 while something is proposed, conflicting or unplaced.
    """
    from codepub.review.receive_json import report_json
    from codepub.review.receive_text import report_text
    from codepub.reviewing import Reviewing

    reviewing = Reviewing(open_here())
    with pause_collecting():
        received = reviewing.receive(files)
    written = reviewing.write_received(received) if applies else ()
    shown = _shorten(received)
    if form == "json":
        hand_over(report_json(shown, map(shorten, written)))
    else:
        say_painted(report_text(shown, _paint, is_written=applies))
        for file in written:
            say(f"wrote {printable(shorten(file))}")
        if applies:
            _say_next(received)
    for one in shown.refused:
        complain(f"{printable(one.file)}: {one.reason}")
    if not received.is_settled:
        raise click.exceptions.Exit(ContentError.exit_code)


def _say_next(received: Received) -> None:
    """Say what an editor does about changes that wait."""
    waiting = [
        str(one.record) for one in received.records if not replace(received, records=(one,), refused=()).is_settled
    ]
    if waiting:
        complain(
            f"What waits is kept: `codepub review status {' '.join(waiting)}` lists it. Write what you take into the "
            "record,\nthen settle it, taken or not: `codepub review resolve CODE ID`."
        )


def _shorten(received: Received) -> Received:
    """Name the files of records as seen from here."""
    return replace(received, records=tuple(replace(one, file=shorten(one.file)) for one in received.records))


def _paint(tone: Tone, words: str) -> str:
    return click.style(words, fg=_COLORS.get(tone), bold=tone == "heading" or None)
