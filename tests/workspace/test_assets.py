from __future__ import annotations

import os
import pickle
from hashlib import sha256
from pathlib import Path

import pytest

from codepub.workspace.assets import list_assets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An assets folder with files at two depths, and a file beside it."""
    (tmp_path / "assets" / "fonts").mkdir(parents=True)
    (tmp_path / "assets" / "logo.svg").write_bytes(b"<svg/>")
    (tmp_path / "assets" / "fonts" / "a b.ttf").write_bytes(b"a font")
    (tmp_path / "secret.txt").write_bytes(b"the secret")
    return tmp_path / "assets"


def test_assets_are_named_by_their_paths_below_the_folder(folder: Path) -> None:
    assets = list_assets(folder)

    assert {name: asset.content for name, asset in assets.items()} == {
        "logo.svg": b"<svg/>",
        "fonts/a b.ttf": b"a font",
    }
    assert assets["logo.svg"].digest == sha256(b"<svg/>").hexdigest()


def test_without_a_folder_there_are_no_assets(folder: Path) -> None:
    assert list_assets(folder / "absent") == {}
    assert list_assets(folder / "logo.svg") == {}


def test_a_folder_that_is_itself_a_link_has_assets(folder: Path) -> None:
    (folder.parent / "linked").symlink_to(folder)

    assert set(list_assets(folder.parent / "linked")) == {"logo.svg", "fonts/a b.ttf"}


def test_links_inside_the_folder_are_assets_and_those_that_lead_out_are_none(folder: Path) -> None:
    (folder / "latest").symlink_to("fonts")
    (folder / "same.svg").symlink_to(folder / "logo.svg")
    (folder / "secret.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "up").symlink_to(folder.parent)
    (folder / "fonts" / "again").symlink_to(folder)

    named = set(list_assets(folder))

    assert named == {"logo.svg", "fonts/a b.ttf", "latest/a b.ttf", "same.svg"}


def test_an_asset_is_read_when_it_is_first_asked_for_and_then_kept(folder: Path) -> None:
    asset = list_assets(folder)["logo.svg"]
    (folder / "logo.svg").write_bytes(b"<svg></svg>")
    assert asset.content == b"<svg></svg>"

    (folder / "logo.svg").unlink()
    assert asset.content == b"<svg></svg>"
    assert asset.digest == sha256(b"<svg></svg>").hexdigest()


def test_bytes_that_are_only_hashed_are_not_kept(folder: Path) -> None:
    asset = list_assets(folder)["logo.svg"]

    assert asset.digest == sha256(b"<svg/>").hexdigest()
    assert "content" not in vars(asset)


def test_an_asset_that_has_become_a_link_that_leads_out_is_not_read(folder: Path) -> None:
    asset = list_assets(folder)["logo.svg"]
    (folder / "logo.svg").unlink()
    (folder / "logo.svg").symlink_to(folder.parent / "secret.txt")

    with pytest.raises(ValueError, match="it leads out of the workspace's assets folder"):
        _ = asset.content
    assert asset.digest == ""


def test_what_is_no_plain_file_is_listed_told_when_it_is_named_and_has_no_digest(folder: Path) -> None:
    os.mkfifo(folder / "pipe.png")
    asset = list_assets(folder)["pipe.png"]

    assert asset.digest == ""
    with pytest.raises(ValueError, match=r"^This is a pipe and no plain file\."):
        _ = asset.content


def test_assets_travel_to_other_processes(folder: Path) -> None:
    assets = pickle.loads(pickle.dumps(list_assets(folder)))

    assert assets["logo.svg"].content == b"<svg/>"
