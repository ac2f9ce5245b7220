"""The commands that check records, and that say what they are checked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from codepub.cli.choice import LateChoice
from codepub.cli.edge import NamedPath, hand_over, say
from codepub.cli.here import complete_code, load_once, open_here
from codepub.cli.printing import fail_for_errors, shorten, shorten_places, show_examples
from codepub.diagnostics import ContentError, Diagnostic, Severity, printable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_FOR_SERVERS: Final = ("github", "sarif", "junit")
"""Reports that name files from the top of the workspace, wherever the call is made."""


def _find_reports() -> Sequence[str]:
    from codepub.reports.table import REPORTS

    return tuple(REPORTS)


@click.command(
    epilog=show_examples("codepub validate", "codepub validate 32120 hcpcs:A0425", "codepub validate --format sarif")
)
@click.option(
    "--format", "report", type=LateChoice(_find_reports), default="text", show_default=True, help="How to report."
)
@click.option(
    "--verbatim",
    metavar="FILE",
    type=NamedPath(exists=True, dir_okay=False, path_type=Path),
    help="Your own file of licensed descriptors: report texts with eight or more words in a row from it.",
)
@click.argument("codes", metavar="[CODE|FILE]...", nargs=-1, shell_complete=complete_code)
def validate(codes: tuple[str, ...], report: str, verbatim: Path | None) -> None:
    """Check records, and say what is wrong and where.

    All records of the workspace are checked, or those that are named by their codes or files.
    """
    from codepub.loading.rules import RULES
    from codepub.reports.report import Report
    from codepub.reports.table import REPORTS

    workspace = open_here()
    loaded = load_once(workspace, codes, descriptors=verbatim)
    top = workspace.root if report in _FOR_SERVERS else Path.cwd()
    diagnostics = shorten_places(loaded.diagnostics, top)
    text = REPORTS[report](Report(diagnostics, [shorten(file, top) for file in loaded.files], RULES))
    (say if report == "text" else hand_over)(text)
    fail_for_errors(diagnostics)


def _complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 -- click's signature
    from click.shell_completion import CompletionItem

    from codepub.loading.rules import RULES

    return [CompletionItem(rule.id) for rule in RULES if rule.id.startswith(incomplete.lower())]


@click.command(epilog=show_examples("codepub rules", "codepub rules prose-code"))
@click.argument("rule", metavar="[RULE]", required=False, shell_complete=_complete_rule)
def rules(rule: str | None) -> None:
    """List the rules of validation, with examples, or explain one.

    Each with its name, its level, what it finds, and an example that breaks it.
    """
    from codepub.loading.allowances import ALLOWABLE
    from codepub.loading.rules import RULES, find_similar_rules
    from codepub.reports.rulebook import explain_rule, write_rulebook

    if rule is None:
        say(write_rulebook(RULES))
        return
    found = next((one for one in RULES if one.id == rule.lower()), None)
    if found is None:
        near = " or ".join(f"`{one}`" for one in find_similar_rules(rule))
        meant = f" Did you mean {near}?" if near else ""
        raise click.UsageError(f"There is no rule {printable(rule)}.{meant} `codepub rules` lists them all.")
    say(explain_rule(found, allowable=found.id in ALLOWABLE))


@click.command(epilog=show_examples("codepub schema", "codepub schema --check"))
@click.option("--check", is_flag=True, help="Write nothing; fail where the schema is not fresh.")
def schema(check: bool) -> None:
    """Write the JSON Schema of records.

    Editors and other validators read it from the folder schemas. After an update of codepub, write it anew.
    """
    from codepub.workspace.scaffold import are_schemas_fresh, write_schemas

    root = open_here().root
    if not check:
        for file in write_schemas(root):
            say(f"wrote {printable(shorten(file))}")
    elif not are_schemas_fresh(root):
        raise ContentError(Diagnostic("schema-stale", Severity.ERROR, "The schema is not fresh. Run `codepub schema`."))
