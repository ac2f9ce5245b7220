"""The optional parts of a publication, each shown only where the record has it: a value or a stated absence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from codepub.compose.context import ComposeContext
from codepub.document.nodes import Block, Cell, Definition, DefinitionList, Link, List, Paragraph, Section, Text
from codepub.records.availability import Unavailable
from codepub.records.fee_schedule import PAYMENT_COLUMNS
from codepub.records.parts import (
    Benchmark,
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

_PAYMENT = tuple(PAYMENT_COLUMNS)
_PERCENTILES = ("p10", "p25", "p50", "p75", "p90")


def optional_parts(context: ComposeContext) -> Iterator[Section]:
    """Make the optional parts that the record has, in the order of the layout."""
    record = context.record
    yield from _part(context, "payment", record.payment)
    yield from _part(context, "edits", record.edits)
    yield from _part(context, "crosswalks", record.crosswalks)
    yield from _coverage(context, record.coverage)
    yield from _denials(context, record.denials)
    yield from _benchmarks(context, record.benchmarks)
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
            yield context.section(key, _edits(context, part), key)
        case Crosswalks():
            yield context.section(key, _crosswalks(context, part), key)


def _payment(context: ComposeContext, payment: Payment) -> Iterator[Block]:
    say = context.wording.say
    yield DefinitionList(
        tuple(
            Definition((Text(say("payment", key)),), (context.value(getattr(payment, key), "payment", key),))
            for key in _PAYMENT
        )
    )
    yield context.source_line(payment, "payment")


def _edits(context: ComposeContext, edits: Edits) -> Iterator[Block]:
    yield context.table_part("ptp", edits.ptp, (0.14, 0.1, 0.14, 0.37, 0.25), _pair, "edits", "ptp")
    path = ("edits", "mue")
    blocks = (context.notice(edits.mue, *path),) if isinstance(edits.mue, Unavailable) else _units(context, edits.mue)
    yield context.section("mue", blocks, *path)


def _pair(context: ComposeContext, row: ProcedurePair, *path: str | int) -> tuple[Cell, ...]:
    return (
        context.code(row.system, row.code, *path),
        context.value(row.column, *path, "column"),
        context.value(row.modifier_indicator, *path, "modifier_indicator"),
        context.phrase(row.rationale, *path, "rationale"),
        context.as_of(row, *path),
    )


def _units(context: ComposeContext, mue: UnitsEdit) -> Iterator[Block]:
    say, path = context.wording.say, ("edits", "mue")
    yield DefinitionList(
        (
            Definition((Text(say("mue", "units")),), (context.value(mue.units, *path, "units"),)),
            Definition((Text(say("mue", "adjudication")),), (context.value(mue.adjudication, *path, "adjudication"),)),
            Definition((Text(say("mue", "rationale")),), (context.phrase(mue.rationale, *path, "rationale"),)),
        )
    )
    yield context.source_line(mue, *path)


def _crosswalks(context: ComposeContext, crosswalks: Crosswalks) -> Iterator[Block]:
    shares = (0.16, 0.52, 0.32)
    given = False
    for key in ("icd_10_pcs", "hcpcs", "anesthesia"):
        value = getattr(crosswalks, key)
        if value is not None:
            given = True
            yield context.table_part(key, value, shares, _crosswalk, "crosswalks", key)
    if crosswalks.ms_drg is not None:
        path = ("crosswalks", "ms_drg")
        yield context.section("ms_drg", _drgs(context, crosswalks.ms_drg, *path), *path)
    elif not given:
        yield context.known_none("crosswalks", "crosswalks")


def _crosswalk(context: ComposeContext, row: CrosswalkRow, *path: str | int) -> tuple[Cell, ...]:
    return (
        context.value(row.code, *path, "code"),
        context.phrase(row.description, *path, "description"),
        context.as_of(row, *path),
    )


def _drgs(context: ComposeContext, sets: tuple[DrgSet, ...] | Unavailable, *path: str) -> Iterator[Block]:
    match sets:
        case Unavailable():
            yield context.notice(sets, *path)
        case ():
            yield context.known_none("ms_drg", *path)
        case _:
            for index, drgs in enumerate(sets):
                yield from _drg_set(context, drgs, *path, index)


def _drg_set(context: ComposeContext, drgs: DrgSet, *path: str | int) -> Iterator[Block]:
    if isinstance(drgs.condition, Unavailable):
        yield context.named_notice(drgs.condition, "condition", *path, "condition")
    else:
        lead = Text(context.wording.say("sentences", "condition"))
        condition = context.marked_field(drgs.condition, *path, "condition")
        yield Paragraph((lead, *condition), context.derived("condition", below=path))
    rows = tuple(_drg(context, group, *path, "groups", index) for index, group in enumerate(drgs.groups))
    yield context.table("ms_drg", (0.16, 0.84), rows, *path, "groups")
    yield context.source_line(drgs, *path)


def _drg(context: ComposeContext, group: DrgGroup, *path: str | int) -> tuple[Cell, ...]:
    return (
        context.value(group.drg, *path, "drg"),
        context.phrase(group.description, *path, "description"),
    )


def _coverage(context: ComposeContext, value: tuple[CoveragePolicy, ...] | Unavailable | None) -> Iterator[Section]:
    if value is not None:
        yield context.table_part("coverage", value, (0.22, 0.1, 0.13, 0.13, 0.23, 0.19), _policy, "coverage")


def _denials(context: ComposeContext, value: tuple[Denial, ...] | Unavailable | None) -> Iterator[Section]:
    if value is not None:
        yield context.table_part("denials", value, (0.08, 0.16, 0.26, 0.3, 0.2), _denial, "denials")


def _policy(context: ComposeContext, row: CoveragePolicy, *path: str | int) -> tuple[Cell, ...]:
    return (
        _policy_name(context, row, *path),
        context.value(row.number, *path, "number"),
        context.value(row.payer, *path, "payer"),
        context.day(row.effective, *path, "effective"),
        context.phrase(row.says, *path, "says"),
        context.as_of(row, *path),
    )


def _policy_name(context: ComposeContext, row: CoveragePolicy, *path: str | int) -> Cell:
    name = (*context.field(row.kind, *path, "kind"), Text(": "), *context.field(row.title, *path, "title"))
    if row.url is None:
        return Paragraph(name, context.derived("title", "kind", below=path))
    return Paragraph((Link(row.url, name),), context.derived("title", "kind", "url", below=path))


def _denial(context: ComposeContext, row: Denial, *path: str | int) -> tuple[Cell, ...]:
    return (
        context.value(row.carc, *path, "carc"),
        context.value(row.rarc, *path, "rarc"),
        context.phrase(row.reason, *path, "reason"),
        context.phrase(row.prevention, *path, "prevention"),
        context.as_of(row, *path),
    )


def _benchmarks(context: ComposeContext, value: tuple[Benchmark, ...] | Unavailable | None) -> Iterator[Section]:
    key = "benchmarks"
    match value:
        case None:
            return
        case Unavailable():
            blocks: tuple[Block, ...] = (context.notice(value, key),)
        case ():
            blocks = (context.known_none(key, key),)
        case _:
            blocks = tuple(_benchmark(context, row, key, index) for index, row in enumerate(value))
    yield context.section(key, blocks, key)


def _benchmark(context: ComposeContext, row: Benchmark, *path: str | int) -> Section:
    rate = {key: context.field(getattr(row, key), *path, key) for key in ("payer", "geography", "rate_type", "month")}
    amounts = tuple(_dollars(context, getattr(row, key), *path, key) for key in _PERCENTILES)
    cells = (*amounts, context.value(row.count, *path, "count"), context.as_of(row, *path))
    table = context.table("benchmarks", (0.13, 0.13, 0.13, 0.13, 0.13, 0.13, 0.22), (cells,), *path)
    return context.section("benchmark", (table,), *path, **rate)


def _dollars(context: ComposeContext, amount: Decimal | Unavailable, *path: str | int) -> Cell:
    if isinstance(amount, Unavailable):
        return context.notice(amount, *path)
    return context.restatement(f"${amount:,.2f}", *path)


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
