from __future__ import annotations

import os
from pathlib import Path

import pytest

from codepub.building.build import build, list_tasks
from codepub.building.jobs import choose_jobs, count_cores
from codepub.building.ledger import Ledger
from codepub.building.making import Task
from codepub.building.outcomes import Failed, Kept, Made
from codepub.building.processes import do_in_processes
from codepub.building.targets import Publishing, Target
from codepub.compose.publisher import Publisher
from codepub.origin import RecordId
from codepub.records.code_summary import CodeSummary
from codepub.writers.choices import Format
from tests.building.killing import KillingWording
from tests.publications import bare, record, theme, wording

PUBLISHING = Publishing(wording(), Publisher(), theme())
RECORDS = [record(bare(code=f"A04{number}")) for number in range(20, 32)]
CODES = [one.code for one in RECORDS]
FORMATS: tuple[Format, ...] = ("html", "md")

needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows kills processes in another way")


def make_tasks(records: list[CodeSummary], folder: Path, format_: Format = "md") -> list[Task]:
    return [Task(one, (Target(one.id, format_, folder / f"{one.code}.{format_}"),)) for one in records]


def test_several_processes_make_what_one_makes_in_the_same_order(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        alone = list(build(list_tasks(RECORDS, FORMATS, tmp_path / "one", ledger), PUBLISHING, ledger))
        together = list(build(list_tasks(RECORDS, FORMATS, tmp_path / "two", ledger), PUBLISHING, ledger, jobs=2))

        assert [str(one.target) for one in together] == [str(one.target) for one in alone]
        assert all(isinstance(one, Made) for one in together)
        for one in alone:
            other = tmp_path / "two" / one.target.file.relative_to(tmp_path / "one")
            assert other.read_bytes() == one.target.file.read_bytes()
        again = build(list_tasks(RECORDS, FORMATS, tmp_path / "two", ledger), PUBLISHING, ledger, jobs=2)
        assert all(isinstance(one, Kept) for one in again)


def kill(code: str, times: int, folder: Path) -> Publishing:
    """Words that kill the process that says them of a code, so often."""
    folder.mkdir()
    own = wording()
    return Publishing(KillingWording(own.words, own.source, code, times, folder), Publisher(), theme())


@needs_signals
def test_the_record_of_a_killed_process_is_tried_again(tmp_path: Path) -> None:
    publishing = kill("A0425", 1, tmp_path / "killed")

    done = [one for each in do_in_processes(make_tasks(RECORDS, tmp_path), publishing, 2) for one in each]

    assert [(one.target.record.code, type(one)) for one in done] == [(code, Made) for code in CODES]
    assert len(list((tmp_path / "killed").iterdir())) == 1


@needs_signals
def test_a_record_that_kills_its_process_twice_is_given_up_and_stops_no_other(tmp_path: Path) -> None:
    publishing = kill("A0425", 99, tmp_path / "killed")

    done = [one for each in do_in_processes(make_tasks(RECORDS, tmp_path), publishing, 2) for one in each]

    assert [(one.target.record.code, type(one)) for one in done] == [
        (code, Failed if code == "A0425" else Made) for code in CODES
    ]
    (failed,) = (one for one in done if isinstance(one, Failed))
    assert "ended from outside, twice" in str(failed.error)
    assert failed.error.exit_code == 3
    assert len(list((tmp_path / "killed").iterdir())) == 2


def test_who_stops_asking_ends_the_processes_and_leaves_whole_files(tmp_path: Path) -> None:
    running = do_in_processes(make_tasks(RECORDS, tmp_path), PUBLISHING, 2)
    next(running)
    running.close()

    assert {file.suffix for file in tmp_path.iterdir()} == {".md"}
    assert all(file.read_bytes().startswith(b"---") for file in tmp_path.iterdir())


def test_what_fails_in_another_process_is_told_as_it_is_here(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    (task,) = make_tasks(RECORDS[:1], tmp_path / "file")

    ((failed,),) = do_in_processes([task], PUBLISHING, 1)

    assert isinstance(failed, Failed)
    assert "A0420.md cannot be written" in str(failed.error)


# How many ------------------------------------------------------------------------------------------------------------


def test_all_cores_are_used_where_the_work_is_worth_their_start(tmp_path: Path) -> None:
    assert choose_jobs(make_tasks(RECORDS, tmp_path, "pdf")) == count_cores()
    assert choose_jobs(make_tasks(RECORDS, tmp_path, "md")) == 1
    assert choose_jobs([]) == 1


def test_a_container_uses_the_cores_that_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quota = tmp_path / "cpu.max"
    monkeypatch.setattr("codepub.building.jobs._QUOTA", quota)
    unbound = count_cores()

    for text, cores in (("max 100000", unbound), ("100000 100000", 1), ("50000 100000", 1), ("nonsense", unbound)):
        quota.write_text(text)
        assert count_cores() == cores


def test_a_task_knows_nothing_that_its_ledger_does_not(tmp_path: Path) -> None:
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        (task,) = list_tasks(RECORDS[:1], ["md"], tmp_path, ledger)

        assert task.before == {}
        assert task.targets == (Target(RecordId("hcpcs", "A0420"), "md", tmp_path / "hcpcs" / "A0420.md"),)
