"""Every word of a document says where it comes from, and says it truly: held against the record, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.compose.compose import compose, compose_collection
from codepub.compose.publisher import Publisher
from codepub.document import (
    Absent,
    Citation,
    Derived,
    Document,
    Node,
    Paragraph,
    Span,
    TableNote,
    Text,
    Value,
    children,
    descendants,
)
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.markup.parsing import ReferenceTargets, parse_phrase, parse_prose
from codepub.origin import FieldPath, Origin, RecordId
from codepub.records.availability import Frozen, Unavailable
from codepub.records.code_summary import CodeSummary
from codepub.records.contents import contents
from tests.publications import bare, changed, composed, full, record, samples, wording

ONLY_DERIVED = {
    *("effective", "ends", "published"),  # dates are written out
    *("date", "retrieved", "since", "recheck_by"),
    *("p10", "p25", "p50", "p75", "p90"),  # amounts are written as money
    "month",  # it is written out
    "source",  # the number of a source
    "unavailable",  # its label and statement
    "status",  # a draft is marked, and what is released is not
}
"""Fields that are shown in words made from them, and nowhere as they are written."""

NOT_SHOWN = {("coverage", "url"), ("sources", "id"), ("owner",)}
"""Fields that lead somewhere, or stay in the house; by the part they stand in where the name alone is not enough."""

EVERYTHING = full(
    ends="2026-12-31",
    published="2026-02-01",
    supersedes="A0420",
    replaced_by="A0430",
    tags=["road", "night"],
    audience="regional",
    summary__payers=["Aetna", "Blue, Inc.", "Medicare"],
    overview__site_of_service__pos=["21", "41"],
    summary__meaning="One *two*.\n\n1. three[^second]\n2. four\n   - five\n\nSix.",
    specifications__taxonomies={"unavailable": "asked-unknown", "since": "2026-09-01", "note": "In *vain*[^first]."},
    specifications__modifiers__0__when_to_use={"unavailable": "temp-unknown", "recheck_by": "2027-01-15"},
    denials__0__rarc={"unavailable": "as-text", "note": "*Clinical* Context", "owner": "desk"},
)
RECORDS = {**samples(), "every part": record(EVERYTHING), "no optional part": record(bare())}
every_record = pytest.mark.parametrize("each", RECORDS.values(), ids=RECORDS)


def fields_of(value: object, path: FieldPath = ()) -> Iterator[tuple[FieldPath, object]]:
    """Yield each field of a record that holds no others, and each member of a list of such."""
    if isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            yield from fields_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from fields_of(member, (*path, index))
    elif value is not None:
        yield path, value


def places_of(value: object, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Yield the path of all that there is in a record."""
    if value is None:
        return
    yield path
    if isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            yield from places_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from places_of(member, (*path, index))


def absent_of(value: object, path: FieldPath = ()) -> Iterator[FieldPath]:
    if isinstance(value, Unavailable):
        yield path
    elif isinstance(value, Frozen):
        for name, field in type(value).model_fields.items():
            yield from absent_of(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, tuple):
        for index, member in enumerate(value):
            yield from absent_of(member, (*path, index))


def is_shown_as_written(path: FieldPath) -> bool:
    names = [step for step in path if isinstance(step, str)]
    if names[-1] == "source" and len(names) > 1:
        return False
    hidden = names[-1:] == ["owner"] or (names[0], names[-1]) in NOT_SHOWN
    return names[-1] not in ONLY_DERIVED and not hidden


def own_text(node: Node) -> str:
    """The words of a value, without what codepub set into them."""
    match node:
        case Span(_, Derived()):
            return ""
        case Text() | Citation():
            return plain_text(node)
        case _:
            return "".join(map(own_text, children(node)))


def sourced(document: Document) -> Iterator[tuple[Value, str]]:
    """Yield each value of a document with its words, a line for each of its leaves."""
    found = [
        (node.source, own_text(node))
        for node in descendants(document)
        if isinstance(node, Paragraph | Span) and isinstance(node.source, Value)
    ]
    for source, parts in groupby(found, key=lambda one: one[0]):
        yield source, "\n".join(text for _, text in parts)


def written(each: CodeSummary) -> dict[FieldPath, str]:
    """What each field must read as, where it stands as it is written; prose such as an empty list shows nothing."""
    place = Origin(RecordId("", ""))
    references = ReferenceTargets(
        {source.id: Citation(at, place, source.id) for at, source in enumerate(each.sources, 1)}
    )
    expected = {path: str(value) for path, value in fields_of(each) if is_shown_as_written(path)}
    for path, text, blocks in contents(each).passages:
        prose = (leaf for block in parse_prose(text, place, references) for leaf in leaves(block))
        expected[path] = "\n".join(map(plain_text, prose)) if blocks else plain_text(parse_phrase(text, references))
    return {path: text for path, text in expected.items() if text}


