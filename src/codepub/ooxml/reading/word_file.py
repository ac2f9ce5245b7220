"""A Word file is read whole: the text in all its stories, its comments, what it says about itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from codepub.ooxml.reading import properties
from codepub.ooxml.reading.comments import W15, W16CEX, W16CID, CommentExtras, read_comments, read_extras
from codepub.ooxml.reading.letters import BODY, Comment, WordFile
from codepub.ooxml.reading.looks import Looks
from codepub.ooxml.reading.marks import Clock, make_clock
from codepub.ooxml.reading.package import Package, Relation, find_document_part, open_package
from codepub.ooxml.reading.refusal import SAVE_AGAIN, UnreadableWordError
from codepub.ooxml.reading.stories import begin_transcript, read_story
from codepub.ooxml.reading.styles import read_styles
from codepub.ooxml.reading.transcript import Transcript
from codepub.ooxml.xml import Element, qualified

_SEPARATORS: Final = {"separator", "continuationSeparator", "continuationNotice"}
"""Notes that are the lines above notes (ECMA-376 Part 1, 17.18.33)."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """A file's parts by the kinds of their relations to the text, or to the whole file."""

    package: Package
    main: str
    relations: dict[str, Relation]
    of_file: dict[str, Relation]

    def read(self, kind: str, root: str) -> Element | None:
        """Read the part of a kind, None where there is none."""
        name = next(self.list_names(kind), None)
        return None if name is None else self.package.read_xml(name, root)

    def list_names(self, kind: str) -> Iterator[str]:
        """List the names of the parts of a kind."""
        found = (each.target for each in (*self.relations.values(), *self.of_file.values()) if each.kind == kind)
        return iter(sorted(found, key=lambda name: (len(name), name)))


def read_word_file(content: bytes) -> WordFile:
    """Read a Word file.

    Raises:
        UnreadableWordError: It is none, or it is not safe to read.
    """
    package = open_package(content)
    main = find_document_part(package)
    parts = _Parts(package, main, package.read_relations(main), package.read_relations(""))
    if next(parts.list_names("aFChunk"), None) is not None:
        raise UnreadableWordError("It holds another file that Word has not yet made part of its text.", SAVE_AGAIN)
    extended = parts.read("extended-properties", f"{properties.EXTENDED}Properties")
    program = None if extended is None else properties.read_program(extended)
    clock = make_clock(program)
    transcript = begin_transcript(Looks(read_styles(parts.read("styles", qualified("styles")))), clock)
    _read_stories(parts, transcript)
    paragraphs = tuple(transcript.paragraphs)
    core = parts.read("core-properties", f"{properties.CORE}coreProperties")
    custom = parts.read("custom-properties", f"{properties.CUSTOM}Properties")
    settings = parts.read("settings", qualified("settings"))
    return WordFile(
        paragraphs=paragraphs,
        comments=_read_comments(parts, transcript, clock),
        properties={} if custom is None else properties.read_custom(custom),
        variables={} if settings is None else properties.read_variables(settings),
        identifier=None if core is None else properties.read_identifier(core),
        last_modified_by=None if core is None else properties.read_last_modified_by(core),
        program=program,
    )


def _read_stories(parts: _Parts, transcript: Transcript) -> None:
    document = parts.package.read_xml(parts.main, qualified("document"))
    read_story(transcript, BODY, document, parts.relations)
    for kind, root in (("header", "hdr"), ("footer", "ftr")):
        for number, name in enumerate(parts.list_names(kind), 1):
            element = parts.package.read_xml(name, qualified(root))
            read_story(transcript, f"{kind}{number}", element, parts.package.read_relations(name))
    for kind in ("footnote", "endnote"):
        for name in parts.list_names(f"{kind}s"):
            _read_notes(parts, transcript, kind, name)


def _read_notes(parts: _Parts, transcript: Transcript, kind: str, name: str) -> None:
    relations = parts.package.read_relations(name)
    for note in parts.package.read_xml(name, qualified(f"{kind}s")).iterchildren(qualified(kind)):
        if note.get(qualified("type")) not in _SEPARATORS:
            read_story(transcript, f"{kind}{note.get(qualified('id'), '')}", note, relations)


def _read_comments(parts: _Parts, transcript: Transcript, clock: Clock) -> tuple[Comment, ...]:
    root = parts.read("comments", qualified("comments"))
    if root is None:
        return ()
    return read_comments(root, transcript, _read_extras(parts), clock, transcript.places)


def _read_extras(parts: _Parts) -> CommentExtras:
    return read_extras(
        parts.read("commentsExtended", f"{W15}commentsEx"),
        parts.read("commentsIds", f"{W16CID}commentsIds"),
        parts.read("commentsExtensible", f"{W16CEX}commentsExtensible"),
    )
