"""Files of a kind that the program does not have are read, modelled and told of, as the table of kinds promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepub.diagnostics import Diagnostic
from codepub.loading.load import load, load_files
from codepub.loading.load_file import CheckContext, LoadedFile, load_file
from codepub.loading.unchecked import UncheckedRecord, read_all_unchecked, read_unchecked
from codepub.origin import RecordId
from codepub.records.availability import Unavailable
from codepub.records.blank import write_blank_file
from codepub.records.kinds import CODE_SUMMARY
from tests.record_texts import RECORD, TODAY, write_record
from tests.trial_kinds import BOOK, TRIAL_KINDS, Book

TEXT = """\
title: Thoracic surgery
preface: Words before the first chapter.
imprint:
  publisher: The house
chapters:
  - title: Lungs
    records: [cpt:32120, cpt:32110]
"""
NAME = "books/thoracic.yaml"


def load_book(content: Path, text: str) -> LoadedFile[Book]:
    return load_file(BOOK, content, write_record(content, text, NAME), CheckContext(TODAY))


def take_mark(text: str) -> tuple[str, tuple[int, int, int]]:
    """Return a text without its mark, and line, column and width of what is marked."""
    before, inside, after = text.replace("»", "«").split("«")
    return before + inside + after, (before.count("\n") + 1, len(before) - before.rfind("\n"), len(inside))


def test_a_sound_file_becomes_what_its_model_says(tmp_path: Path) -> None:
    loaded = load_book(tmp_path, TEXT)
    assert loaded.diagnostics == ()
    assert loaded.record is not None
    assert [chapter.records for chapter in loaded.record.chapters] == [("cpt:32120", "cpt:32110")]


def test_a_blank_file_reads_back_without_mistakes(tmp_path: Path) -> None:
    loaded = load_book(tmp_path, write_blank_file(BOOK, {"title": "Thoracic surgery"}))
    assert loaded.diagnostics == ()
    assert loaded.record is not None
    assert loaded.record.preface == Unavailable(unavailable="not-asked")


@pytest.mark.parametrize(
    ("rule", "message", "hint", "old", "new"),
    [
        ("unknown-key", "`prefcae` is not a field here.", "Did you mean `preface`?", "preface:", "«prefcae»:"),
        (
            "unknown-key",
            "`colour`",
            "The fields here are: title, records.",
            "    records",
            "    «colour»: 1\n    records",
        ),
        (
            "missing-field",
            "The row lacks `records`.",
            "or with {unavailable: REASON}",
            "title: Lungs\n    records: [cpt:32120, cpt:32110]",
            "«title: Lungs»",
        ),
        ("wrong-type", "this is text", "or one line for each member", "[cpt:32120, cpt:32110]", "«cpt:32120»"),
        ("wrong-type", "this is text", 'such as {publisher: "The house"}', "\n  publisher: The house", " «None yet.»"),
        ("unknown-choice", "`unknwon`", "Did you mean `unknown`?", "The house", "{unavailable: «unknwon»}"),
        ("placeholder", "“TBD” is not an answer.", "or `unavailable:` with a reason", "The house", "«TBD»"),
        ("placeholder", "“TBD” is not an answer.", "Write the value.", "Thoracic surgery", "«TBD»"),
        ("hidden-in-text", "which nobody sees", "", "Words before", "Word«\u200b»s before"),
        ("hidden-character", "which nobody sees", "", "cpt:32120", "cpt:321«\u200b»20"),
        ("cut-text", "takes `#3`", "in quotes", "The house", "The house «#3»"),
    ],
)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, rule: str, message: str, hint: str, old: str, new: str) -> None:
    text, place = take_mark(TEXT.replace(old, new, 1))
    (found,) = load_book(tmp_path, text).diagnostics
    assert (found.rule, message in found.message, hint in (found.hint or "")) == (rule, True, True), found
    assert found.position is not None
    assert (found.position.line, found.position.column, found.position.width) == place
    assert found.origin is not None
    assert found.origin.record == RecordId("books", "thoracic")


def test_what_is_allowed_for_a_reason_is_not_told(tmp_path: Path) -> None:
    hidden = TEXT.replace("Words before", "Word\u200bs before")
    allowed = hidden.replace("chapter.", "chapter. # codepub: allow hidden-in-text because it shows a fault")
    assert [one.rule for one in load_book(tmp_path, hidden).diagnostics] == ["hidden-in-text"]
    assert load_book(tmp_path, allowed).diagnostics == ()


def test_a_file_that_is_no_yaml_is_told(tmp_path: Path) -> None:
    loaded = load_book(tmp_path, "title: Thoracic: surgery\n")
    assert [one.rule for one in loaded.diagnostics] == ["yaml-syntax"]
    assert loaded.record is None


def test_a_file_is_modelled_without_being_checked(tmp_path: Path) -> None:
    found = read_unchecked(BOOK, tmp_path, write_record(tmp_path, TEXT, NAME))
    assert isinstance(found, UncheckedRecord)
    assert found.record.title == "Thoracic surgery"


def test_a_file_that_does_not_fit_its_model_is_no_record(tmp_path: Path) -> None:
    found = read_unchecked(BOOK, tmp_path, write_record(tmp_path, "title: Thoracic surgery\n", NAME))
    assert isinstance(found, Diagnostic)
    assert found.rule == "unreadable"


# --- beside other kinds -------------------------------------------------------------------------------------------


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A code summary and a book, in a program that has both kinds."""
    monkeypatch.setattr("codepub.loading.load.KINDS", TRIAL_KINDS)
    monkeypatch.setattr("codepub.loading.unchecked.KINDS", TRIAL_KINDS)
    write_record(tmp_path, RECORD)
    write_record(tmp_path, TEXT, NAME)
    return tmp_path


def test_records_of_each_kind_are_loaded_and_told_apart(library: Path) -> None:
    loaded = load(library, CheckContext(TODAY))
    assert loaded.diagnostics == ()
    assert loaded.files == (library / NAME, library / "cpt/32120.yaml")
    assert [book.title for book in loaded.records_of(BOOK)] == ["Thoracic surgery"]
    assert [record.code for record in loaded.records] == ["32120"]
    assert loaded.records == loaded.records_of(CODE_SUMMARY)


def test_only_code_summaries_are_what_a_code_refers_to(library: Path) -> None:
    assert list(load(library, CheckContext(TODAY)).corpus.records) == [RecordId("cpt", "32120")]


def test_a_file_of_another_kind_is_loaded_by_itself(library: Path) -> None:
    loaded = load_files(library, [library / NAME], CheckContext(TODAY))
    assert (loaded.files, loaded.records, loaded.diagnostics) == ((library / NAME,), (), ())
    assert len(loaded.records_of(BOOK)) == 1


def test_a_mistake_in_a_book_hides_no_code_summary(library: Path) -> None:
    write_record(library, TEXT.replace("preface:", "prefcae:"), NAME)
    loaded = load(library, CheckContext(TODAY))
    assert [one.rule for one in loaded.diagnostics] == ["unknown-key"]
    assert (len(loaded.records), loaded.records_of(BOOK)) == (1, ())


def test_only_code_summaries_are_read_unchecked(library: Path) -> None:
    (only,) = read_all_unchecked(library)
    assert isinstance(only, UncheckedRecord)
    assert only.record.code == "32120"
