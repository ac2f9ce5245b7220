from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codepub.document.nodes import (
    Citation,
    CodeReference,
    Definition,
    DefinitionList,
    Emphasis,
    Heading,
    Link,
    List,
    Notice,
    Paragraph,
    Role,
    Strong,
    Subscript,
    Superscript,
    Text,
    digest,
    plain,
    spoken,
)
from codepub.origin import Origin, RecordId
from tests.writers.documents import ROOT, leaves_of_every_kind, paragraph, rich_inlines, table_of, text

trees = st.recursive(
    st.one_of(st.text(), st.integers(), st.none(), st.dates()), lambda below: st.lists(below).map(tuple)
)


def test_plain_text_is_the_characters_of_every_kind_of_inline() -> None:
    assert plain(rich_inlines()) == (
        "The code is urgent and grave, as the manual says[1]; see A4342 and J95.830. H2O, m2."
    )


def test_every_leaf_of_every_kind_of_block_is_spoken_in_reading_order() -> None:
    inner = List(False, ((paragraph("inner"),),))
    blocks = (
        Heading(2, text("Heading"), ROOT),
        paragraph("body"),
        Notice("unknown", "Unavailable", text("It is not known."), ROOT),
        List(True, ((paragraph("first"), inner), (paragraph("second"),))),
        DefinitionList((Definition(text("term"), (paragraph("told"), Notice("masked", "Withheld", (), ROOT))),)),
    )

    assert [said for block in blocks for said in spoken(block)] == [
        "Heading",
        "body",
        "Unavailable It is not known.",
        "first",
        "inner",
        "second",
        "term",
        "told",
        "Withheld ",
    ]


def test_a_table_is_spoken_with_its_headers_and_row_by_row() -> None:
    assert list(spoken(table_of(2))) == [
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((Text("ab"), Text("c")), (Text("a"), Text("bc"))),
        (((Text("a"),), Text("b")), ((Text("a"), Text("b")),)),
        (("a", ("b",)), (("a",), "b")),
        (("1",), (1,)),
        ((None,), ("None",)),
        ((), ((),)),
        ((Emphasis(text("a")),), (Strong(text("a")),)),
        ((Superscript(text("a")),), (Subscript(text("a")),)),
        ((Link("https://a.example", text("a")),), (Link("https://b.example", text("a")),)),
        ((Paragraph(text("a"), ROOT),), (Paragraph(text("a"), ROOT, Role.SOURCE),)),
        ((Citation(1, ROOT, "a"),), (Citation(2, ROOT, "a"),)),
        ((date(2026, 1, 2),), (date(2026, 2, 1),)),
        ((CodeReference("cpt:1", ()),), (CodeReference("cpt:1", (), ROOT),)),
    ],
)
def test_what_differs_has_another_digest(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert digest(*one) != digest(*other)


@given(trees, trees)
def test_two_trees_have_the_same_digest_where_they_are_the_same_and_nowhere_else(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (repr(one) == repr(other))


def test_the_digest_of_a_document_is_the_same_in_every_process() -> None:
    """Approvals are bound to it: what varies from run to run, such as the hashes of strings, must not enter it."""
    program = (
        "from codepub.document.nodes import digest; from tests.writers.documents import leaves_of_every_kind;"
        "print(digest(leaves_of_every_kind()))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert found == {digest(leaves_of_every_kind())}


def test_a_document_travels_to_another_process_and_is_the_same_there() -> None:
    whole = leaves_of_every_kind()

    assert pickle.loads(pickle.dumps(whole)) == whole


def test_nothing_in_a_document_can_be_changed() -> None:
    leaf = paragraph("as it is", Origin(RecordId("cpt", "32120")))

    with pytest.raises(FrozenInstanceError):
        leaf.content = ()  # type: ignore[misc]
