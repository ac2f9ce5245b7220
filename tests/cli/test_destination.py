"""Where `build` writes to: folders, one file of any name, standard output."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from codepub.workspace.scaffold import begin_workspace
from tests.publications import CONTENT


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with two records, in which the commands run."""
    folder = tmp_path / "library"
    begin_workspace(folder)
    put_code_sets(folder)
    (folder / "content" / "hcpcs").mkdir()
    (folder / "content" / "hcpcs" / "A0425.yaml").write_bytes((CONTENT / "hcpcs" / "A0425.yaml").read_bytes())
    monkeypatch.chdir(folder)
    return folder


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def list_files(library: Path) -> list[str]:
    """The files that a build made, wherever they are."""
    made = (path for path in library.rglob("*") if path.suffix.lower() in {".pdf", ".docx", ".html", ".md"})
    return sorted(path.relative_to(library).as_posix() for path in made)


@pytest.mark.parametrize("option", ["--output", "-o"])
@pytest.mark.parametrize("file", ["x.html", "made/here/X.HTML", "x.md"])
def test_one_file_is_written_under_its_name_in_the_format_of_its_ending(option: str, file: str, library: Path) -> None:
    ran = call("build", "32120", option, file)

    assert ran.exit_code == 0
    assert ran.stdout.startswith(f"wrote {file}\n1 file, 1 record, ")
    assert list_files(library) == [file]
    assert (library / file).read_bytes().startswith(b"---" if file.endswith("md") else b"<!doctype")


def test_the_format_of_the_ending_may_be_said_too(library: Path) -> None:
    assert call("build", "32120", "--md", "-o", "x.md").exit_code == 0
    assert list_files(library) == ["x.md"]


@pytest.mark.parametrize("formats", [("--pdf",), ("--md", "--html")])
def test_a_format_that_contradicts_the_ending_is_refused(formats: tuple[str, ...], library: Path) -> None:
    ran = call("build", "32120", *formats, "-o", "x.md")

    assert ran.exit_code == 2
    assert "'x.md' names a file of the format md, and --" in ran.stderr
    assert list_files(library) == []


@pytest.mark.parametrize("wanted", [("--all",), ("32120", "A0425"), ("content",)])
@pytest.mark.parametrize(("output", "told"), [("x.md", "'x.md' takes one file"), ("-", "Standard output takes one")])
def test_one_file_for_several_records_is_refused(
    wanted: tuple[str, ...], output: str, told: str, library: Path
) -> None:
    ran = call("build", *wanted, *(["--md"] if output == "-" else []), "-o", output)

    assert ran.exit_code == 2
    assert told in ran.stderr
    assert "2 would be made" in ran.stderr
    assert ran.stdout == ""
    assert list_files(library) == []


@pytest.mark.parametrize("name", ["x.doc", "x.txt", "x.htm", "x.markdown"])
def test_a_file_that_codepub_does_not_make_is_refused(name: str, library: Path) -> None:
    ran = call("build", "32120", "-o", name)

    assert ran.exit_code == 2
    assert f"'{name}': codepub makes no .{name[2:]} files. Name a folder, or a .pdf" in ran.stderr
    assert not (library / name).exists()


def test_a_file_in_place_of_a_folder_is_refused(library: Path) -> None:
    ran = call("build", "32120", "--md", "-o", "codepub.toml")

    assert ran.exit_code == 2
    assert "'codepub.toml' is a file, and no folder." in ran.stderr
    assert list_files(library) == []


@pytest.mark.parametrize("name", ["out", "out/", "v1.2", "x.pdf/"])
def test_any_other_name_is_that_of_a_folder(name: str, library: Path) -> None:
    assert call("build", "32120", "--md", "-o", name).exit_code == 0
    assert list_files(library) in ([f"{name.rstrip('/')}/cpt/32120.md"], ["x.pdf", "x.pdf/cpt/32120.md"])


def test_standard_output_holds_the_file_and_nothing_else(library: Path) -> None:
    call("build", "32120", "--html")
    ran = call("build", "32120", "--html", "-o", "-")

    assert ran.exit_code == 0
    assert ran.stdout_bytes == (library / "output/cpt/32120.html").read_bytes()
    assert list_files(library) == ["output/cpt/32120.html"]
    assert not (library / "-").exists()


def test_standard_output_takes_one_format(library: Path) -> None:
    ran = call("build", "32120", "-o", "-")

    assert ran.exit_code == 2
    assert "Standard output takes one file, and pdf and docx would be made. Name one format" in ran.stderr
    (library / "codepub.toml").write_text('[publication]\nformats = ["md"]\n')
    assert call("build", "32120", "-o", "-").stdout.startswith("---\n")


