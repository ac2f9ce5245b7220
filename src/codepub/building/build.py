"""Targets and their making: a record in a format becomes a file, whole or not at all, and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from codepub.compose.choices import PARTS, Part
from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.compose.wording import Wording
from codepub.diagnostics import CodepubError, Diagnostic, MachineError, summarize_error
from codepub.document.nodes import Document
from codepub.files.writing import remove_leftovers, write_file
from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import file_stem
from codepub.records.standing import Standing
from codepub.reports.report import write_count
from codepub.writers.choices import Format
from codepub.writers.options import Options
from codepub.writers.table import Writer, open_writer
from codepub.writers.theme import Theme

T = TypeVar("T")

_MAX_NAMED: Final = 20
"""The most failed files that a summary names: more have one cause, which is told, and would fill the screen."""
_MAX_REASON: Final = 200
"""The most characters of an unforeseen error that are told: some libraries put a whole document into theirs."""


@dataclass(frozen=True, slots=True)
class Publishing:
    """What every publication of a workspace is made with; ``standings`` tell how each stands.

    One that is not among them stands as its status says.
    """

    wording: Wording
    publisher: Publisher
    theme: Theme
    options: Options = field(default_factory=Options)
    parts: tuple[Part, ...] = PARTS["full"]
    standings: Mapping[RecordId, Standing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """A file to make: a record in a format."""

    record: RecordId
    format: Format
    file: Path

    def __str__(self) -> str:
        return f"{self.record} ({self.format})"


@dataclass(frozen=True, slots=True)
class Made:
    """A target that was made, and what its format could not express."""

    target: Target
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A target that was not made, and why; what stood in its place still does."""

    target: Target
    error: CodepubError


Outcome = Made | Failed


def list_targets(records: Iterable[RecordId], formats: Sequence[Format], output: Path) -> list[Target]:
    """List the files to make: ``output/<system>/<code>.<format>``."""
    return [
        Target(record, format_, output / record.system / f"{file_stem(record)}.{format_}")
        for record in records
        for format_ in formats
    ]


def build(
    records: Sequence[CodeSummary], formats: Sequence[Format], output: Path, publishing: Publishing
) -> Iterator[Outcome]:
    """Make the publications of records, one target after the other; one that fails stops no other."""
    open_once = cache(open_writer)
    remove_leftovers(output.glob("*/"))
    for record in records:
        document = _compose(record, publishing)
        for target in list_targets([record.id], formats, output):
            yield _make_target(target, document, publishing, open_once)


def build_file(record: CodeSummary, format_: Format, file: Path, publishing: Publishing) -> Outcome:
    """Make one publication of a record, in a file of any name."""
    remove_leftovers([file.parent])
    return _make_target(Target(record.id, format_, file), _compose(record, publishing), publishing, open_writer)


def summarize_build(outcomes: Sequence[Outcome], seconds: float, left_out: int = 0) -> str:
    """Write the line that ends a build, such as ``48 files, 12 records, 9.8 s``.

    ``left_out`` counts the records that had errors and were not tried.
    """
    failed = [outcome.target for outcome in outcomes if isinstance(outcome, Failed)]
    files, records = write_count(len(outcomes), "file"), {outcome.target.record for outcome in outcomes}
    if failed:
        files = f"{len(outcomes) - len(failed):,} of {files}"
    line = f"{files}, {write_count(len(records), 'record')}, {seconds:.1f} s"
    if failed:
        more = f" and {len(failed) - _MAX_NAMED:,} more" if len(failed) > _MAX_NAMED else ""
        line += f"; {len(failed):,} failed: {', '.join(map(str, failed[:_MAX_NAMED]))}{more}"
    return f"{line}; left out for errors: {write_count(left_out, 'record')}" if left_out else line


def _compose(record: CodeSummary, publishing: Publishing) -> Document | CodepubError:
    standing = publishing.standings.get(record.id)
    return _try(str(record.id), compose, record, publishing.wording, publishing.publisher, publishing.parts, standing)


def _make_target(
    target: Target, document: Document | CodepubError, publishing: Publishing, open_once: Callable[[Format], Writer]
) -> Outcome:
    if isinstance(document, CodepubError):
        return Failed(target, document)
    made = _try(str(target), _write_target, target, document, publishing, open_once)
    match made:
        case Made():
            return made
        case CodepubError():
            return Failed(target, made)


def _write_target(
    target: Target, document: Document, publishing: Publishing, open_once: Callable[[Format], Writer]
) -> Made:
    rendered = open_once(target.format)(document, publishing.theme, publishing.options)
    for name, content in rendered.files.items():
        write_file(target.file / name, content)
    return Made(target, rendered.diagnostics)


def _try(what: str, act: Callable[..., T], *arguments: object) -> T | CodepubError:
    """Do an act, or return the error that stopped it as one that can be told; ``what`` names what is being made."""
    try:
        return act(*arguments)
    except CodepubError as error:
        return error
    except MemoryError:
        return MachineError(f"{what}: The machine has too little memory for it. Close programs, or divide the record.")
    except RecursionError:
        return MachineError(f"{what}: Something is nested too deeply. Look at its lists, the templates and assets.")
    except Exception as error:  # noqa: BLE001 -- a library may raise what it likes, and the other publications are sound
        return _describe_unforeseen(what, error)


def _describe_unforeseen(what: str, error: Exception) -> MachineError:
    return MachineError(
        f"{what}: codepub did not foresee what happened ({summarize_error(error, _MAX_REASON)}). "
        "Please report it, with the record and this line."
    )
