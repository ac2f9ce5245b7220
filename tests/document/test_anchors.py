from __future__ import annotations

import re
from dataclasses import replace

import pytest

from codepub.document.anchors import Anchors, anchor, bookmark
from codepub.document.nodes import AbsenceNotice, Heading, Paragraph, Section
from codepub.document.provenance import Derived
from codepub.origin import Origin, RecordId
from tests.writers.documents import ROOT, SPECIFICATIONS, document, paragraph, table_of, text, unavailable


def test_an_anchor_is_record_and_path_with_rows_from_1() -> None:
    assert anchor(SPECIFICATIONS / "modifiers" / 2 / "when_to_use") == (
        "hcpcs-a4341-specifications-modifiers-3-when_to_use"
    )


@pytest.mark.parametrize(
    "origin",
    [
        Origin(RecordId("cpt", "00100")),
        Origin(RecordId("é", "β"), ("ü",)),
        ROOT / "a very long name of a field that nobody would write" / 12345,
        ROOT / "specifications" / "modifiers" / 1 / "when_to_use",
    ],
)
def test_the_name_of_a_bookmark_is_valid_whatever_the_origin(origin: Origin) -> None:
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", bookmark(origin, 12345))


def test_the_name_of_a_bookmark_tells_apart_what_reads_alike() -> None:
    assert bookmark(ROOT / "when_to" / "use") != bookmark(ROOT / "when" / "to_use")


def test_the_name_of_a_bookmark_stays_the_same_between_releases() -> None:
    place = Origin(RecordId("hcpcs", "A4341"), ("specifications", "modifiers", 1, "when_to_use"))
    assert bookmark(place) == "modifiers_2_when_to_use_9015d48d"


def test_a_link_to_a_row_leads_to_its_first_cell() -> None:
    anchors = Anchors(document(table_of(3)))

    assert anchors.destination(SPECIFICATIONS / "modifiers" / 2) == SPECIFICATIONS / "modifiers" / 2 / "modifier"


def test_a_link_to_what_the_document_lacks_leads_nowhere() -> None:
    assert Anchors(document(table_of(3))).destination(ROOT / "nowhere") is None


def test_leaves_of_one_origin_are_counted_in_reading_order_in_whichever_order_they_are_asked_for() -> None:
    first, second, other = paragraph("one"), paragraph("two"), paragraph("three", ROOT / "other")
    anchors = Anchors(document(first, other, second))

    assert [anchors.place(leaf) for leaf in (other, second, first)] == [
        (ROOT / "other", 1),
        (ROOT / "summary", 2),
        (ROOT / "summary", 1),
    ]


def test_a_leaf_that_stands_twice_has_two_places() -> None:
    twin = paragraph("again and again")
    anchors = Anchors(document(twin, twin))

    assert [anchors.place(twin), anchors.place(twin)] == [(ROOT / "summary", 1), (ROOT / "summary", 2)]


def test_places_that_are_asked_for_anew_are_the_same() -> None:
    twin, other = paragraph("again and again"), paragraph("three", ROOT / "other")
    anchors = Anchors(document(twin, other, twin))
    asked = [anchors.place(leaf) for leaf in (twin, other, twin)]

    assert list(map(anchors.anew().place, (twin, other, twin))) == asked


def test_a_leaf_that_is_asked_for_more_often_than_it_stands_there_has_no_place() -> None:
    once = paragraph("once")
    anchors = Anchors(document(once))

    assert [anchors.place(once), anchors.place(once)] == [(ROOT / "summary", 1), None]


@pytest.mark.parametrize("below", [paragraph("its value", ROOT / "part"), unavailable(ROOT / "part")])
def test_a_heading_never_takes_the_place_of_the_value_below_it(below: Paragraph | AbsenceNotice) -> None:
    heading = Heading(text("Part"), Derived((ROOT / "part",)))
    anchors = Anchors(replace(document(), sections=(Section("part", heading, (below,)),)))

    assert anchors.place(below) == (ROOT / "part", 1)
    assert anchors.place(heading) == (ROOT / "part", 2)


def test_words_that_are_made_from_no_field_have_no_place() -> None:
    made = Paragraph(text("1 of 2"), Derived())

    assert Anchors(document(made)).place(made) is None


def test_words_that_are_made_from_several_fields_are_where_links_to_any_of_them_lead() -> None:
    row = SPECIFICATIONS / "related_codes" / 0
    anchors = Anchors(document(Paragraph(text("CPT 32110"), Derived((row / "code", row / "system")))))

    assert {anchors.destination(place) for place in (row, row / "code", row / "system")} == {row / "code"}


def test_equal_leaves_have_places_of_their_own() -> None:
    first, second = paragraph("again"), paragraph("again")
    anchors = Anchors(document(first, second))

    assert [anchors.place(leaf) for leaf in (second, first)] == [(ROOT / "summary", 2), (ROOT / "summary", 1)]
