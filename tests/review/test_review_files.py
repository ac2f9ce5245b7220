"""Review files: read, added to, written in place."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from codepub.diagnostics import CodepubError, ContentError
from codepub.loading.saving import SavedMeanwhileError
from codepub.origin import RecordId
from codepub.records.review_file import ReviewFile
from codepub.review.edits import (
    FieldEdit,
    Hand,
    ReturnedRemark,
    ReturnedThread,
    RowAdded,
    RowRemoved,
    ValueEdit,
    ValueRemoved,
    WordChange,
)
from codepub.review.review_files import (
    Unmade,
    add_copy,
    add_proposals,
    add_receipt,
    add_threads,
    has_received,
    keep_words,
    open_review,
    read_review,
    write_moment,
    write_review,
)

RECORD = RecordId("cpt", "32120")
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
ADA = Hand("Ada Coder", "2026-11-29T08:00:00Z")
CHANGES = (WordChange("usual", "frequent", ADA),)


def thread(*said: str, resolved: bool = False, hand: Hand = ADA, field: str = "meaning") -> ReturnedThread:
    remarks = tuple(ReturnedRemark(hand, "AC", text) for text in said)
    return ReturnedThread(("summary", field), "Meaning", "opened again", remarks, is_resolved=resolved)


def write(content: Path, text: str) -> Path:
    file = content / "cpt/32120.review.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())
    return file


def test_a_record_without_a_review_file_has_an_empty_review(tmp_path: Path) -> None:
    assert read_review(tmp_path, RECORD) == ReviewFile()


def test_a_review_file_lies_beside_its_record(tmp_path: Path) -> None:
    assert open_review(tmp_path, RecordId("icd-10-cm", "J95.830")).file == tmp_path / "icd-10-cm/J95830.review.yaml"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    review = add_copy(ReviewFile(), "32120-ada-coder-7k2m9q", "Ada Coder", NOW)
    review = add_receipt(review, "32120-ada-coder-7k2m9q", "0" * 64, NOW)
    review = add_threads(review, [thread("Is this so?\n\nI doubt it.", "Yes.")])
    review = add_proposals(review, [Unmade(ValueEdit(("title",), "a", "b", CHANGES), "32120-ada-coder-7k2m9q", "Why")])

    write_review(open_review(tmp_path, RECORD), review)

    assert read_review(tmp_path, RECORD) == review
    assert (tmp_path / "cpt/32120.review.yaml").read_text() == (
        "# yaml-language-server: $schema=../../schemas/review.schema.json\n"
        "# The review of the record beside this file. `codepub review` writes it; comments of your own stay.\n"
        "copies:\n"
        "  - id: 32120-ada-coder-7k2m9q\n"
        "    reviewer: Ada Coder\n"
        '    sent: "2026-11-30T10:00:00Z"\n'
        "    received:\n"
        f'      - sha256: "{"0" * 64}"\n'
        '        date: "2026-11-30T10:00:00Z"\n'
        "threads:\n"
        "  - id: t1\n"
        "    field: summary.meaning\n"
        "    near: Meaning\n"
        "    quoted: opened again\n"
        "    status: open\n"
        "    remarks:\n"
        "      - author: Ada Coder\n"
        '        date: "2026-11-29T08:00:00Z"\n'
        "        initials: AC\n"
        "        text: |-\n"
        "          Is this so?\n"
        "\n"
        "          I doubt it.\n"
        "      - author: Ada Coder\n"
        '        date: "2026-11-29T08:00:00Z"\n'
        "        initials: AC\n"
        "        text: Yes.\n"
        "proposals:\n"
        "  - id: p1\n"
        "    field: title\n"
        "    old: a\n"
        "    new: b\n"
        "    by: Ada Coder\n"
        '    date: "2026-11-29T08:00:00Z"\n'
        "    copy: 32120-ada-coder-7k2m9q\n"
        "    why: Why\n"
        "    status: open\n"
    )


WRITTEN = """\
# Ours.
threads:
  - id: t1  # ask Bea
    field: 'summary.meaning'
    status: open
    remarks:
      # the first
      - {author: Ada Coder, text: Is this so?}

