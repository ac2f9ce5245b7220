from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from click.testing import CliRunner, Result

from codepub.cli.commands import main
from codepub.workspace.scaffold import begin_workspace
from tests.publications import CONTENT

BROKEN = 'system: CPT\ncode: "99213"\ntitle: Visit\nedition: 2026\n'


@pytest.fixture
def library(tmp_path: Path, put_code_sets: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the sample and one record more, in which the commands run."""
    folder = tmp_path / "library"
    begin_workspace(folder)
    put_code_sets(folder)
    target = folder / "content" / "hcpcs" / "A0425.yaml"
    target.parent.mkdir()
    target.write_bytes((CONTENT / "hcpcs" / "A0425.yaml").read_bytes())
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is no workspace."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*arguments: str) -> Result:
    """Run a command; an exception that is not the program's own end fails the test."""
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def put(library: Path, name: str, text: str) -> Path:
    file = library / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def read_files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def list_made(library: Path) -> list[str]:
    """The files in the output folder."""
    return sorted(read_files(library / "output")) if (library / "output").is_dir() else []


def run_process(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from codepub.cli.commands import main; main(prog_name='codepub')", *arguments],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# init --------------------------------------------------------------------------------------------------------------


def test_init_begins_a_workspace_here_and_says_what_it_wrote_and_what_comes_next(empty: Path) -> None:
    ran = call("init")

    assert ran.exit_code == 0
    assert "wrote codepub.toml" in ran.stdout
    assert ran.stdout.endswith("Next: codepub build 32120 --pdf\n")
    assert (empty / "content/cpt/32120.yaml").is_file()


def test_init_begins_a_workspace_in_the_folder_named(empty: Path) -> None:
    assert call("init", "my/library").exit_code == 0
    assert (empty / "my/library/codepub.toml").is_file()
    assert list(empty.iterdir()) == [empty / "my"]


def test_init_a_second_time_writes_nothing_and_says_what_it_left_alone(empty: Path) -> None:
    call("init")
    (empty / "codepub.toml").write_text("# my own\n")
    before = read_files(empty)

    ran = call("init")

    assert ran.exit_code == 0
    assert ran.stdout.startswith("left codepub.toml as it is.\nleft content/cpt/32120.yaml as it is.\n")
    assert ran.stdout.endswith("Next: codepub build 32120 --pdf\n")
    assert read_files(empty) == before


def test_init_in_a_library_says_what_it_added_to_what_git_ignores(empty: Path) -> None:
    (empty / ".gitignore").write_bytes(b"*.pyc\n")
    put(empty, "hcpcs/A0425.yaml", "code: A0425")

    ran = call("init")

    assert "added to .gitignore: /output/, /.codepub/, .codepub-*.tmp\n" in ran.stdout
    assert ran.stdout.endswith("Next: codepub validate\n")


def test_init_tells_what_it_cannot_make_and_makes_the_rest(empty: Path) -> None:
    (empty / ".vscode").write_bytes(b"")

    ran = call("init")

    assert ran.exit_code == 3
    assert ran.stderr.count("Error: .vscode/") == 2
    assert (empty / "codepub.toml").is_file()


def test_init_into_a_file_is_refused(empty: Path) -> None:
    (empty / "file").write_bytes(b"")

    assert call("init", "file").exit_code == 2


def test_what_init_says_comes_next_works(empty: Path) -> None:
    call("init")

    assert call("build", "32120", "--html").exit_code == 0
    assert list_made(empty) == ["cpt/32120.html"]


# new ---------------------------------------------------------------------------------------------------------------


def test_new_writes_a_record_that_validates_and_builds(library: Path) -> None:
    ran = call("new", "99213")

    assert (ran.exit_code, ran.stdout) == (0, "wrote content/cpt/99213.yaml\n")
    assert call("validate", "99213").exit_code == 0
    assert call("build", "99213", "--html").exit_code == 0
    assert list_made(library) == ["cpt/99213.html"]


def test_new_never_writes_over_a_record(library: Path) -> None:
    before = read_files(library)
    ran = call("new", "32120")

    assert ran.exit_code == 2
    assert ran.stderr == f"Error: {library}/content/cpt/32120.yaml exists already; it was left as it is.\n"
    assert read_files(library) == before


def test_new_asks_for_the_system_of_a_code_that_two_have(library: Path) -> None:
    ran = call("new", "A0100")

    assert ran.exit_code == 2
    assert "say --system HCPCS or --system ICD-10-CM." in ran.stderr
    assert call("new", "--system", "icd-10-cm", "a0100").stdout == "wrote content/icd-10-cm/A0100.yaml\n"
    assert call("new", "--system", "HCPCS", "A0100").stdout == "wrote content/hcpcs/A0100.yaml\n"
    assert 'code: "A01.00"' in (library / "content/icd-10-cm/A0100.yaml").read_text()


def test_new_spells_a_code_as_its_system_does(library: Path) -> None:
    assert call("new", "0446t").stdout == "wrote content/cpt/0446T.yaml\n"
    assert (library / "content/cpt/0446T.yaml").is_file()


@pytest.mark.parametrize("code", ["../../x", "/etc/passwd", "cpt:../x", "", "x" * 300, "٣٢١٢٠"])
def test_new_writes_nothing_for_what_is_no_code(code: str, library: Path) -> None:
    before = read_files(library.parent)

    ran = call("new", "--", code)

    assert ran.exit_code == 2
    assert read_files(library.parent) == before


# validate ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_validate_succeeds_where_all_is_sound_and_notes_the_code_sets_that_are_missing_in_one_line() -> None:
    ran = call("validate")

    assert ran.exit_code == 0
    (found,) = re.findall(r"^\S*\[.*", ran.stdout, re.MULTILINE)
    assert found.startswith(
        "note[set-missing]: Nothing was checked against code sets that are not here: "
        "Claim adjustment reason codes; HCPCS Level II;"
    )
    assert ran.stdout.endswith("2 records validated: 1 note.\n")


def test_the_note_on_missing_code_sets_is_silenced_by_a_setting(library: Path) -> None:
    file = library / "codepub.toml"
    file.write_text(file.read_text("utf-8").replace("[checks]", '[checks]\nmissing_code_sets = "quiet"'), "utf-8")

    assert call("validate").stdout == "2 records validated: all sound.\n"


@pytest.mark.usefixtures("library")
def test_the_missing_code_sets_are_noted_before_what_is_wrong(library: Path) -> None:
    put(library, "cpt/99213.yaml", BROKEN)
    ran = call("validate")

    assert ran.stdout.startswith("note[set-missing]: ")


def test_validate_fails_where_a_record_has_errors_and_points_at_it(library: Path) -> None:
    put(library, "cpt/99213.yaml", BROKEN)
    ran = call("validate")

    assert ran.exit_code == 1
    assert "content/cpt/99213.yaml:1:1" in ran.stdout


def test_validate_looks_at_the_records_named_and_at_no_other(library: Path) -> None:
    put(library, "cpt/99213.yaml", BROKEN)

    assert call("validate", "32120", "hcpcs:a0425").exit_code == 0
    assert call("validate", "99213").exit_code == 1


@pytest.mark.parametrize("report", ["text", "json", "github", "sarif", "junit"])
def test_validate_reports_in_the_format_asked_for(report: str, library: Path) -> None:
    put(library, "cpt/99213.yaml", BROKEN)
    ran = call("validate", "--format", report)

    assert ran.exit_code == 1
    assert "99213.yaml" in ran.stdout
    match report:
        case "json" | "sarif":
            json.loads(ran.stdout)
        case "junit":
            ET.fromstring(ran.stdout)
        case "github":
            assert ran.stdout.startswith("::notice ")
            assert "\n::error " in ran.stdout
            assert "file=content/cpt/99213.yaml,line=1," in ran.stdout


def test_validate_in_an_empty_workspace_finds_nothing_wrong(empty: Path, put_code_sets: Callable[[Path], None]) -> None:
    put_code_sets(empty)
    (empty / "codepub.toml").write_bytes(b"")
    (empty / "content").mkdir()

    ran = call("validate")

    assert ran.exit_code == 0
    assert ran.stdout == "There are no records here: nothing was validated.\n"


def test_validate_without_a_content_folder_says_where_it_looked(empty: Path) -> None:
    (empty / "codepub.toml").write_bytes(b"")
    ran = call("validate")

    assert ran.exit_code == 2
    assert ran.stderr == (f"Error: {empty}/content is not a folder. Look at [folders] content in codepub.toml.\n")


def test_a_record_that_is_a_link_to_elsewhere_is_refused_and_not_shown(library: Path) -> None:
    secret = library.parent / "secret.yaml"
    secret.write_text("the-secret: 1\n")
    (library / "content/cpt/99213.yaml").symlink_to(secret)
    (library / "content/icd-10-pcs").symlink_to(library.parent)

    for ran in (call("validate"), call("validate", "99213"), call("build", "99213", "--html")):
        assert ran.exit_code == 1
        assert "This file is a link to a file outside the content folder." in ran.output
        assert "the-secret" not in ran.output
    assert list_made(library) == []


# build -------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name the codes to build, or build every record: codepub build --all"),
        (("--pdf",), "Name the codes to build, or build every record: codepub build --all"),
        (("--all", "32120"), "Name the codes to build, or say --all; not both."),
    ],
)
def test_build_wants_either_codes_or_all(arguments: tuple[str, ...], told: str) -> None:
    ran = call("build", *arguments)

    assert ran.exit_code == 2
    assert told in ran.stderr


