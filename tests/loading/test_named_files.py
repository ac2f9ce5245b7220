from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from codepub.diagnostics import CallError
from codepub.loading.content_files import record_at
from codepub.loading.named_files import find_files, list_filed_codes
from tests.record_texts import write_record


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder, in which calls are made."""
    content = tmp_path / "content"
    for name in (
        "cpt/32120.yaml",
        "cpt/0446T.yaml",
        "icd-10-cm/J95830.yaml",
        "icd-10-cm/A0100.yaml",
        "hcpcs/A0100.yaml",
    ):
        write_record(content, "{}", name)
    monkeypatch.chdir(content)
    return content


@pytest.mark.parametrize(
    ("wanted", "record"),
    [
        ("32120", "cpt:32120"),
        ("cpt:32120", "cpt:32120"),
        ("CPT:32120", "cpt:32120"),
        ("0446t", "cpt:0446T"),
        ("j95830", "icd-10-cm:J95.830"),
        ("J95.830", "icd-10-cm:J95.830"),
        ("icd-10-cm:j95.830", "icd-10-cm:J95.830"),
        ("hcpcs:A0100", "hcpcs:A0100"),
        ("icd-10-cm:A01.00", "icd-10-cm:A01.00"),
    ],
)
def test_a_record_is_found_by_its_code(library: Path, wanted: str, record: str) -> None:
    (file,) = find_files(library, [wanted])
    assert str(record_at(file.relative_to(library))) == record


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("icd-9:123", "names no code system. Write one of cpt, hcpcs, icd-10-cm, icd-10-pcs before the colon"),
        ("cpt:cpt:32120", "names no code system"),
        ("A0100", "Several systems have a record for A0100: say hcpcs:A0100 or icd-10-cm:A01.00."),
        ("32210", "Did you mean cpt:32120?"),
        ("cpt:32129", "32129.yaml does not exist. Did you mean cpt:32120?"),
        ("99999", "Run `codepub new 99999` to begin it."),
        ("codepub.toml", "has it. Write a code such as 32120 or cpt:32120, or the path of a file below that folder."),
        ("content", "has it. Write a code such as 32120"),
        ("../../etc/passwd", "lies outside the content folder, "),
        ("/etc/passwd", "lies outside the content folder, "),
        ("cpt:../cpt/32120", "is no file of a record"),
        ("../content/../secret.yaml", "lies outside the content folder, "),
        ("cpt/32120", "is no file of a record: these end in .yaml or .yml, and are not hidden."),
        ("cpt/.32120.yaml", "is no file of a record"),
        (".git/config.yaml", "is no file of a record"),
        ("c!", "is not a code. Write a code such as 32120 or cpt:32120."),
        ("cpt/", "is a folder. Name files of it, or codes such as 32120."),
        ("cpt/..", "is a folder."),
        ("99999.yaml", "There is no file '99999.yaml'. Write a code such as 32120 or cpt:32120, or the path of a file"),
        (f"{'9' * 5000}.yaml", "There is no file"),
        ("cpt/\0.yaml", "is not a code"),
        ("cpt/\x1b\n.yaml", r"There is no file 'cpt/\x1b\n.yaml'"),
        ("", "is not a code"),
        ("cpt:", "is not a code"),
        ("３２１２０", "is not a code"),
        ("32120\n", "is not a code"),
        ("32120\0", "is not a code"),
    ],
)
def test_a_record_that_is_not_there_is_told_with_a_way_out(library: Path, wanted: str, words: str) -> None:
    with pytest.raises(CallError) as raised:
        find_files(library, [wanted])
    assert words in str(raised.value)


def test_no_record_is_found_where_there_is_no_content_folder(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="Run `codepub new 32120`"):
        find_files(tmp_path / "none", ["32120"])


@pytest.mark.parametrize(
    "path",
    [
        "cpt/32120.yaml",
        "./cpt/32120.yaml",
        "../content/cpt/32120.yaml",
        "hcpcs/../cpt/32120.yaml",
        "{0}/cpt/32120.yaml",
    ],
)
def test_a_record_is_found_by_the_path_of_its_file(library: Path, path: str) -> None:
    assert find_files(library, [path.format(library)]) == [library / "cpt/32120.yaml"]


def test_a_path_is_one_from_where_the_call_is_made(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(library / "cpt")
    assert find_files(library, ["32120.yaml", "../hcpcs/A0100.yaml"]) == [
        library / "cpt/32120.yaml",
        library / "hcpcs/A0100.yaml",
    ]


def test_a_path_through_a_link_to_the_workspace_is_one_of_its_files(library: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(library, target_is_directory=True)
    assert find_files(library, [str(tmp_path / "linked/cpt/32120.yaml")]) == [library / "cpt/32120.yaml"]
    assert find_files(tmp_path / "linked", ["cpt/32120.yaml"]) == [tmp_path / "linked/cpt/32120.yaml"]


def test_a_path_through_a_link_that_leads_out_of_the_content_is_refused(library: Path, tmp_path: Path) -> None:
    write_record(tmp_path / "elsewhere", "{}", "0W390ZZ.yaml")
    (library / "icd-10-pcs").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    with pytest.raises(CallError, match="lies outside the content folder"):
        find_files(library, ["icd-10-pcs/0W390ZZ.yaml"])


@pytest.mark.parametrize("name", ["drafts/later.yaml", "cpt/32121.yml", "top.YAML"])
def test_a_file_in_a_place_of_no_record_is_found_by_its_path(library: Path, name: str) -> None:
    write_record(library, "{}", name)
    assert find_files(library, [name]) == [library / name]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among files")
@pytest.mark.parametrize("wanted", ["99213", "cpt/99213.yaml"])
@pytest.mark.parametrize("kind", ["pipe", "dangling link", "circle"])
def test_what_is_there_and_cannot_be_read_is_found_so_that_it_is_told(library: Path, wanted: str, kind: str) -> None:
    place = library / "cpt/99213.yaml"
    if kind == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("nowhere" if kind == "dangling link" else place.name)
    assert find_files(library, [wanted]) == [place]


def test_a_folder_that_cannot_be_entered_hides_no_record_of_another(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looking = os.lstat

    def barred(path: Path, **options: Any) -> os.stat_result:
        if "hcpcs" in Path(path).parts or "icd-10-pcs" in Path(path).parts:
            raise PermissionError(13, "Permission denied")
        return looking(path, **options)

    monkeypatch.setattr(os, "lstat", barred)
    monkeypatch.setattr(Path, "lstat", barred)
    assert find_files(library, ["32120"]) == [library / "cpt/32120.yaml"]
    assert find_files(library, ["A0425"]) == [library / "hcpcs/A0425.yaml"]


def test_all_that_is_not_found_is_told_and_the_folder_is_listed_once(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, scan = list[str](), os.scandir

    def counted(path: Path) -> object:
        listed.append(path.name)
        return scan(path)

    monkeypatch.setattr(os, "scandir", counted)
    with pytest.raises(CallError) as raised:
        find_files(library, ["32121", "32120", "32122", "x.yaml", "0445T"])
    assert [line.split(": ")[0] for line in str(raised.value).splitlines()] == [
        "There is no record for 32121",
        "There is no record for 32122",
        "There is no file 'x.yaml'. Write a code such as 32120 or cpt:32120, or the path of a file below that folder.",
        "There is no record for 0445T",
    ]
    assert listed.count("cpt") == 1


def test_near_codes_are_told_for_the_first_ten_that_are_not_found(library: Path) -> None:
    with pytest.raises(CallError) as raised:
        find_files(library, [f"3212{letter}" for letter in "ABCDEFGHIJKL"])
    assert ["Did you mean cpt:32120?" in line for line in str(raised.value).splitlines()] == [True] * 10 + [False] * 2


def test_only_names_of_codes_in_folders_of_systems_are_suggested_and_completed(library: Path) -> None:
    for name in ("cpt/32121 copy.yaml", "cpt/3212\n.yaml", "drafts/32122.yaml", "cpt/-32120.yaml"):
        write_record(library, "{}", name)
    assert sorted(list_filed_codes(library)) == ["0446T", "32120", "A0100", "J95830"]
