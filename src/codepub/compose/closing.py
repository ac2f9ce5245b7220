"""The end of a publication: its sources, and what it says about itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from codepub.compose.context import ComposeContext
from codepub.compose.drafts import is_draft
from codepub.compose.publisher import CptRights, Publisher
from codepub.compose.rights import whole_notice
from codepub.compose.wording import Wording, join_sentences, long_date
from codepub.document.nodes import Heading, Inlines, Link, List, Paragraph, Role, Section, Span, Text
from codepub.document.provenance import Derived, Value
from codepub.document.text import join_texts
from codepub.records.availability import BLOCKS_RELEASE
from codepub.records.code_summary import CodeSummary, Source
from codepub.records.contents import absences
from codepub.records.digest import group_digits


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
    return (Text(" "), Span((Link(url, (Text(url),)),), Value(context.origin(*path))), Text("."))


def about(context: ComposeContext, publisher: Publisher, digest: str, cpt_years: Sequence[int]) -> Section:
    """Make the part About this publication; ``cpt_years`` are those of the copyright in CPT that is stated here."""
    stated = _rights(context.wording, publisher.cpt, cpt_years)
    return _about(context.wording, "about", _imprint(context, publisher, digest), stated)


def about_collection(
    drafts: Sequence[CodeSummary], wording: Wording, publisher: Publisher, digest: str, cpt_years: Sequence[int]
) -> Section:
    """Make the part About this collection: what is said of several records, the drafts among them, once for all."""
    sentences = (*_publisher_sentence(wording, publisher), *_standing_sentences(wording, digest, drafts))
    stated = _rights(wording, publisher.cpt, cpt_years)
    return _about(wording, "about_collection", Paragraph(join_sentences(sentences), Derived()), stated)


def _about(wording: Wording, key: str, imprint: Paragraph, rights: Iterable[str]) -> Section:
    stated = (Paragraph((Text(text),), Derived(), Role.RIGHTS) for text in rights)
    return Section("about", Heading(wording.inlines("headings", key), Derived()), (imprint, *stated))


def _imprint(context: ComposeContext, publisher: Publisher, digest: str) -> Paragraph:
    keys = ("edition", "effective", "ends", "published", "supersedes", "replaced_by", "tags")
    given = [key for key in keys if getattr(context.record, key)] + ["status"] * is_draft(context.standing)
    return Paragraph(join_sentences(_imprint_sentences(context, publisher, digest)), context.derived(*given))


def _imprint_sentences(context: ComposeContext, publisher: Publisher, digest: str) -> Iterator[Inlines]:
    record, words = context.record, context.wording.inlines
    days = {key: long_date(day) for key in ("effective", "ends", "published") if (day := getattr(record, key))}
    planned = days.pop("published", None) if is_draft(context.standing) else None
    yield words(
        "sentences", "edition", system=record.system, edition=record.edition, **{"ends": None, "published": None} | days
    )
    if planned:
        yield words("sentences", "planned", planned=planned)
    if record.tags:
        yield words("sentences", "tags", tags=context.fields(record.tags, "tags"))
    for key in ("supersedes", "replaced_by"):
        if code := getattr(record, key):
            yield words("sentences", key, system=record.system, code=context.field(code, key))
    yield from _publisher_sentence(context.wording, publisher)
    yield from _standing_sentences(context.wording, digest, (record,) if is_draft(context.standing) else ())


def _publisher_sentence(wording: Wording, publisher: Publisher) -> Iterator[Inlines]:
    if publisher.name:
        yield wording.inlines("sentences", "publisher", publisher=publisher.name)


def _standing_sentences(wording: Wording, digest: str, drafts: Sequence[CodeSummary]) -> Iterator[Inlines]:
    """Say what was approved and, of drafts, how many values hold a release back."""
    yield wording.inlines("sentences", "digest", digest=group_digits(digest, 12))
    if drafts:
        blocking = sum(absence.why.reason in BLOCKS_RELEASE for record in drafts for absence in absences(record))
        yield wording.inlines("sentences", "status_draft", blocking=blocking)


def _rights(wording: Wording, rights: CptRights, cpt_years: Sequence[int]) -> Iterator[str]:
    if cpt_years:
        yield whole_notice(*cpt_years)
        if rights.holder:
            yield wording.say("sentences", "licence", holder=rights.holder, number=rights.number)
