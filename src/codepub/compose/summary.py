"""The title and the first two parts of a publication, with the sentences made from the record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from codepub.compose.choices import Part
from codepub.compose.context import ComposeContext
from codepub.compose.professional import PROFESSIONAL, indicator_text
from codepub.compose.wording import join_names, join_sentences
from codepub.document.nodes import (
    AbsenceNotice,
    Definition,
    DefinitionList,
    Heading,
    Inline,
    Inlines,
    Paragraph,
    Section,
    Spread,
    Strong,
    Text,
)
from codepub.document.provenance import Derived
from codepub.document.text import join_texts
from codepub.records.availability import Unavailable
from codepub.records.code_summary import SiteOfService
from codepub.records.contents import absences
from codepub.records.parts import Payment
from codepub.records.places import PLACES_OF_SERVICE

_BETWEEN: Final = " :;,.–—-"
"""The marks between a code and its title."""

_FIELDS: Final[Mapping[Part, tuple[str, ...]]] = {
    "summary": ("meaning", "payers", "scope"),
    "overview": ("description", "service_type", "site_of_service"),
    "specifications": ("clinical_context", "workflow", "modifiers", "diagnoses", "taxonomies", "related_codes"),
    "professional": PROFESSIONAL,
    "sources": (),
}
"""The fields of each part, by which a publication tells what is not given."""


def title(context: ComposeContext) -> Heading:
    """Make the title: system and code, then what the code is."""
    record = context.record
    named = context.field(record.title, "title")
    system, code = context.field(record.system, "system"), context.field(record.code, "code")
    whole = context.wording.inlines("headings", "title", system=system, code=code, title=named)
    head, between, rest = _divide_before(whole, *named)
    lead: Inlines = (Strong(head), Text(between)) if head else ()
    return Heading((*lead, *rest), context.derived("title", "system", "code"))


def _divide_before(whole: Inlines, before: Inline) -> tuple[Inlines, str, Inlines]:
    """Divide inlines before one of them, where it is there, and take off the marks between, such as a colon."""
    if before not in whole:
        return (), "", whole
    at = whole.index(before)
    match whole[:at]:
        case (*head, Text(text)):
            kept = text.rstrip(_BETWEEN)
            return join_texts((*head, Text(kept))), text[len(kept) :], whole[at:]
        case head:
            return head, "", whole[at:]


def facts(context: ComposeContext) -> DefinitionList:
    """Make the line of facts below the title: what readers ask first."""
    record, say = context.record, context.wording.say
    rows = {
        "system": context.restatement(record.system, "system"),
        "edition": context.value(record.edition, "edition"),
        "effective": context.day(record.effective, "effective"),
        **({"ends": context.day(record.ends, "ends")} if record.ends else {}),
        **dict(_restated_facts(context)),
    }
    items = (Definition((Text(say("facts", key)),), (described,)) for key, described in rows.items())
    return DefinitionList(tuple(items), Spread.LINE)


def _restated_facts(context: ComposeContext) -> Iterator[tuple[str, Paragraph]]:
    """Yield the facts that a later part tells in its place, too."""
    site, payment = context.record.overview.site_of_service, context.record.payment
    if isinstance(site, SiteOfService) and not isinstance(site.pos, Unavailable) and site.pos:
        places = join_names([f"{PLACES_OF_SERVICE[code]} ({code})" for code in site.pos])
        yield "site", _restate(context, places, "overview", "site_of_service", "pos")
    if not isinstance(payment, Payment):
        return
    if isinstance(payment.global_days, str) and payment.global_days.isdigit():
        yield "global_days", _restate(context, str(int(payment.global_days)), "payment", "global_days")
    if isinstance(payment.status_indicator, str):
        status = indicator_text(context, "status_indicator", payment.status_indicator)
        yield "status", _restate(context, status, "payment", "status_indicator")


def _restate(context: ComposeContext, text: str, *path: str) -> Paragraph:
    """Make a fact that has its own place elsewhere, where links to it lead: here the record names it."""
    return Paragraph((Text(text),), Derived((context.origin(), context.origin(*path))))


def summary(context: ComposeContext) -> Section:
    """Make the part Summary & Overview."""
    record = context.record
    blocks = (
        *context.prose(record.summary.meaning, "meaning", "summary", "meaning"),
        _payers(context),
        *context.prose(record.summary.scope, "scope", "summary", "scope"),
        _readership(context),
    )
    return context.section("summary", blocks, "summary")


def overview(context: ComposeContext) -> Section:
    """Make the part Billing Code Overview."""
    described = context.prose(context.record.overview.description, "description", "overview", "description")
    return context.section("overview", (*described, _services(context)), "overview")


def _unavailable_fields(context: ComposeContext) -> tuple[str, ...]:
    """List the printed fields that are unavailable as a whole, in the order of the publication."""
    return tuple(key for key, value in _printed_fields(context) if isinstance(value, Unavailable))


def _partly_unavailable_fields(context: ComposeContext) -> tuple[str, ...]:
    """List the printed fields that are given and hold values that are not."""
    holders = {_field_of(absence.path) for absence in absences(context.record)}
    given = (key for key, value in _printed_fields(context) if not isinstance(value, Unavailable))
    return tuple(key for key in given if key in holders)


def _printed_fields(context: ComposeContext) -> Iterator[tuple[str, object]]:
    for part in context.parts:
        holder = context.record if part == "professional" else getattr(context.record, part)
        yield from ((key, value) for key in _FIELDS[part] if (value := getattr(holder, key)) is not None)


def _field_of(path: tuple[str | int, ...]) -> str:
    return str(path[1] if path[0] in ("summary", "overview", "specifications") else path[0])


def _payers(context: ComposeContext) -> Paragraph | AbsenceNotice:
    payers, path = context.record.summary.payers, ("summary", "payers")
    if isinstance(payers, Unavailable):
        return context.named_notice(payers, "payers", *path)
    if not payers:
        return context.known_none("payers", *path)
    return context.sentence("payers", *path, payers=context.fields(payers, *path))


def _readership(context: ComposeContext) -> Paragraph:
    """Say whom it is written for and what is not given; derived from the record, so that it always agrees with it."""
    record, say, words = context.record, context.wording.say, context.wording.inlines
    names = [say("fields", key) for key in _unavailable_fields(context)]
    partly = [say("fields", key) for key in _partly_unavailable_fields(context)]
    sentences = list(_left_out(context))
    audience = context.field(record.audience, "audience")
    sentences += [words("sentences", "audience", audience=audience, first_letter=record.audience[0])]
    sentences += [(Text(say("sentences", "unavailable", fields=names)),)] if names else []
    sentences += [(Text(say("sentences", "partly", fields=partly)),)] if partly else []
    sentences += [(Text(say("sentences", "complete")),)] if not names and not partly else []
    return Paragraph(join_sentences(sentences), context.derived("audience"))


def _left_out(context: ComposeContext) -> Iterator[Inlines]:
    """Say of a brief what the full publication has beyond it: an author's words on its scope may promise that."""
    fields = [key for key in PROFESSIONAL if not isinstance(getattr(context.record, key), Unavailable | None)]
    if fields and "professional" not in context.parts:
        names = [context.wording.say("fields", key) for key in fields]
        yield (Text(context.wording.say("sentences", "brief", fields=names)),)


