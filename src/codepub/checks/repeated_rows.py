"""A check of lists and tables: what stands for something once stands there once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from codepub.checks.check import ERROR, Breach, Subject, check
from codepub.origin import CodeSystem, FieldPath
from codepub.records.availability import Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.codes import spell_code
from codepub.records.named_codes import given, procedure_pairs, rows
from codepub.records.parts import Benchmark, CoveragePolicy, Crosswalks, Denial


class _Column(NamedTuple):
    """What the rows of one list stand for: how a message calls a row, and the field that it points at, if any."""

    call: str
    table: FieldPath
    field: str | None
    read: Callable[[CodeSummary], Sequence[str]]


@check("duplicate", ERROR, catches="The same code, payer, id or row twice in a list.", example="payers: [Aetna, Aetna]")
def duplicates(subject: Subject) -> Iterator[Breach]:
    """Find what a list or table holds twice."""
    record = subject.record
    for column in _COLUMNS:
        members = column.read(record)
        if len(members) > 1 and len(set(members)) < len(members):
            yield from _report_repeated(column.call, column.table, column.field, members)
    for part, columns in _COLUMNS_OF_PARTS.items():
        if getattr(record, part) is not None:
            for column in columns:
                yield from _report_repeated(column.call, column.table, column.field, column.read(record))
    yield from _find_repeated_groups(given(record.crosswalks))
    yield from _find_repeated_steps(rows(record.specifications.workflow))


def _report_repeated(call: str, table: FieldPath, field: str | None, members: Sequence[str]) -> Iterator[Breach]:
    for index, member in enumerate(members):
        if member in members[:index]:
            path: FieldPath = (*table, index)
            yield _report(call.format(member), path if field is None else (*path, field))


def _find_repeated_groups(crosswalks: Crosswalks | None) -> Iterator[Breach]:
    """Find groups that stand twice in one set of them; another set names them for another condition."""
    for index, drgs in enumerate(rows(crosswalks.ms_drg) if crosswalks is not None else ()):
        table: FieldPath = ("crosswalks", "ms_drg", index, "groups")
        groups = [group.drg for group in drgs.groups]
        yield from _report_repeated("MS-DRG {}", table, "drg", groups)


def _find_repeated_steps(steps: Sequence[str]) -> Iterator[Breach]:
    """Find steps that follow themselves; one that comes again later is done again."""
    folded = [_fold(step) for step in steps]
    for index, (before, step) in enumerate(pairwise(folded), start=1):
        if step == before:
            yield _report("This step", ("specifications", "workflow", index))


def _report(called: str, path: FieldPath) -> Breach:
    return Breach(path, f"{called} stands here a second time.", "Keep one of the two.")


@lru_cache(4096)
def _spell_written(system: CodeSystem, code: str) -> str:
    return spell_code(system, code)


def _spell(system: CodeSystem, code: str) -> str:
    return code if code.isdigit() else _spell_written(system, code)


def _read_places(record: CodeSummary) -> Sequence[str]:
    site = given(record.overview.site_of_service)
    return rows(site.pos) if site is not None else ()


def _read_payers(record: CodeSummary) -> Sequence[str]:
    """Read the payers; one that is typed in another case or with other blanks as it is typed first."""
    payers = rows(record.summary.payers)
    first: dict[str, str] = {}
    return [first.setdefault(_fold(payer), payer) for payer in payers] if len(payers) > 1 else payers


def _read_pairs(record: CodeSummary) -> Sequence[str]:
    return [f"{pair.system} {_spell(pair.system, pair.code)}" for pair in procedure_pairs(record)]


def _make_crosswalk(key: str, system: CodeSystem) -> _Column:
    def read(record: CodeSummary) -> Sequence[str]:
        crosswalks = given(record.crosswalks)
        table = getattr(crosswalks, key) if crosswalks is not None else None
        return [_spell(system, row.code) for row in rows(table)]

    return _Column(f"The crosswalk to {system} {{}}", ("crosswalks", key), "code", read)


def _name_denial(row: Denial) -> str:
    """Name a denial by its codes and its reason: payers give one pair of codes for several."""
    return _join(row.carc, row.rarc, row.reason)


def _name_policy(row: CoveragePolicy) -> str:
    """Name a policy by its number, or its title where none is given; one number has a row for each of its versions."""
    number = row.title if isinstance(row.number, Unavailable) else row.number
    return _join(row.kind, number, row.payer, str(row.effective))


def _name_benchmark(row: Benchmark) -> str:
    """Name a benchmark by whose rates it counts, and by who counted them."""
    return _join(row.payer, row.geography, row.rate_type, row.month, row.source)


def _join(*values: str | Unavailable) -> str:
    return "\n".join(_fold(value) if isinstance(value, str) else "" for value in values)


def _fold(text: str) -> str:
    """Fold a text so that two are equal that differ in case, blanks and their last period only."""
    return " ".join(text.casefold().split()).rstrip(".")


_COLUMNS: Final = (
    _Column(
        "Modifier {}",
        ("specifications", "modifiers"),
        "modifier",
        lambda record: [row.modifier for row in rows(record.specifications.modifiers)],
    ),
    _Column(
        "Diagnosis ICD-10-CM {}",
        ("specifications", "diagnoses"),
        "code",
        lambda record: [_spell("ICD-10-CM", row.code) for row in rows(record.specifications.diagnoses)],
    ),
    _Column(
        "Related code {}",
        ("specifications", "related_codes"),
        "code",
        lambda record: [
            f"{row.system} {_spell(row.system, row.code)}" for row in rows(record.specifications.related_codes)
        ],
    ),
    _Column(
        "Taxonomy {}",
        ("specifications", "taxonomies"),
        "taxonomy",
        lambda record: [row.taxonomy for row in rows(record.specifications.taxonomies)],
    ),
    _Column("Payer {}", ("summary", "payers"), None, _read_payers),
    _Column("Place of service {}", ("overview", "site_of_service", "pos"), None, _read_places),
    _Column("Tag {}", ("tags",), None, lambda record: record.tags),
    _Column("Source id {}", ("sources",), "id", lambda record: [source.id for source in record.sources]),
)
"""Lists that every record has."""

_COLUMNS_OF_PARTS: Final[Mapping[str, Sequence[_Column]]] = {
    "edits": (_Column("The edit with {}", ("edits", "ptp"), "code", _read_pairs),),
    "crosswalks": (
        _make_crosswalk("icd_10_pcs", "ICD-10-PCS"),
        _make_crosswalk("hcpcs", "HCPCS"),
        _make_crosswalk("anesthesia", "CPT"),
    ),
    "denials": (
        _Column(
            "This denial", ("denials",), "carc", lambda record: [_name_denial(row) for row in rows(record.denials)]
        ),
    ),
    "coverage": (
        _Column(
            "This policy", ("coverage",), "number", lambda record: [_name_policy(row) for row in rows(record.coverage)]
        ),
    ),
    "benchmarks": (
        _Column(
            "This benchmark",
            ("benchmarks",),
            "payer",
            lambda record: [_name_benchmark(row) for row in rows(record.benchmarks)],
        ),
    ),
    "documentation_tips": (
        _Column(
            "This tip",
            ("documentation_tips",),
            None,
            lambda record: [_fold(tip) for tip in rows(record.documentation_tips)],
        ),
    ),
    "coding_tips": (
        _Column("This tip", ("coding_tips",), None, lambda record: [_fold(tip) for tip in rows(record.coding_tips)]),
    ),
}
"""Lists that stand in parts which a record may leave out, by the part."""


REPETITION_CHECKS = (duplicates,)
