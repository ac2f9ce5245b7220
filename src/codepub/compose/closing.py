"""The end of a publication: its sources, and what it says about itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from codepub.compose.drafting import Blocks, Drafting
from codepub.compose.rights import CptRights, whole_notice
from codepub.compose.wording import long_date
from codepub.document.nodes import Inlines, Link, List, Paragraph, Role, Text
from codepub.records.availability import BLOCKS_RELEASE
from codepub.records.code_summary import Source
from codepub.records.contents import absences


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, in which language, and with which rights; a workspace's settings."""

    name: str = ""
    language: str = "en-US"
    cpt: CptRights = field(default_factory=CptRights)


def sources(drafting: Drafting) -> Blocks:
    """Make the part Sources."""
    entries = tuple(
        (Paragraph(_entry(drafting, source), drafting.origin("sources", index), Role.SOURCE),)
        for index, source in enumerate(drafting.record.sources)
    )
    listed = List(ordered=True, items=entries) if entries else drafting.known_none("sources", "sources")
    return (drafting.heading(2, "sources", "sources"), listed)


def _entry(drafting: Drafting, source: Source) -> Inlines:
    published = long_date(source.published) if source.published else None
    say = drafting.wording.say
    entry = say("sources", "entry", title=source.title, publisher=source.publisher, date=published)
    address: Inlines = (Text(" "), Link(source.url, (Text(source.url),))) if source.url else ()
    retrieved = f" {say('sources', 'retrieved', retrieved=long_date(source.retrieved))}" if source.retrieved else ""
    return (Text(entry), *address, *((Text(retrieved),) if retrieved else ()))


def about(drafting: Drafting, publisher: Publisher, digest: str, cpt_year: int | None) -> Blocks:
    """Make the part About this publication; ``cpt_year`` is that of the copyright where the document carries CPT."""
    lines = [Paragraph((Text(" ".join(_imprint(drafting, publisher, digest))),), drafting.origin("edition"))]
    lines += [
        Paragraph((Text(text),), drafting.origin("about", index), Role.RIGHTS)
        for index, text in enumerate(_rights(drafting, publisher.cpt, cpt_year))
    ]
    return (drafting.heading(2, "about", "about"), *lines)


def _imprint(drafting: Drafting, publisher: Publisher, digest: str) -> Iterator[str]:
    record, say = drafting.record, drafting.wording.say
    days = {key: long_date(day) for key in ("effective", "ends", "published") if (day := getattr(record, key))}
    yield say(
        "sentences", "edition", system=record.system, edition=record.edition, **{"ends": None, "published": None} | days
    )
    for key in ("supersedes", "replaced_by"):
        if code := getattr(record, key):
            yield say("sentences", key, system=record.system, code=code)
    if publisher.name:
        yield say("sentences", "publisher", publisher=publisher.name)
    if record.tags:
        yield say("sentences", "tags", tags=record.tags)
    yield say("sentences", "digest", digest=grouped(digest, 12))
    blocking = sum(absence.why.reason in BLOCKS_RELEASE for absence in absences(record))
    yield say("sentences", "status_draft", blocking=blocking)


def _rights(drafting: Drafting, rights: CptRights, cpt_year: int | None) -> Iterator[str]:
    if cpt_year is not None:
        yield whole_notice(cpt_year)
        if rights.holder:
            yield drafting.wording.say("sentences", "licence", holder=rights.holder, number=rights.number)


def grouped(digest: str, length: int) -> str:
    """Write the first digits of an approval digest in groups of four, without the number of its scheme."""
    _, _, digits = digest.rpartition(":")
    return " ".join(digits[start : start + 4] for start in range(0, length, 4))
