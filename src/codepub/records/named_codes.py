"""The codes that a record names in its fields and rows, each with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from codepub.origin import CodeSystem, FieldPath
from codepub.records.availability import Unavailable
from codepub.records.code_summary import CodeSummary, ModifierRow
from codepub.records.parts import Crosswalks, ProcedurePair, UnitsEdit

Row = TypeVar("Row")
Part = TypeVar("Part")


class NamedCode(NamedTuple):
    """A code where a record names it."""

    path: FieldPath
    system: CodeSystem
    code: str


def rows(value: tuple[Row, ...] | Unavailable | None) -> tuple[Row, ...]:
    """Return the rows of a field: none where the field is not there or unavailable."""
    return value if isinstance(value, tuple) else ()


def texts(*values: str | Unavailable) -> list[str]:
    """Return those of some texts that are given."""
    return [value for value in values if isinstance(value, str)]


def given(value: Part | Unavailable | None) -> Part | None:
    """Return the value of a field: None where the field is not there or unavailable."""
    return None if value is None or isinstance(value, Unavailable) else value


def procedure_pairs(record: CodeSummary) -> tuple[ProcedurePair, ...]:
    """Return the NCCI pairs that the record gives."""
    edits = given(record.edits)
    return rows(edits.ptp) if edits is not None else ()


def units_edit(record: CodeSummary) -> UnitsEdit | None:
    """Return the limit of units (MUE) that the record gives."""
    edits = given(record.edits)
    return given(edits.mue) if edits is not None else None


def named_codes(record: CodeSummary) -> Iterator[NamedCode]:
    """List every code that the record names in a field or row, its own first; modifiers are not among them."""
    yield NamedCode(("code",), record.system, record.code)
    for key, code in (("supersedes", record.supersedes), ("replaced_by", record.replaced_by)):
        if code is not None:
            yield NamedCode((key,), record.system, code)
    for index, diagnosis in enumerate(rows(record.specifications.diagnoses)):
        yield NamedCode(("specifications", "diagnoses", index, "code"), "ICD-10-CM", diagnosis.code)
    for index, related in enumerate(rows(record.specifications.related_codes)):
        yield NamedCode(("specifications", "related_codes", index, "code"), related.system, related.code)
    for index, pair in enumerate(procedure_pairs(record)):
        yield NamedCode(("edits", "ptp", index, "code"), pair.system, pair.code)
    yield from _codes_of_crosswalks(given(record.crosswalks))


def _codes_of_crosswalks(crosswalks: Crosswalks | None) -> Iterator[NamedCode]:
    if crosswalks is None:
        return
    systems: tuple[tuple[str, CodeSystem], ...] = (
        ("icd_10_pcs", "ICD-10-PCS"),
        ("hcpcs", "HCPCS"),
        ("anesthesia", "CPT"),
    )
    for key, system in systems:
        for index, row in enumerate(rows(getattr(crosswalks, key))):
            yield NamedCode(("crosswalks", key, index, "code"), system, row.code)


def named_modifiers(record: CodeSummary) -> Iterator[tuple[FieldPath, str]]:
    """List the modifiers of the record's table."""
    for index, row in enumerate(rows(record.specifications.modifiers)):
        yield ("specifications", "modifiers", index, "modifier"), row.modifier


def find_modifiers(record: CodeSummary, says: Callable[[ModifierRow], bool]) -> Iterator[FieldPath]:
    """Find the modifiers of the record's table whose rows say of them what ``says`` asks for."""
    for index, row in enumerate(rows(record.specifications.modifiers)):
        if says(row):
            yield ("specifications", "modifiers", index, "modifier")


def named_drgs(record: CodeSummary) -> Iterator[tuple[FieldPath, str]]:
    """List the MS-DRGs of the record's crosswalks."""
    crosswalks = given(record.crosswalks)
    if crosswalks is None:
        return
    for index, drgs in enumerate(rows(crosswalks.ms_drg)):
        for number, group in enumerate(drgs.groups):
            yield ("crosswalks", "ms_drg", index, "groups", number, "drg"), group.drg


def named_places(record: CodeSummary) -> Iterator[tuple[FieldPath, str]]:
    """List the places of service of the record's site."""
    site = given(record.overview.site_of_service)
    if site is None:
        return
    for index, place in enumerate(rows(site.pos)):
        yield ("overview", "site_of_service", "pos", index), place


def named_taxonomies(record: CodeSummary) -> Iterator[tuple[FieldPath, str]]:
    """List the provider taxonomies of the record's table."""
    for index, row in enumerate(rows(record.specifications.taxonomies)):
        yield ("specifications", "taxonomies", index, "taxonomy"), row.taxonomy


def named_reasons(record: CodeSummary) -> Iterator[tuple[FieldPath, str]]:
    """List the claim adjustment reason codes (CARC) of the record's denials."""
    for index, denial in enumerate(rows(record.denials)):
        yield ("denials", index, "carc"), denial.carc


def named_remarks(record: CodeSummary) -> Iterator[tuple[FieldPath, str]]:
    """List the remittance advice remark codes (RARC) of the record's denials."""
    for index, denial in enumerate(rows(record.denials)):
        if isinstance(denial.rarc, str):
            yield ("denials", index, "rarc"), denial.rarc
