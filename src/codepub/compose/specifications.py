"""The second part of a publication: the clinical picture and the codes that go with the code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codepub.compose.context import ComposeContext, Described
from codepub.compose.tables import table_part
from codepub.document.nodes import Block, ColumnKind, List, Section
from codepub.records.availability import Unavailable
from codepub.records.code_summary import DiagnosisRow, ModifierRow, RelatedCodeRow, TaxonomyRow

_CODES: Final = (ColumnKind.CODE, ColumnKind.TEXT, ColumnKind.TEXT)


def specifications(context: ComposeContext) -> Section:
    """Make the part Clinical & Coding Specifications: the clinical picture and the tables of codes."""
    clinical = (*_clinical_context(context), *_workflow(context))
    parts = (
        context.section("clinical_context", clinical, "specifications", "clinical_context"),
        context.section("coding", _tables(context), "specifications"),
    )
    return context.section("specifications", parts, "specifications")


def _tables(context: ComposeContext) -> Iterator[Section]:
    specified, path = context.record.specifications, ("specifications",)
    yield table_part(context, "modifiers", specified.modifiers, _CODES, _modifier, *path, "modifiers")
    yield table_part(context, "diagnoses", specified.diagnoses, _CODES, _diagnosis, *path, "diagnoses")
    yield table_part(context, "taxonomies", specified.taxonomies, _CODES, _taxonomy, *path, "taxonomies")
    yield table_part(context, "related_codes", specified.related_codes, _CODES, _related_code, *path, "related_codes")


def _clinical_context(context: ComposeContext) -> Iterator[Block]:
    described, path = context.record.specifications.clinical_context, ("specifications", "clinical_context")
    if isinstance(described, Unavailable):
        yield context.notice(described, *path)
    else:
        yield from context.prose(described, "clinical_context", *path)


def _workflow(context: ComposeContext) -> Iterator[Block]:
    steps, path = context.record.specifications.workflow, ("specifications", "workflow")
    match steps:
        case None:
            return
        case Unavailable():
            yield context.named_notice(steps, "workflow", *path)
        case ():
            yield context.known_none("workflow", *path)
        case _:
            yield context.sentence("workflow", *path)
            yield List(
                ordered=True,
                items=tuple((context.item(step, *path, index),) for index, step in enumerate(steps)),
            )


def _modifier(context: ComposeContext, row: ModifierRow, *path: str | int) -> tuple[Described, ...]:
    return (
        context.value(row.modifier, *path, "modifier"),
        context.phrase(row.description, *path, "description"),
        context.phrase(row.when_to_use, *path, "when_to_use"),
    )


def _diagnosis(context: ComposeContext, row: DiagnosisRow, *path: str | int) -> tuple[Described, ...]:
    return (
        context.value(row.code, *path, "code"),
        context.phrase(row.description, *path, "description"),
        context.phrase(row.rationale, *path, "rationale"),
    )


def _taxonomy(context: ComposeContext, row: TaxonomyRow, *path: str | int) -> tuple[Described, ...]:
    return (
        context.value(row.taxonomy, *path, "taxonomy"),
        context.phrase(row.provider, *path, "provider"),
        context.phrase(row.role, *path, "role"),
    )


def _related_code(context: ComposeContext, row: RelatedCodeRow, *path: str | int) -> tuple[Described, ...]:
    return (
        context.code(row.system, row.code, *path),
        context.phrase(row.description, *path, "description"),
        context.phrase(row.relationship, *path, "relationship"),
    )
