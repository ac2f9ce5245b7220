from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codepub.compose.choices import PARTS as EXTENTS
from codepub.compose.compose import compose
from codepub.compose.publisher import Publisher
from codepub.document.nodes import Document, Span
from codepub.document.provenance import Value
from codepub.document.text import plain_text
from codepub.origin import Origin, RecordId
from tests.publications import (
    PARTS,
    UNKNOWN,
    absences_stated,
    all_text,
    bare,
    changed,
    composed,
    full,
    notices,
    paragraphs,
    part_of,
    record,
    wording,
)

FIELDS = {
    **{key: f"summary.{key}" for key in ("meaning", "payers", "scope")},
    **{key: f"overview.{key}" for key in ("description", "service_type", "site_of_service")},
    **{
        key: f"specifications.{key}"
        for key in ("clinical_context", "workflow", "modifiers", "diagnoses", "taxonomies", "related_codes")
    },
    **{
        key: key
        for key in (
            "payment",
            "edits",
            "crosswalks",
            "coverage",
            "denials",
            "benchmarks",
            "documentation_tips",
            "coding_tips",
        )
    },
}
"""The fields that a publication counts, in its order, by the key of their names."""

CELLS = (
    "overview.site_of_service.text",
    "overview.site_of_service.pos",
    "specifications.modifiers.0.description",
    "specifications.modifiers.0.when_to_use",
    "specifications.diagnoses.0.rationale",
    "specifications.taxonomies.0.role",
    "specifications.related_codes.0.relationship",
    "payment.work_rvu",
    "payment.team",
    "edits.ptp",
    "edits.mue",
    "edits.mue.rationale",
    "crosswalks.hcpcs",
    "crosswalks.ms_drg.0.condition",
    "crosswalks.ms_drg.0.groups.0.description",
    "coverage.0.number",
    "denials.0.rarc",
    "benchmarks.0.p50",
)
"""Values inside those fields."""

