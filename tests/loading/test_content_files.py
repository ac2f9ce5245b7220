from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from codepub.diagnostics import Diagnostic, MachineError
from codepub.loading.content_files import (
    FILE_RULES,
    MAX_DEPTH,
    OUTSIDE,
    UNREADABLE,
    list_record_files,
    read_file,
    record_at,
    record_file,
)
from codepub.origin import Position, RecordId
from codepub.yaml.rules import MAX_BYTES, TOO_LARGE
from tests.record_texts import write_record

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files or names")


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


def list_names(content: Path) -> list[str]:
    return [file.relative_to(content).as_posix() for file in list_record_files(content).files]


def read_unread(content: Path) -> Diagnostic:
    """Return what alone could not be looked into."""
    (only,) = list_record_files(content).unread
    return only


def test_yaml_and_yml_files_are_listed_by_name_at_every_level(library: Path) -> None:
    for name in ("cpt/00540.yml", "new/deep/A.YAML", "top.yaml"):
        write_record(library, "{}", name)
    assert list_names(library) == [
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
    assert list_record_files(tmp_path) == ((), ())


def test_an_empty_content_folder_has_no_files(tmp_path: Path) -> None:
    assert list_record_files(tmp_path) == ((), ())


def test_a_folder_that_is_named_as_a_file_is_looked_into(tmp_path: Path) -> None:
    write_record(tmp_path, "{}", "x.yaml/y.yaml")
    assert list_names(tmp_path) == ["x.yaml/y.yaml"]


def test_a_linked_folder_is_not_looked_into_so_that_no_link_leads_round(library: Path) -> None:
    (library / "again").symlink_to(library, target_is_directory=True)
    assert [name for name in list_names(library) if name.startswith("again")] == []


@pytest.mark.parametrize("name", ["again", "cpt/99213.yaml"])
def test_a_linked_folder_is_refused(library: Path, name: str) -> None:
    (library / name).symlink_to(library / "cpt", target_is_directory=True)
    for told in (read_unread(library), read_refused(library, library / name)):
        assert (told.rule, told.message, told.position) == (
            OUTSIDE.id,
            "This folder is a link, and records are not looked for behind links.",
            Position(library / name, 1, 1),
        )


def test_a_file_is_read_as_its_bytes(library: Path) -> None:
    assert read_file(library, library / "cpt/32120.yaml") == b"{}"


def read_refused(content: Path, file: Path) -> Diagnostic:
    found = read_file(content, file)
    assert isinstance(found, Diagnostic)
    assert found.position == Position(file, 1, 1)
    return found


def test_a_link_to_a_file_outside_the_content_folder_is_refused(library: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("title: secret")
    (library / "cpt/99999.yaml").symlink_to(tmp_path / "secret.yaml")
    assert read_refused(library, library / "cpt/99999.yaml").rule == OUTSIDE.id


def test_a_file_below_a_folder_that_is_a_link_to_outside_is_refused(library: Path, tmp_path: Path) -> None:
    write_record(tmp_path / "elsewhere", "{}", "0W390ZZ.yaml")
    (library / "icd-10-pcs").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert read_refused(library, library / "icd-10-pcs/0W390ZZ.yaml").rule == OUTSIDE.id


def test_a_link_to_a_file_inside_the_content_folder_is_read(library: Path) -> None:
    (library / "cpt/99999.yaml").symlink_to(library / "cpt/32120.yaml")
    assert read_file(library, library / "cpt/99999.yaml") == b"{}"


def test_a_content_folder_that_is_a_link_itself_is_read(library: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(library, target_is_directory=True)
    assert read_file(tmp_path / "linked", tmp_path / "linked/cpt/32120.yaml") == b"{}"


def test_a_link_that_leads_nowhere_is_unreadable(library: Path) -> None:
    (library / "cpt/99999.yaml").symlink_to(library / "cpt/none.yaml")
    found = read_refused(library, library / "cpt/99999.yaml")
    assert (found.rule, found.message) == (UNREADABLE.id, "The file cannot be read: No such file or directory.")


def test_a_link_in_a_circle_is_unreadable(library: Path) -> None:
    (library / "cpt/99999.yaml").symlink_to(library / "cpt/99999.yaml")
    assert read_refused(library, library / "cpt/99999.yaml").rule == UNREADABLE.id


@pytest.mark.parametrize("first", ["a", "cpt/a.yaml"])
def test_a_link_in_a_circle_stops_nothing(library: Path, first: str) -> None:
    before = list_names(library)
    (library / first).symlink_to(library / "b.yaml")
    (library / "b.yaml").symlink_to(library / first)
    files, folders = list_record_files(library)
    told = [*folders, *(one for file in files if isinstance(one := read_file(library, file), Diagnostic))]
    assert {(one.rule, one.message.partition(": ")[2]) for one in told} == {
        (UNREADABLE.id, "Too many levels of symbolic links.")
    }
    assert {one.position.file for one in told if one.position} == {library / first, library / "b.yaml"}
    assert [name for name in list_names(library) if name in before] == before


def test_a_link_that_may_have_been_a_folder_of_records_and_leads_nowhere_is_told(library: Path) -> None:
    (library / "icd-10-pcs").symlink_to(library.parent / "not-mounted")
    told = read_unread(library)
    assert (told.rule, told.position) == (UNREADABLE.id, Position(library / "icd-10-pcs", 1, 1))
    assert told.message == "The link cannot be followed: No such file or directory."


def make_failing(folder: Path, error: OSError) -> Callable[[Path], AbstractContextManager[Iterator[os.DirEntry[str]]]]:
    """List folders as `os.scandir` does, but for one."""
    scan = os.scandir

    def scanned(path: Path) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        if path == folder:
            raise error
        return scan(path)

    return scanned


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), FileNotFoundError(2, "No such file")])
def test_a_folder_that_cannot_be_read_is_told_and_the_others_are_listed(
    library: Path, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "scandir", make_failing(library / "hcpcs", error))
    told = read_unread(library)
    assert (told.rule, told.position) == (UNREADABLE.id, Position(library / "hcpcs", 1, 1))
    assert told.message == f"The folder cannot be read: {error.strerror}."
    assert [name.split("/")[0] for name in list_names(library)] == ["cpt", "cpt", "icd-10-cm", "icd-10-cm"]


