from __future__ import annotations

from codepub.document.nodes import (
    AbsenceNotice,
    Definition,
    DefinitionList,
    Heading,
    List,
)
from codepub.document.provenance import Absent, Derived
from codepub.document.text import plain_text, texts
from tests.writers.documents import ROOT, figure, paragraph, rich_inlines, table_of, text


def test_plain_text_is_the_characters_of_every_kind_of_inline() -> None:
    assert plain_text(rich_inlines()) == (
        "The code is urgent and grave, as the manual says[1]; see A4342 and J95.830. H2O, m2."
    )


def test_every_leaf_of_every_kind_of_block_is_spoken_in_reading_order() -> None:
    inner = List(False, ((paragraph("inner"),),))
    blocks = (
        Heading(text("Heading"), Derived((ROOT,))),
        paragraph("body"),
        AbsenceNotice("unknown", "Unavailable", text("It is not known."), Absent(ROOT)),
        List(True, ((paragraph("first"), inner), (paragraph("second"),))),
        DefinitionList(
            (Definition(text("term"), (paragraph("told"), AbsenceNotice("masked", "Withheld", (), Absent(ROOT)))),)
        ),
        figure(),
    )

    assert [said for block in blocks for said in texts(block)] == [
        "Heading",
        "body",
        "Unavailable It is not known.",
        "first",
        "inner",
        "second",
        "term",
        "told",
        "Withheld ",
        "Chart: the rates of two payers.",
    ]


def test_a_table_is_spoken_with_its_headers_and_row_by_row() -> None:
    assert list(texts(table_of(2))) == [
        "Modifier",
        "Description",
        "When to Use",
        "00",
        "What circumstance number 0 is",
        "It applies where 0 ≥ β.",
        "01",
        "What circumstance number 1 is",
        "It applies where 1 ≥ β.",
    ]


def test_what_stands_on_lines_of_its_own_is_told_line_by_line() -> None:
    assert plain_text((paragraph("one"), paragraph("two"))) == "one\ntwo"
    assert plain_text(table_of(1)).splitlines()[-3:] == [
        "00",
        "What circumstance number 0 is",
        "It applies where 0 ≥ β.",
    ]
