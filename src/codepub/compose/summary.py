"""The first part of a publication: summary and overview, with the sentences made from the record."""

from __future__ import annotations

from codepub.compose.context import ComposeContext
from codepub.compose.wording import capitalize, join_sentences
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
from codepub.records.code_summary import CodeSummary, SiteOfService
from codepub.records.contents import absences
from codepub.records.places import PLACES_OF_SERVICE

_FIXED = (
    ("summary", ("meaning", "payers", "scope")),
    ("overview", ("description", "service_type", "site_of_service")),
    ("specifications", ("clinical_context", "workflow", "modifiers", "diagnoses", "taxonomies", "related_codes")),
)
_OPTIONAL = (
    "payment",
    "edits",
    "crosswalks",
    "coverage",
    "denials",
    "benchmarks",
    "documentation_tips",
    "coding_tips",
)


def title(context: ComposeContext) -> Heading:
    """Make the title: system and code, then what the code is."""
    record = context.record
    named = context.field(record.title, "title")
    system, code = context.field(record.system, "system"), context.field(record.code, "code")
    whole = context.wording.inlines("headings", "title", system=system, code=code, title=named)
    head, rest = _divide_before(whole, *named)
    lead: Inlines = (Strong(head), Text(" ")) if head else ()
    return Heading((*lead, *rest), context.derived("title", "system", "code"))


def _divide_before(whole: Inlines, before: Inline) -> tuple[Inlines, Inlines]:
    """Divide inlines before one of them, where it is there, without the space between."""
    if before not in whole:
        return (), whole
    at = whole.index(before)
    match whole[:at]:
        case (*head, Text(text)):
            return join_texts((*head, Text(text.rstrip()))), whole[at:]
        case head:
            return head, whole[at:]


def facts(context: ComposeContext) -> DefinitionList:
    """Make the line of facts below the title."""
    record, say = context.record, context.wording.say
    rows = {
        "edition": context.value(record.edition, "edition"),
        "effective": context.day(record.effective, "effective"),
        **({"ends": context.day(record.ends, "ends")} if record.ends else {}),
        "audience": context.restatement(capitalize(record.audience), "audience"),
        "unavailable": Paragraph((Text(_unavailable_count(context)),), Derived()),
    }
    items = (Definition((Text(say("facts", key)),), (described,)) for key, described in rows.items())
    return DefinitionList(tuple(items), Spread.LINE)


def _unavailable_count(context: ComposeContext) -> str:
    record, say = context.record, context.wording.say
    missing, total = len(unavailable_fields(record)), len(_present_fields(record))
    if missing:
        return say("facts", "unavailable_count", count=missing, total=total)
    return say("facts", "unavailable_partly" if partly_unavailable_fields(record) else "unavailable_none")


def summary(context: ComposeContext) -> Section:
    """Make the part Summary & Overview."""
    record = context.record
    overview = (
        *context.prose(record.overview.description, "description", "overview", "description"),
        _services(context),
    )
    blocks = (
        *context.prose(record.summary.meaning, "meaning", "summary", "meaning"),
        _payers(context),
        *context.prose(record.summary.scope, "scope", "summary", "scope"),
        _readership(context),
        context.section("overview", overview, "overview"),
    )
    return context.section("summary", blocks, "summary")


def unavailable_fields(record: CodeSummary) -> tuple[str, ...]:
    """List the fields that are unavailable as a whole, in the order of the publication."""
    return tuple(key for key, value in _present_fields(record) if isinstance(value, Unavailable))


def partly_unavailable_fields(record: CodeSummary) -> tuple[str, ...]:
    """List the fields that are given and hold values that are not."""
    whole = unavailable_fields(record)
    holders = {_field_of(absence.path) for absence in absences(record)}
    return tuple(key for key, _ in _present_fields(record) if key in holders and key not in whole)


def _present_fields(record: CodeSummary) -> list[tuple[str, object]]:
    fixed = [(key, getattr(getattr(record, part), key)) for part, keys in _FIXED for key in keys]
    optional = [(key, getattr(record, key)) for key in _OPTIONAL]
    return [(key, value) for key, value in (*fixed, *optional) if value is not None]


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
    names = [say("fields", key) for key in unavailable_fields(record)]
    partly = [say("fields", key) for key in partly_unavailable_fields(record)]
    sentences = [words("sentences", "audience", audience=context.field(record.audience, "audience"))]
    sentences += [(Text(say("sentences", "unavailable", fields=names)),)] if names else []
    sentences += [(Text(say("sentences", "partly", fields=partly)),)] if partly else []
    sentences += [(Text(say("sentences", "complete")),)] if not names and not partly else []
    return Paragraph(join_sentences(sentences), context.derived("audience"))


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
