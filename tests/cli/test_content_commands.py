"""The commands that read content, in a library of which much cannot be read."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from codepub.codesets.code_set import Entry
from codepub.codesets.store import open_store
from codepub.diagnostics import printable
from codepub.loading.content_files import FILE_RULES
from tests.library.impact.releases import import_releases
from tests.record_texts import record_text, write_record

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files and names")

HOSTILE = os.fsdecode(b"cpt/\xff\n::error::a\x1b]0;b\x07.yaml")
UNREAD = {
    "content/again": "outside-content",
    "content/circle": "unreadable",
    "content/cpt/11111.yaml": "unreadable",
    "content/cpt/22222.yaml": "too-large",
    "content/cpt/33333.yaml": "unreadable",
    "content/cpt/44444.yaml": "outside-content",
    "content/cpt/55555.yaml": "unreadable",
    r"content/cpt/\xff\x0a::error::a\x1b]0;b\x07.yaml": "not-a-mapping",
    "content/deep" + "/d" * 19: "unreadable",
}
"""What is wrong with the library, by place; beside it are the records 32120 and 32110."""


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "codepub.toml").touch()
    content = tmp_path / "content"
    write_record(content, record_text())
    other = record_text(('code: "32120"', 'code: "32110"'), ('      code: "32110"', '      code: "32124"'))
    write_record(content, other, "cpt/32110.yaml")
    (tmp_path / "secret.yaml").write_text("secret: the words of another folder\n")
    (content / "again").symlink_to(content)
    (content / "circle").symlink_to("circle")
    os.mkfifo(content / "cpt/11111.yaml")
    with (content / "cpt/22222.yaml").open("wb") as sparse:
        sparse.truncate(8 * 1024**3)
    (content / "cpt/33333.yaml").symlink_to("33333.yaml")
    (content / "cpt/44444.yaml").symlink_to(tmp_path / "secret.yaml")
    (content / "cpt/55555.yaml").symlink_to("nowhere")
    (content / HOSTILE).write_text("no record")
    (content / ("deep" + "/d" * 30)).mkdir(parents=True)
    put_code_sets(tmp_path)
    with open_store(tmp_path) as store:
        import_releases(store, "hcpcs", [Entry("A0425", "Ground mileage")], [])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    ran = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert "the words of another folder" not in ran.output
    lines = ran.output.replace("\n", "")
    assert printable(lines) == lines
    assert not any(line.startswith("::error::") for line in ran.output.splitlines())
    return ran


def read_places(told: str) -> dict[str, str]:
    """Return the rule that is told of each place."""
    lines = [line for line in told.splitlines() if line.startswith("content/")]
    found = {line.split(":1:1: ")[0]: line.split("[")[1].split("]")[0] for line in lines}
    assert len(found) == len(lines)
    return found


@pytest.mark.usefixtures("library")
def test_validate_tells_each_place_once_and_checks_all_else() -> None:
    ran = call("validate")
    assert ran.exit_code == 1
    assert read_places(ran.stdout) == UNREAD
    assert "8 records validated: 9 errors" in ran.stdout


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("report", ["json", "github", "sarif", "junit"])
def test_every_report_for_programs_tells_them(report: str) -> None:
    ran = call("validate", "--format", report)
    assert ran.exit_code == 1
    match report:
        case "json":
            told = [one for one in json.loads(ran.stdout) if one["file"]]
            assert {one["file"]: one["rule"] for one in told} == UNREAD
        case "github":
            assert sum(line.startswith("::error ") for line in ran.stdout.splitlines()) == len(UNREAD)
        case "sarif":
            assert len(json.loads(ran.stdout)["runs"][0]["results"]) == len(UNREAD)
            assert "content/cpt/%FF%0A%3A%3Aerror" in ran.stdout
        case _:
            assert ran.stdout.count("<failure") == len(UNREAD)


@pytest.mark.usefixtures("library")
def test_list_lists_all_else_and_fails() -> None:
    ran = call("list", "--json")
    assert ran.exit_code == 1
    assert [entry["code"] for entry in json.loads(ran.stdout)] == ["32110", "32120"]
    assert read_places(ran.stderr) == {
        place: rule for place, rule in UNREAD.items() if rule in {one.id for one in FILE_RULES}
    }


@pytest.mark.usefixtures("library")
def test_completeness_counts_all_else_and_fails() -> None:
    ran = call("completeness", "--format", "csv")
    assert ran.exit_code == 1
    assert [row["code"] for row in csv.DictReader(ran.stdout.splitlines())] == ["32110", "32120"]
    assert read_places(ran.stderr) == {**UNREAD, next(place for place in UNREAD if "error" in place): "unreadable"}


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("report", ["text", "json", "markdown"])
def test_impact_looks_at_all_else_and_fails(report: str) -> None:
    ran = call("impact", "--from", "hcpcs:old", "--to", "new", "--format", report)
    assert ran.exit_code == 1
    assert set(read_places(ran.stderr)) == set(UNREAD)
    match report:
        case "text":
            assert "2 records looked at: none names a code that changed" in ran.stdout
        case "json":
            assert set(json.loads(ran.stdout)["unread"]) == set(UNREAD)
        case _:
            assert {line[7:-1] for line in ran.stdout.splitlines() if line.startswith("- [ ] `")} == set(UNREAD)


def test_build_makes_all_else_and_fails(library: Path) -> None:
    ran = call("build", "--all", "--md")
    assert ran.exit_code == 1
    assert read_places(ran.stderr) == UNREAD
    assert sorted(file.name for file in (library / "output/cpt").iterdir()) == ["32110.md", "32120.md"]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("wanted", "rule"), [("11111", "unreadable"), ("content/cpt/44444.yaml", "outside-content")])
@pytest.mark.parametrize("command", ["validate", "build"])
def test_what_is_asked_for_and_cannot_be_read_is_told(command: str, wanted: str, rule: str) -> None:
    ran = call(command, wanted)
    assert ran.exit_code == 1
    assert list(read_places(ran.output).values()) == [rule]


def test_a_shell_completes_the_codes_of_what_is_there(library: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from codepub.cli.commands import main; main(prog_name='codepub')"],
        cwd=library,
        env={**os.environ, "_CODEPUB_COMPLETE": "bash_complete", "COMP_WORDS": "codepub build ", "COMP_CWORD": "2"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert ran.stderr == ""
    codes = ("11111", "22222", "32110", "32120", "33333", "44444", "55555")
    assert ran.stdout.split() == [f"plain,{code}" for code in codes]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "path", ["content/cpt/32120.yaml", "./content/cpt/../cpt/32120.yaml", "{0}/content/cpt/32120.yaml"]
)
def test_a_file_is_named_wherever_a_code_is(path: str) -> None:
    named = path.format(Path.cwd())
    assert call("validate", named).exit_code == 0
    assert call("build", named, "32110", "--md").exit_code == 0
    assert sorted(file.name for file in Path("output/cpt").iterdir()) == ["32110.md", "32120.md"]


@pytest.mark.usefixtures("library")
def test_a_file_of_no_record_is_checked_by_its_path() -> None:
    write_record(Path("content"), record_text(), "cpt/32120.yml")
    ran = call("validate", "content/cpt/32120.yml")
    assert ran.exit_code == 1
    assert "content/cpt/32120.yml:2:7: error[file-name]" in ran.stdout


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("command", ["validate", "build"])
def test_a_file_outside_the_content_is_the_calls_fault(command: str) -> None:
    ran = call(command, "secret.yaml")
    assert ran.exit_code == 2
    assert "'secret.yaml' lies outside the content folder" in ran.stderr


@pytest.mark.parametrize("kind", ["missing", "file", "dangling link", "circle"])
@pytest.mark.parametrize(
    "arguments", [("validate",), ("validate", "32120"), ("list",), ("completeness",), ("build", "--all")]
)
def test_without_a_content_folder_the_call_is_at_fault(
    arguments: tuple[str, ...], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "codepub.toml").touch()
    match kind:
        case "file":
            (tmp_path / "content").touch()
        case "dangling link":
            (tmp_path / "content").symlink_to("nowhere")
        case "circle":
            (tmp_path / "content").symlink_to("content")
    monkeypatch.chdir(tmp_path)
    ran = call(*arguments)
    assert ran.exit_code == 2
    assert f"{tmp_path}/content is not a folder. Look at [folders] content in codepub.toml." in ran.stderr


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("share", ["nan", "NaN", "-nan", "inf", "-inf", "1e999", "101", "-1"])
def test_a_share_that_is_no_percentage_is_refused(share: str) -> None:
    ran = call("completeness", f"--fail-under={share}")
    assert ran.exit_code == 2
    assert "Invalid value for '--fail-under'" in ran.stderr


@pytest.mark.usefixtures("library")
def test_a_pipe_in_place_of_descriptors_is_not_waited_for() -> None:
    os.mkfifo("descriptors.txt")
    ran = call("validate", "--verbatim", "descriptors.txt")
    assert ran.exit_code == 2
    assert ran.stderr == ("Error: descriptors.txt: This is a pipe and no plain file. Put a plain file in its place.\n")


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    "arguments", [("build", "32120", "--md", "--output", ""), ("coverage", "--output", ""), ("init", "")]
)
def test_an_empty_name_is_not_the_folder_of_the_call(arguments: tuple[str, ...]) -> None:
    before = sorted(Path().iterdir())
    ran = call(*arguments)
    assert ran.exit_code == 2
    assert "It is empty. Write a path; the folder you are in is `.`." in ran.stderr
    assert sorted(Path().iterdir()) == before
