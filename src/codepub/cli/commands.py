"""All commands. Each module beside this one holds a group; a command imports inside itself what is heavy."""

from __future__ import annotations

from typing import Final

import click

from codepub.cli.begin import init, new
from codepub.cli.checking import rules, schema, validate
from codepub.cli.codes import codes
from codepub.cli.edge import TRACEBACK, Program
from codepub.cli.library import completeness, coverage, impact, list_
from codepub.cli.printing import show_examples
from codepub.cli.publishing import build
from codepub.cli.redline import redline
from codepub.cli.releasing import release
from codepub.cli.review.group import review
from codepub.cli.verifying import verify

COMMANDS: Final = (
    init,
    new,
    validate,
    build,
    verify,
    review,
    redline,
    release,
    list_,
    completeness,
    coverage,
    impact,
    codes,
    schema,
    rules,
)


@click.group(
    cls=Program,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=show_examples("codepub init", "codepub build 32120 --pdf", "codepub validate --help"),
)
@click.option(TRACEBACK, is_flag=True, expose_value=False, help="Show where codepub failed, to report it.")
@click.version_option(package_name="codepub")
def main() -> None:
    """Turn validated records about billing codes into accessible publications."""


for command in COMMANDS:
    main.add_command(command)
