"""From a record, or from several, to a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final, assert_never

from codepub.compose.choices import PARTS, Part
from codepub.compose.closing import about, about_collection, sources
from codepub.compose.context import ComposeContext, number_sources
from codepub.compose.drafts import draft_line, is_draft, state_standing
from codepub.compose.professional import professional
from codepub.compose.publisher import Publisher
from codepub.compose.rights import footer_notice, set_registered_signs, whole_notice
from codepub.compose.specifications import specifications
from codepub.compose.summary import facts, overview, summary, title
from codepub.compose.wording import Wording, join_names
from codepub.diagnostics import CallError
from codepub.document.nodes import Document, Heading, RunningMatter, Section, Signposts, Text
from codepub.document.provenance import Derived
from codepub.document.text import plain_text
from codepub.markup.parsing import ReferenceTargets
from codepub.origin import Origin, RecordId
from codepub.records.availability import Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import record_id
from codepub.records.digest import approval_digest, collection_digest, group_digits
from codepub.records.standing import Standing

_AS_THEIR_STATUS: Final[Mapping[RecordId, Standing]] = {}
"""The standings of records of which nothing more is known."""


def compose(
    record: CodeSummary,
    wording: Wording,
    publisher: Publisher,
    parts: tuple[Part, ...] = PARTS["full"],
    standing: Standing | None = None,
) -> Document:
    """Make the document of a record, or of those parts of it that are named.

    It bears the approval digest of the record, so that what was approved can be told from what is printed. How it
    stands, whoever calls knows; its status says it where that is not given.

    Raises:
        CallError: The wording lacks a string or holds one that fails.
    """
    stands = standing or record.status
    context = _make_context(record, wording, stands, parts, {})
    heading, digest, cpt_years = title(context), approval_digest(record), _cpt_years((record,), publisher)
    short = wording.say("imprint", "short", system=record.system, code=record.code)
    footer = _footer((record,), wording, digest, cpt_years)
    return Document(
        identity=str(record.id),
        title=plain_text(heading.content),
        language=publisher.language,
        publisher=publisher.name,
        keywords=record.tags,
        dated=_day_of(record),
        digest=digest,
        imprint=RunningMatter(short, record.title, footer, _numbering(wording), _continued(wording)),
        sections=(_publication(context, heading, about(context, publisher, digest, cpt_years)),),
        rights=_rights(cpt_years),
        standing=state_standing((stands,), wording),
        signposts=_signposts(wording),
    )


def compose_collection(
    name: str,
    records: Sequence[CodeSummary],
    wording: Wording,
    publisher: Publisher,
    parts: tuple[Part, ...] = PARTS["full"],
    standings: Mapping[RecordId, Standing] = _AS_THEIR_STATUS,
) -> Document:
    """Make one document of several records, in their order, under a name of its own.

    The publication of each is a section one level below the name, as it is alone but for the rights notice, which the
    last section states once for all. Words of one record that speak of another's code lead to its publication. The
    digest is that of the records' digests, and the day that of the latest record. It is a draft where one of them is.
    How each stands, ``standings`` tell; one that is not among them stands as its status says.

    Raises:
        CallError: There is no record, or one stands there twice; the wording lacks a string or holds one that fails.
    """
    _require_members(records)
    digest, cpt_years = collection_digest(records), _cpt_years(records, publisher)
    stands = {record.id: standings.get(record.id, record.status) for record in records}
    drafts = [record for record in records if is_draft(stands[record.id])]
    closing = about_collection(drafts, wording, publisher, digest, cpt_years)
    frame = Section("collection", Heading((Text(name),), Derived()), (closing,))
    frame = set_registered_signs(frame) if cpt_years else frame
    short = wording.say("imprint", "several", count=len(records))
    footer = _footer(records, wording, digest, cpt_years)
    return Document(
        identity=" ".join(str(record.id) for record in records),
        title=name,
        language=publisher.language,
        publisher=publisher.name,
        keywords=tuple(dict.fromkeys(tag for record in records for tag in record.tags)),
        dated=max(map(_day_of, records)),
        digest=digest,
        imprint=RunningMatter(short, name, footer, _numbering(wording), _continued(wording)),
        sections=(replace(frame, blocks=(*_members(records, wording, publisher, parts, stands), *frame.blocks)),),
        rights=_rights(cpt_years),
        standing=state_standing(stands.values(), wording),
        signposts=_signposts(wording),
    )


def _require_members(records: Sequence[CodeSummary]) -> None:
    if not records:
        raise CallError("A collection of no records cannot be composed. Name at least one.")
    repeated = [str(record) for record, count in Counter(record.id for record in records).items() if count > 1]
    if repeated:
        raise CallError(f"A collection holds {join_names(repeated)} more than once. Name each record once.")


def _members(
    records: Sequence[CodeSummary],
    wording: Wording,
    publisher: Publisher,
    parts: tuple[Part, ...],
    stands: Mapping[RecordId, Standing],
) -> Iterator[Section]:
    """Make the publication of each record, which refers to those of the others."""
    publications = {record.id: Origin(record.id) for record in records}
    for record in records:
        elsewhere = {other: place for other, place in publications.items() if other != record.id}
        context = _make_context(record, wording, stands[record.id], parts, elsewhere)
        yield _publication(context, title(context), about(context, publisher, approval_digest(record), ()))


def _make_context(
    record: CodeSummary,
    wording: Wording,
    standing: Standing,
    parts: tuple[Part, ...],
    elsewhere: Mapping[RecordId, Origin],
) -> ComposeContext:
    """Make the context of a record; ``elsewhere`` are the publications of other codes in the same document."""
    places = {**dict(_code_places(record, record.id)), **elsewhere}
    references = ReferenceTargets(number_sources(record, record.id), places)
    return ComposeContext(record, record.id, wording, references, standing, parts)


def _publication(context: ComposeContext, heading: Heading, closing: Section) -> Section:
    parts = (section for part in context.parts for section in _make_part(context, part))
    whole = Section("publication", heading, (*draft_line(context), facts(context), *parts, closing))
    return set_registered_signs(whole) if context.record.system == "CPT" else whole


def _make_part(context: ComposeContext, part: Part) -> tuple[Section, ...]:
    match part:
        case "summary":
            return (summary(context),)
        case "overview":
            return (overview(context),)
        case "specifications":
            return (specifications(context),)
        case "professional":
            return tuple(professional(context))
        case "sources":
            return (sources(context),)
        case _:
            assert_never(part)


def _day_of(record: CodeSummary) -> date:
    return record.published or record.effective


def _cpt_years(records: Iterable[CodeSummary], publisher: Publisher) -> tuple[int, ...]:
    """Return the years of the copyright in CPT that records use, the earliest first."""
    return tuple(sorted({publisher.cpt.year or record.edition - 1 for record in records if record.system == "CPT"}))


def _rights(cpt_years: Sequence[int]) -> tuple[str, ...]:
    return (footer_notice(*cpt_years), whole_notice(*cpt_years)) if cpt_years else ()


def _footer(records: Iterable[CodeSummary], wording: Wording, digest: str, cpt_years: Sequence[int]) -> tuple[str, ...]:
    first, *later = sorted({record.edition for record in records})
    edition = join_names([str(first), *map(str, later)]) if later else first
    line = wording.say("imprint", "footer", edition=edition, digest=group_digits(digest, 8))
    return (footer_notice(*cpt_years), line) if cpt_years else (line,)


def _numbering(wording: Wording) -> tuple[str, str, str]:
    """Divide the words around a page's number; each format has numbers of its own to set between them."""
    before, between, after, *_ = (*wording.divide("imprint", "page", "page", "pages"), "", "")
    return before, between, after


