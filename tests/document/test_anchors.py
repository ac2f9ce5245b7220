from __future__ import annotations

import re

import pytest

from codepub.document.anchors import Anchors, anchor, bookmark
from codepub.origin import Origin, RecordId
from tests.writers.documents import ROOT, SPECIFICATIONS, document, paragraph, table_of


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


def test_leaves_of_one_origin_are_numbered_in_reading_order_in_whichever_order_they_are_asked_for() -> None:
    first, second, other = paragraph("one"), paragraph("two"), paragraph("three", ROOT / "other")
    anchors = Anchors(document(first, other, second))

    assert [anchors.number(leaf) for leaf in (other, second, first)] == [1, 2, 1]


def test_equal_leaves_have_numbers_of_their_own() -> None:
    twin = paragraph("again and again")
    anchors = Anchors(document(twin, twin))

    assert [anchors.number(twin), anchors.number(twin)] == [1, 2]
