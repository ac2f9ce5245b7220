from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from codepub.compose.choices import PARTS
from codepub.compose.compose import compose
from codepub.compose.publisher import CptRights, Publisher
from codepub.compose.wording import Wording
from codepub.document.anchors import Anchors
from codepub.document.nodes import (
    AbsenceNotice,
    Citation,
    CodeReference,
    DefinitionList,
    Document,
    Draft,
    Paragraph,
    Released,
    Role,
    Span,
    Strong,
    Text,
)
from codepub.document.provenance import Derived, Value
from codepub.document.text import plain_text
from codepub.document.walk import leaves
from codepub.origin import Origin, RecordId
from codepub.records.digest import approval_digest
from codepub.records.standing import Standing
from tests.publications import (
    UNKNOWN,
    all_text,
    bare,
    changed,
    composed,
    definitions,
    descendants,
    flow_of,
    full,
    headings,
    notices,
    part_of,
    record,
    tables,
    wording,
)

FIXED = [
    (1, "HCPCS A0425: Ground mileage"),
    (2, "Summary & Overview"),
    (2, "Billing Code Overview"),
    (2, "Clinical & Coding Specifications"),
    (3, "Clinical Context"),
    (3, "Coding Specifications"),
    (4, "Modifiers"),
    (4, "Diagnosis Pairings"),
    (4, "Associated Taxonomies"),
    (4, "Related Codes"),
]
OPTIONAL = [
    (2, "Payment & Policy"),
    (3, "Payment"),
    (3, "Edits"),
    (4, "NCCI Procedure-to-Procedure Edits"),
    (4, "Medically Unlikely Edit"),
    (3, "Crosswalks"),
    (4, "ICD-10-PCS"),
    (4, "HCPCS Level II"),
    (4, "Anesthesia"),
    (4, "MS-DRG"),
    (3, "Coverage Policies"),
    (3, "Denials"),
    (3, "Reimbursement Benchmarks"),
    (3, "Documentation Tips"),
    (3, "Coding Tips"),
]
CLOSING = [(2, "Sources"), (2, "About this publication")]

RECORD = RecordId("hcpcs", "A0425")

EVERY_LIST = {
    "specifications.modifiers": "No modifiers.",
    "specifications.diagnoses": "No diagnosis pairings.",
    "specifications.taxonomies": "No associated taxonomies.",
    "specifications.related_codes": "No related codes.",
    "specifications.workflow": "No workflow is given as steps.",
    "summary.payers": "No payer is discussed.",
    "overview.site_of_service.pos": "No place of service.",
    "edits.ptp": "No procedure-to-procedure edits.",
    "crosswalks.icd_10_pcs": "No ICD-10-PCS codes.",
    "crosswalks.hcpcs": "No HCPCS Level II codes.",
    "crosswalks.anesthesia": "No anesthesia codes.",
    "crosswalks.ms_drg": "No MS-DRGs.",
    "coverage": "No coverage policies.",
    "denials": "No denial reasons.",
    "benchmarks": "No reimbursement benchmarks.",
    "documentation_tips": "No documentation tips.",
    "coding_tips": "No coding tips.",
    "sources": "No sources are listed.",
}


def outline(document: Document) -> list[tuple[int, str]]:
    return [(level, plain_text(heading)) for level, heading in headings(document)]


def without_sources(data: dict[str, Any]) -> dict[str, Any]:
    """Volatile values cite sources, so a record without sources has none of them."""
    volatile = {"payment", "edits", "crosswalks", "coverage", "denials", "benchmarks", "sources"}
    return {key: value for key, value in data.items() if key not in volatile} | {"sources": []}


def test_a_record_with_every_part_has_the_headings_of_the_layout_in_its_order() -> None:
    assert outline(composed(full())) == [*FIXED, *OPTIONAL, *CLOSING]


def test_a_record_without_optional_parts_has_the_fixed_headings_only() -> None:
    assert outline(composed(bare())) == [*FIXED, *CLOSING]


