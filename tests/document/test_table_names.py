from __future__ import annotations

from codepub.document.nodes import Document, Table
from codepub.document.provenance import Derived
from codepub.document.table_names import name_tables
from codepub.document.walk import descendants
from tests.writers.documents import Headed, document, table_of, text


def names(whole: Document) -> list[str]:
    found = name_tables(whole)
    return [found[id(node)] for node in descendants(whole) if isinstance(node, Table)]


def part(name: str) -> Headed:
    return Headed(2, text(name), Derived())


def test_a_table_whose_name_no_other_has_keeps_it() -> None:
    assert names(document(part("Edits"), table_of(1))) == ["Modifiers"]


def test_tables_of_one_name_in_several_parts_are_told_apart_by_the_parts() -> None:
    inner = Headed(3, text("Inner"), Derived())

    assert names(document(part("A"), table_of(1), part("B"), inner, table_of(2))) == ["Modifiers, A", "Modifiers, B"]


def test_tables_of_one_name_in_one_part_are_numbered() -> None:
    assert names(document(table_of(1), table_of(1), part("A"), table_of(1), table_of(1))) == [
        "Modifiers, 1",
        "Modifiers, 2",
        "Modifiers, A, 1",
        "Modifiers, A, 2",
    ]
