"""The commands: parse, call, print, exit. What is heavy is imported where a command needs it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, assert_never, cast

import click

from codepub.cli.codes import codes, watched
from codepub.cli.edge import TRACEBACK, Program, complain, hand_over, say, without_collecting
from codepub.diagnostics import CallError, CodepubError, ContentError, Diagnostic, Severity, printable

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from codepub.building.build import Outcome
    from codepub.loading.load import Loaded
    from codepub.workspace.settings import Workspace
    from codepub.writers.theme import Standard

_SYSTEMS = ("CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS")
_REPORTS = ("text", "json", "github", "sarif", "junit")
_FOR_SERVERS = ("github", "sarif", "junit")  # they name files from the top of the workspace, wherever the call is made
_TABLES = ("text", "csv", "html")
_TASKS = ("text", "json", "markdown")
_UNREAD = ("unreadable", "outside-content")  # loading.files.FILE_RULES; a test compares them
_STANDARDS = ("pdf/ua-1", "pdf/a-3a")


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(TRACEBACK, is_flag=True, expose_value=False, help="Show where codepub failed, to report it.")
@click.version_option(package_name="codepub")
def main() -> None:
    """Turn validated records about billing codes into accessible publications."""


main.add_command(codes)


def _codes_begun(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001 -- click's signature
    """Complete a code from the records of the workspace; none outside of one, where a shell wants no message."""
    from click.shell_completion import CompletionItem

    from codepub.loading.named_files import codes_filed

    try:
        names = codes_filed(_workspace().content)
    except (CodepubError, OSError):
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete.upper())]


@main.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Begin a workspace: settings, a sample record, the schema for your editor.

    What is there already is left as it is.
    """
    from codepub.workspace.scaffold import SAMPLE, Left, Made, Unmade, begin_workspace

    codes = [0]
    for begun in begin_workspace(folder):
        match begun:
            case Made(file, ()):
                say(f"wrote {printable(file)}")
            case Made(file, added):
                say(f"added to {printable(file)}: {', '.join(added)}")
            case Left(file, advice):
                say(f"left {printable(file)} as it is. {advice}".rstrip())
            case Unmade(error):
                complain(f"Error: {error}")
                codes.append(error.exit_code)
            case _:
                assert_never(begun)
    if any(codes):
        raise click.exceptions.Exit(max(codes))
    say(f"Next: codepub {'build 32120 --pdf' if (folder / SAMPLE).is_file() else 'validate'}")


@main.command()
@click.option("--system", type=click.Choice(_SYSTEMS, case_sensitive=False), help="The code's system.")
@click.argument("code")
def new(system: str | None, code: str) -> None:
    """Begin a record, in which every field states that nobody looked for it yet."""
    from datetime import date

    from codepub.records.codes import system_named
    from codepub.workspace.scaffold import begin_record, new_code

    declared = system_named(system) if system is not None else None
    found, record = new_code(code, declared)
    say(f"wrote {printable(_near(begin_record(_workspace(), record, found, date.today())))}")


@main.command()
@click.option(
    "--format", "report", type=click.Choice(_REPORTS), default="text", show_default=True, help="How to report."
)
@click.option(
    "--verbatim",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own file of licensed descriptors: report texts with eight or more words in a row from it.",
)
@click.argument("codes", metavar="[CODE|FILE]...", nargs=-1, shell_complete=_codes_begun)
def validate(codes: tuple[str, ...], report: str, verbatim: Path | None) -> None:
    """Check records: all of the workspace, or those named by codes or files."""
    from codepub.loading.rules import RULES
    from codepub.reports.report import Report
    from codepub.reports.table import REPORTS

    workspace = _workspace()
    loaded = _loaded(workspace, codes, verbatim)
    top = workspace.root if report in _FOR_SERVERS else Path.cwd()
    diagnostics = [_shown(diagnostic, top) for diagnostic in loaded.diagnostics]
    text = REPORTS[report](Report(diagnostics, [_near(file, top) for file in loaded.files], RULES))
    (say if report == "text" else hand_over)(text)
    _exit_with(diagnostics)


