"""The optional parts of a publication, each shown only where the record has it: a value or a stated absence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from codepub.compose.drafting import ComposeContext
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


def optional_parts(drafting: ComposeContext) -> Iterator[Section]:
    """Make the optional parts that the record has, in the order of the layout."""
    record = drafting.record
    yield from _part(drafting, "payment", record.payment)
    yield from _part(drafting, "edits", record.edits)
    yield from _part(drafting, "crosswalks", record.crosswalks)
    yield from _coverage(drafting, record.coverage)
    yield from _denials(drafting, record.denials)
    yield from _benchmarks(drafting, record.benchmarks)
    yield from _tips(drafting, "documentation_tips", record.documentation_tips)
    yield from _tips(drafting, "coding_tips", record.coding_tips)


def _part(
    drafting: ComposeContext, key: str, part: Payment | Edits | Crosswalks | Unavailable | None
) -> Iterator[Section]:
    match part:
        case None:
            return
        case Unavailable():
            yield drafting.section(key, (drafting.notice(part, key),), key)
        case Payment():
            yield drafting.section(key, _payment(drafting, part), key)
        case Edits():
            yield drafting.section(key, _edits(drafting, part), key)
        case Crosswalks():
            yield drafting.section(key, _crosswalks(drafting, part), key)


def _payment(drafting: ComposeContext, payment: Payment) -> Iterator[Block]:
    say = drafting.wording.say
    yield DefinitionList(
        tuple(
            Definition((Text(say("payment", key)),), (drafting.value(getattr(payment, key), "payment", key),))
            for key in _PAYMENT
        )
    )
    yield drafting.source_line(payment, "payment")


def _edits(drafting: ComposeContext, edits: Edits) -> Iterator[Block]:
    yield drafting.tabled("ptp", edits.ptp, (0.14, 0.1, 0.14, 0.37, 0.25), _pair, "edits", "ptp")
    path = ("edits", "mue")
    blocks = (drafting.notice(edits.mue, *path),) if isinstance(edits.mue, Unavailable) else _units(drafting, edits.mue)
    yield drafting.section("mue", blocks, *path)


def _pair(drafting: ComposeContext, row: ProcedurePair, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.code(row.system, row.code, *path),
        drafting.value(row.column, *path, "column"),
        drafting.value(row.modifier_indicator, *path, "modifier_indicator"),
        drafting.phrase(row.rationale, *path, "rationale"),
        drafting.as_of(row, *path),
    )


def _units(drafting: ComposeContext, mue: UnitsEdit) -> Iterator[Block]:
    say, path = drafting.wording.say, ("edits", "mue")
    yield DefinitionList(
        (
            Definition((Text(say("mue", "units")),), (drafting.value(mue.units, *path, "units"),)),
            Definition((Text(say("mue", "adjudication")),), (drafting.value(mue.adjudication, *path, "adjudication"),)),
            Definition((Text(say("mue", "rationale")),), (drafting.phrase(mue.rationale, *path, "rationale"),)),
        )
    )
    yield drafting.source_line(mue, *path)


def _crosswalks(drafting: ComposeContext, crosswalks: Crosswalks) -> Iterator[Block]:
    shares = (0.16, 0.52, 0.32)
    given = False
    for key in ("icd_10_pcs", "hcpcs", "anesthesia"):
        value = getattr(crosswalks, key)
        if value is not None:
            given = True
            yield drafting.tabled(key, value, shares, _crosswalk, "crosswalks", key)
    if crosswalks.ms_drg is not None:
        path = ("crosswalks", "ms_drg")
        yield drafting.section("ms_drg", _drgs(drafting, crosswalks.ms_drg, *path), *path)
    elif not given:
        yield drafting.known_none("crosswalks", "crosswalks")


def _crosswalk(drafting: ComposeContext, row: CrosswalkRow, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.value(row.code, *path, "code"),
        drafting.phrase(row.description, *path, "description"),
        drafting.as_of(row, *path),
    )


def _drgs(drafting: ComposeContext, sets: tuple[DrgSet, ...] | Unavailable, *path: str) -> Iterator[Block]:
    match sets:
        case Unavailable():
            yield drafting.notice(sets, *path)
        case ():
            yield drafting.known_none("ms_drg", *path)
        case _:
            for index, drgs in enumerate(sets):
                yield from _drg_set(drafting, drgs, *path, index)


def _drg_set(drafting: ComposeContext, drgs: DrgSet, *path: str | int) -> Iterator[Block]:
    if isinstance(drgs.condition, Unavailable):
        yield drafting.named_notice(drgs.condition, "condition", *path, "condition")
    else:
        lead = Text(drafting.wording.say("sentences", "condition"))
        condition = drafting.marked(drgs.condition, *path, "condition")
        yield Paragraph((lead, *condition), drafting.derived("condition", below=path))
    rows = tuple(_drg(drafting, group, *path, "groups", index) for index, group in enumerate(drgs.groups))
    yield drafting.table("ms_drg", (0.16, 0.84), rows, *path, "groups")
    yield drafting.source_line(drgs, *path)


def _drg(drafting: ComposeContext, group: DrgGroup, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.value(group.drg, *path, "drg"),
        drafting.phrase(group.description, *path, "description"),
    )


def _coverage(drafting: ComposeContext, value: tuple[CoveragePolicy, ...] | Unavailable | None) -> Iterator[Section]:
    if value is not None:
        yield drafting.tabled("coverage", value, (0.22, 0.1, 0.13, 0.13, 0.23, 0.19), _policy, "coverage")


def _denials(drafting: ComposeContext, value: tuple[Denial, ...] | Unavailable | None) -> Iterator[Section]:
    if value is not None:
        yield drafting.tabled("denials", value, (0.08, 0.16, 0.26, 0.3, 0.2), _denial, "denials")


def _policy(drafting: ComposeContext, row: CoveragePolicy, *path: str | int) -> tuple[Cell, ...]:
    return (
        _policy_name(drafting, row, *path),
        drafting.value(row.number, *path, "number"),
        drafting.value(row.payer, *path, "payer"),
        drafting.day(row.effective, *path, "effective"),
        drafting.phrase(row.says, *path, "says"),
        drafting.as_of(row, *path),
    )


def _policy_name(drafting: ComposeContext, row: CoveragePolicy, *path: str | int) -> Cell:
    name = (*drafting.field(row.kind, *path, "kind"), Text(": "), *drafting.field(row.title, *path, "title"))
    if row.url is None:
        return Paragraph(name, drafting.derived("title", "kind", below=path))
    return Paragraph((Link(row.url, name),), drafting.derived("title", "kind", "url", below=path))


def _denial(drafting: ComposeContext, row: Denial, *path: str | int) -> tuple[Cell, ...]:
    return (
        drafting.value(row.carc, *path, "carc"),
        drafting.value(row.rarc, *path, "rarc"),
        drafting.phrase(row.reason, *path, "reason"),
        drafting.phrase(row.prevention, *path, "prevention"),
        drafting.as_of(row, *path),
    )


def _benchmarks(drafting: ComposeContext, value: tuple[Benchmark, ...] | Unavailable | None) -> Iterator[Section]:
    key = "benchmarks"
    match value:
        case None:
            return
        case Unavailable():
            blocks: tuple[Block, ...] = (drafting.notice(value, key),)
        case ():
            blocks = (drafting.known_none(key, key),)
        case _:
            blocks = tuple(_benchmark(drafting, row, key, index) for index, row in enumerate(value))
    yield drafting.section(key, blocks, key)


def _benchmark(drafting: ComposeContext, row: Benchmark, *path: str | int) -> Section:
    rate = {key: drafting.field(getattr(row, key), *path, key) for key in ("payer", "geography", "rate_type", "month")}
    amounts = tuple(_dollars(drafting, getattr(row, key), *path, key) for key in _PERCENTILES)
    cells = (*amounts, drafting.value(row.count, *path, "count"), drafting.as_of(row, *path))
    table = drafting.table("benchmarks", (0.13, 0.13, 0.13, 0.13, 0.13, 0.13, 0.22), (cells,), *path)
    return drafting.section("benchmark", (table,), *path, **rate)


def _dollars(drafting: ComposeContext, amount: Decimal | Unavailable, *path: str | int) -> Cell:
    if isinstance(amount, Unavailable):
        return drafting.notice(amount, *path)
    return drafting.shown(f"${amount:,.2f}", *path)


def _tips(drafting: ComposeContext, key: str, value: tuple[str, ...] | Unavailable | None) -> Iterator[Section]:
    match value:
        case None:
            return
        case Unavailable():
            block: Block = drafting.notice(value, key)
        case ():
            block = drafting.known_none(key, key)
        case _:
            items = tuple((drafting.item(tip, key, index),) for index, tip in enumerate(value))
            block = List(ordered=False, items=items)
    yield drafting.section(key, (block,), key)
