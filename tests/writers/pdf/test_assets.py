from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from fontTools.ttLib import TTFont

from codepub.diagnostics import MachineError
from codepub.writers.pdf.assets import FACES, FONT_SCHEME, MOST_ASSET_BYTES, AssetFetcher, font_file
from tests.writers.pdf.test_svg import nested

SECRET = b"the secret"
NOT_READ = r"only files of the workspace's assets folder|null byte|no plain file|No such file"


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


def beside(assets: Path) -> Iterator[str]:
    base = assets.as_uri()
    yield f"{base}/../secret.txt"
    yield f"{base}/%2e%2e/secret.txt"
    yield f"{base}/%2E%2E%2Fsecret.txt"
    yield f"{base}/%252e%252e/secret.txt"
    yield f"{base}/below/../../secret.txt"
    yield f"{base}/link.txt"
    yield f"{base}/link/secret.txt"
    yield f"{base}-of-others/secret.txt"
    yield f"{assets.parent.as_uri()}/secret.txt"
    yield f"file:{quote(str(assets.parent / 'secret.txt'))}"
    yield f"FILE://{quote(str(assets.parent / 'secret.txt'))}"
    yield base
    yield f"{base}/below"
    yield f"{base}/absent.png"
    yield f"{base}/logo.png%00.txt"
    yield f"file://example.org{quote(str(assets / 'logo.png'))}"
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
    fetcher = AssetFetcher(str(assets))
    return (lambda url: read(fetcher, url)) if request.param == "fetch" else (lambda url: bytes(fetcher(url).read()))


def test_a_file_of_the_folder_is_read(fetch: Callable[[str], bytes], assets: Path) -> None:
    assert fetch(f"{assets.as_uri()}/logo.png") == b"a picture"
    assert fetch(f"{assets.as_uri()}/below/a%20b.svg") == b"<svg/>"
    assert fetch(f"{assets.as_uri()}/below/../logo.png") == b"a picture"
    assert fetch(f"{assets.as_uri()}/inner.png") == b"a picture"


@pytest.mark.parametrize(("name", "kind"), [("logo.png", "image/png"), ("below/a%20b.svg", "image/svg+xml")])
def test_a_file_is_given_with_its_kind(name: str, kind: str, assets: Path) -> None:
    assert AssetFetcher(str(assets)).fetch(f"{assets.as_uri()}/{name}").content_type == kind


@pytest.mark.parametrize("number", range(17))
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
    with pytest.raises(ValueError, match="only files"):
        read(AssetFetcher(None), f"{assets.as_uri()}/logo.png")


def test_what_is_no_plain_file_is_not_waited_for(assets: Path) -> None:
    os.mkfifo(assets / "pipe.png")
    with pytest.raises(ValueError, match=r"^This is a pipe and no plain file\."):
        read(AssetFetcher(str(assets)), f"{assets.as_uri()}/pipe.png")


def test_a_link_in_a_circle_is_told(assets: Path) -> None:
    (assets / "loop.png").symlink_to("loop.png")
    with pytest.raises(ValueError, match=r"leads nowhere|Too many levels of symbolic links"):
        read(AssetFetcher(str(assets)), f"{assets.as_uri()}/loop.png")


def test_a_file_that_is_too_large_is_told_before_it_is_read(assets: Path) -> None:
    with (assets / "large.png").open("wb") as sparse:
        sparse.truncate(MOST_ASSET_BYTES + 1)
    with pytest.raises(ValueError, match=r"33,554,433 bytes; at most 33,554,432 are read"):
        read(AssetFetcher(str(assets)), f"{assets.as_uri()}/large.png")


@pytest.mark.parametrize("name", ["logo.svg", "logo.png"])
def test_a_picture_that_draws_without_end_is_told_before_it_is_drawn(name: str, assets: Path) -> None:
    (assets / name).write_text(nested(levels=8, uses=10))
    with pytest.raises(ValueError, match=r"it draws more than 100,000 elements"):
        read(AssetFetcher(str(assets)), f"{assets.as_uri()}/{name}")


def test_a_picture_that_is_nested_too_deeply_is_told(assets: Path) -> None:
    (assets / "deep.svg").write_text(f"{'<g>' * 5000}{'</g>' * 5000}")
    with pytest.raises(ValueError, match=r"its elements are nested too deeply"):
        read(AssetFetcher(str(assets)), f"{assets.as_uri()}/deep.svg")


@pytest.mark.parametrize("face", FACES)
def test_the_fonts_are_there_and_are_what_the_styles_call_them(face: tuple[str, int, str, str]) -> None:
    family, weight, style, file = face
    content = read(AssetFetcher(None), f"{FONT_SCHEME}:{file}")
    font = TTFont(font_file(file), lazy=True)

    assert content == font_file(file).read_bytes()
    assert font["name"].getBestFamilyName() == family
    assert font["OS/2"].usWeightClass == weight
    assert (font["post"].italicAngle != 0) == (style == "italic")
    font.close()


def test_a_package_of_fonts_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codepub.writers.pdf.assets.find_spec", lambda _: None)

    with pytest.raises(MachineError, match=r"The package font-source-serif-pro is missing\. Install codepub again"):
        font_file("SourceSerifPro-Regular.ttf")