@pytest.mark.parametrize(
    "part", ["payment", "edits", "crosswalks", "coverage", "denials", "benchmarks", "documentation_tips", "coding_tips"]
)
def test_an_optional_part_that_is_stated_to_be_unavailable_has_its_heading_and_the_statement(part: str) -> None:
    document = composed(bare() | {part: UNKNOWN})
    ((level, heading),) = (each for each in headings(document) if each[1].source == Derived((Origin(RECORD, (part,)),)))
    assert (2, "Payment & Policy") in outline(document)
    (notice,) = part_of(document, plain_text(heading.content))

    assert level == 3
    assert isinstance(notice, AbsenceNotice)
    assert heading.source == Derived((notice.source.origin,))


def test_no_heading_disappears_where_every_field_is_unavailable() -> None:
    data = bare(
        summary={"meaning": UNKNOWN, "payers": UNKNOWN, "scope": UNKNOWN},
        overview={"description": UNKNOWN, "service_type": UNKNOWN, "site_of_service": UNKNOWN},
        specifications={
            "clinical_context": UNKNOWN,
            "workflow": UNKNOWN,
            "modifiers": UNKNOWN,
            "diagnoses": UNKNOWN,
            "taxonomies": UNKNOWN,
            "related_codes": UNKNOWN,
        },
    )

    document = composed(data)

    assert outline(document) == [*FIXED, *CLOSING]
    assert len(notices(document)) == 12


@pytest.mark.parametrize(("path", "statement"), EVERY_LIST.items())
def test_an_empty_list_is_stated_to_be_known_as_none_and_its_heading_stays(path: str, statement: str) -> None:
    whole = without_sources(full()) if path == "sources" else full()
    document = composed(changed(whole, {path: []}))
    stated = [found for found in descendants(document.sections) if getattr(found, "role", None) is Role.KNOWN_NONE]

    assert [all_text(each) for each in stated] == [statement]
    assert notices(document) == []
    assert outline(document) == outline(composed(whole))


def test_crosswalks_to_no_system_are_stated_to_be_none() -> None:
    (stated,) = part_of(composed(bare() | {"crosswalks": {}}), "Crosswalks")

    assert all_text(stated) == "No crosswalks."


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("summary.meaning", "Meaning: unavailable"),
        ("summary.payers", "Payers: unavailable"),
        ("summary.scope", "Scope: unavailable"),
        ("overview.description", "Description: unavailable"),
        ("overview.service_type", "Unavailable"),
        ("overview.site_of_service", "Unavailable"),
        ("overview.site_of_service.text", "Site in words: unavailable"),
        ("overview.site_of_service.pos", "Place of service: unavailable"),
        ("specifications.clinical_context", "Unavailable"),
        ("specifications.workflow", "Workflow: unavailable"),
        ("specifications.modifiers", "Unavailable"),
        ("specifications.diagnoses", "Unavailable"),
        ("specifications.taxonomies", "Unavailable"),
        ("specifications.related_codes", "Unavailable"),
        ("edits.ptp", "Unavailable"),
        ("edits.mue", "Unavailable"),
        ("edits.mue.rationale", "Unavailable"),
        ("crosswalks.icd_10_pcs", "Unavailable"),
        ("crosswalks.ms_drg", "Unavailable"),
        ("coverage", "Unavailable"),
        ("documentation_tips", "Unavailable"),
        ("coding_tips", "Unavailable"),
    ],
)
def test_a_value_that_is_unavailable_is_a_notice_in_its_place_named_where_no_heading_names_it(
    path: str, label: str
) -> None:
    document = composed(changed(full(), {path: UNKNOWN}))
    (notice,) = notices(document)

    assert notice.reason == "unknown"
    assert notice.label == label
    assert plain_text(notice.statement) == "Not available in the source material."
    assert notice.source.origin.path == tuple(int(step) if step.isdigit() else step for step in path.split("."))


