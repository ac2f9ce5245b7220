"""The only things that rendering may read: the fonts that come with codepub and the assets of the theme."""

from __future__ import annotations

from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path
from posixpath import normpath
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from codepub.diagnostics import MachineError
from codepub.writers.assets import Assets
from codepub.writers.pdf.engine import URLFetcher, URLFetcherResponse
from codepub.writers.pdf.svg import drawn_elements

FONT_SCHEME: Final = "codepub-font"

BASE: Final = "file:///assets/"
"""Where names in a style begin, on every machine; no folder of that name is looked into."""

MOST_DRAWN: Final = 100_000
"""So many elements an SVG may draw, uses counted anew: a detailed map has some ten thousand, and takes seconds."""


class Face(NamedTuple):
    """One font file and what a style calls it."""

    family: str
    weight: int
    style: str
    file: str


FACES: Final = tuple(
    Face(f"Source {kind} Pro", weight, style, f"Source{kind}Pro-{name}.ttf")
    for kind, names in (
        (
            "Serif",
            (
                (400, "normal", "Regular"),
                (400, "italic", "It"),
                (600, "normal", "Semibold"),
                (600, "italic", "SemiboldIt"),
            ),
        ),
        (
            "Sans",
            (
                (300, "normal", "Light"),
                (400, "normal", "Regular"),
                (400, "italic", "It"),
                (600, "normal", "Semibold"),
                (600, "italic", "SemiboldIt"),
            ),
        ),
    )
    for weight, style, name in names
)


def font_file(name: str) -> Path:
    """Find a font file of the packages font-source-serif-pro and font-source-sans-pro."""
    package = "font_source_serif_pro" if "Serif" in name else "font_source_sans_pro"
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise MachineError(f"The package {package.replace('_', '-')} is missing. Install codepub again.")
    return Path(spec.origin).parent / "files" / name


class AssetFetcher(URLFetcher):
    """Gives WeasyPrint fonts of codepub's and the assets of a theme, and refuses everything else.

    No http, and no file of the machine: what is not among the assets has no name here.
    """

    def __init__(self, assets: Assets) -> None:
        super().__init__(allowed_protocols=())
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 -- WeasyPrint's signature
        """Return what a URL names; raises `ValueError`, of which WeasyPrint tells, where it cannot."""
        parts = urlsplit(url)
        if parts.scheme == FONT_SCHEME and parts.path in {face.file for face in FACES}:
            return URLFetcherResponse(url, font_file(parts.path).read_bytes(), {"Content-Type": "font/ttf"})
        name = _asset_name(url)
        if name not in self._assets:
            raise ValueError(f"there is no {name} in the workspace's assets folder, or it leads out of it")
        content = _bounded(self._assets[name].content)
        return URLFetcherResponse(url, content, {"Content-Type": guess_type(name)[0] or "font/ttf"})


def _asset_name(url: str) -> str:
    parts, base = urlsplit(url), urlsplit(BASE)
    path = normpath(unquote(parts.path))
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or not path.startswith(base.path):
        raise ValueError("only files of the workspace's assets folder may be read while a publication is rendered")
    return path.removeprefix(base.path)


def _bounded(content: bytes) -> bytes:
    """Return an asset as it is, unless it is a picture that takes too long to draw."""
    try:
        drawn = drawn_elements(content)
    except RecursionError:
        raise ValueError("its elements are nested too deeply") from None
    if drawn > MOST_DRAWN:
        raise ValueError(f"it draws more than {MOST_DRAWN:,} elements, those used again counted anew")
    return content
