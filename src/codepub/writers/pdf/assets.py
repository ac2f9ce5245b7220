"""The only things that rendering may read: the fonts that come with codepub and the assets of the theme."""

from __future__ import annotations

from mimetypes import guess_type
from posixpath import normpath
from typing import Final
from urllib.parse import unquote, urlsplit

from codepub.writers.assets import Assets
from codepub.writers.faces import FACES, find_font_file
from codepub.writers.pdf.engine import URLFetcher, URLFetcherResponse
from codepub.writers.pdf.svg import count_drawn_elements

FONT_SCHEME: Final = "codepub-font"

BASE: Final = "file:///assets/"
"""The address that names in a style are relative to, on every machine; no folder of that name is looked into."""

MAX_DRAWN_ELEMENTS: Final = 100_000
"""The most elements that an SVG may draw, each use counted: a detailed map has some ten thousand, and takes seconds."""


class AssetFetcher(URLFetcher):
    """Provides WeasyPrint with codepub's own fonts and the assets of a theme, and refuses everything else.

    Neither an address of the web nor a file of the machine is read: what is not among the assets has no name here.
    """

    def __init__(self, assets: Assets) -> None:
        super().__init__(allowed_protocols=())
        self._assets = assets

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 -- WeasyPrint's signature
        """Return what a URL names.

        Raises:
            ValueError: It names neither a font of codepub's nor an asset; WeasyPrint logs the reason.
        """
        parts = urlsplit(url)
        face = next((face for face in FACES if face.file == parts.path), None)
        if parts.scheme == FONT_SCHEME and face is not None:
            return URLFetcherResponse(url, find_font_file(face).read_bytes(), {"Content-Type": "font/ttf"})
        name = _find_asset_name(url)
        if name not in self._assets:
            raise ValueError(f"there is no {name} in the workspace's assets folder, or it leads out of it")
        content = self._assets[name].content
        _refuse_costly_drawing(content)
        return URLFetcherResponse(url, content, {"Content-Type": guess_type(name)[0] or "font/ttf"})


def _find_asset_name(url: str) -> str:
    parts, base = urlsplit(url), urlsplit(BASE)
    path = normpath(unquote(parts.path))
    if (parts.scheme, parts.netloc) != (base.scheme, base.netloc) or not path.startswith(base.path):
        raise ValueError("only files of the workspace's assets folder may be read while a publication is rendered")
    return path.removeprefix(base.path)


def _refuse_costly_drawing(content: bytes) -> None:
    """Raise `ValueError` where an asset is a picture that takes too long to draw."""
    try:
        drawn = count_drawn_elements(content)
    except RecursionError:
        raise ValueError("its elements are nested too deeply") from None
    if drawn > MAX_DRAWN_ELEMENTS:
        raise ValueError(f"it draws more than {MAX_DRAWN_ELEMENTS:,} elements, those used again counted anew")
