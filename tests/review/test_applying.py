"""Merged edits in the text of a record: made in place, in any order, or proposed with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from codepub.diagnostics import Diagnostic, Severity
from codepub.loading.load_file import CheckContext, load_content
from codepub.records.kinds import CODE_SUMMARY
from codepub.review.applying import Applied, apply
from codepub.review.edits import FieldEdit
from codepub.review.merging.merged import Fate
from codepub.review.merging.merging import merge
from tests.record_texts import RECORD, TODAY, record_text
from tests.review.returned import add, copy_of, data_of, edit, empty, remove, returned, words_at

CONTENT = Path("content")
FATES = Fate.APPLIED, Fate.PROPOSED


def check(text: str) -> Sequence[Diagnostic]:
    """What a record by itself is found to be at fault for."""
    file = CONTENT / "cpt/32120.yaml"
    return load_content(CODE_SUMMARY, CONTENT, file, text.encode(), CheckContext(TODAY)).diagnostics


def apply_all(*edits: FieldEdit, text: str = RECORD, sent: str = RECORD) -> Applied:
    return apply(text, merge(data_of(text), returned(sent, copy_of(*edits))), check)


def fates_of(applied: Applied) -> list[Fate]:
    return [one.fate for one in applied.merged]


def test_only_the_lines_of_what_is_edited_change() -> None:
    applied = apply_all(edit("specifications.modifiers.1.when_to_use", None, "Both sign the note."))
    assert applied.text == RECORD.replace("{unavailable: unknown}", "Both sign the note.")


def test_rows_are_put_in_and_taken_out_of_one_list_at_once() -> None:
    applied = apply_all(
        edit("summary.payers.1", "Medicare", "Medicare Part B"),
        empty("summary.payers.0"),
        add("summary.payers", 0, text="Cigna"),
        add("summary.payers", 1, text="Humana"),
        add("summary.payers", 1, text="Molina"),
        add("summary.payers", 2, text="Tricare"),
    )
    assert words_at(applied.text, "summary.payers") == "Cigna; Humana; Molina; Medicare Part B; Tricare"


def test_rows_of_a_table_are_edited_where_others_come_and_go() -> None:
    applied = apply_all(
        remove("specifications.modifiers.0"),
        edit("specifications.modifiers.1.description", "Two surgeons", "Two work together"),
        add("specifications.modifiers", 1, modifier="51", description="One of several", when_to_use="Not here"),
    )
    rows = "modifier: 51; description: One of several; when_to_use: Not here; modifier: 62; description: Two work"
    assert words_at(applied.text, "specifications.modifiers").startswith(rows)


def test_prose_keeps_the_lines_that_stand() -> None:
    sent = record_text(("bleeds some hours after surgery.", "bleeds some hours\n    after surgery. It is grave."))
    new = "The patient bleeds some hours after surgery. It is very grave.\n\nA surgeon decides."
    applied = apply_all(edit("specifications.clinical_context", "", new), text=sent, sent=sent)
    assert applied.text == sent.replace("It is grave", "It is very grave")


def test_an_edit_that_does_not_validate_is_proposed_with_the_diagnostic_and_the_others_are_made() -> None:
    applied = apply_all(
        edit("summary.scope", "When the code is meant.", "All of it."),
        edit("specifications.modifiers.0.modifier", "78", "7"),
        edit("overview.service_type", "Surgical", "Surgical, open"),
    )
    assert fates_of(applied) == [Fate.APPLIED, Fate.PROPOSED, Fate.APPLIED]
    assert (applied.merged[1].why or "").startswith("`7` is not a modifier. A modifier is 22 to 99,")
    assert words_at(applied.text, "summary.scope") == "All of it."
    assert words_at(applied.text, "specifications.modifiers.0.modifier") == "78"


def test_of_two_rows_that_do_not_go_together_the_first_is_made() -> None:
    applied = apply_all(add("summary.payers", 2, text="Cigna"), add("summary.payers", 2, text="CIGNA"))
    assert fates_of(applied) == [Fate.APPLIED, Fate.PROPOSED]


def test_edits_that_are_sound_only_together_are_made_together() -> None:
    applied = apply_all(
        edit("specifications.modifiers.0.modifier", "78", "62"),
        edit("specifications.modifiers.1.modifier", "62", "78"),
    )
    assert fates_of(applied) == [Fate.APPLIED, Fate.APPLIED]


def test_a_record_that_has_errors_takes_edits_that_add_none() -> None:
    faulty = record_text(("  scope: When the code is meant.\n", ""))
    applied = apply_all(edit("overview.service_type", "Surgical", "Open"), text=faulty, sent=faulty)
    assert fates_of(applied) == [Fate.APPLIED]


@pytest.mark.parametrize("typed", ["!", "&old"])
def test_what_cannot_be_edited_in_place_is_proposed_in_the_words_of_the_refusal(typed: str) -> None:
    tagged = record_text(("service_type: Surgical", f"service_type: {typed} Surgical"))
    merged = merge(data_of(RECORD), returned(RECORD, copy_of(edit("overview.service_type", "Surgical", "Open"))))
    applied = apply(tagged, merged, lambda _: ())
    assert fates_of(applied) == [Fate.PROPOSED]
    assert applied.text == tagged
    assert (applied.merged[0].why or "").startswith("An anchor or a tag stands at")


def test_where_no_edit_alone_is_at_fault_all_are_proposed() -> None:
    fault = Diagnostic("faulty", Severity.ERROR, "It is changed.")
    merged = merge(
        data_of(RECORD),
        returned(RECORD, copy_of(edit("overview.service_type", "", "Open"), edit("summary.scope", "", "All."))),
    )
    applied = apply(RECORD, merged, lambda text: () if text == RECORD else (fault,))
    assert fates_of(applied) == [Fate.PROPOSED, Fate.PROPOSED]
    assert applied.text == RECORD
