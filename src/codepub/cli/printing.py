"""What commands print, and how they end: paths as seen from here, diagnostics, files, exit codes, examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from codepub.cli.coloring import paint
from codepub.cli.edge import complain, complain_painted
from codepub.diagnostics import ContentError, Diagnostic, Severity, printable

SYSTEMS: Final = ("CPT", "HCPCS", "ICD-10-CM", "ICD-10-PCS")
"""`origin.CODE_SYSTEMS`, which help must not import; a test compares them."""

STATUSES: Final = ("draft", "released")
"""`records.code_summary.STATUSES`, likewise."""


def show_examples(*calls: str) -> str:
    """Write calls as the last paragraph of a command's help, a line each."""
    return "\n".join(("\b", "Example:" if len(calls) == 1 else "Examples:", *(f"  {call}" for call in calls)))


quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")


def name_files(files: Sequence[Path]) -> str:
    """Name the files of records in few words: ``32120``, or ``12 records, 1 review``."""
    from codepub.reports.report import count_kinds

    return files[0].stem if len(files) == 1 else count_kinds(files) or "0 records"


def shorten(path: Path, top: Path | None = None) -> Path:
    """Write a path as seen from a folder, or from here, where it lies below."""
    seen_from = top or Path.cwd()
    return path.relative_to(seen_from) if path.is_relative_to(seen_from) else path


def shorten_places(diagnostics: Sequence[Diagnostic], top: Path | None = None) -> list[Diagnostic]:
    """Write the files of diagnostics as seen from a folder, or from here."""
    return [_shorten_place(diagnostic, top) for diagnostic in diagnostics]


def _shorten_place(diagnostic: Diagnostic, top: Path | None) -> Diagnostic:
    position = diagnostic.position
    if position is None:
        return diagnostic
    file = shorten(position.file, top)
    fix = diagnostic.fix and replace(diagnostic.fix, position=replace(diagnostic.fix.position, file=file))
    return replace(diagnostic, position=replace(position, file=file), fix=fix)


def complain_of(diagnostics: Sequence[Diagnostic]) -> None:
    """Print diagnostics on standard error."""
    from codepub.reports.text import describe_diagnostic

    for diagnostic in diagnostics:
        complain_painted(describe_diagnostic(diagnostic, paint))


def fail_for_errors(diagnostics: Sequence[Diagnostic]) -> None:
    """End the command as one whose content is at fault, where one of the diagnostics is an error."""
    if any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics):
        raise click.exceptions.Exit(ContentError.exit_code)


def write_to(output: Path, text: str) -> None:
    """Write a text to the file that was asked for; where that is standard output, nothing else is printed there."""
    from codepub.files.writing import remove_leftovers, write_file

    remove_leftovers([output.parent])
    write_file(output, f"{text}\n".encode("utf-8", "backslashreplace"))
    complain(f"wrote {printable(shorten(output))}")
