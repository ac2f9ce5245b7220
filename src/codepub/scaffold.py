"""What work begins with: a new workspace, a new record, the schema for editors."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Final

from codepub.diagnostics import CallError
from codepub.files.writing import write_file
from codepub.loading.files import record_file
from codepub.origin import RecordId
from codepub.records.blank import blank_record
from codepub.records.codes import CODE_SYSTEMS, DENTAL, FORMATS, CodeSystem, record_id, spelled, system_named
from codepub.records.schema import SCHEMA_FILE, schema_text
from codepub.workspace import SETTINGS, SHIPPED, Workspace

_SETTINGS_TEXT: Final = """\
# Settings of this workspace. What is commented out shows what holds without it.

[folders]
# content = "content"
# output = "output"
# templates = "templates"   # your own wording.toml, theme.toml, publication.html and .css, print.css, coverage.html
# assets = "assets"         # the only folder that styles may take pictures and fonts from

[publication]
# formats = ["pdf", "docx"] # what `codepub build` makes where no format is named: pdf, docx, html, md
# page = "letter"           # or "a4"
# language = "en-US"
# standard = "pdf/ua-1"     # or "pdf/a-3a", which is both
# publisher = ""
# reference = "house.docx"  # a Word file of your own, whose styles, page size and margins are taken

[cpt]
# licence_holder = ""
# licence_number = ""
# copyright_year = 2025     # otherwise the year before the edition

# What somebody looked at and allows, for a reason: in all records, or in those named.
# [[allow]]
# rule = "modifier-policy"
# because = "the state plan takes it"
# records = ["cpt:32120"]
"""
_EDITOR: Final = {"yaml.schemas": {f"./schemas/{SCHEMA_FILE}": "content/**/*.yaml"}}
_EXTENSIONS: Final = {"recommendations": ["redhat.vscode-yaml"]}


def begin_workspace(folder: Path) -> list[Path]:
    """Make a workspace with one sample record; gives the files made.

    Raises `CallError` where one of them exists already, before anything is written.
    """
    sample = Path("content/cpt/32120.yaml")
    files = {
        Path(SETTINGS): _SETTINGS_TEXT,
        sample: (SHIPPED / sample).read_text("utf-8"),
        Path("schemas") / SCHEMA_FILE: schema_text(),
        Path(".vscode/settings.json"): json.dumps(_EDITOR, indent=2) + "\n",
        Path(".vscode/extensions.json"): json.dumps(_EXTENSIONS, indent=2) + "\n",
        Path(".gitignore"): "/output/\n/.codepub/\n",
    }
    existing = [str(folder / name) for name in files if (folder / name).exists()]
    if existing:
        raise CallError(f"Nothing was written, since these exist already: {', '.join(existing)}.")
    for name, text in files.items():
        write_file(folder / name, text.encode())
    return [folder / name for name in files]


def begin_record(workspace: Workspace, record: RecordId, system: CodeSystem, today: date) -> Path:
    """Write a blank record to its place; raises `CallError` where there is one already."""
    file = record_file(workspace.content, record)
    if file.exists():
        raise CallError(f"{file} exists already; it was left as it is.")
    write_file(file, blank_record(system, record.code, today).encode())
    return file


def new_code(text: str, declared: CodeSystem | None) -> tuple[CodeSystem, RecordId]:
    """Find what a new record is to be named, given as ``32120`` or ``cpt:32120``.

    Raises `CallError` where the code fits no system or several.
    """
    prefix, _, text = text.rpartition(":")
    if prefix:
        named = system_named(prefix)
        if named is None:
            raise CallError(f"{prefix!r} is no code system. Write one of {', '.join(CODE_SYSTEMS).lower()}.")
        if declared not in (None, named):
            raise CallError(f"{prefix}:{text} is said to be of {declared} too. Name one system.")
        declared = named
    if declared is None and DENTAL.fullmatch(text.upper()):
        raise CallError(
            f"{text} has the shape of a dental (CDT) code, which codepub does not publish. "
            "If the ICD-10-CM code is meant, say --system ICD-10-CM."
        )
    systems = CODE_SYSTEMS if declared is None else (declared,)
    fitting = [system for system in systems if FORMATS[system].fullmatch(spelled(system, text))]
    if not fitting:
        raise CallError(f"{text!r} is not a code of {' or '.join(systems)}.")
    if len(fitting) > 1:
        choices = " or ".join(f"--system {system}" for system in fitting)
        raise CallError(f"{text} could be a code of {' or of '.join(fitting)}: say {choices}.")
    return fitting[0], record_id(fitting[0], spelled(fitting[0], text))


def write_schema(root: Path) -> Path:
    """Write the schema of records below a workspace's root; gives its file."""
    file = root / "schemas" / SCHEMA_FILE
    write_file(file, schema_text().encode())
    return file


def is_schema_fresh(root: Path) -> bool:
    """Tell whether the workspace's schema is the one that the models give."""
    file = root / "schemas" / SCHEMA_FILE
    return file.is_file() and file.read_bytes() == schema_text().encode()