def _signposts(wording: Wording) -> Signposts:
    before_source, after_source, *_ = (*wording.divide("signposts", "source", "number"), "")
    before, between, after, *_ = (*wording.divide("signposts", "back", "citation", "source"), "", "")
    return Signposts(
        wording.say("signposts", "contents"),
        (before_source, after_source),
        (before, between, after),
        wording.say("signposts", "scrolls"),
    )


def _continued(wording: Wording) -> tuple[str, str]:
    """Divide the words around the name of a table that goes on."""
    before, after, *_ = (*wording.divide("imprint", "continued", "name"), "")
    return before, after


def _code_places(record: CodeSummary, identity: RecordId) -> Iterator[tuple[RecordId, Origin]]:
    """List where this document tells more of other codes: the rows of its tables of codes."""
    specified = record.specifications
    if not isinstance(specified.diagnoses, Unavailable):
        for index, diagnosis in enumerate(specified.diagnoses):
            path = ("specifications", "diagnoses", index, "code")
            yield record_id("ICD-10-CM", diagnosis.code), Origin(identity, path)
    if not isinstance(specified.related_codes, Unavailable):
        for index, related in enumerate(specified.related_codes):
            path = ("specifications", "related_codes", index, "code")
            yield record_id(related.system, related.code), Origin(identity, path)
