from __future__ import annotations

from typing import Any

import pytest

from codepub.compose.publisher import CptRights, Publisher
from codepub.compose.rights import set_registered_signs
from codepub.document.nodes import (
    Document,
    Heading,
    Inline,
    Link,
    Paragraph,
    Section,
    Span,
    Strong,
    Superscript,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.origin import Origin, RecordId
from tests.publications import all_text, bare, composed, flow_of, full, part_of

FIRST = "CPT copyright 2025 American Medical Association. All rights reserved."
WHOLE = (
    "CPT copyright 2025 American Medical Association. All rights reserved. Fee schedules, relative value units, "
    "conversion factors and/or related components are not assigned by the AMA, are not part of CPT, and the AMA is not "
    "recommending their use. The AMA does not directly or indirectly practice medicine or dispense medical services. "
    "The AMA assumes no liability for data contained or not contained herein. CPT is a registered trademark of the "
    "American Medical Association."
)
SIGN = Superscript((Text("®"),))
ADDED = Span((SIGN,), Derived())
PLACE = Origin(RecordId("cpt", "32120"), ("summary", "meaning"))
CPT = {"system": "CPT", "code": "32120", "title": "Return to the chest"}


def cpt(**changes: Any) -> dict[str, Any]:
    return full(**CPT, **changes)


def level_2_parts(document: Document) -> list[str]:
    """All characters of the title with what follows it, and of each part of level 2."""
    parts = [""]
    for level, block in flow_of(document):
        if isinstance(block, Heading) and level == 2:
            parts.append("")
        parts[-1] += f"{all_text(block)}\n"
    return parts


def marked(*content: Inline) -> tuple[Inline, ...]:
    (block,) = set_registered_signs(Section("", None, (Paragraph(content, Value(PLACE)),))).blocks
    assert isinstance(block, Paragraph)
    return block.content


def test_the_first_cpt_of_the_title_and_of_each_part_bears_the_sign_and_no_other_does() -> None:
    data = cpt(
        summary__meaning="CPT code 32120, says CPT.",
        specifications__clinical_context="A CPT and another CPT.",
        sources=[{"id": "first", "title": "CPT files", "publisher": "The CPT people"}],
    )
    parts = level_2_parts(composed(data))

    spoken = [part for part in parts if "CPT" in part]

    assert len(parts) == 7
    assert len(spoken) == 6
    for part in spoken:
        assert part.count("®") == 1
        assert part.index("CPT®") == part.index("CPT")


def test_a_part_that_does_not_speak_of_cpt_bears_no_sign() -> None:
    data = bare(**CPT, specifications__related_codes=[])
    title, summary, overview, specifications, sources, about = level_2_parts(composed(data))
    parts = (title, summary, overview, specifications, sources, about)

    assert [part.count("®") for part in parts] == [1, 0, 0, 0, 0, 1]


def test_the_sign_stands_in_a_cell_where_a_table_speaks_of_cpt_first() -> None:
    assert "CPT® 32110" in all_text(part_of(composed(bare(**CPT)), "Related Codes"))


def test_the_title_as_metadata_and_the_running_head_are_words_without_the_sign() -> None:
    document = composed(cpt())

    assert document.title == "CPT 32120: Return to the chest"
    assert document.imprint.short == "CPT 32120"


def test_the_first_sentence_of_the_notice_is_in_the_footer_and_the_whole_in_the_last_part() -> None:
    document = composed(cpt())
    about = all_text(part_of(document, "About this publication"))

    assert document.imprint.footer[0] == FIRST
    assert len(document.imprint.footer) == 2
    assert WHOLE in about.replace("®", "")


def test_the_year_of_the_copyright_is_the_one_before_the_edition_unless_it_is_set() -> None:
    assert "copyright 2025" in composed(cpt()).imprint.footer[0]
    assert "copyright 2027" in composed(cpt(edition=2028)).imprint.footer[0]
    set_year = composed(cpt(), Publisher(cpt=CptRights(year=2024)))
    assert "copyright 2024" in set_year.imprint.footer[0]
    assert "copyright 2024" in all_text(part_of(set_year, "About this publication"))


def test_the_holder_of_the_licence_is_named_with_its_number_where_there_is_one() -> None:
    def about(rights: CptRights) -> str:
        return all_text(part_of(composed(cpt(), Publisher(cpt=rights)), "About this publication"))

    assert about(CptRights("Example Press", "12345")).endswith(
        "The CPT license is held by Example Press under number 12345."
    )
    assert about(CptRights("Example Press")).endswith("The CPT license is held by Example Press.")
    assert "licence" not in about(CptRights())


@pytest.mark.parametrize(("system", "code"), [("HCPCS", "A0425"), ("ICD-10-CM", "J95.830"), ("ICD-10-PCS", "0W390ZZ")])
def test_publications_about_other_systems_bear_neither_notice_nor_sign_nor_licence(system: str, code: str) -> None:
    document = composed(full(system=system, code=code), Publisher(cpt=CptRights("Example Press", "1", 2020)))

    assert "®" not in all_text(document.sections)
    assert "American Medical Association" not in repr(document)
    assert "licence" not in repr(document)


def test_a_sign_that_authors_typed_is_not_doubled() -> None:
    assert marked(Text("CPT® code, and CPT again")) == (Text("CPT"), SIGN, Text(" code, and CPT again"))
    assert marked(Text("A CPT"), SIGN, Text(" code of CPT")) == (Text("A CPT"), SIGN, Text(" code of CPT"))


def test_the_sign_goes_to_the_word_and_not_into_others() -> None:
    assert marked(Text("CPTs and MCPT, then CPT.")) == (Text("CPTs and MCPT, then CPT"), ADDED, Text("."))


def test_the_sign_is_found_inside_other_inlines_in_reading_order() -> None:
    assert marked(Text("The "), Strong((Text("CPT"),)), Text(" CPT")) == (
        Text("The "),
        Strong((Text("CPT"), ADDED)),
        Text(" CPT"),
    )


def test_an_address_that_is_shown_keeps_its_letters() -> None:
    address = Link("https://example.org/CPT", (Text("https://example.org/CPT"),))

    assert marked(address, Text(" on CPT")) == (address, Text(" on CPT"), ADDED)


def test_blocks_without_the_word_are_left_as_they_are() -> None:
    section = Section("", None, (Paragraph((Text("Nothing"),), Value(PLACE)),))

    assert set_registered_signs(section) == section
