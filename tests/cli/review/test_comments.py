"""The commands about comments."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from tests.record_texts import record_text, write_record

REVIEW = """\
# Ours.
threads:
  - id: t1
    field: summary.meaning
    quoted: opened again
    remarks:
      - {author: Ada Coder, date: "2026-11-29T10:00:00Z", text: Is this so?}
  - {id: t2, near: Sources, status: resolved, remarks: [{text: "One\\nTwo"}]}
proposals:
  - {id: p1, field: title, old: a, new: Thoracotomy for   re-exploration}
  - {id: p2, field: title, old: a, new: b}
"""


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The review file of a record, with two comments and two proposals."""
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text())
    monkeypatch.chdir(tmp_path)
    return write_record(tmp_path / "content", REVIEW, "cpt/32120.review.yaml")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["review", *arguments], catch_exceptions=False)


@pytest.mark.usefixtures("review")
def test_comments_are_shown_with_their_field_their_words_and_their_answers() -> None:
    assert run("comments", "32120").stdout == (
        "cpt:32120 t1 (open) summary.meaning\n"
        "  on “opened again”\n"
        "  Ada Coder, 2026-11-29: Is this so?\n"
        "\n"
        "cpt:32120 t2 (resolved) below “Sources”\n"
        "  somebody: One\n"
        "    Two\n"
    )
    assert run("comments", "--all", "--open").stdout.count("cpt:32120") == 1


def test_an_answer_stands_below_its_comment_and_nothing_else_changes(review: Path) -> None:
    ran = run("reply", "32120", "t1", "Yes: until *March*.", "--as", "Ed Itor")

    assert (ran.exit_code, ran.stdout) == (0, "content/cpt/32120.review.yaml: t1 is answered\n")
    assert "  Ed Itor, 20" in run("comments", "32120").stdout
    before, after = REVIEW.splitlines(), review.read_text().splitlines()
    assert after[:7] == before[:7]
    assert after[-4:] == before[-4:]


def test_comments_are_resolved_and_opened_again(review: Path) -> None:
    assert run("resolve", "32120", "t1", "t2").stdout == "t1: resolved\nt2: resolved\n"
    assert run("comments", "--all", "--open").stderr == "No comment is open.\n"
    assert run("resolve", "32120", "t1", "--reopen").stdout == "t1: open\n"
    assert review.read_text().replace("    status: open\n", "") == REVIEW


def test_a_proposal_is_taken_where_the_record_says_it_and_else_declined(review: Path) -> None:
    assert run("resolve", "32120", "p1", "p2").stdout == (
        "p1: taken, as the record says it\np2: declined, as the record does not say it\n"
    )
    assert "status: taken}" in review.read_text()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("resolve", "32120", "t1", "t9"), "The review of cpt:32120 has no 't9'. There are: t1, t2, p1, p2."),
        (("reply", "32120", "p1", "So.", "--as", "Ed"), "has no 'p1'. There are: t1, t2."),
        (("reply", "32120", "t1", " ", "--as", "Ed"), "Say something"),
        (("reply", "32120", "t1", "So.", "--as", " "), "' ' is no name of somebody who answers."),
        (("comments",), "Name the codes whose comments are wanted, or say --all."),
        (("comments", "32120", "--all"), "Name the codes whose comments are wanted, or say --all."),
        (("resolve", "99999", "t1"), "There is no record for 99999"),
    ],
)
def test_a_call_that_cannot_be_done_changes_nothing(arguments: tuple[str, ...], says: str, review: Path) -> None:
    ran = run(*arguments)
    assert (ran.exit_code, says in ran.stderr) == (2, True), ran.stderr
    assert review.read_text() == REVIEW


def test_a_review_file_with_mistakes_is_told_and_left(review: Path) -> None:
    review.write_text("thread: []\n")
    ran = run("reply", "32120", "t1", "So.", "--as", "Ed")
    assert (ran.exit_code, "thread" in ran.stderr) == (1, True)
    assert review.read_text() == "thread: []\n"