@pytest.mark.parametrize(
    ("why", "label", "statement"),
    [
        ({"unavailable": "unknown"}, "Unavailable", "Not available in the source material."),
        (
            {"unavailable": "asked-unknown", "since": "2026-09-01"},
            "Unavailable",
            "Searched for on September 1, 2026; none was published.",
        ),
        (
            {"unavailable": "temp-unknown", "recheck_by": "2027-01-15"},
            "Unavailable",
            "Pending; expected by January 15, 2027.",
        ),
        ({"unavailable": "not-asked", "owner": "coding desk"}, "Unavailable", "Not researched for this edition."),
        ({"unavailable": "masked"}, "Unavailable", "Withheld."),
        ({"unavailable": "not-applicable"}, "Not applicable", "Does not apply to this code."),
        ({"unavailable": "as-text", "note": "*Clinical* Context"}, "In the text", "See Clinical Context."),
        (
            {"unavailable": "unknown", "note": "Ask the [desk](https://example.org)."},
            "Unavailable",
            "Not available in the source material. Ask the desk.",
        ),
        (
            {"unavailable": "asked-unknown", "since": "2026-09-01", "note": "In vain."},
            "Unavailable",
            "Searched for on September 1, 2026; none was published. In vain.",
        ),
    ],
)
def test_each_reason_has_its_statement_with_dates_in_words_and_the_note_after_it(
    why: dict[str, str], label: str, statement: str
) -> None:
    (notice,) = notices(composed(bare(specifications__diagnoses=why)))

    assert (notice.reason, notice.label, plain_text(notice.statement)) == (why["unavailable"], label, statement)


def test_a_value_stands_as_it_is_given_and_amounts_as_money() -> None:
    shown = all_text(composed(full()).sections)

    assert "14.50" in shown
    assert "$1,210.00" in shown
    assert "$720.50" in shown
    assert "All, National, Professional, September 2026" in shown
    assert "March 12, 2008" in shown


def test_citations_are_numbered_in_the_order_of_the_sources_and_lead_to_them() -> None:
    document = composed(full(summary__meaning="It is said[^second], and said again[^first][^second]."))
    cited = [found for found in descendants(document.sections) if isinstance(found, Citation)]

    assert [found.number for found in cited[:3]] == [2, 1, 2]
    assert {(found.number, found.place.path, found.id) for found in cited} == {
        (1, ("sources", 0), "first"),
        (2, ("sources", 1), "second"),
    }


def test_a_reference_to_a_code_leads_to_its_row_where_the_record_has_one() -> None:
    meaning = "See [J95.830](icd-10-cm:J95.830), [32110](cpt:32110) and [99214](cpt:99214)."
    document = composed(bare(summary__meaning=meaning))
    places = {
        found.target: found.place and found.place.path
        for found in descendants(document.sections)
        if isinstance(found, CodeReference)
    }

    assert places == {
        "icd-10-cm:J95.830": ("specifications", "diagnoses", 0, "code"),
        "cpt:32110": ("specifications", "related_codes", 0, "code"),
        "cpt:99214": None,
    }


def test_no_two_cells_have_the_same_source() -> None:
    cells = [cell.source for table in tables(composed(full())) for row in table.rows for cell in row]

    assert len(cells) == len(set(cells))


def test_a_cell_that_shows_two_fields_holds_two_values() -> None:
    (table,) = (table for table in tables(composed(bare())) if table.name == "Related Codes")
    row = Origin(RECORD, ("specifications", "related_codes", 0))

    assert table.rows[0][0] == Paragraph(
        (Span((Text("CPT"),), Value(row / "system")), Text(" "), Span((Text("32110"),), Value(row / "code"))),
        Derived((row / "code", row / "system")),
    )


def test_a_column_says_what_its_cells_hold() -> None:
    kinds = {table.name: [column.kind.value for column in table.columns] for table in tables(composed(full()))}

    assert kinds["Modifiers"] == ["code", "text", "text"]
    assert kinds["Coverage Policies"] == ["text", "code", "text", "date", "text"]
    assert kinds["Reimbursement Benchmarks"] == ["text", *["number"] * 6]


