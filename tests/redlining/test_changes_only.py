from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

from codepub.document.nodes import Document, List, Role
from codepub.document.text import plain_text
from codepub.redlining.changes_only import keep_changes
from codepub.redlining.redline import redline
from tests.publications import composed, descendants, full, headings, paragraphs, tables
from tests.redlining.test_redline import CHANGE


def changes(**edits: Any) -> Document:
    """The redline of a full record and of one with other values, without what did not change."""
    return keep_changes(redline(composed(full()), composed(full(**edits)), CHANGE))


def titles(document: Document) -> list[str]:
    return [plain_text(heading) for _, heading in headings(document)]


def test_what_changed_stands_below_its_headings_and_nothing_else_does() -> None:
    made = changes(specifications__modifiers__0__when_to_use="Seldom")
    assert titles(made) == [
        *("HCPCS A0425: Ground mileage", "Clinical & Coding Specifications", "Coding Specifications", "Modifiers"),
        "About this publication",
    ]


def test_of_a_document_without_changes_the_title_stays() -> None:
    document = composed(full())
    assert titles(keep_changes(redline(document, document, CHANGE))) == ["HCPCS A0425: Ground mileage"]


def test_the_rights_and_the_line_of_a_draft_stay() -> None:
    data = full(system="CPT", code="32120")
    made = keep_changes(redline(composed(data), composed(data), CHANGE))
    assert {paragraph.role for paragraph in paragraphs(made)} == {Role.DRAFT, Role.RIGHTS}


def test_a_table_to_which_rows_came_does_not_look_like_a_new_one() -> None:
    row = {"modifier": "59", "description": "Apart", "when_to_use": "Sometimes"}
    rows = [*deepcopy(full()["specifications"]["modifiers"]), row]
    (table,) = tables(changes(specifications__modifiers=rows))
    assert [plain_text(row[0]) for row in table.rows] == ["22", "59"]


def test_a_source_that_has_another_number_is_no_change() -> None:
    new = {"id": "zero", "title": "A new one", "publisher": "CMS"}
    made = changes(sources=[new, *deepcopy(full()["sources"])])
    assert titles(made) == ["HCPCS A0425: Ground mileage", "Sources", "About this publication"]


def test_items_of_a_list_keep_their_numbers() -> None:
    steps = [f"Step {word}" for word in ("one", "two", "three", "four")]
    before, after = (composed(full(specifications__workflow=one)) for one in (steps, [*steps[:3], "Step four, anew"]))
    made = keep_changes(redline(before, after, CHANGE))
    assert [found.start for found in descendants(made.sections) if isinstance(found, List)] == [4]


def test_what_a_document_says_of_itself_stays() -> None:
    made = changes(title="Another title")
    assert replace(made, sections=()) == replace(composed(full(title="Another title")), sections=())
