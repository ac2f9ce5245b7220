"""Edits of one or two reviewers, laid upon a record that may have changed since it was sent."""

from __future__ import annotations

import pytest

from codepub.review.edits import FieldEdit
from codepub.review.merging.merged import Fate, MergedEdit
from codepub.review.merging.merging import merge
from codepub.yaml.editing.edits import Delete, Edit, Insert, Replace
from tests.record_texts import RECORD, record_text
from tests.review.returned import BEN, add, copy_of, data_of, edit, empty, path_of, remove, returned

MEANING = "The chest is opened again after an operation."
APPLIED, RECEIVED, PROPOSED, CONFLICTING = Fate.APPLIED, Fate.RECEIVED, Fate.PROPOSED, Fate.CONFLICTING


def merge_alone(one: FieldEdit, *changed: tuple[str, str]) -> MergedEdit:
    """What becomes of one edit, where the record was changed since."""
    (merged,) = merge(data_of(record_text(*changed)), returned(RECORD, copy_of(one)))
    return merged


def merge_both(ada: FieldEdit, ben: FieldEdit, *changed: tuple[str, str]) -> tuple[MergedEdit, ...]:
    copies = returned(RECORD, copy_of(ada), copy_of(ben, reviewer=BEN))
    return merge(data_of(record_text(*changed)), copies)


def replaced(path: str, value: object) -> Replace:
    return Replace(path_of(path), value)  # type: ignore[arg-type]


MODIFIER_25 = {"modifier": "25", "description": "A visit of its own", "when_to_use": "On one day"}
ROW_78 = '    - modifier: "78"\n      description: A return nobody planned\n      when_to_use: The usual case.\n'
ROW_51 = '    - modifier: "51"\n      description: One of several\n      when_to_use: Never.\n'

SINGLE: dict[str, tuple[FieldEdit, tuple[tuple[str, str], ...], Fate, Edit | None]] = {
    "a value that stands as it was sent is replaced": (
        edit("summary.meaning", MEANING, "It is."),
        (),
        APPLIED,
        replaced("summary.meaning", "It is."),
    ),
    "a value that says so already was received before": (
        edit("summary.meaning", MEANING, "It is."),
        ((MEANING, "It is."),),
        RECEIVED,
        None,
    ),
    "a value that was changed since is a conflict": (
        edit("summary.meaning", MEANING, "It is."),
        ((MEANING, "Else."),),
        CONFLICTING,
        None,
    ),
    "a value of which only the lines end elsewhere since is replaced": (
        edit("specifications.clinical_context", "", "The patient bleeds."),
        (("hours after surgery", "hours\n    after surgery"),),
        APPLIED,
        replaced("specifications.clinical_context", "The patient bleeds.\n"),
    ),
    "what is doubtful is proposed": (
        edit("summary.meaning", MEANING, "It is.", doubt="No anchors."),
        (),
        PROPOSED,
        None,
    ),
    "what is doubtful and was changed since is a conflict": (
        edit("summary.meaning", MEANING, "It is.", doubt="No anchors."),
        ((MEANING, "Else."),),
        CONFLICTING,
        None,
    ),
    "a code that was quoted is text": (
        edit("specifications.modifiers.0.modifier", "78", "79"),
        (),
        APPLIED,
        replaced("specifications.modifiers.0.modifier", "79"),
    ),
    "a value typed over an absence is given": (
        edit("specifications.modifiers.1.when_to_use", None, "Both sign."),
        (),
        APPLIED,
        replaced("specifications.modifiers.1.when_to_use", "Both sign."),
    ),
    "a value typed over an absent table is proposed": (
        edit("specifications.diagnoses", None, "J95.830"),
        (),
        PROPOSED,
        None,
    ),
    "a value that must not be empty is proposed": (empty("summary.meaning"), (), PROPOSED, None),
    "a text of a list that is emptied goes with its place": (
        empty("summary.payers.0"),
        (),
        APPLIED,
        Delete(("summary", "payers", 0)),
    ),
    "an edit follows its row behind rows that were put in": (
        edit("specifications.modifiers.1.description", "Two surgeons", "Two."),
        ((ROW_78, ROW_51 + ROW_78),),
        APPLIED,
        replaced("specifications.modifiers.2.description", "Two."),
    ),
    "an edit follows its row before rows that were taken out": (
        edit("specifications.modifiers.1.description", "Two surgeons", "Two."),
        ((ROW_78, ""),),
        APPLIED,
        replaced("specifications.modifiers.0.description", "Two."),
    ),
    "an edit of a row that was taken out is a conflict": (
        edit("specifications.modifiers.0.description", "A return", "Two."),
        ((ROW_78, ""),),
        CONFLICTING,
        None,
    ),
    "an edit beside a cell that was changed since is applied": (
        edit("specifications.modifiers.0.description", "A return", "Two."),
        (("The usual case.", "Often."),),
        APPLIED,
        replaced("specifications.modifiers.0.description", "Two."),
    ),
    "a row is taken out": (
        remove("specifications.modifiers.0"),
        (),
        APPLIED,
        Delete(("specifications", "modifiers", 0)),
    ),
    "a row that is gone was taken out before": (
        remove("specifications.modifiers.0"),
        ((ROW_78, ""),),
        RECEIVED,
        None,
    ),
    "a row that was changed since is not taken out": (
        remove("specifications.modifiers.0"),
        (("The usual case.", "Often."),),
        CONFLICTING,
        None,
    ),
    "the last row is not taken out, since that says that there is none": (
        remove("specifications.diagnoses.0"),
        (),
        PROPOSED,
        None,
    ),
    "a row goes behind the one that stood above it": (
        add("specifications.modifiers", 1, **MODIFIER_25),
        ((ROW_78, ROW_51 + ROW_78),),
        APPLIED,
        Insert(("specifications", "modifiers", 2), MODIFIER_25),
    ),
    "a row at the beginning stays there": (
        add("specifications.modifiers", 0, **MODIFIER_25),
        (),
        APPLIED,
        Insert(("specifications", "modifiers", 0), MODIFIER_25),
    ),
    "a row that the record has by now was received before": (
        add("specifications.modifiers", 2, modifier="51", description="One of several", when_to_use="Never."),
        ((ROW_78, ROW_51 + ROW_78),),
        RECEIVED,
        None,
    ),
    "a row of a code that the record has by now is a conflict": (
        add("specifications.modifiers", 2, modifier="51", description="One of many", when_to_use="Never."),
        ((ROW_78, ROW_51 + ROW_78),),
        CONFLICTING,
        None,
    ),
    "a row that lacks cells is proposed": (
        add("specifications.related_codes", 1, code="32124", description="Freeing", relationship="Else"),
        (),
        PROPOSED,
        None,
    ),
    "a text is put into a list": (
        add("summary.payers", 1, text="Cigna"),
        (),
        APPLIED,
        Insert(("summary", "payers", 1), "Cigna"),
    ),
}


