"""Where dated values were read is said once for all that were read alike."""

from __future__ import annotations

from typing import Any

import pytest

from codepub.document.nodes import Document, Paragraph, Role, Table
from codepub.document.provenance import Derived, Value
from codepub.document.text import plain_text
from codepub.origin import Origin, RecordId
from tests.publications import PARTS, VOLATILE, all_text, composed, descendants, full, headings, part_of, tables

RECORD = RecordId("hcpcs", "A0425")
DENIAL = PARTS["denials"][0]
LATER = {"vintage": "January 2026"}
ANOTHER_DAY = {"retrieved": "2026-11-24"}


def lines(document: Document, heading: str) -> list[str]:
    return [
        plain_text(block)
        for block in part_of(document, heading)
        if isinstance(block, Paragraph) and block.role is Role.SOURCE
    ]


def headers(document: Document, name: str) -> list[str]:
    (table,) = (table for table in tables(document) if table.name == name)
    return [column.header for column in table.columns]


def last_cells(document: Document, name: str) -> list[str]:
    (table,) = (table for table in tables(document) if table.name == name)
    return [plain_text(row[-1]) for row in table.rows]


def denied(*rows: dict[str, Any]) -> Document:
    return composed(full(denials=[{**DENIAL, **row} for row in rows]))


def test_rows_that_were_read_alike_have_one_line_below_and_no_column() -> None:
    document = denied({}, {})

    assert lines(document, "Denials") == ["Source: October 2025, retrieved November 23, 2026 [1]"]
    assert headers(document, "Denials") == ["CARC", "RARC", "Reason", "Prevention"]


def test_the_line_is_made_from_the_fields_of_all_its_rows() -> None:
    line = next(block for block in part_of(denied({}, {}), "Denials") if isinstance(block, Paragraph))
    rows = (Origin(RECORD, ("denials", at)) for at in range(2))

    assert line.source == Derived(tuple(row / field for row in rows for field in ("source", "vintage", "retrieved")))


def test_of_a_single_row_the_release_stays_a_value() -> None:
    line = next(block for block in part_of(denied({}), "Denials") if isinstance(block, Paragraph))
    vintage = Value(Origin(RECORD, ("denials", 0, "vintage")))

    assert [found.source for found in descendants(line.content) if hasattr(found, "source")] == [vintage]


@pytest.mark.parametrize("row", [LATER, {"source": "second"}])
def test_rows_that_differ_have_a_column_and_the_day_they_share_stands_below(row: dict[str, str]) -> None:
    document = denied({}, row)

    assert headers(document, "Denials")[-1] == "As of"
    assert "November" not in "".join(last_cells(document, "Denials"))
    assert lines(document, "Denials") == ["Retrieved November 23, 2026."]


def test_the_day_stands_in_the_column_where_rows_were_read_on_several() -> None:
    document = denied({}, ANOTHER_DAY)

    assert last_cells(document, "Denials") == [
        "October 2025, retrieved November 23, 2026 [1]",
        "October 2025, retrieved November 24, 2026 [1]",
    ]
    assert lines(document, "Denials") == []


def test_tables_of_one_part_that_were_read_alike_have_one_line_at_its_end_that_names_them() -> None:
    document = composed(full())

    assert [lines(document, name) for name in ("ICD-10-PCS", "HCPCS Level II", "Anesthesia")] == [[], [], []]
    assert lines(document, "MS-DRG") == [
        "Source of ICD-10-PCS, HCPCS Level II, Anesthesia, and MS-DRG: October 2025, retrieved November 23, 2026 [1]"
    ]
    assert lines(document, "Medically Unlikely Edit") == [
        "Source of NCCI Procedure-to-Procedure Edits and Medically Unlikely Edit: "
        "October 2025, retrieved November 23, 2026 [1]"
    ]


def test_a_table_of_the_part_that_was_read_otherwise_keeps_its_own_line() -> None:
    document = composed(full(crosswalks__hcpcs__0__vintage="January 2026"))

    assert lines(document, "HCPCS Level II") == ["Source: January 2026, retrieved November 23, 2026 [1]"]
    assert lines(document, "MS-DRG") == [
        "Source of ICD-10-PCS, Anesthesia, and MS-DRG: October 2025, retrieved November 23, 2026 [1]"
    ]


DRGS = {"condition": "In MDC 5", "groups": [{"drg": "907", "description": "Other"}]}


def test_groups_of_diagnoses_are_one_table_with_a_heading_for_each_condition() -> None:
    sets = [*PARTS["crosswalks"]["ms_drg"], {**VOLATILE, **DRGS}]
    (table,) = (table for table in tables(composed(full(crosswalks__ms_drg=sets))) if table.name == "MS-DRG")

    assert [group.heading and plain_text(group.heading) for group in table.groups] == [
        "Condition: In MDC 4",
        "Condition: In MDC 5",
    ]
    assert [[plain_text(row[0]) for row in group.rows] for group in table.groups] == [["163"], ["907"]]


def test_groups_that_were_read_otherwise_have_a_table_and_a_line_of_their_own() -> None:
    sets = [*PARTS["crosswalks"]["ms_drg"], {**VOLATILE, **DRGS, **LATER}]
    document = composed(full(crosswalks__ms_drg=sets))
    found = [block for block in part_of(document, "MS-DRG") if isinstance(block, Table)]

    assert len({table.origin for table in found}) == 2
    assert lines(document, "MS-DRG")[:2] == [
        "Source: October 2025, retrieved November 23, 2026 [1]",
        "Source: January 2026, retrieved November 23, 2026 [1]",
    ]


def test_benchmarks_are_one_table_whose_rows_are_named_by_their_rate() -> None:
    (row,) = PARTS["benchmarks"]
    document = composed(full(benchmarks=[row, {**row, "payer": "Medicare", "month": "2026-08"}]))
    (table,) = (table for table in tables(document) if table.name == "Reimbursement Benchmarks")

    assert [plain_text(row[0]) for row in table.rows] == [
        "All, National, Professional, September 2026",
        "Medicare, National, Professional, August 2026",
    ]


def test_what_follows_an_address_is_a_sentence_of_its_own() -> None:
    sources = full()["sources"]
    sources[0]["retrieved"] = "2026-11-23"
    document = composed(full(sources=sources))

    assert "https://www.cms.gov/. Retrieved November 23, 2026." in all_text(part_of(document, "Sources"))
    assert not any(plain_text(heading).endswith(":") for _, heading in headings(document))
