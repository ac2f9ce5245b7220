from __future__ import annotations

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from codepub.codesets.code_set import Entry, SetName
from codepub.codesets.shipped_sets import ICD_10_CM
from codepub.codesets.store import open_store
from codepub.diagnostics import printable
from tests.library.impact.releases import import_releases, make_release
from tests.record_texts import record_text, write_record

SHIPPED: tuple[tuple[SetName, str, date], ...] = (
    ("icd-10-cm", ICD_10_CM[0], ICD_10_CM[1]),
    ("pos", "retrieved 2026-10-08", date(2026, 10, 8)),
)
WORDS = "A code_with *signs* [of](x) Markdown | <b>"


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "codepub.toml").touch()
    write_record(tmp_path / "content", record_text())
    with open_store(tmp_path) as store:
        for name, label, day in SHIPPED:  # reading the shipped lists would take seconds in every test
            store.add(make_release(name, label, day), [])
        import_releases(store, "icd-10-cm", [Entry("J95830", WORDS)], [Entry("A000", "Cholera")])
        import_releases(store, "pos", [Entry("21", "Hospital")], [Entry("21", "Inpatient hospital")])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["impact", *words])


def compare(*words: str, name: str = "icd-10-cm") -> Result:
    return run("--from", f"{name}:old", "--to", f"{name}:new", *words)


def test_something_stale_exits_with_one() -> None:
    assert compare().exit_code == 1


def test_nothing_stale_exits_with_zero(workspace: Path) -> None:
    write_record(workspace / "content", record_text(("J95.830", "J95.831")))
    result = compare()
    assert (result.exit_code, result.stdout) == (
        0,
        "1 record looked at: none names a code that changed between ICD-10-CM old and new.\n",
    )


def test_text_gives_place_field_before_after_and_a_count() -> None:
    lines = compare().stdout.splitlines()
    assert re.fullmatch(
        r"content/cpt/32120\.yaml:\d+:\d+: deleted: J95\.830 was deleted \(specifications\.diagnoses\[1\]\.code\)\.",
        lines[0],
    )
    assert lines[1:3] == [f"  before: {WORDS}", "  after:  not listed"]
    assert lines[-1] == "1 of 1 records name codes that changed between ICD-10-CM old and new: 1 deleted."


def test_json_is_one_object_with_every_place() -> None:
    log = json.loads(compare("--format", "json").stdout)
    assert log["from"] == {"set": "icd-10-cm", "label": "old", "effective": "2025-10-01"}
    (stale,) = log["stale"]
    assert (stale["record"], stale["file"], stale["field"], stale["code"], stale["change"], stale["suggested"]) == (
        "cpt:32120",
        "content/cpt/32120.yaml",
        "specifications.diagnoses[1].code",
        "J95.830",
        "deleted",
        [],
    )


def test_markdown_has_a_box_to_tick_for_each_place() -> None:
    written = compare("--format", "markdown").stdout
    assert len(re.findall(r"^- \[ \] ", written, re.MULTILINE)) == 1
    assert "## cpt:32120" in written


def test_markdown_shows_words_as_they_are() -> None:
    written = compare("--format", "markdown").stdout
    assert r"before: A code\_with \*signs\* \[of\](x) Markdown \| \<b\>" in written


def test_a_label_that_several_sets_have_asks_for_the_set() -> None:
    result = run("--from", "old", "--to", "new")
    assert result.exit_code == 2
    assert "Say --from 'icd-10-cm:old' or 'pos:old'." in result.stderr


def test_one_set_named_is_enough() -> None:
    assert run("--from", "pos:old", "--to", "new").stdout.endswith(": 1 wording.\n")


def test_releases_of_different_sets_are_not_compared() -> None:
    result = run("--from", "pos:old", "--to", "icd-10-cm:new")
    assert result.exit_code == 2
    assert "different sets" in result.stderr


def test_a_release_that_is_not_there_is_told_with_those_that_are() -> None:
    result = run("--from", "2019", "--to", "new")
    assert result.exit_code == 2
    assert "icd-10-cm:new" in result.stderr