def test_a_record_with_errors_leaves_standard_output_empty(library: Path) -> None:
    file = library / "content/cpt/32120.yaml"
    file.write_text(file.read_text("utf-8").replace("\ntitle: ", "\ntitel: "), "utf-8")
    ran = call("build", "32120", "--md", "-o", "-")

    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "content/cpt/32120.yaml" in ran.stderr


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("option", ["--watch", "--open"])
def test_standard_output_is_neither_watched_nor_opened(option: str) -> None:
    ran = call("build", "32120", "--md", "-o", "-", option)

    assert ran.exit_code == 2
    assert "Standard output can be neither watched nor opened." in ran.stderr


@pytest.mark.parametrize("name", ["content/cpt", "./content/cpt/", "{library}/content/cpt"])
@pytest.mark.parametrize("command", ["build", "validate"])
def test_a_folder_stands_for_all_records_in_it(name: str, command: str, library: Path) -> None:
    ran = call(command, name.format(library=library), *(["--md"] if command == "build" else []))

    assert ran.exit_code == 0
    assert "1 record" in ran.stdout
    assert list_files(library) == (["output/cpt/32120.md"] if command == "build" else [])


def test_paths_hold_in_any_folder_of_the_workspace(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library / "content" / "cpt")

    assert call("build", "32120.yaml", "../hcpcs", "--md", "-o", "here").exit_code == 0
    assert list_files(library) == ["content/cpt/here/cpt/32120.md", "content/cpt/here/hcpcs/A0425.md"]


# What is shown ------------------------------------------------------------------------------------------------------


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to open; it opens nothing whose name holds "refused"."""
    asked: list[str] = []

    def launch(url: str) -> int:
        asked.append(url)
        return 1 if "refused" in url else 0

    monkeypatch.setattr("click.launch", launch)
    return asked


def test_one_file_is_opened_itself_and_several_by_their_folder(library: Path, opened: list[str]) -> None:
    call("build", "32120", "--md", "--open")
    call("build", "32120", "--md", "--html", "--open")
    call("build", "--all", "--md", "--open")

    output = library / "output"
    assert opened == [str(output / "cpt/32120.md"), str(output / "cpt"), str(output)]


@pytest.mark.usefixtures("library")
def test_where_nothing_opens_a_file_that_is_said_and_the_build_is_good(opened: list[str]) -> None:
    ran = call("build", "32120", "-o", "refused.md", "--open")

    assert opened == ["refused.md"]
    assert (ran.exit_code, ran.stderr) == (0, "No program of this machine opens refused.md. Open it by hand.\n")


def test_where_nothing_was_made_nothing_is_opened(library: Path, opened: list[str]) -> None:
    (library / "content/cpt/32120.yaml").write_text("code: 1\n")

    assert call("build", "32120", "--md", "--open").exit_code == 1
    assert opened == []


@pytest.mark.usefixtures("library")
def test_a_quiet_command_says_only_what_is_wrong() -> None:
    assert call("build", "32120", "--md", "-q").output == ""
    assert call("validate", "-q").output == ""

    Path("content/cpt/32120.yaml").write_text("code: 1\n")
    for ran in (call("build", "--all", "--md", "--quiet"), call("validate", "--quiet")):
        assert ran.exit_code == 1
        assert "content/cpt/32120.yaml" in ran.output
        assert "wrote" not in ran.output
        assert "set-missing" not in ran.output


@pytest.mark.usefixtures("library")
def test_a_quiet_command_hands_programs_the_whole_report() -> None:
    assert call("validate", "--format", "json", "-q").stdout == call("validate", "--format", "json").stdout


# Lists ----------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (("--system", "cpt"), ["CPT 32120"]),
        (("--system", "HCPCS", "--tag", "ambulance"), ["HCPCS A0425"]),
        (("--tag", "ambulance"), ["HCPCS A0425"]),
        (("--tag", "ambulance", "--tag", "other"), []),
        (("--system", "ICD-10-CM"), []),
    ],
)
def test_list_shows_the_records_of_a_system_and_with_tags(options: tuple[str, ...], codes: list[str]) -> None:
    ran = call("list", *options)

    assert ran.exit_code == 0
    assert [line.split("  ")[0] for line in ran.stdout.splitlines()] == codes
    assert bool(ran.stderr) is not bool(codes)
    assert (call("list", *options, "--json").stdout.strip() == "[]") is not bool(codes)


def test_output_in_the_name_of_a_device_is_no_file_of_codepubs(library: Path) -> None:
    ran = call("build", "32120", "--md", "-o", os.devnull)

    assert ran.exit_code == 2
    assert list_files(library) == []
