"""Copies come back: what is shown, what is written, and how the command ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from codepub.review.edits import FieldEdit, Hand, ReturnedRemark, ReturnedThread, Unplaced, WordChange
from codepub.reviewing import Reviewing
from tests.record_texts import RECORD
from tests.review.inbox import Inbox, make_inbox
from tests.review.returned import BEN, add, edit, empty, remove

MEANING = "The chest is opened again after an operation."
CLEAN = edit("summary.meaning", MEANING, "The chest is opened once more after an operation.")
DOUBTFUL = edit("summary.scope", "When the code is meant.", "All of it.", doubt="The file has lost its anchors.")


@pytest.fixture
def inbox(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Inbox:
    put_code_sets(tmp_path)
    return make_inbox(tmp_path, monkeypatch)


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, ["review", "receive", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code in {0, 1}, result.stderr
    return result


def contents(inbox: Inbox) -> dict[Path, bytes]:
    """All files of the workspace that a run could change."""
    folders = (inbox.root / "content", inbox.root / "reviews")
    return {file: file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file()}


def test_without_apply_a_change_is_shown_word_by_word_and_nothing_is_written(inbox: Inbox) -> None:
    file = inbox.get_back(inbox.send(), CLEAN)
    before = contents(inbox)

    result = run(file)

    assert result.exit_code == 0
    assert contents(inbox) == before
    assert "summary.meaning: to be applied\n" in result.stdout
    assert "  The chest is opened [-again-]{+once more+} after an operation.\n" in result.stdout
    assert "  Ada Coder, 2026-12-01 10:02\n" in result.stdout
    assert result.stdout.endswith(
        "1 change read = 1 applied + 0 proposed + 0 conflicting + 0 unplaced.\n"
        "Nothing was written. Give the command with --apply to write it.\n"
    )


def test_with_apply_the_record_says_it_and_no_other_line_changes(inbox: Inbox) -> None:
    result = run("--apply", inbox.get_back(inbox.send(), CLEAN))

    assert result.exit_code == 0
    assert inbox.record.read_text() == RECORD.replace("again after", "once more after")
    assert "wrote content/cpt/32120.yaml\nwrote content/cpt/32120.review.yaml\n" in result.stdout


@pytest.mark.parametrize(
    ("edits", "code"),
    [((CLEAN,), 0), ((CLEAN, DOUBTFUL), 1), ((CLEAN, empty("summary.scope", "When")), 1)],
    ids=["applied", "proposed", "emptied"],
)
def test_the_same_file_again_changes_nothing_and_ends_as_before(
    inbox: Inbox, edits: tuple[FieldEdit, ...], code: int
) -> None:
    file = inbox.get_back(inbox.send(), *edits)
    first = run("--apply", file)
    before = contents(inbox)

    again = run("--apply", file)

    assert (first.exit_code, again.exit_code) == (code, code)
    assert contents(inbox) == before
    assert "summary.meaning: received before\n" in again.stdout
    assert [line for line in again.stdout.splitlines() if " read = " in line] == [
        line for line in first.stdout.splitlines() if " read = " in line
    ]


def test_the_same_file_again_takes_nothing_back_that_the_record_says_by_now(inbox: Inbox) -> None:
    file = inbox.get_back(inbox.send(), CLEAN)
    run("--apply", file)
    inbox.record.write_text(inbox.record.read_text().replace("once more", "a second time"))

    again = run("--apply", file)

    assert again.exit_code == 0
    assert "a second time" in inbox.record.read_text()


@pytest.mark.parametrize("status", ["taken", "declined"])
def test_a_file_ends_with_0_again_once_its_proposals_are_decided(inbox: Inbox, status: str) -> None:
    file = inbox.get_back(inbox.send(), DOUBTFUL)
    run("--apply", file)
    inbox.review.write_text(inbox.review.read_text().replace("status: open", f"status: {status}"))

    assert run(file).exit_code == 0


def test_what_is_done_about_changes_that_wait_is_said_once_they_are_kept(inbox: Inbox) -> None:
    file = inbox.get_back(inbox.send(), DOUBTFUL)

    assert "What waits" not in run(file).stderr
    assert "What waits is kept: `codepub review status " in run("--apply", file).stderr


def test_what_is_proposed_is_kept_in_the_review_file_with_the_reason(inbox: Inbox) -> None:
    result = run("--apply", inbox.get_back(inbox.send(), DOUBTFUL))

    kept = inbox.review.read_text()
    assert result.exit_code == 1
    assert inbox.record.read_text() == RECORD
    assert "summary.scope: proposed\n" in result.stdout
    assert all(
        words in kept for words in ("field: summary.scope", "new: All of it.", "lost its anchors", "status: open")
    )


def test_what_does_not_validate_is_proposed_with_what_the_checks_say(inbox: Inbox) -> None:
    result = run("--apply", inbox.get_back(inbox.send(), edit("specifications.modifiers.0.modifier", "78", "7")))

    assert result.exit_code == 1
    assert inbox.record.read_text() == RECORD
    assert "`7` is not a modifier." in result.stdout
    assert "`7` is not a modifier." in inbox.review.read_text()


def test_a_record_that_was_changed_since_is_merged_and_a_conflict_keeps_both_sides(inbox: Inbox) -> None:
    copy = inbox.send()
    ours = RECORD.replace(MEANING, "Else.").replace("[thoracic]", "[thoracic, surgery]  # ours")
    inbox.record.write_text(ours)

    result = run("--apply", inbox.get_back(copy, CLEAN, edit("overview.service_type", "Surgical", "Surgical, open")))

    assert result.exit_code == 1
    assert inbox.record.read_text() == ours.replace("service_type: Surgical", "service_type: Surgical, open")
    assert "summary.meaning: conflicting\n" in result.stdout
    assert "  against: [-The chest is opened again after an operation.-]{+Else.+}\n" in result.stdout
    assert "against: Else." in inbox.review.read_text()


def test_two_reviewers_who_say_different_things_are_both_kept(inbox: Inbox) -> None:
    ada = inbox.get_back(inbox.send(), edit("summary.scope", "When the code is meant.", "All."))
    ben = inbox.get_back(inbox.send(BEN), edit("summary.scope", "When the code is meant.", "None.", author=BEN))

    result = run("--apply", ada, ben)

    kept = inbox.review.read_text()
    assert result.exit_code == 1
    assert inbox.record.read_text() == RECORD
    assert "2 changes read = 0 applied + 0 proposed + 2 conflicting + 0 unplaced." in result.stdout
    assert all(words in kept for words in ("new: All.", "new: None.", "against: None.", "against: All."))


def test_a_change_that_waits_is_a_conflict_with_what_another_says_later(inbox: Inbox) -> None:
    run("--apply", inbox.get_back(inbox.send(), DOUBTFUL))
    ben = inbox.get_back(inbox.send(BEN), edit("summary.scope", "When the code is meant.", "None.", author=BEN))

    result = run("--apply", ben)

    assert result.exit_code == 1
    assert inbox.record.read_text() == RECORD
    assert "Ada Coder says something else here (p1)." in result.stdout


def test_a_change_that_waits_is_none_with_what_another_says_alike(inbox: Inbox) -> None:
    run("--apply", inbox.get_back(inbox.send(), DOUBTFUL))
    ben = inbox.get_back(inbox.send(BEN), edit("summary.scope", "When the code is meant.", "All of it.", author=BEN))

    assert run("--apply", ben).exit_code == 0
    assert "scope: All of it." in inbox.record.read_text()


def test_one_file_named_twice_is_read_twice_and_made_once(inbox: Inbox) -> None:
    file = inbox.get_back(inbox.send(), CLEAN, add("summary.payers", 2, text="Cigna"))

    result = run("--apply", file, file)

    assert result.exit_code == 0
    assert "4 changes read = 4 applied" in result.stdout
    assert inbox.record.read_text().count("Cigna") == 1


def test_two_reviewers_who_say_the_same_are_both_named(inbox: Inbox) -> None:
    ada = inbox.get_back(inbox.send(), edit("summary.scope", "When the code is meant.", "All."))
    ben = inbox.get_back(inbox.send(BEN), edit("summary.scope", "When the code is meant.", "All.", author=BEN))

    result = run("--apply", ada, ben)

    assert result.exit_code == 0
    assert result.stdout.count("summary.scope: applied\n") == 1
    assert "  Ada Coder, 2026-12-01 10:02\n  Dr. Ben, 2026-12-01 10:02\n" in result.stdout
    assert "2 changes read = 2 applied" in result.stdout


def test_rows_come_and_go(inbox: Inbox) -> None:
    file = inbox.get_back(
        inbox.send(),
        remove("specifications.modifiers.0"),
        add("specifications.modifiers", 2, modifier="51", description="One of several", when_to_use="Not here"),
    )
    result = run("--apply", file)

    assert result.exit_code == 0
    assert "specifications.modifiers[1], taken out: applied\n" in result.stdout
    assert "{+modifier: 51; description: One of several; when_to_use: Not here+}" in result.stdout
    assert 'modifier: "78"' not in inbox.record.read_text()
    assert '    - modifier: "51"\n      description: One of several\n' in inbox.record.read_text()


def test_words_in_no_field_are_shown_with_what_stands_around_them(inbox: Inbox) -> None:
    change = WordChange("Modifiers", "Modifiers here", Hand(None))
    unplaced = Unplaced("Specifications", "Modifiers that apply", change, "This heading is made by codepub.")
    result = run(inbox.get_back(inbox.send(), unplaced=(unplaced,)))

    assert result.exit_code == 1
    assert "in no field below “Specifications”: unplaced\n  Modifiers{+ here+}\n" in result.stdout
    assert "  around: Modifiers that apply\n  author not recorded, copy for Ada Coder\n" in result.stdout
    assert "1 change read = 0 applied + 0 proposed + 0 conflicting + 1 unplaced." in result.stdout


def test_words_in_no_field_are_kept_until_somebody_decides(inbox: Inbox) -> None:
    change = WordChange("", "See our letter.", Hand(BEN))
    unplaced = Unplaced("Specifications", "", change, "It stands in a text box.")
    file = inbox.get_back(inbox.send(), unplaced=(unplaced,))
    first = run("--apply", file)
    before = contents(inbox)
    again = run("--apply", file)

    assert (first.exit_code, again.exit_code) == (1, 1)
    assert contents(inbox) == before
    assert "new: See our letter." in inbox.review.read_text()
    inbox.review.write_text(inbox.review.read_text().replace("status: open", "status: declined"))
    settled = run("--apply", file)
    assert settled.exit_code == 0
    assert "1 change read = 1 applied + 0 proposed + 0 conflicting + 0 unplaced." in settled.stdout


def test_comments_become_threads_in_rows_as_they_are_now(inbox: Inbox) -> None:
    copy = inbox.send()
    path = ("specifications", "modifiers", 1, "description")
    remark = ReturnedRemark(Hand(BEN, "2026-12-01T10:02:00Z"), "B", "Is this still so?")
    thread = ReturnedThread(path, "Modifiers", "Two surgeons", (remark,), is_resolved=False)
    file = inbox.get_back(copy, remove("specifications.modifiers.0"), threads=(thread,))

    result = run("--apply", file)

    kept = inbox.review.read_text()
    assert result.exit_code == 0
    assert "comment on “Two surgeons”\n  Dr. Ben, 2026-12-01 10:02: Is this still so?\n" in result.stdout
    assert "field: specifications.modifiers[1].description" in kept
    assert "quoted: Two surgeons" in kept


def test_files_that_cannot_be_used_are_refused_with_reasons_and_the_others_go_on(inbox: Inbox) -> None:
    lost = inbox.send(BEN)
    file, unknown = inbox.get_back(inbox.send(), CLEAN), inbox.get_back(lost)
    (inbox.root / f"reviews/{lost.identifier}.json").unlink()
    stranger = inbox.root / "letter.docx"
    stranger.write_bytes(b"no Word file")

    result = run("--apply", stranger, file, unknown)

    assert result.exit_code == 1
    assert "once more" in inbox.record.read_text()
    assert f"{stranger}: " in result.stderr
    assert f"The review copy {lost.identifier} is not among those that this workspace keeps" in result.stderr


def test_a_copy_of_a_record_that_is_gone_is_refused(inbox: Inbox) -> None:
    file = inbox.get_back(inbox.send(), CLEAN)
    inbox.record.unlink()
    before = contents(inbox)

    result = run("--apply", file)

    assert result.exit_code == 1
    assert "The record cpt:32120 that this is a copy of is gone" in result.stderr
    assert contents(inbox) == before


def test_a_review_file_with_mistakes_is_told_with_its_place_and_nothing_is_written(inbox: Inbox) -> None:
    file = inbox.get_back(inbox.send(), CLEAN)
    inbox.review.write_text("copies: 7\n")
    before = contents(inbox)

    result = run("--apply", file)

    assert result.exit_code == 1
    assert f"{inbox.review}:1: " in result.stderr
    assert contents(inbox) == before


def test_a_record_that_is_saved_meanwhile_is_left_alone(inbox: Inbox) -> None:
    reviewing = Reviewing(inbox.workspace)
    received = reviewing.receive([inbox.get_back(inbox.send(), CLEAN)])
    inbox.record.write_text(RECORD + "# mine\n")
    before = contents(inbox)

    with pytest.raises(Exception, match="saved meanwhile"):
        reviewing.write_received(received)
    assert contents(inbox) == before


def test_json_has_the_changes_and_counts_that_add_up(inbox: Inbox) -> None:
    file = inbox.get_back(inbox.send(), CLEAN, DOUBTFUL, add("summary.payers", 2, text="Cigna"))
    result = run("--apply", "--format", "json", file)

    told = json.loads(result.stdout)
    counts = told["counts"]
    assert counts.pop("read") == sum(counts.values()) == 3
    assert [(one["field"], one["fate"], one["new"]) for one in told["changes"]] == [
        ("summary.meaning", "applied", CLEAN.new),
        ("summary.scope", "proposed", "All of it."),
        ("summary.payers", "applied", "Cigna"),
    ]
    assert told["changes"][0]["by"][0]["changes"][0]["author"] == "Ada Coder"
    assert told["written"] == ["content/cpt/32120.yaml", "content/cpt/32120.review.yaml"]