def test_a_file_that_is_no_record_is_told_and_fails(workspace: Path) -> None:
    write_record(workspace / "content", "system: [", "cpt/99999.yaml")
    write_record(workspace / "content", record_text(("J95.830", "J95.831")))
    result = compare()
    assert result.exit_code == 1
    assert result.stderr == (
        "content/cpt/99999.yaml:1:1: error[unreadable]: The file cannot be read as a record, and is left out.\n"
        "  Run `codepub validate` to see why.\n\n"
    )


def test_a_file_is_compared_without_being_imported(workspace: Path) -> None:
    (workspace / "icd10cm-codes-2026.txt").write_text("A000    Cholera\nJ95831  Another bleeding\n")
    result = run("--from", "icd-10-cm:old", "--to", "icd10cm-codes-2026.txt", "--format", "json")
    log = json.loads(result.stdout)
    assert [(stale["change"], stale["suggested"]) for stale in log["stale"]] == [("deleted", ["J95.831"])]
    with open_store(workspace) as store:
        assert {one.label for one, _ in store.releases("icd-10-cm")} == {"old", "new", "April 2026"}


def test_a_file_that_does_not_say_its_release_is_named_by_itself(workspace: Path) -> None:
    (workspace / "mine.txt").write_text("A000    Cholera\nJ95831  Another bleeding\n")
    log = json.loads(run("--from", "icd-10-cm:old", "--to", "mine.txt", "--format", "json").stdout)
    assert log["to"]["label"] == "mine.txt"
    assert len(log["stale"]) == 1


def test_a_file_of_another_set_is_refused(workspace: Path) -> None:
    (workspace / "places.csv").write_text("code,name\n21,Inpatient hospital\n")
    result = run("--from", "icd-10-cm:old", "--to", "places.csv")
    assert result.exit_code == 2
    assert "places.csv" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("report", ["text", "json", "markdown"])
def test_names_of_files_are_shown_and_not_obeyed(report: str, workspace: Path) -> None:
    name = os.fsdecode(b"cpt/\xff\n\x1b]0;b\x07` <b>.yaml")
    write_record(workspace / "content", record_text(), name)
    (workspace / "content/cpt/32120.yaml").unlink()
    written = compare("--format", report).stdout
    shown = printable(f"content/{name}")
    assert printable(written.replace("\n", "")) == written.replace("\n", "")
    match report:
        case "text":
            assert written.startswith(f"{shown}:")
        case "json":
            assert [one["file"] for one in json.loads(written)["stale"]] == [shown]
        case _:
            assert f"\n\n`` {shown} ``\n\n" in written


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_place_of_a_file_exits_with_2_and_is_not_waited_for(workspace: Path) -> None:
    os.mkfifo(workspace / "list.csv")
    result = run("--from", "icd-10-cm:old", "--to", "list.csv")
    assert result.exit_code == 2
    assert "This is a pipe and no plain file. Save the list to a file first." in result.stderr


def test_a_folder_of_the_name_of_a_label_is_taken_for_none_of_the_files(workspace: Path) -> None:
    (workspace / "icd-10-cm:new").mkdir()
    assert compare().exit_code == 1


@pytest.mark.parametrize("name", ["a" * 9_999, "\x1b]0;x"])
def test_what_is_neither_a_label_nor_a_file_is_told_shortly(name: str) -> None:
    result = run("--from", "icd-10-cm:old", "--to", name)
    assert result.exit_code == 2
    assert "There is no release" in result.stderr
    assert "\x1b" not in result.stderr
    assert len(result.stderr) < 400


def test_a_list_that_is_made_to_cost_is_refused_as_when_it_is_added(workspace: Path) -> None:
    (workspace / "icd10cm-order-2027.txt").write_text("code," * 99_999)
    result = run("--from", "icd-10-cm:old", "--to", "icd10cm-order-2027.txt")
    assert result.exit_code == 2
    assert "The row has more than 65,536 characters" in result.stderr
