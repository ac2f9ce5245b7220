"""The commands by which reviewers sign, or do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import complain, pause_collecting, say
from codepub.cli.here import complete_code, open_reviewing
from codepub.cli.printing import quiet_option, shorten, show_examples
from codepub.diagnostics import printable
from codepub.records.sections import SECTIONS

if TYPE_CHECKING:
    from codepub.records.sections import Section
    from codepub.review.signing import Judged

_ROLE: Final = click.option("--role", required=True, metavar="ROLE", help="As whom: coder, physician, …")
_NAME: Final = click.option(
    "--as", "name", required=True, metavar="NAME", help='Who, with credentials: "Ada Coder, CPC".'
)
_SECTION: Final = click.option(
    "--section",
    metavar="SECTION",
    type=click.Choice(SECTIONS),
    help=f"Only this section of the record: {', '.join(SECTIONS)}.",
)
_CODE: Final = click.argument("code", metavar="CODE|FILE", shell_complete=complete_code)


@click.command(
    epilog=show_examples(
        'codepub review approve 32120 --role coder --as "Ada Coder, CPC"',
        'codepub review approve 32120 --role coder --as "A. Coder" --section payment',
    )
)
@_ROLE
@_NAME
@_SECTION
@quiet_option
@color_option
@_CODE
def approve(code: str, role: str, name: str, section: str | None, quiet: bool) -> None:
    """Sign what a record says now.

    The signature stands in the review file beside the record, with the digest of what is signed. Any change to that
    makes it void. A record with errors cannot be signed.
    """
    from codepub.review.signing import Judge

    with pause_collecting():
        made = open_reviewing().approve(code, Judge(role, name, cast("Section | None", section)))
    what = section or "the record"
    if not quiet:
        if made.since is not None:
            say(f"{_name(made)}: {name} approved {what} as {role} on {made.since[:10]} already")
        else:
            say(f"{_name(made)}: {name} approves {what} as {role}, digest {_group(made.digest)}")
    for note in made.notes:
        complain(f"Note: {printable(note)}")
    if made.lacking and not quiet:
        complain(f"Lacking for a release: {printable(made.lacking)}")


@click.command(epilog=show_examples('codepub review reject 32120 --role coder --as "A. C." --reason "Too long."'))
@_ROLE
@_NAME
@_SECTION
@click.option("--reason", required=True, metavar="TEXT", help="What has to change.")
@quiet_option
@color_option
@_CODE
def reject(code: str, role: str, name: str, section: str | None, reason: str, quiet: bool) -> None:
    """Say that a record is not approved as it is now, and why.

    It holds a release back until the record changes, or until the same person approves it.
    """
    from codepub.review.signing import Judge

    made = open_reviewing().reject(code, Judge(role, name, cast("Section | None", section)), reason)
    if not quiet:
        say(f"{_name(made)}: {name} rejects {section or 'the record'} as {role}, digest {_group(made.digest)}")


def _name(made: Judged) -> str:
    return printable(shorten(made.file))


def _group(digest: str) -> str:
    from codepub.records.digest import group_digits

    return group_digits(digest, 12)