def test_build_makes_the_formats_named(library: Path) -> None:
    ran = call("build", "32120", "--html", "--md")

    assert ran.exit_code == 0
    assert re.fullmatch(
        r"wrote output/cpt/32120\.html\nwrote output/cpt/32120\.md\n2 files, 1 record, \d\.\d s\n", ran.stdout
    )
    assert list_made(library) == ["cpt/32120.html", "cpt/32120.md"]


def test_build_makes_all_records_and_codes_in_lower_case_are_understood(library: Path) -> None:
    assert call("build", "a0425", "--md").exit_code == 0
    assert list_made(library) == ["hcpcs/A0425.md"]

    assert call("build", "--all", "--md").exit_code == 0
    assert list_made(library) == ["cpt/32120.md", "hcpcs/A0425.md"]


def test_build_makes_the_formats_of_the_settings_where_none_is_named(library: Path) -> None:
    (library / "codepub.toml").write_text('[publication]\nformats = ["md", "html"]\n')
    call("build", "32120")
    assert list_made(library) == ["cpt/32120.html", "cpt/32120.md"]


def test_build_makes_pdf_and_word_where_the_settings_say_nothing(library: Path) -> None:
    assert call("build", "32120").exit_code == 0
    assert list_made(library) == ["cpt/32120.docx", "cpt/32120.pdf"]


