from __future__ import annotations

from pathlib import Path

import pytest

from codepub.diagnostics import CallError, Diagnostic
from codepub.loading.files import (
    FILE_RULES,
    OUTSIDE,
    UNREADABLE,
    filed_record,
    find_record,
    read_file,
    record_file,
    record_files,
)
from codepub.origin import Position, RecordId
from tests.record_texts import write_record


@pytest.fixture
def library(tmp_path: Path) -> Path:
    content = tmp_path / "content"
    for name in (
        "cpt/32120.yaml",
        "cpt/0446T.yaml",
        "icd-10-cm/J95830.yaml",
        "icd-10-cm/A0100.yaml",
        "hcpcs/A0100.yaml",
    ):
        write_record(content, "{}", name)
    return content


def names(content: Path) -> list[str]:
    return [file.relative_to(content).as_posix() for file in record_files(content)]


def test_yaml_and_yml_files_are_listed_by_name_at_every_level(library: Path) -> None:
    for name in ("cpt/00540.yml", "new/deep/A.YAML", "top.yaml"):
        write_record(library, "{}", name)
    assert names(library) == [
        "cpt/00540.yml",
        "cpt/0446T.yaml",
        "cpt/32120.yaml",
        "hcpcs/A0100.yaml",
        "icd-10-cm/A0100.yaml",
        "icd-10-cm/J95830.yaml",
        "new/deep/A.YAML",
        "top.yaml",
    ]


@pytest.mark.parametrize(
    "name", [".hidden.yaml", ".git/config.yaml", "cpt/.32120.yaml.swp", "notes.txt", "cpt/x.yaml.bak"]
)
def test_hidden_files_and_files_of_other_kinds_are_left_out(tmp_path: Path, name: str) -> None:
    write_record(tmp_path, "{}", name)
    assert record_files(tmp_path) == []


def test_an_empty_content_folder_has_no_files(tmp_path: Path) -> None:
    assert record_files(tmp_path) == []


def test_a_folder_that_is_named_as_a_file_is_looked_into(tmp_path: Path) -> None:
    write_record(tmp_path, "{}", "x.yaml/y.yaml")
    assert names(tmp_path) == ["x.yaml/y.yaml"]


def test_a_linked_folder_is_not_looked_into_so_that_no_link_leads_round(library: Path) -> None:
    (library / "again").symlink_to(library, target_is_directory=True)
    assert [name for name in names(library) if name.startswith("again")] == ["again"]


def test_a_linked_folder_is_refused(library: Path) -> None:
    (library / "again").symlink_to(library / "cpt", target_is_directory=True)
    told = refused(library, library / "again")
    assert (told.rule, told.message) == (
        OUTSIDE.id,
        "This folder is a link, and records are not looked for behind links.",
    )


def test_a_file_is_read_as_its_bytes(library: Path) -> None:
    assert read_file(library, library / "cpt/32120.yaml") == b"{}"


def refused(content: Path, file: Path) -> Diagnostic:
    found = read_file(content, file)
    assert isinstance(found, Diagnostic)
    assert found.position == Position(file, 1, 1)
    return found


def test_a_link_to_a_file_outside_the_content_folder_is_refused(library: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("title: secret")
    (library / "cpt/99999.yaml").symlink_to(tmp_path / "secret.yaml")
    assert refused(library, library / "cpt/99999.yaml").rule == OUTSIDE.id


def test_a_file_below_a_folder_that_is_a_link_to_outside_is_refused(library: Path, tmp_path: Path) -> None:
    write_record(tmp_path / "elsewhere", "{}", "0W390ZZ.yaml")
    (library / "icd-10-pcs").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert refused(library, library / "icd-10-pcs/0W390ZZ.yaml").rule == OUTSIDE.id


def test_a_link_to_a_file_inside_the_content_folder_is_read(library: Path) -> None:
    (library / "cpt/99999.yaml").symlink_to(library / "cpt/32120.yaml")
    assert read_file(library, library / "cpt/99999.yaml") == b"{}"


def test_a_content_folder_that_is_a_link_itself_is_read(library: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(library, target_is_directory=True)
    assert read_file(tmp_path / "linked", tmp_path / "linked/cpt/32120.yaml") == b"{}"


def test_a_link_that_leads_nowhere_is_unreadable(library: Path) -> None:
    (library / "cpt/99999.yaml").symlink_to(library / "cpt/none.yaml")
    found = refused(library, library / "cpt/99999.yaml")
    assert (found.rule, found.message) == (UNREADABLE.id, "The file cannot be read: No such file or directory.")


def test_a_link_in_a_circle_is_unreadable(library: Path) -> None:
    (library / "cpt/99999.yaml").symlink_to(library / "cpt/99999.yaml")
    assert refused(library, library / "cpt/99999.yaml").rule == UNREADABLE.id


def test_a_folder_is_unreadable_as_a_file(library: Path) -> None:
    (library / "cpt/x.yaml").mkdir()
    assert refused(library, library / "cpt/x.yaml").rule == UNREADABLE.id


def test_the_rules_of_files_are_these_two() -> None:
    assert FILE_RULES == (UNREADABLE, OUTSIDE)


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (RecordId("cpt", "32120"), "cpt/32120.yaml"),
        (RecordId("icd-10-cm", "J95.830"), "icd-10-cm/J95830.yaml"),
        (RecordId("icd-10-pcs", "0W390ZZ"), "icd-10-pcs/0W390ZZ.yaml"),
    ],
)
def test_a_record_and_its_place_name_each_other(record: RecordId, name: str) -> None:
    assert record_file(Path("content"), record) == Path("content") / name
    assert filed_record(Path(name)) == record


def test_a_file_in_no_folder_of_a_system_stands_for_its_own_name() -> None:
    assert filed_record(Path("drafts/later.yaml")) == RecordId("drafts", "later")


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
    assert str(find_record(library, wanted)) == record


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("icd-9:123", "names no code system. Write one of cpt, hcpcs, icd-10-cm, icd-10-pcs before the colon"),
        ("cpt:cpt:32120", "names no code system"),
        ("A0100", "Several systems have a record for A0100: say hcpcs:A0100 or icd-10-cm:A01.00."),
        ("32210", "Did you mean cpt:32120?"),
        ("cpt:32129", "32129.yaml does not exist. Did you mean cpt:32120?"),
        ("99999", "Run `codepub new 99999` to begin it."),
        ("../../etc/passwd", "is not a code. Write a code such as 32120 or cpt:32120."),
        ("/etc/passwd", "is not a code"),
        ("cpt:../cpt/32120", "is not a code"),
        ("cpt/32120", "is not a code"),
        ("32120.yaml", "There is no record"),
        ("", "is not a code"),
        ("cpt:", "is not a code"),
        ("３２１２０", "is not a code"),
        ("32120\n", "is not a code"),
        ("32120\0", "is not a code"),
    ],
)
def test_a_record_that_is_not_there_is_told_with_a_way_out(library: Path, wanted: str, words: str) -> None:
    with pytest.raises(CallError) as raised:
        find_record(library, wanted)
    assert words in str(raised.value)


def test_no_record_is_found_where_there_is_no_content_folder(tmp_path: Path) -> None:
    with pytest.raises(CallError, match="Run `codepub new 32120`"):
        find_record(tmp_path / "none", "32120")
