"""The second part of a publication: the clinical picture and the codes that go with the code."""

from __future__ import annotations

from collections.abc import Iterator

from codepub.compose.drafting import ComposeContext
from codepub.compose.parts import optional_parts
from codepub.document.nodes import Block, Cell, List, Section
from codepub.records.availability import Unavailable
from codepub.records.code_summary import DiagnosisRow, ModifierRow, RelatedCodeRow, TaxonomyRow

_SHARES = (0.16, 0.37, 0.47)


def specifications(drafting: ComposeContext) -> Section:
    """Make the part Clinical & Coding Specifications, with the optional parts that the record has."""
    context = (*_context(drafting), *_workflow(drafting))
    parts = (
        drafting.section("clinical_context", context, "specifications", "clinical_context"),
        drafting.section("coding", _tables(drafting), "specifications"),
        *optional_parts(drafting),
    )
    return drafting.section("specifications", parts, "specifications")


def _tables(drafting: ComposeContext) -> Iterator[Section]:
    specified, path = drafting.record.specifications, ("specifications",)
    yield drafting.tabled("modifiers", specified.modifiers, _SHARES, _modifier, *path, "modifiers")
    yield drafting.tabled("diagnoses", specified.diagnoses, _SHARES, _diagnosis, *path, "diagnoses")
    yield drafting.tabled("taxonomies", specified.taxonomies, _SHARES, _taxonomy, *path, "taxonomies")
    yield drafting.tabled("related_codes", specified.related_codes, _SHARES, _related_code, *path, "related_codes")


def _context(drafting: ComposeContext) -> Iterator[Block]:
    context, path = drafting.record.specifications.clinical_context, ("specifications", "clinical_context")
    if isinstance(context, Unavailable):
        yield drafting.notice(context, *path)
    else:
        yield from drafting.prose(context, "clinical_context", *path)


def _workflow(drafting: ComposeContext) -> Iterator[Block]:
    steps, path = drafting.record.specifications.workflow, ("specifications", "workflow")
    match steps:
        case None:
            return
        case Unavailable():
            yield drafting.named_notice(steps, "workflow", *path)
        case ():
            yield drafting.known_none("workflow", *path)
        case _:
            yield drafting.sentence("workflow", *path)
            yield List(
                ordered=True,
                items=tuple((drafting.item(step, *path, index),) for index, step in enumerate(steps)),
            )


def _modifier(drafting: ComposeContext, row: ModifierRow, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.value(row.modifier, *path, "modifier"),
        drafting.phrase(row.description, *path, "description"),
        drafting.phrase(row.when_to_use, *path, "when_to_use"),
    )


def _diagnosis(drafting: ComposeContext, row: DiagnosisRow, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.value(row.code, *path, "code"),
        drafting.phrase(row.description, *path, "description"),
        drafting.phrase(row.rationale, *path, "rationale"),
    )


def _taxonomy(drafting: ComposeContext, row: TaxonomyRow, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.value(row.taxonomy, *path, "taxonomy"),
        drafting.phrase(row.provider, *path, "provider"),
        drafting.phrase(row.role, *path, "role"),
    )


def _related_code(drafting: ComposeContext, row: RelatedCodeRow, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.code(row.system, row.code, *path),
        drafting.phrase(row.description, *path, "description"),
        drafting.phrase(row.relationship, *path, "relationship"),
    )
