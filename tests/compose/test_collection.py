"""Several records in one document: each as it is alone, one level deeper, and what the whole says once for all."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest

from codepub.compose.compose import compose, compose_collection
from codepub.compose.publisher import CptRights, Publisher
from codepub.diagnostics import CallError
from codepub.document.anchors import Anchors
from codepub.document.nodes import CodeReference, Document, Draft, Heading, Paragraph, Released, Role, Section
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.origin import Origin, RecordId
from codepub.records.digest import approval_digest
from codepub.records.standing import Standing
from tests.publications import (
    all_text,
    bare,
    changed,
    descendants,
    full,
    headings,
    paragraphs,
    record,
    samples,
    wording,
)

CPT = {"system": "CPT", "code": "32120", "title": "Return to the chest"}
PRESS = Publisher("A press", cpt=CptRights("A press", "12345"))


def collected(*data: dict[str, Any], name: str = "Two codes", publisher: Publisher = PRESS) -> Document:
    return compose_collection(name, [record(each) for each in data], wording(), publisher)


@pytest.fixture(scope="module")
def pair() -> Document:
    """Two sample records in one document."""
    return compose_collection("Chests and roads", list(samples().values())[:2], wording(), PRESS)


def members(document: Document) -> list[Section]:
    (whole,) = document.sections
    return [block for block in whole.blocks if isinstance(block, Section) and block.name == "publication"]


def closing(document: Document) -> str:
    """The words of the last part of the whole."""
    (whole,) = document.sections
    return all_text(whole.blocks[-1])


def rights_notices(document: Document) -> list[str]:
    return [plain_text(each) for each in paragraphs(document) if each.role is Role.RIGHTS]


def test_each_record_is_a_section_one_level_below_the_name_with_its_title_as_the_heading(pair: Document) -> None:
    titles = [compose(each, wording(), PRESS).title for each in list(samples().values())[:2]]
    found = [(level, plain_text(heading).replace("®", "")) for level, heading in headings(pair)]

    assert found[0] == (1, "Chests and roads")
    assert [words for level, words in found if level == 2] == [*titles, "About this collection"]


def test_the_headings_of_a_record_are_those_it_has_alone_each_a_level_deeper() -> None:
    alone = headings(compose(record(full()), wording(), PRESS))
    together = headings(collected(full(), bare(**CPT)))

    assert [(level + 1, plain_text(each)) for level, each in alone] == [
        (level, plain_text(each)) for level, each in together[1 : len(alone) + 1]
    ]


def test_no_heading_skips_a_level(pair: Document) -> None:
    levels = [level for level, _ in headings(pair)]

    assert levels[0] == 1
    assert max(levels) == 5
    assert all(following <= level + 1 for level, following in pairwise(levels))


def test_but_for_the_notice_of_rights_a_record_reads_as_it_does_alone() -> None:
    (alone,) = compose(record(full(**CPT)), wording(), PRESS).sections
    first, _ = members(collected(full(**CPT), full()))
    *parts, about = alone.blocks
    assert isinstance(about, Section)

    assert first.heading == alone.heading
    assert first.blocks[:-1] == tuple(parts)
    assert first.blocks[-1] == Section("about", about.heading, about.blocks[:1])


def test_every_leaf_has_a_place_of_its_own(pair: Document) -> None:
    anchors = Anchors(pair)
    places = [place for leaf in leaves(pair) if (place := anchors.place(leaf)) is not None]

    assert len(places) > 100
    assert [place for place, count in Counter(places).items() if count > 1] == []
    assert {place.origin.record for place in places} == {each.id for each in list(samples().values())[:2]}


def test_the_same_field_of_two_records_has_two_places() -> None:
    anchors = Anchors(collected(full(), full(**CPT)))
    path = ("summary", "meaning")

    assert {anchors.destination(Origin(RecordId(*name), path)) for name in (("hcpcs", "A0425"), ("cpt", "32120"))} == {
        Origin(RecordId("hcpcs", "A0425"), path),
        Origin(RecordId("cpt", "32120"), path),
    }


def test_a_reference_to_the_code_of_another_record_leads_to_its_publication() -> None:
    document = collected(
        bare(summary__meaning="See [32120](cpt:32120) and [A0425](hcpcs:A0425)."), bare(**CPT, summary__meaning="It.")
    )
    references = {each.target: each.place for each in descendants(document) if isinstance(each, CodeReference)}
    other = Origin(RecordId("cpt", "32120"))

    assert references == {"cpt:32120": other, "hcpcs:A0425": None}
    assert Anchors(document).destination(other) == other / "title"


def test_the_digest_is_made_of_the_digests_of_the_records_and_stands_in_the_footer() -> None:
    first, second = full(), bare(**CPT)
    document = collected(first, second)
    expected = sha256("".join(f"{approval_digest(record(each))}\n" for each in (first, second)).encode()).hexdigest()

    assert document.digest == f"1:{expected}"
    assert f"{expected[:4]} {expected[4:8]}" in document.imprint.footer[-1]
    assert f"The digest of the content is {expected[:4]} {expected[4:8]} {expected[8:12]}." in closing(document)


def test_each_record_bears_the_digest_it_has_alone() -> None:
    document = collected(full(), bare(**CPT))
    about = [all_text(member.blocks[-1]) for member in members(document)]

    for words, data in zip(about, (full(), bare(**CPT)), strict=True):
        digits = approval_digest(record(data)).removeprefix("1:")
        assert f"The digest of the content is {digits[:4]} {digits[4:8]} {digits[8:12]}." in words


@pytest.mark.parametrize(
    "other",
    [
        (bare(**CPT), full()),
        (full(), bare(**CPT, audience="regional")),
        (full(),),
    ],
    ids=["order", "content", "number"],
)
def test_the_digest_changes_with_content_order_and_number_of_the_records(other: tuple[dict[str, Any], ...]) -> None:
    assert collected(*other).digest != collected(full(), bare(**CPT)).digest


def test_the_document_says_what_formats_tell_of_it() -> None:
    document = collected(
        full(tags=["road", "night"], published="2026-02-01"), bare(**CPT, tags=["chest", "road"]), name="Our codes"
    )

    assert document.identity == "hcpcs:A0425 cpt:32120"
    assert document.title == "Our codes"
    assert document.publisher == "A press"
    assert document.keywords == ("road", "night", "chest")
    assert document.dated == date(2026, 2, 1)
    assert document.imprint.short == "2 codes"
    assert document.imprint.title == "Our codes"
    assert document.imprint.footer[-1].startswith("Edition 2026 · ")


def test_a_record_alone_is_one_code() -> None:
    assert collected(full()).imprint.short == "1 code"


def test_every_edition_is_named_in_the_footer() -> None:
    document = collected(full(edition=2032), full(**CPT), full(**CPT | {"code": "32100"}))

    assert document.imprint.footer[-1].startswith("Edition 2026 and 2032 · ")


def test_the_rights_in_cpt_are_stated_once_for_all_records() -> None:
    document = collected(full(), full(**CPT), full(**CPT | {"code": "32100"}))
    (notice, licence) = rights_notices(document)

    assert document.imprint.footer[0] == document.rights[0]
    assert document.rights[0] == "CPT copyright 2025 American Medical Association. All rights reserved."
    assert notice.replace("®", "") == document.rights[1]
    assert licence.replace("®", "") == "The CPT license is held by A press under number 12345."
    assert closing(document).replace("®", "").endswith(f"{document.rights[1]}{licence.replace('®', '')}")


def test_the_notice_names_each_year_whose_codes_are_there() -> None:
    document = collected(full(**CPT, edition=2033), full(**CPT | {"code": "32100"}), full(edition=2020))

    assert document.rights[0].startswith("CPT copyright 2025, 2032 American Medical Association.")


def test_records_of_other_systems_carry_no_notice() -> None:
    document = collected(full(), full(code="A0426"))

    assert document.rights == ()
    assert rights_notices(document) == []
    assert len(document.imprint.footer) == 1


def test_the_sign_stands_at_the_first_cpt_of_each_part_of_its_records_and_of_the_whole() -> None:
    document = collected(bare(**CPT), bare(summary__meaning="CPT"), name="CPT and HCPCS")
    first, second = members(document)
    (whole,) = document.sections
    assert isinstance(whole.heading, Heading)

    assert plain_text(whole.heading) == "CPT® and HCPCS"
    assert document.title == "CPT and HCPCS"
    assert isinstance(first.heading, Heading)
    assert plain_text(first.heading) == "CPT® 32120: Return to the chest"
    assert "®" not in all_text(second)
    assert closing(document).count("CPT®") == 1


def test_the_status_counts_the_values_of_all_records_that_hold_a_release_back() -> None:
    unasked = {"specifications.diagnoses": {"unavailable": "not-asked"}}
    document = collected(changed(full(), unasked), changed(bare(**CPT), unasked))

    assert "The release status is draft; 2 values must be found before release." in closing(document)


def test_a_collection_of_nothing_is_refused() -> None:
    with pytest.raises(CallError, match=r"no records cannot be composed. Name at least one"):
        collected()


def test_a_record_that_stands_there_twice_is_refused_by_its_name() -> None:
    with pytest.raises(CallError, match=r"holds hcpcs:A0425 more than once. Name each record once"):
        collected(full(), bare(**CPT), full(edition=2027))


def test_a_collection_is_a_draft_where_one_of_its_records_is_and_each_draft_in_it_says_so() -> None:
    released = bare(status="released")
    mixed, whole = collected(released, bare(code="A0430")), collected(released, bare(code="A0430", status="released"))

    assert [
        sum(isinstance(one, Paragraph) and one.role is Role.DRAFT for one in descendants(member))
        for member in members(mixed)
    ] == [0, 1]
    assert isinstance(mixed.standing, Draft)
    assert "The release status is draft." in closing(mixed)
    assert whole.standing == Released()
    assert "draft" not in all_text(whole.sections).casefold()


def test_a_collection_whose_drafts_all_stand_alike_says_how_and_else_that_it_is_one() -> None:
    records = (record(full(status="released")), record(full(code="A0426", status="released")))
    stands: list[dict[RecordId, Standing]] = [
        {one.id: "approved" for one in records},
        {records[0].id: "approved", records[1].id: "lapsed"},
        {records[0].id: "approved"},
    ]
    said = [compose_collection("Two", records, wording(), Publisher(), standings=one).standing for one in stands]

    assert [one.statement for one in said if isinstance(one, Draft)] == [
        wording().say("draft", "statement_approved"),
        wording().say("draft", "statement"),
        wording().say("draft", "statement_approved"),
    ]
