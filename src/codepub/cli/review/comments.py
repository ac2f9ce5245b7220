"""The commands about reviewers' comments."""

from __future__ import annotations

from typing import Final

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import complain, say
from codepub.cli.here import complete_code, open_reviewing
from codepub.cli.printing import complain_of, fail_for_errors, quiet_option, shorten, shorten_places, show_examples
from codepub.diagnostics import printable

_REASONS: Final = {"taken": ", as the record says it", "declined": ", as the record does not say it"}
"""Why a change that waited is taken or declined, which nobody says in the call."""


@click.command(epilog=show_examples("codepub review comments 32120", "codepub review comments --all --open"))
@click.option("--all", "everything", is_flag=True, help="Those of every record.")
@click.option("--open", "is_open", is_flag=True, help="Only those that are not resolved.")
@color_option
@click.argument("codes", metavar="[CODE|FILE]...", nargs=-1, shell_complete=complete_code)
def comments(codes: tuple[str, ...], everything: bool, is_open: bool) -> None:
    """Show the comments of reviewers, with their answers."""
    from codepub.review.threads import list_threads_text

    if bool(codes) == everything:
        raise click.UsageError("Name the codes whose comments are wanted, or say --all.")
    reviews = open_reviewing().read(codes)
    told = [
        list_threads_text(one.record.id, threads)
        for one in reviews.read
        if (threads := [thread for thread in one.review.threads if not is_open or thread.status == "open"])
    ]
    if told:
        say("\n\n".join(told))
    elif not reviews.unread:
        complain("No comment is open." if is_open else "There are no comments.")
    unread = shorten_places(reviews.unread)
    complain_of(unread)
    fail_for_errors(unread)


@click.command(epilog=show_examples('codepub review reply 32120 t1 "Yes, until March." --as "Ed Itor"'))
@click.option("--as", "name", required=True, metavar="NAME", help="Who answers.")
@quiet_option
@color_option
@click.argument("code", metavar="CODE|FILE", shell_complete=complete_code)
@click.argument("thread", metavar="COMMENT")
@click.argument("text")
def reply(code: str, thread: str, text: str, name: str, quiet: bool) -> None:
    """Answer a comment.

    The answer goes out with the next review copy, below the comment. COMMENT is its id, such as t1.
    """
    file = open_reviewing().reply(code, thread, name, text)
    if not quiet:
        say(f"{printable(shorten(file))}: {thread} is answered")


@click.command(epilog=show_examples("codepub review resolve 32120 t1 t3", "codepub review resolve 32120 t1 --reopen"))
@click.option("--reopen", is_flag=True, help="Open them again.")
@quiet_option
@color_option
@click.argument("code", metavar="CODE|FILE", shell_complete=complete_code)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
def resolve(code: str, ids: tuple[str, ...], reopen: bool, quiet: bool) -> None:
    """Settle comments, and changes that wait.

    An ID is that of a comment, such as t1, or of a change that waits, such as p1. A change is settled as taken where
    the record says by now what it proposes, and else as declined.
    """
    reviewing = open_reviewing()
    settled = reviewing.reopen(code, ids) if reopen else reviewing.settle(code, ids)
    if not quiet:
        for one in settled:
            say(f"{one.id}: {one.status}{_REASONS.get(one.status, '')}")
