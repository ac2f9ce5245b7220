"""The end of a publication: its sources, and what it says about itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from codepub.compose.context import ComposeContext
from codepub.compose.rights import CptRights, whole_notice
from codepub.compose.wording import join_sentences, long_date
from codepub.document.nodes import Heading, Inlines, Link, List, Paragraph, Role, Section, Span, Text
from codepub.document.provenance import Derived, Value
from codepub.document.text import join_texts
from codepub.records.availability import BLOCKS_RELEASE
from codepub.records.code_summary import Source
from codepub.records.contents import absences


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, in which language, and with which rights; a workspace's settings."""

    name: str = ""
    language: str = "en-US"
    cpt: CptRights = field(default_factory=CptRights)


def sources(context: ComposeContext) -> Section:
    """Make the part Sources."""
    entries = tuple(
        (Paragraph(_entry(context, source, index), Derived((context.origin("sources", index),)), Role.SOURCE),)
        for index, source in enumerate(context.record.sources)
    )
    listed = List(ordered=True, items=entries) if entries else context.known_none("sources", "sources")
    return context.section("sources", (listed,), "sources")


def _entry(context: ComposeContext, source: Source, index: int) -> Inlines:
    say, path = context.wording.say, ("sources", index)
    entry = context.wording.inlines(
        "sources",
        "entry",
        title=context.field(source.title, *path, "title"),
        publisher=context.field(source.publisher, *path, "publisher"),
        date=long_date(source.published) if source.published else None,
    )
    retrieved = f" {say('sources', 'retrieved', retrieved=long_date(source.retrieved))}" if source.retrieved else ""
    return join_texts((*entry, *_address(context, source.url, *path, "url"), Text(retrieved)))


def _address(context: ComposeContext, url: str | None, *path: str | int) -> Inlines:
    if url is None:
        return ()
    return (Text(" "), Span((Link(url, (Text(url),)),), Value(context.origin(*path))))


def about(context: ComposeContext, publisher: Publisher, digest: str, cpt_year: int | None) -> Section:
    """Make the part About this publication; ``cpt_year`` is that of the copyright where the document carries CPT."""
    rights = (Paragraph((Text(text),), Derived(), Role.RIGHTS) for text in _rights(context, publisher.cpt, cpt_year))
    heading = Heading(context.wording.inlines("headings", "about"), Derived())
    return Section("about", heading, (_imprint(context, publisher, digest), *rights))


def _imprint(context: ComposeContext, publisher: Publisher, digest: str) -> Paragraph:
    keys = ("edition", "effective", "ends", "published", "supersedes", "replaced_by", "tags")
    given = [key for key in keys if getattr(context.record, key)]
    return Paragraph(join_sentences(_imprint_sentences(context, publisher, digest)), context.derived(*given))


def _imprint_sentences(context: ComposeContext, publisher: Publisher, digest: str) -> Iterator[Inlines]:
    record, words = context.record, context.wording.inlines
    days = {key: long_date(day) for key in ("effective", "ends", "published") if (day := getattr(record, key))}
    yield words(
        "sentences", "edition", system=record.system, edition=record.edition, **{"ends": None, "published": None} | days
    )
    for key in ("supersedes", "replaced_by"):
        if code := getattr(record, key):
            yield words("sentences", key, system=record.system, code=context.field(code, key))
    if publisher.name:
        yield words("sentences", "publisher", publisher=publisher.name)
    if record.tags:
        yield words("sentences", "tags", tags=context.fields(record.tags, "tags"))
    yield words("sentences", "digest", digest=group_digits(digest, 12))
    blocking = sum(absence.why.reason in BLOCKS_RELEASE for absence in absences(record))
    yield words("sentences", "status_draft", blocking=blocking)


def _rights(context: ComposeContext, rights: CptRights, cpt_year: int | None) -> Iterator[str]:
    if cpt_year is not None:
        yield whole_notice(cpt_year)
        if rights.holder:
            yield context.wording.say("sentences", "licence", holder=rights.holder, number=rights.number)


def group_digits(digest: str, length: int) -> str:
    """Write the first digits of an approval digest in groups of four, without the number of its scheme."""
    _, _, digits = digest.rpartition(":")
    return " ".join(digits[start : start + 4] for start in range(0, length, 4))