def test_build_prints_as_much_as_is_asked_for_and_else_what_the_settings_say(library: Path) -> None:
    (library / "codepub.toml").write_text('[publication]\nparts = "brief"\n')
    file = library / "output/cpt/32120.md"

    assert call("build", "32120", "--md").exit_code == 0
    assert "## Payment & Policy" not in file.read_text("utf-8")
    assert call("build", "32120", "--md", "--parts", "full").exit_code == 0
    assert "## Payment & Policy" in file.read_text("utf-8")


def test_build_writes_below_the_folder_named(library: Path) -> None:
    ran = call("build", "32120", "--md", "--output", "elsewhere/now")

    assert ran.stdout.startswith("wrote elsewhere/now/cpt/32120.md\n1 file, 1 record, ")
    assert (library / "elsewhere/now/cpt/32120.md").is_file()
    assert list_made(library) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("init", ""),
        ("validate", "--verbatim", ""),
        ("build", "32120", "--md", "--output", ""),
        ("coverage", "--output", ""),
        ("codes", "add", ""),
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_an_empty_path_is_not_the_current_folder(arguments: Sequence[str], library: Path) -> None:
    before = read_files(library)
    ran = call(*arguments)

    assert ran.exit_code == 2
    assert "It is empty. Write a path; the folder you are in is `.`." in ran.stderr
    assert read_files(library) == before


@pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")
def test_build_makes_an_archival_pdf_where_it_is_asked_to(library: Path) -> None:
    assert call("build", "32120", "--pdf", "--standard", "pdf/a-3a").exit_code == 0
    with pikepdf.open(library / "output/cpt/32120.pdf") as pdf:
        assert "/OutputIntents" in pdf.Root


def test_build_runs_from_any_folder_of_the_workspace(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library / "content" / "cpt")

    assert call("build", "32120", "--md").exit_code == 0
    assert list_made(library) == ["cpt/32120.md"]


