from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import chain

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.nodes import (
    AbsenceNotice,
    AbsenceSign,
    Chart,
    Column,
    DefinitionList,
    Document,
    Draft,
    Emphasis,
    Figure,
    Heading,
    Inlines,
    List,
    Paragraph,
    Released,
    RunningMatter,
    Section,
    Signposts,
    Table,
    TableNote,
    Text,
)
from codepub.document.provenance import Absent, Derived, Value
from codepub.document.text import plain_text, texts
from codepub.document.walk import children, deepest_level, descendants, flow, leaves, mapped
from codepub.origin import Origin
from tests.publications import composed, full, samples, wording
from tests.writers.documents import (
    RECORD,
    as_deep_as,
    document,
    leaves_of_every_kind,
    paragraph,
    table_of,
    text,
    unavailable,
)

DOCUMENTS = {
    "by hand": leaves_of_every_kind(),
    "every part": composed(full()),
    **{name: compose(found, wording(), Publisher()) for name, found in samples().items()},
}
every_document = pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)


_NO_NODES = Origin | Column | Chart | RunningMatter | Signposts | Value | Absent | Derived | Draft | Released


def found_by_reflection(part: object) -> Iterator[object]:
    """Every node below a part, in reading order, found without knowing what nodes there are."""
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        for member in part:
            yield from found_by_reflection(member)
    elif is_dataclass(part) and not isinstance(part, _NO_NODES):
        yield part
        for field in fields(part):
            yield from found_by_reflection(getattr(part, field.name))


def spelled_backwards(content: Inlines) -> Inlines:
    return tuple(
        Text(inline.text[::-1]) if isinstance(inline, Text) else mapped(inline, spelled_backwards) for inline in content
    )


@every_document
def test_the_walk_finds_each_node_that_there_is_in_reading_order(document: Document) -> None:
    assert [document, *descendants(document)] == list(found_by_reflection(document))


@every_document
def test_descendants_are_the_children_and_theirs(document: Document) -> None:
    below = (chain((child,), descendants(child)) for child in children(document))

    assert list(descendants(document)) == list(chain.from_iterable(below))


@every_document
def test_leaves_are_the_nodes_that_carry_an_origin_and_hold_words(document: Document) -> None:
    assert list(leaves(document)) == [
        node
        for node in descendants(document)
        if isinstance(node, Heading | Paragraph | AbsenceNotice | AbsenceSign | TableNote | Figure)
    ]


@every_document
def test_a_change_that_changes_nothing_gives_an_equal_document(document: Document) -> None:
    assert mapped(document, lambda content: content) == document


@every_document
def test_a_change_reaches_every_run_once(document: Document) -> None:
    changed = mapped(document, spelled_backwards)
    before, after = (
        [node.text for node in descendants(each) if isinstance(node, Text)] for each in (document, changed)
    )

    assert after == [words[::-1] for words in before]
    assert mapped(changed, spelled_backwards) == document


def test_a_change_gets_the_runs_in_reading_order() -> None:
    seen: list[str] = []

    def watch(content: Inlines) -> Inlines:
        seen.extend(texts(Paragraph(content, Value(Origin(RECORD)))))
        return content

    mapped(leaves_of_every_kind(), watch)

    assert seen[:4] == ["HCPCS® A4341: An Example of a Supply", "Edition", "2026", "Effective"]


def test_a_change_may_divide_a_run() -> None:
    item = List(False, ((paragraph("a b"), Paragraph((Emphasis(text("c d")),), Value(Origin(RECORD)))),))

    def divide(content: Inlines) -> Inlines:
        return tuple(Text(word) for inline in content if isinstance(inline, Text) for word in inline.text.split())

    ((first, _),) = mapped(item, divide).items
    assert isinstance(first, Paragraph)
    assert first.content == (Text("a"), Text("b"))


@pytest.mark.parametrize(
    "node", [paragraph("x"), unavailable(Origin(RECORD)), table_of(2), List(True, ((paragraph("x"),),), 3)]
)
def test_all_that_is_no_inline_stays(node: Paragraph | AbsenceNotice | Table | List | DefinitionList) -> None:
    assert mapped(mapped(node, lambda _: text("y")), lambda _: ()) == mapped(node, lambda _: ())


def test_the_level_of_a_heading_is_the_depth_of_its_section() -> None:
    (whole,) = leaves_of_every_kind().sections
    found = [(level, plain_text(block)) for level, block in flow(whole) if isinstance(block, Heading)]

    assert found[:6] == [
        (1, "HCPCS® A4341: An Example of a Supply"),
        (2, "Summary & Overview"),
        (3, "Billing Code Overview"),
        (2, "Clinical & Coding Specifications"),
        (3, "Clinical Context"),
        (3, "Coding Specifications"),
    ]


def test_a_section_may_lie_deeper_in_another_document_and_its_headings_with_it() -> None:
    (whole,) = leaves_of_every_kind().sections
    book = Section("book", Heading(text("A book"), Derived()), (whole,))

    assert [level for level, _ in flow(book)] == [1, *(level + 1 for level, _ in flow(whole))]


@pytest.mark.parametrize("level", [1, 4, 7])
def test_the_deepest_level_is_that_of_the_deepest_heading(level: int) -> None:
    assert deepest_level(as_deep_as(level)) == level


def test_a_document_without_headings_is_as_deep_as_one_of_its_title_only() -> None:
    assert deepest_level(document(paragraph("Words alone"))) == 1
