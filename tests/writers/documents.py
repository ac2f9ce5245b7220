"""Documents built by hand, for the tests of writers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Cell,
    Chart,
    ChartRow,
    Citation,
    CodeReference,
    Column,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Figure,
    FlowBlock,
    Heading,
    Inlines,
    Link,
    List,
    Paragraph,
    Role,
    RowGroup,
    RunningMatter,
    Section,
    Spread,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableNote,
    Text,
)
from codepub.document.provenance import Absent, Derived, Value, naming_origin
from codepub.document.walk import flow
from codepub.origin import Origin, RecordId
from codepub.writers.theme import PageGeometry, Palette, Theme, Typography

RECORD = RecordId("hcpcs", "A4341")
ROOT = Origin(RECORD)
SPECIFICATIONS = ROOT / "specifications"
SOURCES = ROOT / "sources"

THEME = Theme(
    palette=Palette(
        ground="#ffffff",
        ink="#1b2226",
        quiet="#56646b",
        rule="#c9d2d6",
        accent="#0b5568",
        tint="#eef4f5",
        note="#f7f4ec",
        note_edge="#8a6d1d",
        note_ink="#6b5210",
    ),
    dark=Palette(
        ground="#14191b",
        ink="#e4eaec",
        quiet="#a3b3ba",
        rule="#3b474c",
        accent="#79c7da",
        tint="#1d2a2e",
        note="#2a2416",
        note_edge="#b9973a",
        note_ink="#e3cc84",
    ),
    typography=Typography(
        serif="Source Serif Pro",
        sans="Source Sans Pro",
        body=10,
        table=9,
        small=7.8,
        title=24,
        heading_2=15,
        heading_3=11.5,
        heading_4=9.5,
    ),
    page=PageGeometry(size="letter", top=24, bottom=24, inner=22, outer=22),
    templates={},
)


def text(words: str) -> Inlines:
    return (Text(words),)


def paragraph(words: str, origin: Origin = ROOT / "summary", role: Role = Role.BODY) -> Paragraph:
    return Paragraph(text(words), Value(origin), role)


def fact(term: str, *description: Paragraph | AbsenceNotice | AbsenceSign) -> Definition:
    return Definition(text(term), description)


def unavailable(origin: Origin, statement: str = "Not available in the source material.") -> AbsenceNotice:
    return AbsenceNotice("unknown", "Unavailable", text(statement), Absent(origin))


def table_of(rows: int, origin: Origin = SPECIFICATIONS / "modifiers") -> Table:
    """A table of three columns; the last cell of every seventh row is the sign of a value that is not given."""
    columns = (Column("Modifier"), Column("Description"), Column("When to Use"))
    group = RowGroup(None, tuple(_row(origin / index, index) for index in range(rows)))
    uses = tuple(origin / index / "when_to_use" for index in range(6, rows, 7))
    notes = (TableNote("a", text("Pending."), Derived(uses)),) if uses else ()
    return Table("Modifiers", columns, (group,), origin, notes)


def table_with(
    *rows: tuple[Cell, ...],
    columns: tuple[Column, ...],
    origin: Origin = ROOT,
    name: str = "T",
    notes: tuple[TableNote, ...] = (),
) -> Table:
    """A table whose rows are in one group, with no heading."""
    return Table(name, columns, (RowGroup(None, rows),), origin, notes)


def sign(origin: Origin, words: str = "not given", mark: str = "a") -> AbsenceSign:
    return AbsenceSign("unknown", words, mark, Absent(origin))


KEY = ("Percentile", "10th", "25th", "Median", "75th", "90th")


def chart_row(name: str, *percentiles: str | None, note: str = "") -> ChartRow:
    """A row of a chart: its five percentiles from the 10th to the 90th."""
    p10, p25, p50, p75, p90 = (None if number is None else Decimal(number) for number in percentiles)
    return ChartRow(name, (p10, p25, p50, p75, p90), note)


RATES = (
    chart_row("Commercial", "92.40", "108.75", "131.20", "164.90", "211.35"),
    chart_row("Medicare", None, "118.10", "125.60", "131.95", "140.05", note="10th: withheld"),
)


def chart(*rows: ChartRow, name: str = "US dollars · National") -> Chart:
    numbers = [number for row in rows for number in row.percentiles if number is not None] or [Decimal(0)]
    return Chart(name, KEY, rows, min(numbers), max(numbers), "$", 2)


def figure(*rows: ChartRow, origin: Origin = ROOT / "benchmarks") -> Figure:
    return Figure(chart(*(rows or RATES)), "Chart: the rates of two payers.", Derived((origin,)))


def _row(origin: Origin, index: int) -> tuple[Cell, ...]:
    use = origin / "when_to_use"
    return (
        paragraph(f"{index:02}", origin / "modifier"),
        paragraph(f"What circumstance number {index} is", origin / "description"),
        sign(use, "pending") if index % 7 == 6 else paragraph(f"It applies where {index} ≥ β.", use),
    )


@dataclass(frozen=True)
class Headed:
    """A heading with its level, where the blocks of a document are written one below the other."""

    level: int
    content: Inlines
    source: Derived


Row = tuple[FlowBlock | Headed, ...]


def nest(blocks: Sequence[FlowBlock | Headed], level: int = 1) -> tuple[Section, ...]:
    """Lay blocks into the sections that their headings begin; what comes before the first lies in one without."""
    starts = [at for at, block in enumerate(blocks) if isinstance(block, Headed) and block.level == level]
    bounds = sorted({0, *starts, len(blocks)})
    return tuple(_section(blocks[start:end], level) for start, end in pairwise(bounds))


def _section(blocks: Sequence[FlowBlock | Headed], level: int) -> Section:
    first, *others = blocks
    if isinstance(first, Headed) and first.level == level:
        origin = naming_origin(first.source)
        name = "about" if origin is None else "-".join(map(str, origin.path))
        heading: Heading | None = Heading(first.content, first.source)
    else:
        name, heading, others = "", None, [*blocks]
    below = next((at for at, block in enumerate(others) if isinstance(block, Headed)), len(others))
    flow = (block for block in others[:below] if not isinstance(block, Headed))
    return Section(name, heading, (*flow, *(nest(others[below:], level + 1) if others[below:] else ())))


def unnest(whole: Document) -> list[FlowBlock | Headed]:
    """Write the blocks of a document one below the other, as `nest` takes them."""
    return [
        Headed(level, block.content, block.source) if isinstance(block, Heading) else block
        for section in whole.sections
        for level, block in flow(section)
    ]


def document(
    *blocks: FlowBlock | Headed, footer: tuple[str, ...] = ("Edition 2026 · 7f3a 91c2",), title: str = "A4341: é ≥ β"
) -> Document:
    return Document(
        identity=str(RECORD),
        title=title,
        language="en-US",
        publisher="Example Health Press",
        keywords=("HCPCS", "supplies"),
        dated=date(2026, 1, 1),
        digest="7f3a91c2" * 8,
        imprint=RunningMatter("HCPCS A4341", "An example of a supply", footer),
        sections=nest(blocks),
    )


def as_deep_as(level: int) -> Document:
    """A document of a heading at each level, down to one, each with a paragraph below it."""
    return document(
        *(
            block
            for depth in range(1, level + 1)
            for block in (
                Headed(depth, text(f"Level {depth}"), Derived((ROOT / f"part{depth}",))),
                paragraph(f"Below level {depth}", ROOT / f"part{depth}" / "words"),
            )
        )
    )


def leaves_of_every_kind() -> Document:
    """A whole publication: every block and every inline, in the order of a real one."""
    return document(
        *_opening(), *_specifications(), *_closing(), footer=("Licensed example text.", "Edition 2026 · 7f3a 91c2")
    )


def _opening() -> Row:
    facts = (
        fact("Edition", paragraph("2026", ROOT / "edition")),
        fact("Effective", paragraph("January 1, 2026", ROOT / "effective")),
        fact("Not available", paragraph("2 of 11 fields", ROOT)),
    )
    overview = (
        fact("Service Type", paragraph("Supply — é, β ≥ 2", ROOT / "overview" / "service_type")),
        fact(
            "Typical Site of Service",
            paragraph(
                "At home, or in a nursing facility, for patients who need it again and again.",
                ROOT / "overview" / "site",
            ),
            unavailable(ROOT / "overview" / "pos"),
        ),
    )
    return (
        Headed(
            1,
            (Text("HCPCS"), Superscript(text("®")), Text(" A4341: An Example of a Supply")),
            Derived((ROOT / "title",)),
        ),
        DefinitionList(facts, Spread.LINE),
        Headed(2, text("Summary & Overview"), Derived((ROOT / "summary",))),
        Paragraph(rich_inlines(), Value(ROOT / "summary" / "meaning")),
        paragraph("A second paragraph of the same field. " * 4, ROOT / "summary" / "meaning"),
        Headed(3, text("Billing Code Overview"), Derived((ROOT / "overview",))),
        DefinitionList(overview),
        _rates(),
    )


def _rates() -> DefinitionList:
    """Short facts in columns, one of which is not given."""
    rates = ROOT / "rates"
    facts = (
        fact("Rate", paragraph("14.39", rates / "rate")),
        fact("Other Rate", sign(rates / "other", mark="c")),
        fact("Third Rate", paragraph("3", rates / "third")),
    )
    why = TableNote("c", text("Other Rate: Not available in the source material."), Derived((rates / "other",)))
    return DefinitionList(facts, Spread.COLUMNS, (why,))


def rich_inlines() -> Inlines:
    """Every kind of inline, nested where that can be."""
    return (
        Text("The code is "),
        Strong((Text("urgent and "), Emphasis(text("grave")))),
        Text(", as "),
        Link("https://example.org/a(b)?c=1&d=2", (Text("the "), Emphasis(text("manual")))),
        Text(" says"),
        Citation(1, SOURCES / 0, "manual"),
        Text("; see "),
        CodeReference("hcpcs:A4342", text("A4342"), SPECIFICATIONS / "related_codes" / 0),
        Text(" and "),
        CodeReference("icd-10-cm:J95.830", text("J95.830")),
        Text(". H"),
        Subscript(text("2")),
        Text("O, m"),
        Superscript(text("2")),
        Text("."),
    )


def _specifications() -> Row:
    related = SPECIFICATIONS / "related_codes"
    codes = table_with(
        (paragraph("A4342", related / 0 / "code"), paragraph("Longer", related / 0 / "relationship")),
        columns=(Column("Code"), Column("Relationship")),
        origin=related,
        name="Related codes",
    )
    return (
        Headed(2, text("Clinical & Coding Specifications"), Derived((SPECIFICATIONS,))),
        Headed(3, text("Clinical Context"), Derived((SPECIFICATIONS / "clinical_context",))),
        nested_list(SPECIFICATIONS / "workflow"),
        Headed(3, text("Coding Specifications"), Derived((SPECIFICATIONS,))),
        Headed(4, text("Modifiers"), Derived((SPECIFICATIONS / "modifiers",))),
        table_of(60),
        Headed(4, text("Diagnosis Pairings"), Derived((SPECIFICATIONS / "diagnoses",))),
        unavailable(SPECIFICATIONS / "diagnoses"),
        Headed(4, text("Associated Taxonomies"), Derived((SPECIFICATIONS / "taxonomies",))),
        paragraph("No associated taxonomies.", SPECIFICATIONS / "taxonomies", Role.KNOWN_NONE),
        Headed(4, text("Related Codes"), Derived((related,))),
        codes,
        Headed(3, text("Benchmarks"), Derived((ROOT / "benchmarks",))),
        figure(),
    )


def nested_list(origin: Origin) -> List:
    inner = List(False, ((paragraph("Blood pressure", origin),), (paragraph("Drain output", origin),)))
    return List(
        True,
        (
            (paragraph("Resuscitation", origin), paragraph("It goes on through all that follows.", origin)),
            (paragraph("Assessment of", origin), inner),
            (
                paragraph("Care", origin),
                List(True, ((paragraph("intensive", origin),), (paragraph("step-down", origin),))),
            ),
        ),
    )


def _closing() -> Row:
    return (
        Headed(2, text("Sources"), Derived((SOURCES,))),
        List(True, ((paragraph("An agency. A file of fees. 2025.", SOURCES / 0, Role.SOURCE),),)),
        Headed(2, text("About this publication"), Derived((ROOT,))),
        paragraph("All rights in the text are reserved by nobody in particular. " * 5, ROOT, Role.RIGHTS),
    )