def said_together(document: Document, record: RecordId) -> dict[FieldPath, str]:
    """The words in which several fields of a record are told at once: their releases, and notes on their absence."""
    return {
        origin.path: own_text(leaf)
        for leaf in leaves(document)
        if isinstance(leaf, Paragraph | TableNote) and isinstance(leaf.source, Derived)
        for origin in leaf.source.origins
        if origin.path[-1:] in (("vintage",), ("note",)) and origin.record == record
    }


def assert_true(each: CodeSummary, document: Document) -> None:
    shown = {source.origin.path: text for source, text in sourced(document) if source.origin.record == each.id}
    together = said_together(document, each.id)
    expected = written(each)
    others = {path: text for path, text in expected.items() if path not in shown}

    assert shown == {path: text for path, text in expected.items() if path in shown}
    assert {path: text for path, text in others.items() if text not in together.get(path, "")} == {}


def assert_single(document: Document) -> None:
    """No field is a value in two places."""
    origins = Counter(source.origin for source, _ in sourced(document))

    assert {origin: count for origin, count in origins.items() if count > 1} == {}


@every_record
def test_each_field_that_is_printed_is_one_value_and_each_value_reads_as_its_field(each: CodeSummary) -> None:
    document = compose(each, wording(), Publisher("A press"))

    assert_true(each, document)
    assert_single(document)
    assert {str(source.origin.record) for source, _ in sourced(document)} == {document.identity}


@every_record
def test_each_absence_is_stated_in_one_place(each: CodeSummary) -> None:
    document = compose(each, wording(), Publisher())
    stated = [leaf.source.origin.path for leaf in leaves(document) if isinstance(leaf.source, Absent)]

    assert sorted(map(repr, stated)) == sorted(map(repr, absent_of(each)))


@every_record
def test_no_path_is_invented(each: CodeSummary) -> None:
    document = compose(each, wording(), Publisher())
    known = set(places_of(each))

    for node in descendants(document):
        match getattr(node, "source", None):
            case Value(origin) | Absent(origin):
                assert origin.path in known
            case Derived(origins):
                assert {origin.path for origin in origins} <= known
                assert {str(origin.record) for origin in origins} <= {document.identity}


@every_record
def test_every_leaf_says_where_its_words_come_from(each: CodeSummary) -> None:
    sources = [leaf.source for leaf in leaves(compose(each, wording(), Publisher()))]

    assert len(sources) > 30
    assert all(isinstance(source, Value | Absent | Derived) for source in sources)


def test_it_is_true_of_each_of_several_records_in_one_document() -> None:
    several = (record(changed(EVERYTHING, {"code": "A0999"})), *samples().values())
    document = compose_collection("All of them", several, wording(), Publisher("A press"))
    stated = [leaf.source.origin for leaf in leaves(document) if isinstance(leaf.source, Absent)]

    assert_single(document)
    for each in several:
        assert_true(each, document)
        absent = [origin.path for origin in stated if origin.record == each.id]
        assert sorted(map(repr, absent)) == sorted(map(repr, absent_of(each)))
    assert {source.origin.record for source, _ in sourced(document)} == {each.id for each in several}


PIECES = (
    *(
        "a word",
        "*stress*",
        "**weight**",
        "H~2~O",
        "m^2^",
        "[^first]",
        "[there](https://example.org/CPT)",
        "CPT",
        "CPT®",
    ),
    *("[J95.830](icd-10-cm:J95.830)", "1.", "- ", "2 * 3", "<b>", "&amp;", "{{ 7 }}", "{% if %}", "a, b", "\\*", "and"),
)
NAMES = ("Aetna", "Blue, Inc.", "CPT", "CPT® and CPT", "{{ title }}", "A and B", "x*y*", "21", "HCPCS A0425:", "é ≥ β.")
phrases = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
proses = st.lists(phrases, min_size=1, max_size=3).map("\n\n".join)
names = st.sampled_from(NAMES)


NAMED = {"title", "audience", "vintage", "payer", "geography", "rate_type", "publisher"}


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A record whose texts are anything that authors might type."""
    data = changed(EVERYTHING, {"system": draw(st.sampled_from(["HCPCS", "CPT"]))})
    whole = record(data)
    texts = {passage.path: draw(proses if passage.blocks else phrases) for passage in contents(whole).passages}
    for path, _ in fields_of(whole):
        if path[-1] in NAMED or path[:-1] in (("summary", "payers"), ("tags",)):
            texts[path] = draw(names)
    return changed(data, {".".join(map(str, path)): text for path, text in texts.items()})


@settings(deadline=None, max_examples=60)
@given(records())
def test_it_is_true_whatever_authors_write(data: dict[str, Any]) -> None:
    document = composed(data)

    assert_true(record(data), document)
    assert_single(document)


def test_a_sign_that_codepub_sets_into_a_value_is_no_part_of_it() -> None:
    document = composed(full(system="CPT", code="32120", summary__meaning="CPT code and CPT® code"))
    texts = {source.origin.path: text for source, text in sourced(document)}

    assert "CPT® code and CPT® code" in plain_text(document)
    assert texts["summary", "meaning"] == "CPT code and CPT® code"
    assert texts["system",] == "CPT"
