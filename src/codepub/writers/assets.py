"""The only things that rendering may read: the fonts that come with codepub and the workspace's assets."""

from __future__ import annotations

from importlib.util import find_spec
from mimetypes import guess_type
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from codepub.diagnostics import MachineError

FONT_SCHEME: Final = "codepub-font"


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
    """Gives WeasyPrint fonts of codepub's and files of the assets folder, and refuses everything else.

    No http, no file beyond the folder, no link that leads out of it.
    """

    def __init__(self, assets: str | None) -> None:
        super().__init__(allowed_protocols=())
        self._assets = Path(assets).resolve() if assets is not None else None

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 -- WeasyPrint's signature
        """Read what a URL names; raises `ValueError` where it may not be read."""
        path = self._allowed(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": guess_type(path.name)[0] or "font/ttf"})

    def _allowed(self, url: str) -> Path:
        parts = urlsplit(url)
        if parts.scheme == FONT_SCHEME and parts.path in {face.file for face in FACES}:
            return font_file(parts.path)
        if parts.scheme == "file" and self._assets is not None and not parts.netloc:
            path = Path(unquote(parts.path)).resolve()
            if path.is_relative_to(self._assets) and path.is_file():
                return path
        raise ValueError("only files of the workspace's assets folder may be read while a publication is rendered")
