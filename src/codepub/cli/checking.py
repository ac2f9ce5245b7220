"""The commands that check records, and that say what they are checked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from codepub.cli.choice import LateChoice
from codepub.cli.coloring import color_option, paint
from codepub.cli.edge import NamedPath, hand_over, pause_collecting, say, say_painted
from codepub.cli.here import complete_code, open_here
from codepub.cli.printing import fail_for_errors, name_files, quiet_option, shorten, shorten_places, show_examples
from codepub.cli.watching import run_on_changes
from codepub.diagnostics import ContentError, Diagnostic, Severity, printable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from codepub.diagnostics import Rule
    from codepub.loading.load import Loaded
    from codepub.session import Workspace

_FOR_SERVERS: Final = ("github", "sarif", "junit")
"""Reports that name files from the top of the workspace, wherever the call is made."""


def _find_reports() -> Sequence[str]:
    from codepub.reports.table import REPORTS

    return tuple(REPORTS)


@click.command(
    epilog=show_examples(
        "codepub validate",
        "codepub validate 32120 content/hcpcs",
        "codepub validate --fix",
        "codepub validate 32120 --watch",
        "codepub validate --format sarif",
    )
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
@click.option(
    "--fix",
    "fixes",
    is_flag=True,
    help="Fix what has one right answer: show the changes, ask where a terminal is, write them, and check again.",
)
@click.option("--watch", "watches", is_flag=True, help="Check again whenever a file is saved; Ctrl-C ends.")
@quiet_option
@color_option
@click.argument("codes", metavar="[CODE|FILE]...", nargs=-1, shell_complete=complete_code)
def validate(
    codes: tuple[str, ...], report: str, verbatim: Path | None, fixes: bool, watches: bool, quiet: bool
) -> None:
    """Check records, and say what is wrong and where.

    All records of the workspace are checked, or those that are named by their codes, files or folders.
    """
    for option, is_given in (("--watch", watches), ("--fix", fixes)):
        if is_given and report != "text":
            raise click.UsageError(f"{option} reports to people, and --format {report} to programs. Leave one out.")
    if watches and fixes:
        raise click.UsageError("--fix changes the files that --watch waits for. Leave one out.")
    if watches:
        _validate_on_changes(codes, verbatim, is_quiet=quiet)
        return
    workspace = open_here()
    loaded = _load_all_kinds(workspace, codes, verbatim)
    if fixes and _fix(workspace, loaded, is_quiet=quiet):
        loaded = _load_all_kinds(workspace, codes, verbatim)
    _report(workspace, loaded, report, is_quiet=quiet)


def _load_all_kinds(workspace: Workspace, codes: Sequence[str], verbatim: Path | None) -> Loaded:
    from codepub.records.kinds import KINDS

    with pause_collecting():
        return workspace.load(codes, descriptors=verbatim, kinds=KINDS)


def _fix(workspace: Workspace, loaded: Loaded, *, is_quiet: bool) -> bool:
    from codepub.cli.fixing import fix

    return fix(workspace, loaded, is_quiet=is_quiet)


def _report(workspace: Workspace, loaded: Loaded, report: str, *, is_quiet: bool) -> None:
    from codepub.loading.rules import RULES
    from codepub.reports.report import Report
    from codepub.reports.table import REPORTS
    from codepub.reports.text import report_text

    top = workspace.root if report in _FOR_SERVERS else Path.cwd()
    diagnostics = shorten_places(loaded.diagnostics, top)
    found = Report(diagnostics, [shorten(file, top) for file in loaded.files], RULES)
    if report != "text":
        hand_over(REPORTS[report](found))
    elif is_quiet:
        _say_faults(diagnostics)
    else:
        say_painted(report_text(found, paint))
    fail_for_errors(diagnostics)


def _say_faults(diagnostics: Sequence[Diagnostic]) -> None:
    """Say what is wrong, and nothing where nothing is; a note tells of nothing wrong."""
    from codepub.reports.text import describe_diagnostic

    for diagnostic in diagnostics:
        if diagnostic.severity is not Severity.NOTE:
            say_painted(describe_diagnostic(diagnostic, paint))


def _validate_on_changes(codes: Sequence[str], verbatim: Path | None, *, is_quiet: bool) -> None:
    from codepub.records.kinds import KINDS
    from codepub.reports.text import count_found

    def run(wanted: Sequence[str]) -> str:
        loaded = open_here().load(wanted, descriptors=verbatim, kinds=KINDS)
        faults = [one for one in shorten_places(loaded.diagnostics) if one.severity is not Severity.NOTE]
        if not is_quiet:
            _say_faults(faults)
        return f"{name_files(loaded.files)}: {count_found(faults)}"

    run_on_changes(open_here(), codes, run)


def _list_rules() -> tuple[Rule, ...]:
    from codepub.loading.rules import RULES
    from codepub.releasing.release import RELEASE_RULES

    return (*RULES, *RELEASE_RULES)


def _complete_rule(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 -- click's signature
    from click.shell_completion import CompletionItem

    return [CompletionItem(rule.id) for rule in _list_rules() if rule.id.startswith(incomplete.lower())]


@click.command(epilog=show_examples("codepub rules", "codepub rules prose-code"))
@click.argument("rule", metavar="[RULE]", required=False, shell_complete=_complete_rule)
def rules(rule: str | None) -> None:
    """List all rules, with examples, or explain one.

    Each with its name, its level, what it finds, and an example that breaks it.
    """
    from codepub.loading.allowances import ALLOWABLE
    from codepub.loading.rules import find_similar_rules
    from codepub.reports.rulebook import explain_rule, write_rulebook

    every = _list_rules()
    if rule is None:
        say(write_rulebook(every))
        return
    found = next((one for one in every if one.id == rule.lower()), None)
    if found is None:
        near = " or ".join(f"`{one}`" for one in find_similar_rules(rule, every))
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