@main.command()
@click.option("--all", "everything", is_flag=True, help="Build every record of the workspace.")
@click.option("--pdf", is_flag=True, help="Make a PDF.")
@click.option("--docx", is_flag=True, help="Make a Word file.")
@click.option("--html", is_flag=True, help="Make a web page that needs no other file.")
@click.option("--md", is_flag=True, help="Make a Markdown file.")
@click.option("--standard", type=click.Choice(_STANDARDS), help="What the PDF conforms to; pdf/a-3a conforms to both.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help="The folder to write to.")
@click.argument("codes", metavar="[CODE]...", nargs=-1, shell_complete=_codes_begun)
def build(codes: tuple[str, ...], everything: bool, standard: str | None, output: Path | None, **formats: bool) -> None:
    """Publish records; where no format is named, in those of codepub.toml."""
    if bool(codes) == everything:
        raise click.UsageError("Name the codes to build, or say --all; not both.")
    from codepub.building.build import House, summary
    from codepub.building.build import build as make
    from codepub.workspace.settings import load_theme, load_wording
    from codepub.writers.table import FORMATS

    workspace = _workspace()
    loaded = _loaded(workspace, codes)
    diagnostics = [_shown(diagnostic, Path.cwd()) for diagnostic in loaded.diagnostics]
    _tell([diagnostic for diagnostic in diagnostics if diagnostic.severity is not Severity.NOTE])
    wanted = tuple(format_ for format_ in FORMATS if formats[format_]) or workspace.formats
    theme = load_theme(replace(workspace, standard=cast("Standard", standard)) if standard else workspace)
    house = House(load_wording(workspace), workspace.publisher, theme)
    outcomes = [_told(outcome) for outcome in make(loaded.records, wanted, output or workspace.output, house)]
    faults = [ContentError.exit_code for one in diagnostics if one.severity is Severity.ERROR]
    faults += _tell_failures(outcomes)
    (complain if faults else say)(summary(outcomes, len(loaded.files) - len(loaded.records)))
    if faults:
        raise click.exceptions.Exit(max(faults))


@main.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def list_(as_json: bool) -> None:
    """List the records: code, title, edition, and what is unavailable and why."""
    from codepub.library.listing import library_json, library_text

    loaded = _loaded(_workspace(), ())
    if as_json:
        hand_over(library_json(loaded.records))
    else:
        say(library_text(loaded.records))
    broken = len(loaded.files) - len(loaded.records)
    if broken:
        complain(f"{broken} of {len(loaded.files)} records have errors and are left out; see codepub validate.")
    unread = [_shown(one, Path.cwd()) for one in loaded.diagnostics if one.rule in _UNREAD]
    _tell(unread)
    if broken or unread:
        raise click.exceptions.Exit(ContentError.exit_code)


def _a_number(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    """Refuse what is not a number (NaN), with which every comparison is false, that with a range too."""
    if value is not None and math.isnan(value):
        raise click.BadParameter(f"{value} is not a number.", ctx, param)
    return value


@main.command()
@click.option(
    "--format", "form", type=click.Choice(_TABLES), default="text", show_default=True, help="What to make of it."
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write to.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    callback=_a_number,
    metavar="PERCENT",
    help="Exit with 1 where the share is smaller.",
)
def coverage(form: str, output: Path | None, fail_under: float | None) -> None:
    """Show which fields of which records are given, and why the others are not.

    The share counts fields that have a value or are known to be none ([]), of all fields that stand in a record. A
    field that is unavailable counts against it, whatever its reason; an optional field that is left out counts for
    nothing.
    """
    from datetime import date

    from codepub.library.completeness.matrix import coverage as cover
    from codepub.library.completeness.matrix import total
    from codepub.library.completeness.page import coverage_html
    from codepub.library.completeness.symbols import percentage
    from codepub.library.completeness.tables import coverage_csv, coverage_text
    from codepub.loading.modelled import Modelled, modelled_files
    from codepub.records.code_summary import CodeSummary
    from codepub.workspace.settings import load_theme

    workspace = _workspace()
    records, unread = list[CodeSummary](), list[Diagnostic]()
    for one in modelled_files(_near(_content(workspace))):
        if isinstance(one, Modelled):
            records.append(one.record)
        else:
            unread.append(one)
    matrix = cover(records, date.today())
    text = {
        "text": lambda: coverage_text(matrix),
        "csv": lambda: coverage_csv(matrix),
        "html": lambda: coverage_html(matrix, load_theme(workspace)),
    }[form]()
    if output is not None:
        _write_to(output, text)
    elif form == "text":
        say(text)
    else:
        hand_over(text)
    _tell(unread)
    share = total(matrix).percent
    if fail_under is not None and share < fail_under:
        complain(f"{percentage(share)} is covered, and {fail_under:g}% is asked for.")
        raise click.exceptions.Exit(ContentError.exit_code)
    _exit_with(unread)


@main.command()
@click.option("--from", "before", metavar="RELEASE", required=True, help="The release that records were written by.")
@click.option("--to", "after", metavar="RELEASE|FILE", required=True, help="The release, or its file, to compare with.")
@click.option("--format", "report", type=click.Choice(_TASKS), default="text", show_default=True, help="How to report.")
def impact(before: str, after: str, report: str) -> None:
    """Find what a new release of a code set touches: every place that names a code which changed.

    RELEASE is a label of `codepub codes list`, or set:label where several sets have it. FILE is a published file; it
    is compared without being imported. Exits with 1 where something is stale.
    """
    from datetime import date

    from codepub.codesets.shipped import ready_store
    from codepub.library.impact.impact import impact as find
    from codepub.library.impact.releases import compared
    from codepub.library.impact.reports import IMPACT_REPORTS

    workspace = _workspace()
    content = _near(_content(workspace))
    with ready_store(workspace.root) as store, compared(store, before, after, date.today()) as editions:
        found = find(content, *editions)
    (say if report == "text" else hand_over)(IMPACT_REPORTS[report](found))
    _tell(found.unread)
    _exit_with(found.unread)
    if found.stale:
        raise click.exceptions.Exit(ContentError.exit_code)


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; fail where the schema is not fresh.")
def schema(check: bool) -> None:
    """Write the JSON Schema of records, for editors and other validators."""
    from codepub.workspace.scaffold import are_schemas_fresh, write_schemas

    root = _workspace().root
    if not check:
        for file in write_schemas(root):
            say(f"wrote {printable(_near(file))}")
    elif not are_schemas_fresh(root):
        raise ContentError(Diagnostic("schema-stale", Severity.ERROR, "The schema is not fresh. Run `codepub schema`."))


@main.command()
def rules() -> None:
    """List every rule of validation: its id, its level, what it catches, an example."""
    from codepub.loading.rules import RULES
    from codepub.reports.rulebook import rulebook

    say(rulebook(RULES))


def _workspace() -> Workspace:
    from codepub.workspace.settings import open_workspace

    return open_workspace(Path.cwd())


def _loaded(workspace: Workspace, codes: Sequence[str], descriptors: Path | None = None) -> Loaded:
    """Load the records of codes, or all; held against the code sets, which are made ready the first time."""
    from datetime import date

    from codepub.checks.published import Published
    from codepub.codesets.shipped import ready_store
    from codepub.loading.descriptors import read_descriptors
    from codepub.loading.load import load, load_files
    from codepub.loading.load_file import Against
    from codepub.loading.named_files import find_files

    content = _content(workspace)
    files = find_files(content, codes)
    copied = read_descriptors(descriptors) if descriptors is not None else None
    with ready_store(workspace.root, watched) as store, without_collecting():
        against = Against(date.today(), Published(store), copied, workspace.allowed)
        return load_files(content, files, against) if codes else load(content, against)


def _content(workspace: Workspace) -> Path:
    if not workspace.content.is_dir():
        raise CallError(f"{printable(workspace.content)} is not a folder. Look at [folders] content in codepub.toml.")
    return workspace.content


def _near(path: Path, top: Path | None = None) -> Path:
    """Write a path as seen from a folder, or from here, where it lies below."""
    seen_from = top or Path.cwd()
    return path.relative_to(seen_from) if path.is_relative_to(seen_from) else path


def _shown(diagnostic: Diagnostic, top: Path) -> Diagnostic:
    position = diagnostic.position
    return replace(diagnostic, position=replace(position, file=_near(position.file, top))) if position else diagnostic


def _tell(diagnostics: Sequence[Diagnostic]) -> None:
    from codepub.reports.text import diagnostic_text

    for diagnostic in diagnostics:
        complain(diagnostic_text(diagnostic))


def _told(outcome: Outcome) -> Outcome:
    """Say at once what was made; why something failed is said at the end, where it is not overlooked."""
    from codepub.building.build import Failed, Made

    match outcome:
        case Made(target, diagnostics):
            _tell(diagnostics)
            say(f"wrote {printable(_near(target.file))}")
        case Failed():
            pass
    return outcome


def _tell_failures(outcomes: Sequence[Outcome]) -> list[int]:
    """Say why files failed, each reason once; gives the exit code of each."""
    from codepub.building.build import Failed

    errors = [outcome.error for outcome in outcomes if isinstance(outcome, Failed)]
    for reason, count in Counter(map(str, errors)).items():
        complain(f"Error: {reason}{f' ({count:,} files)' if count > 1 else ''}")
    return [error.exit_code for error in errors]


def _exit_with(diagnostics: Sequence[Diagnostic]) -> None:
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        raise click.exceptions.Exit(ContentError.exit_code)


def _write_to(output: Path, text: str) -> None:
    """Write a text to the file that was asked for; where that is standard output, nothing else is printed there."""
    from codepub.files.writing import remove_leftovers, write_file

    remove_leftovers([output.parent])
    write_file(output, f"{text}\n".encode("utf-8", "backslashreplace"))
    complain(f"wrote {printable(_near(output))}")