def test_the_document_says_what_formats_tell_of_it() -> None:
    document = composed(
        full(tags=["road", "ambulance"]), Publisher("Example Health Press", "en-GB", CptRights("Example"))
    )

    assert document.identity == "hcpcs:A0425"
    assert document.title == "HCPCS A0425: Ground mileage"
    assert document.language == "en-GB"
    assert document.publisher == "Example Health Press"
    assert document.keywords == ("road", "ambulance")
    assert document.imprint.short == "HCPCS A0425"
    assert document.imprint.title == "Ground mileage"


def test_the_day_of_a_document_is_that_of_its_publication_or_else_of_its_taking_effect() -> None:
    assert composed(bare()).dated == date(2026, 1, 1)
    assert composed(bare(published="2026-02-03")).dated == date(2026, 2, 3)


@pytest.mark.parametrize("title", ["HCPCS", "A0425", "2", "A0425: again", "{{ 7 * 7 }}"])
def test_a_title_that_repeats_the_code_stands_whole_after_it(title: str) -> None:
    _, heading = headings(composed(bare(title=title)))[0]

    assert plain_text(heading.content) == f"HCPCS A0425: {title}"
    assert all_text(heading.content[0]) == "HCPCS A0425"


def test_the_facts_stand_in_one_line_below_the_title() -> None:
    _, _, (_, facts), *_ = flow_of(composed(full(ends="2026-12-31", overview__site_of_service__pos=["21", "41"])))

    assert isinstance(facts, DefinitionList)
    assert [(plain_text(item.term), all_text(item.description)) for item in facts.items] == [
        ("Code System", "HCPCS"),
        ("Edition", "2026"),
        ("Effective", "January 1, 2026"),
        ("Ends", "December 31, 2026"),
        ("Place of Service", "Inpatient Hospital (21) and Ambulance - Land (41)"),
        ("Global Days", "90"),
        ("Medicare Status", "A – active; paid separately"),
    ]


@pytest.mark.parametrize(
    ("change", "term"),
    [
        ({"overview.site_of_service": UNKNOWN}, "Place of Service"),
        ({"overview.site_of_service.pos": UNKNOWN}, "Place of Service"),
        ({"overview.site_of_service.pos": []}, "Place of Service"),
        ({"payment": UNKNOWN}, "Global Days"),
        ({"payment.global_days": UNKNOWN}, "Global Days"),
        ({"payment.global_days": "XXX"}, "Global Days"),
        ({"payment.status_indicator": UNKNOWN}, "Medicare Status"),
    ],
)
def test_a_fact_that_is_not_given_is_left_out_of_the_line(change: dict[str, Any], term: str) -> None:
    _, _, (_, facts), *_ = flow_of(composed(changed(full(), change)))

    assert isinstance(facts, DefinitionList)
    assert term not in [plain_text(item.term) for item in facts.items]


def test_a_link_to_a_field_leads_to_its_own_place_and_not_to_the_line_of_facts() -> None:
    document = composed(full())
    anchors = Anchors(document)
    leaf = next(each for each in leaves(document) if plain_text(each).startswith("090 – "))

    assert anchors.destination(Origin(RECORD, ("payment",))) == Origin(RECORD, ("payment",))
    assert anchors.destination(Origin(RECORD, ("payment", "global_days"))) == leaf.source.origins[0]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", "0 – no increase for both sides"), ("1", "1 – 150 percent for both sides"), ("7", "7")],
)
def test_an_indicator_is_told_with_its_meaning_where_that_is_known(value: str, shown: str) -> None:
    document = composed(full(payment__bilateral=value))
    (described,) = (
        each.description for each in definitions(document) if plain_text(each.term) == "Bilateral Indicator"
    )

    assert all_text(described) == shown


