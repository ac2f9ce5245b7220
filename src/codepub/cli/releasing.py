"""The command that releases publications."""

from __future__ import annotations

from typing import assert_never

import click

from codepub.cli.coloring import color_option
from codepub.cli.edge import complain, say
from codepub.cli.here import complete_code, open_here
from codepub.cli.printing import complain_of, quiet_option, shorten, shorten_places, show_examples
from codepub.diagnostics import ContentError, printable


@click.command(epilog=show_examples("codepub release 99214", "codepub release --withdraw 99214"))
@click.option("--withdraw", "withdraws", is_flag=True, help="Make drafts of them again.")
@quiet_option
@color_option
@click.argument("codes", metavar="CODE|FILE...", nargs=-1, required=True, shell_complete=complete_code)
def release(codes: tuple[str, ...], withdraws: bool, quiet: bool) -> None:
    """Release publications, which are drafts until then.

    Sets `status: released` in the files of the records, and changes nothing else in them. A record with errors, with
    words left over, or with values that are not-asked or temp-unknown is refused, and then none is released.
    """
    from codepub.releasing.release import Refused, StatusSet

    workspace = open_here()
    made = workspace.withdraw(codes) if withdraws else workspace.release(codes)
    status = "draft" if withdraws else "released"
    match made:
        case StatusSet(changed, unchanged):
            if not quiet:
                for file in changed:
                    say(f"{printable(shorten(file))}: status: {status}")
                for file in unchanged:
                    say(f"{printable(shorten(file))}: was {'a draft' if withdraws else 'released'} already")
        case Refused(reasons):
            complain_of(shorten_places(reasons))
            complain("No status was changed.")
            raise click.exceptions.Exit(ContentError.exit_code)
        case _:
            assert_never(made)