def test_a_content_folder_that_cannot_be_read_is_the_machines_fault(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "scandir", make_failing(library, PermissionError(13, "Permission denied")))
    with pytest.raises(MachineError, match=r"content cannot be read: Permission denied\. Look at its permissions"):
        list_record_files(library)


def test_folders_are_looked_into_so_deep_and_no_deeper(library: Path) -> None:
    deepest = library.joinpath(*["d"] * (MAX_DEPTH - 1))
    write_record(deepest, "{}", "here.yaml")
    assert list_names(library)[2] == f"{'d/' * (MAX_DEPTH - 1)}here.yaml"
    assert list_record_files(library).unread == ()
    write_record(deepest / "d", "{}", "too-deep.yaml")
    told = read_unread(library)
    assert (told.rule, told.position) == (UNREADABLE.id, Position(deepest / "d", 1, 1))
    assert told.message == "Folders lie more than 20 deep here, and nothing further down is looked at."
    assert len(list_names(library)) == 6


@POSIX
def test_folders_as_deep_as_can_be_made_end_nothing(library: Path) -> None:
    here = os.open(library, os.O_RDONLY)
    try:
        for _ in range(1500):
            os.mkdir("d" * 200, dir_fd=here)
            here, above = os.open("d" * 200, os.O_RDONLY, dir_fd=here), here
            os.close(above)
    finally:
        os.close(here)
    told = read_unread(library)
    assert (told.rule, len(list_names(library))) == (UNREADABLE.id, 5)
    remove_deep(library)