# Nothing yet.
signatures: []
"""


def test_a_comment_by_hand_and_all_other_lines_stay(tmp_path: Path) -> None:
    file = write(tmp_path, WRITTEN)
    stored = open_review(tmp_path, RECORD)

    write_review(stored, add_threads(stored.review, [thread("Is this so?", "It is.", resolved=True), thread("New.")]))

    kept = file.read_text().splitlines()
    written = WRITTEN.splitlines()
    changed = written.index("    status: open")
    assert kept[:7] == [*written[:changed], "    status: resolved", *written[changed + 1 : 7]]
    assert kept[-3:] == written[-3:]
    assert [len(one.remarks) for one in read_review(tmp_path, RECORD).threads] == [2, 1]


def test_a_list_that_is_not_there_stands_behind_the_one_before_it(tmp_path: Path) -> None:
    file = write(tmp_path, WRITTEN)
    stored = open_review(tmp_path, RECORD)

    write_review(stored, add_copy(stored.review, "32120-x7", None, NOW))

    assert "copies:" in file.read_text()
    assert read_review(tmp_path, RECORD).copies[0].id == "32120-x7"


def test_nothing_is_written_where_nothing_changes(tmp_path: Path) -> None:
    stored = open_review(tmp_path, RECORD)
    write_review(stored, stored.review)
    assert not list(tmp_path.iterdir())


def test_a_file_that_was_saved_meanwhile_is_not_written(tmp_path: Path) -> None:
    file = write(tmp_path, WRITTEN)
    stored = open_review(tmp_path, RECORD)
    file.write_text(f"{WRITTEN}# later\n")

    with pytest.raises(SavedMeanwhileError, match=r"32120\.review\.yaml: saved meanwhile"):
        write_review(stored, add_copy(stored.review, "32120-x7", None, NOW))

    assert file.read_text() == f"{WRITTEN}# later\n"


def test_a_file_that_was_made_meanwhile_is_not_written(tmp_path: Path) -> None:
    stored = open_review(tmp_path, RECORD)
    file = write(tmp_path, WRITTEN)

    with pytest.raises(SavedMeanwhileError):
        write_review(stored, add_copy(stored.review, "32120-x7", None, NOW))

    assert file.read_text() == WRITTEN


def test_a_file_with_mistakes_is_told(tmp_path: Path) -> None:
    write(tmp_path, "thread: []\n")
    with pytest.raises(ContentError) as raised:
        read_review(tmp_path, RECORD)
    (found,) = raised.value.diagnostics
    assert (found.rule, found.hint) == ("unknown-key", "Did you mean `threads`?")


def test_a_review_that_grows_too_large_is_refused(tmp_path: Path) -> None:
    stored = open_review(tmp_path, RECORD)
    with pytest.raises(CodepubError, match="larger than 1,048,576 bytes, and was left as it is"):
        write_review(stored, add_threads(stored.review, [thread("x" * 1_050_000)]))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "said",
    ["", "?", "TBD", "n/a", "null", "no", "012", "say “so”\u00a0", '12" of "', "a\u200bb", "# so", "- so", "so: so",
     "so\n\nso\n", " so", "\tso", "so\r\nso", "'", '"', "{}", "\U0001f914", "…", "2026-11-30", "so #3", "-", "~",
     "unknown", "Ada’s\u00ad", "a\tb\n  c", "<<<<<<< HEAD"],
)  # fmt: skip
def test_whatever_a_reviewer_says_is_kept(said: str, tmp_path: Path) -> None:
    for _ in range(2):  # into a new file, and into one that is there
        stored = open_review(tmp_path, RECORD)
        write_review(stored, add_threads(stored.review, [thread(said, field="scope"), thread(f"{said} again")]))
    first, second = read_review(tmp_path, RECORD).threads
    assert [first.remarks[0].text, second.remarks[0].text] == [keep_words(said), f"{keep_words(said)} again"]


def test_a_character_that_no_text_may_hold_is_spelled_out() -> None:
    assert keep_words("a\x07b\uf0b7c\u202ed\r\ne") == "a[U+0007]b[U+F0B7]c[U+202E]d\ne"


def test_a_moment_is_written_in_utc() -> None:
    eastern = timezone(timedelta(hours=-5))
    assert write_moment(datetime(2026, 11, 30, 5, 0, 0, 7, tzinfo=eastern)) == "2026-11-30T10:00:00Z"


def test_a_file_that_came_back_before_is_known() -> None:
    review = add_receipt(add_copy(ReviewFile(), "a", None, NOW), "a", "1" * 64, NOW)
    assert (has_received(review, "1" * 64), has_received(review, "2" * 64)) == (True, False)
    assert add_receipt(review, "a", "1" * 64, NOW) == review


# --- comments -----------------------------------------------------------------------------------------------------


def test_a_comment_that_comes_back_twice_is_kept_once() -> None:
    review = add_threads(ReviewFile(), [thread("Is this so?")])
    assert add_threads(review, [thread("Is this so?")]) is review


def test_replies_are_added_to_the_comment_they_answer() -> None:
    review = add_threads(ReviewFile(), [thread("Is this so?"), thread("And this?")])
    (first, second) = add_threads(review, [thread("And this?", "It is.")]).threads
    assert ([one.text for one in first.remarks], [one.text for one in second.remarks]) == (
        ["Is this so?"],
        ["And this?", "It is."],
    )


def test_a_comment_that_was_resolved_in_word_is_resolved() -> None:
    review = add_threads(ReviewFile(), [thread("Is this so?")])
    (only,) = add_threads(review, [thread("Is this so?", resolved=True)]).threads
    assert only.status == "resolved"


def test_a_comment_that_moved_to_another_field_is_known_by_its_time() -> None:
    review = add_threads(ReviewFile(), [thread("Is this so?")])
    assert add_threads(review, [thread("Is this so?", field="scope")]) is review


def test_the_same_words_on_two_fields_are_two_comments() -> None:
    said = [thread("Cite this.", hand=Hand("Ada"), field=field) for field in ("meaning", "scope")]
    assert [one.id for one in add_threads(ReviewFile(), said).threads] == ["t1", "t2"]


def test_a_date_that_is_none_is_left_out() -> None:
    (only,) = add_threads(ReviewFile(), [thread("So?", hand=Hand("Ada", "yesterday"))]).threads
    assert only.remarks[0].date is None


# --- changes that wait --------------------------------------------------------------------------------------------

ROWS = ("specifications", "modifiers")
DESCRIBED: list[tuple[FieldEdit, dict[str, object]]] = [
    (ValueEdit((*ROWS, 1, "when_to_use"), "usual", "frequent", CHANGES),
     {"field": "specifications.modifiers[2].when_to_use", "old": "usual", "new": "frequent"}),
    (ValueEdit((*ROWS,), None, "none", CHANGES), {"field": "specifications.modifiers", "new": "none"}),
    (ValueRemoved(("summary", "payers", 0), "Aetna", CHANGES), {"field": "summary.payers[1]", "old": "Aetna"}),
    (RowRemoved((*ROWS, 0), "78", CHANGES), {"field": "specifications.modifiers[1]", "old": "78"}),
    (RowAdded(ROWS, 0, {"modifier": "59"}, CHANGES),
     {"field": "specifications.modifiers", "before": 1, "cells": ({"field": "modifier", "new": "59"},)}),
    (RowAdded(("coding_tips",), 2, {"": "Say so"}, CHANGES), {"field": "coding_tips", "before": 3, "new": "Say so"}),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "described"), DESCRIBED)
def test_an_edit_that_was_not_made_waits_as_a_proposal(edit: FieldEdit, described: dict[str, object]) -> None:
    (only,) = add_proposals(ReviewFile(), [Unmade(edit, "copy-1", "Somebody has to look.")]).proposals
    beside = {"id": "p1", "by": "Ada Coder", "date": ADA.when, "copy": "copy-1", "status": "open"}
    assert only.model_dump(exclude_unset=True, by_alias=True) == {**described, **beside, "why": "Somebody has to look."}


def test_the_other_side_of_a_conflict_is_kept() -> None:
    edit = ValueEdit(("title",), "a", "b", CHANGES)
    (only,) = add_proposals(ReviewFile(), [Unmade(edit, "copy-1", "The record changed.", against="")]).proposals
    assert only.against == ""


def test_a_proposal_that_comes_back_twice_is_kept_once() -> None:
    unmade = Unmade(ValueEdit(("title",), "a", "b", CHANGES), "copy-1", "Why")
    review = add_proposals(ReviewFile(), [unmade])
    assert add_proposals(review, [unmade._replace(why="Otherwise")]) is review
    assert [one.id for one in add_proposals(review, [unmade._replace(copy="copy-2")]).proposals] == ["p1", "p2"]
