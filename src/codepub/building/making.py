"""One record becomes its files: composed once, written in each format that is due; what stops one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, TypeVar, assert_never

from codepub.building.fingerprint import (
    DocumentMark,
    Setup,
    find_reason,
    fingerprint,
    list_causes,
    make_setup,
    mark_document,
)
from codepub.building.outcomes import Due, Failed, Kept, Made, Receipt
from codepub.building.targets import Publishing, Target
from codepub.compose.compose import compose
from codepub.diagnostics import CodepubError, Diagnostic, MachineError, summarize_error
from codepub.document.nodes import Document, Draft
from codepub.files.writing import write_file
from codepub.records.code_summary import CodeSummary
from codepub.writers.choices import Format
from codepub.writers.rendered import Rendered
from codepub.writers.table import Writer, open_writer

T = TypeVar("T")

_MAX_REASON: Final = 200
"""The most characters of an unforeseen error that are told: some libraries put a whole document into theirs."""


@dataclass(frozen=True, slots=True)
class Before:
    """What is known of a target's file from an earlier build: its receipt, and what its format could not express.

    ``damage`` says what happened to the file since, where something did.
    """

    receipt: Receipt
    diagnostics: tuple[Diagnostic, ...] = ()
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A record, the files to make of it, and what is known from before of those that need not be made anew."""

    record: CodeSummary
    targets: tuple[Target, ...]
    before: Mapping[Target, Before] = field(default_factory=dict)


class Bench:
    """What a process that makes files keeps from one to the next: opened writers, and what formats are written with."""

    def __init__(self, publishing: Publishing) -> None:
        self.publishing = publishing
        self._writers: dict[Format, Writer] = {}
        self._setups: dict[Format, Setup] = {}
        self._composed: tuple[CodeSummary, Document | CodepubError] | None = None
        self._marked: tuple[Document, DocumentMark] | None = None

    def compose(self, record: CodeSummary) -> Document:
        """Compose the document of a record, once for all formats that are made of it in a row.

        Raises:
            CodepubError: It cannot be composed.
        """
        if self._composed is None or self._composed[0] is not record:
            one, standing = self.publishing, self.publishing.standings.get(record.id)
            composed = _try(str(record.id), compose, record, one.wording, one.publisher, one.parts, standing)
            self._composed = (record, composed)
        composed = self._composed[1]
        if isinstance(composed, CodepubError):
            raise composed
        return composed

    def mark(self, record: CodeSummary) -> DocumentMark:
        """Return the mark of the document of a record, made once for all formats in a row.

        Raises:
            CodepubError: It cannot be composed.
        """
        document = self.compose(record)
        if self._marked is None or self._marked[0] is not document:
            self._marked = (document, mark_document(document))
        return self._marked[1]

    def open(self, format_: Format) -> Writer:
        """Open the writer of a format, once."""
        if format_ not in self._writers:
            self._writers[format_] = open_writer(format_)
        return self._writers[format_]

    def write(self, document: Document, target: Target) -> Rendered:
        """Write a document to the file of a target."""
        rendered = self.open(target.format)(document, self.publishing.theme, self.publishing.options)
        for name, content in rendered.files.items():
            write_file(target.file / name, content)
        return rendered

    def set_up(self, format_: Format) -> Setup:
        """Gather what a format is written with, once."""
        if format_ not in self._setups:
            self._setups[format_] = make_setup(format_, self.publishing)
        return self._setups[format_]


def do_task(bench: Bench, task: Task) -> Iterator[Made | Kept | Failed]:
    """Make the files of a task that are due, one after the other."""
    for judged in plan_task(bench, task):
        match judged:
            case Kept() | Failed():
                yield judged
            case Due(target):
                yield make_target(bench, task.record, target)
            case _:
                assert_never(judged)


def make_target(bench: Bench, record: CodeSummary, target: Target) -> Made | Failed:
    """Make the file of a target, whatever stands there."""
    made = _try(str(target), _make_file, bench, record, target)
    return Failed(target, made) if isinstance(made, CodepubError) else made


def make_document(bench: Bench, document: Document, target: Target) -> Made | Failed:
    """Make the file of a document that no record has by itself; nothing is known of it later."""
    made = _try(str(target), bench.write, document, target)
    return Failed(target, made) if isinstance(made, CodepubError) else Made(target, made.diagnostics)


def plan_task(bench: Bench, task: Task) -> Iterator[Kept | Due | Failed]:
    """Tell which files of a task are due, and why; nothing is written."""
    for target in task.targets:
        judged = _try(str(target), _judge, bench, task, target)
        yield Failed(target, judged) if isinstance(judged, CodepubError) else judged


def _judge(bench: Bench, task: Task, target: Target) -> Kept | Due:
    before = task.before.get(target)
    if before is None:
        return Due(target, "it is to be made anew" if target.file.exists() else "it is new")
    if before.damage is not None:
        return Due(target, before.damage)
    setup = bench.set_up(target.format)
    if fingerprint(bench.mark(task.record), setup) == before.receipt.fingerprint:
        return Kept(target, before.diagnostics)
    return Due(target, find_reason(before.receipt.causes, list_causes(task.record, setup)))


def _make_file(bench: Bench, record: CodeSummary, target: Target) -> Made:
    document = bench.compose(record)
    rendered = bench.write(document, target)
    setup = bench.set_up(target.format)
    receipt = Receipt(
        fingerprint=fingerprint(bench.mark(record), setup),
        causes=list_causes(record, setup),
        approval=document.digest,
        standing="draft" if isinstance(document.standing, Draft) else "released",
        versions=setup.dependencies.versions,
        sha256=sha256(rendered.content).hexdigest(),
        size=len(rendered.content),
        modified=target.file.stat().st_mtime_ns,
    )
    return Made(target, rendered.diagnostics, receipt)


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
