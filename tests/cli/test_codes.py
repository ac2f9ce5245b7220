"""`codepub codes`, called as a user calls it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from codepub.codesets import shipped_sets
from codepub.codesets.code_set import FAMILIES, SET_NAMES, Entry, Release
from codepub.codesets.lock import LOCK
from codepub.codesets.store import STORE, open_store
from tests.codesets.small_lists import MPFS_HEADING, ORDER, PTP_HEADING, fee_row, pack, write_list

Call = Callable[..., Result]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose store has small sets under the labels of the shipped ones, so that none is made ready."""
    (tmp_path / "codepub.toml").touch()
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    entries = [
        Entry("J9583", "Bleeding after a procedure", billable=False),
        Entry("J95830", "Bleeding after a procedure on a respiratory organ"),
        Entry("J95831", "Bleeding after another procedure"),
        Entry("J9583X", "Told below", billable=False),
        Entry("J9583X1", "Told further below"),
        Entry("A1234", "Words"),
    ]
    with open_store(tmp_path) as store:
        label, effective, ends = shipped_sets.ICD_10_CM
        store.add(Release("icd-10-cm", label, effective, "made by hand", "0" * 64, ends=ends), entries)
        store.add(*shipped_sets._make_places())
    return tmp_path


@pytest.fixture
def call(workspace: Path) -> Call:  # noqa: ARG001 -- the call is made in it
    return lambda *words: CliRunner().invoke(main, ["codes", *words], catch_exceptions=False)


def test_a_set_that_there_is_none_of_is_refused_and_those_that_there_are_are_told(call: Call) -> None:
    result = call("lookup", "--set", "icd-9-cm", "A00")
    assert result.exit_code == 2
    assert all(f"'{name}'" in result.stderr for name in (*SET_NAMES, *FAMILIES))


def test_a_code_is_told_with_what_it_is_and_how_long_it_holds(call: Call) -> None:
    result = call("lookup", "j95.830", "--on", "2026-09-01")
    assert result.exit_code == 0
    assert "J95.830  Bleeding after a procedure on a respiratory organ" in result.stdout
    assert "billable, valid from 2026-04-01 to 2026-09-30" in result.stdout


def test_a_header_is_told_with_its_children_one_level_down(call: Call) -> None:
    (answer,) = json.loads(call("lookup", "J95.83", "--json").stdout)
    assert answer["billable"] is False
    assert answer["children"] == ["J95.830", "J95.831", "J95.83X"]


def test_json_tells_the_release_an_answer_rests_on(call: Call) -> None:
    assert json.loads(call("lookup", "21", "--json").stdout) == [
        {
            "set": "pos",
            "release": "retrieved 2026-10-08",
            "effective": "2026-10-08",
            "code": "21",
            "beside": None,
            "description": "Inpatient Hospital",
            "billable": True,
            "valid_from": None,
            "valid_to": None,
            "replaced_by": None,
            "children": [],
            "facts": {},
        }
    ]


def test_an_unknown_code_exits_with_1_and_says_what_may_be_meant(call: Call) -> None:
    result = call("lookup", "J95.803")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "J95.803 is not in ICD-10-CM, April 2026" in result.stderr
    assert "Did you mean J95.830 (Bleeding after a procedure on a respiratory organ)" in result.stderr


def test_an_unknown_code_gives_an_empty_array_as_json(call: Call) -> None:
    result = call("lookup", "Q99.99", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])


def test_a_set_that_is_not_here_is_said_not_to_be(call: Call) -> None:
    result = call("lookup", "A4206", "--set", "hcpcs")
    assert result.exit_code == 1
    assert "no code set is here to look it up in. See codepub codes list." in result.stderr


def test_a_code_of_the_form_of_a_list_that_is_not_here_is_told_so_whether_or_not_another_list_has_it(
    call: Call,
) -> None:
    told = "has the form of HCPCS Level II, and that list is not here. See codepub codes list."
    found, unknown, dotted = call("lookup", "A1234"), call("lookup", "J1100"), call("lookup", "J95.830")
    assert (found.exit_code, f"A1234 {told}" in found.stderr) == (0, True)
    assert (unknown.exit_code, f"J1100 {told}" in unknown.stderr) == (1, True)
    assert (dotted.exit_code, dotted.stderr) == (0, "")


def test_a_code_that_looks_like_cpt_is_no_misspelt_diagnosis(call: Call) -> None:
    told = call("lookup", "95830").stderr
    assert "95830 looks like CPT" in told
    assert "Did you mean" not in told