def test_titles_bear_no_colon_but_where_code_and_title_run_in_one_line() -> None:
    _, heading = headings(composed(bare()))[0]

    assert heading.content[:2] == (
        Strong(
            (
                Span((Text("HCPCS"),), Value(Origin(RECORD, ("system",)))),
                Text(" "),
                Span((Text("A0425"),), Value(Origin(RECORD, ("code",)))),
            )
        ),
        Text(": "),
    )


# How much is printed -------------------------------------------------------------------------------------------------


def brief(data: dict[str, Any]) -> Document:
    return compose(record(data), wording(), Publisher(), PARTS["brief"])


def test_a_brief_is_the_record_without_payment_and_policy() -> None:
    assert outline(brief(full())) == [*FIXED, *CLOSING]


def test_a_brief_bears_the_digest_that_was_approved() -> None:
    assert brief(full()).digest == composed(full()).digest


def test_a_brief_speaks_of_what_it_prints() -> None:
    data = changed(full(), {"payment.team": UNKNOWN, "specifications.diagnoses": UNKNOWN, "coverage": UNKNOWN})

    assert "Diagnosis pairings and coverage policies are not given" in all_text(composed(data).sections)
    assert "Diagnosis pairings are not given" in all_text(brief(data).sections)
    assert "Some values in payment are not available" not in all_text(brief(data).sections)


def test_a_brief_states_the_rights_in_cpt() -> None:
    document = brief(full(system="CPT", code="32120"))

    assert document.rights == composed(full(system="CPT", code="32120")).rights
    assert document.rights[1] in all_text(part_of(document, "About this publication")).replace("®", "")


def test_a_document_bears_the_approval_digest_of_its_record() -> None:
    assert composed(full()).digest == approval_digest(record(full()))


def test_no_other_word_of_the_wording_changes_the_digest() -> None:
    words = {**wording().words, "headings": {**wording().words["headings"], "sources": "References"}}
    otherwise = compose(record(full()), Wording(words, "wording.toml"), Publisher())

    assert "References" in [plain_text(heading) for _, heading in headings(otherwise)]
    assert otherwise.digest == composed(full()).digest


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Ground mileages"},
        {"summary.meaning": "What it means"},
        {"specifications.modifiers.0.when_to_use": UNKNOWN},
        {"specifications.modifiers": []},
        {"specifications.modifiers": UNKNOWN},
        {"sources.1.title": "Handbook"},
        {"payment.work_rvu": "14.5"},
        {"code": "A0426"},
    ],
)
def test_the_digest_changes_with_the_content(change: dict[str, Any]) -> None:
    assert composed(changed(full(), change)).digest != composed(full()).digest


def test_the_digest_does_not_change_with_what_the_publication_says_about_itself() -> None:
    publishers = (
        Publisher("Somebody"),
        Publisher("", "de-DE"),
        Publisher("", "en-US", CptRights("A press", "12345", 1999)),
    )
    data = full(system="CPT", code="32120")

    assert {composed(data, publisher).digest for publisher in publishers} == {composed(data).digest}
    assert composed(data | {"published": "2026-02-03"}).digest == composed(data).digest


def test_the_beginning_of_the_digest_is_in_the_footer_and_more_of_it_in_the_last_part() -> None:
    document = composed(full())
    start = document.digest.removeprefix("1:")

    assert f"{start[:4]} {start[4:8]}" in document.imprint.footer[-1]
    assert f"The digest of the content is {start[:4]} {start[4:8]} {start[8:12]}." in all_text(
        part_of(document, "About this publication")
    )


def test_the_last_part_tells_the_life_of_the_publication() -> None:
    data = full(
        status="released",
        ends="2026-12-31",
        supersedes="A0420",
        replaced_by="A0430",
        published="2026-02-01",
        tags=["b", "a"],
    )
    about = part_of(composed(data, Publisher("Example Health Press")), "About this publication")

    assert all_text(about).startswith(
        "This publication follows HCPCS edition 2026, effective January 1, 2026, to December 31, 2026. "
        "It was published on February 1, 2026. It is filed under b and a. "
        "This code replaced HCPCS A0420. This code was replaced by HCPCS A0430. "
        "The publisher is Example Health Press. The digest of the content is "
    )
    assert "elease" not in all_text(about)


