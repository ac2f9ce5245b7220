"""The end of a publication: its sources, and what it says about itself."""

from __future__ import annotations

from collections.abc import Iterator

from codepub.compose.drafting import ComposeContext
from codepub.compose.publisher import CptRights, Publisher
from codepub.compose.rights import whole_notice
from codepub.compose.wording import long_date, spaced
from codepub.document.nodes import Heading, Inlines, Link, List, Paragraph, Role, Section, Span, Text
from codepub.document.provenance import Derived, Value
from codepub.document.text import joined
from codepub.records.availability import BLOCKS_RELEASE
from codepub.records.code_summary import Source
from codepub.records.contents import absences


def sources(drafting: ComposeContext) -> Section:
    """Make the part Sources."""
    entries = tuple(
        (Paragraph(_entry(drafting, source, index), Derived((drafting.origin("sources", index),)), Role.SOURCE),)
        for index, source in enumerate(drafting.record.sources)
    )
    listed = List(ordered=True, items=entries) if entries else drafting.known_none("sources", "sources")
    return drafting.section("sources", (listed,), "sources")


def _entry(drafting: ComposeContext, source: Source, index: int) -> Inlines:
    say, path = drafting.wording.say, ("sources", index)
    entry = drafting.wording.inlines(
        "sources",
        "entry",
        title=drafting.field(source.title, *path, "title"),
        publisher=drafting.field(source.publisher, *path, "publisher"),
        date=long_date(source.published) if source.published else None,
    )
    retrieved = f" {say('sources', 'retrieved', retrieved=long_date(source.retrieved))}" if source.retrieved else ""
    return joined((*entry, *_address(drafting, source.url, *path, "url"), Text(retrieved)))


def _address(drafting: ComposeContext, url: str | None, *path: str | int) -> Inlines:
    if url is None:
        return ()
    return (Text(" "), Span((Link(url, (Text(url),)),), Value(drafting.origin(*path))))


def about(drafting: ComposeContext, publisher: Publisher, digest: str, cpt_year: int | None) -> Section:
    """Make the part About this publication; ``cpt_year`` is that of the copyright where the document carries CPT."""
    rights = (Paragraph((Text(text),), Derived(), Role.RIGHTS) for text in _rights(drafting, publisher.cpt, cpt_year))
    heading = Heading(drafting.wording.inlines("headings", "about"), Derived())
    return Section("about", heading, (_imprint(drafting, publisher, digest), *rights))


def _imprint(drafting: ComposeContext, publisher: Publisher, digest: str) -> Paragraph:
    told = ("edition", "effective", "ends", "published", "supersedes", "replaced_by", "tags")
    given = [key for key in told if getattr(drafting.record, key)]
    return Paragraph(spaced(_imprint_sentences(drafting, publisher, digest)), drafting.derived(*given))


def _imprint_sentences(drafting: ComposeContext, publisher: Publisher, digest: str) -> Iterator[Inlines]:
    record, words = drafting.record, drafting.wording.inlines
    days = {key: long_date(day) for key in ("effective", "ends", "published") if (day := getattr(record, key))}
    yield words(
        "sentences", "edition", system=record.system, edition=record.edition, **{"ends": None, "published": None} | days
    )
    for key in ("supersedes", "replaced_by"):
        if code := getattr(record, key):
            yield words("sentences", key, system=record.system, code=drafting.field(code, key))
    if publisher.name:
        yield words("sentences", "publisher", publisher=publisher.name)
    if record.tags:
        yield words("sentences", "tags", tags=drafting.fields(record.tags, "tags"))
    yield words("sentences", "digest", digest=grouped(digest, 12))
    blocking = sum(absence.why.reason in BLOCKS_RELEASE for absence in absences(record))
    yield words("sentences", "status_draft", blocking=blocking)


def _rights(drafting: ComposeContext, rights: CptRights, cpt_year: int | None) -> Iterator[str]:
    if cpt_year is not None:
        yield whole_notice(cpt_year)
        if rights.holder:
            yield drafting.wording.say("sentences", "licence", holder=rights.holder, number=rights.number)


def grouped(digest: str, length: int) -> str:
    """Write the first digits of an approval digest in groups of four, without the number of its scheme."""
    _, _, digits = digest.rpartition(":")
    return " ".join(digits[start : start + 4] for start in range(0, length, 4))