@pytest.mark.parametrize("name", SINGLE)
def test_an_edit_alone(name: str) -> None:
    one, changed, fate, meant = SINGLE[name]
    merged = merge_alone(one, *changed)
    assert (merged.fate, merged.change) == (fate, meant)
    assert bool(merged.why) == (fate in {PROPOSED, CONFLICTING})


TWO: dict[str, tuple[FieldEdit, FieldEdit, list[Fate]]] = {
    "what two say alike is one edit": (
        edit("summary.meaning", MEANING, "It is."),
        edit("summary.meaning", MEANING, "It is."),
        [APPLIED],
    ),
    "what one says for sure and the other in doubt is applied": (
        edit("summary.meaning", MEANING, "It is.", doubt="No anchors."),
        edit("summary.meaning", MEANING, "It is."),
        [APPLIED],
    ),
    "different words for one value are a conflict": (
        edit("summary.meaning", MEANING, "It is."),
        edit("summary.meaning", MEANING, "It was."),
        [CONFLICTING, CONFLICTING],
    ),
    "different values are both applied": (
        edit("summary.meaning", MEANING, "It is."),
        edit("summary.scope", "", "All."),
        [APPLIED, APPLIED],
    ),
    "a row that one takes out and the other edits is a conflict": (
        remove("specifications.modifiers.0"),
        edit("specifications.modifiers.0.description", "", "X"),
        [CONFLICTING, CONFLICTING],
    ),
    "a row that both take out is one edit": (
        remove("specifications.modifiers.0"),
        remove("specifications.modifiers.0"),
        [APPLIED],
    ),
    "rows that both put in at one place are both kept": (
        add("summary.payers", 1, text="Cigna"),
        add("summary.payers", 1, text="Humana"),
        [APPLIED, APPLIED],
    ),
    "rows of one code that say different things are a conflict": (
        add("specifications.modifiers", 1, **MODIFIER_25),
        add("specifications.modifiers", 2, **(MODIFIER_25 | {"description": "Else"})),
        [CONFLICTING, CONFLICTING],
    ),
    "rows that both would leave none of are proposed": (
        empty("summary.payers.0"),
        empty("summary.payers.1"),
        [PROPOSED, PROPOSED],
    ),
}


@pytest.mark.parametrize("name", TWO)
def test_edits_of_two_reviewers(name: str) -> None:
    ada, ben, fates = TWO[name]
    assert [merged.fate for merged in merge_both(ada, ben)] == fates


def test_a_conflict_keeps_what_the_record_says_now() -> None:
    merged = merge_alone(edit("summary.meaning", MEANING, "It is."), (MEANING, "Else."))
    assert merged.against == "Else."
    assert merged.why == "The record was changed here since. Choose between the two, or write a third."


def test_a_conflict_names_who_says_otherwise() -> None:
    ada, ben = merge_both(edit("summary.scope", "", "All."), edit("summary.scope", "", "None."))
    assert (ada.why or "").startswith("Dr. Ben says something else here.")
    assert (ben.why or "").startswith("Ada Coder says something else here.")


def test_what_was_received_before_is_no_conflict_with_another_copy() -> None:
    ada, ben = merge_both(
        edit("summary.scope", "", "All."),
        edit("summary.scope", "", "None."),
        (
            "scope: When the code is meant.",
            "scope: All.",
        ),
    )
    assert (ada.fate, ben.fate, ben.against) == (RECEIVED, CONFLICTING, "All.")


def test_copies_that_were_sent_at_different_times_meet_at_one_place() -> None:
    longer = record_text((ROW_78, ROW_51 + ROW_78))
    old = returned(RECORD, copy_of(edit("specifications.modifiers.0.description", "", "X")))
    new = returned(longer, copy_of(edit("specifications.modifiers.1.description", "", "Y"), reviewer=BEN))
    assert [one.fate for one in merge(data_of(longer), [*old, *new])] == [CONFLICTING, CONFLICTING]
