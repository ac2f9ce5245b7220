from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from codepub.workspace.assets import list_assets
from codepub.writers.assets import MAX_ASSET_BYTES
from codepub.writers.faces import FACES, find_font_file
from codepub.writers.pdf.assets import BASE, FONT_SCHEME, AssetFetcher
from tests.writers.pdf.test_svg import nested

SECRET = b"the secret"
NOT_READ = r"only files of the workspace's assets folder|there is no .+ in the workspace's assets folder"


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """An assets folder with a picture, and beside it what nobody may read."""
    folder = tmp_path / "assets"
    (folder / "below").mkdir(parents=True)
    (folder / "logo.png").write_bytes(b"a picture")
    (folder / "below" / "a b.svg").write_bytes(b"<svg/>")
    (tmp_path / "secret.txt").write_bytes(SECRET)
    (tmp_path / "assets-of-others").mkdir()
    (tmp_path / "assets-of-others" / "secret.txt").write_bytes(SECRET)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "link").symlink_to(tmp_path)
    (folder / "inner.png").symlink_to(folder / "logo.png")
    return folder


def read(fetcher: AssetFetcher, url: str) -> bytes:
    content: bytes = fetcher.fetch(url).read()
    return content


def fetcher_of(folder: Path) -> AssetFetcher:
    return AssetFetcher(list_assets(folder))


def beside(assets: Path) -> Iterator[str]:
    base = BASE.rstrip("/")
    yield f"{base}/../secret.txt"
    yield f"{base}/%2e%2e/secret.txt"
    yield f"{base}/%2E%2E%2Fsecret.txt"
    yield f"{base}/%252e%252e/secret.txt"
    yield f"{base}/below/../../secret.txt"
    yield f"{base}/link.txt"
    yield f"{base}/link/secret.txt"
    yield f"{base}-of-others/secret.txt"
    yield f"{assets.as_uri()}/logo.png"
    yield f"{assets.parent.as_uri()}/secret.txt"
    yield f"{base}{assets.as_posix()}/logo.png"
    yield f"file:{quote(str(assets.parent / 'secret.txt'))}"
    yield f"FILE://{quote(str(assets.parent / 'secret.txt'))}"
    yield base
    yield f"{base}/below"
    yield f"{base}/absent.png"
    yield f"{base}/logo.png%00.txt"
    yield "file://example.org/assets/logo.png"
    yield "file://localhost/assets/logo.png"
    yield f"file://localhost{quote(str(assets / 'logo.png'))}"


ELSEWHERE = (
    "http://127.0.0.1:9/logo.png",
    "https://example.org/logo.png",
    "ftp://example.org/logo.png",
    "data:text/plain,hello",
    "file:///etc/passwd",
    "//example.org/logo.png",
    "/etc/passwd",
    "",
    "javascript:alert(1)",
    "codepub-font:../../../../etc/passwd",
    "codepub-font:/etc/passwd",
    "codepub-font:SourceSerifPro-Regular.ttf/../x",
    "codepub-font:OFL.txt",
    "codepub-assets:/logo.png",
)


@pytest.fixture(params=["fetch", "call"])
def fetch(request: pytest.FixtureRequest, assets: Path) -> Callable[[str], bytes]:
    """A fetcher, by the two names that WeasyPrint calls it."""
    fetcher = fetcher_of(assets)
    return (lambda url: read(fetcher, url)) if request.param == "fetch" else (lambda url: bytes(fetcher(url).read()))


def test_an_asset_is_given_by_its_name(fetch: Callable[[str], bytes]) -> None:
    assert fetch(f"{BASE}logo.png") == b"a picture"
    assert fetch(f"{BASE}below/a%20b.svg") == b"<svg/>"
    assert fetch(f"{BASE}below/../logo.png") == b"a picture"
    assert fetch(f"{BASE}inner.png") == b"a picture"


@pytest.mark.parametrize(("name", "kind"), [("logo.png", "image/png"), ("below/a%20b.svg", "image/svg+xml")])
def test_a_file_is_given_with_its_kind(name: str, kind: str, assets: Path) -> None:
    assert fetcher_of(assets).fetch(f"{BASE}{name}").content_type == kind


@pytest.mark.parametrize("number", range(20))
def test_nothing_beside_the_folder_is_read_whichever_way_it_is_named(
    number: int, fetch: Callable[[str], bytes], assets: Path
) -> None:
    with pytest.raises(ValueError, match=NOT_READ):
        fetch(list(beside(assets))[number])


@pytest.mark.parametrize("url", ELSEWHERE)
def test_nothing_is_fetched_from_elsewhere(url: str, fetch: Callable[[str], bytes]) -> None:
    with pytest.raises(ValueError, match="only files of the workspace's assets folder"):
        fetch(url)


def test_without_an_assets_folder_no_file_is_read_at_all(assets: Path) -> None:
    fetcher = fetcher_of(assets / "absent")
    for url in (f"{BASE}logo.png", f"{assets.as_uri()}/logo.png"):
        with pytest.raises(ValueError, match=NOT_READ):
            read(fetcher, url)


def test_an_asset_is_read_from_its_file_once(assets: Path) -> None:
    fetcher = fetcher_of(assets)
    before = read(fetcher, f"{BASE}logo.png")
    (assets / "logo.png").write_bytes(b"another picture")

    assert read(fetcher, f"{BASE}logo.png") == before


def test_what_is_no_plain_file_is_not_waited_for(assets: Path) -> None:
    os.mkfifo(assets / "pipe.png")
    with pytest.raises(ValueError, match=r"^This is a pipe and no plain file\."):
        read(fetcher_of(assets), f"{BASE}pipe.png")


def test_a_link_in_a_circle_is_told(assets: Path) -> None:
    (assets / "loop.png").symlink_to("loop.png")
    with pytest.raises(ValueError, match=r"^This is a link and no plain file\."):
        read(fetcher_of(assets), f"{BASE}loop.png")


def test_a_file_that_is_too_large_is_told_before_it_is_read(assets: Path) -> None:
    with (assets / "large.png").open("wb") as sparse:
        sparse.truncate(MAX_ASSET_BYTES + 1)
    with pytest.raises(ValueError, match=r"33,554,433 bytes; at most 33,554,432 are read"):
        read(fetcher_of(assets), f"{BASE}large.png")


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_a_picture_that_draws_without_end_is_told_before_it_is_drawn(name: str, assets: Path) -> None:
    (assets / name).write_text(nested(levels=8, uses=10))
    with pytest.raises(ValueError, match=r"it draws more than 100,000 elements"):
        read(fetcher_of(assets), f"{BASE}{name}")


def test_a_picture_that_is_nested_too_deeply_is_told(assets: Path) -> None:
    (assets / "deep.svg").write_text(f"{'<g>' * 5000}{'</g>' * 5000}")
    with pytest.raises(ValueError, match=r"its elements are nested too deeply"):
        read(fetcher_of(assets), f"{BASE}deep.svg")


def test_the_fonts_that_come_with_codepub_are_read_by_a_scheme_of_their_own() -> None:
    for face in FACES:
        assert read(AssetFetcher({}), f"{FONT_SCHEME}:{face.file}") == find_font_file(face).read_bytes()
