from __future__ import annotations

from pathlib import Path

import pytest

from codepub.diagnostics import CallError
from codepub.workspace.named_folders import expand_folders


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with three records, seen from the folder above it."""
    folder = tmp_path / "content"
    for name in ("cpt/32120.yaml", "cpt/99214.yaml", "hcpcs/A0425.yaml", "cpt/.hidden.yaml", "cpt/notes.txt"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    (folder / "icd-10-cm").mkdir()
    (tmp_path / "32120").mkdir()
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("name", ["content/cpt", "content/cpt/", "./content/../content/cpt", "{content}/cpt"])
def test_a_folder_stands_for_all_records_in_it(name: str, content: Path) -> None:
    expanded = expand_folders(content, [name.format(content=content)])

    assert expanded == [str(content / "cpt/32120.yaml"), str(content / "cpt/99214.yaml")]


def test_the_content_folder_stands_for_all_records(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(content)

    assert len(expand_folders(content, ["."])) == 3
    assert expand_folders(content, ["hcpcs"]) == [str(content / "hcpcs/A0425.yaml")]


@pytest.mark.parametrize("name", ["32120", "cpt:32120", "content/cpt/32120.yaml", "..", "", "a\0b", "x" * 5000])
def test_what_is_no_folder_of_records_is_left_as_it_is(name: str, content: Path) -> None:
    assert expand_folders(content, [name]) == [name]


def test_a_folder_without_a_record_is_the_calls_fault(content: Path) -> None:
    with pytest.raises(CallError, match="'content/icd-10-cm' holds no record"):
        expand_folders(content, ["content/icd-10-cm"])
