"""The names of content controls in review copies."""

from __future__ import annotations

import pytest

from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.anchors import MAX_TAG_CHARACTERS, control_tag, list_tagged
from codepub.document.nodes import AbsenceNotice, Figure, Paragraph, Span, TableNote, Text
from codepub.document.provenance import Absent, Derived, Value
from codepub.document.walk import leaves
from codepub.origin import Origin, RecordId
from tests.publications import composed, full, samples, wording

RECORD = RecordId("cpt", "32120")
ROOT = Origin(RECORD)
CONTEXT = ROOT / "specifications" / "clinical_context"


def test_a_tag_says_the_kind_the_path_with_rows_from_1_and_the_number() -> None:
    assert control_tag(Value(CONTEXT), 2) == "v/specifications/clinical_context/2"
    assert control_tag(Absent(ROOT / "edits" / "ptp"), 1) == "a/edits/ptp/1"
    assert control_tag(Derived((ROOT / "workflow" / 0, CONTEXT)), 1) == "d/workflow/1/1"
    assert control_tag(Derived((ROOT,)), 3) == "d/3"


def test_words_that_are_made_from_no_field_have_no_tag() -> None:
    with pytest.raises(ValueError, match="no field"):
        control_tag(Derived(), 1)


def test_a_long_tag_keeps_its_last_steps_whole_and_gets_a_digest() -> None:
    long = ROOT / "specifications" / ("a" * 30) / 4 / ("b" * 30)
    tag = control_tag(Value(long), 1)

    assert len(tag) <= MAX_TAG_CHARACTERS
    assert tag.startswith(f"v/5/{'b' * 30}/1/")
    assert tag != control_tag(Value(Origin(RECORD, ("other", *long.path[1:]))), 1)
    assert tag != control_tag(Value(long), 2)
    assert control_tag(Absent(long), 1) != tag


def test_a_step_that_is_too_long_by_itself_leaves_the_number_and_the_digest() -> None:
    tag = control_tag(Value(ROOT / ("a" * 80)), 7)

    assert tag.startswith("v/7/")
    assert len(tag) == len("v/7/12345678")


@pytest.mark.parametrize("name", ["full", *samples()])
def test_the_tags_of_a_publication_are_unique_and_short_enough_for_word(name: str) -> None:
    document = composed(full()) if name == "full" else compose(samples()[name], wording(), Publisher())
    tags = [tagged.tag for tagged in list_tagged(document)]

    assert len(set(tags)) == len(tags) > 40
    assert max(map(len, tags)) <= MAX_TAG_CHARACTERS


def test_the_paragraphs_of_a_value_are_numbered_in_their_order() -> None:
    document = composed(full(specifications__clinical_context="One.\n\n- Two.\n\nThree."))
    tagged = [
        each for each in list_tagged(document) if each.source == Value(Origin(RecordId("hcpcs", "A0425"), CONTEXT.path))
    ]

    assert [each.number for each in tagged] == [1, 2, 3]


def test_a_value_in_derived_words_has_a_control_and_they_have_none() -> None:
    document = composed(full())
    parts = [each.part for each in list_tagged(document)]
    holders = [leaf for leaf in leaves(document) if isinstance(leaf, Paragraph) and isinstance(leaf.source, Derived)]
    mixed = [leaf for leaf in holders if any(isinstance(one, Span) and one in parts for one in leaf.content)]

    assert mixed
    assert not any(leaf is part for leaf in mixed for part in parts)


def test_the_note_of_an_absence_has_a_control_below_a_table_and_none_in_a_statement() -> None:
    why = {"unavailable": "unknown", "note": "It was not among the sources."}
    document = composed(full(payment__work_rvu=why, benchmarks=why))
    notes = [
        each
        for each in list_tagged(document)
        if isinstance(each.part, Span) and each.part.content == (Text(why["note"]),)
    ]
    stated = [leaf for leaf in leaves(document) if isinstance(leaf, AbsenceNotice)]
    below = [leaf for leaf in leaves(document) if isinstance(leaf, TableNote)]

    assert [each.tag for each in notes] == ["v/payment/work_rvu/note/1"]
    assert len(stated) == len(below) == 1


def test_a_picture_has_no_control() -> None:
    document = composed(full())

    assert any(isinstance(leaf, Figure) for leaf in leaves(document))
    assert not any(isinstance(each.part, Figure) for each in list_tagged(document))


def test_every_value_and_every_absence_of_a_leaf_is_tagged_once() -> None:
    document = composed(full(specifications__diagnoses={"unavailable": "unknown"}))
    parts = [id(each.part) for each in list_tagged(document)]
    open_leaves = [leaf for leaf in leaves(document) if isinstance(leaf.source, Value | Absent)]

    assert sorted(part for part in parts if part in set(map(id, open_leaves))) == sorted(map(id, open_leaves))