reasons = st.sampled_from(
    [
        {"unavailable": "unknown"},
        {"unavailable": "asked-unknown", "since": "2026-09-01"},
        {"unavailable": "temp-unknown", "recheck_by": "2027-01-15"},
        {"unavailable": "not-asked", "owner": "coding desk"},
        {"unavailable": "masked"},
        {"unavailable": "not-applicable", "note": "It has none."},
        {"unavailable": "as-text", "note": "Clinical Context"},
    ]
)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A record in which some fields, and some values inside the others, are unavailable, and some parts are not."""
    absent = draw(st.sets(st.sampled_from(sorted(set(PARTS) - {"sources"}))))
    present = {key: value for key, value in full().items() if key not in absent}
    open_paths = [path for path in (*CELLS, *FIELDS.values()) if path.partition(".")[0] not in absent]
    chosen = draw(st.lists(st.sampled_from(open_paths), unique=True))
    outermost = [path for path in chosen if not any(path.startswith(f"{other}.") for other in chosen)]
    return changed(present, {path: draw(reasons) for path in outermost})


def readership(document: Document) -> str:
    audience = Value(Origin(RecordId("hcpcs", "A0425"), ("audience",)))
    (found,) = (
        paragraph
        for paragraph in paragraphs(document)
        if any(isinstance(inline, Span) and inline.source == audience for inline in paragraph.content)
    )
    return plain_text(found.content)


def named(pattern: str, sentence: str) -> list[str]:
    """The names that a sentence lists, in its order."""
    match = re.search(pattern, sentence)
    return [] if match is None else re.split(r", and |, | and ", match[1][0].lower() + match[1][1:])


def field_of(path: tuple[str | int, ...]) -> str:
    return str(path[1] if path[0] in ("summary", "overview", "specifications") else path[0])


def name_of(key: str) -> str:
    name = wording().say("fields", key)
    return name[0].lower() + name[1:]


@settings(deadline=None)
@given(records())
def test_the_sentence_names_exactly_the_fields_whose_places_bear_a_statement(data: dict[str, Any]) -> None:
    document = composed(data)
    stated = [notice.source.origin.path for notice in absences_stated(document)]
    whole = [key for key, path in FIELDS.items() if tuple(path.split(".")) in stated]
    partly = [key for key in FIELDS if key not in whole and key in map(field_of, stated)]
    sentence = readership(document)

    assert named(r"audience\. (.+?) (?:is|are) not given in this edition;", sentence) == [name_of(key) for key in whole]
    assert named(r"Some values in (.+?) are unavailable, each with its reason\.", sentence) == [
        name_of(key) for key in partly
    ]
    assert ("Nothing in this edition is noted as unavailable." in sentence) == (not stated)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (["meaning"], "Meaning is not given in this edition; the reason is stated in each place."),
        (["payers"], "Payers are not given in this edition; the reason is stated in each place."),
        (
            ["meaning", "payers"],
            "Meaning and payers are not given in this edition; the reason is stated in each place.",
        ),
        (
            ["payers", "scope", "modifiers"],
            "Payers, scope, and modifiers are not given in this edition; the reason is stated in each place.",
        ),
    ],
)
def test_the_sentence_reads_as_english_for_one_two_and_three_fields(fields: list[str], sentence: str) -> None:
    data = changed(bare(), {FIELDS[key]: {"unavailable": "unknown"} for key in fields})

    assert readership(composed(data)) == f"This summary is written for a national audience. {sentence}"


def test_the_sentence_tells_apart_what_is_not_given_and_what_holds_single_gaps() -> None:
    gap = {"unavailable": "unknown"}
    data = changed(bare(), {"specifications.diagnoses": gap, "specifications.modifiers.0.when_to_use": gap})

    assert readership(composed(data)) == (
        "This summary is written for a national audience. Diagnosis pairings are not given in this edition; "
        "the reason is stated in each place. Some values in modifiers are unavailable, each with its reason."
    )


@pytest.mark.parametrize(
    ("payers", "sentence"),
    [
        (["Medicare"], "The payer discussed is Medicare."),
        (["Aetna", "Medicare"], "Key payers discussed are Aetna and Medicare."),
        (["Aetna", "Cigna Health", "Medicare"], "Key payers discussed are Aetna, Cigna Health, and Medicare."),
        (["Blue, Inc.", "Medicare", "Aetna"], "Key payers discussed are Blue, Inc.; Medicare; and Aetna."),
        ([], "No payer is discussed."),
    ],
)
def test_the_sentence_of_payers_is_made_from_their_list(payers: list[str], sentence: str) -> None:
    _, stated, *_ = part_of(composed(bare(summary__payers=payers)), "Summary & Overview")

    assert all_text(stated) == sentence


def test_payers_that_are_unavailable_are_stated_in_the_place_of_their_sentence() -> None:
    _, stated, *_ = part_of(composed(bare(summary__payers={"unavailable": "not-asked"})), "Summary & Overview")

    assert stated == notices(composed(bare(summary__payers={"unavailable": "not-asked"})))[0]


def test_places_of_service_are_told_with_the_names_that_cms_gives_them() -> None:
    data = bare(overview__site_of_service__pos=["21", "22", "11"])

    assert (
        "Places of service: 21 (Inpatient Hospital), 22 (On Campus-Outpatient Hospital), and 11 (Office)."
        in all_text(part_of(composed(data), "Billing Code Overview"))
    )


@pytest.mark.parametrize(
    ("audience", "sentence"),
    [
        ("national", "This summary is written for a national audience."),
        ("international", "This summary is written for an international audience."),
    ],
)
def test_the_audience_has_its_article(audience: str, sentence: str) -> None:
    assert sentence in readership(composed(full(audience=audience)))


def test_a_brief_says_what_the_full_publication_has_beyond_it() -> None:
    data = changed(bare(), {"payment": UNKNOWN, "coding_tips": ["One."], "documentation_tips": [], "denials": []})
    brief = compose(record(data), wording(), Publisher(), EXTENTS["brief"])

    assert readership(brief).startswith(
        "This brief leaves out denials, documentation tips, and coding tips, which the full publication has. "
        "This summary is written"
    )
    assert "brief" not in readership(composed(data))
    assert "brief" not in readership(compose(record(bare()), wording(), Publisher(), EXTENTS["brief"]))
