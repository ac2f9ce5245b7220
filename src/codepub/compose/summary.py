"""The first part of a publication: summary and overview, with the sentences made from the record."""

from __future__ import annotations

from codepub.compose.drafting import ComposeContext
from codepub.compose.wording import capitalized, spaced
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
from codepub.document.text import joined
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


def title(drafting: ComposeContext) -> Heading:
    """Make the title: system and code, then what the code is."""
    record = drafting.record
    named = drafting.field(record.title, "title")
    system, code = drafting.field(record.system, "system"), drafting.field(record.code, "code")
    whole = drafting.wording.inlines("headings", "title", system=system, code=code, title=named)
    head, rest = _divided(whole, *named)
    lead: Inlines = (Strong(head), Text(" ")) if head else ()
    return Heading((*lead, *rest), drafting.derived("title", "system", "code"))


def _divided(whole: Inlines, before: Inline) -> tuple[Inlines, Inlines]:
    """Divide inlines before one of them, where it is there, without the space between."""
    if before not in whole:
        return (), whole
    at = whole.index(before)
    match whole[:at]:
        case (*head, Text(text)):
            return joined((*head, Text(text.rstrip()))), whole[at:]
        case head:
            return head, whole[at:]


def facts(drafting: ComposeContext) -> DefinitionList:
    """Make the line of facts below the title."""
    record, say = drafting.record, drafting.wording.say
    rows = {
        "edition": drafting.value(record.edition, "edition"),
        "effective": drafting.day(record.effective, "effective"),
        **({"ends": drafting.day(record.ends, "ends")} if record.ends else {}),
        "audience": drafting.shown(capitalized(record.audience), "audience"),
        "unavailable": Paragraph((Text(_unavailable_count(drafting)),), Derived()),
    }
    items = (Definition((Text(say("facts", key)),), (described,)) for key, described in rows.items())
    return DefinitionList(tuple(items), Spread.LINE)


def _unavailable_count(drafting: ComposeContext) -> str:
    record, say = drafting.record, drafting.wording.say
    missing, total = len(unavailable_fields(record)), len(_present_fields(record))
    if missing:
        return say("facts", "unavailable_count", count=missing, total=total)
    return say("facts", "unavailable_partly" if partly_unavailable_fields(record) else "unavailable_none")


def summary(drafting: ComposeContext) -> Section:
    """Make the part Summary & Overview."""
    record = drafting.record
    overview = (
        *drafting.prose(record.overview.description, "description", "overview", "description"),
        _services(drafting),
    )
    blocks = (
        *drafting.prose(record.summary.meaning, "meaning", "summary", "meaning"),
        _payers(drafting),
        *drafting.prose(record.summary.scope, "scope", "summary", "scope"),
        _readership(drafting),
        drafting.section("overview", overview, "overview"),
    )
    return drafting.section("summary", blocks, "summary")


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


def _payers(drafting: ComposeContext) -> Paragraph | AbsenceNotice:
    payers, path = drafting.record.summary.payers, ("summary", "payers")
    if isinstance(payers, Unavailable):
        return drafting.named_notice(payers, "payers", *path)
    if not payers:
        return drafting.known_none("payers", *path)
    return drafting.sentence("payers", *path, payers=drafting.fields(payers, *path))


def _readership(drafting: ComposeContext) -> Paragraph:
    """Say whom it is written for and what is not given; derived from the record, so that it always agrees with it."""
    record, say, words = drafting.record, drafting.wording.say, drafting.wording.inlines
    names = [say("fields", key) for key in unavailable_fields(record)]
    partly = [say("fields", key) for key in partly_unavailable_fields(record)]
    sentences = [words("sentences", "audience", audience=drafting.field(record.audience, "audience"))]
    sentences += [(Text(say("sentences", "unavailable", fields=names)),)] if names else []
    sentences += [(Text(say("sentences", "partly", fields=partly)),)] if partly else []
    sentences += [(Text(say("sentences", "complete")),)] if not names and not partly else []
    return Paragraph(spaced(sentences), drafting.derived("audience"))


def _services(drafting: ComposeContext) -> DefinitionList:
    overview, say = drafting.record.overview, drafting.wording.say
    service = drafting.phrase(overview.service_type, "overview", "service_type")
    return DefinitionList(
        (
            Definition((Text(say("overview", "service_type")),), (service,)),
            Definition((Text(say("overview", "site_of_service")),), _site(drafting, overview.site_of_service)),
        )
    )


def _site(drafting: ComposeContext, site: SiteOfService | Unavailable) -> tuple[Paragraph | AbsenceNotice, ...]:
    path = ("overview", "site_of_service")
    if isinstance(site, Unavailable):
        return (drafting.notice(site, *path),)
    in_words = site.text
    words = (
        drafting.named_notice(in_words, "text", *path, "text")
        if isinstance(in_words, Unavailable)
        else drafting.phrase(in_words, *path, "text")
    )
    return (words, _places(drafting, site))


def _places(drafting: ComposeContext, site: SiteOfService) -> Paragraph | AbsenceNotice:
    path = ("overview", "site_of_service", "pos")
    if isinstance(site.pos, Unavailable):
        return drafting.named_notice(site.pos, "pos", *path)
    if not site.pos:
        return drafting.known_none("pos", *path)
    places = [
        drafting.wording.inlines("sentences", "place", code=code, name=PLACES_OF_SERVICE[text])
        for text, code in zip(site.pos, drafting.fields(site.pos, *path), strict=True)
    ]
    return drafting.sentence("place_of_service", *path, places=places)
