"""A file that somebody saved in between is not written over, and no other of the same call is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from codepub.files.writing import NewFile, Rewrite
from codepub.loading.saving import SavedMeanwhileError, write_unless_saved


def test_all_are_written_where_each_is_as_it_was_read(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_bytes(b"a: 1\n")

    write_unless_saved(tmp_path, [Rewrite(old, b"a: 1\n", b"a: 2\n"), NewFile(new, b"b: 1\n")])

    assert (old.read_bytes(), new.read_bytes()) == (b"a: 2\n", b"b: 1\n")


@pytest.mark.parametrize("between", [b"a: 1\n# later\n", None], ids=["saved", "deleted"])
def test_none_is_written_where_one_is_not_as_it_was_read(between: bytes | None, tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    if between is not None:
        old.write_bytes(between)

    with pytest.raises(SavedMeanwhileError, match=r"old\.yaml: saved meanwhile\. Nothing was written;"):
        write_unless_saved(tmp_path, [NewFile(new, b"b: 1\n"), Rewrite(old, b"a: 1\n", b"a: 2\n")])

    assert not new.exists()
    assert (old.read_bytes() if old.exists() else None) == between


def test_a_new_file_that_another_made_in_between_is_left_as_it_is(tmp_path: Path) -> None:
    new = tmp_path / "new.yaml"
    new.write_bytes(b"c: 1\n")

    with pytest.raises(SavedMeanwhileError, match=r"new\.yaml"):
        write_unless_saved(tmp_path, [NewFile(new, b"b: 1\n")])

    assert new.read_bytes() == b"c: 1\n"
