from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from codepub.diagnostics import CallError, Severity
from codepub.loading.load import load
from codepub.loading.load_file import CheckContext
from codepub.origin import CodeSystem, RecordId
from codepub.workspace.scaffold import (
    FileLeft,
    FileMade,
    FileUnmade,
    are_schemas_fresh,
    begin_record,
    begin_workspace,
    identify_record,
    make_editor_settings,
    write_schemas,
)
from codepub.workspace.settings import read_settings
from tests.publications import CONTENT, ROOT, workspace
from tests.trial_kinds import TRIAL_KINDS

TODAY = date(2026, 11, 24)
GLOB = "content/{cpt,hcpcs,icd-10-cm,icd-10-pcs}/*[0-9A-Z].yaml"


def read_contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_new_workspace_has_settings_a_sample_the_schema_and_what_editors_want(tmp_path: Path) -> None:
    begun = begin_workspace(tmp_path / "library")

    assert begun == [FileMade(one.file) for one in begun if isinstance(one, FileMade)]
    assert {one.file.relative_to(tmp_path / "library").as_posix() for one in begun if isinstance(one, FileMade)} == set(
        read_contents(tmp_path / "library")
    )
    assert set(read_contents(tmp_path / "library")) == {
        ".gitignore",
        ".vscode/extensions.json",
        ".vscode/settings.json",
        "codepub.toml",
        "content/cpt/32120.yaml",
        "schemas/code-summary.schema.json",
        "schemas/review.schema.json",
    }


def test_the_settings_of_a_new_workspace_hold_and_say_what_holds_without_them(tmp_path: Path) -> None:
    begin_workspace(tmp_path)
    assert read_settings(tmp_path) == workspace(tmp_path)

    settings = tmp_path / "codepub.toml"
    uncommented = settings.read_text("utf-8").replace('# reference = "house.docx"', "#").replace("\n# c", "\nc")
    for key in (
        "content",
        "output",
        "templates",
        "assets",
        "formats",
        "page",
        "parts",
        "language",
        "standard",
        "publisher",
    ):
        uncommented = uncommented.replace(f"\n# {key} =", f"\n{key} =")
    settings.write_text(uncommented.replace("\ncopyright_year", "\n# copyright_year"), "utf-8")

    assert "\nformats =" in settings.read_text("utf-8")
    assert read_settings(tmp_path) == workspace(tmp_path)


def test_the_sample_of_a_new_workspace_is_sound_and_its_schema_fresh(tmp_path: Path) -> None:
    begin_workspace(tmp_path)
    loaded = load(tmp_path / "content", CheckContext(TODAY))

    assert [found for found in loaded.diagnostics if found.severity is Severity.ERROR] == []
    assert [record.code for record in loaded.records] == ["32120"]
    assert are_schemas_fresh(tmp_path)


def test_editors_are_told_where_the_schemas_are(tmp_path: Path) -> None:
    begin_workspace(tmp_path)
    schemas = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]

    assert len(schemas) == 2
    assert all((tmp_path / schema).is_file() for schema in schemas)


def put_file(folder: Path, name: str, text: bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text)
    return file


def test_what_is_there_is_left_as_it_is_and_what_is_missing_is_made(tmp_path: Path) -> None:
    own = {"content/cpt/32120.yaml": b"my own", "codepub.toml": b"# my own", "README.md": b"my own"}
    for name, text in own.items():
        put_file(tmp_path, name, text)

    begun = begin_workspace(tmp_path)

    left = [one.file.relative_to(tmp_path).as_posix() for one in begun if isinstance(one, FileLeft)]
    assert left == ["codepub.toml", "content/cpt/32120.yaml"]
    assert read_contents(tmp_path).items() >= own.items()
    assert (tmp_path / "schemas/code-summary.schema.json").is_file()


def test_a_library_that_has_records_gets_no_sample(tmp_path: Path) -> None:
    put_file(tmp_path, "content/hcpcs/A0425.yaml", b"my own")

    begin_workspace(tmp_path)

    assert sorted(read_contents(tmp_path / "content")) == ["hcpcs/A0425.yaml"]


@pytest.mark.parametrize("made", range(6))
def test_what_was_interrupted_is_finished_by_a_second_time(made: int, tmp_path: Path) -> None:
    begin_workspace(tmp_path / "whole")
    files = [one.file for one in begin_workspace(tmp_path / "half") if isinstance(one, FileMade)]
    for file in files[made:]:
        file.unlink()

    begin_workspace(tmp_path / "half")

    assert read_contents(tmp_path / "half") == read_contents(tmp_path / "whole")


@pytest.mark.parametrize(
    ("there", "then"),
    [
        (b"*.pyc", b"*.pyc\n/output/\n/.codepub/\n.codepub-*.tmp\n"),
        (b"*.pyc\r\noutput\r\n", b"*.pyc\r\noutput\r\n/.codepub/\r\n.codepub-*.tmp\r\n"),
        (b"# \xe9t\xe9\n.codepub/\n", b"# \xe9t\xe9\n.codepub/\n/output/\n.codepub-*.tmp\n"),
        (b"", b"/output/\n/.codepub/\n.codepub-*.tmp\n"),
    ],
)
def test_what_git_need_not_keep_is_added_to_what_it_ignores(there: bytes, then: bytes, tmp_path: Path) -> None:
    put_file(tmp_path, ".gitignore", there)

    begin_workspace(tmp_path)
    begin_workspace(tmp_path)

    assert (tmp_path / ".gitignore").read_bytes() == then


def test_settings_of_an_editor_are_left_and_what_they_lack_is_said(tmp_path: Path) -> None:
    put_file(tmp_path, ".vscode/settings.json", b'{"editor.rulers": [100]} // mine')

    (said,) = [one.advice for one in begin_workspace(tmp_path) if isinstance(one, FileLeft)]

    assert f'add to it: "yaml.schemas": {{"./schemas/code-summary.schema.json": "{GLOB}", "./schemas/review' in said