def remove_deep(folder: Path) -> None:
    """Take away folders that pytest, which names each by its whole path, cannot."""
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@POSIX
@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("pipe", "This is a pipe and no plain file."),
        ("socket", "This is a socket and no plain file."),
        ("device", "This is a device and no plain file."),
        ("link to a pipe", "This is a pipe and no plain file."),
    ],
)
def test_what_is_no_plain_file_is_told_in_its_place_and_not_waited_for(library: Path, kind: str, fact: str) -> None:
    place = library / "cpt/99213.yaml"
    make_node(place, kind)
    assert place in list_record_files(library).files
    told = read_refused(library, place)
    assert (told.rule, told.message) == (UNREADABLE.id, fact)


def make_node(place: Path, kind: str) -> None:
    match kind:
        case "pipe":
            os.mkfifo(place)
        case "socket":
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind(str(place))
        case "device":
            try:
                os.mknod(place, 0o020666, os.makedev(1, 3))
            except OSError:
                pytest.skip("only root may make device nodes here")
        case _:
            os.mkfifo(place.with_name("pipe"))
            place.symlink_to("pipe")


def test_of_a_file_that_is_too_large_no_byte_is_read(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = library / "cpt/99213.yaml"
    with place.open("wb") as file:
        file.truncate(8 * 1024**3)
    monkeypatch.delattr(os, "read")
    told = read_refused(library, place)
    assert (told.rule, told.message) == (
        TOO_LARGE.id,
        "The file has 8,589,934,592 bytes; a record has at most 1,048,576.",
    )


def test_a_file_of_the_largest_size_is_read(library: Path) -> None:
    place = library / "cpt/99213.yaml"
    place.write_bytes(b"#" * MAX_BYTES)
    assert read_file(library, place) == b"#" * MAX_BYTES
    place.write_bytes(b"#" * (MAX_BYTES + 1))
    assert read_refused(library, place).rule == TOO_LARGE.id


def test_a_link_that_takes_the_place_of_a_file_while_it_is_opened_is_not_followed(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, secret, opening = library / "cpt/32120.yaml", tmp_path / "secret.yaml", os.open
    secret.write_text("title: secret")

    def swapped(path: Path, flags: int) -> int:
        place.unlink()
        place.symlink_to(secret)
        return opening(path, flags)

    monkeypatch.setattr(os, "open", swapped)
    assert read_refused(library, place).rule == UNREADABLE.id


def test_a_link_that_is_led_elsewhere_while_it_is_opened_gives_what_was_looked_at(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, secret, opening = library / "cpt/99213.yaml", tmp_path / "secret.yaml", os.open
    secret.write_text("title: secret")
    place.symlink_to("32120.yaml")

    def swapped(path: Path, flags: int) -> int:
        place.unlink()
        place.symlink_to(secret)
        return opening(path, flags)

    monkeypatch.setattr(os, "open", swapped)
    assert read_file(library, place) == b"{}"


@POSIX
def test_names_that_are_not_utf8_or_hold_control_characters_are_files_as_any(library: Path) -> None:
    hostile = (b"\xff.yaml", b"a\n::error::b.yaml", b"\x1b]0;c\x07.yaml", "e\u0301\u202e.yaml".encode())
    for name in hostile:
        (library / "cpt" / os.fsdecode(name)).write_bytes(b"{}")
    listed = [file for file in list_record_files(library).files if os.fsencode(file.name) in hostile]
    assert len(listed) == len(hostile)
    assert all(read_file(library, file) == b"{}" for file in listed)


def test_a_folder_is_unreadable_as_a_file(library: Path) -> None:
    (library / "cpt/x.yaml").mkdir()
    assert read_refused(library, library / "cpt/x.yaml").rule == UNREADABLE.id


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
    assert record_at(Path(name)) == record


def test_a_file_in_no_folder_of_a_system_stands_for_its_own_name() -> None:
    assert record_at(Path("drafts/later.yaml")) == RecordId("drafts", "later")
