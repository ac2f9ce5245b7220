"""The fingerprint of a target: two targets with the same have the same bytes, and need not be written anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from codepub.building.outcomes import Causes
from codepub.building.targets import Publishing
from codepub.document.digest import digest
from codepub.document.nodes import Document, Figure
from codepub.document.walk import leaves
from codepub.records.code_summary import CodeSummary
from codepub.writers.choices import Format
from codepub.writers.dependencies import Dependencies, list_dependencies, list_drawing_versions


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a format is written with, the same for every document of a build, and the digests that tell it apart."""

    format: Format
    dependencies: Dependencies
    digest: str
    causes: Causes


def make_setup(format_: Format, publishing: Publishing) -> Setup:
    """Gather what a format is written with.

    Raises:
        MachineError: A library of the system is missing.
    """
    found = list_dependencies(format_, publishing.theme, publishing.options)
    causes = (
        ("wording.toml", digest(*_list_words(publishing))),
        ("codepub.toml", digest(publishing.publisher, publishing.parts, found.options)),
        ("theme.toml", digest(*found.looks)),
        ("templates", digest(found.templates)),
        ("assets", digest(found.assets)),
        ("versions of libraries", digest(found.versions)),
    )
    return Setup(format_, found, digest(format_, found), causes)


def _list_words(publishing: Publishing) -> tuple[object, ...]:
    words = publishing.wording.words
    return tuple((table, key, words[table][key]) for table in sorted(words) for key in sorted(words[table]))


class DocumentMark(NamedTuple):
    """What the fingerprints of a document in all formats are made from: its digest, and whether it has pictures."""

    digest: str
    draws: bool


def mark_document(document: Document) -> DocumentMark:
    """Return the mark of a document."""
    return DocumentMark(digest(document), any(isinstance(leaf, Figure) for leaf in leaves(document)))


def fingerprint(mark: DocumentMark, setup: Setup) -> str:
    """Return the fingerprint of a document in a format, 64 hexadecimal digits.

    It says nothing of what was approved: the words around a record, the theme and the versions of libraries are in it.
    """
    return digest(mark.digest, setup.digest, *(list_drawing_versions(setup.format) if mark.draws else ()))


def list_causes(record: CodeSummary, setup: Setup) -> Causes:
    """Return what the bytes of a target are made from, each with its digest: the record first."""
    return (("the record", digest(record.model_dump_json(by_alias=True))), *setup.causes)


def find_reason(before: Causes, now: Causes) -> str:
    """Say why a target is due: the first of its causes that is another than before."""
    known = dict(before)
    changed = [name for name, found in now if known.get(name) != found]
    return f"{changed[0]} changed" if changed else "its document changed"
