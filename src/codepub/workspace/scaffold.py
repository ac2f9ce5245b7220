"""New files of a workspace: its settings and a sample, blank records, the schemas that editors read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from codepub.diagnostics import CallError, CodepubError, quote_text
from codepub.files.reading import UnreadableFileError, open_plain_file, read_plain_file
from codepub.files.writing import TEMPORARY_NAMES, AlreadyThereError, make_file, remove_leftovers, write_file
from codepub.loading.content_files import record_file
from codepub.origin import CODE_SYSTEMS, CodeSystem, RecordId
from codepub.records.blank import write_blank_record
from codepub.records.codes import CODE_PATTERNS, DENTAL, find_system, record_id, spell_code
from codepub.records.kinds import KINDS, Kind
from codepub.records.schema import write_schema
from codepub.workspace.root import SETTINGS_FILE
from codepub.workspace.settings import Settings
from codepub.workspace.shipped import SHIPPED

_SETTINGS_TEXT: Final = """\
# Settings of this workspace. What is commented out shows what holds without it.

[folders]
# content = "content"
# output = "output"
# templates = "templates"   # your own wording.toml, theme.toml, publication.html and .css, print.css, completeness.html
# assets = "assets"         # the only folder that styles may take pictures and fonts from

[publication]
# formats = ["pdf", "docx"] # what `codepub build` makes where no format is named: pdf, docx, html, md
# page = "letter"           # or "a4"
# language = "en-US"
# standard = "pdf/ua-1"     # or "pdf/a-3a", which is both
# parts = "full"            # or "brief", without payment and policy
# publisher = ""
# reference = "house.docx"  # a Word file of your own, whose styles, page size and margins are taken

[cpt]
# licence_holder = ""
# licence_number = ""
# copyright_year = 2025     # otherwise the year before the edition

[checks]
# missing_code_sets = "note"  # or "quiet": nothing is said of code sets that records could not be checked against

[review]
# roles = ["coder", "physician"]  # whose signatures a release takes, each with `codepub review approve`; otherwise none
# Who may sign for a role; for one that is not listed, anybody. A signature of somebody who is not in it does not count.
# signers.coder = ["Ada Coder, CPC"]

# What somebody looked at and allows, for a reason: in all records, or in those named.
# [[allow]]
# rule = "modifier-policy"
# because = "the state plan takes it"
# records = ["cpt:32120"]
"""
_EXTENSIONS: Final = {"recommendations": ["redhat.vscode-yaml"]}


SAMPLE: Final = Path("content/cpt/32120.yaml")
_EDITOR_SETTINGS: Final = Path(".vscode/settings.json")
_IGNORED: Final = ("/output/", "/.codepub/", TEMPORARY_NAMES)
"""What git need not keep: results, the store of code sets, files that a killed run was writing."""
_MAX_BYTES: Final = 1024**2
"""The most bytes of a workspace's file that are read, to see what it lacks."""


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file that was made, or to whose end lines were added."""

    file: Path
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileLeft:
    """A file that was there and was left as it is; ``advice`` is what its owner may want to do by hand."""

    file: Path
    advice: str = ""


@dataclass(frozen=True, slots=True)
class FileUnmade:
    """A file that could not be made, and why."""

    error: CodepubError


BegunFile = FileMade | FileLeft | FileUnmade


def begin_workspace(folder: Path) -> list[BegunFile]:
    """Make what a folder lacks of a workspace with one sample record; overwrites nothing, and can be repeated.

    A folder that has records of its own gets no sample. What ``.gitignore`` lacks is added at its end.
    """
    texts = {
        Path(SETTINGS_FILE): _SETTINGS_TEXT,
        SAMPLE: (SHIPPED / SAMPLE).read_text("utf-8"),
        **{Path("schemas") / kind.schema_file: write_schema(kind) for kind in KINDS},
        _EDITOR_SETTINGS: json.dumps(make_editor_settings(KINDS), indent=2) + "\n",
        Path(".vscode/extensions.json"): json.dumps(_EXTENSIONS, indent=2) + "\n",
    }
    if {*(folder / "content").rglob("*.y*ml")} - {folder / SAMPLE}:
        del texts[SAMPLE]
    remove_leftovers({(folder / name).parent for name in texts})
    return [
        *(_begin_file(folder / name, text) for name, text in texts.items()),
        _begin_gitignore(folder / ".gitignore"),
    ]


def make_editor_settings(kinds: Iterable[Kind[Any]]) -> dict[str, dict[str, str]]:
    """Name the schema of each kind's files, as editors with the YAML language server read it."""
    return {"yaml.schemas": {f"./schemas/{kind.schema_file}": f"content/{kind.files}" for kind in kinds}}