def test_the_search_of_the_help_finds_something_in_what_comes_with_codepub() -> None:
    example = "codepub codes search hemorrhage respiratory"
    assert example in CliRunner().invoke(main, ["codes", "search", "--help"]).stdout
    descriptions = [entry.description for entry in shipped_sets._read_icd_entries(iter)]
    assert any("hemorrhage" in text and "respiratory" in text for text in descriptions)


def test_codes_are_found_by_the_beginnings_of_words(call: Call) -> None:
    result = call("search", "bleed", "resp")
    assert (result.exit_code, result.stdout.splitlines()[1].split()[0]) == (0, "J95.830")
    assert [one["code"] for one in json.loads(call("search", "bleed", "resp", "--json").stdout)] == ["J95.830"]


def test_a_search_without_result_exits_with_1(call: Call) -> None:
    result = call("search", "unicorn")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Use fewer words" in result.stderr


def test_the_release_that_holds_on_a_day_is_asked(call: Call, workspace: Path) -> None:
    write_list(workspace / "icd10cm-order-2027.txt", ORDER)
    assert call("add", str(workspace / "icd10cm-order-2027.txt")).exit_code == 0
    assert "ICD-10-CM, April 2026" in call("lookup", "J95.830", "--on", "2026-09-30").stdout
    assert "ICD-10-CM, FY 2027" in call("lookup", "J95.830", "--on", "2026-10-01").stdout


def test_adding_says_what_was_added_and_writes_the_lock(call: Call, workspace: Path) -> None:
    rows = MPFS_HEADING + fee_row("32120") + fee_row("D0120")
    file = write_list(workspace / "PPRRVU2025_Oct.csv", rows)
    result = call("add", str(file))
    assert result.stdout.splitlines() == [
        "Medicare Physician Fee Schedule, October 2025: 1 entry, effective 2025-10-01, from PPRRVU2025_Oct.csv. "
        "Left out: 1 dental code (D), which belong to the American Dental Association."
    ]
    (fees,) = [
        one for one in tomllib.loads((workspace / "codepub.lock").read_text("utf-8"))["release"] if one["set"] == "mpfs"
    ]
    assert fees["effective"] == date(2025, 10, 1)
    assert fees["file"] == "PPRRVU2025_Oct.csv"


def test_adding_again_replaces_and_says_so(call: Call, workspace: Path) -> None:
    file = write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))
    call("add", str(file))
    (again,) = json.loads(call("add", str(file), "--json").stdout)
    assert (again["replaced"], again["entries"]) == (True, 1)


def test_what_a_colleague_imported_stays_in_the_lock_and_is_listed_as_missing(call: Call, workspace: Path) -> None:
    call("add", str(write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))))
    (workspace / STORE).unlink()
    call("add", str(write_list(workspace / "icd10cm-order-2027.txt", ORDER)))
    locked = tomllib.loads((workspace / "codepub.lock").read_text("utf-8"))["release"]
    assert "mpfs" in {one["set"] for one in locked}
    assert "mpfs                  October 2025           PPRRVU2025_Oct.csv, SHA-256 " in call("list").stdout
    (fees,) = [one for one in json.loads(call("list", "--json").stdout) if one["set"] == "mpfs"]
    assert [one["release"] for one in fees["missing"]] == ["October 2025"]


def test_another_file_than_the_lock_names_is_told(call: Call, workspace: Path) -> None:
    call("add", str(write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))))
    result = call("add", str(write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32124"))))
    assert "October 2025: codepub.lock named another file for it" in result.stderr


def test_a_file_that_cannot_be_read_exits_with_2_and_leaves_the_lock(call: Call, workspace: Path) -> None:
    result = call("add", str(write_list(workspace / "icd10cm-order-2027.txt", ORDER + "?\n")))
    assert result.exit_code == 2
    assert "icd10cm-order-2027.txt:9: This is not a line of the layout 'ICD-10-CM order file'." in result.stderr
    assert not (workspace / "codepub.lock").exists()


def test_a_damaged_store_exits_with_3(call: Call, workspace: Path) -> None:
    (workspace / STORE).write_bytes(b"no database" * 99)
    result = call("lookup", "J95.830")
    assert result.exit_code == 3
    assert "Delete it and import the code sets again" in result.stderr


def test_the_list_says_what_is_there_how_old_it_is_and_how_to_get_the_rest(call: Call) -> None:
    text = call("list").stdout
    assert "icd-10-cm             April 2026" in text
    assert "ended 2026-09-30, a newer release is out" in text
    assert "Alpha-Numeric HCPCS File, zip, on cms.gov" in text


def test_the_list_as_json_has_every_set(call: Call) -> None:
    sets = {one["set"]: one for one in json.loads(call("list", "--json").stdout)}
    assert tuple(sets) == SET_NAMES
    assert sets["icd-10-cm"]["releases"][0]["ended"] is True
    assert sets["hcpcs"]["releases"] == []


def test_listing_makes_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "codepub.toml").touch()
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["codes", "list"], catch_exceptions=False)
    assert "made ready when it is first needed" in result.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["codepub.toml"]