def test_a_draft_is_yet_to_be_published_and_says_that_it_is_one() -> None:
    about = all_text(part_of(composed(full(published="2026-02-01")), "About this publication"))

    assert "effective January 1, 2026. It is to be published on February 1, 2026. " in about
    assert about.endswith("The release status is draft.")


@pytest.mark.parametrize("absences", [{}, {"specifications.diagnoses": {"unavailable": "not-asked"}}])
def test_whether_a_publication_is_a_draft_depends_on_its_status_alone(absences: dict[str, Any]) -> None:
    data = changed(full(), absences)
    unstated, draft, released = (
        composed(data | status) for status in ({}, {"status": "draft"}, {"status": "released"})
    )

    assert isinstance(unstated.standing, Draft)
    assert draft.standing == unstated.standing
    assert released.standing == Released()


def test_a_draft_says_so_below_its_title_and_what_is_released_does_not() -> None:
    (_, _), (_, line), *_ = flow_of(composed(full()))
    words = [plain_text(leaf) for leaf in leaves(composed(full(status="released")))]

    assert isinstance(line, Paragraph)
    assert (line.role, plain_text(line)[:5]) == (Role.DRAFT, "DRAFT")
    assert not [each for each in words if "draft" in each.casefold()]


@pytest.mark.parametrize(
    ("standing", "says"),
    [("approved", "has been approved and has not been released"), ("lapsed", "has changed since it was approved")],
)
def test_a_draft_says_how_far_it_is(standing: Standing, says: str) -> None:
    document = compose(record(full(status="released")), wording(), Publisher(), standing=standing)
    (_, _), (_, line), *_ = flow_of(document)

    assert isinstance(document.standing, Draft)
    assert says in document.standing.statement
    assert plain_text(line) == document.standing.statement
    assert all_text(part_of(document, "About this publication")).endswith("The release status is draft.")


def test_what_is_said_to_be_released_is_whatever_its_status_is() -> None:
    document = compose(record(full(status="draft")), wording(), Publisher(), standing="released")

    assert document.standing == Released()
    assert not [leaf for leaf in leaves(document) if "draft" in plain_text(leaf).casefold()]


def test_the_status_is_not_what_is_approved() -> None:
    assert composed(full(status="released")).digest == composed(full(status="draft")).digest == composed(full()).digest


@pytest.mark.parametrize(
    ("absences", "status"),
    [
        ({"specifications.diagnoses": UNKNOWN}, "The release status is draft."),
        (
            {"specifications.diagnoses": {"unavailable": "not-asked"}},
            "The release status is draft; 1 value must be found before release.",
        ),
        (
            {
                "specifications.diagnoses": {"unavailable": "not-asked"},
                "specifications.modifiers.0.when_to_use": {"unavailable": "temp-unknown", "recheck_by": "2027-01-01"},
            },
            "The release status is draft; 2 values must be found before release.",
        ),
    ],
)
def test_the_release_status_counts_the_values_that_hold_a_release_back(absences: dict[str, Any], status: str) -> None:
    about = part_of(composed(changed(full(), absences)), "About this publication")

    assert all_text(about).endswith(status)


def test_the_owner_of_an_absence_is_not_published() -> None:
    document = composed(bare(specifications__diagnoses={"unavailable": "not-asked", "owner": "coding desk"}))

    assert "coding desk" not in repr(document)


def test_what_authors_type_is_never_rendered_as_a_template() -> None:
    meaning = "{{ 7 * 7 }} {% if %} {# gone? #} <b>bold</b>"
    document = composed(bare(summary__meaning=meaning, title=meaning, summary__payers=[meaning]))

    assert all_text(document.sections).count(meaning) == 3


def test_a_document_is_made_of_values_that_compare_and_hash() -> None:
    assert composed(full()) == composed(full())
    assert hash(composed(full())) == hash(composed(full()))
    assert replace(composed(full()), title="x") != composed(full())
