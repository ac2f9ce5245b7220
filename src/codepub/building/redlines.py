"""What changed between two versions of a record, as a publication: each is composed, and the two become one."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from codepub.building.targets import Publishing, Target
from codepub.compose.compose import compose
from codepub.compose.wording import long_date
from codepub.diagnostics import CallError, ContentError, Diagnostic, Severity, printable
from codepub.document.nodes import Change, Document, RunningMatter
from codepub.files.reading import read_plain_file
from codepub.files.revisions import read_committed_file
from codepub.loading.content_files import SUFFIXES, UNREADABLE, read_file
from codepub.loading.unchecked import UncheckedRecord, model_content
from codepub.origin import Position, RecordId
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import file_stem
from codepub.records.kinds import CODE_SUMMARY
from codepub.records.named_sources import named_sources
from codepub.redlining.changes_only import keep_changes
from codepub.redlining.redline import redline
from codepub.writers.choices import Format
from codepub.yaml.rules import MAX_BYTES

_COMMIT_DIGITS: Final = 10
"""How many digits of a commit's name stand in a redline."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a record: how it is called, and who wrote it, and when, where that is known."""

    record: CodeSummary
    name: str
    change: Change | None


def is_file_name(named: str) -> bool:
    """Tell whether what a call names is a file and no revision, by its ending."""
    return named.lower().endswith(SUFFIXES)


def read_version(file: Path | None, named: str) -> Version:
    """Read a version of a record: a file that is named, or what the record's own file held in a revision.

    Raises:
        CallError: A revision is named, and no record; or there is no such revision, or the file was not in it.
        ContentError: What it held cannot be published.
        MachineError: It cannot be read.
    """
    if is_file_name(named):
        return _read(Path(named), read_plain_file(Path(named), MAX_BYTES), printable(named), None)
    if file is None:
        raise CallError("A revision is one of a record. Name its code, or two files: --from OLD.yaml --to NEW.yaml")
    found = read_committed_file(file, named, MAX_BYTES)
    short = found.commit[:_COMMIT_DIGITS]
    shown = printable(named) if found.commit.startswith(named) else f"{printable(named)} ({short})"
    return _read(file, found.content, shown, Change(found.author, found.date))


def read_present_version(content: Path, file: Path, name: str) -> Version:
    """Read the file of a record, below a content folder, as it is now.

    Raises:
        ContentError: It cannot be read, or what it holds cannot be published.
    """
    raw = read_file(content, file)
    if isinstance(raw, Diagnostic):
        raise ContentError(raw)
    return _read(file, raw, name, None)


def _read(file: Path, raw: bytes, name: str, change: Change | None) -> Version:
    found = model_content(CODE_SUMMARY, file, raw)
    if not isinstance(found, UncheckedRecord) or any(
        one.severity is Severity.ERROR for one in found.reading.diagnostics
    ):
        raise ContentError(_refuse(file, f"In {name}, the file cannot be read as a record."))
    known = {source.id for source in found.record.sources}
    for named in named_sources(found.record):
        if (source := named.value.source) not in known:
            fact = f"In {name}, the record names the source “{printable(source)}”, which is not in its list."
            raise ContentError(_refuse(file, fact))
    return Version(found.record, name, change)


def _refuse(file: Path, fact: str) -> Diagnostic:
    way_out = "Name another revision, or put it right in a file of its own, and name that: --from OLD.yaml"
    return Diagnostic(UNREADABLE.id, UNREADABLE.severity, f"{fact} {way_out}", Position(file, 1, 1))


def redline_versions(before: Version, after: Version, publishing: Publishing, *, only_changes: bool) -> Document:
    """Make the publication that shows what changed between two versions of a record.

    Raises:
        CallError: They are of two codes; the wording lacks a string or holds one that fails.
    """
    if before.record.id != after.record.id:
        raise CallError(
            f"{before.name} is {before.record.id}, and {after.name} is {after.record.id}. "
            "Name two versions of one record."
        )
    change = after.change or _find_writer()
    older, newer = (
        compose(one.record, publishing.wording, publishing.publisher, publishing.parts) for one in (before, after)
    )
    made = redline(older, newer, change)
    return _name(keep_changes(made) if only_changes else made, before, after, change, publishing)


def list_redline_targets(document: Document, formats: Sequence[Format], output: Path) -> list[Target]:
    """List the files of a redline: ``output/<system>/<code>-redline.<format>``."""
    system, _, code = document.identity.partition(":")
    record = RecordId(system, code)
    return [Target(record, one, output / record.system / f"{file_stem(record)}-redline.{one}") for one in formats]


def _name(document: Document, before: Version, after: Version, change: Change, publishing: Publishing) -> Document:
    """Let a redline say, outside of what changed, that it is one, and between which versions."""
    say, imprint = publishing.wording.say, document.imprint
    line = say(
        "redline",
        "footer",
        before=before.name,
        after=after.name,
        author=change.author,
        date=long_date(change.date.date()),
    )
    running = RunningMatter(
        say("redline", "short", short=imprint.short),
        imprint.title,
        (*imprint.footer, line),
        imprint.numbering,
        imprint.continued,
    )
    return replace(document, title=say("redline", "title", title=document.title), imprint=running)


def _find_writer() -> Change:
    """Name whoever works at this machine, now: nobody else is known to have written a file."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a machine without accounts, such as a container
        user = "codepub"
    return Change(printable(user), datetime.now(UTC).replace(microsecond=0))