def test_outside_of_a_workspace_each_command_exits_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["list"], ["lookup", "A00"], ["search", "word"], ["add", "a.txt"]):
        result = CliRunner().invoke(main, ["codes", *words], catch_exceptions=False)
        assert (result.exit_code, "codepub init" in result.stderr) == (2, True)


UNITS = "HCPCS/CPT Code,MUE Values,MUE Adjudication Indicator,MUE Rationale\n{code},1,3,Clinical\n"
PAIR = PTP_HEADING + "{code}\t36000\t\t20200101\t*\t1\tOurs\r\n"


def test_a_lookup_by_the_name_of_a_family_asks_each_service(call: Call, workspace: Path) -> None:
    for service, day in (("Practitioner", "07"), ("DMESupplier", "10")):
        file = write_list(workspace / f"MCR_MUE_{service}Services_Eff_{day}-01-2026.csv", UNITS.format(code="E0114"))
        call("add", str(file))
    found = json.loads(call("lookup", "E0114", "--set", "ncci-mue", "--json").stdout)
    assert [(one["set"], one["release"]) for one in found] == [
        ("ncci-mue-practitioner", "July 2026"),
        ("ncci-mue-dme", "October 2026"),
    ]


def test_parts_that_are_here_and_parts_that_are_not_are_told(call: Call, workspace: Path) -> None:
    for number in (1, 3):
        file = write_list(workspace / f"ccipra-v323r0-f{number}.txt", PAIR.format(code=f"1002{number}"))
        result = call("add", str(file))
    assert "from ccipra-v323r0-f3.txt. Here: parts 1 and 3. Part 2 is not here: add it, too." in result.stdout
    assert "Here: parts 1 and 3. Part 2 is not here: add it, too." in call("list").stdout
    (added,) = json.loads(call("add", str(file), "--json").stdout)
    assert (added["parts"], added["missing_parts"]) == ([1, 3], [2])


def test_parts_that_the_lock_names_are_listed_as_missing(call: Call, workspace: Path) -> None:
    files = [
        write_list(workspace / f"ccipra-v323r0-f{number}.txt", PAIR.format(code=f"1002{number}")) for number in (1, 2)
    ]
    call("add", *map(str, files))
    (workspace / STORE).unlink()
    call("add", str(files[0]))
    assert re.search(r"ncci-ptp-practitioner v32.3 +part 2: ccipra-v323r0-f2.txt, SHA-256 ", call("list").stdout)
    sets = {one["set"]: one for one in json.loads(call("list", "--json").stdout)}
    assert [one["part"] for one in sets["ncci-ptp-practitioner"]["missing_parts"]] == [2]


def test_what_is_guessed_is_told_on_standard_error(call: Call, workspace: Path) -> None:
    result = call("add", str(write_list(workspace / "icd10cm-order-2027.txt", ORDER)), "--json")
    assert "says the year only" in result.stderr
    assert json.loads(result.stdout)[0]["notes"]


def test_a_file_of_another_content_than_the_lock_names_is_listed(call: Call, workspace: Path) -> None:
    call("add", str(write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))))
    lock = workspace / "codepub.lock"
    (fees,) = [one for one in tomllib.loads(lock.read_text("utf-8"))["release"] if one["set"] == "mpfs"]
    lock.write_text(lock.read_text("utf-8").replace(fees["sha256"], "0" * 64), "utf-8")
    assert f"PPRRVU2025_Oct.csv, SHA-256 {'0' * 64}" in call("list").stdout
    call("add", str(write_list(workspace / "icd10cm-order-2027.txt", ORDER)))
    assert "0" * 64 in lock.read_text("utf-8")


def test_entries_of_unknown_sets_stay_in_the_lock_and_are_listed(call: Call, workspace: Path) -> None:
    lock = workspace / "codepub.lock"
    lock.write_text('[[release]]\nset = "icd-11"\nrelease = "2027"\nsize = 3\n', "utf-8")
    assert re.search(r"a set that this codepub does not know; kept:\nicd-11 +2027", call("list").stdout)
    call("add", str(write_list(workspace / "icd10cm-order-2027.txt", ORDER)))
    assert {"set": "icd-11", "release": "2027", "size": 3} in tomllib.loads(lock.read_text("utf-8"))["release"]


