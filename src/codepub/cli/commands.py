"""All commands. Each module beside this one holds a group; a command imports inside itself what is heavy."""

from __future__ import annotations

from typing import Final

import click

from codepub.cli.edge import TRACEBACK, Program
from codepub.cli.printing import show_examples

_PLACES: Final = {
    "build": "codepub.cli.publishing:build",
    "codes": "codepub.cli.codes:codes",
    "completeness": "codepub.cli.library:completeness",
    "coverage": "codepub.cli.library:coverage",
    "impact": "codepub.cli.library:impact",
    "init": "codepub.cli.begin:init",
    "list": "codepub.cli.library:list_",
    "new": "codepub.cli.begin:new",
    "redline": "codepub.cli.redline:redline",
    "release": "codepub.cli.releasing:release",
    "review": "codepub.cli.review.group:review",
    "rules": "codepub.cli.checking:rules",
    "schema": "codepub.cli.checking:schema",
    "validate": "codepub.cli.checking:validate",
    "verify": "codepub.cli.verifying:verify",
}


@click.group(
    cls=Program,
    places=_PLACES,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=show_examples("codepub init", "codepub build 32120 --pdf", "codepub validate --help"),
)
@click.option(TRACEBACK, is_flag=True, expose_value=False, help="Show where codepub failed, to report it.")
@click.version_option(package_name="codepub")
def main() -> None:
    """Turn validated records about billing codes into accessible publications."""