@pytest.mark.usefixtures("library")
def test_a_code_without_a_record_is_the_calls_fault_and_near_ones_are_told() -> None:
    ran = call("build", "32121", "A0425", "nonsense!", "--md")

    assert ran.exit_code == 2
    assert "There is no record for 32121" in ran.stderr
    assert "Did you mean cpt:32120?" in ran.stderr
    assert "'nonsense!' is not a code." in ran.stderr


@pytest.mark.parametrize(
    "code", ["../../etc/passwd", "/etc/passwd", "cpt:../x", "cpt:/etc/passwd", "..:32120", "file:///etc/passwd", ""]
)
@pytest.mark.parametrize("command", ["build", "validate"])
def test_a_code_is_never_taken_for_a_path(command: str, code: str, library: Path) -> None:
    ran = call(command, "--", code)

    assert ran.exit_code == 2
    assert ran.stderr.startswith("Error: ")
    assert "root:" not in ran.output
    assert list_made(library) == []


def test_a_record_with_errors_stops_itself_and_no_other(library: Path) -> None:
    put(library, "cpt/99213.yaml", BROKEN)
    ran = call("build", "--all", "--md")

    assert ran.exit_code == 1
    assert "content/cpt/99213.yaml" in ran.stderr
    assert re.search(r"\n2 files, 2 records, \d\.\d s; left out for errors: 1 record\n$", ran.stderr)
    assert list_made(library) == ["cpt/32120.md", "hcpcs/A0425.md"]


def test_a_record_that_cannot_be_printed_stops_no_other_and_is_told_at_the_end(library: Path) -> None:
    (library / "output/cpt/32120.md").mkdir(parents=True)
    ran = call("build", "--all", "--md", "--html")

    assert ran.exit_code == 3
    assert ran.stdout.splitlines() == [
        "wrote output/cpt/32120.html",
        "wrote output/hcpcs/A0425.html",
        "wrote output/hcpcs/A0425.md",
    ]
    told, line = ran.stderr.splitlines()
    assert told.startswith(f"Error: {library}/output/cpt/32120.md cannot be written: ")
    assert re.fullmatch(r"3 of 4 files, 2 records, \d\.\d s; 1 failed: cpt:32120 \(md\)", line)


def test_the_gravest_fault_gives_the_exit_code_and_what_stops_all_is_told_once(library: Path) -> None:
    put(library, "cpt/99213.yaml", BROKEN)
    put(library.parent / "library", "../templates/wording.toml", '[imprint]\nfooter = "{{ nothing }}"\n')
    ran = call("build", "--all", "--md", "--html")

    assert ran.exit_code == 2
    assert list_made(library) == []
    assert ran.stderr.count("[imprint] footer cannot be rendered") == 1
    assert "Mend the string. (4 files)\n0 of 4 files, 2 records, " in ran.stderr
    assert " s; 4 failed: cpt:32120 (" in ran.stderr
    assert "\n" + "cpt:32120" not in ran.stdout
    assert ran.stderr.endswith("; left out for errors: 1 record\n")


def test_a_publication_is_made_though_a_character_cannot_be_printed_and_that_is_told(library: Path) -> None:
    sample = (library / "content/hcpcs/A0425.yaml").read_text("utf-8")
    put(library, "hcpcs/A0425.yaml", sample.replace("title: Ground", "title: 漢 Ground"))
    ran = call("build", "A0425", "--pdf")

    assert ran.exit_code == 0
    assert "No font of the PDF has “漢” (U+6F22), in title of hcpcs:A0425: it is no PDF/UA-1" in ran.stderr
    assert list_made(library) == ["hcpcs/A0425.pdf"]


def test_what_stood_in_the_output_folder_is_replaced(library: Path) -> None:
    call("build", "32120", "--md")
    (library / "output/cpt/32120.md").write_bytes(b"old")
    call("build", "32120", "--md")

    assert (library / "output/cpt/32120.md").read_bytes() != b"old"
    assert list_made(library) == ["cpt/32120.md"]


def test_an_output_folder_that_cannot_be_written_is_the_machines_fault(library: Path) -> None:
    (library / "output").write_bytes(b"a file where a folder belongs")
    ran = call("build", "32120", "--md")

    assert ran.exit_code == 3
    assert ran.stderr.startswith(f"Error: {library}/output/cpt/32120.md cannot be written: ")
    assert "Traceback" not in ran.output


