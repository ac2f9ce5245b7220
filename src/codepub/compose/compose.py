"""From a record to its document."""

from __future__ import annotations

from collections.abc import Iterator

from codepub.compose.closing import about, grouped, sources
from codepub.compose.drafting import ComposeContext, citations
from codepub.compose.publisher import Publisher
from codepub.compose.rights import footer_notice, registered, whole_notice
from codepub.compose.specifications import specifications
from codepub.compose.summary import facts, summary, title
from codepub.compose.wording import Wording
from codepub.document.nodes import Document, RunningMatter, Section
from codepub.document.text import plain_text
from codepub.markup.parsing import References
from codepub.origin import Origin, RecordId
from codepub.records.availability import Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import record_id
from codepub.records.digest import approval_digest


def compose(record: CodeSummary, wording: Wording, publisher: Publisher) -> Document:
    """Make the document of a record.

    It bears the approval digest of the record, so that what was approved can be told from what is printed.
    Raises `CallError` where the wording lacks a string or holds one that fails.
    """
    identity = record.id
    references = References(citations(record, identity), dict(_places(record, identity)))
    drafting = ComposeContext(record, identity, wording, references)
    heading, parts = title(drafting), (summary(drafting), specifications(drafting), sources(drafting))
    content_digest = approval_digest(record)
    cpt_year = (publisher.cpt.year or record.edition - 1) if record.system == "CPT" else None
    closing = about(drafting, publisher, content_digest, cpt_year)
    whole = Section("publication", heading, (facts(drafting), *parts, closing))
    return Document(
        identity=str(identity),
        title=plain_text(heading.content),
        language=publisher.language,
        publisher=publisher.name,
        keywords=record.tags,
        dated=record.published or record.effective,
        digest=content_digest,
        imprint=_imprint(drafting, content_digest, cpt_year),
        sections=(registered(whole) if cpt_year is not None else whole,),
        rights=(footer_notice(cpt_year), whole_notice(cpt_year)) if cpt_year is not None else (),
    )


def _imprint(drafting: ComposeContext, content_digest: str, cpt_year: int | None) -> RunningMatter:
    record, say = drafting.record, drafting.wording.say
    edition = say("imprint", "footer", edition=record.edition, digest=grouped(content_digest, 8))
    notice = (footer_notice(cpt_year),) if cpt_year is not None else ()
    short = say("imprint", "short", system=record.system, code=record.code)
    return RunningMatter(short, record.title, (*notice, edition), _numbering(drafting))


def _numbering(drafting: ComposeContext) -> tuple[str, str, str]:
    """Divide the words around a page's number; each format has numbers of its own to set between them."""
    before, between, after, *_ = (*drafting.wording.divided("imprint", "page", "page", "pages"), "", "")
    return before, between, after


def _places(record: CodeSummary, identity: RecordId) -> Iterator[tuple[RecordId, Origin]]:
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
