"""Documents built by hand, for the tests of writers."""

from __future__ import annotations

from datetime import date

from codepub.document.nodes import (
    Block,
    Citation,
    CodeReference,
    Column,
    Definition,
    DefinitionList,
    Document,
    Emphasis,
    Heading,
    Imprint,
    Inlines,
    Link,
    List,
    Notice,
    Paragraph,
    Role,
    Spread,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from codepub.origin import Origin, RecordId
from codepub.writers.theme import Page, Palette, Theme, Typography

RECORD = RecordId("hcpcs", "A4341")
ROOT = Origin(RECORD)
SPECIFICATIONS = ROOT / "specifications"
SOURCES = ROOT / "sources"

THEME = Theme(
    palette=Palette(
        ink="#1b2226",
        quiet="#56646b",
        rule="#c9d2d6",
        accent="#0b5568",
        tint="#eef4f5",
        note="#f7f4ec",
        note_edge="#8a6d1d",
        note_ink="#6b5210",
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
    page=Page(size="letter", top=24, bottom=24, inner=22, outer=22),
    templates={},
)


def text(words: str) -> Inlines:
    return (Text(words),)


def paragraph(words: str, origin: Origin = ROOT / "summary", role: Role = Role.BODY) -> Paragraph:
    return Paragraph(text(words), origin, role)


def fact(term: str, *description: Paragraph | Notice) -> Definition:
    return Definition(text(term), description)


def unavailable(origin: Origin, statement: str = "Not available in the source material.") -> Notice:
    return Notice("unknown", "Unavailable", text(statement), origin)


def table_of(rows: int, origin: Origin = SPECIFICATIONS / "modifiers") -> Table:
    """A table of three columns; the last cell of every seventh row is a notice."""
    columns = (Column("Modifier", 0.14), Column("Description", 0.38), Column("When to Use", 0.48))
    return Table("Modifiers", columns, tuple(_row(origin / index, index) for index in range(rows)), origin)


def _row(origin: Origin, index: int) -> tuple[Paragraph | Notice, ...]:
    use = origin / "when_to_use"
    return (
        paragraph(f"{index:02}", origin / "modifier"),
        paragraph(f"What circumstance number {index} is", origin / "description"),
        unavailable(use, f"Pending for {index}.")
        if index % 7 == 6
        else paragraph(f"It applies where {index} ≥ β.", use),
    )


def document(
    *blocks: Block, footer: tuple[str, ...] = ("Edition 2026 · 7f3a 91c2",), title: str = "A4341: é ≥ β"
) -> Document:
    return Document(
        identity=RECORD,
        title=title,
        language="en-US",
        publisher="Example Health Press",
        keywords=("HCPCS", "supplies"),
        dated=date(2026, 1, 1),
        digest="7f3a91c2" * 8,
        imprint=Imprint("HCPCS A4341", "An example of a supply", footer),
        blocks=blocks,
    )


def leaves_of_every_kind() -> Document:
    """A whole publication: every block and every inline, in the order of a real one."""
    return document(
        *_opening(), *_specifications(), *_closing(), footer=("Licensed example text.", "Edition 2026 · 7f3a 91c2")
    )


def _opening() -> tuple[Block, ...]:
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
        Heading(1, (Text("HCPCS"), Superscript(text("®")), Text(" A4341: An Example of a Supply")), ROOT / "title"),
        DefinitionList(facts, Spread.LINE),
        Heading(2, text("Summary & Overview"), ROOT / "summary"),
        Paragraph(rich_inlines(), ROOT / "summary" / "meaning"),
        paragraph("A second paragraph of the same field. " * 4, ROOT / "summary" / "meaning"),
        Heading(3, text("Billing Code Overview"), ROOT / "overview"),
        DefinitionList(overview),
    )


def rich_inlines() -> Inlines:
    """Every kind of inline, nested where that can be."""
    return (
        Text("The code is "),
        Strong((Text("urgent and "), Emphasis(text("grave")))),
        Text(", as "),
        Link("https://example.org/a(b)?c=1&d=2", (Text("the "), Emphasis(text("manual")))),
        Text(" says"),
        Citation(1, SOURCES / 0),
        Text("; see "),
        CodeReference(RecordId("hcpcs", "A4342"), text("A4342"), SPECIFICATIONS / "related_codes" / 0),
        Text(" and "),
        CodeReference(RecordId("icd-10-cm", "J95.830"), text("J95.830")),
        Text(". H"),
        Subscript(text("2")),
        Text("O, m"),
        Superscript(text("2")),
        Text("."),
    )


def _specifications() -> tuple[Block, ...]:
    related = SPECIFICATIONS / "related_codes"
    codes = Table(
        "Related codes",
        (Column("Code", 0.2), Column("Relationship", 0.8)),
        ((paragraph("A4342", related / 0 / "code"), paragraph("Longer", related / 0 / "relationship")),),
        related,
    )
    return (
        Heading(2, text("Clinical & Coding Specifications"), SPECIFICATIONS),
        Heading(3, text("Clinical Context"), SPECIFICATIONS / "clinical_context"),
        nested_list(SPECIFICATIONS / "workflow"),
        Heading(3, text("Coding Specifications"), SPECIFICATIONS),
        Heading(4, text("Modifiers"), SPECIFICATIONS / "modifiers"),
        table_of(60),
        Heading(4, text("Diagnosis Pairings"), SPECIFICATIONS / "diagnoses"),
        unavailable(SPECIFICATIONS / "diagnoses"),
        Heading(4, text("Associated Taxonomies"), SPECIFICATIONS / "taxonomies"),
        paragraph("No associated taxonomies.", SPECIFICATIONS / "taxonomies", Role.KNOWN_NONE),
        Heading(4, text("Related Codes"), related),
        codes,
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


def _closing() -> tuple[Block, ...]:
    return (
        Heading(2, text("Sources"), SOURCES),
        List(True, ((paragraph("An agency. A file of fees. 2025.", SOURCES / 0, Role.SOURCE),),)),
        Heading(2, text("About this publication"), ROOT),
        paragraph("All rights in the text are reserved by nobody in particular. " * 5, ROOT, Role.RIGHTS),
    )