def _services(context: ComposeContext) -> DefinitionList:
    overview, say = context.record.overview, context.wording.say
    service = context.phrase(overview.service_type, "overview", "service_type")
    return DefinitionList(
        (
            Definition((Text(say("overview", "service_type")),), (service,)),
            Definition((Text(say("overview", "site_of_service")),), _site(context, overview.site_of_service)),
        )
    )


def _site(context: ComposeContext, site: SiteOfService | Unavailable) -> tuple[Paragraph | AbsenceNotice, ...]:
    path = ("overview", "site_of_service")
    if isinstance(site, Unavailable):
        return (context.notice(site, *path),)
    in_words = site.text
    words = (
        context.named_notice(in_words, "text", *path, "text")
        if isinstance(in_words, Unavailable)
        else context.phrase(in_words, *path, "text")
    )
    return (words, _places(context, site))


def _places(context: ComposeContext, site: SiteOfService) -> Paragraph | AbsenceNotice:
    path = ("overview", "site_of_service", "pos")
    if isinstance(site.pos, Unavailable):
        return context.named_notice(site.pos, "pos", *path)
    if not site.pos:
        return context.known_none("pos", *path)
    places = [
        context.wording.inlines("sentences", "place", code=code, name=PLACES_OF_SERVICE[text])
        for text, code in zip(site.pos, context.fields(site.pos, *path), strict=True)
    ]
    return context.sentence("place_of_service", *path, places=places)