@pytest.mark.parametrize("words", [["list"], ["add", "icd10cm-order-2027.txt"]])
@pytest.mark.parametrize(
    "content", ["a = [", '[[release]]\nset = "pos"\neffective = "2026"\n', "<<<<<<< a\n=======\n>>>>>>> b"]
)
def test_a_broken_lock_exits_with_2_and_says_what_to_do(
    call: Call, workspace: Path, words: list[str], content: str
) -> None:
    write_list(workspace / "below/icd10cm-order-2027.txt", ORDER)
    (workspace / "codepub.lock").write_text(content, "utf-8")
    result = call(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert re.search(r"codepub\.lock.*(Mend it|Keep one)", result.stderr)
    with open_store(workspace) as store:
        assert len(store.releases()) == 2


def test_names_that_are_not_utf_8_are_told_and_kept(call: Call, workspace: Path) -> None:
    file = write_list(workspace / "\udcff-PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))
    assert "from \\xff-PPRRVU2025_Oct.csv." in call("add", str(file)).stdout
    assert "from \\xff-PPRRVU2025_Oct.csv" in call("list").stdout
    result = call("add", str(file), "--release", "\udcff", "--effective", "2026-01-01")
    assert (result.exit_code, "'\\xff' holds what cannot be shown" in result.stderr) == (2, True)


def test_the_april_update_is_compared_as_what_it_is_added_as(call: Call, workspace: Path) -> None:
    (workspace / "content").mkdir()
    file = pack(workspace / "april-1-2027-codes.zip", {"a/icd10cm_order_2027.txt": ORDER})
    call("add", str(write_list(workspace / "icd10cm-order-2027.txt", ORDER)))
    compared = ["impact", "--from", "icd-10-cm:FY 2027", "--to", str(file), "--format", "json"]
    compared_as = json.loads(CliRunner().invoke(main, compared, catch_exceptions=False).stdout)["to"]
    (added,) = json.loads(call("add", str(file), "--json").stdout)
    assert (compared_as["label"], compared_as["effective"]) == (added["release"], added["effective"])
    assert added["release"] == "April 2027"


@pytest.mark.parametrize(
    ("code", "fact"),
    [
        ("A" * 8_000, "no code is so long. At most 20 characters are looked up."),
        ("", "The code is empty."),
        (" . ", "The code is empty."),
        ("J95\x1b]0;x", r"'J95\x1b]0;X' holds characters that no code"),
        ("J95\udcff", r"'J95\udcff' holds characters that no code"),
    ],
)
def test_what_can_be_no_code_exits_with_2_and_is_told_shortly(code: str, fact: str, call: Call) -> None:
    result = call("lookup", code)
    assert result.exit_code == 2
    assert fact in result.stderr
    assert len(result.stderr) < 200


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (["word"] * 51, "Search for at most 50 words, of 500 characters together."),
        (["a" * 501], "Search for at most 50 words"),
        (["bleed\x07"], r"'bleed\x07' holds characters that no code and no description has."),
        (["bleed\udcff"], r"'bleed\udcff' holds characters"),
    ],
)
def test_what_can_be_no_search_exits_with_2_and_is_told_shortly(words: list[str], fact: str, call: Call) -> None:
    result = call("search", *words)
    assert result.exit_code == 2
    assert fact in result.stderr
    assert len(result.stderr) < 200


def test_no_more_than_a_database_counts_is_asked_for(call: Call) -> None:
    result = call("search", "bleed", "--most", "99999999999999999999")
    assert result.exit_code == 2
    assert "1<=x<=10000" in result.stderr


@pytest.mark.parametrize(
    "words", ["bleed OR resp", 'bleed"', "NEAR(bleed resp)", "description:bleed", "bleed*", "^bleed"]
)
def test_what_a_database_would_obey_is_searched_for_as_it_stands(words: str, call: Call) -> None:
    assert call("search", words).exit_code in (0, 1)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_given_as_a_list_exits_with_2_and_is_not_waited_for(call: Call, workspace: Path) -> None:
    os.mkfifo(workspace / "list.csv")
    result = call("add", str(workspace / "list.csv"))
    assert result.exit_code == 2
    assert "This is a pipe and no plain file. Save the list to a file first." in result.stderr