def test_without_pango_a_pdf_is_refused_with_the_way_to_get_it_and_other_formats_are_made(
    library: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """WeasyPrint raises OSError on import where it finds no Pango; here a module that does so stands before it."""
    fake = tmp_path_factory.mktemp("fake")
    (fake / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\\nmore lines\")\n")

    ran = run_process("build", "32120", "--pdf", cwd=library, PYTHONPATH=str(fake))

    assert ran.returncode == 3
    assert ran.stderr.startswith(
        "Error: A PDF needs the system libraries of Pango: cannot load library 'libpango-1.0-0'\nInstall them: "
    )
    assert "Traceback" not in ran.stderr
    assert list_made(library) == []
    assert run_process("build", "32120", "--html", "--docx", cwd=library, PYTHONPATH=str(fake)).returncode == 0
    assert list_made(library) == ["cpt/32120.docx", "cpt/32120.html"]


# list, schema, rules -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_list_tells_each_record_and_what_is_unavailable() -> None:
    ran = call("list")

    assert ran.exit_code == 0
    assert [line.split("  ")[0] for line in ran.stdout.splitlines()] == ["CPT 32120", "HCPCS A0425"]
    assert "unavailable: " in ran.stdout


@pytest.mark.usefixtures("library")
def test_list_tells_it_to_other_programs_too() -> None:
    entries = json.loads(call("list", "--json").stdout)

    assert [(entry["system"], entry["code"], entry["edition"]) for entry in entries] == [
        ("CPT", "32120", 2026),
        ("HCPCS", "A0425", 2026),
    ]
    assert entries[0]["unavailable"]["not-asked"] == 1


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--tag", "none"], "No record has the tag none."),
        (["--system", "icd-10-cm"], "No record is of ICD-10-CM."),
        (
            ["--status", "released", "--tag", "a", "--tag", "b"],
            "No record is released and has the tag a and has the tag b.",
        ),
        (["--system", "cpt", "--status", "released"], "No record is of CPT and is released."),
    ],
)
def test_a_list_of_nothing_says_what_no_record_is(options: list[str], told: str) -> None:
    ran = call("list", *options)
    assert (ran.exit_code, ran.stdout, ran.stderr) == (0, "", f"{told}\n")


def test_a_list_without_records_says_how_to_begin_one(library: Path) -> None:
    for file in library.glob("content/*/*.yaml"):
        file.unlink()
    assert call("list").stderr == "There are no records here. `codepub new CODE` begins one.\n"


def test_list_says_how_many_records_it_leaves_out(library: Path) -> None:
    put(library, "cpt/99213.yaml", BROKEN)
    ran = call("list")

    assert ran.exit_code == 1
    assert ran.stderr == "1 of 3 records have errors and are left out; see codepub validate.\n"
    assert len(ran.stdout.splitlines()) == 2


def test_schema_is_written_and_checked(library: Path) -> None:
    file = library / "schemas/code-summary.schema.json"
    assert call("schema", "--check").exit_code == 0

    file.write_text("{}")
    stale = call("schema", "--check")
    assert stale.exit_code == 1
    assert stale.stderr == "Error: The schema is not fresh. Run `codepub schema`.\n"
    assert file.read_text() == "{}"

    written = call("schema")
    assert written.stdout == "wrote schemas/code-summary.schema.json\nwrote schemas/review.schema.json\n"
    assert call("schema", "--check").exit_code == 0


def test_rules_need_no_workspace_and_are_all_told(empty: Path) -> None:
    from codepub.loading.rules import RULES
    from codepub.releasing.release import RELEASE_RULES

    ran = call("rules")

    assert ran.exit_code == 0
    assert all(f"{rule.id} ({rule.severity})\n" in ran.stdout for rule in (*RULES, *RELEASE_RULES))
    assert list(empty.iterdir()) == []


def test_one_rule_is_explained_with_its_example(empty: Path) -> None:
    ran = call("rules", "Prose-Code")

    assert ran.exit_code == 0
    assert ran.stdout.startswith("prose-code (warning)\n")
    assert "codepub: allow prose-code because …" in ran.stdout
    assert "lost-quote" not in ran.stdout
    assert "It cannot be allowed." in call("rules", "yaml-syntax").stdout
    assert call("rules", "draft").stdout.startswith("draft (error)\n")
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("prose-cod", "Did you mean `prose-code`"),
        ("lost_quote", "Did you mean `lost-quote`"),
        ("diagnosis", "Did you mean `header-diagnosis`"),
        ("zzz", "There is no rule zzz. `codepub rules` lists them all."),
    ],
)
def test_a_rule_that_there_is_not_is_answered_with_those_like_it(name: str, meant: str) -> None:
    ran = call("rules", name)

    assert ran.exit_code == 2
    assert meant in ran.stderr


