from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from codepub.checks.check import Breach, Check, Subject
from codepub.diagnostics import Diagnostic, MachineError, Severity
from codepub.loading.allowances import ALLOWABLE
from codepub.loading.load import load, load_files
from codepub.loading.load_file import CheckContext
from codepub.loading.unchecked import UncheckedRecord, read_all_unchecked
from codepub.loading.unforeseen import UNFORESEEN, attempt
from codepub.origin import Position, RecordId
from codepub.yaml.hints import Hints
from tests.record_texts import RECORD, TODAY, record_text, write_record

RULES_BROKEN = (UNFORESEEN.id,)

FILE = Path("content/cpt/32120.yaml")
OTHER = (('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))


def fail_with(error: Exception) -> Diagnostic:
    """Return what is told of a work that fails."""

    def failing(_: Path) -> int:
        raise error

    found = attempt(failing, FILE)
    assert isinstance(found, Diagnostic)
    return found


def test_work_that_succeeds_gives_its_result() -> None:
    assert attempt(lambda file: file.name, FILE) == "32120.yaml"


def test_a_failure_says_where_it_is_what_it_is_and_what_to_report() -> None:
    found = fail_with(KeyError("payers"))
    assert (found.rule, found.severity, found.position) == (UNFORESEEN.id, Severity.ERROR, Position(FILE, 1, 1))
    assert found.message.startswith("codepub itself failed at this file: KeyError: 'payers' (test_unforeseen.py, line ")
    assert found.hint == "All other files are looked at. Please report this line; the fault is not yours."


def test_what_python_says_is_told_in_one_line_that_a_terminal_obeys_nothing_in_and_not_at_any_length() -> None:
    message = fail_with(ValueError("a\n::error::b\x1b]0;c\x07" + "d" * 10_000)).message
    assert "ValueError: a ::error::b\\x1b]0;c\\x07ddd" in message
    assert message.isprintable()
    assert len(message) < 500


@pytest.mark.parametrize("error", [RecursionError(), MemoryError()])
def test_failures_without_words_have_their_names(error: Exception) -> None:
    assert type(error).__name__ in fail_with(error).message


def test_what_is_no_matter_of_the_file_is_raised() -> None:
    with pytest.raises(MachineError, match="the disk is full"):
        fail_with(MachineError("the disk is full"))


def test_what_is_unforeseen_cannot_be_allowed() -> None:
    assert UNFORESEEN.id not in ALLOWABLE


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two sound records; a check fails at 32120."""

    def failing(subject: Subject) -> Iterator[Breach]:
        if subject.record.code == "32120":
            raise ZeroDivisionError("division by zero")
        return iter(())

    write_record(tmp_path, RECORD)
    write_record(tmp_path, record_text(*OTHER), "cpt/32110.yaml")
    monkeypatch.setattr("codepub.loading.load_file.CHECKS", (Check(UNFORESEEN, failing),))
    return tmp_path


def test_a_check_that_fails_at_one_record_hides_no_other(library: Path) -> None:
    loaded = load(library, CheckContext(TODAY))
    (found,) = loaded.diagnostics
    assert (found.rule, found.position) == (UNFORESEEN.id, Position(library / "cpt/32120.yaml", 1, 1))
    assert found.origin is not None
    assert found.origin.record == RecordId("cpt", "32120")
    assert [record.code for record in loaded.records] == ["32110"]
    assert len(loaded.files) == 2


def test_a_check_that_fails_at_a_record_that_is_only_referred_to_is_not_told(library: Path) -> None:
    referring = record_text(*OTHER, ('      code: "32124"', '      code: "32120"'))
    file = write_record(library, referring, "cpt/32110.yaml")
    assert load_files(library, [file], CheckContext(TODAY)).diagnostics == ()


def test_what_fails_between_records_is_told_at_one_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_record(tmp_path, RECORD)
    monkeypatch.setattr("codepub.loading.load.find_ended_references", lambda *_: 1 / 0)
    loaded = load(tmp_path, CheckContext(TODAY))
    assert [one.rule for one in loaded.diagnostics] == [UNFORESEEN.id]


def test_a_file_that_cannot_be_modelled_for_no_known_reason_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_record(tmp_path, "[" * 10)
    write_record(tmp_path, record_text(*OTHER), "cpt/32110.yaml")
    reading = sys.modules["codepub.loading.unchecked"].read

    def failing(file: Path, raw: bytes, hints: Hints) -> object:
        return 1 / 0 if raw.startswith(b"[") else reading(file, raw, hints)

    monkeypatch.setattr("codepub.loading.unchecked.read", failing)
    good, bad = read_all_unchecked(tmp_path)
    assert isinstance(good, UncheckedRecord)
    assert isinstance(bad, Diagnostic)
    assert bad.rule == UNFORESEEN.id