def test_editors_are_told_of_one_glob_for_each_kind_of_file() -> None:
    assert make_editor_settings(TRIAL_KINDS)["yaml.schemas"] == {
        "./schemas/code-summary.schema.json": GLOB,
        "./schemas/book.schema.json": "content/books/*.yaml",
        "./schemas/review.schema.json": "content/{cpt,hcpcs,icd-10-cm,icd-10-pcs}/*.review.yaml",
    }


@pytest.mark.parametrize("name", ["codepub.toml", "content/cpt/32120.yaml", ".vscode/settings.json"])
@pytest.mark.parametrize("kind", ["a folder", "a link"])
def test_what_has_the_name_of_a_file_and_is_none_is_told_and_left(name: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if kind == "a folder":
        file.mkdir(parents=True)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.symlink_to("nowhere")

    told = [str(one.error) for one in begin_workspace(tmp_path) if isinstance(one, FileUnmade)]

    assert [text.split(": ")[0] for text in told] == [str(file)]
    assert file.is_dir() if kind == "a folder" else file.is_symlink()


def test_what_cannot_be_made_stops_nothing_else(tmp_path: Path) -> None:
    put_file(tmp_path, ".vscode", b"a file where a folder must be")
    (tmp_path / ".gitignore").mkdir()

    begun = begin_workspace(tmp_path)

    told = [str(one.error) for one in begun if isinstance(one, FileUnmade)]
    assert [text.split(": ")[0] for text in told] == [
        f"{tmp_path}/.vscode/settings.json cannot be written",
        f"{tmp_path}/.vscode/extensions.json cannot be written",
        f"{tmp_path}/.gitignore",
    ]
    assert sorted(read_contents(tmp_path)) == [
        ".vscode",
        "codepub.toml",
        "content/cpt/32120.yaml",
        "schemas/code-summary.schema.json",
        "schemas/review.schema.json",
    ]


def test_a_new_record_lies_in_its_place_and_is_sound_with_nothing_known(tmp_path: Path) -> None:
    file = begin_record(workspace(tmp_path), RecordId("icd-10-cm", "J95.830"), "ICD-10-CM", TODAY)
    (record,) = load(tmp_path / "content", CheckContext(TODAY)).records

    assert file == tmp_path / "content" / "icd-10-cm" / "J95830.yaml"
    assert (record.system, record.code, record.edition) == ("ICD-10-CM", "J95.830", 2026)
    assert file.read_text("utf-8").count("{unavailable: not-asked}") == 20


def test_a_record_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "content" / "cpt" / "99213.yaml"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"my own")

    with pytest.raises(CallError, match=r"99213\.yaml exists already; it was left as it is\."):
        begin_record(workspace(tmp_path), RecordId("cpt", "99213"), "CPT", TODAY)

    assert file.read_bytes() == b"my own"


@pytest.mark.parametrize(
    ("typed", "declared", "record"),
    [
        ("99213", None, RecordId("cpt", "99213")),
        ("0446t", None, RecordId("cpt", "0446T")),
        (" 99213 ", None, RecordId("cpt", "99213")),
        ("0w390zz", None, RecordId("icd-10-pcs", "0W390ZZ")),
        ("j95830", None, RecordId("icd-10-cm", "J95.830")),
        ("a0100", "HCPCS", RecordId("hcpcs", "A0100")),
        ("a0100", "ICD-10-CM", RecordId("icd-10-cm", "A01.00")),
        ("A4341\N{NO-BREAK SPACE}", "HCPCS", RecordId("hcpcs", "A4341")),
    ],
)
def test_a_code_is_spelled_as_its_system_does(typed: str, declared: CodeSystem | None, record: RecordId) -> None:
    assert identify_record(typed, declared)[1] == record


@pytest.mark.parametrize("typed", ["A0100", "J0165", "e0601"])
def test_a_code_of_several_systems_asks_for_one(typed: str) -> None:
    with pytest.raises(CallError, match=r"could be a code of HCPCS or of ICD-10-CM: say --system HCPCS or --system"):
        identify_record(typed, None)


def test_a_code_is_named_with_its_system_as_in_the_other_commands() -> None:
    assert identify_record("cpt:0075t", None) == ("CPT", RecordId("cpt", "0075T"))
    assert identify_record("icd-10-cm:d0120", None) == ("ICD-10-CM", RecordId("icd-10-cm", "D01.20"))


def test_what_looks_like_a_dental_code_is_not_taken_for_a_diagnosis() -> None:
    with pytest.raises(CallError, match="dental"):
        identify_record("D0120", None)


@pytest.mark.parametrize(
    "typed", ["", "1", "321200", "../../x", "/etc/passwd", "32120.yaml", "3212O", "32120\0", "٣٢١٢٠", "-h"]
)
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(CallError, match="is not a code of"):
        identify_record(typed, None)


def test_a_code_must_be_one_of_the_system_that_is_named() -> None:
    with pytest.raises(CallError, match="'32120' is not a code of HCPCS"):
        identify_record("32120", "HCPCS")


def test_the_schemas_are_fresh_once_they_are_written(tmp_path: Path) -> None:
    assert not are_schemas_fresh(tmp_path)
    (file,) = write_schemas(tmp_path)
    assert are_schemas_fresh(tmp_path)

    file.write_bytes(file.read_bytes() + b" ")
    assert not are_schemas_fresh(tmp_path)


def test_the_schema_of_this_checkout_is_fresh() -> None:
    assert are_schemas_fresh(ROOT)
    assert CONTENT.is_dir()