# what every command shares -----------------------------------------------------------------------------------------


def test_the_version_is_told() -> None:
    assert call("--version").stdout.endswith(f", version {version('codepub')}\n")


@pytest.mark.parametrize("arguments", [("-h",), ("--help",), ("build", "-h"), ("validate", "--help")])
def test_help_is_told_by_either_name(arguments: tuple[str, ...]) -> None:
    ran = call(*arguments)

    assert ran.exit_code == 0
    assert ran.stdout.startswith("Usage: ")


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    "arguments", [("build", "32120"), ("build", "--all"), ("validate",), ("list",), ("schema",), ("new", "99213")]
)
def test_outside_of_a_workspace_the_call_is_at_fault(arguments: tuple[str, ...]) -> None:
    ran = call(*arguments)

    assert ran.exit_code == 2
    assert "Run `codepub init` to begin one." in ran.stderr


@pytest.mark.parametrize(
    ("settings", "fact"),
    [
        (b"[publication\n", "codepub.toml:1: this is not TOML: "),
        (b"[publications]\n", "codepub.toml:1: `publications` is not a setting."),
        (b"[publication]\npublsher = 'x'\n", "codepub.toml:2: `publication.publsher` is not a setting."),
        (b"[publication]\npage = 'A5'\n", "codepub.toml:2: `publication.page` must be"),
        (b"[publication]\npublisher = 'M\xe9decine'\n", "codepub.toml:2: this line is not UTF-8."),
    ],
)
def test_settings_at_fault_are_told_with_their_place_and_nothing_is_made(
    settings: bytes, fact: str, library: Path
) -> None:
    (library / "codepub.toml").write_bytes(settings)
    ran = call("build", "32120", "--md")

    assert ran.exit_code == 2
    assert ran.stderr.startswith(f"Error: {library}/{fact}")
    assert list_made(library) == []


def test_empty_settings_are_settings(library: Path) -> None:
    (library / "codepub.toml").write_bytes(b"")

    assert call("build", "32120", "--md").exit_code == 0


def test_wording_at_fault_is_told_with_its_file_and_key(library: Path) -> None:
    (library / "templates").mkdir()
    (library / "templates/wording.toml").write_text("[sentences]\npayers = \"{{ ''.__class__ }}\"\n")
    ran = call("build", "32120", "--md")

    assert ran.exit_code == 2
    assert ran.stderr.startswith(f"Error: {library}/templates/wording.toml: [sentences] payers cannot be rendered: ")


def test_a_shell_completes_codes_from_the_records_of_the_workspace(library: Path) -> None:
    def complete(words: str, at: int) -> list[str]:
        ran = run_process(cwd=library, _CODEPUB_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(at))
        assert ran.stderr == ""
        return ran.stdout.split()

    assert complete("codepub build 3", 2) == ["plain,32120"]
    assert complete("codepub validate a", 2) == ["plain,A0425"]
    assert complete("codepub build 32120 ", 3) == ["plain,32120", "plain,A0425"]
    assert "plain,build" in complete("codepub b", 1)
    assert complete("codepub rules lost", 2) == ["plain,lost-quote"]


def test_a_shell_completes_nothing_and_says_nothing_outside_of_a_workspace(empty: Path) -> None:
    ran = run_process(cwd=empty, _CODEPUB_COMPLETE="bash_complete", COMP_WORDS="codepub build 3", COMP_CWORD="2")

    assert (ran.stdout.strip(), ran.stderr) == ("", "")


def test_a_reader_that_stops_reading_ends_a_command_without_a_traceback(library: Path) -> None:
    command = f"'{sys.executable}' -c 'from codepub.cli.commands import main; main()' rules | head -1"
    ran = subprocess.run(["bash", "-c", command], cwd=library, capture_output=True, text=True, check=False)

    assert ran.stdout.count("\n") == 1
    assert ran.stderr == ""