def _begin_file(file: Path, text: str) -> BegunFile:
    try:
        make_file(file, text.encode())
    except AlreadyThereError:
        return _leave_file(file)
    except CodepubError as error:
        return FileUnmade(error)
    return FileMade(file)


def _leave_file(file: Path) -> FileLeft | FileUnmade:
    """Leave a file that is there; one that is not plain, or cannot be read, makes no workspace, and is told."""
    try:
        open_plain_file(file).close()
    except UnreadableFileError as error:
        return FileUnmade(error)
    return FileLeft(file, _advise(file))


def _advise(file: Path) -> str:
    """Say what to add to settings of an editor that do not name every schema."""
    if not file.match(str(_EDITOR_SETTINGS)):
        return ""
    with suppress(UnreadableFileError):
        there = read_plain_file(file, _MAX_BYTES)
        if all(kind.schema_file.encode() in there for kind in KINDS):
            return ""
    needed = json.dumps(make_editor_settings(KINDS))[1:-1]
    return f"To have your editor complete and explain records, add to it: {needed}"


def _begin_gitignore(file: Path) -> BegunFile:
    """Have git ignore what it need not keep; a line that means the same with other slashes counts as there."""
    try:
        there = read_plain_file(file, _MAX_BYTES) if os.path.lexists(file) else b""
        known = {line.strip().strip(b"/") for line in there.splitlines()}
        lacking = tuple(line for line in _IGNORED if line.strip("/").encode() not in known)
        if not lacking:
            return FileLeft(file)
        end = b"\r\n" if b"\r\n" in there else b"\n"
        before = there if there.endswith(b"\n") or not there else there + end
        write_file(file, before + b"".join(line.encode() + end for line in lacking))
    except CodepubError as error:
        return FileUnmade(error)
    return FileMade(file, lacking if there else ())


def begin_record(settings: Settings, record: RecordId, system: CodeSystem, today: date) -> Path:
    """Make a blank record in its place.

    Raises:
        CallError: There is one already.
        MachineError: It cannot be written.
    """
    file = record_file(settings.content, record)
    remove_leftovers([file.parent])
    make_file(file, write_blank_record(system, record.code, today).encode())
    return file


def identify_record(text: str, declared: CodeSystem | None) -> tuple[CodeSystem, RecordId]:
    """Find the system and the name of a new record from its code, given as ``32120`` or ``cpt:32120``.

    Raises:
        CallError: The code fits no system or several, or a dental one.
    """
    prefix, _, text = text.rpartition(":")
    if prefix:
        named = find_system(prefix)
        if named is None:
            raise CallError(f"{quote_text(prefix)} is no code system. Write one of {', '.join(CODE_SYSTEMS).lower()}.")
        if declared not in (None, named):
            raise CallError(f"{prefix}:{text} is said to be of {declared} too. Name one system.")
        declared = named
    if declared is None and DENTAL.fullmatch(text.upper()):
        raise CallError(
            f"{quote_text(text)} has the shape of a dental (CDT) code, which codepub does not publish. "
            "If the ICD-10-CM code is meant, say --system ICD-10-CM."
        )
    systems = CODE_SYSTEMS if declared is None else (declared,)
    fitting = [system for system in systems if CODE_PATTERNS[system].fullmatch(spell_code(system, text))]
    if not fitting:
        raise CallError(f"{quote_text(text)} is not a code of {' or '.join(systems)}.")
    if len(fitting) > 1:
        choices = " or ".join(f"--system {system}" for system in fitting)
        raise CallError(f"{text} could be a code of {' or of '.join(fitting)}: say {choices}.")
    return fitting[0], record_id(fitting[0], spell_code(fitting[0], text))


def write_schemas(root: Path) -> list[Path]:
    """Write the schema of every kind of file below a workspace's root, and list the files."""
    remove_leftovers([root / "schemas"])
    return [_write_schema(root, kind) for kind in KINDS]


def _write_schema(root: Path, kind: Kind[Any]) -> Path:
    file = root / "schemas" / kind.schema_file
    write_file(file, write_schema(kind).encode())
    return file


def are_schemas_fresh(root: Path) -> bool:
    """Tell whether the workspace's schemas are those that the models give."""
    return all(_is_fresh(root / "schemas" / kind.schema_file, write_schema(kind).encode()) for kind in KINDS)


def _is_fresh(file: Path, fresh: bytes) -> bool:
    return file.is_file() and read_plain_file(file, max(_MAX_BYTES, len(fresh))) == fresh
