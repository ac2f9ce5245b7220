"""Each act of a reviewer comes back as what it was meant to be (word.md, section 2, lists the acts and their XML)."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from codepub.ooxml.reading.letters import Comment, Place, WordFile
from codepub.review.comparing.compare import compare
from codepub.review.edits import Hand, RowAdded, RowRemoved, ValueEdit, ValueRemoved, WordChange
from tests.publications import VOLATILE, bare, full
from tests.review.comparing.reviewers import ADA, BEN, Returned, Sent, q, sample, told, written

MEANING, SCOPE, TYPE = "v/summary/meaning/1", "v/summary/scope/1", "v/overview/service_type/1"
CONTEXT = "v/specifications/clinical_context/{}"
MODIFIER = "v/specifications/modifiers/{}/{}/1"
TIP = "v/documentation_tips/{}/1"
PROSE = """\
The *first* paragraph with [a link](https://example.org/a) and [32551](cpt:32551).

- one
- two, **strong**
  1. inner

The last one[^first]."""


def _record(**changes: Any) -> Sent:
    """A record with prose of all kinds, three tips and three modifiers."""
    rows = [
        {"modifier": code, "description": f"What {code} says", "when_to_use": f"When {code} goes"}
        for code in ("22", "51", "58")
    ]
    sources = [{"id": "first", "title": "A title", "publisher": "CMS"}]
    own: dict[str, Any] = {
        "specifications__clinical_context": PROSE,
        "specifications__modifiers": rows,
        "summary__payers": ["Aetna", "Cigna", "Medicare"],
        "documentation_tips": ["State the date.", "Say *why*.", "Name the hand."],
        "sources": sources,
    }
    return written(bare(**{**own, **changes}))


@cache
def _plain() -> Sent:
    return _record()


@pytest.fixture(params=[True, False], ids=["recorded", "unrecorded"])
def returned(request: pytest.FixtureRequest) -> Returned:
    """The review copy in the hands of a reviewer whose edits are recorded, or are not."""
    copy = Returned(_plain())
    copy.is_recorded = request.param
    return copy


def _hand(returned: Returned) -> str | None:
    return ADA if returned.is_recorded else None


# Words of a value ---------------------------------------------


def test_a_copy_that_nobody_touched_says_nothing() -> None:
    found = Returned(_plain()).read()
    assert (found.edits, found.unplaced, found.threads) == ((), (), ())
    assert (found.identifier, found.reviewer) == ("a-copy", ADA)


@pytest.mark.parametrize("name", ["cpt:99214", "hcpcs:A0425", "icd-10-pcs:0W390ZZ"])
def test_no_sample_that_nobody_touched_says_anything(name: str) -> None:
    found = Returned(sample(name)).read()
    assert (found.edits, found.unplaced) == ((), ())


@pytest.mark.parametrize(
    ("before", "words", "new"),
    [
        ("What", "Exactly ", "Exactly What it means."),
        ("means", "really ", "What it really means."),
        (None, " Yes.", None),
    ],
)
def test_words_are_put_in_at_the_start_the_middle_and_the_end(
    returned: Returned, before: str | None, words: str, new: str | None
) -> None:
    returned.insert(MEANING, before, words)
    (edit,) = returned.read().edits
    when = "2026-12-01T10:00:00" if returned.is_recorded else None
    assert isinstance(edit, ValueEdit)
    assert (edit.path, edit.old, edit.doubt) == (("summary", "meaning"), "What it means.", None)
    assert edit.new == (new or "What it means. Yes.")
    ((change),) = edit.changes
    assert (change.old, change.new.strip(), change.hand.author) == ("", words.strip(), _hand(returned))
    assert (change.hand.when or "")[:19] == (when or "")


def test_words_that_are_replaced_are_one_change(returned: Returned) -> None:
    returned.replace(SCOPE, "found", "told")
    (edit,) = returned.read().edits
    assert [(one.old, one.new) for one in edit.changes] == [("found", "told")]
    assert told(returned.read()) == ["summary.scope = What is told."]


def test_typed_signs_are_words_and_are_escaped(returned: Returned) -> None:
    returned.insert(SCOPE, None, " *Not* _marks_ [^first]")
    assert told(returned.read()) == [r"summary.scope = What is found. \*Not* \_marks_ \[^first]"]


def test_a_paragraph_that_is_selected_and_typed_over_is_its_field(returned: Returned) -> None:
    returned.type_over(SCOPE, "Quite another text")
    assert told(returned.read()) == ["summary.scope = Quite another text"]


def test_a_cell_that_is_selected_and_typed_over_is_its_field(returned: Returned) -> None:
    returned.type_over(MODIFIER.format(2, "when_to_use"), "Never")
    assert told(returned.read()) == ["specifications.modifiers[2].when_to_use = Never"]


def test_a_value_whose_words_are_all_taken_out_is_removed_in_doubt(returned: Returned) -> None:
    returned.delete(TYPE)
    (edit,) = returned.read().edits
    assert isinstance(edit, ValueRemoved)
    assert (edit.path, edit.old) == (("overview", "service_type"), "Transport")
    assert edit.doubt == "The field must not be empty: say why its value is not given."


def test_accepted_changes_are_edits_of_an_unknown_hand() -> None:
    returned = Returned(_plain())
    returned.replace(SCOPE, "found", "told")
    returned.accept_all()
    (edit,) = returned.read().edits
    assert (edit.changes[0].hand, told(returned.read())) == (Hand(None), ["summary.scope = What is told."])


def test_what_a_second_reviewer_took_out_of_the_first_ones_words_never_was() -> None:
    returned = Returned(_plain())
    returned.insert(SCOPE, None, " Or so it seems.")
    inserted = next(one for one in returned.control(SCOPE).iter(q("ins")))
    run = returned.runs(inserted)[0]
    returned.author = BEN
    returned.take_out(run)
    assert returned.read().read == 0


def test_changes_of_two_hands_beside_each_other_are_two() -> None:
    returned = Returned(_plain())
    returned.insert(SCOPE, None, " One.")
    returned.author = BEN
    returned.insert(SCOPE, None, " Two.")
    (edit,) = returned.read().edits
    assert [(one.new, one.hand.author) for one in edit.changes] == [(" One.", ADA), (" Two.", BEN)]


def test_words_that_were_cut_here_and_pasted_there_are_two_edits() -> None:
    returned = Returned(_plain())
    returned.delete(SCOPE, " found")
    returned.insert(TIP.format(1), None, " found")
    for old, new in (("del", "moveFrom"), ("ins", "moveTo")):
        for mark in list(returned.document.iter(q(old))):
            mark.tag = q(new)
            for text in mark.iter(q("delText")):
                text.tag = q("t")
    assert told(returned.read()) == ["summary.scope = What is.", "documentation_tips[1] = State the date. found"]


def test_an_insertion_without_words_is_nothing() -> None:
    returned = Returned(_plain())
    run = returned.typed("", None)
    returned.runs(returned.control(SCOPE))[0].addprevious(run)
    assert returned.read().read == 0


def test_a_control_that_a_program_broke_in_two_is_one_value(returned: Returned) -> None:
    control = returned.control(SCOPE)
    rest = returned.cut_at(control, 8, 14)
    other = returned.copied(control)
    content = other.find(q("sdtContent"))
    for child in list(content):
        content.remove(child)
    content.extend(rest)
    control.addnext(other)
    assert returned.read().read == 0
    returned.insert(SCOPE, None, "really ")
    assert told(returned.read()) == ["summary.scope = What is really found."]


def test_a_control_around_the_paragraph_names_its_field_too(returned: Returned) -> None:
    returned.replace(SCOPE, "found", "told")
    control, paragraph = returned.control(SCOPE), returned.paragraph(SCOPE)
    for child in list(control.find(q("sdtContent"))):
        control.addprevious(child)
    paragraph.addprevious(control)
    control.find(q("sdtContent")).append(paragraph)
    assert told(returned.read()) == ["summary.scope = What is told."]


def test_a_soft_break_is_a_space(returned: Returned) -> None:
    returned.insert(SCOPE, "is", "x")
    run = next(run for run in returned.runs(returned.control(SCOPE)) if run.findtext(q("t")) == "x")
    for text in run.findall(q("t")):
        run.replace(text, run.makeelement(q("br")))
    assert told(returned.read()) == ["summary.scope = What  is found."]


def test_a_no_break_space_that_a_program_put_in_is_a_space() -> None:
    returned = Returned(_plain())
    text = returned.runs(returned.control(SCOPE))[0].find(q("t"))
    text.text = "What\N{NO-BREAK SPACE}is\N{SOFT HYPHEN} found."
    assert returned.read().read == 0


# Numbers, codes, names, days ---------------------------------------------


def test_numbers_and_days_are_written_as_authors_type_them(returned: Returned) -> None:
    sent = written(full(payment__malpractice_rvu={"unavailable": "unknown"}))
    copy = Returned(sent)
    copy.is_recorded = returned.is_recorded
    copy.type_over("v/payment/work_rvu/1", "1,014.93 RVU")
    copy.type_over("a/payment/malpractice_rvu/1", "3.50")
    assert told(copy.read()) == ["payment.work_rvu = 1014.93", "payment.malpractice_rvu = 3.50"]


def test_what_is_no_number_is_only_proposed() -> None:
    copy = Returned(written(full()))
    copy.type_over("v/payment/work_rvu/1", "about 15")
    assert told(copy.read()) == ["payment.work_rvu = about 15 [This is not a number in plain digits.]"]


# Markup ---------------------------------------------


def _context(returned: Returned) -> str:
    (edit,) = [one for one in returned.read().edits if one.path == ("specifications", "clinical_context")]
    assert isinstance(edit, ValueEdit)
    assert edit.doubt is None
    return edit.new


def test_words_that_nobody_touched_keep_their_links_citations_and_emphasis(returned: Returned) -> None:
    returned.replace(CONTEXT.format(1), "paragraph", "sentence")
    returned.insert(CONTEXT.format(5), "one", "very ")
    new = PROSE.replace("paragraph with", "sentence with").replace("last one", "last very one")
    assert _context(returned) == new


def test_words_typed_within_emphasis_are_stressed_and_those_in_a_link_lead_there(returned: Returned) -> None:
    returned.insert(CONTEXT.format(1), "irst", "")
    returned.change(CONTEXT.format(1), 6, 6, "xx")
    place = returned.text(CONTEXT.format(1)).index("link") + 2
    returned.change(CONTEXT.format(1), place, place, "yy")
    assert _context(returned) == PROSE.replace("*first*", "*fixxrst*").replace("a link", "a liyynk")


def test_a_reference_to_a_code_whose_words_changed_is_only_proposed() -> None:
    returned = Returned(_plain())
    place = returned.text(CONTEXT.format(1)).index("32551")
    returned.change(CONTEXT.format(1), place + 2, place + 4, "66")
    (edit,) = returned.read().edits
    assert isinstance(edit, ValueEdit)
    assert edit.doubt == "The words of a reference changed; it still leads to cpt:32551."
    assert "[32661](cpt:32551)" in edit.new


def test_emphasis_is_put_on_and_taken_off(returned: Returned) -> None:
    returned.reformat(CONTEXT.format(1), "paragraph", on=True)
    returned.reformat(CONTEXT.format(1), "first", on=False)
    assert _context(returned) == PROSE.replace("*first*", "first").replace("paragraph with", "*paragraph* with")


def test_formatting_that_changed_is_a_change_with_the_same_words_on_both_sides(returned: Returned) -> None:
    returned.reformat(CONTEXT.format(1), "paragraph", on=True)
    (edit,) = returned.read().edits
    assert edit.changes == (WordChange("paragraph", "paragraph", edit.changes[0].hand),)
    assert edit.changes[0].hand.author == _hand(returned)


def test_formatting_that_the_markup_does_not_know_changes_nothing(returned: Returned) -> None:
    returned.reformat(SCOPE, "found", on=True, look="u")
    assert returned.read().read == 0


def test_typed_formatting_is_markup(returned: Returned) -> None:
    returned.insert(SCOPE, None, " now", b=True)
    returned.insert(SCOPE, None, "2", vertAlign="superscript")
    assert told(returned.read()) == ["summary.scope = What is found. **now^2^**"]


def test_formatting_that_the_markup_cannot_write_is_left_out_in_doubt(returned: Returned) -> None:
    returned.insert(SCOPE, "ound", "")
    returned.change(SCOPE, 9, 9, "")
    returned.reformat(SCOPE, "oun", on=True)
    expected = "summary.scope = What is found. [Formatting that the markup cannot write was left out.]"
    assert told(returned.read()) == [expected]


def test_the_sign_that_codepub_sets_is_no_word_of_a_value(returned: Returned) -> None:
    copy = Returned(sample("cpt:32120"))
    copy.is_recorded = returned.is_recorded
    copy.delete(MEANING, "®")
    found = copy.read()
    assert told(found) == []
    assert [(one.change.old, one.why) for one in found.unplaced] == [
        ("®", "codepub sets this sign, or number, itself.")
    ]


def test_the_sign_goes_with_the_words_it_was_set_into(returned: Returned) -> None:
    copy = Returned(sample("cpt:32120"))
    copy.is_recorded = returned.is_recorded
    copy.delete(MEANING, "CPT® code ")
    found = copy.read()
    assert found.unplaced == ()
    assert told(found)[0].startswith("summary.meaning = 32120 reports")


def test_the_number_of_a_citation_is_not_edited_and_the_citation_can_be_taken_out(returned: Returned) -> None:
    returned.change(CONTEXT.format(5), 13, 14, "2")
    found = returned.read()
    assert (told(found), [(one.change.old, one.change.new) for one in found.unplaced]) == ([], [("1", "2")])
    copy = Returned(_plain())
    copy.is_recorded = returned.is_recorded
    copy.delete(CONTEXT.format(5), "[1]")
    assert _context(copy) == PROSE.replace("[^first]", "")


# Paragraphs and lists ---------------------------------------------


def test_a_paragraph_is_divided(returned: Returned) -> None:
    returned.split(CONTEXT.format(1), "with")
    assert _context(returned) == PROSE.replace("paragraph with", "paragraph\n\nwith")


def test_paragraphs_are_joined(returned: Returned) -> None:
    returned.join(CONTEXT.format(2))
    assert _context(returned) == PROSE.replace("- one\n- two", "- onetwo")


def test_a_paragraph_is_put_in_behind_and_before_another(returned: Returned) -> None:
    returned.add_paragraph(CONTEXT.format(1), "New.", "And newer.")
    assert _context(returned) == PROSE.replace("\n\n- one", "\n\nNew.\n\nAnd newer.\n\n- one")


def test_an_item_is_put_into_a_list_in_prose(returned: Returned) -> None:
    returned.add_paragraph(CONTEXT.format(2), "one and a half")
    assert _context(returned) == PROSE.replace("- one\n", "- one\n- one and a half\n")


def test_a_paragraph_of_several_is_taken_out(returned: Returned) -> None:
    returned.delete(CONTEXT.format(2))
    assert _context(returned) == PROSE.replace("- one\n", "")


def test_a_text_of_a_list_is_changed_added_and_removed(returned: Returned) -> None:
    returned.replace(TIP.format(1), "date", "day")
    returned.add_paragraph(TIP.format(2), "Say *when*.", "Say who.")
    returned.delete(TIP.format(3))
    assert told(returned.read()) == [
        "documentation_tips[1] = State the day.",
        "documentation_tips[3] removed",
        r"documentation_tips + 2: {'': 'Say \\*when*.'}",
        "documentation_tips + 2: {'': 'Say who.'}",
    ]


def test_a_text_of_a_list_that_is_divided_is_two(returned: Returned) -> None:
    returned.split(TIP.format(2), "why")
    found = returned.read()
    assert told(found) == ["documentation_tips[2] = Say", "documentation_tips + 2: {'': '*why*.'}"]
    assert found.read == 1


def test_two_texts_of_a_list_that_are_joined_are_one_and_the_next_is_removed(returned: Returned) -> None:
    returned.join(TIP.format(1))
    assert told(returned.read()) == [
        "documentation_tips[1] = State the date.Say *why*.",
        "documentation_tips[2] removed",
    ]


def test_a_text_typed_over_that_of_a_list_stays_in_its_place(returned: Returned) -> None:
    returned.type_over(TIP.format(2), "Another")
    assert told(returned.read()) == ["documentation_tips[2] = Another"]


def test_a_copied_paragraph_is_words_where_it_was_put(returned: Returned) -> None:
    returned.is_recorded = True
    returned.copy_behind(TIP.format(1), TIP.format(2))
    assert told(returned.read()) == ["documentation_tips + 2: {'': 'State the date.'}"]


# Values in sentences and in cells of two ---------------------------------------------


def test_names_in_a_sentence_are_changed_removed_and_added(returned: Returned) -> None:
    returned.replace("v/summary/payers/1/1", "Aetna", "Humana")
    returned.delete("v/summary/payers/2/1")
    returned.insert("v/summary/payers/3/1", None, ", and Kaiser")
    assert told(returned.read()) == [
        "summary.payers[1] = Humana",
        "summary.payers[2] removed",
        "summary.payers + 3: {'': 'Kaiser'}",
    ]


def test_a_name_that_is_typed_between_the_controls_of_a_sentence_is_added(returned: Returned) -> None:
    control = returned.control("v/summary/payers/2/1")
    control.addprevious(returned.typed("Humana, ", None))
    assert told(returned.read()) == ["summary.payers + 1: {'': 'Humana'}"]


def test_words_of_a_sentence_that_no_field_holds_have_no_place(returned: Returned) -> None:
    run = returned.runs(returned.paragraph("v/summary/payers/1/1"))[0]
    run.addprevious(returned.typed("Of course, ", None))
    found = returned.read()
    assert found.edits == ()
    assert [(one.change.new, one.why) for one in found.unplaced] == [
        ("Of course, ", "These are words of the publication, which no field holds.")
    ]


def test_words_typed_over_a_whole_sentence_are_of_no_field_beside_or_within_it() -> None:
    returned = Returned(sample("cpt:32120"))
    returned.type_over("v/summary/payers/1/1", "All payers.")
    returned.type_over("v/payment/vintage/1", "Of 2025.")
    found = returned.read()

    assert not [edit for edit in found.edits if isinstance(edit, ValueEdit)]
    typed = "".join(one.change.new for one in found.unplaced)
    assert "All payers." in typed
    assert "Of 2025." in typed


def test_a_cell_of_two_values_that_is_typed_over_comes_back_as_two(returned: Returned) -> None:
    tags = [f"v/specifications/related_codes/1/{key}/1" for key in ("system", "code")]
    for tag in tags:
        returned.delete(tag)
    returned.control(tags[0]).addprevious(returned.typed("HCPCS G0463", None))
    assert told(returned.read()) == [
        "specifications.related_codes[1].system = HCPCS",
        "specifications.related_codes[1].code = G0463",
    ]


# Absence ---------------------------------------------


def _absent(returned: Returned, **changes: Any) -> Returned:
    copy = Returned(_record(**changes))
    copy.is_recorded = returned.is_recorded
    return copy


def test_a_value_typed_over_a_statement_of_absence_is_supplied(returned: Returned) -> None:
    copy = _absent(returned, summary__scope={"unavailable": "unknown"})
    copy.type_over("a/summary/scope/1", "What is available in the source: all.")
    (edit,) = copy.read().edits
    assert isinstance(edit, ValueEdit)
    assert (edit.path, edit.old, edit.doubt) == (("summary", "scope"), None, None)
    assert edit.new == "What is available in the source: all."


def test_a_value_typed_over_the_sign_in_a_cell_is_supplied(returned: Returned) -> None:
    rows = [{"modifier": "22", "description": {"unavailable": "unknown"}, "when_to_use": "Rarely"}]
    copy = _absent(returned)
    copy = Returned(written(bare(specifications__modifiers=rows)))
    copy.is_recorded = returned.is_recorded
    copy.type_over("a/specifications/modifiers/1/description/1", "More work")
    assert told(copy.read()) == ["specifications.modifiers[1].description = More work"]


def test_a_value_beside_a_statement_that_still_stands_is_only_proposed(returned: Returned) -> None:
    copy = _absent(returned, summary__scope={"unavailable": "unknown"})
    copy.insert("a/summary/scope/1", None, " All of it.")
    doubt = "Words of the statement that there is no value still stand there."
    assert told(copy.read()) == [f"summary.scope = All of it. [{doubt}]"]


def test_words_typed_over_an_absent_table_are_only_proposed(returned: Returned) -> None:
    copy = Returned(written(bare(specifications__diagnoses={"unavailable": "unknown"})))
    copy.is_recorded = returned.is_recorded
    copy.type_over("a/specifications/diagnoses/1", "J95.830 Bleeding")
    doubt = "The field holds several values, which the words are not divided into."
    assert told(copy.read()) == [f"specifications.diagnoses = J95.830 Bleeding [{doubt}]"]


def test_the_note_in_a_statement_is_edited_as_the_note(returned: Returned) -> None:
    absence = {"unavailable": "unknown", "note": "Nobody looked."}
    copy = Returned(written(bare(specifications__diagnoses=absence)))
    copy.is_recorded = returned.is_recorded
    copy.replace("a/specifications/diagnoses/1", "Nobody", "No one")
    assert told(copy.read()) == ["specifications.diagnoses.note = No one looked."]


# Rows ---------------------------------------------


def test_a_row_is_taken_out_with_the_words_of_its_cells(returned: Returned) -> None:
    returned.delete_row(MODIFIER.format(2, "modifier"))
    (edit,) = returned.read().edits
    assert isinstance(edit, RowRemoved)
    assert (edit.path, edit.old) == (("specifications", "modifiers", 1), "51 | What 51 says | When 51 goes")
    assert [one.hand.author for one in edit.changes] == [_hand(returned)]


def test_a_row_is_put_in_between_two_and_its_columns_name_its_fields(returned: Returned) -> None:
    returned.add_row(MODIFIER.format(2, "modifier"), "52", "Less *work*", "Sometimes")
    (edit,) = returned.read().edits
    assert isinstance(edit, RowAdded)
    assert (edit.path, edit.before, edit.doubt) == (("specifications", "modifiers"), 2, None)
    assert edit.cells == {"modifier": "52", "description": r"Less \*work*", "when_to_use": "Sometimes"}
    assert len(edit.changes) == 1


def test_a_row_that_lacks_fields_is_only_proposed(returned: Returned) -> None:
    copy = Returned(written(full()))
    copy.is_recorded = returned.is_recorded
    copy.add_row("v/denials/1/carc/1", "11", "", "Wrong diagnosis", "Read the note")
    (line,) = told(copy.read())
    assert line == (
        "denials + 1: {'carc': '11', 'reason': 'Wrong diagnosis', 'prevention': 'Read the note'} "
        "[The row has nothing for source, vintage, retrieved and rarc.]"
    )


def test_a_cell_of_a_new_row_is_divided_among_the_two_fields_of_its_column(returned: Returned) -> None:
    returned.add_row("v/specifications/related_codes/1/code/1", "HCPCS G0463", "A visit", "None")
    (edit,) = returned.read().edits
    assert isinstance(edit, RowAdded)
    assert edit.cells == {"system": "HCPCS", "code": "G0463", "description": "A visit", "relationship": "None"}


def test_columns_that_restate_a_value_name_it_too(returned: Returned) -> None:
    policy = {**VOLATILE, "kind": "NCD", "title": "One", "number": "220.1", "payer": "Medicare",
              "effective": "2008-03-12", "says": "Covered"}  # fmt: skip
    copy = Returned(written(full(coverage=[policy])))
    copy.is_recorded = returned.is_recorded
    copy.add_row("v/coverage/1/number/1", "LCD Two", "L3", "Medicare", "March 1, 2026", "Not covered")
    (edit,) = copy.read().edits
    assert isinstance(edit, RowAdded)
    assert edit.cells == {
        "kind": "LCD", "title": "Two", "number": "L3", "payer": "Medicare", "effective": "2026-03-01",
        "says": "Not covered",
    }  # fmt: skip


def test_a_cell_of_a_head_that_is_divided_is_still_of_its_row() -> None:
    returned = Returned(_plain())
    for words in ("Modifier", "Description"):
        returned.split_paragraph(returned.heading(words), 3)
    assert all(one.change == WordChange("", "\n", one.change.hand) for one in returned.read().unplaced)


def test_rows_and_cells_are_told_by_their_anchors_when_others_are_gone(returned: Returned) -> None:
    returned.delete_row(MODIFIER.format(1, "modifier"))
    returned.replace(MODIFIER.format(3, "description"), "says", "tells")
    assert told(returned.read()) == [
        "specifications.modifiers[1] row removed",
        "specifications.modifiers[3].description = What 58 tells",
    ]


def test_the_removal_of_all_rows_or_texts_is_only_proposed(returned: Returned) -> None:
    for number in (1, 2, 3):
        returned.delete_row(MODIFIER.format(number, "modifier"))
        returned.delete(TIP.format(number))
    edits = returned.read().edits
    assert [type(edit) for edit in edits] == [RowRemoved] * 3 + [ValueRemoved] * 3
    assert all(edit.doubt for edit in edits)


# What has no place ---------------------------------------------


def test_an_edited_heading_is_told_with_its_words(returned: Returned) -> None:
    heading = returned.heading("Clinical Context")
    returned.runs(heading)[0].addnext(returned.typed(" and more", None))
    (one,) = returned.read().unplaced
    assert (one.change.new, one.around, one.why) == (
        " and more",
        "Clinical Context and more",
        "A heading is no part of the record.",
    )


def test_words_in_the_running_head_are_told(returned: Returned) -> None:
    name = next(name for name in returned.parts if "header" in name)
    returned.parts[name] = returned.parts[name].replace(b"Review copy", b"Review copy, mine")
    (one,) = returned.read().unplaced
    assert (one.change.new.strip(), one.why) == (", mine", "The running head is no part of the record.")


def test_a_table_that_was_put_in_has_no_place(returned: Returned) -> None:
    returned.add_table_behind(SCOPE, "One", "Two")
    found = returned.read()
    assert (found.edits, [(one.change.new, one.why) for one in found.unplaced]) == (
        (),
        [("One | Two", "A table was put in where the record has no rows.")],
    )


def test_a_text_box_has_no_place(returned: Returned) -> None:
    returned.add_text_box(SCOPE, "Look here")
    found = returned.read()
    assert (found.edits, [(one.change.new, one.why) for one in found.unplaced if one.change.new.isascii()]) == (
        (),
        [("Look here", "A record holds no text boxes.")],
    )


def test_a_row_of_facts_that_was_taken_out_empties_its_value(returned: Returned) -> None:
    returned.delete_row(TYPE)
    found = returned.read()
    assert [line.split(" [")[0] for line in told(found)] == ["overview.service_type removed"]
    assert [one.change.old for one in found.unplaced] == ["Service Type"]


def test_a_paragraph_among_words_of_no_field_has_no_place(returned: Returned) -> None:
    heading = returned.heading("Coding Specifications")
    returned.add_words_behind(heading, "Where am I?")
    found = returned.read()
    assert (found.edits, [one.change.new.strip() for one in found.unplaced]) == ((), ["Where am I?"])


def test_an_edit_across_two_fields_gives_each_its_part() -> None:
    returned = Returned(_record(summary__payers={"unavailable": "unknown"}))
    scope = returned.paragraph("a/summary/payers/1")
    scope.getparent().remove(scope)
    sent = returned.sent.copy.leaves
    assert [leaf.tag for leaf in sent if leaf.path[:1] == ("summary",)] == [MEANING, "a/summary/payers/1", SCOPE]
    returned.change(MEANING, 8, 14, "said")
    returned.join(MEANING)
    returned.change(SCOPE, 0, 5, "")
    found = [line for line in told(returned.read()) if line.startswith("summary")]
    assert found == ["summary.meaning = What it said", "summary.scope = is found."]


def test_a_flood_of_words_is_one_change_without_a_place(returned: Returned) -> None:
    returned.insert(SCOPE, None, "abcd " * 150_000)
    found = returned.read()
    assert (found.edits, [len(one.change.new) for one in found.unplaced]) == ((), [750_000])


# Without anchors ---------------------------------------------


def test_a_value_whose_control_is_gone_is_known_by_its_bookmark(returned: Returned) -> None:
    returned.replace(SCOPE, "found", "told")
    returned.strip_anchors(bookmarks=False)
    assert told(returned.read()) == ["summary.scope = What is told."]


def test_a_file_without_anchors_is_read_by_its_words_and_everything_is_only_proposed(returned: Returned) -> None:
    returned.replace(SCOPE, "found", "told")
    returned.add_paragraph(TIP.format(2), "Say who.")
    returned.delete_row(MODIFIER.format(2, "modifier"))
    returned.add_row(MODIFIER.format(3, "modifier"), "59", "Distinct", "Never")
    returned.strip_anchors()
    found = returned.read()
    assert [line.split(" [The file")[0] for line in told(found)] == [
        "summary.scope = What is told.",
        "specifications.modifiers[2] row removed",
        "specifications.modifiers + 3: {'modifier': '59', 'description': 'Distinct', 'when_to_use': 'Never'}",
        "documentation_tips + 2: {'': 'Say who.'}",
    ]
    assert all(edit.doubt for edit in found.edits)


def test_controls_of_other_programs_are_transparent(returned: Returned) -> None:
    returned.replace(SCOPE, "found", "told")
    returned.wrap_runs_in_controls("goog_rdk_1")
    assert told(returned.read()) == ["summary.scope = What is told."]


# Comments ---------------------------------------------


def _comment_on(sent: Sent, tag: str, words: str, *comments: Comment) -> WordFile:
    paragraph = next(one for one in sent.file.paragraphs if tag in one.tags)
    at = paragraph.text.index(words)
    placed = [
        Comment(one.id, one.author, one.initials, one.when, one.text, one.is_done, one.parent,
                Place(paragraph.index, at), Place(paragraph.index, at + len(words)))
        for one in comments
    ]  # fmt: skip
    return WordFile(sent.file.paragraphs, tuple(placed))


def test_a_comment_is_a_thread_on_its_field_with_the_words_it_stands_on() -> None:
    sent = _plain()
    first = Comment("1", ADA, "AC", "2026-12-01T10:00:00Z", "Really?")
    reply = Comment("2", BEN, "B", "2026-12-01T11:00:00Z", "Yes.", parent="1")
    file = _comment_on(sent, SCOPE, "found", first, reply)
    (thread,) = compare(sent.copy, sent.file, file).threads
    assert (thread.path, thread.quoted, thread.is_resolved) == (("summary", "scope"), "found", False)
    assert thread.near.startswith("Summary")
    assert [(one.hand.author, one.initials, one.text) for one in thread.remarks] == [
        (ADA, "AC", "Really?"),
        (BEN, "B", "Yes."),
    ]


def test_a_resolved_comment_on_derived_words_is_on_the_field_that_they_are_made_from() -> None:
    sent = _plain()
    done = Comment("1", ADA, "AC", None, "Rename", is_done=True)
    file = _comment_on(sent, "d/specifications/clinical_context/1", "Clinical", done)
    (thread,) = compare(sent.copy, sent.file, file).threads
    assert (thread.path, thread.is_resolved) == (("specifications", "clinical_context"), True)


def test_a_comment_that_stands_on_nothing_has_no_field() -> None:
    sent = _plain()
    file = WordFile(sent.file.paragraphs, (Comment("1", ADA, "AC", None, "Good."),))
    (thread,) = compare(sent.copy, sent.file, file).threads
    assert (thread.path, thread.near, thread.quoted) == (None, "", "")
