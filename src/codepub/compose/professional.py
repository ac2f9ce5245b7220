"""The professional parts of a publication, each shown only where the record has it: a value or a stated absence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, assert_never

from codepub.compose.benchmarks import benchmarks
from codepub.compose.context import ComposeContext, Described
from codepub.compose.readings import (
    DatedSection,
    Reading,
    dated_table,
    group_readings,
    source_line,
    state_source,
    state_sources,
)
from codepub.compose.signs import list_facts
from codepub.compose.tables import DescribedGroup, list_columns, make_table
from codepub.document.nodes import (
    Block,
    ColumnKind,
    Definition,
    DefinitionList,
    Heading,
    Link,
    List,
    Paragraph,
    Section,
    Spread,
    Table,
    Text,
)
from codepub.document.provenance import Derived
from codepub.origin import FieldPath
from codepub.records.availability import Unavailable
from codepub.records.fee_schedule import AMOUNT_COLUMNS, INDICATOR_COLUMNS
from codepub.records.parts import (
    CoveragePolicy,
    CrosswalkRow,
    Crosswalks,
    Denial,
    DrgGroup,
    DrgSet,
    Edits,
    Payment,
    ProcedurePair,
    UnitsEdit,
)

PROFESSIONAL: Final = (
    "payment",
    "edits",
    "crosswalks",
    "coverage",
    "denials",
    "benchmarks",
    "documentation_tips",
    "coding_tips",
)
"""The fields of the professional parts, in the order of the layout."""

_CODE, _NUMBER, _TEXT = ColumnKind.CODE, ColumnKind.NUMBER, ColumnKind.TEXT
_PAIRS: Final = (_CODE, _CODE, _CODE, _TEXT)
_CROSSWALK: Final = (_CODE, _TEXT)
_DRGS: Final = (_CODE, _TEXT)
_POLICIES: Final = (_TEXT, _CODE, _TEXT, ColumnKind.DATE, _TEXT)
_DENIALS: Final = (_CODE, _CODE, _TEXT, _TEXT)


def professional(context: ComposeContext) -> Iterator[Section]:
    """Make the part Payment & Policy, where the record has anything of it."""
    given = [key for key in PROFESSIONAL if getattr(context.record, key) is not None]
    if given:
        # Named by the record, or its place would be taken for that of the first part in it.
        source = Derived((context.origin(), *map(context.origin, given)))
        heading = Heading(context.wording.inlines("headings", "professional"), source)
        yield Section("professional", heading, tuple(_parts(context)))


def _parts(context: ComposeContext) -> Iterator[Section]:
    record = context.record
    yield from _part(context, "payment", record.payment)
    yield from _part(context, "edits", record.edits)
    yield from _part(context, "crosswalks", record.crosswalks)
    if record.coverage is not None:
        yield state_source(context, dated_table(context, "coverage", record.coverage, _POLICIES, _policy, "coverage"))
    if record.denials is not None:
        yield state_source(context, dated_table(context, "denials", record.denials, _DENIALS, _denial, "denials"))
    if record.benchmarks is not None:
        yield benchmarks(context, record.benchmarks)
    yield from _tips(context, "documentation_tips", record.documentation_tips)
    yield from _tips(context, "coding_tips", record.coding_tips)


def _part(
    context: ComposeContext, key: str, part: Payment | Edits | Crosswalks | Unavailable | None
) -> Iterator[Section]:
    match part:
        case None:
            return
        case Unavailable():
            yield context.section(key, (context.notice(part, key),), key)
        case Payment():
            yield context.section(key, _payment(context, part), key)
        case Edits():
            yield context.section(key, state_sources(context, _edits(context, part)), key)
        case Crosswalks():
            yield context.section(key, _crosswalks(context, part), key)
        case _:
            assert_never(part)


def _payment(context: ComposeContext, payment: Payment) -> Iterator[Block]:
    say = context.wording.say
    amounts = [(say("payment", key), context.value(getattr(payment, key), "payment", key)) for key in AMOUNT_COLUMNS]
    indicators = [
        (say("payment", key), _indicator(context, key, getattr(payment, key), "payment", key))
        for key in INDICATOR_COLUMNS
    ]
    yield list_facts(context, amounts, Spread.COLUMNS)
    yield list_facts(context, indicators, Spread.ROWS)
    yield source_line(context, (Reading(payment, ("payment",)),))


def _indicator(context: ComposeContext, table: str, value: str | Unavailable, *path: str | int) -> Described:
    """Tell an indicator with its meaning, where a table of the wording has it."""
    meaning = None if isinstance(value, Unavailable) else context.wording.find(table, value)
    if meaning is None:
        return context.value(value, *path)
    told = context.wording.inlines("sentences", "indicator", value=context.field(value, *path), meaning=meaning)
    return Paragraph(told, Derived((context.origin(*path),)))


def indicator_text(context: ComposeContext, table: str, value: str) -> str:
    """Tell an indicator with its meaning in words that hold no value."""
    meaning = context.wording.find(table, value)
    return context.wording.say("sentences", "indicator", value=value, meaning=meaning) if meaning else value


def _edits(context: ComposeContext, edits: Edits) -> tuple[DatedSection, ...]:
    pairs, path = dated_table(context, "ptp", edits.ptp, _PAIRS, _pair, "edits", "ptp"), ("edits", "mue")
    if isinstance(edits.mue, Unavailable):
        return pairs, DatedSection(context.section("mue", (context.notice(edits.mue, *path),), *path))
    units = context.section("mue", (_units(context, edits.mue),), *path)
    return pairs, DatedSection(units, (Reading(edits.mue, path),))


def _pair(context: ComposeContext, row: ProcedurePair, *path: str | int) -> tuple[Described, ...]:
    return (
        context.code(row.system, row.code, *path),
        context.value(row.column, *path, "column"),
        context.value(row.modifier_indicator, *path, "modifier_indicator"),
        context.phrase(row.rationale, *path, "rationale"),
    )


def _units(context: ComposeContext, mue: UnitsEdit) -> DefinitionList:
    path = ("edits", "mue")
    described = {
        "units": context.value(mue.units, *path, "units"),
        "adjudication": _indicator(context, "adjudication", mue.adjudication, *path, "adjudication"),
        "rationale": context.phrase(mue.rationale, *path, "rationale"),
    }
    return DefinitionList(
        tuple(Definition((Text(context.wording.say("mue", key)),), (said,)) for key, said in described.items())
    )


def _crosswalks(context: ComposeContext, crosswalks: Crosswalks) -> Iterator[Block]:
    parts = [
        dated_table(context, key, value, _CROSSWALK, _crosswalk, "crosswalks", key)
        for key in ("icd_10_pcs", "hcpcs", "anesthesia")
        if (value := getattr(crosswalks, key)) is not None
    ]
    if crosswalks.ms_drg is not None:
        parts.append(_drgs(context, crosswalks.ms_drg))
    yield from state_sources(context, parts)
    if not parts:
        yield context.known_none("crosswalks", "crosswalks")


def _crosswalk(context: ComposeContext, row: CrosswalkRow, *path: str | int) -> tuple[Described, ...]:
    return (
        context.value(row.code, *path, "code"),
        context.phrase(row.description, *path, "description"),
    )


def _drgs(context: ComposeContext, sets: tuple[DrgSet, ...] | Unavailable) -> DatedSection:
    """Make one table of all sets that were read alike, the rows of each set below its condition."""
    key, path = "ms_drg", ("crosswalks", "ms_drg")
    if isinstance(sets, Unavailable):
        return DatedSection(context.section(key, (context.notice(sets, *path),), *path))
    if not sets:
        return DatedSection(context.section(key, (context.known_none(key, *path),), *path))
    alike = group_readings(Reading(drgs, (*path, index)) for index, drgs in enumerate(sets))
    tables = [_drg_table(context, group, *(path if len(alike) == 1 else group[0].path)) for group in alike]
    if len(alike) == 1:
        return DatedSection(context.section(key, tables, *path), alike[0])
    dated = zip(tables, (source_line(context, group) for group in alike), strict=True)
    return DatedSection(context.section(key, chain.from_iterable(dated), *path))


def _drg_table(context: ComposeContext, readings: Sequence[Reading[DrgSet]], *path: str | int) -> Table:
    groups = [DescribedGroup(_condition(context, *reading), _drg_rows(context, *reading)) for reading in readings]
    return make_table(context, "ms_drg", list_columns(context, "ms_drg", _DRGS), groups, *path)


def _condition(context: ComposeContext, drgs: DrgSet, path: FieldPath) -> Described:
    if isinstance(drgs.condition, Unavailable):
        return context.named_notice(drgs.condition, "condition", *path, "condition")
    lead = Text(context.wording.say("sentences", "condition"))
    condition = context.marked_field(drgs.condition, *path, "condition")
    return Paragraph((lead, *condition), context.derived("condition", below=path))


def _drg_rows(context: ComposeContext, drgs: DrgSet, path: FieldPath) -> tuple[tuple[Described, ...], ...]:
    return tuple(_drg(context, group, *path, "groups", index) for index, group in enumerate(drgs.groups))


def _drg(context: ComposeContext, group: DrgGroup, *path: str | int) -> tuple[Described, ...]:
    return (
        context.value(group.drg, *path, "drg"),
        context.phrase(group.description, *path, "description"),
    )


def _policy(context: ComposeContext, row: CoveragePolicy, *path: str | int) -> tuple[Described, ...]:
    return (
        _policy_name(context, row, *path),
        context.value(row.number, *path, "number"),
        context.value(row.payer, *path, "payer"),
        context.day(row.effective, *path, "effective"),
        context.phrase(row.says, *path, "says"),
    )


def _policy_name(context: ComposeContext, row: CoveragePolicy, *path: str | int) -> Paragraph:
    name = (*context.field(row.kind, *path, "kind"), Text(": "), *context.field(row.title, *path, "title"))
    if row.url is None:
        return Paragraph(name, context.derived("title", "kind", below=path))
    return Paragraph((Link(row.url, name),), context.derived("title", "kind", "url", below=path))


def _denial(context: ComposeContext, row: Denial, *path: str | int) -> tuple[Described, ...]:
    return (
        context.value(row.carc, *path, "carc"),
        context.value(row.rarc, *path, "rarc"),
        context.phrase(row.reason, *path, "reason"),
        context.phrase(row.prevention, *path, "prevention"),
    )


def _tips(context: ComposeContext, key: str, value: tuple[str, ...] | Unavailable | None) -> Iterator[Section]:
    match value:
        case None:
            return
        case Unavailable():
            block: Block = context.notice(value, key)
        case ():
            block = context.known_none(key, key)
        case _:
            items = tuple((context.item(tip, key, index),) for index, tip in enumerate(value))
            block = List(ordered=False, items=items)
    yield context.section(key, (block,), key)