def test_removing_says_what_was_removed_and_asks_nothing(call: Call, workspace: Path) -> None:
    call("add", str(write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))))
    result = call("remove", "mpfs", "October", "2025")
    assert (result.exit_code, result.stdout) == (
        0,
        "Removed from the store and codepub.lock: Medicare Physician Fee Schedule, October 2025, 1 entry, "
        "from PPRRVU2025_Oct.csv.\n",
    )
    assert "October 2025" not in (workspace / LOCK).read_text()
    assert call("remove", "mpfs").exit_code == 2


def test_what_comes_with_codepub_is_not_removed(call: Call) -> None:
    result = call("remove", "pos", "retrieved", "2026-10-08")
    assert (result.exit_code, "comes with codepub and stays" in result.stderr) == (2, True)


def test_a_release_named_twice_is_refused(call: Call) -> None:
    assert call("remove", "mpfs", "October", "2025", "--release", "October 2025").exit_code == 2


def test_labels_of_the_set_are_completed(call: Call, workspace: Path) -> None:
    call("add", str(write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))))
    complete = ShellComplete(main, {}, "codepub", "_CODEPUB_COMPLETE")
    for words in (["mpfs"], ["mpfs", "--release"]):
        found = complete.get_completions(["codes", "remove", *words], "oct")
        assert [item.value for item in found] == ["October 2025"]
    assert complete.get_completions(["codes", "remove", "opps"], "") == []


@pytest.fixture
def fees(call: Call, workspace: Path) -> Path:
    """The workspace, with a release of the fee schedule."""
    call("add", str(write_list(workspace / "PPRRVU2025_Oct.csv", MPFS_HEADING + fee_row("32120"))))
    return workspace


@pytest.mark.parametrize("code", ["J95.830", "32120"])
def test_looking_up_imports_nothing_heavy(code: str, fees: Path) -> None:
    script = (
        "import sys\n"
        "from codepub.cli.commands import main\n"
        f"main(['codes', 'lookup', {code!r}], standalone_mode=False)\n"
        "heavy = {'pydantic', 'yaml', 'openpyxl', 'weasyprint', 'simple_icd_10_cm', 'jinja2', 'docx'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        cwd=fees,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


def test_of_a_cpt_code_it_is_said_that_no_list_comes_with_codepub(call: Call, fees: Path) -> None:
    result = call("lookup", "32120")
    assert (result.exit_code, "Medicare Physician Fee Schedule, October 2025" in result.stdout) == (0, True)
    assert "American Medical Association licenses it. This workspace has no record of it." in result.stderr
    (fees / "content/cpt").mkdir(parents=True)
    (fees / "content/cpt/32120.yaml").touch()
    assert "The record of this workspace: content/cpt/32120.yaml." in call("lookup", "32120").stderr


def test_of_a_cpt_code_that_no_set_has_that_is_said_too(call: Call) -> None:
    result = call("lookup", "0446t")
    assert (result.exit_code, "0446t looks like CPT" in result.stderr) == (1, True)


@pytest.mark.usefixtures("fees")
def test_of_what_is_no_cpt_code_or_is_asked_of_one_set_nothing_is_said_of_cpt(call: Call) -> None:
    assert call("lookup", "J95.830").stderr == ""
    assert call("lookup", "32120", "--set", "mpfs").stderr == ""


@pytest.mark.usefixtures("fees")
def test_a_search_for_a_code_finds_it_first(call: Call) -> None:
    (answer,) = json.loads(call("search", "j95.830", "--json").stdout)
    assert answer["code"] == "J95.830"
    assert json.loads(call("search", "32120", "--json").stdout)[0]["set"] == "mpfs"


def test_a_release_that_has_ended_says_so(call: Call) -> None:
    now = call("lookup", "J95.830", "--on", "2026-09-30").stdout
    assert "ended" not in now
    later = call("lookup", "J95.830", "--on", "2026-10-01").stdout
    assert later.startswith("ICD-10-CM, April 2026, which ended on 2026-09-30\n")
    assert "    ended, billable, valid from 2026-04-01 to 2026-09-30" in later
    missing = call("lookup", "J95.803", "--on", "2026-10-01", "--set", "icd-10-cm").stderr
    assert missing.startswith("J95.803 is not in ICD-10-CM, April 2026, which ended on 2026-09-30.")


def test_a_release_that_begins_later_says_so(call: Call) -> None:
    assert "April 2026, which begins on 2026-04-01" in call("lookup", "J95.830", "--on", "2026-03-31").stdout
